"""A new draft of an article: brought in, and what became of its claims."""

from __future__ import annotations

from factcheck.desk.results import Revised
from factcheck.errors import UsageError
from factcheck.report.words import plural
from factcheck.web.answers import Answer, Done, Page, Visit
from factcheck.web.views.evidence import web_address


def form(visit: Visit) -> Answer:
    """The page that takes a new draft."""
    found = visit.desk.article(visit.names["slug"])
    revision = visit.desk.revision(found)
    return Page("draft.html", {"article": found, "revision": revision}, json={"article": found, "revision": revision})


def revise(visit: Visit) -> Answer:
    """Take a new draft that was pasted, sent as a file, or is at a URL."""
    slug, upload = visit.names["slug"], visit.form.files.get("file")
    if upload and upload.data:
        revised = visit.desk.revise(slug, upload.name, content=upload.data)
    elif url := visit.form.maybe("url"):
        revised = visit.desk.revise(slug, web_address(url), allow=visit.site.allow)
    elif text := visit.form.maybe("text"):
        revised = visit.desk.revise(slug, "-", content=text.encode("utf-8", "replace"))
    else:
        raise UsageError("there is no draft in the form", hint="paste its text, choose a file, or give its address")
    data = {"revision": revised.revision, "changed": revised.changed, "cut": revised.cut, "added": revised.added}
    return Done(_told(revised), f"/article/{slug}", data=data)


def _told(revised: Revised) -> str:
    """Say what became of the claims; those that changed or went are named."""
    parts = [f"{plural(revised.kept, 'claim')} kept", f"{revised.added} new"]
    for word, claims in (("changed", revised.changed), ("cut", revised.cut)):
        numbers = ", ".join(str(claim.id) for claim in claims[:12]) + (", …" if len(claims) > 12 else "")
        parts.append(f"{len(claims)} {word}" + (f" ({numbers})" if claims else ""))
    warnings = "".join(f". {warning}" for warning in revised.warnings)
    return f"Revision {revised.revision.number}: {', '.join(parts)}{warnings}"
