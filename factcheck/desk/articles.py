"""Articles: taken in, split into sentences and claims, their coverage, and closing them."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from factcheck.checking.coverage import open_sentences
from factcheck.checking.gate import COSMETIC
from factcheck.desk import find
from factcheck.desk.context import Context
from factcheck.desk.results import Added
from factcheck.errors import ConflictError, FactcheckError, NotFoundError, RefusedError, UsageError
from factcheck.ledger.canonical import clean
from factcheck.model import Article, Coverage, Event, PolicyName, Sentence, SentenceRole
from factcheck.store import bodies
from factcheck.store.records import articles, claims, sources

if TYPE_CHECKING:
    from factcheck.reading import ReadArticle


_LONGEST_IN_FORMS = 1_000_000  # characters; a longer text is compared as it is
_MOST_BLANK_LINES = 3  # at the end of a text that is the same all the same


def read(
    ctx: Context,
    target: str | Path,
    content: bytes | None,
    allow: Iterable[tuple[str, int]],
    encoding: str | None = None,
) -> tuple[ReadArticle, bytes]:
    """Read an article from a file, a URL, or bytes given (`-`); return it with its bytes.

    Raises:
        FactcheckError: it cannot be read or fetched, with a hint.
    """
    from factcheck.reading import read_article_bytes
    from factcheck.reading.articles import read_article

    name = str(target)
    if content is not None:
        return read_article_bytes(content, None if name == "-" else name, encoding=encoding), content
    if find.is_url(name):
        from factcheck.desk.captures import fetch_page

        data, content_type, url = fetch_page(ctx, name, allow)
        return read_article_bytes(data, None, content_type, url=url, encoding=encoding), data
    found = read_article(Path(name), encoding)
    return found, Path(name).read_bytes()


def add(
    ctx: Context,
    target: str | Path,
    *,
    title: str | None,
    slug: str | None,
    extract: bool,
    extractor: str | None,
    policy: str,
    content: bytes | None,
    allow: Iterable[tuple[str, int]],
    encoding: str | None = None,
) -> Added:
    """Record an article with its sentences, claims and sources, as one event.

    Raises:
        FactcheckError: it cannot be read, or the slug is taken.
    """
    target = find.without_user(target) if isinstance(target, str) else target
    found, data = read(ctx, target, content, allow, encoding)
    text = clean(found.text)
    digest = hashlib.sha256(text.encode()).hexdigest()
    forms = [digest, *_digests_of_forms(text)]
    if twin := articles.by_texts(ctx.conn, forms):
        return _summary(ctx, twin, found.warnings, duplicate=True)
    from factcheck.desk import intake

    result = intake.extracted(text, extractor, found.marks)  # others can write meanwhile
    with ctx.writing() as conn:
        if twin := articles.by_texts(conn, forms):
            return _summary(ctx, twin, found.warnings, duplicate=True)
        reading = intake.read_out(conn, text, result, extract=extract)
        shown = clean(title or found.title or reading.headline or Path(str(target)).stem)
        ctx.record(
            "article.add",
            {
                "slug": _slug(ctx, slug, target, shown),
                "title": shown,
                "author": found.author and clean(found.author),
                "publisher": found.publisher and clean(found.publisher),
                "published": found.date,
                "url": found.url and clean(found.url),
                "language": reading.language,
                "policy": find.choice(PolicyName, policy, "policy"),
                "text": text,
                "text_sha256": digest,
                "file_sha256": bodies.keep(conn, data),
                "encoding": found.encoding,
                **reading.event_data(),
            },
        )
        article = articles.by_text(conn, digest)
        assert article is not None
        return _summary(ctx, article, (*found.warnings, *reading.warnings), duplicate=False)


def _digests_of_forms(text: str) -> list[str]:
    """The digests of the same text in its other forms: line ends of another system, blank lines at its ends."""
    body = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").strip()
    if len(body) > _LONGEST_IN_FORMS:
        return []
    forms = {f"{mark}{body}" + "\n" * lines for mark in ("", "\ufeff") for lines in range(_MOST_BLANK_LINES + 2)}
    forms |= {form.replace("\n", end) for form in tuple(forms) for end in ("\r\n", "\r")}
    return [hashlib.sha256(form.encode()).hexdigest() for form in sorted(forms)]


def _summary(ctx: Context, article: Article, warnings: tuple[str, ...], *, duplicate: bool) -> Added:
    state = coverage(ctx, article)
    return Added(
        article=article,
        revision=articles.revision(ctx.conn, article.revision_id),
        sentences=state.sentences,
        claims=state.claims,
        quotes=state.by_kind.get("quote", 0),
        sources=len(sources.listing(ctx.conn, article=article.id)),
        open_sentences=len(state.open_sentences),
        warnings=warnings,
        duplicate=duplicate,
    )


def _slug(ctx: Context, wanted: str | None, target: str | Path, title: str) -> str:
    """Choose a short name: as asked, else the file's name, else the title; numbered where it is taken."""
    if wanted is not None:
        slug = slugify(wanted)
        if articles.by_slug(ctx.conn, slug):
            raise ConflictError(f"there is an article {slug} already", hint="choose another --slug")
        return slug
    name = str(target)
    from_file = not find.is_url(name) and name != "-"
    base = slugify(Path(name).stem if from_file else title)
    taken = articles.slugs_like(ctx.conn, base)
    return next(slug for slug in [base, *(f"{base}-{n}" for n in range(2, len(taken) + 3))] if slug not in taken)


def slugify(text: str) -> str:
    """Return lower-case words joined by hyphens, at most 40 characters; never empty, never a number alone."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    words = "-".join(re.findall(r"[a-z0-9]+", plain))[:40].strip("-")
    return f"article-{words}" if words.isdecimal() else words or "article"


def coverage(ctx: Context, article: Article) -> Coverage:
    """Count what is accounted for and what is still open."""
    revision = articles.revision(ctx.conn, article.revision_id)
    sentences = articles.sentences(ctx.conn, revision)
    still_open = open_sentences(sentences, claims.places(ctx.conn, revision.id))
    by_status, by_kind, open_claims = claims.counts(ctx.conn, article.id)
    unsigned = claims.unsigned(ctx.conn, article.id) if article.policy == PolicyName.NEWSROOM else []
    return Coverage(
        sentences=len(sentences),
        accounted=len(sentences) - len(still_open),
        open_sentences=tuple(still_open),
        claims=sum(by_status.values()),
        by_status=by_status,
        by_kind=by_kind,
        open_claims=tuple(open_claims),
        missing_signoffs=tuple(unsigned),
    )


def skip(ctx: Context, number: int, reason: str, note: str | None) -> Event:
    """Say why there is nothing to check in a sentence.

    Raises:
        NotFoundError: there is no such sentence.
        UsageError: no reason, or the sentence is of an earlier revision.
        RefusedError: it carries a claim.
    """
    if not reason.strip():
        raise UsageError(
            "a skipped sentence needs a reason", hint='--reason opinion|rhetoric|question|background|"..."'
        )
    with ctx.writing() as conn:
        found = articles.sentence(conn, number)
        if found is None:
            raise NotFoundError(f"there is no sentence {number}", hint="`factcheck status ARTICLE` lists the open ones")
        sentence, revision = found
        article = find.open_article(ctx, revision.article_id)
        if article.revision_id != revision.id:
            raise UsageError(f"sentence {number} is of an earlier revision", hint=f"`factcheck status {article.slug}`")
        within = [
            str(item.id)
            for item in claims.listing(conn, article=article.id)
            if item.start is not None and item.end is not None and item.start < sentence.end > sentence.start < item.end
        ]
        if within and sentence.role != SentenceRole.HEADLINE:  # what a headline says is said again below it
            raise RefusedError(
                f"sentence {number} is accounted for: it carries claim {', '.join(within)}",
                hint=f'cut a claim that is none first: factcheck claim cut {within[0]} --reason "..."',
            )
        return ctx.record(
            "sentence.skip",
            {
                "article": article.uid,
                "revision": revision.uid,
                "sentence": sentence.number,
                "reason": clean(reason.strip()),
                "note": note and clean(note),
                "was": _skip_before(sentence),
            },
        )


def _skip_before(sentence: Sentence) -> dict[str, Any] | None:
    if sentence.skip_reason is None:
        return None
    return {
        "skip_reason": sentence.skip_reason,
        "skip_note": sentence.skip_note,
        "skipped_by": sentence.skipped_by,
        "skipped_at": sentence.skipped_at,
    }


def close(ctx: Context, article: Article, note: str | None) -> Event:
    """Close an article that has nothing open.

    Raises:
        FactcheckError: something is missing; the message says what.
    """
    with ctx.writing():
        if article.state == "closed":
            raise UsageError(f"{article.slug} is closed already", hint=f"`factcheck reopen {article.slug}`")
        state = coverage(ctx, article)
        if not state.complete:
            raise FactcheckError(
                f"{article.slug} cannot be closed: {lacking(state)}",
                hint=f"`factcheck status {article.slug}` lists them",
            )
        return ctx.record("article.close", {"article": article.uid, "note": note and clean(note)})


def lacking(state: Coverage) -> str:
    """Say in words what keeps an article open."""
    parts = []
    if state.open_sentences:
        parts.append(f"{len(state.open_sentences)} of {state.sentences} sentences are not accounted for")
    if state.open_claims:
        parts.append(f"{len(state.open_claims)} of {state.claims} claims are open")
    if state.missing_signoffs:
        parts.append(f"{len(state.missing_signoffs)} decisions lack a second person's sign-off")
    return ", ".join(parts)


def reopen(ctx: Context, article: Article, note: str | None) -> Event:
    """Open a closed article again.

    Raises:
        UsageError: it is open.
    """
    if article.state != "closed":
        raise UsageError(f"{article.slug} is open", hint=f"`factcheck status {article.slug}`")
    return ctx.record("article.reopen", {"article": article.uid, "note": note and clean(note)})


def set_policy(ctx: Context, article: Article, policy: str | None, accepts: Iterable[str] | None) -> Article:
    """Choose an article's rules, and the cosmetic changes of quotes that the house lets pass.

    Raises:
        UsageError: there is no such policy or kind of change.
    """
    changes: dict[str, Any] = {}
    if policy is not None:
        changes["policy"] = find.choice(PolicyName, policy, "policy")
    if accepts is not None:
        kinds = sorted(set(accepts))
        if unknown := [kind for kind in kinds if kind not in COSMETIC]:
            raise UsageError(
                f"{unknown[0]!r} is no kind of cosmetic change", hint="one of " + ", ".join(sorted(COSMETIC))
            )
        changes["accepts"] = ",".join(kinds)
    edit(ctx, article, changes)
    return find.article(ctx, article)


def edit(ctx: Context, article: Article, changes: dict[str, Any]) -> Event | None:
    """Change what is recorded about an article (title, policy, author...); None where nothing differs."""
    new = {name: value for name, value in changes.items() if value is not None and value != getattr(article, name)}
    if not new:
        return None
    was = {name: getattr(article, name) for name in new}
    return ctx.record("article.edit", {"article": article.uid, "set": new, "was": was})
