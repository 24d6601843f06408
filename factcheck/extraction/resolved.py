"""What a mention of a source stands for."""

from __future__ import annotations

from dataclasses import dataclass

from factcheck.extraction.names import Person


@dataclass(slots=True)
class Resolved:
    """What a mention stands for: a name (None if there is none) and the source it belongs to.

    `spelled` is what it was called here, where that is not what the source is called.
    """

    name: str | None
    entity: str | None
    kind: str = "unknown"
    anonymous: bool = False
    person: Person | None = None
    spelled: str | None = None


def as_person(person: Person | None) -> Resolved:
    """A person as what a mention stands for; nothing, where there is none."""
    if person is None:
        return Resolved(None, None)
    return Resolved(person.name, person.name, "person", False, person)
