"""Words and marks of a text, with what the tagger wants to know about the form of each.

Words keep their inner hyphens, stops and apostrophes ("U.N.", "al-Qasr", "Zeid Ra'ad"); a possessive
's is a token of its own. Every paragraph ends in a token of its own, of no length.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from itertools import islice

from factcheck.extraction.marks import Stretch
from factcheck.text.sentences import paragraphs

BREAK = "\n"

_TOKEN = re.compile(
    r"[^\W\d_][^\W_]*+(?=[ ,])"  # a plain word, as most are: what follows would take it too, but later
    r"|''|``|\.\.+|--+"
    r"|(?:[^\W\d_]\.){2,6}(?=\W|$)"
    r"|(?:Mr|Mrs|Ms|Dr|Sen|Rep|Sens|Reps|Gov|Gen|Lt|Col|Sgt|Capt|Jr|Sr|St|Prof|Rev|vs|No|Jan|Feb|Aug|Sept|Oct|Nov|Dec"
    r"|Inc|Corp|Co|Ala|Ariz|Ark|Calif|Colo|Conn|Fla|Ga|Ill|Ind|Kan|Ky|Md|Mich|Minn|Miss|Mo|Neb|Nev|Okla|Ore|Pa|Tenn"
    r"|Tex|Va|Wash|Wis)\.(?=\W)"
    r"|['’][sS]\b"
    r"|[$€£]?\d+(?:[.,:]\d+)*%?"
    r"|[^\W_](?:[^\W_]|_|(?!['’][sS]\b)['’&-](?=[^\W_])|(?<=[A-Za-z])\.(?=[a-zA-Z]))*+"
    r"|[^\s]"
)
# No word of a language is longer; the tail of a longer run of letters is another token.
MAX_TOKEN = 60
# More than any article has; what lies beyond is not read, so that time and memory stay bounded.
MOST_TOKENS = 200_000


@dataclass(slots=True)
class Tokens:
    """Parallel lists: where each token stands, its words, and how it stands to quotation marks.

    `quoted` is 0 outside quotation marks, 1 on the first token inside, 2 inside, 3 on the last one.
    """

    starts: list[int]
    ends: list[int]
    words: list[str]
    quoted: list[int]

    def index(self, offset: int) -> int:
        """The token that holds `offset`, or the last one before it."""
        return max(0, bisect_right(self.starts, offset) - 1)


def tokenise(text: str, quotes: list[Stretch], most: int = MOST_TOKENS) -> Tokens:
    """Cut `text` into tokens, at most about `most`; `quotes` are its quoted stretches, in order."""
    starts: list[int] = []
    ends: list[int] = []
    words: list[str] = []
    for begin, stop in paragraphs(text):
        if len(words) >= most:
            break
        spans = [match.span() for match in islice(_TOKEN.finditer(text, begin, stop), most - len(words))]
        if any(end - start > MAX_TOKEN for start, end in spans):
            spans = [part for span in spans for part in _cut(*span)]
        starts += [start for start, _ in spans]
        ends += [end for _, end in spans]
        words += [text[start:end] for start, end in spans]
        stop = stop if len(words) < most else ends[-1]
        starts.append(stop)
        ends.append(stop)
        words.append(BREAK)
    return Tokens(starts, ends, words, _quoted(starts, ends, quotes))


def _cut(start: int, end: int) -> list[tuple[int, int]]:
    return [(at, min(at + MAX_TOKEN, end)) for at in range(start, end, MAX_TOKEN)]


def _quoted(starts: list[int], ends: list[int], quotes: list[Stretch]) -> list[int]:
    out = [0] * len(starts)
    token = 0
    for quote in quotes:
        while token < len(starts) and starts[token] < quote.start:
            token += 1
        first = token
        while token < len(starts) and ends[token] <= quote.end and starts[token] < quote.end:
            out[token] = 2
            token += 1
        if token > first:
            out[first] = 1
            if token - 1 > first:
                out[token - 1] = 3
    return out


CAPITAL = r"[^\W\d_a-z\u00df-\u00f6\u00f8-\u00ff]"
"""What a name may begin with, as a regular expression: a capital, or a letter without case.

A small letter of another alphabet passes too: an exact class of 4,000 letters takes too long to compile.
"""


def foreign(words: list[str]) -> bool:
    """Whether a paragraph is written in letters without case: words of another language, and not names in ours."""
    written = [word for word in words if word[0].isalpha()]
    return sum(word.lower() == word.upper() for word in written) * 2 > len(written)


def shape(word: str) -> str:
    """The form of a word in a few letters: "X" capitals, "Xx", "x", "9", "X.X." and so on."""
    if word.isalpha():
        if word.islower():
            return "x" if len(word) > 3 else "x" + str(len(word))
        if word.isupper():
            return "X" if len(word) > 1 else "X1"
        if word.lower() == word.upper():  # a script without case: in an English text, as good as a name
            return "Xx"
        return "Xx" if word[0].isupper() and word[1:].islower() else "Xm" if word[0].isupper() else "xX"
    if word[0].isdigit() or word[0] in "$€£":
        return "9" + (word[-1] if not word[-1].isdigit() else str(min(len(word), 5)))
    if word[0].isalpha():
        inner = "-" if "-" in word else "." if "." in word else "'"
        return ("X" if word[0].isupper() else "x") + inner + ("X" if word[-1].isupper() else "x")
    return "p" + word[0]
