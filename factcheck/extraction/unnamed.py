"""Persons without a name whom "he" or "she" may stand for: "A woman wept. ... she said", "my mother ... she said".

Whoever was spoken of like this last, since anybody of that sex was named, is meant: better nobody than another.
"""

from __future__ import annotations

from factcheck.extraction.callings import is_calling
from factcheck.extraction.lexicon import FEMALE_KIN, MALE_KIN
from factcheck.extraction.phrases import PREPOSITIONS, ends_sentence
from factcheck.extraction.tokens import Tokens

REACH = 60  # tokens outside quotation marks that are looked at
FARTHEST = 600  # tokens, inside them or not
LONGEST = 4  # words from "a" to its noun

_DETERMINERS = frozenset(["a", "an", "one", "another"])
_OWNERS = frozenset(["my", "your", "our"])
MEN = MALE_KIN | frozenset("man boy gentleman spokesman fisherman policeman businessman salesman guy bloke lad".split())
WOMEN = FEMALE_KIN | frozenset("woman girl lady spokeswoman policewoman businesswoman saleswoman nun lass".split())
_EITHER = frozenset(
    """resident witness neighbor neighbour passenger student teacher nurse doctor driver shopper official aide voter
    protester demonstrator soldier officer guard worker customer visitor patient survivor onlooker bystander reporter
    pensioner farmer teenager supporter fan member employee staffer colleague friend activist""".split()
)


def sex_fits(noun: str, sex: str) -> bool:
    """Whether somebody called so can be a "he" ("m") or a "she" ("f")."""
    noun = noun.lower()
    return noun in (MEN if sex == "m" else WOMEN) or noun in _EITHER


def described_subject(tokens: Tokens, floor: int, at: int) -> tuple[int, int] | None:
    """ "The mayor", or "the former mayor", that opens a sentence of the paragraph between `floor` and token `at`."""
    words, number = tokens.words, at - 1
    while number > floor and at - number < REACH and words[number] != "\n":
        if words[number] == "The" and not tokens.quoted[number] and _opens(words, number):
            for end in (number + 2, number + 3):
                if words[end - 1 : end] and _is_role(words[end - 1]) and not words[end][:1].isupper():
                    return number, end
        number -= 1
    return None


def unnamed_subject(tokens: Tokens, floor: int, at: int, sex: str) -> tuple[int, int] | None:
    """The noun phrase after token `floor` that opens a sentence, names nobody and can be meant at token `at`."""
    words, seen, found = tokens.words, 0, None
    number, floor = at - 1, max(floor, at - FARTHEST)
    while number > floor and seen < REACH and words[number] != "\n":
        seen += not tokens.quoted[number]
        low = words[number].lower()
        if low in _DETERMINERS | _OWNERS and not tokens.quoted[number] and _opens(words, number):
            end = _phrase(words, number, low in _OWNERS, sex)
            if end is not None:
                found = (number, end)
                break
        number -= 1
    return found


def _is_role(noun: str) -> bool:
    """Whether a noun tells one of several persons; "the teenager" does not."""
    return is_calling(noun) and noun not in _EITHER


def _opens(words: list[str], number: int) -> bool:
    return number == 0 or ends_sentence(words, number - 1) or words[number - 1] in ("”", '"')


def _phrase(words: list[str], first: int, owned: bool, sex: str) -> int | None:
    """Where "a young woman" ends; None where it is no such phrase, or a name follows it."""
    for end in range(first + 1, min(len(words), first + LONGEST + 1)):
        if not words[end].isalpha() or words[end][0].isupper() or words[end] in PREPOSITIONS:
            return None
        if sex_fits(words[end], sex) and (not owned or words[end] in MALE_KIN | FEMALE_KIN):
            after = words[end + 1 : end + 3]
            named = any(word[:1].isupper() for word in after[: 1 + (after[:1] == [","])])
            noun_follows = after[:1] and sex_fits(after[0], sex)
            return None if named or noun_follows else end + 1
    return None
