"""Reports: gathers all that is recorded about an article and hands it to the renderers."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from factcheck import __version__
from factcheck.checking import gate
from factcheck.desk import articles as article_desk
from factcheck.desk import find, quoted, weighing
from factcheck.desk.context import Context
from factcheck.errors import FactcheckError, NotFoundError, StorageError, UsageError
from factcheck.model import Article, Capture, Claim, Evidence
from factcheck.report.dossier import AROUND, Dossier, Entry, Exhibit
from factcheck.store import log
from factcheck.store.records import articles, captures, claims, evidence, health, sources


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
    shelf = _Shelf(ctx, article, {capture.id: capture for capture in captures.of_article(conn, article.id)})
    every = claims.listing(conn, article=article.id, state=None)
    entries = tuple(_entry(shelf, claim) for claim in every)
    seq, digest = log.head(conn)
    return Dossier(
        article=article,
        revision=revision,
        sentences=tuple(articles.sentences(conn, revision)),
        entries=entries,
        sources=tuple(sources.listing(conn, article=article.id)),
        references=tuple(captures.references(conn, article=article.id)),
        captures=tuple(shelf.captures.values()),
        coverage=article_desk.coverage(ctx, article),
        signoffs=tuple(claims.signoffs(conn, article=article.id)),
        findings=tuple(finding for number in shelf.captures for finding in evidence.capture_findings(conn, number)),
        history=tuple(log.of_article(conn, article.uid)),
        head_seq=seq,
        head_hash=digest,
        made_at=ctx.now(),
        made_by=ctx.actor or "",
        version=__version__,
        health=tuple(health.of_references(conn, article=article.id, ailing=False)),
    )


def entry(ctx: Context, claim: Claim) -> Entry:
    """Gather one claim's whole record."""
    return _entry(_Shelf(ctx, find.article(ctx, claim.article_id)), claim)


@dataclass
class _Shelf:
    """What is archived for an article's claims; each capture is read once, however many passages stand in it."""

    ctx: Context
    article: Article
    captures: dict[int, Capture] = field(default_factory=dict)
    texts: dict[int, str] = field(default_factory=dict)
    weights: dict[int, gate.Held] = field(default_factory=dict)

    def capture(self, number: int) -> Capture:
        if number not in self.captures:
            found = captures.by_id(self.ctx.conn, number)
            assert found is not None
            self.captures[number] = found
        return self.captures[number]

    def text(self, number: int) -> str:
        from factcheck.desk.captures import text_of

        if number not in self.texts:
            try:
                self.texts[number] = text_of(self.ctx, self.capture(number)).text
            except FactcheckError:  # a report must come out even where a body cannot be read any more
                self.texts[number] = ""
        return self.texts[number]

    def flaw(self, item: Evidence) -> str | None:
        number = item.capture_id
        if number not in self.weights:
            self.weights[number] = weighing.held(self.ctx, self.article, self.capture(number))
        return gate.flaw(item, self.weights)


def _entry(shelf: _Shelf, claim: Claim) -> Entry:
    conn = shelf.ctx.conn
    return Entry(
        claim=claim,
        attributions=tuple(claims.attributions(conn, claim.id)),
        exhibits=tuple(_exhibit(shelf, item) for item in evidence.of_claim(conn, claim.id)),
        contacts=tuple(evidence.contacts(conn, claim.id)),
        findings=tuple(item for item in evidence.findings(conn, claim=claim.id) if quoted.is_of(claim, item)),
        verdicts=tuple(claims.verdicts(conn, claim.id)),
        signoffs=tuple(claims.signoffs(conn, article=claim.article_id, claim=claim.id)),
        history=tuple(log.of_claim(conn, claim.uid)),
    )


def _exhibit(shelf: _Shelf, item: Evidence) -> Exhibit:
    from factcheck.text.selectors import Passage, text_fragment

    capture, text = shelf.capture(item.capture_id), shelf.text(item.capture_id)
    passage = Passage(item.exact, item.prefix, item.suffix, item.start, item.end)
    web = capture.final_url.startswith(("http://", "https://"))
    return Exhibit(
        evidence=item,
        capture=capture,
        before=text[max(0, item.start - AROUND) : item.start] if text else item.prefix,
        after=text[item.end : item.end + AROUND] if text else item.suffix,
        link=text_fragment(capture.final_url, passage) if web else capture.final_url,
        flaw=shelf.flaw(item),
    )
