"""Charts where looking beats reading; each with the table it is drawn from."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from markupsafe import Markup

from factcheck.model import OPEN_STATUSES, Article
from factcheck.report.words import STATUSES, moment
from factcheck.web.answers import Answer, Page, Visit
from factcheck.web.charts import Bar, Line, Part, bars, lines

MOST_BARS = 20
AGES = ((1, "a day"), (7, "a week"), (30, "a month"), (365, "a year"), (10**9, "longer"))
"""Days since a capture, and how that is called."""


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart with its table and the query that its data can be had from."""

    title: str
    lead: str
    picture: Markup | None
    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    query: str
    legend: bool = False  # whether the colours are those of the statuses


def charts(visit: Visit) -> Answer:
    """Progress over time, statuses by source, references by age and health, who corroborates whom."""
    slug = visit.names.get("slug") or visit.query.get("article", "")
    every = visit.desk.newest_articles(200)
    article = visit.desk.article(slug) if slug else (every[0] if every else None)
    made = []
    if article:
        made = [
            _progress(visit, article),
            _by_source(visit, article),
            _by_age(visit, article),
            _corroboration(visit, article),
        ]
    data = {"article": article, "articles": every, "charts": made}
    told = [{"title": item.title, "columns": item.columns, "rows": item.rows} for item in made]
    return Page("charts.html", data, json={"article": article, "charts": told})


def _progress(visit: Visit, article: Article) -> Chart:
    """Draw how many claims had a verdict at each time."""
    claims = visit.desk.claims(article)
    moves = [
        (datetime.fromisoformat(verdict.decided_at), verdict.claim_id, verdict.status not in OPEN_STATUSES)
        for verdict in visit.desk.verdicts(article)
    ]
    begun = datetime.fromisoformat(article.added_at)
    ended = max([begun, *(when for when, _, _ in moves)])
    span = max((ended - begun).total_seconds(), 1.0)
    done: set[int] = set()
    points, rows = [(0.0, 0.0)], [(moment(article.added_at), 0)]
    for when, number, decided in moves:
        (done.add if decided else done.discard)(number)
        points.append(((when - begun).total_seconds() / span, len(done) / max(len(claims), 1)))
        rows.append((moment(when.isoformat()), len(done)))
    picture = lines(
        "Claims decided over time",
        [Line("decided", "verified", (*points, (1.0, points[-1][1])))],
        moment(article.added_at),
        _until(begun, ended),
        str(len(claims)),
    )
    lead = f"{len(done)} of {len(claims)} claims have a verdict."
    return Chart("Progress over time", lead, picture, ("When", "Claims decided"), tuple(rows[-200:]), "activity")


def _until(begun: datetime, ended: datetime) -> str:
    """Name the end of a time, so that it can be told from its beginning."""
    last = moment(ended.isoformat())
    return last if last != moment(begun.isoformat()) else f"{(ended - begun).total_seconds():.0f} s later"


def _by_source(visit: Visit, article: Article) -> Chart:
    counts: dict[tuple[int | None, str], Counter[str]] = defaultdict(Counter)
    for claim in visit.desk.claims(article):
        counts[(claim.source_id, claim.source or "the author")][claim.status] += 1
    ranked = sorted(counts.items(), key=lambda item: -sum(item[1].values()))[:MOST_BARS]
    found = [
        Bar(
            name,
            tuple(
                Part(words.label, tally[status.value], words.css)
                for status, words in STATUSES.items()
                if tally[status.value]
            ),
        )
        for (_, name), tally in ranked
    ]
    rows = tuple(
        (bar.label, ", ".join(f"{part.label.lower()} {part.count:g}" for part in bar.parts), int(bar.total))
        for bar in found
    )
    lead = "Whose words stand, and whose do not."
    picture = bars("Statuses by source", found)
    columns = ("Source", "Statuses", "Claims")
    return Chart("Statuses by source", lead, picture, columns, rows, "what-sources-said", legend=True)


def _by_age(visit: Visit, article: Article) -> Chart:
    rows = visit.desk.query("references", {"article": article.slug, "limit": "100000"}).dicts()
    now = datetime.now(UTC)
    health = {
        "archived": "verified",
        "archived, but the last fetch failed": "needs-recheck",
        "not archived": "disputed",
    }
    tally: dict[str, Counter[str]] = {name: Counter() for _, name in AGES}
    for row in rows:
        when = row["archived_at"] or row["last_fetched_at"]
        days = (now - datetime.fromisoformat(when)).days if when else 10**8
        name = next(name for limit, name in AGES if days <= limit)
        tally[name][row["health"]] += 1
    found = [
        Bar(f"up to {name}" if name != "longer" else name, _health_parts(count, health))
        for name, count in tally.items()
        if count
    ]
    table = tuple((bar.label, part.label, int(part.count)) for bar in found for part in bar.parts)
    lead = "How old the archived copies are, and whether the last fetch went well."
    picture = bars("References by age and health", found) if found else None
    return Chart("References by age and health", lead, picture, ("Age", "Health", "References"), table, "references")


def _health_parts(count: Counter[str], health: dict[str, str]) -> tuple[Part, ...]:
    return tuple(Part(name, count[name], css) for name, css in health.items() if count[name])


def _corroboration(visit: Visit, article: Article) -> Chart:
    """Count, for each pair of sources, the references that bear on claims of both."""
    claims = {claim.id: claim for claim in visit.desk.claims(article)}
    titles: dict[int, str] = {}
    by_reference: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for item in visit.desk.evidence(article):
        if item.stance != "supports" or item.state == "withdrawn" or item.claim_id not in claims:
            continue
        if item.capture_id not in titles:
            capture = visit.desk.capture(item.capture_id)
            titles[item.capture_id] = capture.title or capture.final_url
        speaker = claims[item.claim_id].source or "the author"
        by_reference[titles[item.capture_id]][speaker].append(item.claim_id)
    found = [
        Bar(title, tuple(Part(name, len(set(numbers)), "checking") for name, numbers in sources.items()))
        for title, sources in by_reference.items()
    ]
    found.sort(key=lambda bar: -bar.total)
    rows = tuple((bar.label, part.label, int(part.count)) for bar in found for part in bar.parts)
    lead = "Which references bear out whose claims; a source with one reference leans on it alone."
    picture = bars("Claims borne out, by reference", found[:MOST_BARS]) if found else None
    columns = ("Reference", "Bears out what was said by", "Claims")
    return Chart("Who corroborates whom", lead, picture, columns, rows, "evidence-trail")
