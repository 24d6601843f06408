"""The persons that an article names, and the places where it names them.

A name is a run of capitalised words without titles and roles; runs that can be the same person's are put
together ("Ban ki-Moon", "Ban Ki-moon", "Mr. Ban"), and persons of one surname are kept apart by what
else is in the name.
"""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from unicodedata import normalize

from factcheck.extraction.lexicon import (
    ADDRESSES,
    BODY_WORDS,
    COMPOUNDS,
    EITHER,
    FEMALE_KIN,
    FEMALE_TITLES,
    MALE_KIN,
    MALE_TITLES,
    NATIONS,
    NICKNAMES,
    PARTICLES,
    STYLES,
    SUFFIXES,
    TITLES,
    common_words,
    sex_of,
)
from factcheck.extraction.tokens import BREAK, CAPITAL, Tokens, foreign

_CAPITAL = re.compile(rf"(?:{CAPITAL}[\w'’.-]*|(?:al|el|ki|bin)-{CAPITAL}[\w'’-]*|(?:d|O|D)['’]{CAPITAL}\w+)$")
_INITIAL = re.compile(rf"{CAPITAL}\.?$")
_OPENERS = frozenset(
    """A I An The In On At For From With By To As If When While After Before Since Until But And Or So Yet Even
    Beneath Behind Under Over Against About Inside Why How What Who Where Did Does Is Was Are Has Can Will Not
    Of Besides Between Beyond During Following According Asked Given Among Within Throughout Through Upon Once Whether
    Which While Where Even Still Said Says Former Earlier Later Yesterday Today Last Next Next Every Each Some Many Most
    Like Unlike Despite Although Though Because Now Then Here There Like Meanwhile Also Only Just Both Watch""".split()
)
_SPEAKS = frozenset("said says told tells added adds asked wrote writes replied continued explained noted".split())
# Words that a heading leaves small.
_MINOR = frozenset("a an and as at but by for from in into nor of off on or out over the to up via vs with".split())
_NICK_MARKS = frozenset(["“", "”", '"', "'", "‘", "’", "(", ")"])
_PLAIN = re.compile(r"[\W_]+")
MOST = 6  # words in a name
KIN_REACH = 6  # tokens before a name that say whose kin it is
CALLED = 6  # times that a person was called by the surname alone, counted towards being meant by it again
SPELLINGS = 40  # of one person; more are not remembered, so that a text without end takes no time without end
BEARERS = 40  # persons that may share a word of their names; more are not told apart


@dataclass(slots=True)
class Mention:
    """A person's name where it stands: token range, its words, and what the title before it says."""

    first: int
    last: int  # half-open
    words: tuple[str, ...]
    sex: str | None
    role: str
    kin: bool = False  # named after "her son," or "his wife"
    doubtful: bool = False  # a common word with a capital: a name only where somebody bears it


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


def _capital(word: str) -> bool:
    """Whether a word is written as names are."""
    return _CAPITAL.match(word) is not None and (word[0].isascii() or not word[0].islower())


@lru_cache(maxsize=4096)
def key(word: str) -> str:
    """A word of a name without case, accents, hyphens, stops and apostrophes."""
    if not word.isascii():
        word = normalize("NFKD", word)
    return _PLAIN.sub("", word.lower())


def name_runs(words: list[str], first: int, last: int) -> Iterator[Mention]:
    """The personal names among the tokens from `first` to `last`, without titles and roles."""
    at = first
    while at < last:
        if not _capital(words[at]):
            at += 1
            continue
        end = at + 1
        while end < last and _goes_on(words, end, last):
            end += 1
        begins_sentence = at == 0 or words[at - 1] in (BREAK, ".", "!", "?", '"', "“", "''", "``", ":")
        made = _name(words, at, end, begins_sentence)
        if made:
            yield made
        at = end


def _goes_on(words: list[str], at: int, last: int) -> bool:
    """Whether a name goes on at token `at`: a capital, a particle before one, the stop of an initial."""
    if words[at] == "I" and words[at + 1 : at + 2] != ["."]:
        return False
    if _capital(words[at]):
        return True
    after = at + 1
    while after < min(last, at + 3) and words[at].lower() in PARTICLES and words[after].lower() in PARTICLES:
        after += 1
    if after >= last or not _capital(words[after]):
        return False
    if words[at].lower() in PARTICLES or (words[at] == "." and len(words[at - 1]) == 1):
        return True
    opens = words[at] in _NICK_MARKS and at + 3 < last and words[at + 2] in _NICK_MARKS
    return (opens and _capital(words[at + 3])) or (words[at] in _NICK_MARKS and words[at - 2] in _NICK_MARKS)


def _name(words: list[str], first: int, last: int, begins_sentence: bool) -> Mention | None:
    """The name at the end of a capitalised run: back from its last word until a title or a common word."""
    common = common_words()
    end = last
    while end > first and words[end - 1].lower() in SUFFIXES:
        end -= 1
    if end == first or (_is_no_name(words[end - 1]) and not (end - 1 > first and _calls(words[end - 2]))):
        return None
    begin = end - 1
    while begin > first and end - begin < MOST and not _stops(words, begin - 1, common):
        begin -= 1
    while begin < end - 1 and (words[begin] == "." or (words[begin] in _OPENERS and sex_of(words[begin]) is None)):
        begin += 1
    while begin < end - 1 and words[begin].lower() in PARTICLES and not words[begin][0].isupper():
        begin += 1
    single = end - begin == 1
    before = words[begin - 1].lower() if begin > 0 else ""
    if single and len(words[begin]) < 2:
        return None
    spoken = tuple(word for number, word in enumerate(words[begin:end], begin) if not _is_aside(words, number))
    if not spoken or not key(spoken[-1]):
        return None
    strange = not single and before not in TITLES and sex_of(spoken[0]) is None and spoken[0].lower() not in PARTICLES
    if strange and spoken[-1].lower() in common:
        return None  # "Trump World"
    doubtful = single and words[begin].lower() in common and before not in TITLES
    sex = "m" if before in MALE_TITLES else "f" if before in FEMALE_TITLES else None
    if sex is None:
        sex = _sex_by_kin(words, begin)
    if sex is None and not single and words[begin].lower() not in EITHER:
        sex = sex_of(words[begin])
    kin = _sex_by_kin(words, begin) is not None
    return Mention(begin, last, spoken, sex, before if before in TITLES else "", kin, doubtful)


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
    if len(mention.words) not in (2, 3) or at < 0 or words[at + 1] not in ("and", "&") or not _capital(words[at]):
        return []
    alone = at == 0 or not _capital(words[at - 1]) or words[at - 1].lower() in common_words()
    titled = words[at].lower() in TITLES or (at > 0 and words[at - 1].lower() in TITLES)
    if not alone or titled or words[at] in surnames:  # "Ryan and Ada Quill"
        return []
    surname, sexes = mention.words[-1], (sex_of(words[at]), sex_of(mention.words[0]))
    if None in sexes and len(called.get(surname, ())) < 2:  # "Mr. Quill" and "Ms. Quill" are two
        return []
    return [Mention(at, at + 1, (words[at], surname), "m" if sexes == (None, None) else sexes[0], "")]


def _sex_by_kin(words: list[str], begin: int) -> str | None:
    """The sex of who is named after "her son," or "whose husband, Captain"."""
    at = begin - 1
    while at > max(0, begin - KIN_REACH) and (words[at] == "," or words[at][0].isupper()):
        at -= 1
    kin = words[at].lower() if at > 0 else ""
    whose = words[at - 1].lower() if at > 0 else ""
    if whose not in ("his", "her", "their", "whose", "my", "'s", "’s") and words[begin - 1].lower() != kin:
        return None
    return "m" if kin in MALE_KIN else "f" if kin in FEMALE_KIN else None


def _calls(word: str) -> bool:
    """Whether a surname must follow: a given name, or "Mr."; so that Mr. King is no king."""
    return sex_of(word) is not None or word.lower() in ("mr.", "mrs.", "ms.", "mr", "mrs", "ms")


def _is_aside(words: list[str], at: int) -> bool:
    """A stop, a mark, or the nickname between marks: John "Jack" Reed."""
    if words[at] == "." or words[at] in _NICK_MARKS:
        return True
    return at > 0 and words[at - 1] in _NICK_MARKS and at + 1 < len(words) and words[at + 1] in _NICK_MARKS


def _stops(words: list[str], at: int, common: frozenset[str]) -> bool:
    """Whether the word at `at` is no part of the name after it; "Will" and "Secretary-General Ban" are."""
    word = words[at]
    if _INITIAL.match(word) or word == "." or (word in _NICK_MARKS and at > 0):
        return False
    low = word.lower()
    if low in PARTICLES and word[0].islower():
        return False
    if low in NATIONS and sex_of(word) == "f" and at + 1 < len(words) and words[at + 1].lower() not in common:
        return False  # Virginia
    if low in TITLES and sex_of(word) and words[at + 1 : at + 2] and words[at + 1].lower() in PARTICLES:
        return False  # Marine Le
    if low in TITLES or low in NATIONS or low in BODY_WORDS or not word[0].isalpha():
        return True
    if low.endswith("s") and (low[:-1] in TITLES or low[:-1] in NATIONS):
        return True  # "Republicans Ada Rowe and"
    head, _, tail = low.rpartition("-")
    if head and (tail in COMPOUNDS or (tail in NATIONS and head in NATIONS)):
        return True  # "Swiss-born"
    titled = at > 0 and words[at - 1].lower() in TITLES
    return low in common and sex_of(word) is None and not titled


def _is_no_name(word: str) -> bool:
    low = word.lower()
    return low in BODY_WORDS or low in NATIONS or low in TITLES or (word.isupper() and len(word) > 5)


def _by_style(words: list[str]) -> tuple[list[Mention], list[Mention]]:
    """The names in running text, and those in lines that capitalise most words."""
    running: list[Mention] = []
    headings: list[Mention] = []
    begin = 0
    for end in (number for number, word in enumerate(words) if word == BREAK):
        if foreign(words[begin:end]):
            begin = end + 1
            continue
        long_words = [word for word in words[begin:end] if word.isalpha() and len(word) > 3]
        capitals = sum(word[0].isupper() for word in long_words)
        small = sum(word.islower() and word not in _MINOR for word in words[begin:end])
        share = 0.7 if len(long_words) > 6 else 0.99
        plain = small > 1 + (end - begin) // 16
        heading = not plain and len(long_words) >= 4 and capitals > share * len(long_words)
        (headings if heading else running).extend(name_runs(words, begin, end))
        begin = end + 1
    return running, headings


class People:
    """Who is named in an article, and who is meant by a shorter name."""

    def __init__(self, tokens: Tokens) -> None:
        self.people: list[Person] = []
        self.by_mention: dict[int, Person] = {}
        self._by_word: dict[str, list[Person]] = defaultdict(list)
        running, headings = _by_style(tokens.words)
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
                if person and (not mention.doubtful or key(person.words[-1]) == key(mention.words[0])):
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
        if len(mention.words) > len(person.words):
            person.words = mention.words
            for word in map(key, mention.words):
                if len(self._by_word[word]) < BEARERS and person not in self._by_word[word]:
                    self._by_word[word].append(person)
        self.by_mention[mention.first] = person

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
        bearers = [person for person in known if key(person.words[-1]) == last] or known
        if len(words) > 1:
            mine = [key(word) for word in words]
            bearers = [p for p in bearers if _fits(mine[:-1], [key(word) for word in p.words[:-1]])]
        if sex:
            fitting = [p for p in bearers if _sex(p) == sex] or [p for p in bearers if _sex(p) is None]
            bearers = fitting or bearers
        if role and len(bearers) > 1:
            bearers = [p for p in bearers if p.roles] or bearers
        if len(bearers) < 2:
            return bearers[0] if bearers else None
        return max(bearers, key=lambda person: _standing(person, at, len(words) == 1))


def _is_introduced(words: list[str], mention: Mention) -> bool:
    """Whether a given name alone is followed by an age: "Her father, Brad, 39,"."""
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
