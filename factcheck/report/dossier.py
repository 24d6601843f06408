"""What a report is made from: one article with all that is recorded about it, as plain values."""

from __future__ import annotations

import re
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

AROUND = 200
"""Characters of archived text that are kept before and after a passage."""

PAGE_BREAK = "\x1e"
"""Stands in archived text between the article and the rest of the page; context does not run across it."""

_SPACE = re.compile(r"[^\S\n]+")
_LINE_BREAK = re.compile(r"\s*[\r\n\x85\u2028\u2029]\s*")


@dataclass(frozen=True, slots=True)
class Exhibit:
    """A piece of evidence with its capture, the archived words around it and a link into the live page."""

    evidence: Evidence
    capture: Capture
    before: str  # archived text before the passage, up to `AROUND` characters
    after: str
    link: str  # the capture's URL with a text fragment
    flaw: str | None = None  # why it does not count, though its passage stands

    def around(self) -> tuple[str, str]:
        """Return what stands before and after the passage, for a reader: whole words, of the same part of the page."""
        before = _tidy(self.before.rpartition(PAGE_BREAK)[2])
        after = _tidy(self.after.partition(PAGE_BREAK)[0])
        if self.evidence.start > len(self.before) and " " in before.strip():  # cut there: begin with a whole word
            before = "… " + before.lstrip().split(" ", 1)[1]
        if len(self.after) >= AROUND and " " in after.strip():
            after = after.rstrip().rsplit(" ", 1)[0] + " …"
        return before, after


def _tidy(text: str) -> str:
    """Return `text` with each run of white space as one space or line feed; the edges say whether a word goes on."""
    return _SPACE.sub(" ", _LINE_BREAK.sub("\n", text))


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
