"""What the tagger takes in too much: a time beside a source, and paraphrases that say nothing."""

from __future__ import annotations

import re

from factcheck.extraction.attributed import WORD, Attribution, Part

_TIME = re.compile(
    r"(?<=[\w.”\")])[ \u00a0](?:today|yesterday|tonight|earlier|(?:on )?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|"
    r"this (?:morning|week|month|year)|last (?:night|week|month|year))$"
)
_ASKS = frozenset("what how why when where who whom which whose".split())
_NOBODY = frozenset("i we what".split())
# A phrase of these alone has no verb: "it very much", "the same thing".
_VERBLESS = frozenset(
    """it this that them him her you me us very much so too more most less well a an the same thing things not at all
    any anything nothing something everything of in for about to""".split()
)


def trimmed(text: str, items: list[Attribution]) -> list[Attribution]:
    """Return the attributions that say something, each source without the time that stands beside it."""
    out = []
    _part(items)
    for item in items:
        if item.source is not None and not item.labelled:
            item.source = _without_time(text, item.source)
        item.paraphrases = [part for part in item.paraphrases if item.labelled or _says(text, part, item)]
        if item.quotes or item.paraphrases:
            out.append(item)
    return out


def _part(items: list[Attribution]) -> None:
    """Leave out what shares words with another attribution: rather a paraphrase than a quote."""
    parts = sorted((part[0], -part[1], number) for number, item in enumerate(items) for part in set(item.parts))
    held: tuple[int, int, int] | None = None
    dropped: set[tuple[int, Part]] = set()
    for one in parts:
        start, minus_end, number = one
        if held is not None and start < -held[1] and number != held[2]:
            is_quote = (start, -minus_end) in items[number].quotes
            weaker = held if is_quote and (held[0], -held[1]) in items[held[2]].paraphrases else one
            dropped.add((weaker[2], (weaker[0], -weaker[1])))
            held = one if weaker is held else held
        elif held is None or -minus_end > -held[1]:
            held = one
    for number in {number for number, _ in dropped}:
        item = items[number]
        item.quotes = [part for part in item.quotes if (number, part) not in dropped]
        item.paraphrases = [part for part in item.paraphrases if (number, part) not in dropped]


def _without_time(text: str, source: Part) -> Part:
    """ "The port authority today": the source without "today"."""
    start, end = source
    found = _TIME.search(text[start:end]) if end - start < 300 else None
    return (start, start + found.start()) if found else source


def _says(text: str, part: Part, item: Attribution) -> bool:
    """Whether a paraphrase has words of its own: not the "What" of "What the mayor said", nor "it very much"."""
    words = [word.lower() for word in WORD.findall(text, part[0], min(part[1], part[0] + 400))]
    if len(words) == 1 and words[0] in _ASKS:
        return False
    nobody = item.source is None or text[slice(*item.source)].lower() in _NOBODY
    if not nobody or item.quotes:
        return True
    return len(words) >= 3 and not all(word in _VERBLESS for word in words)
