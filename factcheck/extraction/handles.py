"""Whose handle "@orlavenn" is: the person beside whose name it stands in brackets, or whose full name it spells."""

from __future__ import annotations

import re
from functools import cached_property

from factcheck.extraction.mentions import key
from factcheck.extraction.names import People, Person
from factcheck.extraction.tokens import Tokens

_HANDLE = re.compile(r"@?(?P<handle>\w{2,30})\Z")
_NAMED = re.compile(r"@(?P<handle>\w{2,30})[ \u00a0]?\((?P<who>[^()@\n]{3,40})\)")
_TIED = re.compile(r"[ \u00a0]?\((?:[^()@\n]{1,40}[ ,])?@(?P<handle>\w{2,30})\)")


class Handles:
    """The handles of one article."""

    def __init__(self, text: str, tokens: Tokens, people: People) -> None:
        self._text = text
        self._tokens = tokens
        self._people = people

    def whose(self, start: int, end: int) -> tuple[str, Person | None] | None:
        """The name and the person that a mention with a handle stands for, the handle itself where the article names
        nobody so; None if the mention is no handle."""
        at = self._text[start] == "@" or (start > 0 and self._text[start - 1] == "@")
        found = _HANDLE.match(self._text[start:end]) if at and end - start <= 31 else None
        if found is None:
            return None
        handle = found["handle"].lower()
        person = self._tied.get(handle) or self._spelt.get(handle.replace("_", ""))
        return (person.name, person) if person else ("@" + found["handle"], None)

    @cached_property
    def _tied(self) -> dict[str, Person]:
        """By the handle, who is named right before it: "Orla Venn (@orlavenn)"."""
        by_end = {
            self._tokens.ends[last - 1]: self._people.people[number] for _, last, number in self._people.ordered if last
        }
        ties = ((found["handle"].lower(), by_end.get(found.start())) for found in _TIED.finditer(self._text))
        out = {handle: person for handle, person in ties if person is not None}
        for found in _NAMED.finditer(self._text):  # "@orlavenn (Orla Venn)"
            person = self._people.by_mention.get(self._tokens.index(found.start("who")))
            if person is not None:
                out.setdefault(found["handle"].lower(), person)
        return out

    @cached_property
    def _spelt(self) -> dict[str, Person]:
        """By the name in one word, the only person with it."""
        out: dict[str, Person] = {}
        twice = set()
        for person in self._people.people:
            for spelling in person.spellings:
                word = "".join(key(part) for part in spelling.split())
                if " " in spelling and out.setdefault(word, person) is not person:
                    twice.add(word)
        return {word: person for word, person in out.items() if word not in twice}
