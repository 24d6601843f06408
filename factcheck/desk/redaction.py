"""A dossier without what is protected: sources and contacts who must not be named."""

from __future__ import annotations

from dataclasses import replace

from factcheck.model import Attribution, Source
from factcheck.report.dossier import Dossier, Entry

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
