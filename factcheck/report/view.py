"""A dossier put in the order in which it is read: what the HTML and the Markdown report both show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from factcheck.model import (
    OPEN_STATUSES,
    Capture,
    Claim,
    Coverage,
    Finding,
    Health,
    Reference,
    Sentence,
    Source,
    Verdict,
)
from factcheck.report.comparing import Comparison, compare
from factcheck.report.dossier import Dossier, Entry, Exhibit
from factcheck.report.marking import Paragraph, mark_text
from factcheck.report.protect import public
from factcheck.report.words import HEALTH, OUT, STATUSES, StatusWords, plural, status_words

LIVE = "live"

LINES = 2
"""Lines of context on either side of a passage: its own, and one more."""


@dataclass(frozen=True, slots=True)
class FindingView:
    """A finding, with the two sides where it compares a quote."""

    finding: Finding
    comparison: Comparison | None
    capture: Capture | None


@dataclass(frozen=True, slots=True)
class ExhibitView:
    """A passage in its archived context, and what is known about its capture."""

    exhibit: Exhibit
    before: str  # the archived words before the passage: whole words, at most two lines
    after: str
    findings: tuple[Finding, ...]  # about the capture: one story in two places, a page that changed


@dataclass(frozen=True, slots=True)
class EntryView:
    """One claim as a card."""

    entry: Entry
    claim: Claim
    status: StatusWords
    place: bool  # whether its words stand in the current text
    children: tuple[Claim, ...]
    exhibits: tuple[ExhibitView, ...]
    findings: tuple[FindingView, ...]
    overrides: tuple[Verdict, ...]  # every decision ever made past the gate
    cut_because: str | None


@dataclass(frozen=True, slots=True)
class Share:
    """One part of the bar of statuses; `offset` and `width` are in per mille of it."""

    words: StatusWords
    count: int
    offset: float
    width: float


@dataclass(frozen=True, slots=True)
class SourceView:
    """A source and what it said."""

    source: Source
    claims: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ReferenceView:
    """A reference, its captures, and the claims that cite it."""

    reference: Reference
    captures: tuple[Capture, ...]
    claims: tuple[int, ...]
    findings: tuple[Finding, ...]
    health: Health | None  # None for a file

    @property
    def fate(self) -> str | None:
        """What has become of the page since it was archived, in a word; None where it is as it was."""
        return HEALTH.get(self.health.state) if self.health else None


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that the templates show, with protected names gone."""

    dossier: Dossier
    paragraphs: tuple[Paragraph, ...]
    entries: tuple[EntryView, ...]
    by_number: dict[int, EntryView]
    shares: tuple[Share, ...]
    skipped: tuple[Sentence, ...]
    open_claims: tuple[EntryView, ...]
    open_words: str  # what is missing, in words
    overridden: tuple[EntryView, ...]
    sources: tuple[SourceView, ...]
    references: tuple[ReferenceView, ...]
    fates: tuple[tuple[str, int], ...]  # how many references are gone, blocked, changed...
    captures: tuple[tuple[Capture, tuple[Finding, ...]], ...]
    capture_numbers: frozenset[int]


def arrange(dossier: Dossier) -> Report:
    """Return the report of a dossier; what is protected in it is left out from here on."""
    dossier = public(dossier)
    captures = {capture.id: capture for capture in dossier.captures}
    about = _by_capture(dossier.findings)
    children: dict[int, list[Claim]] = {}
    for entry in dossier.entries:
        if entry.claim.parent_id is not None and entry.claim.state == LIVE:
            children.setdefault(entry.claim.parent_id, []).append(entry.claim)
    references = _references(dossier, about)
    ordered = sorted(dossier.entries, key=lambda entry: entry.claim.state != LIVE)  # stable: those out of it go last
    entries = tuple(_entry(entry, children, captures, about) for entry in ordered)
    return Report(
        dossier=dossier,
        paragraphs=mark_text(
            dossier.revision.text,
            (entry.claim for entry in dossier.entries if entry.claim.state == LIVE),
            dossier.sentences,
            (sentence.number for sentence in dossier.coverage.open_sentences),
        ),
        entries=entries,
        by_number={entry.claim.id: entry for entry in entries},
        shares=_shares(entries),
        skipped=tuple(sentence for sentence in dossier.sentences if sentence.skip_reason),
        open_claims=tuple(entry for entry in entries if _is_open(entry)),
        open_words=_open_words(dossier.coverage, sum(map(_is_open, entries))),
        overridden=tuple(entry for entry in entries if entry.overrides),
        sources=_sources(dossier),
        references=references,
        fates=_fates(references),
        captures=tuple((capture, about.get(capture.id, ())) for capture in dossier.captures),
        capture_numbers=frozenset(captures),
    )


def _is_open(entry: EntryView) -> bool:
    return entry.claim.state == LIVE and entry.claim.status in OPEN_STATUSES


def _open_words(coverage: Coverage, open_claims: int) -> str:
    parts = [
        (len(coverage.open_sentences), "sentence", "not accounted for"),
        (open_claims, "claim", "without a verdict"),
        (len(coverage.missing_signoffs), "sign-off", "missing"),
    ]
    told = [f"{plural(count, noun)} {rest}" for count, noun, rest in parts if count]
    return " and ".join(([", ".join(told[:-1])] if told[1:] else []) + told[-1:])


def _by_capture(findings: Iterable[Finding]) -> dict[int, tuple[Finding, ...]]:
    found: dict[int, tuple[Finding, ...]] = {}
    for finding in findings:
        if finding.capture_id is not None and finding.current:
            found[finding.capture_id] = (*found.get(finding.capture_id, ()), finding)
    return found


def _entry(
    entry: Entry,
    children: dict[int, list[Claim]],
    captures: dict[int, Capture],
    about: dict[int, tuple[Finding, ...]],
) -> EntryView:
    claim = entry.claim
    return EntryView(
        entry=entry,
        claim=claim,
        status=OUT.get(claim.state) or status_words(claim.status),
        place=claim.start is not None and claim.state == LIVE,
        children=tuple(children.get(claim.id, ())),
        exhibits=tuple(_exhibit(item, about) for item in entry.exhibits),
        findings=tuple(
            FindingView(item, compare(item), captures.get(item.capture_id or 0))
            for item in entry.findings
            if item.current
        ),
        overrides=tuple(verdict for verdict in entry.verdicts if verdict.override),
        cut_because=_cut_because(entry),
    )


def _exhibit(exhibit: Exhibit, about: dict[int, tuple[Finding, ...]]) -> ExhibitView:
    before, after = exhibit.around()
    return ExhibitView(
        exhibit,
        before="\n".join(before.split("\n")[-LINES:]),
        after="\n".join(after.split("\n")[:LINES]),
        findings=about.get(exhibit.capture.id, ()),
    )


def _cut_because(entry: Entry) -> str | None:
    """Return the reason given when the claim was cut, while it is."""
    reasons = [event.data.get("reason") for event in entry.history if event.action == "claim.cut"]
    return str(reasons[-1]) if reasons and reasons[-1] and entry.claim.state == "cut" else None


def _shares(entries: Iterable[EntryView]) -> tuple[Share, ...]:
    """Count the live claims by status, in the order of the legend, each with its part of the bar."""
    counts = Counter(entry.status.css for entry in entries if entry.claim.state == LIVE)
    total = sum(counts.values())
    shares: list[Share] = []
    offset = 0.0
    for words in STATUSES.values():
        if count := counts.get(words.css):
            width = 1000 * count / total
            shares.append(Share(words, count, round(offset, 2), round(width, 2)))
            offset += width
    return tuple(shares)


def _sources(dossier: Dossier) -> tuple[SourceView, ...]:
    said: dict[int, list[int]] = {}
    for entry in dossier.entries:
        for attribution in entry.attributions if entry.claim.state == LIVE else ():
            said.setdefault(attribution.source_id, []).append(entry.claim.id)
    views = [
        SourceView(source, tuple(said.get(source.id, ()))) for source in dossier.sources if source.merged_into is None
    ]
    return tuple(sorted(views, key=lambda view: -len(view.claims)))


def _references(dossier: Dossier, about: dict[int, tuple[Finding, ...]]) -> tuple[ReferenceView, ...]:
    captures: dict[int, list[Capture]] = {}
    for capture in dossier.captures:
        captures.setdefault(capture.ref_id, []).append(capture)
    cited: dict[int, list[int]] = {}
    for entry in dossier.entries:
        for number in dict.fromkeys(item.capture.ref_id for item in entry.exhibits):
            cited.setdefault(number, []).append(entry.claim.id)
    health = {item.reference: item for item in dossier.health}
    return tuple(
        ReferenceView(
            reference,
            tuple(captures.get(reference.id, ())),
            tuple(cited.get(reference.id, ())),
            tuple(finding for capture in captures.get(reference.id, ()) for finding in about.get(capture.id, ())),
            health.get(reference.id),
        )
        for reference in dossier.references
    )


def _fates(references: Iterable[ReferenceView]) -> tuple[tuple[str, int], ...]:
    counts = Counter(item.fate for item in references)
    return tuple((fate, counts[fate]) for fate in HEALTH.values() if counts[fate])
