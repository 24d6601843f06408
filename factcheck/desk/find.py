"""From what people type to the thing they mean; a miss says what there is."""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from factcheck.desk.context import Context
from factcheck.errors import NotFoundError, RefusedError, UsageError
from factcheck.model import Article, Capture, Claim, Evidence, Reference, Revision, Source
from factcheck.store.records import articles, captures, claims, sources
from factcheck.store.records import evidence as records


class HasArticle(Protocol):
    """What came of adding or revising an article: it names the article."""

    @property
    def article(self) -> Article:
        """The article."""


def article(ctx: Context, handle: int | str | Article | HasArticle | None) -> Article:
    """Return the article with this number or slug, or that was added; None means the only one there is.

    Raises:
        NotFoundError: there is no such article.
    """
    within = getattr(handle, "article", None)
    if isinstance(within, Article):
        handle = within
    if isinstance(handle, Article):
        handle = handle.id
    if handle is None:
        return _only_article(ctx)
    found = articles.by_slug(ctx.conn, str(handle))
    if found is None and str(handle).isdecimal():
        found = articles.by_id(ctx.conn, int(str(handle))) if len(str(handle)) < 19 else None
    if found is None:
        raise NotFoundError(f"there is no article {str(handle)[:80]}", hint="`factcheck status` lists the articles")
    return found


def _only_article(ctx: Context) -> Article:
    every = articles.every(ctx.conn)
    if len(every) != 1:
        names = ", ".join(item.slug for item in every[:8]) or "none yet; `factcheck add FILE` adds one"
        raise UsageError("which article?", hint=f"name one: {names}")
    return every[0]


def revision(ctx: Context, of: Article, number: int | None) -> Revision:
    """Return the revision of an article with this number; None means the current one.

    Raises:
        NotFoundError: there is no such revision.
    """
    if number is None:
        return articles.revision(ctx.conn, of.revision_id)
    for found in articles.revisions(ctx.conn, of.id):
        if found.number == number:
            return found
    raise NotFoundError(f"{of.slug} has no revision {number}", hint="revisions count from 1")


def claim(ctx: Context, handle: int | str | Claim) -> Claim:
    """Return the claim with this number, as it stands now.

    Raises:
        NotFoundError: there is no such claim.
    """
    number = _number(handle.id if isinstance(handle, Claim) else handle)
    found = claims.by_id(ctx.conn, number) if number is not None else None
    if found is None:
        raise NotFoundError(f"there is no claim {handle}", hint="`factcheck claims` lists them")
    return found


def live_claim(ctx: Context, handle: int | str | Claim) -> Claim:
    """Return a claim that can still be changed.

    Raises:
        NotFoundError: there is no such claim.
        UsageError: it was cut or merged into another.
        RefusedError: its article was closed.
    """
    found = claim(ctx, handle)
    if found.state != "live":
        raise UsageError(f"claim {found.id} was {found.state}", hint=f"`factcheck show {found.id}` tells its history")
    if not articles.is_open(ctx.conn, found.article_id):
        open_article(ctx, found.article)  # refuses, in words
    return found


def open_article(ctx: Context, handle: int | str | Article | HasArticle | None) -> Article:
    """Return an article that can still be changed.

    Raises:
        NotFoundError: there is no such article.
        RefusedError: it was closed.
    """
    found = article(ctx, handle)
    if found.state == "closed":
        raise RefusedError(f"{found.slug} is closed", hint=f"`factcheck reopen {found.slug}` opens it again")
    return found


def source(ctx: Context, handle: int | str | Source) -> Source:
    """Return the source with this number, name or alias.

    Raises:
        NotFoundError: there is none.
        UsageError: several bear the name.
    """
    if isinstance(handle, Source):
        handle = handle.id
    number = _number(handle)
    found = sources.by_id(ctx.conn, number) if number is not None else None
    if found:
        return found
    named = sources.named(ctx.conn, str(handle))
    if len(named) > 1:
        numbers = ", ".join(str(item.id) for item in named)
        raise UsageError(f"{len(named)} sources are named {handle}", hint=f"give the number: {numbers}")
    if not named:
        raise NotFoundError(f"there is no source {handle}", hint="`factcheck source list` lists them")
    return named[0]


def evidence(ctx: Context, number: int) -> Evidence:
    """Return the evidence with this number.

    Raises:
        NotFoundError: there is none.
    """
    found = records.by_id(ctx.conn, number)
    if found is None:
        raise NotFoundError(f"there is no evidence {number}", hint="`factcheck show CLAIM` lists it")
    return found


def capture(ctx: Context, handle: int | str | Capture) -> Capture:
    """Return the capture with this number; of a URL, the last that holds a whole page, else the last.

    Raises:
        NotFoundError: there is no such capture.
    """
    if isinstance(handle, str) and is_url(handle):
        named = reference(ctx, handle)
        if named.last_capture is None:
            raise NotFoundError(f"{handle} was not fetched yet", hint="`factcheck fetch --pending`")
        return captures.latest_good(ctx.conn, named.id) or capture(ctx, named.last_capture)
    number = _number(handle.id if isinstance(handle, Capture) else handle)
    found = captures.by_id(ctx.conn, number) if number is not None else None
    if found is None:
        raise NotFoundError(f"there is no capture {handle}", hint="`factcheck refs` lists references and captures")
    return found


def reference(ctx: Context, handle: int | str | Reference) -> Reference:
    """Return the reference with this number, URL or file.

    Raises:
        NotFoundError: there is no such reference.
    """
    if isinstance(handle, Reference):
        handle = handle.id
    number = _number(handle)
    found = captures.reference(ctx.conn, number) if number is not None else None
    if found is None and number is None:
        found = captures.reference_by_canonical(ctx.conn, canonical_of(str(handle)))
    if found is None:
        raise NotFoundError(f"there is no reference {handle}", hint="`factcheck refs` lists them")
    return found


def url_of(ctx: Context, handle: int | str | Reference) -> str:
    """Return a URL as it is given, or that of a reference.

    Raises:
        NotFoundError: there is no such reference.
    """
    return str(handle) if is_url(str(handle)) else reference(ctx, handle).url


def choice(kinds: type[StrEnum], value: str, what: str) -> str:
    """Return one of an enumeration's values, as people named it.

    Raises:
        UsageError: there is no such value.
    """
    try:
        return kinds(value).value
    except ValueError:
        raise UsageError(f"there is no {what} {value!r}", hint="one of " + ", ".join(kinds)) from None


def is_url(target: str) -> bool:
    """Tell a URL from a file's name."""
    scheme, colon, rest = target.partition("://")
    return bool(colon and rest) and scheme.isalnum() and len(scheme) > 1


def without_user(target: str) -> str:
    """Return a URL without the user name and password in it: they are neither sent nor kept."""
    return re.sub(r"(?i)^(\s*https?:/*)[^/?#\\]*@", r"\1", target)


def canonical_of(target: str) -> str:
    """Return the form of a URL or a file's name under which its reference is kept."""
    from factcheck.archive.urls import canonical

    if is_url(target) and not target.startswith("file:"):
        return canonical(target)
    return target if target.startswith("file:") else Path(target).absolute().as_uri()


def _number(handle: int | str) -> int | None:
    text = str(handle).lstrip("#")
    return int(text) if text.isdecimal() and text.isascii() and len(text) < 19 else None
