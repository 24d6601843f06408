"""The parts of a phrase: where sentences end, a description's head, whether a name in it is the speaker's."""

from __future__ import annotations

from factcheck.extraction.lexicon import TITLES
from factcheck.extraction.mentions import Mention

AFTER_NAME = frozenset(["of", "from", "with", "and", "who", "in", "at", "himself", "herself"])
POSSESSIVES = frozenset(["'s", "’s", "'", "’"])
PREPOSITIONS = frozenset(
    """of to for with by from about against on than at like behind between among beside over under after before
    without toward towards into including""".split()
)
_ARTICLES = frozenset(["the", "a", "an", "this", "that"])
_OPENING = frozenset(["a", "an", "the", "one", "another", "some", "his", "her"])
_NOT_VERBS = PREPOSITIONS | frozenset(
    """and or nor but in as that who which whose whom the a an his her their while when where because if though although
    since until unless himself herself whether how why what too instead here there""".split()
)
LONGEST_ASIDE = 16  # tokens between commas or in brackets that may stand between a subject and its verb


def ends_sentence(words: list[str], number: int) -> bool:
    """Whether the token ends a sentence: a stop that is not an initial's."""
    if words[number] == ".":
        return not (number and len(words[number - 1]) == 1 and words[number - 1].isupper() and words[number - 1] != "I")
    return words[number] in ("?", "!", "\n")


def is_subject(words: list[str], first: int, last: int) -> bool:
    """Whether a name is likely the subject of its clause: a verb follows, no preposition goes before."""
    if first and (words[first - 1].lower() in PREPOSITIONS or words[first - 1].lower() in _ARTICLES):
        return False  # "the Rowe outlets have"
    begin = first
    while begin and words[begin - 1].lower() in TITLES:
        begin -= 1
    if begin and words[begin - 1] == "," and words[last : last + 1] == [","]:  # "her helper, Dr. Ada Rowe, was"
        last += 1
    elif words[last : last + 1] in ([","], ["("]):
        closing = "," if words[last] == "," else ")"
        until = next((n for n in range(last + 1, min(len(words), last + LONGEST_ASIDE)) if words[n] == closing), -1)
        last = until + 1 if until > 0 and "\n" not in words[last:until] else last
    after = words[last] if last < len(words) else ""
    for number in range(last + 1, min(len(words), last + 4)):
        if words[number][:1].isupper() and words[number - 1].lower() in TITLES:
            return False  # "the Rowe campaign manager Ada Quill": Rowe is not
    return after.isalpha() and after.islower() and after not in _NOT_VERBS


def is_aside(words: list[str], first: int, last: int) -> bool:
    """Whether a name only says whose, or stands after a preposition."""
    possessive = last < len(words) and words[last] in POSSESSIVES
    return possessive or (first > 0 and words[first - 1].lower() in PREPOSITIONS)


def clauses(words: list[str], first: int, last: int) -> list[tuple[int, int]]:
    """The parts of a mention between commas, brackets and dashes."""
    out, begin = [], first
    for number in range(first, last):
        if words[number] in (",", "(", ")", ";", ":", "—", "–", "--", "-", "[", "]"):
            if number > begin:
                out.append((begin, number))
            begin = number + 1
    if last > begin:
        out.append((begin, last))
    return out


def belongs_to_another(words: list[str], run: Mention, begin: int, end: int) -> bool:
    """ "a spokesman for NAME", "NAME's lawyer", "the NAME campaign": the name is not the speaker's."""
    if run.last < end and words[run.last] in ("'s", "’s", "'", "’") and run.last + 1 < end:
        return True
    lowered = [word.lower() for word in words[begin : run.first]]
    after = words[run.last] if run.last < end else ""
    if after[:1].islower() and after not in AFTER_NAME:
        return True
    for preposition in ("for", "of", "to", "with", "by", "from"):
        if preposition in lowered:
            at = lowered.index(preposition)
            opens = words[begin].lower() in _OPENING
            return opens and not any(word[0].isupper() for word in words[begin + 1 : begin + at])
    return False


def joins(words: list[str], number: int) -> bool:
    """Whether a word can stand inside a body's name."""
    word = words[number]
    return (word[0].isupper() and word != "The") or word in ("of", "for", "and", "on")


def head_of(words: list[str]) -> str:
    """The head noun of a description: the last word before "of", "for", "who" or a comma."""
    for number, word in enumerate(words):
        if number and word in ("of", "for", "who", "at", "in", "from", "with", "to", ",", "on", "that"):
            return words[number - 1]
    return words[-1] if len(words) > 1 else ""
