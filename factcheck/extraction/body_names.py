"""What bodies are called in full: "New York Times" for "the Times", the long form for "FTA".

The fullest name is looked for where the body was met before, and in the article's own runs of capitals.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict

from factcheck.extraction.lexicon import BODY_WORDS, DOCUMENTS, TITLES, common_words
from factcheck.extraction.mentions import key
from factcheck.extraction.phrases import POSSESSIVES, joins

LONGEST = 8  # words in a body's name
MOST_LOOKED = 50  # places where a newspaper is named that are compared
MOST_LOWER = 2  # small words in a name that begins with one ("state television of Ruritania")

# Words that newspapers and magazines are called by.
MASTHEADS = frozenset(
    """Advocate Argus Bee Blade Bulletin Chronicle Courier Daily Dispatch Economist Enquirer Examiner Express Gazette
    Globe Guardian Herald Independent Inquirer Journal Ledger Mail Mercury Mirror Monitor News Observer Post Press
    Record Register Reporter Republic Republican Review Sentinel Standard Star Sun Telegraph Times Tribune Union
    Weekly World""".split()
)
_KINDS = BODY_WORDS | frozenset(
    """newspaper paper magazine website site outlet blog firm network station channel broadcaster nonprofit charity
    daily weekly publication startup think-tank organization organisation""".split()
)
_CALLED_AFTER = frozenset(["report", "story", "article", "editorial", "poll", "survey", "analysis", "study"])
JOINING = frozenset(["and", "or", "&"])  # what follows is another body, not the end of a longer name
_LINKS = frozenset(["of", "for", "the", "and", "on", "in", "to", "&"])


class BodyNames:
    """The bodies of one article: those met so far, and the long forms that the article gives."""

    def __init__(self, words: list[str]) -> None:
        self._words = words
        self._known: dict[str, str] = {}
        self._by_tail: dict[str, str] = {}
        self._by_initials: dict[str, str] = {}
        self._long_forms = _in_brackets(words)
        self._papers = _papers(words)
        self._runs: dict[str, str] | None = None

    def proper(self, first: int, last: int) -> tuple[int, int]:
        """The name within a mention: "Haaretz" of "Israeli newspaper Haaretz", "Tarn Press" of "Tarn Press report"."""
        words = self._words
        for at in range(last - 2, first - 1, -1):
            if words[at].lower() in _KINDS and words[at][0].islower():
                if all(joins(words, number) for number in range(at + 1, last)) and words[at + 1][0].isupper():
                    return at + 1, last
                break
        if last - first == 2 and words[first].isupper() and words[last - 1] in ("group", "organization", "agency"):
            return first, last - 1
        named = last - first > 2 or (last - first == 2 and words[first].isupper())
        if named and words[last - 1] in _CALLED_AFTER and all(joins(words, n) for n in range(first, last - 1)):
            return first, last - 1
        return first, last

    def is_called(self, first: int, last: int) -> bool:
        """Whether a run that begins with a small letter can be a name: few small words, no marks, nobody's father."""
        words = self._words[first:last]
        small = [word.lower() for word in words if word[0].islower() and word not in _LINKS]
        persons = any(word in TITLES and word not in BODY_WORDS and word not in DOCUMENTS for word in small)
        if not words[0][0].islower():
            return len(small) <= MOST_LOWER + 1 and sum(word in POSSESSIVES for word in words) < 2
        plain = all(word[0].isalnum() or word in POSSESSIVES for word in words)
        return len(small) <= MOST_LOWER and plain and not persons

    def fullest(self, name: str, at: int) -> str:
        """A body's name as the article gives it in full: "New York Times" for "Times", seen from token `at`."""
        own = key(name)
        paper = self._paper(name, at)
        if paper is not None:
            return paper
        full = self._known.get(own) or self._by_tail.get(own)
        if full is None and name.isupper():
            full = self._long_forms.get(name) or self._by_initials.get(own) or self._spelled_out(name)
        if full is None:
            full = self._known[own] = name
            words = name.split()
            several = next((n for n, word in enumerate(words) if word in JOINING), len(words))
            for number in range(1, several):
                tail = key("".join(words[number:]))
                if len(tail) > 3:
                    self._by_tail.setdefault(tail, name)
            initials = "".join(word[0] for word in words if word[0].isupper()).lower()
            self._by_initials.setdefault(initials, name)
        return full

    def _spelled_out(self, short: str) -> str | None:
        """A run of capitals of which these are the initials: "Black Ridge Movement" for "BRM"."""
        if len(short) < 3 or not short.isalpha():
            return None
        if self._runs is None:
            self._runs = _capital_runs(self._words)
        return self._runs.get(short)

    def _paper(self, name: str, at: int) -> str | None:
        """The longest name of the newspaper of which this is the end: named before, or else after."""
        fitting = self._papers.get(name.removeprefix("NY "), [])
        number = bisect_left(fitting, (at, ""))
        before = fitting[max(0, number - MOST_LOOKED) : number] or fitting[:MOST_LOOKED]
        longest = max((len(paper.split()) for _, paper in before), default=0)
        return next((paper for _, paper in reversed(before) if len(paper.split()) == longest), None)


def _in_brackets(words: list[str]) -> dict[str, str]:
    """Long forms of capitals that stand in brackets after them: "Ferry Transport Authority (FTA)"."""
    out: dict[str, str] = {}
    for at in range(2, len(words) - 1):
        short = words[at]
        if words[at - 1] != "(" or words[at + 1] != ")" or not short.isupper() or not 2 <= len(short) <= LONGEST:
            continue
        first, left = at - 1, len(short)
        while first > 0 and left and joins(words, first - 1) and at - first < 2 * LONGEST:
            first -= 1
            left -= words[first][0].isupper()
        run = words[first : at - 1]
        if "".join(word[0] for word in run if word[0].isupper()) == short:
            out.setdefault(short, " ".join(run))
    return out


def _capital_runs(words: list[str]) -> dict[str, str]:
    """Runs of three capitalised words or more, by their initials; the first of each."""
    out: dict[str, str] = {}
    first = 0
    for at, word in enumerate([*words, "."]):
        if word[0].isupper() and not (word.isupper() and len(word) > 1):
            continue
        if 3 <= at - first <= LONGEST:
            out.setdefault("".join(one[0] for one in words[first:at]), " ".join(words[first:at]))
        first = at + 1
    return out


def _papers(words: list[str]) -> dict[str, list[tuple[int, str]]]:
    """Runs of capitals that end as newspapers' names do, by each shorter end of theirs: first token and name."""
    out: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for last, word in enumerate(words):
        if word not in MASTHEADS:
            continue
        first = last
        while first > 0 and words[first - 1][:1].isupper() and words[first - 1] != "The" and last - first < LONGEST:
            first -= 1
        while first < last and _leads(words, first):
            first += 1
        name = " ".join(words[first : last + 1])
        short = "".join(word[0] for word in words[first : last + 1])
        if len(short) > 2 and short.isupper():
            out[short].append((first, name))
        for begin in range(first + 1, last + 1):
            out[" ".join(words[begin : last + 1])].append((first, name))
    return out


def _leads(words: list[str], at: int) -> bool:
    """Whether a capital is only a sentence's first word, or a title."""
    opens = at == 0 or not words[at - 1][0].isalnum()
    return (opens and words[at].lower() in common_words()) or words[at].lower() in TITLES
