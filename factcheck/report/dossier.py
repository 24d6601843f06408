"""What a report is made from: one article with all that is recorded about it, as plain values."""

from __future__ import annotations

from dataclasses import dataclass

from factcheck.model import (
    Article,
    Attribution,
    Capture,
    Claim,
    Contact,
    Coverage,
    Event,
    Evidence,
    Finding,
    Health,
    Reference,
    Revision,
    Sentence,
    Signoff,
    Source,
    Verdict,
)


@dataclass(frozen=True, slots=True)
class Exhibit:
    """A piece of evidence with its capture, the archived words around it and a link into the live page."""

    evidence: Evidence
    capture: Capture
    before: str  # archived text before the passage, up to 200 characters
    after: str
    link: str  # the capture's URL with a text fragment
    flaw: str | None = None  # why it does not count, though its passage stands


@dataclass(frozen=True, slots=True)
class Entry:
    """One claim with everything that bears on it."""

    claim: Claim
    attributions: tuple[Attribution, ...]
    exhibits: tuple[Exhibit, ...]
    contacts: tuple[Contact, ...]
    findings: tuple[Finding, ...]  # the current ones
    verdicts: tuple[Verdict, ...]  # oldest first
    signoffs: tuple[Signoff, ...]
    history: tuple[Event, ...]  # every event about the claim, oldest first


@dataclass(frozen=True, slots=True)
class Dossier:
    """An article and its whole record."""

    article: Article
    revision: Revision
    sentences: tuple[Sentence, ...]
    entries: tuple[Entry, ...]  # by place in the text; claims without a place last
    sources: tuple[Source, ...]
    references: tuple[Reference, ...]
    captures: tuple[Capture, ...]
    coverage: Coverage
    signoffs: tuple[Signoff, ...]  # of the article as a whole
    findings: tuple[Finding, ...]  # about captures, not about one claim
    history: tuple[Event, ...]  # events about the article as a whole
    head_seq: int  # the log's last event when this was made
    head_hash: str
    made_at: str
    made_by: str
    version: str  # of the program
    health: tuple[Health, ...] = ()  # of the references on the web, fine ones too
