"""Captures and references: the archived words, what is known of them, and how they changed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from factcheck.errors import FactcheckError, FetchError, NotFoundError, UsageError
from factcheck.model import Capture, Evidence
from factcheck.web.answers import Answer, Done, Page, Raw, Visit
from factcheck.web.jobs import Job
from factcheck.web.lines import changes
from factcheck.web.views.evidence import options, web_address

PREVIEWED = ("text/html", "application/xhtml+xml", "text/plain")
LONGEST_SHOWN = 400_000
"""Characters of a capture that one page shows."""

_DOWNLOAD = {
    "Content-Security-Policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
}
_ORIGINAL = {
    "Content-Security-Policy": "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:;"
    " form-action 'none'; base-uri 'none'; frame-ancestors 'self'",
    "X-Content-Type-Options": "nosniff",
}


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of archived text; `evidence` are the passages over it, `begins` those that begin here."""

    text: str
    evidence: tuple[Evidence, ...]
    begins: tuple[Evidence, ...]


def capture(visit: Visit) -> Answer:
    """One capture: its words with the passages marked, and all that is known of it."""
    desk = visit.desk
    found = desk.capture(visit.names["number"])
    try:
        words = desk.capture_text(found)
        text, main_end, unread = words.text, words.main_end, words.error
    except FactcheckError as error:
        text, main_end, unread = "", 0, error.message
    passages = [item for item in desk.evidence_in(found.same_as or found.id) if item.state != "withdrawn"]
    data = {
        "capture": found,
        "reference": desk.ref(found.ref_id),
        "captures": desk.captures(found.ref_id),
        "runs": list(_runs(text[:LONGEST_SHOWN], passages, main_end)),
        "main_end": main_end,
        "cut": max(len(text) - LONGEST_SHOWN, 0),
        "unread": unread,
        "passages": passages,
        "previewed": (found.content_type or "").split(";")[0].strip().lower() in PREVIEWED,
    }
    return Page("capture.html", data, json={"capture": found, "text": text, "main_end": main_end, "evidence": passages})


def _runs(text: str, passages: Iterable[Evidence], main_end: int) -> Iterable[tuple[bool, Run]]:
    """Yield (inside the main text, run), cut wherever a passage or the main text begins or ends."""
    places = [item for item in passages if 0 <= item.start < item.end <= len(text)]
    cuts = {0, len(text), min(main_end, len(text))}
    cuts |= {place for item in places for place in (item.start, item.end)}
    for start, end in pairwise(sorted(cuts)):
        over = tuple(item for item in places if item.start <= start and end <= item.end)
        begins = tuple(item for item in over if item.start == start)
        yield start < main_end or not main_end, Run(_spaced(text[start:end]), over, begins)


def _spaced(text: str) -> str:
    """Return archived text with its lines apart; the mark between the main text and the rest is not shown."""
    return re.sub(r"\s*\n\s*", "\n\n", text.replace("\x1e", ""))


def reference(visit: Visit) -> Answer:
    """A reference: every capture over time, and what changed between them."""
    desk = visit.desk
    found = desk.ref(visit.names["number"])
    held = desk.captures(found)
    texts = {item.id: _text(visit, item) for item in held}
    steps: list[tuple[Capture, Any]] = []
    before: str | None = None
    for item in held:
        text = texts[item.id]
        steps.append((item, changes(before, text) if before is not None and text is not None else None))
        before = text if text is not None else before
    data = {"reference": found, "steps": steps[::-1]}
    return Page("reference.html", data, json={"reference": found, "captures": held})


def _text(visit: Visit, capture: Capture) -> str | None:
    if capture.outcome not in ("captured", "incomplete", "not_modified"):
        return None
    try:
        words = visit.desk.capture_text(capture)
    except FactcheckError:
        return None
    return words.text[: words.main_end] or words.text


def _held(visit: Visit) -> Capture:
    digest = visit.names["sha256"]
    found = visit.desk.capture_with(digest)
    if found is None:
        raise NotFoundError("there is no capture with this hash", hint="a capture's page names it")
    return found


def download(visit: Visit) -> Answer:
    """The bytes as they were received, as a file that no browser opens in the desk's origin."""
    found = _held(visit)
    headers = _DOWNLOAD | {"Content-Disposition": f'attachment; filename="capture-{found.id}.bin"'}
    return Raw(visit.desk.capture_body(found), "application/octet-stream", headers)


def original(visit: Visit) -> Answer:
    """The page as it was received, for a frame: without scripts, forms, its own origin, or anything loaded."""
    found = _held(visit)
    kind, _, rest = (found.content_type or "").lower().partition(";")
    kind, charset = kind.strip(), re.search(r"charset=\"?([\w.:-]{1,40})", rest)
    if kind not in PREVIEWED:
        raise UsageError("only a web page can be previewed", hint="download it")
    data = visit.desk.capture_page(found)
    return Raw(data, f"{kind}; charset={charset[1]}" if charset else kind, dict(_ORIGINAL))


def fetch_again(visit: Visit) -> Answer:
    """Fetch a reference anew and see whether what is cited still stands there; the page shows how it goes."""
    found = visit.desk.ref(visit.names["number"])
    chosen = options(visit)

    def work(job: Job, desk: Any) -> str:
        desk.recheck([found], options=chosen)
        newest = desk.captures(found)[-1]
        job.captures.append(newest.id)
        return f"/reference/{found.id}"

    job = visit.site.jobs.begin(f"Fetching {found.url}", visit.name, work)
    return Done("Fetching", f"/job/{job.id}", data={"job": job.id})


def fetch_new(visit: Visit) -> Answer:
    """Archive a reference by its address or as a file, without citing it yet."""
    upload = visit.form.files.get("file")
    if upload and upload.data:
        kept = visit.desk.keep_upload(upload.name, upload.data)
        return Done(f"Kept as capture {kept.id}", f"/capture/{kept.id}")
    url = visit.form.maybe("url")
    if url is None:
        raise UsageError("which reference?", hint="give its address, or choose a file")
    url, chosen = web_address(url), options(visit)

    def work(job: Job, desk: Any) -> str:
        (item,) = desk.fetch([url], options=chosen, progress=job.note)
        job.captures.append(item.capture.id)
        if item.capture.outcome not in ("captured", "not_modified"):
            raise FetchError(
                f"{item.capture.detail or item.capture.error or item.capture.outcome}",
                hint=f"the attempt is kept as capture {item.capture.id}",
            )
        return f"/capture/{item.capture.id}"

    job = visit.site.jobs.begin(f"Fetching {url}", visit.name, work)
    return Done("Fetching", f"/job/{job.id}", data={"job": job.id})


def job(visit: Visit) -> Answer:
    """How far a fetch has come."""
    found = visit.site.jobs.job(visit.names["job"])
    return Page("job.html", {"job": found}, json=found.told())
