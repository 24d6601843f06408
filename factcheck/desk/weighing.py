"""What the gate is told of the captures that evidence stands in: how each came, and whether it is the article."""

from __future__ import annotations

from collections.abc import Iterable

from factcheck.checking.gate import Held
from factcheck.desk import captures as archive
from factcheck.desk import find
from factcheck.desk.context import Context
from factcheck.errors import FactcheckError
from factcheck.model import Article, Capture
from factcheck.store.records import articles, captures


def held(ctx: Context, article: Article, capture: Capture) -> Held:
    """Return what the gate looks at of a capture that is cited for a claim of `article`."""
    return Held(capture.outcome, capture.status, capture.flags, own=is_article(ctx, article, capture))


def all_held(ctx: Context, article: Article, numbers: Iterable[int]) -> dict[int, Held]:
    """Return it for many captures, by their numbers."""
    found = ((number, captures.by_id(ctx.conn, number)) for number in dict.fromkeys(numbers))
    return {number: held(ctx, article, capture) for number, capture in found if capture is not None}


def is_article(ctx: Context, article: Article, capture: Capture) -> bool:
    """Whether a capture is the article under check: by its address, its bytes or its words, in any revision."""
    if article.url and find.is_url(article.url):
        own = find.canonical_of(article.url)
        if own in (find.canonical_of(capture.url), find.canonical_of(capture.final_url)):
            return True
    revisions = articles.revisions(ctx.conn, article.id)
    files = {revision.file_sha256 for revision in revisions} - {None}
    if any(files & {it.body_sha256, it.decoded_sha256} for it in captures.of_reference(ctx.conn, capture.ref_id)):
        return True
    try:
        words = archive.text_of(ctx, capture)
    except FactcheckError:
        return False  # what cannot be read has no words of anybody
    texts = {_flat(words.text), _flat(words.text[: words.main_end])} - {""}
    return any(_flat(revision.text) in texts for revision in revisions)


def _flat(text: str) -> str:
    return " ".join(text.replace("\x1e", " ").split())
