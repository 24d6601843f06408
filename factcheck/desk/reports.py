"""Reports: gathers all that is recorded about an article and hands it to the renderers."""

from __future__ import annotations

from pathlib import Path

from factcheck import __version__
from factcheck.desk import articles as article_desk
from factcheck.desk.context import Context
from factcheck.errors import FactcheckError, NotFoundError, StorageError, UsageError
from factcheck.model import Article, Capture, Claim, Evidence
from factcheck.report.dossier import Dossier, Entry, Exhibit
from factcheck.store import log
from factcheck.store.records import articles, captures, claims, evidence, sources

AROUND = 200
"""Characters of archived text shown before and after a passage."""


class Report:
    """The provenance report of an article; `write` chooses the form by the file's ending."""

    def __init__(self, dossier: Dossier) -> None:
        self.dossier = dossier

    def html(self) -> str:
        """Return the report as one self-contained page."""
        from factcheck.report import render_html

        return render_html(self.dossier)

    def markdown(self) -> str:
        """Return the report as Markdown."""
        from factcheck.report import render_markdown

        return render_markdown(self.dossier)

    def json(self) -> str:
        """Return the report's records as JSON."""
        from factcheck.report import render_json

        return render_json(self.dossier)

    def write(self, path: str | Path) -> Path:
        """Write the report to a file that ends in .html, .md or .json.

        Raises:
            UsageError: another ending.
            NotFoundError: there is no such folder.
            StorageError: the file cannot be written.
        """
        path = Path(path)
        forms = {".html": self.html, ".htm": self.html, ".md": self.markdown, ".json": self.json}
        render = forms.get(path.suffix.lower())
        if render is None:
            raise UsageError(
                f"a report ends in .html, .md or .json, not {path.suffix or path.name}", hint="-o report.html"
            )
        if not path.parent.is_dir():
            raise NotFoundError(f"there is no folder {path.parent}", hint="make it first, or name another place")
        try:
            path.write_text(render(), encoding="utf-8")
        except OSError as error:
            raise StorageError(f"{path} cannot be written: {error.strerror}", hint="choose another folder") from error
        return path


def dossier(ctx: Context, article: Article) -> Dossier:
    """Gather an article's whole record."""
    conn = ctx.conn
    revision = articles.revision(conn, article.revision_id)
    held = {capture.id: capture for capture in captures.of_article(conn, article.id)}
    texts: dict[int, str] = {}
    every = claims.listing(conn, article=article.id, state=None)
    entries = tuple(_entry(ctx, claim, held, texts) for claim in every)
    seq, digest = log.head(conn)
    return Dossier(
        article=article,
        revision=revision,
        sentences=tuple(articles.sentences(conn, revision)),
        entries=entries,
        sources=tuple(sources.listing(conn, article=article.id)),
        references=tuple(captures.references(conn, article=article.id)),
        captures=tuple(held.values()),
        coverage=article_desk.coverage(ctx, article),
        signoffs=tuple(claims.signoffs(conn, article=article.id)),
        findings=tuple(finding for number in held for finding in evidence.capture_findings(conn, number)),
        history=tuple(log.of_article(conn, article.uid)),
        head_seq=seq,
        head_hash=digest,
        made_at=ctx.now(),
        made_by=ctx.actor or "",
        version=__version__,
    )


def entry(ctx: Context, claim: Claim) -> Entry:
    """Gather one claim's whole record."""
    return _entry(ctx, claim, {}, {})


def _entry(ctx: Context, claim: Claim, held: dict[int, Capture], texts: dict[int, str]) -> Entry:
    conn = ctx.conn
    return Entry(
        claim=claim,
        attributions=tuple(claims.attributions(conn, claim.id)),
        exhibits=tuple(_exhibit(ctx, item, held, texts) for item in evidence.of_claim(conn, claim.id)),
        contacts=tuple(evidence.contacts(conn, claim.id)),
        findings=tuple(evidence.findings(conn, claim=claim.id)),
        verdicts=tuple(claims.verdicts(conn, claim.id)),
        signoffs=tuple(claims.signoffs(conn, article=claim.article_id, claim=claim.id)),
        history=tuple(log.of_claim(conn, claim.uid)),
    )


def _exhibit(ctx: Context, item: Evidence, held: dict[int, Capture], texts: dict[int, str]) -> Exhibit:
    from factcheck.desk.captures import text_of
    from factcheck.text.selectors import Passage, text_fragment

    capture = held.get(item.capture_id) or captures.by_id(ctx.conn, item.capture_id)
    assert capture is not None
    held[item.capture_id] = capture
    if item.capture_id not in texts:
        try:
            texts[item.capture_id] = text_of(ctx, capture).text
        except FactcheckError:  # a report must come out even where a body cannot be read any more
            texts[item.capture_id] = ""
    text = texts[item.capture_id]
    passage = Passage(item.exact, item.prefix, item.suffix, item.start, item.end)
    web = capture.final_url.startswith(("http://", "https://"))
    return Exhibit(
        evidence=item,
        capture=capture,
        before=text[max(0, item.start - AROUND) : item.start] if text else item.prefix,
        after=text[item.end : item.end + AROUND] if text else item.suffix,
        link=text_fragment(capture.final_url, passage) if web else capture.final_url,
    )
