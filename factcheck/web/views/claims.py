"""Claims: the pane with all that bears on one, deciding, and the changes made by hand."""

from __future__ import annotations

import re
from contextlib import AbstractContextManager
from typing import Any

from factcheck.desk.people import Right
from factcheck.errors import RefusedError
from factcheck.model import OPEN_STATUSES, Article, Claim, ClaimKind
from factcheck.report.comparing import compare
from factcheck.report.words import capital, event_words, status_words
from factcheck.web.answers import Answer, Done, Page, Visit
from factcheck.web.render import render
from factcheck.web.wording import without_command

NOTED = ("disputed", "unverifiable", "not_checkable")
"""Decisions that need words."""


def pane_data(visit: Visit, claim: Claim) -> dict[str, Any]:
    """Return all that the pane of a claim shows."""
    desk = visit.desk
    entry = desk.entry(claim)
    article = desk.article(claim.article_id)
    siblings = desk.claims(article)
    order = [item.id for item in siblings]
    here = order.index(claim.id) if claim.id in order else -1
    live = claim.state == "live" and article.state == "open"
    return {
        "entry": entry,
        "claim": entry.claim,
        "article": article,
        "speaker": desk.source(claim.source_id) if claim.source_id else None,
        "context": _context(visit, article, claim),
        "comparisons": [(item, compare(item)) for item in entry.findings if item.kind == "quote-match"],
        "other_findings": [item for item in entry.findings if item.kind != "quote-match"],
        "parent": desk.claim(claim.parent_id) if claim.parent_id else None,
        "children": [item for item in siblings if item.parent_id == claim.id],
        "quoted": claim.kind == "quote" or bool(desk.quoted_words(claim)),
        "missing": _missing(visit, claim) if live else {},
        "live": live,
        "previous": order[here - 1] if here > 0 else None,
        "next": order[here + 1] if 0 <= here < len(order) - 1 else None,
        "place": (here + 1, len(order)) if here >= 0 else None,
        "head": desk.log(limit=1)[0].seq,
    }


def _missing(visit: Visit, claim: Claim) -> dict[str, list[str]]:
    """Return what the gate asks for before each decision, leaving out the note that its form asks for."""
    noted = "a note"
    return {
        status: [without_command(item) for item in visit.desk.missing(claim, status, noted)]
        for status in ("verified", "disputed")
    }


def _context(visit: Visit, article: Article, claim: Claim) -> tuple[str, str, str] | None:
    """Return the sentences around a claim, cut at its words: before, the words, after."""
    if claim.start is None or claim.end is None:
        return None
    text = visit.desk.revision(article).text
    touched = [item for item in visit.desk.sentences(article) if item.start < claim.end and item.end > claim.start]
    start = min([claim.start, *(item.start for item in touched)])
    end = max([claim.end, *(item.end for item in touched)])
    return text[start : claim.start], text[claim.start : claim.end], text[claim.end : end]


def pane(visit: Visit) -> Answer:
    """The pane alone: what the page's script puts beside the text."""
    claim = visit.desk.claim(visit.names["number"])
    data = pane_data(visit, claim)
    return Page(
        "pane.html", {"pane": data, "filter_query": ""}, json={"entry": data["entry"], "missing": data["missing"]}
    )


def review(visit: Visit) -> Answer:
    """A plain form that decides on a claim by its number."""
    number = visit.query.get("claim", "")
    claim = visit.desk.claim(number) if number else None
    return Page("review.html", {"claim": claim}, json={"claim": claim})


def after(visit: Visit, done: Done) -> dict[str, Any]:
    """Return what the page's script needs after a change: the next pane, new looks, the progress."""
    from factcheck.web.views.articles import shares

    answer: dict[str, Any] = {}
    looks = [visit.desk.claim(number) for number in done.changed]
    answer["marks"] = [
        {"id": item.id, "css": status_words(item.status).css, "label": status_words(item.status).label}
        for item in looks
    ]
    shown = visit.desk.claim(done.claim) if done.claim is not None else None
    article = visit.desk.article((shown or looks[0]).article_id) if shown or looks else None
    if shown:
        answer["claim"] = shown.id
        answer["pane"] = render("pane.html", visit, pane=pane_data(visit, shown), filter_query="")
    if article:
        state = visit.desk.status(article)
        data = {"article": article, "state": state, "shares": shares(state.by_status)}
        answer["progress"] = render("progress.html", visit, **data)
        answer["head"] = visit.desk.log(limit=1)[0].seq
    return answer


def seen(visit: Visit, claim: int) -> AbstractContextManager[Claim]:
    """Hold the file while a claim is changed, if it is still as the person saw it (`if_seq`)."""
    return visit.desk.unchanged(claim, visit.form.number("if_seq"))


def next_open(visit: Visit, claim: Claim) -> Claim | None:
    """Return the open claim that follows in the text, from the top again after the last."""
    ahead = [item for item in visit.desk.claims(claim.article_id, open_only=True) if item.id != claim.id]
    place = (claim.start if claim.start is not None else -1, claim.id)
    later = [item for item in ahead if (item.start if item.start is not None else -1, item.id) > place]
    return next(iter(later or ahead), None)


def mark(visit: Visit) -> Answer:
    """Set where a claim stands, then show the next open one."""
    form = visit.form
    override = form.ticked("override")
    if override and not visit.may(Right.DIRECT):
        raise RefusedError("only an editor may pass a gate", hint="ask one, or supply what is missing")
    number = form.needed("claim")
    status = form.text("status")
    event = visit.desk.mark(number, status, form.maybe("note"), override=override, if_seq=form.number("if_seq"))
    claim = visit.desk.claim(number)
    following = next_open(visit, claim) if claim.status not in OPEN_STATUSES else claim
    said = f"Claim {number}: {status_words(claim.status).label.lower()}"
    if following is None:
        said += ". No claim is open any more"
    data = {"seq": event.seq, "hash": event.hash, "status": claim.status, "next": following.id if following else None}
    shown = following or claim
    return Done(said, f"/claim/{shown.id}", claim=shown.id, changed=(number,), data=data)


def undo(visit: Visit) -> Answer:
    """Take back the person's own last change."""
    event = visit.desk.undo()
    claim = visit.desk.claim_of(event)
    said = capital(event_words(event))
    if claim is None:
        back = visit.form.text("back")
        to = back if re.fullmatch(r"/(article|claim|source)/[\w.-]+", back) else "/"
        return Done(said, to, data={"seq": event.seq, "reload": True})
    return Done(said, f"/claim/{claim.id}", claim=claim.id, changed=(claim.id,), data={"seq": event.seq})


def add(visit: Visit) -> Answer:
    """Record a claim on words of the article, or under another claim in words of its own."""
    form = visit.form
    made = visit.desk.add_claim(
        None if form.maybe("parent") else visit.names["slug"],
        text=form.maybe("text"),
        start=form.number("start"),
        end=form.number("end"),
        kind=form.choice("kind", ClaimKind, "statement"),
        source=form.maybe("source"),
        parent=form.number("parent"),
    )
    return Done(
        f"Claim {made.id} recorded", f"/claim/{made.id}", claim=made.id, data={"number": made.id, "reload": True}
    )


def _changed(visit: Visit, claim: Claim, said: str, *, reload: bool = False) -> Done:
    return Done(
        said, f"/claim/{claim.id}", claim=claim.id, changed=(claim.id,), data={"reload": True} if reload else {}
    )


def _number(visit: Visit) -> int:
    return int(visit.names["number"])


def edit(visit: Visit) -> Answer:
    """Change a claim's words, kind, source or parent."""
    form = visit.form
    with seen(visit, _number(visit)) as claim:
        source = form.maybe("source")
        found = visit.desk.edit_claim(
            claim,
            text=form.maybe("text"),
            kind=form.choice("kind", ClaimKind, claim.kind),
            source=source if source != claim.source else None,
            parent=form.number("parent"),
        )
    return _changed(visit, found, f"Claim {claim.id} changed", reload=found.text != claim.text)


def split(visit: Visit) -> Answer:
    """Divide a claim where some of its words begin."""
    with seen(visit, _number(visit)) as claim:
        first, second = visit.desk.split_claim(claim, visit.form.text("at"))
    return _changed(visit, first, f"Claim {first.id} was split; the second part is claim {second.id}", reload=True)


def merge(visit: Visit) -> Answer:
    """Make one claim of two."""
    with seen(visit, _number(visit)) as claim:
        found = visit.desk.merge_claims(claim, visit.form.needed("other"))
    return _changed(visit, found, f"Merged into claim {found.id}", reload=True)


def cut(visit: Visit) -> Answer:
    """Withdraw a claim."""
    with seen(visit, _number(visit)) as claim:
        visit.desk.cut_claim(claim, visit.form.text("reason"))
    return Done(f"Claim {claim.id} was cut", f"/article/{claim.article}", data={"reload": True})


def sign(visit: Visit) -> Answer:
    """Approve a decision as a second person."""
    with seen(visit, _number(visit)) as claim:
        visit.desk.sign(claim=claim, note=visit.form.maybe("note"))
    return _changed(visit, claim, f"Claim {claim.id}: signed")


def sign_article(visit: Visit) -> Answer:
    """Approve all of an article's decisions as a second person."""
    visit.desk.sign(visit.names["slug"], note=visit.form.maybe("note"))
    return Done("Signed", f"/article/{visit.names['slug']}", data={"reload": True})
