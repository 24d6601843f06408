"""References fetched: every fetch is a capture, the failed ones too.

What comes off the wire is stored in batches, each one transaction; its text is read by child processes
behind the fetch and stored when it is ready, so that neither holds up the other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from factcheck.desk import captures as words
from factcheck.desk import find
from factcheck.desk.context import Context
from factcheck.desk.results import Stored
from factcheck.desk.visits import keep_fetched
from factcheck.ledger.canonical import clean
from factcheck.store.records import captures

if TYPE_CHECKING:
    from factcheck.archive.memento import Memento, Saved
    from factcheck.archive.model import Validators
    from factcheck.archive.options import FetchOptions
    from factcheck.archive.pool import Progress
    from factcheck.desk.reading import Reading
    from factcheck.model import Capture
    from factcheck.pages.sandbox import Readers


def fetch(
    ctx: Context,
    urls: Iterable[str],
    *,
    options: FetchOptions | None = None,
    progress: Callable[[Progress], None] | None = None,
    on_stored: Callable[[Sequence[Stored]], None] | None = None,
    conditional: bool = False,
    with_text: bool = False,
    read: bool = True,
) -> list[Stored]:
    """Fetch URLs and keep what came: one capture each; `on_stored` is told, commit by commit, what is on disk.

    `conditional` asks "has it changed?" of pages that are here already; `with_text` returns titles and
    texts too; without `read` words are left unread until somebody asks for them. On Ctrl-C what is done is
    kept, and KeyboardInterrupt rises.
    """
    from factcheck.archive.fetch import Fetcher
    from factcheck.pages.sandbox import Readers

    wanted = [
        (url, _validators(ctx, url) if conditional else None) for url in dict.fromkeys(map(find.without_user, urls))
    ]
    stored: list[Stored] = []
    whole = False
    with Fetcher(options, clock=ctx.clock) as fetcher, Readers() as readers:
        reading = _reading(ctx, readers)

        def tick(state: Progress) -> None:
            reading.go_on()
            if progress:
                progress(state)

        try:
            for batch in fetcher.fetch_batches(wanted, tick):
                kept = keep_fetched(ctx, batch)
                stored += kept
                if on_stored:
                    on_stored(kept)
                for item in kept if read else ():
                    reading.add(item.capture)
            whole = True
        finally:
            if not whole:  # what is not read yet is read when it is asked for
                _remember(ctx, [url for url, _ in wanted], stored)
        reading.finish()
    return [_with_text(ctx, item) for item in stored] if with_text else stored


def read_all(ctx: Context, held: Iterable[Capture]) -> None:
    """Read and store the words of captures that came from elsewhere, on all cores."""
    from factcheck.pages.sandbox import Readers

    with Readers() as readers:
        reading = _reading(ctx, readers)
        for capture in held:
            reading.add(capture)
        reading.finish()


def _reading(ctx: Context, readers: Readers) -> Reading:
    from factcheck.desk.reading import Reading

    return Reading(ctx, readers, page_of=lambda capture: words.decoded_page(ctx, capture), keep=words.store_document)


def _remember(ctx: Context, wanted: list[str], stored: list[Stored]) -> None:
    """Keep the URLs that an interrupted run did not come to, for `fetch --pending`."""
    done = {item.capture.url for item in stored}
    with ctx.writing() as conn:
        for url in wanted:
            canonical = clean(find.canonical_of(url))
            if url not in done and captures.reference_by_canonical(conn, canonical) is None:
                ctx.record("ref.add", {"url": clean(url), "canonical": canonical, "kind": "web"})


def _validators(ctx: Context, url: str) -> Validators | None:
    from factcheck.archive.model import Validators, header_value

    last = captures.holding(ctx.conn, find.canonical_of(url))
    if last is None:
        return None
    _, headers = last
    return Validators(header_value(headers, "etag"), header_value(headers, "last-modified"))


def _with_text(ctx: Context, item: Stored) -> Stored:
    held = item.capture.same_as or item.capture.id
    found = captures.text(ctx.conn, held)
    capture = captures.by_id(ctx.conn, item.capture.id) or item.capture
    return replace(item, capture=capture, title=found.title if found else None, text=found.text if found else None)


def mementos(ctx: Context, url: str, *, timemap: str | None, options: FetchOptions | None) -> list[Memento]:
    """Ask another archive (by default the Wayback Machine) which old captures of a URL it has, oldest first.

    Raises:
        FetchError: the archive does not answer as one.
    """
    from factcheck.archive.fetch import Fetcher
    from factcheck.archive.memento import WAYBACK_TIMEMAP, MementoArchive

    with Fetcher(options, clock=ctx.clock) as fetcher:
        return MementoArchive(fetcher, timemap=timemap or WAYBACK_TIMEMAP).mementos(url)


def memento_near(
    ctx: Context, url: str, moment: datetime, *, timegate: str | None, options: FetchOptions | None
) -> Memento | None:
    """Ask another archive for its capture of a URL that is nearest to a time; None if it has none.

    Raises:
        FetchError: the archive does not answer as one.
    """
    from factcheck.archive.fetch import Fetcher
    from factcheck.archive.memento import WAYBACK_TIMEGATE, MementoArchive

    with Fetcher(options, clock=ctx.clock) as fetcher:
        return MementoArchive(fetcher, timegate=timegate or WAYBACK_TIMEGATE).closest(url, moment)


def save_page(
    ctx: Context, url: str, *, keys: str, endpoint: str | None, options: FetchOptions | None, patience: float
) -> Saved:
    """Have a public archive capture a page now, and wait for it at most `patience` seconds.

    Raises:
        FetchError: the archive refuses, fails, or takes too long.
    """
    from factcheck.archive.fetch import Fetcher
    from factcheck.archive.memento import WAYBACK_SAVE, SavePageNow

    with Fetcher(options, clock=ctx.clock) as fetcher:
        archive = SavePageNow(fetcher, keys=keys, endpoint=endpoint or WAYBACK_SAVE)
        pause = min(5.0, max(0.05, patience / 60))
        return archive.save(url, tries=max(1, int(patience / pause)), pause=pause)


def urls_to_fetch(ctx: Context) -> Iterator[str]:
    """Yield the URLs of references that have no whole capture yet (interrupted or failed)."""
    for reference in captures.references(ctx.conn):
        if reference.kind == "web" and captures.latest_good(ctx.conn, reference.id) is None:
            yield reference.url
