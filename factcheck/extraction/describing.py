"""Who is meant by "the Vermont senator", "the spokesman" or "the 46-year-old": persons by what is said of them.

What stands right before a name (titles, a place), and right after it between commas or brackets ("a
spokesman for the mayor", "(R-Wis.)", "46"), is taken down for each person; a description is matched with it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import lru_cache

from factcheck.extraction.names import People, Person
from factcheck.extraction.phrases import POSSESSIVES, PREPOSITIONS, ends_sentence

REACH = 1200  # tokens that a description looks back
BEFORE, AFTER = 6, 16  # tokens around a name that describe it
PASSING = 5  # tokens before a name's end in which "according to" stands
MOST_LOOKED = 60  # persons that a description is matched with
MOST = 8  # mentions of a person that are read for it

_STATES = dict(
    pair.split("=")
    for pair in """ala=alabama ariz=arizona ark=arkansas calif=california colo=colorado conn=connecticut del=delaware
    fla=florida ga=georgia ill=illinois ind=indiana kan=kansas ky=kentucky la=louisiana md=maryland mass=massachusetts
    mich=michigan minn=minnesota miss=mississippi mo=missouri mont=montana neb=nebraska nev=nevada okla=oklahoma
    ore=oregon pa=pennsylvania tenn=tennessee tex=texas vt=vermont va=virginia wash=washington wis=wisconsin
    wyo=wyoming az=arizona ca=california ct=connecticut fl=florida il=illinois ia=iowa ks=kansas ma=massachusetts
    mi=michigan mn=minnesota nc=carolina ny=york nj=jersey oh=ohio or=oregon sc=carolina tn=tennessee tx=texas
    ut=utah al=alabama n.c=carolina n.y=york n.j=jersey n.h=hampshire n.m=mexico n.d=dakota s.d=dakota s.c=carolina
    w.va=virginia""".split()
)
_PARTIES = {"r": "republican", "d": "democrat", "i": "independent"}
_SAME = {
    "sen": "senator", "rep": "congressman", "representative": "congressman", "congresswoman": "congressman",
    "gov": "governor", "gen": "general", "democratic": "democrat", "prof": "professor", "spokeswoman": "spokesman",
    "spokesperson": "spokesman", "adviser": "advisor", "lawmaker": "congressman", "nominee": "nominee",
    "lawyer": "attorney", "dr": "doctor", "col": "colonel", "capt": "captain", "sgt": "sergeant", "lt": "lieutenant",
}  # fmt: skip
_PLAIN = frozenset(
    "the a an his her their its and or of for in at on to from with who is was former then now one".split()
)
_INDEFINITE = frozenset(["a", "an", "another", "one"])
_NUMBER = re.compile(r"\d{1,3}$")
_SPEAKS = frozenset("said says told asked added wrote tweeted replied".split())
# Words that a party's member is told by; a head of its own ("the Vermont Democrat").
PARTIES = frozenset(["republican", "democrat", "independent"])


class Descriptions:
    """What is said of the persons of one article, beside their names."""

    def __init__(self, words: list[str], people: People) -> None:
        self._words = words
        self._people = people
        self._starts = [first for first, _, _ in people.ordered]
        self._facts: dict[int, frozenset[str]] = {}
        self._numbers = {id(person): number for number, person in enumerate(people.people)}
        self._places: dict[str, list[int]] = {}

    def find(self, description: list[str], head: str, at: int) -> Person | None:
        """The person that a description with more than its head fits best, of those named lately; None without any."""
        wanted = {word for raw in description for word in plain(raw)} - _PLAIN
        core = frozenset(plain(head))
        wanted -= core
        if not wanted or not core:
            return None
        best: tuple[int, int, Person] | None = None
        for number, first in self._lately(at):
            facts = self._of(number)
            if not core & facts:
                continue
            fits = len(wanted & facts)
            if fits and (best is None or fits > best[0]):
                best = (fits, first, self._people.people[number])
        return best[2] if best else None

    def aged(self, years: str, at: int) -> Person | None:
        """The person of whom it says that age: ", 46,"."""
        before = next((number for number, _ in self._lately(at) if years in self._of(number)), None)
        if before is None:  # named only later
            before = next((number for number, _ in self._soon(at) if years in self._of(number)), None)
        return None if before is None else self._people.people[before]

    def holders(self, head: str, at: int) -> set[int]:
        """The persons named lately of whom it says that they are that: their numbers."""
        role = set(plain(head))
        return {number for number, _ in self._lately(at) if role & self._of(number)}

    def unless_aged(self, person: Person | None) -> Person | None:
        """The person, if no age is told of him: then he is of another than the one looked for."""
        if person is None or any(_NUMBER.match(fact) for fact in self._of(self._numbers[id(person)])):
            return None
        return person

    def by_role(self, head: str, at: int) -> tuple[Person, int] | None:
        """The person lately named with that role, before the name or right after it; and where."""
        words, role = self._words, plain(head)
        number = bisect_left(self._starts, at) - 1
        while number >= 0 and at - self._starts[number] < REACH:
            first, last, which = self._people.ordered[number]
            number -= 1
            before = [plain(word) for word in words[max(0, first - 5) : first]]
            after = [plain(word) for word in words[last : last + 9]]
            gap = words[max(0, first - 5) : first][before.index(role) + 1 :] if role in before else ["."]
            beside = all(word[0].isupper() or word in ("of", "for", "the", "and", ",") for word in gap)
            previous = self._people.ordered[number][1] if number >= 0 else 0  # "Mayor A and Gov. B": B is no mayor
            beside = beside and previous <= first - 1 - len(gap)
            beside = beside and words[first - 1].lower() not in ("of", "for", "the", "and")  # "lawyers for NAME"
            apposed = words[last : last + 1] == [","] and role in after
            if apposed:
                end = last + after.index(role)
                follows = words[end + 1] if end + 1 < len(words) else "."
                apposed = not {".", "\n", "said"} & set(words[last:end]) and (
                    not follows[0].islower() or follows in PREPOSITIONS or follows in ("in", "who", "and", "until")
                )
            if beside or apposed:
                return None if self.another(head, last, at) else (self._people.people[which], first)
        return None

    def another(self, head: str, begin: int, end: int) -> bool:
        """Whether somebody else without a name was called so in between: "a union spokesman"."""
        words = self._words
        if not self._places:
            for number, word in enumerate(words):
                if word.islower():
                    self._places.setdefault(word, []).append(number)
        places = self._places.get(head, [])
        return any(
            words[at + 1 : at + 2] != [","] and self._is_indefinite(at, begin)
            for at in places[bisect_left(places, begin + 1) : bisect_left(places, end)]
        )

    def _is_indefinite(self, at: int, begin: int) -> bool:
        """Whether the noun at token `at` has "a" or "another" before it, and no name after it."""
        words, lead = self._words, at - 1
        while begin < lead and at - lead < 5 and words[lead].isalpha() and words[lead].lower() not in _INDEFINITE:
            lead -= 1
        named = at + 1 < len(words) and words[at + 1][:1].isupper()
        return not named and words[lead].lower() in _INDEFINITE and words[lead - 1] != ","

    def _lately(self, at: int) -> list[tuple[int, int]]:
        """The persons named before token `at`, the nearest first, each once: number and token."""
        out: dict[int, int] = {}
        number = bisect_left(self._starts, at) - 1
        while number >= 0 and at - self._starts[number] < REACH and len(out) < MOST_LOOKED:
            first, _, which = self._people.ordered[number]
            out.setdefault(which, first)
            number -= 1
        return list(out.items())

    def _soon(self, at: int) -> list[tuple[int, int]]:
        """The persons named soon after token `at`, the nearest first, each once: number and token."""
        out: dict[int, int] = {}
        begin = bisect_left(self._starts, at)
        for first, _, which in self._people.ordered[begin : begin + MOST_LOOKED]:
            if first - at < REACH:
                out.setdefault(which, first)
        return list(out.items())

    def _of(self, number: int) -> frozenset[str]:
        known = self._facts.get(number)
        if known is None:
            told: set[str] = set()
            for mention in self._people.people[number].mentions[:MOST]:
                told.update(self._before(mention.first), self._after(mention.last))
            known = self._facts[number] = frozenset(told)
        return known

    def _before(self, first: int) -> list[str]:
        """The words that lead up to a name: "Republican presidential nominee", "Vermont Sen."."""
        out: list[str] = []
        for at in range(first - 1, max(-1, first - 1 - BEFORE), -1):
            word = self._words[at]
            if not word[0].isalnum() or ends_sentence(self._words, at) or word.lower() in _PLAIN or word in POSSESSIVES:
                break
            out += plain(word)
        return out

    def _after(self, last: int) -> list[str]:
        """The words of an apposition or a bracket after a name, to its end."""
        words = self._words
        if last >= len(words) or words[last] not in (",", "("):
            return list(plain(words[last + 1])) if words[last : last + 1] == ["of"] and last + 1 < len(words) else []
        if any(word.lower() == "according" for word in words[max(0, last - PASSING) : last]):
            return []  # "according to Quill, the president said": another's
        out: list[str] = []
        for at in range(last + 1, min(len(words), last + AFTER)):
            word = words[at]
            if word == "\n" or word.lower() in _SPEAKS or (word == ")" and words[last] == "("):
                break
            if word in (",", ";") and (len(out) > 2 or words[last] == "(") and not words[at - 1].isdigit():
                break
            if word[0].isalnum():
                out += plain(word)
        return out


@lru_cache(maxsize=4096)
def plain(word: str) -> tuple[str, ...]:
    """A word as descriptions are matched by it: "R-Wis." is a Republican and Wisconsin, "Sen." a senator."""
    low = word.lower().rstrip(".") or word
    if low[1:2] == "-" and low[0] in _PARTIES:
        return _PARTIES[low[0]], _STATES.get(low[2:], low[2:])
    if word[:1].isupper() and low in _STATES:
        return (_STATES[low],)
    if len(word) == 1 and word.lower() in _PARTIES and word.isupper():
        return (_PARTIES[word.lower()],)
    return (_SAME.get(low, low),)
