"""The persons that an article names, and the places where it names them.

A name is a run of capitalised words without titles and roles; runs that can be the same person's are put
together ("Ban ki-Moon", "Ban Ki-moon", "Mr. Ban"), and persons of one surname are kept apart by what
else is in the name.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import defaultdict
from dataclasses import dataclass, field

from factcheck.extraction.lexicon import (
    ADDRESSES,
    FEMALE_TITLES,
    MALE_TITLES,
    NATIONS,
    NICKNAMES,
    STYLES,
    TITLES,
    common_words,
    sex_of,
)
from factcheck.extraction.mentions import Mention, by_style, is_capital, key
from factcheck.extraction.tokens import Tokens

_SPEAKS = frozenset("said says told tells added adds asked wrote writes replied continued explained noted".split())
CALLED = 6  # times that a person was called by the surname alone, counted towards being meant by it again
SPELLINGS = 40  # of one person; more are not remembered, so that a text without end takes no time without end
BEARERS = 40  # persons that may share a word of their names; more are not told apart


@dataclass(slots=True)
class Person:
    """One person: every spelling with how often it occurs, and where."""

    words: tuple[str, ...]
    spellings: dict[str, int] = field(default_factory=dict)
    mentions: list[Mention] = field(default_factory=list)
    roles: set[str] = field(default_factory=set)
    full: list[int] = field(default_factory=list)  # the tokens where the name is given in full, in order
    sex: str | None = None
    kin: bool = False  # first named as somebody's: "her son, Humphrey Quill"
    style: str = ""  # what goes before a name of one word: "Pope"

    @property
    def name(self) -> str:
        """The fullest spelling: the commonest full one, with what others put between its first and last word.

        A word before it counts only where it is there as often ("Crooked" before a name is no part of it).
        """
        full = [name for name in self.spellings if " " in name] or list(self.spellings)
        best = max(full, key=lambda name: self.spellings[name])
        for name in full:
            longer = name.count(" ") > best.count(" ")
            given = sex_of(best.split()[0]) is not None
            fuller = name.split()[0] == best.split()[0] or (name.endswith(best) and not given)
            if longer and (fuller or self.spellings[name] >= self.spellings[best]):
                best = name
        return f"{self.style} {best}" if self.style and " " not in best else best

    @property
    def aliases(self) -> tuple[str, ...]:
        """The other spellings, in the order they were met."""
        name = self.name
        return tuple(spelling for spelling in self.spellings if spelling != name)


def _nations(words: list[str], people: list[Person]) -> list[Mention]:
    """Where a surname that is also a people's name stands alone and speaks: "French said", of Ada French."""
    surnames = {person.words[-1] for person in people if person.words[-1].lower() in NATIONS and _sex(person)}
    if not surnames:
        return []
    out = []
    for at in range(1, len(words) - 1):
        if words[at] in surnames and (words[at + 1] in _SPEAKS or words[at - 1] in _SPEAKS):
            out.append(Mention(at, at + 1, (words[at],), None, ""))
    return out


def _with_partners(words: list[str], running: list[Mention]) -> list[Mention]:
    """The names, and before each that has one the first of "Ada and Peter Quill"."""
    surnames = {one.words[-1] for one in running if len(one.words) > 1}
    called: dict[str, set[str]] = defaultdict(set)  # by which sexes somebody of that surname is called
    for one in running:
        if len(one.words) == 1 and one.sex:
            called[one.words[0]].add(one.sex)
    return [one for mention in running for one in (*_partner(words, mention, surnames, called), mention)]


def _partner(words: list[str], mention: Mention, surnames: set[str], called: dict[str, set[str]]) -> list[Mention]:
    """The first of "Ada and Peter Quill": a name of its own, with the surname of the second."""
    at = mention.first - 2
    if len(mention.words) not in (2, 3) or at < 0 or words[at + 1] not in ("and", "&") or not is_capital(words[at]):
        return []
    alone = at == 0 or not is_capital(words[at - 1]) or words[at - 1].lower() in common_words()
    titled = words[at].lower() in TITLES or (at > 0 and words[at - 1].lower() in TITLES)
    if not alone or titled or words[at] in surnames:  # "Ryan and Ada Quill"
        return []
    surname, sexes = mention.words[-1], (sex_of(words[at]), sex_of(mention.words[0]))
    if None in sexes and len(called.get(surname, ())) < 2:  # "Mr. Quill" and "Ms. Quill" are two
        return []
    return [Mention(at, at + 1, (words[at], surname), "m" if sexes == (None, None) else sexes[0], "")]


class People:
    """Who is named in an article, and who is meant by a shorter name."""

    def __init__(self, tokens: Tokens) -> None:
        self.people: list[Person] = []
        self.by_mention: dict[int, Person] = {}
        self._by_word: dict[str, list[Person]] = defaultdict(list)
        running, headings = by_style(tokens.words)
        running = _with_partners(tokens.words, running)
        for mention in running:
            if len(mention.words) > 1:
                self._enter(self._same(mention) or self._new(mention), mention)
        for mention in headings:  # "Clinton Ally" in a headline is no name, unless the text knows it
            person = self._same(mention) if len(mention.words) > 1 else None
            if person:
                self._enter(person, mention)
        running += _nations(tokens.words, self.people)
        self._enter_singles([mention for mention in running + headings if len(mention.words) == 1], tokens.words)
        for person in self.people:
            person.mentions.sort(key=lambda item: item.first)
            known = [item.sex for item in person.mentions if item.sex]
            person.sex = max(set(known), key=lambda sex: (known.count(sex), sex)) if known else None
        self.ordered = sorted(
            (mention.first, mention.last, number)
            for number, person in enumerate(self.people)
            for mention in person.mentions
        )

    def _enter_singles(self, singles: list[Mention], words: list[str]) -> None:
        """Enter the names of one word: of who is known in full, or is called by a title."""
        for mention in singles:
            addressed = mention.role in MALE_TITLES or mention.role in FEMALE_TITLES
            if addressed and self._wanting(mention):
                self._enter(self._new(mention), mention)
        for mention in singles:
            alone = mention.role in ADDRESSES or _is_introduced(words, mention)
            if alone and mention.first not in self.by_mention:
                person = self._lone(mention)
                if person:
                    self._enter(person, mention)
                    self._call(person, words[mention.first - 1])
        for mention in singles:
            if mention.first not in self.by_mention:
                person = self.find(mention.words, mention.first, mention.sex, mention.role)
                if person and (not mention.doubtful or _may_be(person, mention, words)):
                    self._enter(person, mention)

    def _lone(self, mention: Mention) -> Person | None:
        """Who is meant by "President Marlow" where no given name is ever told: one who is called so alone."""
        known = self.find(mention.words, mention.first, mention.sex, mention.role)
        acronym = mention.words[0].isupper() and len(mention.words[0]) > 1
        return known if known or acronym else self._new(mention)

    @staticmethod
    def _call(person: Person, title: str) -> None:
        if title.lower() in STYLES and title[0].isupper() and len(person.words) == 1:
            person.style = title

    def _wanting(self, mention: Mention) -> bool:
        """Whether a surname is known, but only of persons of the other sex ("Mr. Obama" beside Michelle)."""
        word = key(mention.words[-1])
        bearers = [p for p in self._by_word.get(word, []) if key(p.words[-1]) == word]
        return bool(bearers) and all(_sex(p) not in (None, mention.sex) for p in bearers)

    def _new(self, mention: Mention) -> Person:
        person = Person(mention.words)
        self.people.append(person)
        for word in dict.fromkeys(map(key, mention.words)):
            if len(self._by_word[word]) < BEARERS:
                self._by_word[word].append(person)
        return person

    def _enter(self, person: Person, mention: Mention) -> None:
        spelling = " ".join(word + "." if len(word) == 1 else word for word in mention.words)
        if spelling in person.spellings or len(person.spellings) < SPELLINGS:
            person.spellings[spelling] = person.spellings.get(spelling, 0) + 1
        person.mentions.append(mention)
        person.kin = person.kin or (mention.kin and len(person.mentions) == 1)
        if len(mention.words) > 1:
            insort(person.full, mention.first)
        if mention.role:
            person.roles.add(mention.role)
        if mention.nick and not self._by_word[key(mention.nick)]:
            self._by_word[key(mention.nick)].append(person)
        if len(mention.words) > len(person.words):
            person.words = mention.words
            for word in map(key, mention.words):
                if len(self._by_word[word]) < BEARERS and person not in self._by_word[word]:
                    self._by_word[word].append(person)
        self.by_mention[mention.first] = person

    def bearers(self, surname: str) -> list[Person]:
        """Whose surname it is, given as `key` gives it."""
        return [person for person in self._by_word.get(surname, []) if key(person.words[-1]) == surname]

    def _same(self, mention: Mention) -> Person | None:
        """The person already met whom a name of several words can belong to."""
        mine = [key(word) for word in mention.words]
        for person in self._by_word.get(mine[-1], []):
            theirs = [key(word) for word in person.words]
            if mine == theirs or "".join(mine) == "".join(theirs):
                return person
            if mine[-1] == theirs[-1] and _fits(mine[:-1], theirs[:-1]):
                return person
        joined = "".join(mine)
        for person in self._by_word.get(mine[0], []):
            if "".join(map(key, person.words)) == joined:
                return person
        return None

    def find(self, words: tuple[str, ...], at: int, sex: str | None = None, role: str = "") -> Person | None:
        """Who is meant by a name at token `at`: the surname's bearer, else the given name's.

        Where two share it, the one of the right sex, then the one named most lately in full, unless another is
        named far more often.
        """
        last = key(words[-1])
        known = self._by_word.get(last, [])
        bearers = [person for person in known if key(person.words[-1]) == last and not _is_patronymic(person)]
        bearers = bearers or [person for person in known if key(person.words[0]) == last] or known
        if len(words) > 1:
            mine = [key(word) for word in words]
            bearers = [p for p in bearers if _fits(mine[:-1], [key(word) for word in p.words[:-1]])]
        if sex:
            fitting = [p for p in bearers if _sex(p) == sex] or [p for p in bearers if _sex(p) is None]
            bearers = fitting or bearers
        if role and len(bearers) > 1:
            bearers = [p for p in bearers if role in p.roles] or [p for p in bearers if p.roles] or bearers
        if len(bearers) < 2:
            return bearers[0] if bearers else None
        return max(bearers, key=lambda person: _standing(person, at, len(words) == 1))


def _is_patronymic(person: Person) -> bool:
    """Whether the last word of a name is the father's: "Hamad bin Saleh" is never called Saleh."""
    return len(person.words) > 2 and person.words[-2].lower() in ("bin", "ibn", "bint")


def _may_be(person: Person, mention: Mention, words: list[str]) -> bool:
    """Whether a common word with a capital is the person's name: the last, or the first where it speaks."""
    word = key(mention.words[0])
    if key(person.words[-1]) == word:
        return True
    first = key(person.words[0]) == word and sex_of(person.words[0]) is None
    return first and (words[mention.last] in _SPEAKS or words[mention.last] == ",")


def _is_introduced(words: list[str], mention: Mention) -> bool:
    """Whether a given name alone has an age after it ("Brad, 39,"), or is set off as kin's ("her mother, Nel,")."""
    at = mention.first
    if mention.kin and words[at - 1] == "," and words[mention.last : mention.last + 1] == [","]:
        return True
    if sex_of(mention.words[0]) is None:
        return False
    after = words[mention.last : mention.last + 3]
    return len(after) == 3 and after[0] == "," and after[1].isdigit() and after[2] == "," and len(after[1]) < 3


def _sex(person: Person) -> str | None:
    return person.sex or next((item.sex for item in person.mentions[:20] if item.sex), None)


def _standing(person: Person, at: int, bare: bool) -> tuple[bool, float]:
    """How near and how often a person is named in full, and was called by the surname alone, seen from token `at`."""
    before = bisect_left(person.full, at)
    nearest = at - person.full[before - 1] if before else 10_000
    if bare and not before:
        return False, -float(person.full[0]) if person.full else -1e9  # in a heading: whoever is named first
    called = len(person.mentions) - len(person.full) if bare else 0
    kin = bare and called == 0 and before > 0 and person.kin
    return before > 0, len(person.full) + min(called, CALLED) + 60 / (20 + nearest) - (2.0 if kin else 0.0)


def _fits(mine: list[str], theirs: list[str]) -> bool:
    """Whether two runs of given names can be one person's: the first agree, or one is the other's initial."""
    if not mine or not theirs:
        return True
    one, other = NICKNAMES.get(mine[0], mine[0]), NICKNAMES.get(theirs[0], theirs[0])
    if one == other or (min(len(one), len(other)) == 1 and one[0] == other[0]):
        return True
    if one in other or other in one:
        return min(len(one), len(other)) >= 3 and (other.startswith(one) or one.startswith(other))
    return (
        one in theirs
        or other in mine
        or (one[:4] == other[:4] and len(one) > 4 and None in (sex_of(one), sex_of(other)))
    )
