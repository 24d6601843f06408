"""Articles: the list, the text with its claims, adding, skipping, closing, the report."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from factcheck.errors import NotFoundError, UsageError
from factcheck.model import OPEN_STATUSES, Article, Claim, Coverage, PolicyName
from factcheck.report.view import Share
from factcheck.report.words import STATUSES, plural, status_words
from factcheck.web.answers import Answer, Done, Page, Raw, Visit
from factcheck.web.marks import blocks
from factcheck.web.views.claims import pane_data
from factcheck.web.views.evidence import web_address

A_PAGE = 20
"""Articles on one page."""

RISKS = {"high": (600, 1001), "medium": (300, 600), "low": (0, 300)}
"""Bounds of check-worthiness, per mille."""

REPORT_POLICY = (
    "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline';"
    " img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


@dataclass(frozen=True, slots=True)
class Filter:
    """Which claims are looked at; empty fields look at all."""

    status: str = ""
    kind: str = ""
    source: str = ""
    risk: str = ""
    only: str = ""  # "open", "single-source" or "differs"

    @property
    def active(self) -> bool:
        """Whether anything is filtered out."""
        return any((self.status, self.kind, self.source, self.risk, self.only))


def home(visit: Visit) -> Answer:
    """The articles, and how far each has come."""
    page = _page_number(visit)
    found = visit.desk.newest_articles(A_PAGE + 1, page * A_PAGE)
    rows = [(article, visit.desk.status(article)) for article in found[:A_PAGE]]
    data = {
        "articles": [(article, state, shares(state.by_status)) for article, state in rows],
        "more": len(found) > A_PAGE,
        "page": page,
    }
    return Page("home.html", data, json={"articles": [_summary(*row) for row in rows], "more": data["more"]})


def _page_number(visit: Visit) -> int:
    value = visit.query.get("page", "0")
    return int(value) if value.isdecimal() and len(value) < 7 else 0


def _summary(article: Article, state: Coverage) -> dict[str, Any]:
    return {
        "id": article.id,
        "slug": article.slug,
        "title": article.title,
        "state": article.state,
        "policy": article.policy,
        **progress(state),
    }


def progress(state: Coverage) -> dict[str, Any]:
    """Return how far an article has come, for programs."""
    return {
        "sentences": state.sentences,
        "accounted": state.accounted,
        "claims": state.claims,
        "by_status": state.by_status,
        "open_claims": len(state.open_claims),
        "missing_signoffs": len(state.missing_signoffs),
        "complete": state.complete,
    }


def shares(by_status: dict[str, int]) -> list[Share]:
    """Return the parts of the bar of statuses, in the order of the legend."""
    total = sum(by_status.values())
    found: list[Share] = []
    offset = 0.0
    for status, words in STATUSES.items():
        if count := by_status.get(status.value, 0):
            width = 1000 * count / total
            found.append(Share(words, count, round(offset, 2), round(width, 2)))
            offset += width
    return found


def article(visit: Visit) -> Answer:
    """An article as it reads, with its claims; `?claim=` opens one beside it."""
    found = visit.desk.article(visit.names["slug"])
    number = visit.query.get("claim", "")
    chosen = visit.desk.claim(number) if number else None
    if chosen and chosen.article_id != found.id:
        raise NotFoundError(f"claim {chosen.id} is of another article", hint=chosen.article)
    return Page("article.html", article_data(visit, found, chosen), json=_article_json(visit, found))


def claim(visit: Visit) -> Answer:
    """A claim beside its article: the deep link."""
    chosen = visit.desk.claim(visit.names["number"])
    found = visit.desk.article(chosen.article_id)
    data = article_data(visit, found, chosen)
    return Page("article.html", data, json=_claim_json(data["pane"]))


def article_data(visit: Visit, found: Article, chosen: Claim | None) -> dict[str, Any]:
    """Return all that the article's page shows."""
    desk = visit.desk
    state = desk.status(found)
    revision = desk.revision(found)
    claims = desk.claims(found)
    wanted = _filter(visit)
    shown = _matching(visit, found, claims, wanted)
    return {
        "article": found,
        "state": state,
        "shares": shares(state.by_status),
        "revision": revision,
        "blocks": blocks(revision.text, claims, desk.sentences(found), state.open_sentences),
        "sentence_ids": {sentence.number: sentence for sentence in desk.sentences(found)},
        "by_number": {item.id: item for item in claims},
        "claims": [item for item in claims if item.id in shown],
        "shown": shown,
        "filter": wanted,
        "risks": tuple(RISKS),
        "sources": sorted(
            {(item.source_id, item.source) for item in claims if item.source_id}, key=lambda s: s[1] or ""
        ),
        "head": desk.log(limit=1)[0].seq,
        "pane": pane_data(visit, chosen) if chosen else None,
        "next_open": next((item.id for item in claims if item.status in OPEN_STATUSES and item.id in shown), None),
    }


def _filter(visit: Visit) -> Filter:
    names = ("status", "kind", "source", "risk", "only")
    return Filter(**{name: visit.query.get(name, "")[:60] for name in names})


def _matching(visit: Visit, found: Article, claims: list[Claim], wanted: Filter) -> set[int]:
    special: set[int] | None = None
    if wanted.only in ("single-source", "differs"):
        name = "single-source-claims" if wanted.only == "single-source" else "quotes-that-differ"
        rows = visit.desk.query(name, {"article": found.slug, "limit": "100000"}).dicts()
        special = {row["claim"] for row in rows}
    low, high = RISKS.get(wanted.risk, (0, 1001))
    return {
        item.id
        for item in claims
        if wanted.status in ("", item.status)
        and wanted.kind in ("", item.kind)
        and wanted.source in ("", str(item.source_id))
        and low <= item.check_worthiness < high
        and (wanted.only != "open" or item.status in OPEN_STATUSES)
        and (special is None or item.id in special)
    }


def _article_json(visit: Visit, found: Article) -> dict[str, Any]:
    return {
        "article": found,
        "text": visit.desk.revision(found).text,
        "progress": progress(visit.desk.status(found)),
        "claims": visit.desk.claims(found),
        "sentences": visit.desk.sentences(found),
    }


def _claim_json(pane: dict[str, Any]) -> dict[str, Any]:
    return {"entry": pane["entry"], "missing": pane["missing"], "next": pane["next"], "previous": pane["previous"]}


def state(visit: Visit) -> Answer:
    """What changed in an article after event `since`: for the page that is open on somebody's desk."""
    found = visit.desk.article(visit.names["slug"])
    since = visit.query.get("since", "0")
    after = int(since) if since.isdecimal() and len(since) < 19 else 0
    head = visit.desk.log(limit=1)[0].seq
    changed = []
    if head > after:
        changed = [
            {
                "id": item.id,
                "status": item.status,
                "css": status_words(item.status).css,
                "label": status_words(item.status).label,
                "seq": item.seq,
                "by": item.status_by,
            }
            for item in visit.desk.claims(found)
            if item.seq > after
        ]
    return Page(
        "error.html", {}, json={"head": head, "changed": changed, "progress": progress(visit.desk.status(found))}
    )


def add(visit: Visit) -> Answer:
    """Add an article that was pasted, sent as a file, or is at a URL."""
    form = visit.form
    upload = form.files.get("file")
    title, policy = form.maybe("title"), form.choice("policy", PolicyName, "solo")
    extract = form.ticked("extract") or not form.ticked("asked")
    if upload and upload.data:
        added = visit.desk.add_article(upload.name, content=upload.data, title=title, policy=policy, extract=extract)
    elif url := form.maybe("url"):
        added = visit.desk.add_article(
            web_address(url), title=title, policy=policy, extract=extract, allow=visit.site.allow
        )
    elif text := form.maybe("text"):
        added = visit.desk.add_article(
            "-", content=text.encode("utf-8", "replace"), title=title, policy=policy, extract=extract
        )
    else:
        raise UsageError("there is no article in the form", hint="paste its text, choose a file, or give its address")
    said = (
        "This text is here already"
        if added.duplicate
        else f"Added: {plural(added.claims, 'claim')} in {plural(added.sentences, 'sentence')},"
        f" {plural(added.open_sentences, 'sentence')} to look at"
    )
    warnings = "".join(f". {warning}" for warning in added.warnings)
    return Done(said + warnings, f"/article/{added.article.slug}", data={"article": added.article})


def skip(visit: Visit) -> Answer:
    """Say why there is nothing to check in a sentence."""
    slug = visit.names["slug"]
    reason = visit.form.maybe("other") or visit.form.text("reason")
    event = visit.desk.skip(visit.form.needed("sentence"), reason, visit.form.maybe("note"))
    return Done(f"Sentence skipped: {reason}", f"/article/{slug}", data={"seq": event.seq})


def close(visit: Visit) -> Answer:
    """Close an article that has nothing open."""
    event = visit.desk.close_article(visit.names["slug"], visit.form.maybe("note"))
    return Done("The article is closed", f"/article/{visit.names['slug']}", data={"seq": event.seq})


def reopen(visit: Visit) -> Answer:
    """Open a closed article again."""
    event = visit.desk.reopen(visit.names["slug"], visit.form.maybe("note"))
    return Done("The article is open again", f"/article/{visit.names['slug']}", data={"seq": event.seq})


def policy(visit: Visit) -> Answer:
    """Choose the rules that an article is checked under."""
    found = visit.desk.set_policy(visit.names["slug"], visit.form.choice("policy", PolicyName, "solo"))
    return Done(f"Checked under the policy {found.policy}", f"/article/{found.slug}")


def report(visit: Visit) -> Answer:
    """The provenance report, as readers get it; it can neither run anything nor reach the desk."""
    html = visit.desk.report(visit.names["slug"]).html()
    return Raw(html.encode("utf-8", "replace"), "text/html; charset=utf-8", {"Content-Security-Policy": REPORT_POLICY})


def report_file(visit: Visit) -> Answer:
    """The provenance report as a file."""
    made = visit.desk.report(visit.names["slug"])
    forms = {
        "html": (made.html, "text/html; charset=utf-8"),
        "md": (made.markdown, "text/markdown; charset=utf-8"),
        "data": (made.json, "application/json; charset=utf-8"),
    }
    if visit.names["form"] not in forms:
        raise NotFoundError("a report comes as html, md or data", hint="/report/html")
    write, kind = forms[visit.names["form"]]
    ending = {"data": "json"}.get(visit.names["form"], visit.names["form"])
    name = f"{made.dossier.article.slug}.{ending}"
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Content-Security-Policy": REPORT_POLICY,
    }
    return Raw(write().encode("utf-8", "replace"), kind, headers)
