"""Naming a passage so that it can be found again: W3C text selectors and text-fragment links.

A passage carries both selectors of the Web Annotation Data Model (2017, sections 4.2.4 and 4.2.5): the
TextQuoteSelector (`exact`, `prefix`, `suffix`) and the TextPositionSelector (`start`, `end`, code
points). The position is a hint; the words decide.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote as percent_encode

from factcheck.text.normal import normalise
from factcheck.text.words import Words, words_of

CONTEXT = 32
"""Characters of context kept on either side of a passage."""

ALONE = 6
"""Passages of so many words are taken to stand only once on a page and are linked without context."""

FRAGMENT_WORDS = 12
"""Passages with more words than this are linked by their first and last words."""


@dataclass(frozen=True, slots=True)
class Passage:
    """Exact words, the characters around them, and where they stand (code points, half-open)."""

    exact: str
    prefix: str
    suffix: str
    start: int
    end: int


def make_passage(text: str, start: int, end: int, context: int = CONTEXT) -> Passage:
    """Return the passage [start, end) of `text` with `context` characters on either side."""
    start = max(0, min(start, len(text)))
    end = max(start, min(end, len(text)))
    return Passage(text[start:end], text[max(0, start - context) : start], text[end : end + context], start, end)


def find_passage(text: str, passage: Passage) -> Passage | None:
    """Find a passage in a text that may have changed around it; None where its words are gone.

    The words must stand there exactly, but for typography, spaces and line breaks. Of several places
    the one whose surroundings agree best is taken, then the one nearest to the old position.
    """
    if text[passage.start : passage.end] == passage.exact and passage.exact:
        here = make_passage(text, passage.start, passage.end, len(passage.prefix) or CONTEXT)
        if _same_around(here, passage) or text.count(passage.exact) == 1:
            return here
    places = _verbatim(text, passage.exact) or list(_word_for_word(text, passage.exact))
    if not places:
        return None
    start, end = min(places, key=lambda place: _distance(text, place, passage))
    return make_passage(text, start, end, max(len(passage.prefix), len(passage.suffix)) or CONTEXT)


def locate(text: str, words: str) -> tuple[int, int] | None:
    """Return where `words` stand in `text`, word for word but free of typography and spacing.

    A verbatim place wins over one that differs in case or quotation marks; the first place is returned.
    """
    stripped = words.strip()
    if not stripped:
        return None
    at = text.find(stripped)
    if at >= 0:
        return at, at + len(stripped)
    return next(_word_for_word(text, stripped), None)


def locate_whole(text: str, words: str) -> tuple[int, int] | None:
    """Return where `words` stand in `text` as `locate` does, but never inside a longer word.

    None also where `words` holds no word at all.
    """
    stripped = words.strip()
    for start, end in (*_verbatim(text, stripped), *_word_for_word(text, stripped)):
        if whole_words(text[max(0, start - CONTEXT) : start], text[start:end], text[end : end + CONTEXT]):
            return start, end
    return None


def places(text: str, words: str) -> list[tuple[int, int]]:
    """Return everywhere that `words` stand in `text` as whole words, in the order of the text.

    If they stand nowhere so, then everywhere that they stand inside longer ones. Case and typography may differ.
    """
    stripped = words.strip()
    found: list[tuple[int, int]] = _verbatim(text, stripped)
    for place in _word_for_word(text, stripped) if stripped else ():
        if not any(start < place[1] and place[0] < end for start, end in found):
            found.append(place)
    whole = [
        (start, end)
        for start, end in found
        if whole_words(text[max(0, start - CONTEXT) : start], text[start:end], text[end : end + CONTEXT])
    ]
    return sorted(whole or found)


def whole_words(before: str, words: str, after: str) -> bool:
    """Whether `words`, between what stands on either side, hold a word and cut none.

    A possessive ending may be left off, and a footnote's number that is glued to its word.
    """
    around = words_of(before + words + after)
    spans = [around.span(at, at + 1) for at in range(len(around))]
    start, end = len(before), len(before) + len(words)
    held = any(
        first < end
        and start < last
        and any(char.isalnum() for char in around.given[max(first, start) : min(last, end)])
        for first, last in spans
    )
    return held and not any(
        first < edge < last and _cuts(around.given[first:edge], around.given[edge:last])
        for first, last in spans
        for edge in (start, end)
    )


def _cuts(one: str, other: str) -> bool:
    """Whether a word that falls into these two parts is cut by it."""
    glued = one[-1].isalnum() and other[0].isalnum() and one[-1].isalpha() != other[0].isalpha()
    return not glued and other.lower() not in _POSSESSIVE


_POSSESSIVE = ("'s", "\u2019s", "'", "\u2019")


def text_fragment(url: str, passage: Passage) -> str:
    """Return a link that opens `url` scrolled to the passage (WICG Scroll to Text Fragment).

    Long passages are named by their first and last words. Only short ones get context, of whole words
    on their own line: the page as shown may have other things beside a passage than its text has.
    """
    words = passage.exact.split()
    if not words:
        return url
    base, _, fragment = url.partition("#")
    kept = fragment.split(":~:", 1)[0]
    parts = []
    prefix = suffix = ""
    if len(words) < ALONE:
        prefix, suffix = _last_words(passage.prefix), _first_words(passage.suffix)
    if prefix:
        parts.append(_encode(prefix) + "-")
    if len(words) <= FRAGMENT_WORDS and "\n" not in passage.exact.strip():
        parts.append(_encode(" ".join(words)))
    else:
        first, last = _ends(passage.exact)
        parts.extend((_encode(first), _encode(last)))
    if suffix:
        parts.append("-" + _encode(suffix))
    return f"{base}#{kept}:~:text={','.join(parts)}"


def _encode(words: str) -> str:
    """Percent-encode what has a meaning in a text directive: the dash, the comma and the ampersand."""
    return percent_encode(words, safe="", errors="replace").replace("-", "%2D")


def _ends(exact: str) -> tuple[str, str]:
    """Return the first and last words, each from one line, since a directive may not cross blocks."""
    lines = [line.split() for line in exact.splitlines() if line.strip()]
    if len(lines) == 1:
        words = lines[0]
        half = min(5, len(words) // 2)
        return " ".join(words[:half]), " ".join(words[-half:])
    return " ".join(lines[0][:5]), " ".join(lines[-1][-5:])


def _last_words(prefix: str) -> str:
    """Return the last whole words before the passage, on its own line."""
    line = prefix.rsplit("\n", 1)[-1]
    words = line.split()
    if line == prefix and words and not prefix[0].isspace():
        words = words[1:]  # the context may have been cut inside its first word
    glued = bool(prefix) and not prefix[-1].isspace()
    return "" if glued and not _is_break(prefix[-1]) else " ".join(words[-3:])


def _first_words(suffix: str) -> str:
    """Return the first whole words after the passage, on its own line."""
    line = suffix.split("\n", 1)[0]
    words = line.split()
    if line == suffix and words and not suffix[-1].isspace():
        words = words[:-1]
    glued = bool(suffix) and not suffix[0].isspace()
    return "" if glued and not _is_break(suffix[0]) else " ".join(words[:3])


def _is_break(char: str) -> bool:
    return not char.isalnum()


def _verbatim(text: str, exact: str, most: int = 200) -> list[tuple[int, int]]:
    places: list[tuple[int, int]] = []
    at = text.find(exact) if exact else -1
    while at >= 0 and len(places) < most:
        places.append((at, at + len(exact)))
        at = text.find(exact, at + 1)
    return places


def _word_for_word(text: str, words: str, most: int = 200) -> Iterator[tuple[int, int]]:
    """Yield where the same words stand in the same order, whatever the typography between them."""
    wanted = words_of(words).forms
    if not wanted:
        yield from _signs_only(text, words)
        return
    source = words_of(text)
    for first, last in _word_runs(source, wanted, most):
        start, end = source.span(first, last)
        closed = _with_closing(text, end, words)
        # Marks round more than was asked for are left: one of a pair alone would be a quote that does not end.
        yield start if closed == end and words[-1] in _MARKS else _with_opening(text, start, words), closed


def _word_runs(source: Words, wanted: list[str], most: int) -> Iterator[tuple[int, int]]:
    """Yield word ranges of `source` that spell `wanted`, found in one joined string in linear time."""
    joined = " " + " ".join(source.forms) + " "
    needle = " " + " ".join(wanted) + " "
    at = joined.find(needle)
    position = word = found = 0
    while at >= 0 and found < most:
        word += joined.count(" ", position, at)
        position = at
        yield word, word + len(wanted)
        found += 1
        at = joined.find(needle, at + 1)


def _signs_only(text: str, words: str) -> Iterator[tuple[int, int]]:
    """Find a passage that has no words at all, such as a row of emoji."""
    normal, wanted = normalise(text), normalise(words).text.strip()
    at = normal.text.find(wanted) if wanted else -1
    if at >= 0:
        yield normal.original(at, at + len(wanted))


_MARKS = "\"'\u2019\u201d\u00bb"
_OPENING = re.compile(r"^[\"'\u2018\u201c\u201e\u00ab(\[]+")
_CLOSING = re.compile(r"[.,;:!?\"'\u2019\u201d)\]\u2026]+$")


def _with_opening(text: str, start: int, words: str) -> int:
    """Take in the marks before the first word where the words asked for begin with some."""
    found = _OPENING.match(words)
    wanted = len(found.group()) if found else 0
    while wanted and start and _OPENING.match(text[start - 1]):
        start, wanted = start - 1, wanted - 1
    return start


def _with_closing(text: str, end: int, words: str) -> int:
    """Take in the punctuation after the last word where the words asked for end in some."""
    found = _CLOSING.search(words)
    wanted = found.group() if found else ""
    while wanted and end < len(text) and _CLOSING.match(text[end]) and len(wanted) > 0:
        end, wanted = end + 1, wanted[1:]
    return end


def _same_around(one: Passage, other: Passage) -> bool:
    return one.prefix.endswith(other.prefix[-8:]) and one.suffix.startswith(other.suffix[:8])


def _distance(text: str, place: tuple[int, int], passage: Passage) -> tuple[int, int]:
    """Return how badly a place fits: unlike surroundings first, then characters moved."""
    start, end = place
    before = text[max(0, start - len(passage.prefix)) : start]
    after = text[end : end + len(passage.suffix)]
    alike = _common(before[::-1], passage.prefix[::-1]) + _common(after, passage.suffix)
    return -alike, abs(start - passage.start)


def _common(one: str, other: str) -> int:
    count = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        count += 1
    return count
