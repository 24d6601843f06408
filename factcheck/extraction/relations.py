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
        ages = [self._age(person) for person in bearers]
        known = sorted((age, number) for number, age in enumerate(ages) if age is not None)
        if len(bearers) != 2 or not known:
            return None
        age, number = known[0]
        youngest = number if age <= 0 or len(known) == 2 else 1 - number
        return bearers[1 - youngest if elder else youngest]

    def _of_surname(self, surname: str) -> list[Person]:
        return [person for person in self._people.bearers(surname) if len(person.words) > 1]

    def _age(self, person: Person) -> int | None:
        """Below zero for who is named as a son or daughter, high for a father or mother; None if nothing tells."""
        for mention in person.mentions[:4]:
            beside = {word.lower() for word in self._words[max(0, mention.first - _BESIDE) : mention.first]}
            if beside & _YOUNG:
                return -1
            if beside & _OLD:
                return 1000
        return None


def _joins(between: list[str]) -> bool:
    """Whether nothing, or "her husband", stands between "and" and a name."""
    return not between or (len(between) < 4 and between[-1].lower() in MALE_KIN | FEMALE_KIN | {"partner", "fiancé"})
