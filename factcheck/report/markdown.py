"""The provenance report as Markdown, for a repository, a wiki or an e-mail; everything from outside is escaped."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from factcheck.model import Capture, Event
from factcheck.report import words
from factcheck.report.comparing import Difference
from factcheck.report.dossier import Dossier
from factcheck.report.safe import one_line, plain, real_host, unix_lines, web_link
from factcheck.report.view import EntryView, ExhibitView, FindingView, ReferenceView, Report, arrange

_SPECIAL = re.compile(r"[\\`*_{}\[\]|~#$^@]|:(?=//)|(?<=www)\.|^(?:[-+=]|\d+[.)])", re.IGNORECASE)
_MARKUP = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


def render_markdown(dossier: Dossier) -> str:
    """Return the report as CommonMark; no string from outside can become markup, a link or HTML."""
    return "\n".join(_lines(arrange(dossier))).rstrip() + "\n"


def escape(text: str | None) -> str:
    """Return `text` on one line, as Markdown that shows it literally."""
    flat = plain(one_line(unix_lines(text or "")))
    flat = _SPECIAL.sub(lambda found: _backslashed(found[0]), flat)
    return re.sub("[&<>]", lambda found: _MARKUP[found[0]], flat)


def _backslashed(found: str) -> str:
    return f"{found[:-1]}\\{found[-1]}" if found else found


def _link(url: str | None) -> str:
    """Return a URL as an autolink, or as plain text where it is no web link."""
    target, host = web_link(url), real_host(url)
    return (f"<{target}>" if target else escape(url)) + (f" (host: {escape(host)})" if host else "")


def _quoted(text: str) -> Iterator[str]:
    """Yield `text` as a block quote, its own line breaks kept."""
    for line in unix_lines(text).split("\n"):
        yield f"> {escape(line)}".rstrip()


def _lines(report: Report) -> Iterator[str]:
    yield from _head(report)
    yield from _summary(report)
    yield from _text(report)
    yield from ("## Claims", "")
    for entry in report.entries:
        yield from _claim(entry)
    yield from _skipped(report)
    yield from _sources(report)
    yield from _references(report)
    yield from _captures(report)
    yield from _record(report)


def _head(report: Report) -> Iterator[str]:
    dossier, article = report.dossier, report.dossier.article
    yield from (f"# {escape(article.title)}", "")
    by = [escape(part) for part in (article.author, article.publisher, words.moment(article.published)) if part]
    if by:
        yield from (" · ".join(by), "")
    if article.url:
        yield from (_link(article.url), "")
    maker = f" by {escape(dossier.made_by)}" if dossier.made_by else ""
    yield (
        f"Provenance report, made {_when(dossier.made_at)}{maker} from revision"
        f" {dossier.revision.number}. The article is {escape(article.state)}."
    )
    yield ""


def _summary(report: Report) -> Iterator[str]:
    coverage = report.dossier.coverage
    yield from ("## Summary", "")
    yield f"- Sentences accounted for: {coverage.accounted} of {coverage.sentences}"
    yield f"- Claims: {coverage.claims}"
    for share in report.shares:
        yield f"  - {share.words.sign} {share.words.label}: {share.count}"
    yield f"- Sources: {len(report.sources)}"
    yield f"- References: {len(report.references)}"
    if report.fates:
        told = ", ".join(f"{count} {fate.lower()}" for fate, count in report.fates)
        yield f"  - **No longer as archived: {told}**"
    if report.overridden:
        numbers = ", ".join(_number(entry) for entry in report.overridden)
        yield f"- **Overrides: the verdict was set past the gate on claim {numbers}**"
    yield ""
    if coverage.complete:
        yield from ("Every sentence is accounted for and no claim is open.", "")
        return
    yield from ("Still open:", "")
    for entry in report.open_claims:
        yield f"- Claim {_number(entry)}, {entry.status.label.lower()}: “{escape(entry.claim.told)}”"
    for sentence in coverage.open_sentences:
        yield f"- Sentence {sentence.number}, not accounted for: “{escape(sentence.text)}”"
    for number in coverage.missing_signoffs:
        yield f"- Claim {number}: a second person’s sign-off is missing"
    yield ""


def _number(entry: EntryView) -> str:
    return str(entry.claim.id)


def _text(report: Report) -> Iterator[str]:
    yield from ("## The text", "")
    for paragraph in report.paragraphs:
        parts = []
        for piece in paragraph.pieces:
            parts.append(_inline(piece.text))
            parts += (
                f" **[{report.by_number[number].status.sign} {number}]**".replace("[", r"\[").replace("]", r"\]")
                for number in piece.flags
            )
            if piece.sentence and piece.state in ("open", "skipped"):
                parts.append(rf" *\[{piece.state}: sentence {piece.sentence}\]*")
        yield from ("".join(parts).strip(), "")


def _inline(text: str) -> str:
    """Escape a piece of a paragraph, keeping the space at its edges."""
    before = " " if text[:1].isspace() else ""
    after = " " if text[-1:].isspace() and text.strip() else ""
    return f"{before}{escape(text)}{after}"


def _claim(entry: EntryView) -> Iterator[str]:
    claim = entry.claim
    yield from (f"### Claim {claim.id}: {entry.status.sign} {entry.status.label}", "")
    yield from _quoted(claim.text)
    yield ""
    yield from _facts(entry)
    yield ""
    for item in entry.findings:
        yield from _finding(item)
    for item_ in entry.exhibits:
        yield from _exhibit(item_)
    for contact in entry.entry.contacts:
        stance = escape(words.STANCES.get(contact.stance, contact.stance))
        by = f"logged by {escape(contact.added_by)}, {_when(contact.added_at)}"
        yield f"**{stance}, contact**: {escape(contact.who)}, {escape(contact.how)}, {by}"
        yield ""
        yield from _quoted(contact.said)
        yield ""
    if entry.entry.history:
        yield from ("History:", "")
        yield from _history(entry.entry.history)
        yield ""


def _when(text: str | None) -> str:
    return escape(words.moment(text))


def _facts(entry: EntryView) -> Iterator[str]:
    claim = entry.claim
    parent = f" in claim {claim.parent_id}" if claim.parent_id else ""
    state = "" if claim.state == "live" else f", {escape(claim.state)}"
    yield f"- Kind: {escape(claim.kind)}{parent}{state}"
    for item in entry.entry.attributions:
        role = "As reported by" if item.role == "via" else "Source"
        printed = "".join(
            f", {name} “{escape(value)}”" for name, value in (("in the text", item.mention), ("cue", item.cue)) if value
        )
        yield f"- {role}: {escape(item.source)}{printed}"
    if claim.status_at:
        yield f"- Status set by {escape(claim.status_by)}, {_when(claim.status_at)}"
    if claim.status_note:
        yield f"- Note: {escape(claim.status_note)}"
    if entry.cut_because:
        yield f"- Cut because: {escape(entry.cut_because)}"
    for verdict in entry.overrides:
        label = words.status_words(verdict.status).label.lower()
        note = f": {escape(verdict.note)}" if verdict.note else ""
        by = f"{escape(verdict.decided_by)}, {_when(verdict.decided_at)}"
        yield f"- **OVERRIDE: set to {label} past the gate by {by}**{note}"
    for item_ in entry.entry.signoffs:
        note = f": {escape(item_.note)}" if item_.note else ""
        yield f"- Signed off by {escape(item_.signed_by)}, {_when(item_.signed_at)}{note}"


def _finding(item: FindingView) -> Iterator[str]:
    found = item.finding
    title = words.KINDS.get(found.kind) or escape(words.sentence_case(found.kind))
    label = words.LABELS.get(found.label) or escape(words.sentence_case(found.label))
    severity = f", {words.SEVERITIES[found.severity]}" if words.SEVERITIES.get(found.severity) else ""
    detail = f". {escape(found.detail)}" if found.detail else ""
    yield f"**{title}: {label}**{severity}{detail}"
    yield ""
    if item.comparison and item.comparison.differences:
        yield f"- In print: “{escape(''.join(run.text for run in item.comparison.printed))}”"
        source = escape("".join(run.text for run in item.comparison.source))
        yield f"- In the source: “{source}”" if source else "- In the source: no passage like it was found"
        yield from (f"  {difference.number}. {_difference(difference)}" for difference in item.comparison.differences)
        yield ""
    for warning in item.comparison.warnings if item.comparison else ():
        yield from (f"Look again: {escape(warning)}", "")


def _difference(difference: Difference) -> str:
    printed, source = f"“{escape(difference.printed)}”", f"“{escape(difference.source)}”"
    marked = {"marked": ", marked in print", "free": ", which is not the speaker’s"}.get(difference.role, "")
    kind = f"{escape(difference.kind)}: " if difference.kind else ""
    if not difference.printed:
        return f"{kind}left out {source}{marked}"
    if not difference.source:
        return f"{kind}put in {printed}{marked}"
    if difference.marked:
        return f"{kind}{printed} stands for {source}{marked}"
    return f"{kind}printed {printed}, the source has {source}"


def _exhibit(item: ExhibitView) -> Iterator[str]:
    evidence, capture = item.exhibit.evidence, item.exhibit.capture
    stance = words.STANCES.get(evidence.stance, escape(evidence.stance))
    yield f"**{stance}, {escape(evidence.directness)}**: {escape(capture.title or capture.final_url)}"
    yield ""
    yield f"> {_inline(item.before)}**{escape(evidence.exact)}**{_inline(item.after)}".rstrip()
    yield ""
    if evidence.state != "standing":
        yield f"- **The passage {words.STATES.get(evidence.state, escape(evidence.state))}**"
    if item.exhibit.flaw:
        yield f"- **Does not count: {escape(item.exhibit.flaw)}**"
    yield f"- Page: {_link(capture.final_url)}"
    if web_link(item.exhibit.link):
        yield f"- At the passage: {_link(item.exhibit.link)}"
    yield f"- Captured {_when(capture.fetched_at)}, capture {capture.id}"
    if capture.body_sha256:
        yield f"- SHA-256: `{_code(capture.body_sha256)}`"
    yield f"- Cited by {escape(evidence.added_by)}, {_when(evidence.added_at)}"
    if evidence.note:
        yield f"- Note: {escape(evidence.note)}"
    for found in item.findings:
        yield f"- {escape(words.sentence_case(found.kind))}: {escape(found.detail or found.label)}"
    yield ""


def _code(text: str) -> str:
    """Return `text` fit to stand between back-quotes."""
    return plain(one_line(text)).replace("`", "'")


def _history(events: Iterable[Event]) -> Iterator[str]:
    for event in events:
        note = event.data.get("note")
        said = f": “{escape(str(note))}”" if note else ""
        yield (
            f"- {_when(event.at)}: {escape(event.actor)} {escape(words.event_words(event))}{said}"
            f" (event {event.seq}, `{_code(event.hash[:12])}`)"
        )


def _skipped(report: Report) -> Iterator[str]:
    if not report.skipped:
        return
    text = report.dossier.revision.text
    yield from ("## Nothing to check", "")
    for sentence in report.skipped:
        note = f": {escape(sentence.skip_note)}" if sentence.skip_note else ""
        by = f", {escape(sentence.skipped_by)}, {_when(sentence.skipped_at)}" if sentence.skipped_by else ""
        quoted = escape(sentence.text or text[sentence.start : sentence.end])
        yield f"- Sentence {sentence.number}: “{quoted}” – {escape(sentence.skip_reason)}{note}{by}"
    yield ""


def _sources(report: Report) -> Iterator[str]:
    yield from ("## Sources", "")
    for item in report.sources:
        source = item.source
        notes = [source.kind] if source.kind != "unknown" else []
        notes += [name for name, on in (("anonymous", source.anonymous), ("protected", source.protected)) if on]
        notes += [f"also “{alias}”" for alias in source.aliases]
        told = f" ({escape(', '.join(notes))})" if notes else ""
        claims = ", ".join(map(str, item.claims)) or "none"
        yield f"- {escape(source.name)}{told}; claims: {claims}"
    yield ""


def _references(report: Report) -> Iterator[str]:
    yield from ("## References", "")
    for item in report.references:
        captures = ", ".join(f"{capture.id} ({escape(capture.outcome)})" for capture in item.captures) or "none"
        claims = ", ".join(map(str, item.claims)) or "none"
        title = f"{escape(item.reference.title)}: " if item.reference.title else ""
        yield f"- {title}{_link(item.reference.url)}; captures: {captures}; claims: {claims}"
        yield from _health(item)
    yield ""


def _health(item: ReferenceView) -> Iterator[str]:
    """Yield what has become of a page on the web since it was archived, with dates."""
    health = item.health
    if health is None:
        return
    if item.fate:
        since = f" since {_when(health.since)}" if health.since else ""
        yield f"  - **{item.fate}{since}**{f': {escape(health.why)}' if health.why else ''}"
    archived = f"; archived whole {_when(health.archived_at)}" if health.archived_at else "; never archived whole"
    if health.last_at:
        yield f"  - Last looked at {_when(health.last_at)}{archived}"


def _captures(report: Report) -> Iterator[str]:
    yield from ("## Captures", "")
    for capture, findings in report.captures:
        yield from (f"### Capture {capture.id}: {escape(capture.title or capture.final_url)}", "")
        yield from _capture_facts(capture)
        for found in findings:
            yield f"- {escape(words.sentence_case(found.kind))}: {escape(found.detail or found.label)}"
        yield ""


def _capture_facts(capture: Capture) -> Iterator[str]:
    status = f", HTTP {capture.status} {escape(capture.reason)}" if capture.status else ""
    error = f": {escape(capture.error)} {escape(capture.detail)}" if capture.error else ""
    yield f"- Outcome: {escape(words.OUTCOMES.get(capture.outcome, capture.outcome))}{status}{error}"
    yield f"- Fetched: {_when(capture.fetched_at)} in {capture.elapsed_ms} ms"
    yield f"- URL: {_link(capture.url)}"
    if capture.final_url != capture.url:
        yield f"- Final URL: {_link(capture.final_url)}"
    if capture.body_sha256:
        yield f"- SHA-256: `{_code(capture.body_sha256)}`"
        yield f"- Body: {words.size(capture.bytes)}, {escape(capture.content_type)}"
    for name, value in capture.headers:
        yield f"- Header {escape(name)}: {escape(value)}"


def _record(report: Report) -> Iterator[str]:
    dossier = report.dossier
    yield from ("## The record", "")
    for item in dossier.signoffs:
        note = f": {escape(item.note)}" if item.note else ""
        yield f"- Signed off by {escape(item.signed_by)}, {_when(item.signed_at)}{note}"
    yield f"- Policy: {escape(dossier.article.policy)}"
    yield f"- Revision {dossier.revision.number}, text SHA-256 `{_code(dossier.revision.text_sha256)}`"
    yield f"- Last event of the log: {dossier.head_seq}, `{_code(dossier.head_hash)}`"
    yield from _history(dossier.history)
    yield from ("", f"Made with factcheck {escape(dossier.version)}.")
