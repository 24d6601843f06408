"""A dossier without what is protected: sources and contacts who must not be named."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from factcheck.ledger import chain
from factcheck.model import Attribution, Event, Source
from factcheck.report.dossier import Dossier, Entry
from factcheck.report.protect import Clean

NAMELESS = "protected source"


def redacted(dossier: Dossier) -> Dossier:
    """Return the dossier with protected sources nameless, and protected contacts and their events left out."""
    protected = {source.id for source in dossier.sources if source.protected}
    return replace(
        dossier,
        sources=tuple(_source(source) for source in dossier.sources),
        entries=tuple(_entry(entry, protected) for entry in dossier.entries),
    )


def _source(source: Source) -> Source:
    return replace(source, name=NAMELESS, description=None, aliases=()) if source.protected else source


def _entry(entry: Entry, protected: set[int]) -> Entry:
    claim = entry.claim
    if claim.source_id in protected:
        claim = replace(claim, source=NAMELESS)
    contacts = tuple(contact for contact in entry.contacts if not contact.protected)
    hidden = {contact.uid for contact in entry.contacts if contact.protected}
    history = tuple(
        event
        for event in entry.history
        if event.uid() not in hidden and not event.data.get("protected") and "sources" not in event.data
    )
    return replace(
        entry,
        claim=claim,
        contacts=contacts,
        attributions=tuple(_attribution(item, protected) for item in entry.attributions),
        history=history,
    )


def _attribution(item: Attribution, protected: set[int]) -> Attribution:
    return replace(item, source=NAMELESS, mention=None) if item.source_id in protected else item


def names(conn: sqlite3.Connection) -> frozenset[str]:
    """Return every name that must not be told: of all protected sources and contacts, past names too."""
    sources = {row[0] for row in conn.execute("SELECT uid FROM sources WHERE protected = 1")}
    found = {row[0] for row in conn.execute(_NAMES)}
    for line, digest in conn.execute(_NAMING):
        event = chain.unwrap(chain.parse(line, digest))
        if event.action == "contact.add" and event.data.get("protected"):
            found.add(event.data["who"])
        elif event.action == "source.edit" and event.data.get("source") in sources:
            found.update(event.data.get("aliases_added", []) + event.data.get("aliases_removed", []))
            found.update(part["name"] for part in (event.data["set"], event.data["was"]) if part.get("name"))
    return frozenset(found)


_NAMES = """
    SELECT name FROM sources WHERE protected = 1
    UNION SELECT a.name FROM aliases a JOIN sources s ON s.id = a.source_id WHERE s.protected = 1
    UNION SELECT who FROM contacts WHERE protected = 1
"""
_NAMING = """
    SELECT line, hash FROM events WHERE instr(line, 'contact.add') OR instr(line, 'source.edit') ORDER BY seq
"""

_PUBLIC = frozenset(
    "text was_text exact prefix suffix cue mention title author publisher url canonical final_url headers"
    " request_headers hops tls line".split()
)
"""Parts of an event that hold words of the article or of a page: they are public, and stay."""


def names_somebody(event: Event, clean: Clean) -> bool:
    """Whether a protected name stands among the words that people typed into an event."""
    return any(clean(text) != text for text in _own_words(event.data))


def _own_words(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from _own_words(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            if key not in _PUBLIC:
                yield from _own_words(item)
        if _in_other_words(value):
            yield value["text"]


def _in_other_words(entry: dict[str, Any]) -> bool:
    """Whether a claim is in the checker's words, not in the article's."""
    placed = "start" in entry or entry.get("anchor") is not None
    return isinstance(entry.get("text"), str) and ("origin" in entry or "anchor" in entry) and not placed
