"""Where the sentences of a news text begin and end.

Rules, no model: a stop ends a sentence unless the word before it is an abbreviation or an initial, or
what follows goes on (a lower-case word, a comma, a speech tag after a closing quotation mark). Works in
time linear in the length of the text. How often it errs: docs/explanation/extraction.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

# Never the last word of a sentence: a name or a number follows.
TITLES = frozenset(
    "mr mrs ms mx dr prof sen sens rep reps gov govs gen lt col maj capt cpl sgt adm cmdr brig pvt supt insp det "
    "rev fr hon pres sec amb atty dist messrs mme mlle st ste mt ft vs v no nos fig figs art eq e.g i.e cf ca "
    "approx pp vol ed eds al".split()
)
# Often followed by more of the same sentence, but may be its last word.
ABBREVIATIONS = frozenset(
    "inc corp co ltd llc llp bros cos plc gmbh jr sr esq ph.d m.d b.a m.a j.d d.d.s etc dept univ assn est govt "
    "jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thurs fri sat sun "
    "ala ariz ark calif colo conn del fla ga ill ind kan kans ky la md mass mich minn miss mo mont neb nebr nev "
    "okla ore pa tenn tex vt va wash wis wisc wyo d.c n.y n.j n.c s.c n.d s.d n.h n.m r.i w.va b.c "
    "a.m p.m u.s u.n u.k e.u u.s.a u.a.e u.s.s.r ave blvd rd hwy sq lbs lb oz hr hrs min mins ext tel".split()
)
# A capital after an abbreviation usually goes on ("U.S. Army"), but not one of these.
STARTERS = frozenset(
    "the a an this that these those he she it they we i you his her its their our my there here in on at for from "
    "with by to as if when while after before since until during under over but and or so yet however although "
    "though because what who why how where which not no all some many most more another other one two three both "
    "each every such then now also meanwhile according about among still only even just last later earlier "
    "despite instead asked speaking".split()
)
SPEECH = (
    "said|says|say|asked|asks|added|adds|told|tells|wrote|writes|replied|replies|continued|explained|explains|"
    "shouted|cried|declared|noted|recalled|answered|insisted|joked|tweeted|warned|yelled|whispered|exclaimed|"
    "announced|stated|argued|concluded|remarked|responded|chanted|screamed|laughed|demanded|wondered"
)

_STOP = re.compile(
    r"(?P<stop>[.!?…]+|[。！？｡])"
    r"(?P<close>(?:[\"”’»›)\]}」』）'*_]|''"
    r"|(?:[«‹]|[ \u00a0\u202f][»›])(?=[\s,.;:!?)]|$))*)"  # German closes with «; French sets a space before »
    r"(?P<note>(?:\[\d{1,3}\])*)"
)
_LAST_WORD = re.compile(r"[^\W_](?:[\w'’.&-]*[\w])?$")
_DOTTED = re.compile(r"(?:[A-Za-z]\.&?)+[A-Za-z]")
_NEXT = re.compile(r"[\s\u00a0]*(?P<open>[\"“”‘’«‹„(\[{「『（'`*_–—-]*)[\s\u00a0]*(?P<word>[^\W_][\w'’-]*|[^\s])?")
_TAG_AFTER_QUOTE = re.compile(
    rf"[\s\u00a0]*(?:(?:[A-Z][\w.'’-]*|[Hh]e|[Ss]he|[Tt]hey|I|al-\w+)[ \u00a0]){{1,4}}(?:{SPEECH})\b"
)
_LETTERED = re.compile(r"\s*\([a-z]\)\s")
_NUMBERED = re.compile(r"[(\[]?(?:\d{1,2}|[A-Za-z]|[ivx]{1,4})")
_ANY_WORD = re.compile(r"[^\W_]")
_ENDS_OPEN = re.compile(r"[\w,;–—-]$")
_BREAK = re.compile(r"[ \t\u00a0]*(?:\r\n|\r|\n|\x0b|\x0c|\x85|\u2028|\u2029)")
_PARAGRAPH = re.compile(r"[^\r\n\x0b\x0c\x85\u2028\u2029]+")


def paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Yield the offsets of each line that is not blank, without the space at its edges."""
    for match in _PARAGRAPH.finditer(text):
        start, end = _strip(text, match.start(), match.end())
        if start < end:
            yield start, end


def sentences(text: str) -> list[tuple[int, int]]:
    """Return the offsets of every sentence of `text`, in order; no word lies outside them all.

    A line break ends a sentence, unless the text is wrapped there: the line before does not end in a
    stop and the next one starts in lower case.
    """
    found: list[tuple[int, int]] = []
    for start, end in _blocks(text):
        found.extend(_split(text, start, end))
    return found


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    """Paragraphs, with the lines of a hard-wrapped one joined."""
    held: tuple[int, int] | None = None
    for start, end in paragraphs(text):
        if held is None:
            held = (start, end)
            continue
        gap = text[held[1] : start]
        wrapped = len(_BREAK.findall(gap)) == 1 and text[start].islower() and _ENDS_OPEN.search(text[held[1] - 1])
        if wrapped:
            held = (held[0], end)
        else:
            yield held
            held = (start, end)
    if held is not None:
        yield held


def _split(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    begin = wordless = start  # no word stands between the two
    worded = -1  # the beginning behind which a word was found: not looked for again
    for match in _STOP.finditer(text, start, end):
        if match.start() < begin:
            continue
        if worded != begin and not _ANY_WORD.search(text, max(begin, wordless), match.start()):
            wordless = match.start()
            continue
        worded = begin
        if match.end() < end and _ends_here(text, begin, match, end):
            yield begin, match.end()
            begin = _skip_space(text, match.end(), end)
    if begin < end:
        yield begin, end


def _ends_here(text: str, begin: int, match: re.Match[str], end: int) -> bool:
    stop, close, after = match["stop"], match["close"], match.end()
    if stop in "。！？｡":
        return True
    if not text[after].isspace():
        return _glued(text, match, after)
    follows = _NEXT.match(text, after, min(end, after + 80))
    word = (follows["word"] or "") if follows else ""
    opened = bool(follows and follows["open"].strip("*_"))
    if not word or word in ",;:":
        return not word
    if word[0].islower() and not _brand(word) and not _LETTERED.match(text, after, end):
        return bool(opened and close and "." in stop)
    if close.strip("*_)]}") and _TAG_AFTER_QUOTE.match(text, after, min(end, after + 120)):
        return False
    if stop.startswith("..") or stop == "…":
        return word[0].isupper() or opened
    if stop != ".":
        return True
    return not _abbreviated(text, begin, match.start(), word, opened, bool(close))


def _abbreviated(text: str, begin: int, stop: int, word: str, opened: bool, closed: bool) -> bool:
    """Whether the stop at `stop` belongs to the word before it."""
    found = _LAST_WORD.search(text, max(begin, stop - 24), stop)
    if found is None:
        return False
    if _NUMBERED.fullmatch(text, begin, stop):  # "4. Why the river floods"
        return True
    last, low = found.group(), found.group().lower().rpartition("-")[2]  # "then-Sen." too
    if closed and low not in TITLES:
        return False
    if low in TITLES:
        return not (low in ("no", "art", "al", "ed") and not word[0].isdigit() and last == low)
    if last in ("p", "c") and word[0].isdigit():  # "p. 12", "c. 1900"
        return True
    if len(last) == 1 and last.isupper():
        before = text[max(begin, found.start() - 2) : found.start()].strip()
        return bool(last != "I" and not (word.lower() in STARTERS and before and before[-1].islower()))
    if low in ABBREVIATIONS or _DOTTED.fullmatch(last):
        if low in ("a.m", "p.m", "etc", "inc", "corp", "co", "ltd", "jr", "sr") and opened:
            return False
        if last[0].islower() and low not in ("a.m", "p.m", "etc"):
            return last.count(".") > 1  # "a.k.a.", but not the end of an address
        return word.lower() not in STARTERS
    return False


def _glued(text: str, match: re.Match[str], after: int) -> bool:
    """A stop with no space after it ends a sentence only before a quotation mark or after one."""
    if match["note"]:
        return text[after].isupper()
    if match["close"] and text[after].isupper() and match["stop"] in (".", "!", "?"):
        return "”" in match["close"] or '"' in match["close"]
    before = text[match.start() - 1] if match.start() else " "
    follow = text[after : after + 2]
    return bool(
        match["stop"] == "." and text[after] == "“" and before.isalpha() and len(follow) == 2 and follow[1].isupper()
    )


def _brand(word: str) -> bool:
    """iPhone, eBay, al-Jazeera: lower case, yet they may open a sentence."""
    return bool(re.match(r"[a-z]{1,2}-?[A-Z]", word))


def _skip_space(text: str, start: int, end: int) -> int:
    while start < end and text[start].isspace():
        start += 1
    return start


def _strip(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and (text[start].isspace() or text[start] in "\u200b\ufeff"):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in "\u200b\ufeff"):
        end -= 1
    return start, end
