"""What a source holds between two parts of a quote: the speaker's own words, or not.

A page interrupts a speaker in many ways that are nobody's change: an attribution ("We will go," he said,
"and win."), a new paragraph's quotation mark, a page header, an advertisement line, a footnote mark, a
stage direction. `read_gap` tells such words from the speaker's, which may not be left out unmarked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from factcheck.checking.match_pairs import negations
from factcheck.checking.match_source import Source
from factcheck.checking.match_words import SPEECH_VERBS, STAGE_DIRECTIONS, TITLES
from factcheck.text.furniture import is_furniture
from factcheck.text.normal import CLOSE_QUOTE, INVISIBLE, OPEN_QUOTE, OPEN_SINGLE

FAR = 1200
"""Characters between two parts of a quote beyond which they are two passages."""

_BRACKETED = re.compile(r"\[[^\[\]]{0,200}\]|\([^()]{0,80}\)|<[^<>\n]{1,60}>|\*[^*\n]{1,60}\*|\{[^{}\n]{1,60}\}")
_LABEL = re.compile(
    r"(?:^|\n)[ \t]*((?:(?:mr|mrs|ms|dr|sen|rep|gov|gen|the)\.?[ ]+)?"
    r"[^\W\d_][\w.'-]*(?:[ ]+[\w.'-]+){0,4})(?:[ ]\([^()\n]{1,30}\))?[ ]?:(?=\s)"
)
_SENTENCE_END = re.compile(r"[.!?][\"'\u2019\u201d)\]]*(?=\s|$)")
_PAGE_LINE = re.compile(r"[-–—\s]*(?:page\s*)?\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?[-–—\s]*$")


@dataclass(frozen=True, slots=True)
class Gap:
    """A stretch of source words [first, last) that the quote does not print.

    `spoken` lists the words that are the speaker's own; the others interrupt him. `kinds` says how.
    """

    first: int
    last: int
    spoken: tuple[int, ...]
    kinds: tuple[str, ...] = field(default=())
    characters: int = 0
    reopened: bool = True  # False where the quote goes on in words that stand outside quotation marks

    relabelled: bool = False  # a transcript's label gives what follows to another speaker

    @property
    def free(self) -> bool:
        """Whether nothing that the speaker said is left out."""
        return not self.spoken and self.reopened


def read_gap(source: Source, first: int, last: int) -> Gap:
    """Tell the speaker's words from the others in source words [first, last)."""
    words = source.words
    text = words.normal.text
    start = words.ends[first - 1] if first else 0
    end = words.starts[last] if last < len(words) else len(text)
    gap = text[start:end]
    unspoken: list[tuple[int, int, str]] = []
    outside, reopened = _outside_marks(gap)
    unspoken += [(a, b, "interruption") for a, b in outside if _introduces(gap[a:b])]
    unspoken += [(a, b, kind) for a, b, kind in _inserted(gap)]
    unspoken += [(a, b, "page-furniture") for a, b in _furniture(source, text, start, end)]
    unspoken += [(a, b, "footnote") for a, b in _footnotes(gap)]
    relabelled = False
    for a, b, same in _labels(text, start, gap):
        unspoken.append((a, b, "interruption"))
        relabelled = relabelled or not same
    spoken = []
    kinds: dict[str, None] = {}
    for k in range(first, last):
        at = words.starts[k] - start
        kind = next((kind for a, b, kind in unspoken if a <= at < b), None)
        if kind is None:
            spoken.append(k)
        else:
            kinds[kind] = None
    return Gap(first, last, tuple(spoken), tuple(kinds), end - start, reopened, relabelled)


def _outside_marks(gap: str) -> tuple[list[tuple[int, int]], bool]:
    """Return the stretches outside quotation marks, and whether the gap ends inside them.

    The gap begins inside. A mark at the start of a paragraph while inside is the convention for a quote
    of several paragraphs and changes nothing.
    """
    stretches: list[tuple[int, int]] = []
    outside_from: int | None = None
    single = _single_style(gap)
    for at, char in enumerate(gap):
        if outside_from is None:
            if _closes(gap, at, char, single):
                outside_from = at
        elif _opens(gap, at, char, single):
            stretches.append((outside_from, at + 1))
            outside_from = None
    if outside_from is None:
        return stretches, True
    if not any(char.isalnum() for char in gap[outside_from:]):
        # a mark alone between two words: scare quotes, or a nested quote that ends here
        return stretches, True
    return [*stretches, (outside_from, len(gap))], False


def _introduces(stretch: str) -> bool:
    """Whether words outside quotation marks may stand between two parts of one remark.

    `"fight" but not "win"` joins two fragments by the narrator's own denial: that is no attribution.
    """
    words = re.findall(r"[^\W\d_]+(?:'[^\W\d_]+)*", stretch)
    return len(words) > 6 or not negations(words) or any(word in SPEECH_VERBS for word in words)


def _single_style(gap: str) -> bool:
    """Whether single marks enclose the quote: no double ones here, but a closing and an opening one."""
    if '"' in gap or OPEN_QUOTE in gap or CLOSE_QUOTE in gap:
        return False
    closing = re.match(r"[^\w\s]*[,.!?;:-]'(?=[\s,.]|$)", gap)
    return bool(closing) and bool(re.search(rf"(?:\s|^)[{OPEN_SINGLE}'][^\w]*$", gap))


def _closes(gap: str, at: int, char: str, single: bool) -> bool:
    if char == CLOSE_QUOTE:
        return True
    if char == '"':
        before, after = gap[:at].rstrip(" ")[-1:], gap[at + 1 : at + 2]
        if before in ("", "\n") and at and not after.isspace():
            return False  # opens a paragraph
        return not after or after.isspace() or not after.isalnum()
    return single and char == "'" and (at == 0 or gap[at - 1] in ",.!?;:-") and not gap[at + 1 : at + 2].isalnum()


def _opens(gap: str, at: int, char: str, single: bool) -> bool:
    if char in (OPEN_QUOTE, '"', CLOSE_QUOTE):
        return True
    return single and char in (OPEN_SINGLE, "'") and (at == 0 or gap[at - 1].isspace())


def _inserted(gap: str) -> Iterator[tuple[int, int, str]]:
    """Yield the source's own brackets that are not the speaker's: directions, editors' words, times."""
    for found in _BRACKETED.finditer(gap):
        words = re.findall(r"[^\W_]+(?:['-][^\W_]+)*", found.group())
        if not words:
            continue
        if negations(words):
            continue  # the source's own [not] is part of what it says
        directed = sum(1 for word in words if word in STAGE_DIRECTIONS)
        if directed and (directed * 2 >= len(words) or found.group()[0] == "["):
            yield found.start(), found.end(), "stage-direction"
        elif found.group()[0] == "[":
            kind = "footnote" if all(word.isdigit() for word in words) else "source-insertion"
            yield found.start(), found.end(), kind


def _footnotes(gap: str) -> Iterator[tuple[int, int]]:
    """Yield figures that stick to the punctuation before them, as a footnote's do."""
    for found in re.finditer(r"(?<=[^\W\d_][.,;!?\"'\u201d)])(?<!\bno\.)\d{1,3}(?=[\s\u201c\"]|$)", gap):
        yield found.span()
    for found in re.finditer(r"(?<=\s)[*†‡]\d{0,3}(?=\s)", gap):
        yield found.span()


def _labels(text: str, start: int, gap: str) -> Iterator[tuple[int, int, bool]]:
    """Yield a transcript's labels (`MAYOR VENN:`) and whether each names the speaker from before."""
    found = list(_LABEL.finditer(gap)) if ":" in gap and "\n" in gap else []
    if not found:
        return
    before = list(_LABEL.finditer(text, max(0, start - 4000), start))
    if not before:
        return
    speaker = before[-1].group(1).split()[-1]
    for label in found:
        line_end = gap.find("\n", label.end())
        if is_furniture(gap[label.start(1) : line_end if line_end >= 0 else None]):
            continue  # "Photo: ...", "Read more: ...": no speaker
        yield label.start(1), label.end(), label.group(1).split()[-1] == speaker


def _furniture(source: Source, text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield whole lines inside the gap that belong to the page, as offsets into the gap."""
    gap = text[start:end]
    if "\n" not in gap:
        return
    line_start = gap.index("\n") + 1
    lines: list[tuple[int, int]] = []
    while line_start < len(gap):
        stop = gap.find("\n", line_start)
        if stop < 0:
            break
        if gap[line_start:stop].strip():
            lines.append((line_start, stop))
        line_start = stop + 1
    mid_sentence = _mid_sentence(text, start, gap)
    if mid_sentence and not re.search(r"\n[ \t]*\r?\n|\f", gap):
        # lines that merely wrap: only what cannot be speech may go
        for a, b in lines:
            if _shouted(source, start + a, start + b) or _running_head(source, gap[a:b]):
                yield a, b
        return
    reopens = re.search(rf"\n\s*[\"{OPEN_QUOTE}]\s*$", gap) is not None
    for a, b in lines:
        line = gap[a:b].strip()
        if _is_page_line(source, line, mid_sentence, (start + a, start + b)) or (reopens and _beside_the_quote(line)):
            yield a, b


def _running_head(source: Source, line: str) -> bool:
    """Whether a line with a number in it stands on other pages too, its number apart."""
    words = re.findall(r"[^\W\d_]+(?:'[^\W\d_]+)*", line)
    return bool(re.search(r"\d", line)) and not negations(words) and source.document.repeats(line)


def _shouted(source: Source, start: int, end: int) -> bool:
    """Whether a line is the page's beyond doubt: a known form in capitals or of several words."""
    a, b = source.words.normal.original(start, end)
    line = source.text[a:b].strip()
    return is_furniture(line) and (line.isupper() or len(line.split()) > 1)


def _beside_the_quote(line: str) -> bool:
    """Whether a line is no paragraph of a quote whose every paragraph opens with a quotation mark."""
    words = line.split()
    return (
        line[0] not in ('"', OPEN_QUOTE) and len(words) <= 12 and not (_SENTENCE_END.search(line) or negations(words))
    )


def _mid_sentence(text: str, start: int, gap: str) -> bool:
    """Whether the words before the gap do not end a sentence, so that no sentence can stand in it."""
    head = gap.split("\n", 1)[0].strip()
    return not re.search(r"[.!?:;\"\u201d]", head) and start > 0


def _is_page_line(source: Source, line: str, mid_sentence: bool, place: tuple[int, int]) -> bool:
    """Whether a whole line is the page's: a known form, a page number, a repeated or a headline-like line."""
    if is_furniture(line) or _PAGE_LINE.match(line):
        return True
    if source.document.repeats(line):
        return True
    words = line.split()
    new_page = "\f" in source.words.normal.text[max(0, place[0] - 1) : place[0] + 1]
    if len(words) > 14 or (negations(words) and not new_page):
        return False
    finished = bool(_SENTENCE_END.search(line))
    if mid_sentence:
        return not finished or len(words) <= 4
    a, b = source.words.normal.original(*place)
    raw = source.text[a:b].split()
    capitals = sum(1 for word in raw if word[:1].isupper() or not word[:1].isalpha())
    return not finished and len(words) <= 8 and capitals * 2 >= len(raw)


def other_speaker(source: Source, gap: Gap, resumes: int) -> bool:
    """Whether the words after a gap are given to somebody else than the words before it.

    The first speaker is named where the quotation marks close; the second before they open again, or
    behind the words that follow. Only two different names tell; a pronoun does not.
    """
    words = source.words
    start = words.span(gap.first - 1, gap.first)[1] if gap.first else 0
    raw = _plain(source.text[start : words.place(gap.last)[0]])
    breaks = list(_PARAGRAPH.finditer(raw))
    if not breaks:
        return _handed_over(source, raw, resumes)
    before, after = raw[: breaks[0].end()], _QUOTED.sub(" | ", raw[breaks[-1].end() :])
    first = _names(before) or _names_ahead(source, start)
    second = _names(after) | _turns(after)
    if not second:
        second = _names_behind(source, resumes)
    if not first or not second:
        return False
    return not (first & second)


def _handed_over(source: Source, raw: str, resumes: int) -> bool:
    """Whether one paragraph gives two quotes to two names: "It fell," Tamm said. "It stood," Hollar said.

    Behind an attribution in the middle of a paragraph the same voice goes on, unless another is named.
    """
    attributed = _ATTRIBUTED.match(raw)
    if attributed is None:
        return False
    first, second = _names(attributed.group()) - _RANKS, _names_behind(source, resumes) - _RANKS
    return bool(first and second) and not first & second


def _plain(raw: str) -> str:
    """Return a text without its invisible characters and special spaces, its capitals kept."""
    return INVISIBLE.sub("", raw).replace("\u00a0", " ")


def _names(raw: str) -> set[str]:
    """Return the capitalised words next to verbs of speech."""
    found: set[str] = set()
    for match in _GIVEN.finditer(raw):
        name = match.group("before") or match.group("after") or ""
        verb = (match.group("verb1") or match.group("verb2") or "").lower()
        behind = match.group("after") is not None
        if behind and (verb in _ASKED or raw[: match.start()].split()[-1:] in _SUBJECTS):
            continue
        if verb in SPEECH_VERBS:
            found.update(word.strip(".,'’") for word in name.split() if word[:1].isupper())
    return found - {"He", "She", "They", "It", "I", "We", "The", "A", "But", "And", "In", "On", "As", "Then"}


def _turns(raw: str) -> set[str]:
    """Return the name in "Hollar disagreed.", a sentence that hands the word over."""
    return {word for found in _REPLY.finditer(raw) for word in found.group(1).split()}


def _names_ahead(source: Source, start: int) -> set[str]:
    """Return the names given words earlier in the paragraph that ends before a gap."""
    paragraph = source.text.rfind("\n", 0, start) + 1
    outside = _QUOTED.sub(" | ", _plain(source.text[max(paragraph, start - 1500) : start]))
    return _names(outside)


def _names_behind(source: Source, at: int) -> set[str]:
    """Return the names given the words that begin at word `at`: behind their closing mark."""
    words = source.words
    if at >= len(words):
        return set()
    begin = words.span(at, at + 1)[0]
    ahead = _plain(source.text[begin : begin + 1500])
    closing = re.search('["\u201d]', ahead)
    if not closing:
        return set()
    behind = ahead[closing.end() : closing.end() + 90]
    return _names(re.split(r"[\n\"\u201c]", behind)[0])


_REPLY = re.compile(
    r"(?:^|[.!?]\s+|\bBut\s+|\bAnd\s+)([^\W\d_a-z][\w'’-]+(?:[ ][^\W\d_a-z][\w.'’-]*){0,2})[ ]+"
    r"(?:disagreed|agreed|objected|retorted|protested|differed|interrupted|interjected|chimed in|weighed in|concurred"
    r"|(?:shot|hit|fired|pushed|snapped) back|took (?:a different view|issue)|was (?:less|more) \w+)\b[^.\n]{0,60}[.:]"
)
_ATTRIBUTED = re.compile(r"[^\"\u201c\u201d]{0,3}[\"\u201d][^\"\u201c\u201d.!?]{1,160}[.!?]\s")
"""An attribution behind a closing mark that ends its sentence."""

_RANKS = {
    "Mayor",
    "President",
    "Minister",
    "Judge",
    "King",
    "Queen",
    *(title.capitalize() for title in TITLES.values()),
}
"""Words that are no name of their own: the Mayor may be Tamm."""

_QUOTED = re.compile('[\u201c"][^\u201d"]*(?:[\u201d"]|$)')
_PARAGRAPH = re.compile(r"[.!?\"\u201d][ \t]*\r?\n\s*")
_SUBJECTS = [["he"], ["she"], ["they"], ["who"], ["I"], ["we"], ["He"], ["She"], ["They"], ["it"], ["It"]]
_ASKED = {"told", "tell", "tells", "asked", "asks", "ask"}
_NAME = r"[^\W\d_a-z][\w.'’-]*(?:[ ]+[^\W\d_a-z][\w.'’-]*){0,3}"
_GIVEN = re.compile(rf"(?P<before>{_NAME})[ ]+(?P<verb1>[a-z]+)|(?P<verb2>[a-z]+)[ ]+(?P<after>{_NAME})")
