"""The report's own words: labels for statuses, times as people read them, events as sentences."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from factcheck.model import Event, Status


@dataclass(frozen=True, slots=True)
class StatusWords:
    """How a status is named; `css` is also the name of its sign and its colour."""

    label: str
    css: str
    meaning: str
    sign: str  # one character, for Markdown


STATUSES = {
    Status.VERIFIED: StatusWords("Verified", "verified", "borne out by archived words or a logged contact", "✓"),
    Status.DISPUTED: StatusWords("Disputed", "disputed", "evidence speaks against it", "✗"),
    Status.UNVERIFIABLE: StatusWords("Unverifiable", "unverifiable", "tried; nothing settles it", "?"),
    Status.NOT_CHECKABLE: StatusWords("Not checkable", "not-checkable", "opinion, prediction or rhetoric", "–"),
    Status.NEEDS_RECHECK: StatusWords("Needs recheck", "needs-recheck", "its words or its evidence changed", "↻"),
    Status.CHECKING: StatusWords("Being checked", "checking", "somebody is at work on it", "◐"),
    Status.UNCHECKED: StatusWords("Unchecked", "unchecked", "nobody has looked yet", "○"),
}

OUT = {
    "cut": StatusWords("Cut", "cut", "withdrawn from the check", "×"),
    "merged": StatusWords("Merged", "cut", "part of another claim now", "×"),
}
"""A claim that is no longer live shows this instead of its last status."""

OUTCOMES = {
    "captured": "captured",
    "incomplete": "incomplete",
    "refused": "refused",
    "failed": "failed",
    "http_error": "error page",
    "not_modified": "not modified",
}
HEALTH = {
    "gone": "Gone",
    "blocked": "Blocked",
    "changed": "Changed",
    "moved": "Moved",
    "failing": "Not answering",
}
"""What can have become of a page since it was archived."""

STANCES = {"supports": "Supports", "refutes": "Refutes", "context": "Context"}
STATES = {
    "standing": "stands word for word in the capture",
    "moved": "stands in a newer capture, at another place",
    "changed": "reads differently in a newer capture",
    "gone": "is gone from a newer capture",
    "withdrawn": "was withdrawn",
}
LABELS = {
    "exact": "Exact",
    "elided": "Shortened, with marks",
    "altered": "Altered",
    "absent": "Not found",
}
SEVERITIES = {
    "none": "",
    "cosmetic": "differs in form only",
    "wording": "the wording differs",
    "meaning": "the difference changes the meaning",
}
KINDS = {
    "quote-match": "Quote compared with the source",
    "same-story": "Same story",
    "page-changed": "The page changed",
    "not-the-article": "Not the article",
    "recheck": "Looked at again",
}
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


def status_words(status: str) -> StatusWords:
    """Return the words for a status; one that this version does not know is shown by its name."""
    known = STATUSES.get(status)  # type: ignore[call-overload]
    return known or StatusWords(sentence_case(status), "unchecked", "", "○")


def sentence_case(name: str) -> str:
    """Return a machine name as words: `same-story` as "Same story"."""
    return capital(name.replace("-", " ").replace("_", " ").strip())


def capital(text: str) -> str:
    """Return a text with a capital letter at its beginning."""
    return text[:1].upper() + text[1:]


def moment(text: str | None) -> str:
    """Return an ISO 8601 time as "22 Nov 2026, 14:46 UTC", a date as "22 Nov 2026", anything else as it is."""
    if not text:
        return ""
    try:
        when = datetime.fromisoformat(text)
    except ValueError:
        return text
    day = f"{when.day} {_MONTHS[when.month - 1]} {when.year}"
    if len(text) <= 10:
        return day
    if when.tzinfo is None:
        return f"{day}, {when:%H:%M}"
    when = when.astimezone(UTC)
    return f"{when.day} {_MONTHS[when.month - 1]} {when.year}, {when:%H:%M} UTC"


def is_time(text: str | None) -> bool:
    """Tell whether `text` is a time that HTML's `datetime` attribute takes."""
    try:
        return bool(text) and datetime.fromisoformat(text or "") is not None
    except ValueError:
        return False


def size(count: int) -> str:
    """Return a number of bytes as people read it."""
    if count < 1000:
        return f"{count} B"
    return f"{count / 1000:.1f} kB" if count < 1_000_000 else f"{count / 1_000_000:.1f} MB"


def plural(count: int, one: str, many: str | None = None) -> str:
    """Return "1 claim", "2 claims"."""
    return f"{count} {one if count == 1 else many or one + 's'}"


_ACTIONS = {
    "article.add": "recorded with the article",
    "article.revise": "a new revision of the text",
    "article.edit": "edited the article's details",
    "article.close": "closed the article",
    "article.reopen": "opened the article again",
    "sentence.skip": "skipped a sentence",
    "claim.add": "recorded the claim",
    "claim.edit": "edited the claim",
    "claim.split": "split the claim",
    "claim.merge": "merged another claim into this one",
    "claim.cut": "cut the claim",
    "claim.mark": "decided the claim",
    "evidence.add": "cited a passage",
    "evidence.restate": "restated a passage",
    "contact.add": "logged a contact",
    "finding.add": "reported",
    "signoff.add": "signed off",
    "source.edit": "edited the source",
    "source.merge": "merged two sources",
    "undo": "took back an earlier event",
}


def event_words(event: Event) -> str:
    """Return what an event did, in a few words; its note is told beside it."""
    data = event.data
    words = _ACTIONS.get(event.action, event.action)
    if event.action == "claim.mark":
        words = f"{status_words(str(data.get('was'))).label} → {status_words(str(data.get('status'))).label}"
        words += " (override)" if data.get("override") else ""
        return words + (f", though {'; '.join(map(str, data['despite']))}" if data.get("despite") else "")
    if event.action == "sentence.skip":
        return f"skipped sentence {data.get('sentence')}: {data.get('reason')}"
    if event.action == "finding.add":
        return f"{words}: {KINDS.get(str(data.get('kind')), data.get('kind'))}, {data.get('label')}"
    if event.action == "undo":
        return f"took back event {data.get('undoes_seq')} ({_ACTIONS.get(str(data.get('undoes')), data.get('undoes'))})"
    if event.action == "evidence.restate":
        state = str((data.get("set") or {}).get("state") or data.get("state") or "")
        if state == "withdrawn":
            return "withdrew a passage"
        return f"found that a passage {STATES.get(state, state)}" if state else words
    return words + _details(data)


def _details(data: dict[str, Any]) -> str:
    """Return what else an event tells: what was changed, a stance, a reason."""
    told = ""
    if data.get("changed"):
        told += f": {data['changed']}"
    if data.get("before") and data.get("after") and data["before"] != data["after"]:
        told += f", “{data['before']}” became “{data['after']}”"
    if data.get("stance"):
        told += f" ({data['stance']})"
    if data.get("reason"):
        told += f": {data['reason']}"
    return told
