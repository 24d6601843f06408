"""Whom the label before a turn of a transcript names: "VENN", "Ms. Venn", "A" where one person is interviewed."""

from __future__ import annotations

from factcheck.extraction.lexicon import FEMALE_TITLES, MALE_TITLES, TITLES
from factcheck.extraction.mentions import key
from factcheck.extraction.names import People, Person
from factcheck.extraction.tokens import Tokens
from factcheck.extraction.transcripts import ROLES, interviewed

ANSWERS = frozenset(["a", "answer", "interviewee"])


class Labels:
    """The persons that the labels of one article name."""

    def __init__(self, text: str, tokens: Tokens, people: People) -> None:
        self._text = text
        self._tokens = tokens
        self._people = people
        self._full: dict[str, str] = {}  # by the surname, where the article names nobody so
        self._known: dict[str, tuple[str | None, Person | None]] = {}

    def whose(self, start: int, end: int) -> tuple[str | None, Person | None]:
        """The name that the label from `start` to `end` stands for, and the person if the article knows one."""
        label = self._text[start:end]
        if label not in self._known:
            self._known[label] = self._look_up(label, start)
        return self._known[label]

    def _look_up(self, label: str, start: int) -> tuple[str | None, Person | None]:
        low = label.lower()
        if low in ANSWERS:
            return self._answering(start)
        return (None, None) if low in ROLES or low.startswith("the ") else self._person(label, start)

    def _answering(self, start: int) -> tuple[str | None, Person | None]:
        """The one person who is said to be interviewed; nobody, where that is none or several."""
        names = (self._person(self._text[slice(*part)], part[0]) for part in interviewed(self._text, start))
        found = {name: person for name, person in names if person is not None}
        return next(iter(found.items())) if len(found) == 1 else (None, None)

    def _person(self, label: str, start: int) -> tuple[str | None, Person | None]:
        words = label.split()
        sex = None
        while len(words) > 1 and words[0].lower() in TITLES | {"mr", "mrs", "ms", "dr", "sen", "rep", "gov", "the"}:
            title = words.pop(0).lower()
            sex = "m" if title in MALE_TITLES else "f" if title in FEMALE_TITLES else sex
        at = self._tokens.index(start) if self._tokens.ends else 0
        person = self._people.find(tuple(words), at, sex) if key(words[-1]) else None
        if person is not None:
            return _in_small(person), person
        joined = " ".join(words)
        if len(words) > 1:
            self._full.setdefault(words[-1].casefold(), joined)
            return joined, None
        return self._full.get(joined.casefold(), joined), None  # "VENN" after "ORLA VENN"


def _in_small(person: Person) -> str:
    """The fullest spelling that is not all in capitals, where there is one."""
    if not person.name.isupper():
        return person.name
    small = [name for name in person.spellings if not name.isupper() and " " in name]
    return max(small, key=len) if small else person.name
