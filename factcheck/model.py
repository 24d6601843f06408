"""The words of the trade: what an article, a claim, a source, a capture and a verdict are.

Everything here is a frozen value; rows of the database come out as these, and nothing here touches
a file, a clock or the network. Offsets count code points into the revision's (or capture's) text,
half-open. Times are ISO 8601 in UTC. `id` is the number people type; `uid` names the same thing in
every copy of the file (it is made of the hash of the event that created it).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class ClaimKind(StrEnum):
    """What sort of assertion a claim is."""

    QUOTE = "quote"  # words in quotation marks
    PARAPHRASE = "paraphrase"  # attributed, without marks
    STATEMENT = "statement"  # the author's own assertion


class Status(StrEnum):
    """Where a claim stands."""

    UNCHECKED = "unchecked"
    CHECKING = "checking"
    VERIFIED = "verified"
    DISPUTED = "disputed"
    UNVERIFIABLE = "unverifiable"
    NOT_CHECKABLE = "not_checkable"
    NEEDS_RECHECK = "needs_recheck"


OPEN_STATUSES = frozenset({Status.UNCHECKED, Status.CHECKING, Status.NEEDS_RECHECK})
"""Statuses that still ask for work; an article with such a claim cannot be closed."""


class Stance(StrEnum):
    """How a passage bears on a claim."""

    SUPPORTS = "supports"
    REFUTES = "refutes"
    CONTEXT = "context"


class Directness(StrEnum):
    """Whether a reference is the thing itself or a report of it."""

    PRIMARY = "primary"
    SECONDARY = "secondary"


class Role(StrEnum):
    """What part a source plays in an attribution."""

    SPEAKER = "speaker"
    VIA = "via"  # as reported by


class SourceKind(StrEnum):
    """What a source is."""

    PERSON = "person"
    ORGANISATION = "organisation"
    GROUP = "group"
    DOCUMENT = "document"
    UNKNOWN = "unknown"


class Outcome(StrEnum):
    """How a fetch ended."""

    CAPTURED = "captured"
    INCOMPLETE = "incomplete"
    REFUSED = "refused"
    FAILED = "failed"
    HTTP_ERROR = "http_error"
    NOT_MODIFIED = "not_modified"


class SentenceRole(StrEnum):
    """What a sentence is in the article."""

    HEADLINE = "headline"
    BODY = "body"
    FURNITURE = "furniture"  # "View Comments": printed beside the article, not part of it


class Origin(StrEnum):
    """Who recorded a claim."""

    EXTRACTED = "extracted"
    MANUAL = "manual"


class PolicyName(StrEnum):
    """Which set of rules an article is checked under."""

    SOLO = "solo"
    NEWSROOM = "newsroom"


@dataclass(frozen=True, slots=True)
class Article:
    """A text under check; its words stand in its current revision."""

    id: int
    uid: str
    slug: str
    title: str
    author: str | None
    publisher: str | None
    published: str | None
    url: str | None
    language: str | None
    policy: str
    state: str  # "open" or "closed"
    revision_id: int
    added_at: str
    added_by: str
    accepts: str = ""  # house rule: kinds of cosmetic change that a quote may show, by commas


@dataclass(frozen=True, slots=True)
class Revision:
    """One version of an article's text."""

    id: int
    uid: str
    article_id: int
    number: int
    text: str
    text_sha256: str
    file_sha256: str | None
    encoding: str | None
    added_at: str
    added_by: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a revision; `skip_reason` says why there is nothing to check in it."""

    id: int
    revision_id: int
    number: int
    start: int
    end: int
    role: str
    text: str = ""
    skip_reason: str | None = None
    skip_note: str | None = None
    skipped_by: str | None = None
    skipped_at: str | None = None


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who a claim's words are given to, and the words that give them."""

    claim_id: int
    source_id: int
    source: str
    role: str
    cue: str | None
    cue_start: int | None
    cue_end: int | None
    mention: str | None
    mention_start: int | None
    mention_end: int | None
    group: int | None


@dataclass(frozen=True, slots=True)
class Claim:
    """Something in the article that can be checked."""

    id: int
    uid: str
    article_id: int
    article: str  # the article's slug
    parent_id: int | None
    kind: str
    text: str
    start: int | None  # in the current revision; None where the words are gone from it
    end: int | None
    status: str
    source: str | None  # the speaker's name
    source_id: int | None
    origin: str
    confidence: int | None  # per mille
    check_worthiness: int  # per mille; ranks, never hides
    state: str  # "live", "cut" (gone from the text or withdrawn) or "merged"
    status_by: str | None
    status_at: str | None
    status_note: str | None
    overridden: bool
    seq: int  # the last event that touched it
    cue: str | None = None  # the words that give it to its source: "said", "warned against"

    @property
    def told(self) -> str:
        """Its words as a list shows them: a paraphrase after its cue.

        What is attributed may be "any delay", and only the cue, "warned against", tells what is claimed.
        """
        return f"({self.cue}) {self.text}" if self.kind == ClaimKind.PARAPHRASE and self.cue else self.text


@dataclass(frozen=True, slots=True)
class Source:
    """A person or body to whom words are attributed."""

    id: int
    uid: str
    name: str
    kind: str
    description: str | None
    anonymous: bool
    protected: bool
    merged_into: int | None
    aliases: tuple[str, ...] = ()
    claims: int = 0


@dataclass(frozen=True, slots=True)
class Reference:
    """An outside document, named by a URL or a file."""

    id: int
    uid: str
    url: str
    canonical: str
    kind: str  # "web" or "file"
    title: str | None
    captures: int = 0
    last_outcome: str | None = None
    last_at: str | None = None
    last_capture: int | None = None


@dataclass(frozen=True, slots=True)
class Health:
    """What has become of a reference, since when, and when it was last archived whole."""

    reference: int
    url: str
    title: str | None
    state: str  # gone, blocked, changed, moved, failing, never (fetched), fine
    since: str | None
    why: str
    archived_at: str | None
    last_at: str | None
    last_capture: int | None
    passages: int


@dataclass(frozen=True, slots=True)
class Capture:
    """One dated fetch of a reference."""

    id: int
    uid: str
    ref_id: int
    url: str
    final_url: str
    outcome: str
    error: str | None
    detail: str | None
    status: int | None
    reason: str
    content_type: str | None
    body_sha256: str | None  # of the bytes as received
    decoded_sha256: str | None
    bytes: int
    same_as: int | None  # for "not_modified": the capture that still holds
    fetched_at: str
    elapsed_ms: int
    remote_address: str | None
    headers: tuple[tuple[str, str], ...]
    request_headers: tuple[tuple[str, str], ...]
    hops: tuple[dict[str, Any], ...]
    tls: dict[str, Any] | None
    attempts: int
    robots: str | None
    memento: str | None
    tool: str
    title: str | None = None
    author: str | None = None
    publisher: str | None = None
    published: str | None = None
    kind: str | None = None
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """A passage of a capture that bears on a claim."""

    id: int
    uid: str
    claim_id: int
    capture_id: int
    stance: str
    directness: str
    exact: str
    prefix: str
    suffix: str
    start: int
    end: int
    page: int | None
    note: str | None
    state: str  # "standing", "moved", "changed", "gone" or "withdrawn"
    added_at: str
    added_by: str


@dataclass(frozen=True, slots=True)
class Contact:
    """A logged conversation: who was asked, how, and what they said."""

    id: int
    uid: str
    claim_id: int
    who: str
    how: str
    said: str
    stance: str
    protected: bool
    added_at: str
    added_by: str


@dataclass(frozen=True, slots=True)
class Finding:
    """What an automatic check found."""

    id: int
    uid: str
    kind: str  # "quote-match", "same-story", "page-changed", "not-the-article", ...
    claim_id: int | None
    capture_id: int | None
    label: str
    severity: str
    detail: str
    data: dict[str, Any]
    current: bool  # False once a later run has replaced it
    found_at: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """One decision about a claim, with what it stood on."""

    id: int
    uid: str
    claim_id: int
    status: str
    was: str
    note: str | None
    override: bool
    decided_at: str
    decided_by: str


@dataclass(frozen=True, slots=True)
class Signoff:
    """A second person's or an editor's approval."""

    id: int
    uid: str
    article_id: int
    claim_id: int | None
    note: str | None
    signed_at: str
    signed_by: str


@dataclass(frozen=True, slots=True)
class Event:
    """One entry of the append-only log; `hash` is the SHA-256 of `line`."""

    seq: int
    at: str
    actor: str
    action: str
    data: dict[str, Any]
    prev: str
    hash: str
    line: str = field(repr=False)

    def uid(self, ordinal: int = 0) -> str:
        """Return the name of the `ordinal`-th thing that this event created."""
        return f"{self.hash[:16]}.{ordinal}"


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of an article is accounted for, and what is still open."""

    sentences: int
    accounted: int  # with a claim, skipped with a reason, or not article text
    open_sentences: tuple[Sentence, ...]
    claims: int
    by_status: dict[str, int]
    by_kind: dict[str, int]
    open_claims: tuple[int, ...]  # claim numbers
    missing_signoffs: tuple[int, ...] = ()  # claim numbers, under a policy that asks for a second person

    @property
    def complete(self) -> bool:
        """Whether the article could be closed."""
        return not (self.open_sentences or self.open_claims or self.missing_signoffs)
