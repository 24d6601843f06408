"""The sources of an article: everybody and everything that speaks in it, each once."""

from __future__ import annotations

from factcheck.extraction.interface import SpeakerEntity
from factcheck.extraction.resolved import Resolved


def sources_of(resolved: list[Resolved]) -> tuple[SpeakerEntity, ...]:
    """The sources of an article, each once, in the order in which they first speak."""
    first: dict[str, Resolved] = {}
    aliases: dict[str, dict[str, None]] = {}
    for item in resolved:
        if item.entity is None:
            continue
        number = f"{'anonymous' if item.anonymous else item.kind}:{item.entity.casefold()}"
        first.setdefault(number, item)
        known = aliases.setdefault(number, {})
        if item.person:
            known.update(dict.fromkeys(item.person.aliases))
        elif item.spelled and item.spelled != item.entity:
            known[item.spelled] = None
    return tuple(
        SpeakerEntity(item.entity or "", tuple(aliases[number]), item.kind, item.anonymous)
        for number, item in first.items()
    )
