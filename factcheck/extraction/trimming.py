"""What the tagger takes in too much: a time beside a source, who was told and not who told, and paraphrases that say
nothing, or say how, where or to whom something was said."""

from __future__ import annotations

import re

from factcheck.extraction.attributed import WORD, Attribution, Part
from factcheck.extraction.rules import VERBS

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
# How the hearers took it: "told them, to jeers from the benches".
_TO_APPLAUSE = re.compile(
    r"(?:to|amid|over|through) (?:\w+ ){0,2}"
    r"(?:applause|boos|cheers|jeers|laughter|silence|groans|gasps|whistles|chants)\b"
)
# Where it was said, and not what.
_MEDIUM = re.compile(
    r"(?:on )?(?:social media|television|tv|(?:state )?radio|facebook|twitter|instagram|youtube|tiktok|telegram)$",
    re.IGNORECASE,
)
_PASSES_ON = re.compile(r"(?:quoting|citing|quoted)$", re.IGNORECASE)
_SOMEBODY = re.compile(
    r"(?:(?:an?|the|one|two|three|several|some|unnamed|anonymous|\w+) ){0,4}"
    r"(?:sources?|officials?|aides?|people|persons?|diplomats?|witness(?:es)?|president|minister|spokes\w+|agency|media)$"
)
_IS_TOLD = re.compile(
    r"\b(?:was|were|been|being|is|are|be|got)(?: \w+ly| also| then)? (?:told|informed|warned|advised|assured|ordered)$"
)
# "Pour me one," he said, watering the plants.
_DOING = re.compile(
    r"(?!going on|(?:add|say|not|argu|call|claim|insist|tell|warn|ask|suggest|accus|promis)ing\b)\w+ing\b"
)
_AS_MANY = re.compile(r"(?:many|much|few|little|early|late|soon|far|long|high|low) as\b")
_DATELINE = re.compile(r"[^\W\d_a-z][^\n.:;\"“”]{1,40}?(?: ?\([^)\n]{2,30}\))? ?(?:—|–|--| - ) ?(?=\S)")
_SEEN = re.compile(
    r"(?<![\w-])(?:(?:court|internal|leaked|confidential|government|company|bank|the|some|new) ){0,3}"
    r"(?:documents?|records|e-?mails?|letters?|memos?|files|minutes|papers|messages|transcripts?|reports?)"
    r" (?:seen|obtained|reviewed|viewed|examined) by $",
    re.IGNORECASE,
)
_PLACE = re.compile(r"[^\W\d_a-z][^\W\d_a-z' .-]+$")
_ASIDE = re.compile(r",[ \u00a0][^,.;:!?\n\"“”]+,[ \u00a0]")
_ADDS = re.compile(rf"\b(?:{VERBS}|\w+ing)\b", re.IGNORECASE)
LONGEST_ASIDE = 90  # characters
_TO = re.compile(r"\b[Tt]o (?:the )?$")


def trimmed(text: str, items: list[Attribution]) -> list[Attribution]:
    """Return the attributions that say something, each source without the time that stands beside it."""
    out = []
    _part(items)
    for item in _over_asides(text, items):
        if not item.labelled:
            _sources(text, item)
            item.paraphrases = [
                _whole(text, part, item)
                for part in item.paraphrases
                if _says(text, part, item) and _is_said(text, part, item)
            ]
        if item.quotes or item.paraphrases:
            out.append(item)
    return out


def _over_asides(text: str, items: list[Attribution]) -> list[Attribution]:
    """The attributions, those joined between which an aside was read as a cue.

    "Radio Tarn said the bridge, lately mended by the county, had closed" says one thing, not two.
    """
    out: list[Attribution] = []
    for item in items:
        last = out[-1] if out else None
        if last is not None and _goes_on(text, last, item):
            last.paraphrases[-1] = last.paraphrases[-1][0], item.paraphrases[0][1]
        else:
            out.append(item)
    return out


def _goes_on(text: str, last: Attribution, item: Attribution) -> bool:
    """Whether `item` is the rest of what `last` says, after an aside in which its cue lies."""
    if item.source is None or item.source != last.source or item.cue is None or item.quotes or last.quotes:
        return False
    if len(item.paraphrases) != 1 or not last.paraphrases:
        return False
    begin, end = last.paraphrases[-1][1], item.start
    inside = begin <= item.cue[0] and item.cue[1] <= end and end - begin <= LONGEST_ASIDE
    return inside and bool(_ASIDE.fullmatch(text, begin, end)) and not _ADDS.search(text, *item.cue)


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


def _without_time_and_place(text: str, source: Part) -> Part:
    """ "TARN QUAY -- The port authority today": the source alone."""
    start, end = source
    start = _after_dateline(text, start, end)
    found = _TIME.search(text[start:end]) if end - start < 300 else None
    return start, start + found.start() if found else end


def _says(text: str, part: Part, item: Attribution) -> bool:
    """Whether a paraphrase has words of its own: not the "What" of "What the mayor said", nor "it very much"."""
    words = [word.lower() for word in WORD.findall(text, part[0], min(part[1], part[0] + 400))]
    if len(words) == 1 and words[0] in _ASKS:
        return False
    nobody = item.source is None or text[slice(*item.source)].lower() in _NOBODY
    if not nobody or item.quotes:
        return True
    return len(words) >= 3 and not all(word in _VERBLESS for word in words)


def _sources(text: str, item: Attribution) -> None:
    """Leave out of a source what is no part of it; and the source, where it is who was told, or a place."""
    if item.source is None:
        return
    start, end = _without_time_and_place(text, item.source)
    if text.endswith(" I", start, end) and _TO.search(text, max(0, start - 10), start):  # "to the teachers I say"
        start = end - 1
    seen = _SEEN.search(text, max(0, start - 80), start)  # "documents seen by the Sentinel" are the source
    item.source = (seen.start() if seen else start, end)
    if item.cue is None:
        return
    opens = start == 0 or text[start - 1] == "\n"
    if opens and text[slice(*item.cue)] != ":" and text[end : end + 1] == ":" and _PLACE.match(text[start:end]):
        item.source = None  # "TARNPUR: The minister ..."
        return
    follows = end <= item.cue[0] and all(item.cue[0] < part[0] for part in item.parts)
    if follows and _IS_TOLD.search(text[end : min(item.cue[1], end + 100)]):
        item.source = None


def _whole(text: str, part: Part, item: Attribution) -> Part:
    """A paraphrase without the dateline before it, and with the "as" of "as many as"."""
    start, end = part
    if _AS_MANY.match(text, start, end) and text[max(0, start - 3) : start] == "as ":
        if item.cue and item.cue[1] == start - 1 and item.cue[1] - item.cue[0] > 3:
            item.cue = (item.cue[0], item.cue[1] - 3)
        return start - 3, end
    return _after_dateline(text, start, end), end


def _after_dateline(text: str, start: int, end: int) -> int:
    """Where the words begin after "TARN QUAY, May 3 --", if a paragraph begins so; else `start`."""
    found = _DATELINE.match(text, start, min(end, start + 90)) if start == 0 or text[start - 1] == "\n" else None
    dated = found is not None and found.group().split(" (")[0].rstrip(" —–-").split(",")[0].isupper()
    return found.end() if found is not None and dated else start


def _is_said(text: str, part: Part, item: Attribution) -> bool:
    """Whether a paraphrase is what was said, and not how, where or of whom."""
    if any(part[0] <= quote[0] and quote[1] <= part[1] for quote in item.quotes):
        return True
    words = text[part[0] : min(part[1], part[0] + 200)]
    cue = text[slice(*item.cue)] if item.cue else ""
    if _TO_APPLAUSE.match(words) or _MEDIUM.match(words) or (_PASSES_ON.search(cue) and _SOMEBODY.match(words)):
        return False
    after_quote = item.cue is not None and any(quote[1] <= item.cue[0] for quote in item.quotes)
    before = text[max(0, part[0] - 4) : part[0]]
    if after_quote and before == " of ":  # "she said of her guests"
        return False
    return not (after_quote and before.endswith(", ") and _DOING.match(words))
