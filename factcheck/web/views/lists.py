"""Lists: references, sources, what a search finds, what was done lately."""

from __future__ import annotations

import re

from markupsafe import Markup

from factcheck.model import Event
from factcheck.report.safe import shown
from factcheck.report.words import event_words
from factcheck.web.answers import Answer, Page, Visit

A_PAGE = 100


def _page(visit: Visit) -> int:
    value = visit.query.get("page", "0")
    return int(value) if value.isdecimal() and len(value) < 7 else 0


def references(visit: Visit) -> Answer:
    """The references with the health of their captures; `?article=` those of one."""
    slug = visit.query.get("article", "")
    article = visit.desk.article(slug) if slug else None
    page = _page(visit)
    found = visit.desk.refs(article, limit=A_PAGE + 1, offset=page * A_PAGE)
    data = {"references": found[:A_PAGE], "more": len(found) > A_PAGE, "page": page, "article": article}
    return Page("references.html", data, json={"references": found[:A_PAGE], "more": len(found) > A_PAGE})


def sources(visit: Visit) -> Answer:
    """The sources, by name; `?q=` those whose name holds it."""
    slug, text = visit.query.get("article", ""), visit.query.get("q", "").strip()
    article = visit.desk.article(slug) if slug else None
    page = _page(visit)
    found = visit.desk.sources(article, text=text or None, limit=A_PAGE + 1, offset=page * A_PAGE)
    more = len(found) > A_PAGE
    data = {"sources": found[:A_PAGE], "more": more, "page": page, "article": article, "q": text}
    return Page("sources.html", data, json={"sources": found[:A_PAGE], "more": more})


def search(visit: Visit) -> Answer:
    """Words in claims and in the archive."""
    text = visit.query.get("q", "").strip()[:400]
    hits = visit.desk.search(text, limit=40) if re.search(r"\w", text) else []
    rows = [(hit, marked(hit.snippet)) for hit in hits]
    return Page("search.html", {"q": text, "hits": rows}, json={"q": text, "hits": hits})


def marked(snippet: str) -> Markup:
    """Return a snippet with the words that were sought marked."""
    parts = [Markup()]
    for part in re.split("(\x02.*?\x03)", snippet, flags=re.DOTALL):
        words = part.strip("\x02\x03")
        parts.append(Markup("<mark>{}</mark>").format(shown(words)) if part.startswith("\x02") else shown(words))
    return Markup().join(parts)


def action_words(action: str) -> str:
    """Return what was done, as far as the action alone tells it."""
    known = {
        "claim.mark": "decided",
        "finding.add": "an automatic check",
        "sentence.skip": "skipped a sentence",
        "capture.add": "archived a reference",
    }
    return known.get(action) or event_words(Event(0, "", "", action, {}, "", "", ""))


def activity(visit: Visit) -> Answer:
    """What was done lately, the newest first."""
    slug = visit.query.get("article", "")
    article = visit.desk.article(slug) if slug else None
    given = {"article": slug, "actor": visit.query.get("actor", "")[:200], "limit": "200"}
    rows = visit.desk.query("activity", given).dicts()
    told = [row | {"words": action_words(row["action"])} for row in rows]
    return Page("activity.html", {"rows": told, "article": article}, json={"activity": rows})
