"""What the network is told about each token, as small integers.

Nine columns: the word, its last three and first four letters, its form, its vector (what a pretrained encoder
makes of it), where it stands to quotation marks, its paragraph, its place in the paragraph, and whether a stop
came before. Marks of every style are told as opening or closing ones, so that the style of a newspaper makes no
difference.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from factcheck.extraction.tokens import BREAK, Tokens, shape

COLUMNS = 9
OF_WORD = 5  # of these, the first, which depend on the word alone
SIZES = {"quoted": 4, "paragraph": 16, "place": 32, "stop": 2}
WINDOW = 384
MOST_SEEN = 50_000  # words remembered: a text without end would fill the memory
OPEN_MARK, CLOSE_MARK, OTHER_MARK = "“", "”", '"'

Row = tuple[int, int, int, int, int]  # what `OF_WORD` columns say

_MARKS = frozenset(
    ['"', "“", "”", "„", "‟", "«", "»", "''", "``", "‘‘", "’’", "＂", "「", "」", "『", "』", "〝", "〟"]
)
_DASHES = frozenset(["-", "--", "—", "–", "―", "---"])
_SIGNS = _MARKS | _DASHES
_STOPS = frozenset([BREAK, ".", "?", "!"])
_DIGITS = str.maketrans("0123456789’", "0000000000'")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Numbers of the known words, endings, beginnings, forms and vectors; 0 is an unknown one."""

    words: dict[str, int]
    suffixes: dict[str, int]
    prefixes: dict[str, int]
    shapes: dict[str, int]
    vectors: dict[str, int]
    seen: dict[str, Row] = field(default_factory=dict, compare=False)  # words looked up before

    def row(self, word: str) -> Row:
        """The numbers of a word, its ending, its beginning, its form and its vector."""
        found = self.seen.get(word)
        if found is None:
            if len(self.seen) >= MOST_SEEN:
                self.seen.clear()
            low = plain(word)
            found = self.seen[word] = (
                self.words.get(low, 0),
                self.suffixes.get(low[-3:], 0),
                self.prefixes.get(low[:4], 0),
                self.shapes.get(_form(word), 0),
                self.vectors.get(low, 0),
            )
        return found


def plain(word: str) -> str:
    """A word as the vocabulary has it: lower case, digits all alike, straight apostrophes."""
    return word.lower().translate(_DIGITS)


def normalised(tokens: Tokens) -> list[str]:
    """The words of `tokens`, with marks told as opening or closing and dashes all alike."""
    out = tokens.words.copy()
    quoted, last = tokens.quoted, len(out) - 1
    for number in [number for number, word in enumerate(out) if word in _SIGNS]:
        if out[number] in _DASHES:
            out[number] = "—"
        elif number < last and quoted[number + 1] == 1:
            out[number] = OPEN_MARK
        elif number and quoted[number - 1] and not quoted[number]:
            out[number] = CLOSE_MARK
        else:
            out[number] = OTHER_MARK
    return out


def build_vocabulary(articles: Iterable[Tokens], vectors: Iterable[str] = ()) -> Vocabulary:
    """Number everything that occurs often enough in `articles`, the commonest first; `vectors` are words with one."""
    words: Counter[str] = Counter()
    suffixes: Counter[str] = Counter()
    prefixes: Counter[str] = Counter()
    shapes: Counter[str] = Counter()
    for article in articles:
        seen = normalised(article)
        lower = [plain(word) for word in seen]
        words.update(lower)
        for word in sorted(set(lower)):
            suffixes[word[-3:]] += 1
            prefixes[word[:4]] += 1
        shapes.update(_form(word) for word in seen)
    numbered = {word: number for number, word in enumerate(vectors, 1)}
    return Vocabulary(_number(words, 3), _number(suffixes, 5), _number(prefixes, 6), _number(shapes, 20), numbered)


def _number(counts: Counter[str], least: int) -> dict[str, int]:
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    kept = [key for key, count in ordered if count >= least]
    return {key: number for number, key in enumerate(kept, 1)}


def _form(word: str) -> str:
    return BREAK if word == BREAK else shape(word)


def encode(tokens: Tokens, vocabulary: Vocabulary) -> NDArray[np.int32]:
    """Return one row of `COLUMNS` integers a token."""
    out = np.zeros((len(tokens.words), COLUMNS), np.int32)
    if not tokens.words:
        return out
    words = normalised(tokens)
    rows = list(map(vocabulary.seen.get, words))
    if None in rows:
        rows = [row or vocabulary.row(word) for row, word in zip(rows, words, strict=True)]
    told = chain.from_iterable(rows)  # type: ignore[arg-type]
    out[:, :OF_WORD] = np.fromiter(told, np.int32, OF_WORD * len(words)).reshape(-1, OF_WORD)
    out[:, 5] = tokens.quoted
    out[0, 8] = 1
    out[1:, 8] = [word in _STOPS for word in words[:-1]]
    _places(out, words)
    return out


def _places(out: NDArray[np.int32], words: list[str]) -> None:
    """Fill in the paragraph's column and the place's."""
    ends = np.array(paragraph_ends(words))
    begins = np.concatenate([[0], ends[:-1]])
    lengths = ends - begins
    has_quote = np.maximum.reduceat(out[: ends[-1], 5], begins) > 0
    starts_quote = np.array([words[begin] == OPEN_MARK for begin in begins.tolist()])
    paragraph = np.minimum(np.arange(len(ends)), 3) * 4 + has_quote * 2 + starts_quote
    size = 8 * np.minimum(3, (lengths - 1) // 25)
    out[: ends[-1], 6] = np.repeat(paragraph, lengths)
    place = np.arange(ends[-1]) - np.repeat(begins, lengths)
    out[: ends[-1], 7] = np.minimum(place, 7) + np.repeat(size, lengths)


def paragraph_ends(words: list[str]) -> list[int]:
    """The index after each paragraph's last token."""
    return [number + 1 for number, word in enumerate(words) if word == BREAK]


def windows(words: list[str]) -> Iterator[tuple[int, int]]:
    """Cut an article into runs of whole paragraphs of at most `WINDOW` tokens.

    A paragraph longer than that is cut where it must be.
    """
    start = stop = 0
    for end in paragraph_ends(words):
        if end - start > WINDOW:
            if stop > start:
                yield start, stop
                start = stop
            while end - start > WINDOW:
                yield start, start + WINDOW
                start += WINDOW
        stop = end
    if stop > start:
        yield start, stop
