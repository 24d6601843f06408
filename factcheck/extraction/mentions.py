"""Where a text names persons: runs of capitalised words, without the titles, roles and common words before them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from unicodedata import normalize

from factcheck.extraction.lexicon import (
    BODY_WORDS,
    CALLINGS,
    COMPOUNDS,
    EITHER,
    FEMALE_KIN,
    FEMALE_TITLES,
    MALE_KIN,
    MALE_TITLES,
    NATIONS,
    PARTICLES,
    SUFFIXES,
    TITLES,
    common_words,
    sex_of,
)
from factcheck.extraction.tokens import BREAK, CAPITAL, foreign

_CAPITAL = re.compile(rf"(?:{CAPITAL}[\w'’.-]*|(?:al|el|ki|bin)-{CAPITAL}[\w'’-]*|(?:d|O|D)['’]{CAPITAL}\w+)$")
_WHICH_KIN = frozenset("former late ex first second eldest elder oldest older youngest younger twin only then".split())
_INITIAL = re.compile(rf"{CAPITAL}\.?$")
_OPENERS = frozenset(
    """A I An The In On At For From With By To As If When While After Before Since Until But And Or So Yet Even
    Beneath Behind Under Over Against About Inside Why How What Who Where Did Does Is Was Are Has Can Will Not
    Of Besides Between Beyond During Following According Asked Given Among Within Throughout Through Upon Once Whether
    Which While Where Even Still Said Says Former Earlier Later Yesterday Today Last Next Next Every Each Some Many Most
    Like Unlike Despite Although Though Because Now Then Here There Like Meanwhile Also Only Just Both Watch""".split()
)
# Words that a heading leaves small.
_MINOR = frozenset("a an and as at but by for from in into nor of off on or out over the to up via vs with".split())
_ENDS_AS_CALLING = re.compile(r"..(?:er|or|ist|ian|eer|man|woman)$")
_GIVEN_LAST = re.compile(rf"{CAPITAL}[a-z]+-[a-z]+$")  # as Korean given names are written, after the surname
_TITLE_OR_NAME = frozenset(["dean"])  # a given name, where only the surname follows
_NICK_MARKS = frozenset(["“", "”", '"', "'", "‘", "’", "(", ")"])
_PLAIN = re.compile(r"[\W_]+")
MOST = 6  # words in a name
KIN_REACH = 6  # tokens before a name that say whose kin it is


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
    nick: str = ""  # what stands between marks in the name


def is_capital(word: str) -> bool:
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
        if not is_capital(words[at]):
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
    if is_capital(words[at]):
        return True
    after = at + 1
    while after < min(last, at + 3) and words[at].lower() in PARTICLES and words[after].lower() in PARTICLES:
        after += 1
    if after >= last or not is_capital(words[after]):
        return False
    if words[at].lower() in PARTICLES or (words[at] == "." and len(words[at - 1]) == 1):
        return True
    opens = words[at] in _NICK_MARKS and at + 3 < last and words[at + 2] in _NICK_MARKS
    return (opens and is_capital(words[at + 3])) or (words[at] in _NICK_MARKS and words[at - 2] in _NICK_MARKS)


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
    begin += _callings(words, begin, end, begins_sentence)
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
    by_kin = _sex_by_kin(words, begin)
    if sex is None:
        sex = by_kin
    if sex is None and not single and words[begin].lower() not in EITHER:
        sex = sex_of(words[begin])
    kin = by_kin is not None
    nick = next(
        (words[n] for n in range(begin + 1, end - 1) if words[n - 1] in _NICK_MARKS and is_capital(words[n])), ""
    )
    return Mention(begin, last, spoken, sex, before if before in TITLES else "", kin, doubtful, nick)


def _callings(words: list[str], begin: int, end: int, begins_sentence: bool) -> int:
    """How many words before the name say what somebody is: "Ranger Ada Rowe", "Mum-of-two Ada Rowe"."""
    count = 0
    while end - begin - count > 1 and sex_of(words[begin + count]) is None:
        low = words[begin + count].lower()
        ends_so = begins_sentence and not count and end - begin > 2 and _ENDS_AS_CALLING.search(low) is not None
        calls = low in CALLINGS and (begins_sentence or sex_of(words[begin + count + 1]) is not None)
        if not (calls or ends_so or "-of-" in low):
            break
        count += 1
    return count


def _sex_by_kin(words: list[str], begin: int) -> str | None:
    """The sex of who is named after "her son," or "whose husband, Captain"."""
    at = begin - 1
    while at > max(0, begin - KIN_REACH) and (words[at] == "," or words[at][0].isupper()):
        at -= 1
    article = next((n for n in range(at, max(0, at - 3), -1) if words[n] in ("a", "an", "the")), 0)
    if article and words[article - 1] == ",":  # "her husband, the painter Ada Quill"
        at = article - 2
    kin = words[at].lower() if at > 0 else ""
    owner = at - 2 if at > 1 and words[at - 1].lower() in _WHICH_KIN else at - 1
    whose = words[owner].lower() if at > 0 else ""
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
    if at + 1 < len(words) and _GIVEN_LAST.match(words[at + 1]):
        return low in TITLES  # "Park Jin-ho"
    if low in NATIONS and sex_of(word) == "f" and at + 1 < len(words) and words[at + 1].lower() not in common:
        return False  # Virginia
    if low in _TITLE_OR_NAME and not (words[at + 2 : at + 3] and is_capital(words[at + 2])):
        return False
    if low in TITLES and sex_of(word) and words[at + 1 : at + 2] and words[at + 1].lower() in PARTICLES:
        return False  # Marine Le
    if low in TITLES or low in NATIONS or low in BODY_WORDS or not word[0].isalpha():
        return True
    if low.endswith("s") and (low[:-1] in TITLES or low[:-1] in NATIONS):
        return True  # "Republicans Ada Rowe and"
    head, _, tail = low.rpartition("-")
    if head and (tail in COMPOUNDS or (tail in NATIONS and head in NATIONS)):
        return True  # "Swiss-born"
    return low in common and sex_of(word) is None and not _is_called(words, at)


def _is_called(words: list[str], at: int) -> bool:
    """Whether what stands before the token says that a name follows: "Mayor", "friend", "his wife,"."""
    before = words[at - 1].lower() if at else ""
    if before == "," and at > 1 and words[at - 2].lower() in MALE_KIN | FEMALE_KIN:
        return True
    return before in TITLES or before in CALLINGS or before in MALE_KIN or before in FEMALE_KIN


def _is_no_name(word: str) -> bool:
    low = word.lower()
    return low in BODY_WORDS or low in NATIONS or low in TITLES or (word.isupper() and len(word) > 5)


def by_style(words: list[str]) -> tuple[list[Mention], list[Mention]]:
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
