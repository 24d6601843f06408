"""Persons told by whom they belong to: "her husband", "the couple", "the younger Quill"."""

from __future__ import annotations

from bisect import bisect_left

from factcheck.extraction.lexicon import FEMALE_KIN, MALE_KIN
from factcheck.extraction.mentions import key
from factcheck.extraction.names import People, Person

REACH = 1200  # tokens that "the couple" looks back
COUPLES = frozenset(["couple", "pair", "duo"])
SPOUSES = {"husband": "m", "wife": "f"}
_YOUNG = frozenset("son daughter grandson granddaughter nephew niece".split())
_OLD = (MALE_KIN | FEMALE_KIN) & frozenset("father mother dad mom uncle aunt grandfather grandmother".split())
_ELDER = frozenset(["elder", "older", "senior"])
_YOUNGER = frozenset(["younger", "junior"])
_BESIDE = 4  # tokens before a name that say whose kin it is
MOST_LOOKED = 80  # names that are looked at for a pair


class Relations:
    """Who is whose, among the persons of one article."""

    def __init__(self, words: list[str], people: People) -> None:
        self._words = words
        self._people = people
        self._starts = [first for first, _, _ in people.ordered]

    def spouse(self, owner: Person | None, head: str) -> Person | None:
        """The husband or the wife of `owner`: the one other person of that sex and surname."""
        if owner is None or not owner.words:
            return None
        fitting = [p for p in self._of_surname(key(owner.words[-1])) if p is not owner and p.sex == SPOUSES[head]]
        return fitting[0] if len(fitting) == 1 else None

    def couple(self, at: int) -> list[Person]:
        """The two persons last named as a pair before token `at`: "Ada and Tom Quill", "Ada Quill and her husband,"."""
        number = bisect_left(self._starts, at) - 1
        floor = max(0, number - MOST_LOOKED)
        while number > floor and at - self._starts[number] < REACH:
            _, last, one = self._people.ordered[number - 1]
            first, _, other = self._people.ordered[number]
            between = [word for word in self._words[last:first] if word != ","]
            if one != other and between[:1] in (["and"], ["&"]) and _joins(between[1:]):
                return [self._people.people[one], self._people.people[other]]
            number -= 1
        return []

    def by_age(self, words: list[str]) -> Person | None:
        """The one of two of a surname whom "the younger Quill" or "Quill senior" means."""
        low = [word.lower() for word in words]
        elder = any(word in _ELDER for word in low)
        if elder == any(word in _YOUNGER for word in low):
            return None
        surname = next((word for word in reversed(words) if word[0].isupper() and word.lower() not in _ELDER), "")
        bearers = self._of_surname(key(surname)) if surname else []
        old = [person for person in bearers if self._generation(person) > 0]
        young = [person for person in bearers if self._generation(person) < 0]
        wanted, others = (old, young) if elder else (young, old)
        if not wanted and len(others) == 1:
            wanted = [p for p in bearers if p is not others[0] and (len(bearers) == 2 or p.sex == others[0].sex)]
        return wanted[0] if len(wanted) == 1 else None

    def _of_surname(self, surname: str) -> list[Person]:
        return [person for person in self._people.bearers(surname) if len(person.words) > 1]

    def _generation(self, person: Person) -> int:
        """-1 for who is named as a son or daughter, 1 for a father or mother; 0 if nothing tells."""
        for mention in person.mentions[:4]:
            beside = {word.lower() for word in self._words[max(0, mention.first - _BESIDE) : mention.first]}
            if beside & _YOUNG:
                return -1
            if beside & _OLD:
                return 1
        return 0


def _joins(between: list[str]) -> bool:
    """Whether nothing, or "her husband", stands between "and" and a name."""
    return not between or (len(between) < 4 and between[-1].lower() in MALE_KIN | FEMALE_KIN | {"partner", "fiancé"})
