"""Attribution by hand-written patterns alone: `"...," NAME said`, `NAME said that ...`.

Used where there are no learnt weights to use: it is small, and it explains itself.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from factcheck.extraction.marks import Stretch

VERBS = (
    "said|says|say|saying|asked|asks|added|adds|told|tells|telling|wrote|writes|replied|replies|continued|"
    "explained|explains|declared|declares|noted|notes|recalled|recalls|answered|insisted|insists|joked|tweeted|"
    "warned|warns|announced|announces|stated|states|argued|argues|concluded|concludes|remarked|responded|"
    "claimed|claims|believes|believed|thinks|thought|acknowledged|admitted|confirmed|denied|suggested|suggests|"
    "predicted|predicts|promised|vowed|urged|fears|feared|hopes|hoped|described|describes|reported|reports|"
    "alleged|estimated|estimates|found|testified|complained|conceded|emphasized|stressed|contends|contended"
)
_NAME = r"(?:[A-Z][\w.'’-]*|al-[A-Z][\w'’-]*)(?:[ \u00a0](?:(?:of|for|the|de|van|von|bin|ki|to)[ \u00a0])?(?:[A-Z][\w.'’-]*|al-[A-Z][\w'’-]*|ki-[A-Z]\w*))*"
_WHO = rf"(?P<who>[Hh]e|[Ss]he|[Tt]hey|I|(?:[Tt]he|[Aa]n?|[Oo]ne)[ \u00a0](?:[\w'’-]+[ \u00a0]){{0,4}}?[\w'’-]+|{_NAME})"
_AFTER = re.compile(
    rf"[\s,\"”’'.]*(?:(?P<cue1>{VERBS})[ \u00a0]{_WHO}|{_WHO.replace('who', 'who2')}[ \u00a0](?:\w+ly[ \u00a0])?(?P<cue2>{VERBS})\b)"
)
_BEFORE = re.compile(
    rf"{_WHO}(?:,[^,\n]{{1,80}},)?[ \u00a0](?:\w+ly[ \u00a0])?(?P<cue>{VERBS})\b[^\n.!?]{{0,80}}$"
)
_PARAPHRASE = re.compile(
    rf"{_WHO}(?:,[^,\n]{{1,80}},)?[ \u00a0](?:\w+ly[ \u00a0])?(?P<cue>{VERBS})[ \u00a0](?:that[ \u00a0])?(?=\w)"
)


@dataclass(slots=True)
class Attribution:
    """Contents, and who is said to have uttered them; offsets of the source and of the cue."""

    contents: list[tuple[int, int]]
    source: tuple[int, int] | None = None
    cue: tuple[int, int] | None = None
    quoted: list[bool] = field(default_factory=list)
    confidence: float = 0.5


def attribute(text: str, sentences: list[tuple[int, int]], quotes: list[Stretch]) -> list[Attribution]:
    """Return the attributions that the patterns find, in order."""
    out: list[Attribution] = []
    previous: Attribution | None = None
    for quote in quotes:
        made = _of_quote(text, quote)
        if made.source is None and previous is not None and _adjacent(text, previous, quote):
            previous.contents.append((quote.start, quote.end))
            previous.quoted.append(True)
            continue
        out.append(made)
        previous = made
    out.extend(_paraphrases(text, sentences, quotes))
    return sorted(out, key=lambda item: item.contents[0])


def _of_quote(text: str, quote: Stretch) -> Attribution:
    made = Attribution([(quote.start, quote.end)], quoted=[True])
    line = text.find("\n", quote.outer_end)
    after = _AFTER.match(text, quote.outer_end, min(quote.outer_end + 200, line if line >= 0 else len(text)))
    if after:
        who, cue = ("who", "cue1") if after["cue1"] else ("who2", "cue2")
        made.source, made.cue, made.confidence = after.span(who), after.span(cue), 0.8
        return made
    begin = max(text.rfind("\n", 0, quote.outer_start) + 1, quote.outer_start - 200)
    before = _BEFORE.search(text[begin : quote.outer_start])
    if before:
        made.source = (begin + before.start("who"), begin + before.end("who"))
        made.cue = (begin + before.start("cue"), begin + before.end("cue"))
        made.confidence = 0.7
    return made


def _adjacent(text: str, previous: Attribution, quote: Stretch) -> bool:
    gap = text[previous.contents[-1][1] : quote.start]
    return len(gap) < 200 and gap.count("\n\n") <= 1


def _paraphrases(text: str, sentences: list[tuple[int, int]], quotes: list[Stretch]) -> list[Attribution]:
    out = []
    number = 0
    for start, end in sentences:
        while number < len(quotes) and quotes[number].outer_end <= start:
            number += 1
        if number < len(quotes) and quotes[number].outer_start < end:
            continue
        found = _PARAPHRASE.search(text, start, min(end, start + 300))
        if found and end - found.end() > 12:
            stop = end - 1 if text[end - 1] in ".!?" else end
            out.append(Attribution([(found.end(), stop)], found.span("who"), found.span("cue"), [False], 0.5))
    return out
