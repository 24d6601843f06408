"""References as a whole: how they fare, whether the evidence still stands, and copies in other archives."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from factcheck.cli import settings
from factcheck.cli.options import By, Limit, number_of, say
from factcheck.cli.rows import Column, Format, emit, listed
from factcheck.cli.terminal import signed, style_of
from factcheck.cli.text import inline, when
from factcheck.errors import NotFoundError, UsageError

if TYPE_CHECKING:
    from factcheck.archive.memento import Memento
    from factcheck.desk.results import Rechecked

app = typer.Typer(rich_markup_mode=None)

Allow = Annotated[
    list[str] | None,
    typer.Option("--allow", metavar="IP:PORT", help="A private address that may be asked. Can be repeated."),
]
ArticleOption = Annotated[
    str | None, typer.Option("--article", "-a", metavar="ARTICLE", help="Only what is cited for this article.")
]

REFERENCES = (
    Column("id", "id", right=True),
    Column("last_outcome", "last", style=style_of, show=signed),
    Column("captures", "captures", right=True),
    Column("last_capture", "capture", right=True),
    Column("last_at", "when", show=when),
    Column("title", "title", grow=True),
    Column("url", "url", grow=True),
)

HEALTH = (
    Column("id", "id", right=True),
    Column("state", "state"),
    Column("since", "since", show=when),
    Column("archived_at", "archived", show=when),
    Column("last_capture", "capture", right=True),
    Column("passages", "passages", right=True),
    Column("why", "why", grow=True),
    Column("url", "url", grow=True),
)

MEMENTOS = (Column("datetime", "captured"), Column("url", "where", grow=True))


@app.command()
@listed
def refs(
    text: Annotated[str | None, typer.Argument(metavar="WORDS", help="Only those with this in URL or title.")] = None,
    article: ArticleOption = None,
    health: Annotated[
        bool, typer.Option("--health", help="Only what is gone, blocked, changed, moved or failing, and since when.")
    ] = False,
    mementos: Annotated[
        bool, typer.Option("--mementos", help="Ask an archive which old captures it has of the URL given.")
    ] = False,
    at: Annotated[
        str | None, typer.Option("--at", metavar="DATE", help="With --mementos: only the capture nearest to this date.")
    ] = None,
    timemap: Annotated[
        str | None,
        typer.Option("--timemap", metavar="URL", help="Its TimeMap, with {url}; else the Wayback Machine's."),
    ] = None,
    timegate: Annotated[
        str | None,
        typer.Option("--timegate", metavar="URL", help="Its TimeGate, with {url}, for --at."),
    ] = None,
    allow: Allow = None,
    limit: Limit = None,
    *,
    out: Format,
) -> None:
    """List the references and how their captures went.

    An old capture that --mementos lists is fetched or cited like any URL; when it was made is kept with it.

    \b
    Examples:
      factcheck refs
      factcheck refs --health
      factcheck refs un.example --json
      factcheck refs https://un.example/record --mementos
      factcheck refs https://un.example/record --mementos --at 2024-05-17
    """
    if mementos or at:
        _list_mementos(text, _moment(at), timemap=timemap, timegate=timegate, allow=allow, out=out)
        return
    from factcheck.cli.records import reference_record

    with settings.reading() as desk:
        if health:
            ailing = desk.health(article, words=text, limit=limit)
            emit(map(_health_record, ailing), HEALTH, out, none="every reference is as it was archived")
            return
        found = desk.refs(article, words=text, limit=limit)
    emit(map(reference_record, found), REFERENCES, out, none="no references")


def _health_record(item: Any) -> dict[str, Any]:
    return {
        "id": item.reference,
        "state": item.state,
        "since": item.since,
        "archived_at": item.archived_at,
        "last_at": item.last_at,
        "last_capture": item.last_capture,
        "passages": item.passages,
        "why": item.why,
        "title": item.title,
        "url": item.url,
    }


def _list_mementos(
    url: str | None,
    at: datetime | None,
    *,
    timemap: str | None,
    timegate: str | None,
    allow: list[str] | None,
    out: Format,
) -> None:
    if url is None:
        raise UsageError("mementos of which page?", hint="factcheck refs URL --mementos")
    with settings.reading() as desk:
        if at is None:
            found = desk.mementos(url, timemap=timemap, options=options_of(allow))
        else:
            nearest: Memento | None = desk.memento_near(url, at, timegate=timegate, options=options_of(allow))
            found = [nearest] if nearest else []
    rows = ({"datetime": item.datetime.isoformat(), "url": item.url} for item in found)
    emit(rows, MEMENTOS, out, none="the archive has no capture of it")


def _moment(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise UsageError(f"{text} is no date", hint="2024-05-17, or 2024-05-17T12:00") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def options_of(allow: list[str] | None) -> Any:
    """Return the options of a fetch that may go to these private addresses; None for the usual ones."""
    if not allow:
        return None
    from factcheck.archive.options import FetchOptions, parse_allowed

    return FetchOptions(allow=frozenset(parse_allowed(entry) for entry in allow))


RECHECKS = (
    Column("claim", "claim", right=True),
    Column("evidence", "evidence", right=True),
    Column("state", "state"),
    Column("capture", "capture", right=True),
    Column("detail", "what changed", grow=True),
    Column("url", "url", grow=True),
)


@app.command()
@listed
def recheck(
    targets: Annotated[
        list[str] | None,
        typer.Argument(metavar="CLAIM|REF...", help="claim4, or references by number or URL; else all cited ones."),
    ] = None,
    article: ArticleOption = None,
    allow: Allow = None,
    by: By = None,
    *,
    out: Format,
) -> None:
    """Fetch references again and see whether the evidence still stands.

    A passage that is gone from the newer capture puts its claim back on the worklist as needs_recheck.
    The older capture stays. Servers are asked only for what has changed.

    \b
    Exit status: 0 everything stands; 1 a passage changed or is gone.

    \b
    Examples:
      factcheck recheck
      factcheck recheck claim4
      factcheck recheck https://un.example/record 7
    """
    claims = [number_of(item) for item in targets or () if re.fullmatch(r"\s*claim\s*#?\d+\s*", item, re.I)]
    others = [item for item in targets or () if not re.fullmatch(r"\s*claim\s*#?\d+\s*", item, re.I)]
    with settings.writing(by) as desk:
        found = desk.recheck(others or None, claims=claims or None, article=article, options=options_of(allow))
    emit(map(_recheck_record, found), RECHECKS, out, none="no evidence from the web to look at again")
    if any(item.state in ("changed", "gone") for item in found):
        raise typer.Exit(1)


def _recheck_record(item: Rechecked) -> dict[str, Any]:
    return {
        "claim": item.claim.id,
        "evidence": item.evidence.id,
        "state": item.state,
        "detail": item.detail,
        "capture": item.capture.id,
        "url": item.capture.final_url,
    }


@app.command("save-page")
def save_page(
    urls: Annotated[list[str], typer.Argument(metavar="URL...", help="Pages, or references by number.")],
    endpoint: Annotated[
        str | None, typer.Option("--endpoint", metavar="URL", help="Where to ask; else the Internet Archive.")
    ] = None,
    keys_file: Annotated[
        Path | None, typer.Option("--keys", metavar="FILE", help="A file with the account's keys, ACCESS:SECRET.")
    ] = None,
    patience: Annotated[float, typer.Option("--patience", metavar="S", min=0.1, help="Seconds to wait.")] = 300,
    allow: Allow = None,
) -> None:
    """Ask a public archive to capture pages now.

    This is the "Save Page Now" of the Internet Archive. It is never asked unless you run this: the archive
    learns what is being checked, and what it captures is public. The keys come from --keys or
    $FACTCHECK_ARCHIVE_KEYS (ACCESS:SECRET). Prints where each copy is; fetch it to keep it here too.

    \b
    Example:
      factcheck save-page https://un.example/record
    """
    keys = _keys(keys_file)
    with settings.reading() as desk:
        for url in urls:
            saved = desk.save_page(url, keys=keys, endpoint=endpoint, options=options_of(allow), patience=patience)
            print(inline(saved.url))
            say(f"Saved {inline(url)} as of {saved.timestamp}; `factcheck fetch {inline(saved.url)}` keeps it here")


def _keys(file: Path | None) -> str:
    import os

    if file is None:
        found = os.environ.get("FACTCHECK_ARCHIVE_KEYS", "")
    else:
        try:
            found = file.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise NotFoundError(f"{file} cannot be read: {error}", hint="a file that holds ACCESS:SECRET") from None
    if not found.strip():
        raise UsageError("the archive asks for an account's keys", hint="--keys FILE, or set FACTCHECK_ARCHIVE_KEYS")
    return found.strip()
