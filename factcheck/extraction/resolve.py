"""Whose name a mention stands for: "he", "Ban", "the spokesman", "Russia" made sources of the article.

A name is looked up among the persons of the article. A pronoun goes to the person of the right sex who
is nearest and most in view: the last speaker, the subject of the sentence before. A description with
"the" goes to the person so described. Descriptions without a name stay what they are, unnamed.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cached_property

from factcheck.extraction.anonymity import is_anonymous
from factcheck.extraction.attributed import Attribution, Part
from factcheck.extraction.bodies import COMPANIES, Bodies, called_lately
from factcheck.extraction.body_names import BodyNames
from factcheck.extraction.byline import author_of
from factcheck.extraction.callings import is_calling, is_native
from factcheck.extraction.describing import PARTIES, Descriptions
from factcheck.extraction.handles import Handles
from factcheck.extraction.labels import Labels
from factcheck.extraction.lexicon import BODY_WORDS, DOCUMENTS, NATIONS, TITLES, common_words
from factcheck.extraction.mentions import Mention, name_runs
from factcheck.extraction.names import People, Person
from factcheck.extraction.phrases import (
    POSSESSIVES,
    belongs_to_another,
    clauses,
    ends_sentence,
    head_of,
    is_subject,
    joins,
)
from factcheck.extraction.pronouns import InView
from factcheck.extraction.relations import COUPLES, SPOUSES, Relations
from factcheck.extraction.resolved import Resolved, as_person
from factcheck.extraction.tokens import Tokens
from factcheck.extraction.unnamed import described_subject, sex_fits, unnamed_subject
from factcheck.extraction.utterances import SEEN_BY, author, is_bare, made_by

HE, SHE = frozenset(["he", "him", "his"]), frozenset(["she", "her", "hers"])
THEY = frozenset(["they", "them", "their", "it", "its", "we", "us", "our", "i", "me", "my", "you", "both", "some"])
RELATIVE = frozenset(["who", "which", "that", "whom", "whose"])
_OPENS_CLAUSE = frozenset(["who", "which", "whom", "whose"])
_DETERMINERS = frozenset("a an the his her their its our one another some any two three several many most".split())
_LINKS = frozenset("of on at in from for with near by to".split())
_LONGEST_PHRASE = 12  # tokens of a noun phrase that "who" may stand for

_PERSON_NOUNS = (TITLES - {"campaign", "crown", "head"}) | frozenset(
    """official officials aide aides source sources man woman person people resident residents voter voters
    expert experts critic critics supporter supporters spokesmen reporter reporters others senior""".split()
)
# "the candidate" is somebody the reader knows by name; "the spokesman" often is not.
_PROMINENT = frozenset(
    """candidate nominee president senator governor congressman congresswoman businessman billionaire mogul secretary
    mayor speaker lawmaker democrat republican minister chancellor premier pope author actor actress singer
    professor coach frontrunner front-runner president-elect contender politician diplomat star""".split()
)

_ONCE = frozenset("former retired veteran young old one-time ex".split())
_SPEAK_FOR = frozenset(["office", "campaign", "team", "administration", "camp", "government"])  # "Quill's office"
# Who is called so is rarely somebody who was named.
_ANYBODY = frozenset("man woman person source official resident voter witness aide expert critic supporter".split())
_AUXILIARIES = frozenset("will would has had have is was did does can could may might shall should".split())
_BODY_HEADS = BODY_WORDS - {"report", "study", "poll", "survey", "act", "memo"}
QUANTIFIERS = frozenset(
    """some many most several few all both another other others one two three four five six only more half none
    any no each every members people critics experts analysts voters recent new""".split()
)
_TRAILING = re.compile(r"[\s,]+(?:who|which|that|whose)(?:\s.*)?$", re.DOTALL)
COMPANY_REACH = 150  # tokens within which a name is looked for that "the company" stands for
_EDGES = " \t\r\n\u00a0,.;:\"“”'‘’()[]-–—"


class Resolver:
    """Resolves the mentions of one article, in the order in which they stand."""

    def __init__(self, text: str, tokens: Tokens) -> None:
        self.text = text
        self.tokens = tokens
        self.people = People(tokens)
        self._starts = [first for first, _, _ in self.people.ordered]
        self._names = BodyNames(tokens.words)
        self._described_before: dict[str, Resolved] = {}
        self._unnamed_at: dict[str, int] = {}
        self._descriptions = Descriptions(tokens.words, self.people)
        self._latest: tuple[int, Resolved] | None = None
        self._newest: Resolved | None = None
        self._nameless: tuple[int, str, Resolved] | None = None  # who spoke last without a name: where, and called what
        self._relations = Relations(tokens.words, self.people)
        self._view = InView(tokens, self.people)
        self._spoken = Bodies(tokens.words)
        self._labels = Labels(text, tokens, self.people)
        self._handles = Handles(text, tokens, self.people)

    def resolve(self, item: Attribution) -> Resolved:
        """Return whose name the source of `item` stands for."""
        if item.source is None:
            return Resolved(None, None)
        if item.labelled:
            name, person = self._labels.whose(*item.source)
            return Resolved(name, name, "person", False, person)
        self._view.passing = self._at(item.via) if item.via else None
        self._view.cue = self.text[slice(*item.cue)].lower() if item.cue else ""
        self._view.cue_end = self.tokens.index(item.cue[1] - 1) + 1 if item.cue and self.tokens.ends else 0
        start, end = item.source
        mention = self.text[start:end]
        if not self.tokens.ends or end > self.tokens.ends[-1]:  # beyond what was read as tokens
            name = mention if mention[:1].isupper() and mention.lower() not in HE | SHE | THEY else None
            return Resolved(name, name)
        first, last = self.tokens.index(start), self.tokens.index(max(start, end - 1)) + 1
        handle = self._handles.whose(start, end)
        found = Resolved(handle[0], handle[0], "person", False, handle[1]) if handle else self._of(mention, first, last)
        if found.person is not None and mention == "I":  # the author, whom nobody calls "she"
            pass
        elif found.person is not None:
            self._view.spoke(first, found.person)
            self._spoken.remember_called(first, found.person.name, self.tokens.words[first:last])
        elif found.name is not None and found.kind in ("organisation", "document"):
            self._spoken.remember(first, found.name, self.tokens.words[first:last])
        self._newest = found
        apposed = first > 0 and self.tokens.words[first - 1] == "," and self._view.names_end(first - 4, first)
        if found.name is None and found.entity is not None and found.kind == "person" and not apposed:
            self._nameless = (first, head_of(self.tokens.words[first:last]), found)
        if found.name is not None:
            self._latest = (first, found)
        if found.name is None and found.entity is not None:
            found = self._unnamed(mention, found, end, first)
        return found

    def _at(self, part: Part) -> Person | None:
        """The first person named within a part of the text."""
        if not self.tokens.ends:
            return None
        first, last = self.tokens.index(part[0]), self.tokens.index(part[1] - 1) + 1
        return next((p for n in range(first, last) if (p := self.people.by_mention.get(n)) is not None), None)

    def _unnamed(self, mention: str, found: Resolved, end: int, first: int) -> Resolved:
        """One source for "a senior official who ..." and "the official" after it."""
        words = (found.entity or mention).lower().split()
        head = head_of([word.strip(_EDGES) for word in words])
        earlier = self._described_before.get(head)
        if earlier is not None and words[0] in ("the", "this", "that"):
            return Resolved(None, earlier.entity, earlier.kind, earlier.anonymous)
        found.anonymous = is_anonymous(self.text, mention, end)
        if head and words[0] not in ("the", "this", "that"):
            self._described_before[head] = found
            self._unnamed_at[head] = first
        return found

    def name_of(self, start: int, end: int) -> str | None:
        """Return the name that the words from `start` to `end` stand for, or None."""
        return self.resolve(Attribution(source=(start, end))).name

    def _of(self, mention: str, first: int, last: int) -> Resolved:
        low = mention.strip(_EDGES).lower()
        if low[:4] in ("he's", "he’s") or low[:5] in ("she's", "she’s"):  # "She's a supporter but says"
            low = low[: 2 + (low[0] == "s")]
        if low in HE or low in SHE:
            return self._pronoun(first, "m" if low in HE else "f")
        if low in RELATIVE:
            return self._before(first) if low.startswith("who") else self._document_before(first)
        if low in THEY:
            return self._author(first) if low == "i" else self._they(low, first)
        if self.tokens.words[first].lower() in _OPENS_CLAUSE:
            inner = self._named(first + 1, last) if last - first > 1 else None  # "whom Marlow called"
            return inner or self._before(first)
        whole, last = last, self._without_clause(first, last)
        whose = author(self.tokens.words, first, last)
        if whose is not None:
            of_whom = self._of(self.text[self.tokens.starts[whose[0]] : self.tokens.ends[whose[1] - 1]], *whose)
            if of_whom.name is not None:
                return of_whom
        bare = self._latest is not None and is_bare(self.tokens.words, first, last)
        if bare and self._latest and made_by(self.tokens.words, first, last, self._latest[0]):
            return self._latest[1]
        mention = self.text[self.tokens.starts[first] : self.tokens.ends[last - 1]]
        if SEEN_BY.match(mention):
            return Resolved(None, mention, "document")
        related = self._related(first, last)
        if related is not None:
            return related
        if self._is_titled(first, last):
            return self._described(mention, first, last)
        return self._named(first, last) or self._apposed(last, whole) or self._described(mention, first, last)

    def _pronoun(self, first: int, sex: str) -> Resolved:
        """Whom "he" or "she" stands for: a person with a name, or who was spoken of since without one."""
        person = self._view.antecedent(first, sex)
        since = self._view.seen(person, first) if person else -1
        if self._nameless is not None and self._nameless[0] > since and sex_fits(self._nameless[1], sex):
            return Resolved(None, self._nameless[2].entity, "person", self._nameless[2].anonymous)
        called = described_subject(self.tokens, max(0, since), first)
        if called is not None:
            low = [word.lower() for word in self.tokens.words[called[0] : called[1]]]
            other = self._person_described(low, low[-1], called[0])
            if other is not None and other.sex in (None, sex):
                return as_person(other)
        phrase = unnamed_subject(self.tokens, max(0, since), first, sex)
        if phrase is None:
            return as_person(person)
        entity = self.text[self.tokens.starts[phrase[0]] : self.tokens.ends[phrase[1] - 1]]
        return Resolved(None, entity, "person")

    def _subject_before(self, first: int) -> str | None:
        """The body that the sentence before is about: "The board disagreed. It ruled"."""
        words = self.tokens.words
        sentence = self._view.begins(first)[0]
        opens = self._view.begins(sentence - 1)[0] if sentence == first and first > 1 else first
        if words[opens] != "The" or first - opens > 40:
            return None
        head = words[opens + 1].lower()
        return self._spoken.described(head, opens) or self._run_called(head, opens) if head in _BODY_HEADS else None

    def _run_called(self, head: str, at: int) -> str | None:
        """The body in full that was called lately by that word: "Harbor Board"."""
        run = called_lately(self.tokens.words, head, at)
        if run is None:
            return None
        called = self.text[self.tokens.starts[run[0]] : self.tokens.ends[run[1] - 1]]
        return self._names.fullest(called, run[0])

    def _they(self, low: str, first: int) -> Resolved:
        """Which body "it" or "they" stands for: the last that spoke, "they" only right after it did."""
        body = self._subject_before(first) or self._spoken.it(first) if low == "it" else None
        if low == "they" and self._latest is not None and self._latest[1] is self._newest:
            body = self._latest[1].name if self._latest[1].kind == "organisation" else None
        return Resolved(body, body, "organisation") if body else Resolved(None, None)

    def _apposed(self, first: int, last: int) -> Resolved | None:
        """The name that ends a mention after a relative clause: "one of the drivers who came late, Ada Rowe"."""
        words = self.tokens.words
        comma = max((number for number in range(first, last) if words[number] == ","), default=-1)
        run = next((run for run in name_runs(words, comma + 1, last) if run.last == last), None) if comma >= 0 else None
        if run is None or any(words[n][0].islower() and words[n] not in TITLES for n in range(comma + 1, run.first)):
            return None
        person = self._person(run, comma + 1, last)
        return as_person(person) if person else None

    def _author(self, first: int) -> Resolved:
        """Whose "I" it is: the author's, as the by-line names him, where the word stands outside quotation marks."""
        where = author_of(self.text) if not self.tokens.quoted[first] else None
        if where is None:
            return Resolved(None, None)
        at = self.tokens.index(where[0])
        person = self.people.by_mention.get(at)
        name = self.text[slice(*where)]
        name = " ".join(word.capitalize() for word in name.split()) if name.isupper() else name
        return as_person(person) if person else Resolved(name, name, "person")

    def _related(self, first: int, last: int) -> Resolved | None:
        """Who "her husband", "the couple" or "the younger Quill" is; None if it is no such phrase."""
        words = self.tokens.words[first:last]
        low = [word.lower() for word in words]
        if len(words) == 2 and low[0] in ("his", "her") and low[1] in SPOUSES:
            person = self._relations.spouse(self._view.antecedent(first, "m" if low[0] == "his" else "f"), low[1])
            return as_person(person) if person else None
        if low[0] == "the" and low[1:] and low[1] in COUPLES and len(words) == 2:
            both = self._relations.couple(first)
            name = " and ".join(person.name for person in both)
            return Resolved(name, name, "group") if both else None
        person = self._relations.by_age(words) if 1 < len(words) < 5 else None
        return as_person(person) if person else None

    def _is_titled(self, first: int, last: int) -> bool:
        """Whether it is "the Vermont Republican" or "the President": a description with capitals, no name."""
        words = self.tokens.words
        head = words[last - 1].lower()
        if words[first].lower() != "the" or last - first < 2:
            return False
        return head in PARTIES or head in _PROMINENT or (last - first == 2 and is_native(words[last - 1]))

    def _without_clause(self, first: int, last: int) -> int:
        """Where a mention ends before its relative clause: in "the minister, who met X" X is not the source."""
        words = self.tokens.words
        for number in range(first + 1, last):
            if words[number].lower() in _OPENS_CLAUSE:
                while number - 1 > first and (
                    words[number - 1] in (",", "of") or words[number - 2 : number - 1] == [","]
                ):
                    number -= 1
                return number
        return last

    # -------------------------------------------------------------- names

    def _named(self, first: int, last: int) -> Resolved | None:
        """The person or body that a mention names."""
        words = self.tokens.words
        if last - first == 1 and first in self.people.by_mention:
            return as_person(self.people.by_mention[first])
        for begin, end in clauses(words, first, last):
            found = [
                person
                for run in name_runs(words, begin, end)
                if not belongs_to_another(words, run, begin, end) and (person := self._person(run, begin, end))
            ]
            if len(found) > 1 and found[0] is not found[1] and "and" in words[begin:end]:
                both = " and ".join(dict.fromkeys(person.name for person in found))
                return Resolved(both, both, "group")
            if found:
                return as_person(found[0])
        for begin, end in clauses(words, first, last):
            if any(self._is_proper(number) for number in range(begin, end)):
                return None if self._of_another(begin, end) else self._body(begin, end)
        return None

    def _of_another(self, begin: int, end: int) -> bool:
        """ "NAME's doctor", "the ad with footage of NAME": a thing or person of somebody who is named."""
        words = self.tokens.words
        named = [
            run for run in name_runs(words, begin, end) if len(run.words) > 1 or run.first in self.people.by_mention
        ]
        owned = any(run.last + 1 < end and words[run.last] in ("'s", "’s") for run in named)
        if owned and words[end - 1][0].islower():
            return words[end - 1] not in _SPEAK_FOR or end - begin > 6
        opens = words[begin].lower() in ("the", "his", "her", "their") and words[begin + 1 : begin + 2]
        return bool(named and opens and words[begin + 1][0].islower() and not _is_body(words[begin + 1 : end]))

    def _person(self, run: Mention, begin: int, end: int) -> Person | None:
        person = self.people.by_mention.get(run.first) or self.people.find(run.words, run.first, run.sex)
        if person is None or (len(run.words) == 1 and not run.role and _is_body(self.tokens.words[begin:end])):
            return None
        return person

    @cached_property
    def _written_small(self) -> frozenset[str]:
        """The words that the article writes without a capital anywhere."""
        return frozenset(filter(str.islower, self.tokens.words))

    def _is_proper(self, number: int) -> bool:
        """Whether a word has its capital for being a name's, and not for opening a sentence."""
        word = self.tokens.words[number]
        if not word[0].isupper() or word.lower() in ("the", "a", "an"):
            return False
        opens = number == 0 or self.tokens.words[number - 1] in (".", "?", "!", "\n", "“", '"', "''", ":")
        low = word.lower()
        return not opens or (low not in common_words() and low not in QUANTIFIERS and low not in self._written_small)

    def _body(self, first: int, last: int) -> Resolved | None:
        """A body, a country, a document or a person with one name: called as it stands, without article."""
        words = self.tokens.words
        if words[first].lower() in ("a", "an") or words[first].lower() in QUANTIFIERS:
            return None
        if words[first].lower() == "the" and last - first > 1:
            first += 1
        while last > first and words[last - 1] in POSSESSIVES:
            last -= 1
        tail = words[last - 1].lower() if last > first else ""
        if not tail or (words[last - 1][0].islower() and (_is_persons(tail) or not _names_body(tail))):
            return None
        first, last = self._names.proper(first, last)
        if not self._names.is_called(first, last):
            return None
        known = self._names.fullest(self.text[self.tokens.starts[first] : self.tokens.ends[last - 1]], first)
        return Resolved(known, known, "document" if words[last - 1].lower() in DOCUMENTS else "organisation")

    def _before(self, at: int) -> Resolved:
        """Whom "who" stands for: the name or description that ends right before it, or the nearest name."""
        sentence, _ = self._view.begins(at)
        number = bisect_left(self._starts, at) - 1
        end = at
        while end > sentence and self.tokens.words[end - 1] == ",":
            end -= 1
        begin = self._phrase(sentence, end)
        named = number >= 0 and self.people.ordered[number][1] == end
        if begin is not None and not named:
            mention = self.text[self.tokens.starts[begin] : self.tokens.ends[end - 1]]
            return self._named(begin, end) or self._described(mention, begin, end)
        if number >= 0 and self._starts[number] >= sentence:
            return as_person(self.people.people[self.people.ordered[number][2]])
        return Resolved(None, None)

    def _document_before(self, at: int) -> Resolved:
        """What "which" or "that" stands for, where it is a document of a body: "the Harbor Board report, which"."""
        end = at
        while end > 0 and self.tokens.words[end - 1] == ",":
            end -= 1
        begin = self._phrase(self._view.begins(at)[0], end)
        if begin is None or self.tokens.words[end - 1].lower() not in DOCUMENTS:
            return Resolved(None, None)
        return self._of(self.text[self.tokens.starts[begin] : self.tokens.ends[end - 1]], begin, end)

    def _phrase(self, sentence: int, end: int) -> int | None:
        """Where the noun phrase that ends before token `end` begins: "a foreman on the site"; None without article."""
        words, begin = self.tokens.words, None
        for number in range(end - 1, max(sentence, end - _LONGEST_PHRASE) - 1, -1):
            word = words[number].lower()
            if not word[0].isalnum() or (begin is not None and number < begin - 5):
                break
            if word in _DETERMINERS:
                begin = number
                if number == sentence or words[number - 1].lower() not in _LINKS:
                    break
        return begin

    # -------------------------------------------------------------- descriptions

    def _described(self, mention: str, first: int, last: int) -> Resolved:
        last = self._without_verb(first, last)
        words = [word.lower() for word in self.tokens.words[first:last]]
        head = head_of(words)
        person = self._person_described(words, head, first)
        if person is not None:
            return as_person(person)
        if head in ("television", "tv", "radio") and words[0] not in ("a", "an"):
            station = self._names.fullest(" ".join(word for word in mention.split() if word.lower() != "the"), first)
            return Resolved(station, station, "organisation")
        if words and words[0] in ("the", "this", "that") and head in _BODY_HEADS and "editorial" not in words:
            called = self._run_called(head, first)
            if called is not None:
                return Resolved(called, called, "organisation")
        if words and (words[0] in ("the", "this", "that") or words[0] == head):
            body = self._spoken.described("editorial" if "editorial" in words else head, first)
            if body is None and head in COMPANIES:
                body = self._view.last_without_sex(first) or self._subject_body(first)
            body = self._names.fullest(body, first) if body is not None else None
            if body is not None:
                return Resolved(body, body, "organisation")
        plain = _TRAILING.sub("", mention.strip(_EDGES))
        kind = "document" if head in DOCUMENTS else "organisation" if head in BODY_WORDS else "group"
        if head in _PERSON_NOUNS and not head.endswith("s"):
            kind = "person"
        if kind == "group" and words and words[0] in ("a", "an") and not head.endswith(("s", "group", "team", "crowd")):
            kind = "person"
        return Resolved(None, plain or None, kind)

    def _without_verb(self, first: int, last: int) -> int:
        """Where a description ends that takes in the verb after it: "the senator will"."""
        while last - first > 1 and self.tokens.words[last - 1].lower() in _AUXILIARIES:
            last -= 1
        return last

    def _person_described(self, words: list[str], head: str, at: int) -> Person | None:
        """The person whom "the spokesman", "his wife", "the Vermont senator", "the 46-year-old" stands for."""
        if not head or head in BODY_WORDS or head in DOCUMENTS or (head.endswith("s") and head[:-1] in _PERSON_NOUNS):
            return None
        if words[0] not in ("the", "his", "her", "their", "its"):
            owner = any(word in POSSESSIVES for word in words)
            return self._descriptions.find(words, head, at) if owner and head in _PERSON_NOUNS else None
        raw = self.tokens.words[at : at + len(words)]
        fitting = self._descriptions.find(raw, head, at) if _is_one(head) else None
        if fitting is not None:
            return fitting
        if "year-old" in words and words.index("year-old") > 1:
            years = words[words.index("year-old") - 2]
            return self._descriptions.aged(years, at) or self._descriptions.unless_aged(self._view.only_one(at))
        by_role = self._descriptions.by_role(head, at)
        named_since = self._view.last is not None and self._view.last[0] > self._unnamed_at.get(head, -1)
        if words[0] == "the" and head in _PROMINENT and (named_since or head not in self._unnamed_at):
            holding = None if head in PARTIES and len(words) > 2 else self._descriptions.holders(head, at)
            return self._view.antecedent(at, None, holding)
        if by_role is not None and by_role[1] >= self._unnamed_at.get(head, -1):
            return by_role[0]
        plain = len(words) == 2 or (len(words) == 3 and words[1] in _ONCE)
        told = head in _PERSON_NOUNS or (plain and (is_calling(head) or is_native(raw[-1])))
        told = told and head not in _ANYBODY
        if words[0] == "the" and told and head not in self._unnamed_at:
            person = self._view.only_one(at)
            since = min(self._view.last[0] if self._view.last else at, self._view.begins(at)[1])
            return None if self._descriptions.another(head, since, at) else person
        return None

    def _subject_body(self, at: int) -> str | None:
        """The name that opens a sentence shortly before "the company" and is no person's: "Rowe Mills plans to"."""
        words, quoted = self.tokens.words, self.tokens.quoted
        for number in range(at - 1, max(-1, at - COMPANY_REACH), -1):
            opens = number == 0 or ends_sentence(words, number - 1)
            if not opens or quoted[number] or words[number].lower() in NATIONS or not self._is_proper(number):
                continue
            last = number + 1
            while joins(words, last) and words[last][0].isupper():
                last += 1
            person = self.people.by_mention.get(number)
            named = person is not None and (person.sex is not None or bool(person.roles))
            if not named and (words[last] == "," or is_subject(words, number, last)):
                return self.text[self.tokens.starts[number] : self.tokens.ends[last - 1]]
        return None


def _is_body(words: list[str]) -> bool:
    return bool(words) and (words[-1].lower() in BODY_WORDS or words[0].lower() == "the")


def _is_persons(tail: str) -> bool:
    return tail in _PERSON_NOUNS or tail.rstrip("s") in _PERSON_NOUNS


def _names_body(tail: str) -> bool:
    """Whether a small last word still ends a body's or a document's name: "campaign", "report", no "member"."""
    return tail in BODY_WORDS or tail in DOCUMENTS or tail in COMPANIES or tail.rstrip("s") in DOCUMENTS


def _is_one(head: str) -> bool:
    """Whether a description's head is a person's."""
    return head in _PERSON_NOUNS or head in _PROMINENT or head in PARTIES
