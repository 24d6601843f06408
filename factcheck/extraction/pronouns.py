"""Whom "he", "she" or "the candidate" stands for: the person of the right sex who is most in view.

In view is who spoke last, who is the subject of the sentence before, who was asked; how far off a name
stands is counted in the words outside quotation marks, since a long quote does not change the speaker.
"""

from __future__ import annotations

from bisect import bisect_left
from itertools import accumulate

from factcheck.extraction.lexicon import BODY_WORDS, NATIONS, PLACE_OPENERS, PLACE_WORDS, TITLES
from factcheck.extraction.names import People, Person
from factcheck.extraction.phrases import ends_sentence, is_aside, is_subject
from factcheck.extraction.tokens import Tokens

REACH = 400  # tokens that a pronoun looks back
MOST_LOOKED = 120  # names that it looks at
LATER = 60  # words outside quotation marks within which who is named only after "he said" is meant
LAST_SPOKE = 150  # tokens within which the last speaker is still in view
# How much more in view a person is for being named in the sentence, or the paragraph, as the first or the subject of a
# sentence, for having spoken last, before "he added", for having been asked; less for being far, or only an owner.
IN_SENTENCE, IN_PARAGRAPH, FAR = 2.0, 1.5, 45.0
OPENS, SUBJECT, ASIDE, QUOTED = 1.0, 0.5, 0.5, 3.0
SPOKE, GOES_ON, ASKED, SEX, OFTEN = 2.5, 1.5, 2.0, 1.0, 1.0
TOPIC = 2.0  # for being what a sentence of the paragraph is about
OPENING = 16  # tokens from the beginning of a sentence within which its topic is named
HOLDS = 5.0  # for being called that: "the senator"
_CONTINUES = ("add", "continu", "went on", "goes on", "conclud", "also")
_ASKS = ("ask", "question", "press", "interview")


class InView:
    """The persons of one article as they come into view and out of it again; `cue` is that of the words at hand."""

    def __init__(self, tokens: Tokens, people: People) -> None:
        self.tokens = tokens
        self.people = people
        self.last: tuple[int, Person] | None = None
        self.cue, self.cue_end = "", 0
        self.asked: Person | None = None
        self.questioner: Person | None = None  # who spoke last, if it was a question
        self.before: Person | None = None  # who spoke before that
        self.passing: Person | None = None  # who passes on the words at hand, and so is not their speaker
        self._starts = [first for first, _, _ in people.ordered]
        self._outside = [0, *accumulate(not mark for mark in tokens.quoted)]  # words outside marks before each token

    def spoke(self, at: int, person: Person) -> None:
        """Note who spoke at token `at`, and whom he asked, if he did."""
        if self.last is not None and self.last[1] is not person:
            self.before = self.last[1]
        self.last = (at, person)
        self.questioner = person if self.cue.startswith(_ASKS) else None
        self.asked = self.told() if self.cue.startswith(_ASKS) else None

    def last_without_sex(self, at: int) -> str | None:
        """The name of who spoke last, where nothing says that it is a person's: "Harrow Mills", for "the company"."""
        if self.last is None or at - self.last[0] >= LAST_SPOKE:
            return None
        person = self.last[1]
        return person.name if person.sex is None and not person.roles else None

    def told(self) -> Person | None:
        """The person named right after the cue: whom somebody asked or told."""
        number = bisect_left(self._starts, self.cue_end)
        if self.cue and number < len(self._starts) and self._starts[number] <= self.cue_end + 2:
            between = self.tokens.words[self.cue_end : self._starts[number]]
            if all(word[0].isupper() or word.lower() in TITLES or word == "." for word in between):
                return self.people.people[self.people.ordered[number][2]]
        return None

    def antecedent(self, at: int, sex: str | None, holders: set[int] | None = None) -> Person | None:
        """The person of that sex (of either, where None) most in view at token `at`; rather one of `holders`."""
        best: tuple[float, Person] | None = None
        begins = self.begins(at)
        number = bisect_left(self._starts, at) - 1
        looked, told = 0, self.told()
        while number >= 0 and self.far(self._starts[number], at) < REACH and looked < MOST_LOOKED:
            first, last, which = self.people.ordered[number]
            number, looked = number - 1, looked + 1
            person = self.people.people[which]
            if (sex and person.sex not in (None, sex)) or is_place(person) or person is told or person is self.passing:
                continue
            score = self._view((first, last), at, person, sex, begins)
            score += HOLDS if holders and which in holders else 0.0
            if best is None or score > best[0]:
                best = (score, person)
        if best is None and sex and (not self._starts or self._starts[0] > at):
            return self._named_later(at, sex)
        return best[1] if best else None

    def _named_later(self, at: int, sex: str) -> Person | None:
        """Who is named first after token `at`, where nobody is before: "It broke," he said. Tom Dale had ..."""
        for first, _, which in self.people.ordered[:MOST_LOOKED]:
            person = self.people.people[which]
            if self.far(at, first) > LATER:
                break
            if person.sex in (None, sex) and not is_place(person):
                return person
        return None

    def seen(self, person: Person, at: int) -> int:
        """The last token before `at` at which a person was named or spoke."""
        number = bisect_left(person.mentions, at, key=lambda mention: mention.first) - 1
        named = person.mentions[number].first if number >= 0 else -1
        return max(named, self.last[0]) if self.last is not None and self.last[1] is person else named

    def far(self, first: int, at: int) -> int:
        """How many words outside quotation marks stand between two tokens."""
        return self._outside[at] - self._outside[first]

    def _view(self, where: tuple[int, int], at: int, person: Person, sex: str | None, begins: tuple[int, int]) -> float:
        """How much in view a person named at these tokens is; a pronoun for the last speaker counts as a name."""
        first, last = where
        spoke = self.last is not None and self.last[1] is person and self.far(self.last[0], at) < LAST_SPOKE
        seen = max(first, self.last[0]) if spoke and self.last else first
        score = IN_SENTENCE if seen >= begins[0] else IN_PARAGRAPH if seen >= begins[1] else 0.0
        score -= self.far(seen, at) / FAR
        words = self.tokens.words
        aside = is_aside(words, first, last)
        opens = not aside and self._opens_sentence(first)
        does = not aside and is_subject(words, first, last)
        score += OPENS if spoke or opens else 0.0
        score += SUBJECT if does else -ASIDE if aside else 0.0
        answered = self.last is not None and self.last[1] is not person and self.last[0] > first
        if opens and does and begins[1] <= first and self._is_topic(first):
            score += TOPIC / 2 if answered else TOPIC
        score -= QUOTED if self.tokens.quoted[first] and not spoke else 0.0
        if spoke:
            score += SPOKE + (GOES_ON if self.cue.startswith(_CONTINUES) else 0.0)
            score -= ASKED if self.asked is not None else 0.0
        score += ASKED if person is self.asked else 0.0
        score += SEX if sex and person.sex == sex else 0.0
        return score + OFTEN * min(len(person.mentions), 10) / 10

    def begins(self, at: int) -> tuple[int, int]:
        """Where the sentence and the paragraph of token `at` begin."""
        words = self.tokens.words
        sentence = paragraph = at
        while paragraph > 0 and words[paragraph - 1] != "\n" and at - paragraph < REACH:
            paragraph -= 1
        while sentence > paragraph and not ends_sentence(words, sentence - 1):
            sentence -= 1
        return sentence, paragraph

    def _is_topic(self, first: int) -> bool:
        """Whether the name stands near the beginning of its sentence, and in no quote."""
        words, floor = self.tokens.words, max(0, first - OPENING)
        near = floor == 0 or any(ends_sentence(words, at) for at in range(first - 1, floor, -1))
        return near and not self.tokens.quoted[first]

    def _opens_sentence(self, first: int) -> bool:
        """Whether no other person is named before this one in the sentence: likely its subject."""
        number = bisect_left(self._starts, first) - 1
        words = self.tokens.words
        if number >= 0 and words[self.people.ordered[number][1] : self.people.ordered[number][1] + 1] in (
            ["'s"],
            ["’s"],
        ):
            number -= 1  # "Quill's mother, Ada, was"
        previous = self._starts[number] if number >= 0 else -1
        for at in range(first - 1, max(previous, first - 40), -1):
            if ends_sentence(words, at):
                return True
        return previous < 0 or first - previous > 40

    def names_end(self, begin: int, end: int) -> bool:
        """Whether somebody's name ends between two tokens: "Ada Rowe, 66, a worker"."""
        return any(begin <= last < end for _, last, _ in self._named(begin - 8, end))

    def _named(self, begin: int, end: int) -> list[tuple[int, int, int]]:
        """Where persons are named between two tokens: first and last token, and the person's number."""
        return self.people.ordered[bisect_left(self._starts, begin) : bisect_left(self._starts, end)]

    def only_one(self, at: int) -> Person | None:
        """Whoever spoke last, if nobody else was named since: "the former teacher"; after a question who was asked."""
        if self.last is not None and self.last[1] is self.questioner:
            return self.before if self.before is not self.questioner else None
        number = bisect_left(self._starts, at) - 1
        paragraph = self.begins(at)[1]
        here = [one for one in self._named(paragraph, at) if not self.tokens.quoted[one[0]]]
        does = any(is_subject(self.tokens.words, first, last) for first, last, _ in here)
        if does and len({which for _, _, which in here}) == 1:  # "Ada Rowe was gracious. ... said the Swede"
            return self.people.people[here[0][2]]
        if number < 0 or self.last is None or at - self.last[0] > LAST_SPOKE:
            return None
        while number >= 0 and self._starts[number] >= self.last[0] - 1:
            if self.people.people[self.people.ordered[number][2]] is not self.last[1]:
                return None
            number -= 1
        return self.last[1]


def is_place(person: Person) -> bool:
    """Whether a name is a place's or a body's after all."""
    last = person.words[-1].lower()
    first = person.words[0].lower()
    if last in NATIONS and person.sex is None:
        return True
    return last in BODY_WORDS or last in PLACE_WORDS or first in PLACE_OPENERS
