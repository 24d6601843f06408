"""Evidence: citing, suggestions taken up with one key, contacts, quotes compared."""

from __future__ import annotations

import re

from factcheck.archive.options import FetchOptions
from factcheck.desk.results import Checked
from factcheck.errors import UsageError
from factcheck.model import Capture, Directness, Stance
from factcheck.report.words import plural
from factcheck.web.answers import Answer, Done, Page, Visit
from factcheck.web.views.claims import seen

MOST_SUGGESTIONS = 5


def options(visit: Visit) -> FetchOptions:
    """Return how the desk fetches: as the command line does, with the private addresses it was given."""
    return FetchOptions(allow=visit.site.allow)


def web_address(text: str) -> str:
    """Return an address that may be fetched: the desk reads no files of the machine it runs on.

    Raises:
        UsageError: it is not of the web.
    """
    if not re.match(r"https?://[^/]", text, re.IGNORECASE):
        raise UsageError("an address begins with http:// or https://", hint="a file is sent with the form")
    return text


def cite(visit: Visit) -> Answer:
    """Archive a reference and record a passage of it for or against a claim.

    What is fetched is fetched first, so that nobody waits for it with the file in hand.
    """
    form, number = visit.form, int(visit.names["number"])
    upload, url = form.files.get("file"), form.maybe("url")
    capture: Capture | int | None = form.number("capture")
    if capture is None and not (url or (upload and upload.data)):
        raise UsageError("what is cited?", hint="an address, a file, or a capture's number")
    passage, stance = form.maybe("passage"), form.choice("stance", Stance, "supports")
    directness, note = form.choice("directness", Directness, "secondary"), form.maybe("note")
    if capture is None and upload and upload.data:
        capture = visit.desk.keep_upload(upload.name, upload.data)
    elif capture is None:
        capture = visit.desk.obtain(web_address(url or ""), options=options(visit))
    with seen(visit, number) as claim:
        cited = visit.desk.cite(
            claim, capture=capture, stance=stance, passage=passage, directness=directness, note=note
        )
    said = f"Cited capture {cited.capture.id}"
    if cited.match is not None:
        said += f": the quote is {cited.match.label} there"
    said += "".join(f". {warning}" for warning in cited.warnings)
    return Done(said, f"/claim/{number}", claim=number, changed=(number,), data={"evidence": cited.evidence})


def accept(visit: Visit) -> Answer:
    """Take up a suggestion: its passage becomes evidence."""
    form, number = visit.form, int(visit.names["number"])
    with seen(visit, number) as claim:
        cited = visit.desk.cite(
            claim,
            capture=form.needed("capture"),
            stance=form.choice("stance", Stance, "supports"),
            passage=form.maybe("passage"),
        )
    said = f"Cited a passage of capture {cited.capture.id}"
    return Done(said, f"/claim/{number}", claim=number, changed=(number,), data={"evidence": cited.evidence})


def withdraw(visit: Visit) -> Answer:
    """Take a piece of evidence back."""
    number = visit.form.needed("claim")
    with seen(visit, number):
        visit.desk.withdraw(int(visit.names["number"]), visit.form.text("reason"))
    return Done("The evidence was withdrawn", f"/claim/{number}", claim=number, changed=(number,))


def contact(visit: Visit) -> Answer:
    """Log a conversation about a claim."""
    form, number = visit.form, int(visit.names["number"])
    with seen(visit, number) as claim:
        made = visit.desk.contact(
            claim,
            form.text("who"),
            form.text("said"),
            how=form.maybe("how") or "interview",
            stance=form.choice("stance", Stance, "supports"),
            protected=form.ticked("protected"),
        )
    return Done("The contact is logged", f"/claim/{number}", claim=number, data={"contact": made.id})


def check(visit: Visit) -> Answer:
    """Compare a quote with what was archived."""
    number = int(visit.names["number"])
    found = visit.desk.check([number])
    said = "; ".join(map(_compared, found)) or "Only quoted words can be compared"
    return Done(said, f"/claim/{number}", claim=number, changed=(number,))


def _compared(item: Checked) -> str:
    words = f" “{item.words}”" if item.words else ""
    if item.capture is None:
        return f"No capture holds{words or ' these words'}"
    return f"Compared{words} with capture {item.capture.id}: {item.match.label}"


def check_all(visit: Visit) -> Answer:
    """Compare every quote of an article with what was archived."""
    slug = visit.names["slug"]
    found = visit.desk.check(article=slug)
    differ = [item for item in found if item.match.label in ("altered", "absent") and item.capture is not None]
    said = f"{plural(len(found), 'quote')} compared, {len(differ)} differ from what was archived"
    return Done(said, f"/article/{slug}", data={"reload": True})


def suggestions(visit: Visit) -> Answer:
    """Passages of the archive that may bear on a claim, the best first."""
    claim = visit.desk.claim(visit.names["number"])
    held = {(item.evidence.capture_id, item.evidence.start) for item in visit.desk.entry(claim).exhibits}
    found = [
        item
        for item in visit.desk.suggest(claim, MOST_SUGGESTIONS + len(held))
        if (item.capture.id, item.start) not in held
    ][:MOST_SUGGESTIONS]
    template = "suggestions.html" if visit.scripted else "suggestions_page.html"
    return Page(template, {"claim": claim, "suggestions": found}, json={"suggestions": found})
