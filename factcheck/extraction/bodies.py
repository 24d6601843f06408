"""Which body "the company", "the newspaper" or "it" stands for, once it has been named."""

from __future__ import annotations

from factcheck.extraction.body_names import MASTHEADS
from factcheck.extraction.lexicon import DOCUMENTS, NATIONS
from factcheck.extraction.phrases import joins

REACH = 1200  # tokens that a description looks back
IN_VIEW = 300  # tokens within which the last body that spoke is still meant by "the company"

_PAPERS = frozenset(["newspaper", "paper", "magazine", "editorial", "editors", "daily", "weekly", "publication"])
_ACRONYMS = frozenset(["fbi", "cia", "nato", "dnc", "rnc", "un", "u.n.", "eu", "e.u."])  # bodies that are no country
COMPANIES = frozenset(
    """company firm corporation agency network organization organisation group union website site outlet broadcaster
    station channel bank nonprofit charity committee ministry department office publication""".split()
)


def called_lately(words: list[str], head: str, at: int) -> tuple[int, int] | None:
    """The last run of capitals before token `at` with that word in it: "Harbor Board" for "the board"."""
    wanted = head.capitalize()
    for number in range(at - 1, max(-1, at - REACH), -1):
        if words[number] != wanted:
            continue
        first, last = number, number + 1
        while first > 0 and joins(words, first - 1):
            first -= 1
        while last < len(words) and joins(words, last):
            last += 1
        while first < number and not words[first][0].isupper():
            first += 1
        while last > number + 1 and not words[last - 1][0].isupper():
            last -= 1
        if last - first > 1:
            return first, last
    return None


class Bodies:
    """The bodies and documents that have spoken so far, in the order in which they did."""

    def __init__(self, words: list[str]) -> None:
        self._words = words
        self._spoke: list[tuple[int, str, frozenset[str]]] = []
        self._called: list[tuple[int, str, frozenset[str]]] = []

    def remember(self, at: int, name: str, mention: list[str]) -> None:
        """Note that `name` spoke at token `at`, and by which words it was called; "Republicans" are no body."""
        if " " not in name and name.endswith("s") and name not in MASTHEADS:
            return
        self._spoke.append((at, name, frozenset(word.lower() for word in mention)))

    def remember_called(self, at: int, name: str, mention: list[str]) -> None:
        """Note a name that stands before what it is: "the Harbor Voice column"."""
        if mention and mention[-1].lower() in DOCUMENTS | COMPANIES:
            self._called.append((at, name, frozenset([mention[-1].lower()])))

    def it(self, at: int) -> str | None:
        """The body that "it" stands for: the last that spoke."""
        if not self._spoke or at - self._spoke[-1][0] >= IN_VIEW:
            return None
        return self._spoke[-1][1]

    def described(self, head: str, at: int) -> str | None:
        """The body that "the `head`" stands for: one called so, a newspaper named before, or the last that spoke."""
        for before, name, called in reversed(self._spoke[-20:] + self._called[-20:]):
            if at - before < REACH and head in called:
                return name
        if head in _PAPERS:
            return self._newspaper(at)
        last = self.it(at) if head in COMPANIES else None
        return None if last is None or last.lower() in NATIONS - _ACRONYMS else last

    def _newspaper(self, at: int) -> str | None:
        """The newspaper named most lately: a run of capitals that ends as newspapers' names do."""
        words = self._words
        for last in range(at - 1, max(0, at - REACH), -1):
            if words[last] not in MASTHEADS or words[last - 1][:1].islower():
                continue
            first = last
            while first > 0 and words[first - 1][:1].isupper() and last - first < 4 and words[first] != "The":
                first -= 1
            if first < last:
                return " ".join(words[first + (words[first] == "The") : last + 1])
        return None
