"""What the use cases hand back besides the model's own values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from factcheck.model import Article, Capture, Claim, Evidence, Finding, Revision

if TYPE_CHECKING:
    from factcheck.checking.match import QuoteMatch


@dataclass(frozen=True, slots=True)
class Added:
    """An article that was added (or, as a duplicate, was there already), and what was found in it."""

    article: Article
    revision: Revision
    sentences: int
    claims: int
    quotes: int
    sources: int
    open_sentences: int
    warnings: tuple[str, ...]
    duplicate: bool


@dataclass(frozen=True, slots=True)
class Revised:
    """A new revision, and what became of the claims."""

    article: Article
    revision: Revision
    kept: int
    changed: tuple[Claim, ...]
    cut: tuple[Claim, ...]
    added: int
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stored:
    """One fetch that is on disk: the capture, its event, and what was read out of it."""

    capture: Capture
    seq: int
    hash: str
    title: str | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Cited:
    """Evidence that was recorded (or was there `already`), and for a quote how it compares with the capture."""

    evidence: Evidence
    capture: Capture
    match: QuoteMatch | None
    warnings: tuple[str, ...]
    already: bool = False


@dataclass(frozen=True, slots=True)
class Checked:
    """A quote compared with the captures: the best match, and the finding that keeps it.

    `words` are those compared, where they are quoted inside a claim that is no quote.
    """

    claim: Claim
    capture: Capture | None
    match: QuoteMatch
    finding: Finding | None
    words: str | None = None


@dataclass(frozen=True, slots=True)
class Rechecked:
    """A piece of evidence compared with a newer capture of its reference."""

    evidence: Evidence
    claim: Claim
    capture: Capture
    state: str
    detail: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A passage of the archive that may bear on a claim, and why."""

    capture: Capture
    start: int
    end: int
    text: str
    score: float
    reasons: tuple[str, ...]
    contradictions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """One place that a search found; the words sought stand between U+0002 and U+0003 in `snippet`."""

    kind: str  # "claim" or "capture"
    id: int
    title: str
    snippet: str
    score: float


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is not as the log says; `row` names it (a number, a hash). A notice is only worth knowing."""

    code: str
    table: str
    row: str
    detail: str
    notice: bool = False

    def where(self) -> tuple[str, ...]:
        """Return its code and what it names, without what is empty."""
        return tuple(part for part in (self.code, self.table, self.row) if part)
