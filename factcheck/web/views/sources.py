"""Sources: what one said, its names, and merging two that are one."""

from __future__ import annotations

from factcheck.errors import UsageError
from factcheck.model import SourceKind
from factcheck.web.answers import Answer, Done, Page, Visit


def source(visit: Visit) -> Answer:
    """A source, its names, and the claims that are given to it."""
    found = visit.desk.source(int(visit.names["number"]))
    into = visit.desk.source(found.merged_into) if found.merged_into else None
    claims = visit.desk.claims(source=found, limit=500, order="id")
    data = {"source": found, "claims": claims, "into": into}
    return Page("source.html", data, json={"source": found, "claims": claims})


def _back(visit: Visit, number: int) -> tuple[str, int | None]:
    """Return where the change was made from: the pane of a claim, or the source's own page."""
    claim = visit.form.number("claim")
    return (f"/claim/{claim}", claim) if claim else (f"/source/{number}", None)


def edit(visit: Visit) -> Answer:
    """Change what is recorded of a source."""
    form = visit.form
    found = visit.desk.source(int(visit.names["number"]))
    flags = {name: form.ticked(name) for name in ("anonymous", "protected")} if form.text("flags") else {}
    changed = visit.desk.edit_source(
        found,
        name=form.maybe("name"),
        kind=form.choice("kind", SourceKind, found.kind),
        description=form.values["description"].strip() if "description" in form.values else None,
        add_alias=[name for name in form.text("add_alias").split("\n") if name.strip()],
        remove_alias=[form.text("remove_alias")] if form.maybe("remove_alias") else [],
        anonymous=flags.get("anonymous"),
        protected=flags.get("protected"),
    )
    to, claim = _back(visit, changed.id)
    return Done(f"{changed.name} changed", to, claim=claim, data={"source": changed})


def merge(visit: Visit) -> Answer:
    """Make one source of two: the other's claims and names go to this one."""
    into = visit.desk.source(int(visit.names["number"]))
    named = visit.form.maybe("other")
    if named is None:
        raise UsageError("which source is the same?", hint="its name or number")
    kept = visit.desk.merge_sources(into, visit.desk.source(named))
    to, claim = _back(visit, kept.id)
    return Done(f"{named} is now {kept.name}", to, claim=claim, data={"source": kept, "reload": True})
