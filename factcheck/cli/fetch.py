"""`fetch`: references archived, byte for byte, with what came of each."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from factcheck.cli import settings
from factcheck.cli.options import By, say
from factcheck.cli.rows import to_json
from factcheck.cli.terminal import is_terminal, signed
from factcheck.cli.text import count, inline, size
from factcheck.errors import NotFoundError, UsageError

if TYPE_CHECKING:
    from factcheck.desk.results import Stored
    from factcheck.model import Capture

app = typer.Typer(rich_markup_mode=None)

NO_BYTES = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
"""SHA-256 of an empty body."""

GOOD = frozenset({"captured", "not_modified"})


@app.command()
def fetch(
    urls: Annotated[
        list[str] | None, typer.Argument(metavar="URL...", help="URLs, or one file with a URL a line.")
    ] = None,
    urls_file: Annotated[
        str | None, typer.Option("--urls-file", metavar="FILE", help="A file with a URL a line; - for standard input.")
    ] = None,
    pending: Annotated[bool, typer.Option("--pending", help="What has no whole capture yet.")] = False,
    allow: Annotated[
        list[str] | None,
        typer.Option("--allow", metavar="IP:PORT", help="A private address that may be fetched from. Can be repeated."),
    ] = None,
    deadline: Annotated[float | None, typer.Option(metavar="S", help="Seconds for one URL, all attempts.")] = None,
    max_bytes: Annotated[int | None, typer.Option(metavar="N", help="Bytes of one body, as sent and unpacked.")] = None,
    max_redirects: Annotated[int | None, typer.Option(metavar="N", help="Redirects of one URL.")] = None,
    max_attempts: Annotated[int | None, typer.Option(metavar="N", help="Attempts for one URL.")] = None,
    max_retry_after: Annotated[
        float | None, typer.Option(metavar="S", help="Seconds to wait at most where a server asks for it.")
    ] = None,
    workers: Annotated[int | None, typer.Option(metavar="N", help="Fetches at one time.")] = None,
    per_host: Annotated[int | None, typer.Option(metavar="N", help="Fetches at one time from one host.")] = None,
    delay: Annotated[float | None, typer.Option(metavar="S", help="Seconds between requests to one host.")] = None,
    robots: Annotated[str | None, typer.Option(metavar="MODE", help="robots.txt: ignore, tell or obey.")] = None,
    if_changed: Annotated[bool, typer.Option("--if-changed", help="Ask servers only for what changed.")] = False,
    no_text: Annotated[
        bool, typer.Option("--no-text", help="Leave the words unread until they are asked for; search lacks them.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object for each URL, ASCII only.")] = False,
    ack: Annotated[
        bool, typer.Option("--ack", help="Print ACK, event and hash as soon as a capture is on disk.")
    ] = False,
    by: By = None,
) -> None:
    """Archive references, byte for byte.

    Every fetch is kept, the failed ones too. Private addresses are refused, but for those that --allow
    names. A fetch that was interrupted is taken up again with --pending.

    \b
    Exit status: 0 all captured; 3 all that failed was refused; 4 one failed or is incomplete.

    \b
    Examples:
      factcheck fetch https://un.example/record https://news.example/count
      factcheck fetch --urls-file references.txt --workers 32
      factcheck fetch --pending
    """
    options = _options(
        allow,
        deadline=deadline,
        max_bytes=max_bytes,
        max_redirects=max_redirects,
        max_attempts=max_attempts,
        max_retry_after=max_retry_after,
        workers=workers,
        per_host=per_host,
        delay=delay,
        robots=robots,
    )
    named = _named(urls or [], urls_file)
    with settings.writing(by, create=True) as desk, ExitStack() as screen:
        if desk.created:
            say(f"Made a new database, {settings.db_path()}")
        wanted = [*named, *(desk.pending_urls() if pending else ())]
        if not wanted:
            if pending:
                say("Nothing is pending")
                return
            raise UsageError("what is to be fetched?", hint="URLs, --urls-file FILE, or --pending")
        told = _teller(as_json=as_json, ack=ack)
        bar = screen.enter_context(_Bar()) if is_terminal(sys.stderr) else None
        stored = [
            item
            for turn in _turns(wanted)
            for item in desk.fetch(
                turn,
                options=options,
                progress=bar,
                on_stored=told,
                conditional=if_changed,
                with_text=as_json,
                read=not no_text,
            )
        ]
        screen.close()
    if as_json:
        for item in stored:
            print(to_json(fetch_record(item), ascii_only=True))
    _sum_up(stored, shown=not (as_json or ack))
    raise typer.Exit(exit_status(item.capture.outcome for item in stored))


def exit_status(outcomes: Iterable[str]) -> int:
    """Return 0 if every fetch went well, 4 if one failed, 3 if some were refused and none failed."""
    bad = {outcome for outcome in outcomes if outcome not in GOOD}
    return 0 if not bad else 3 if bad == {"refused"} else 4


def _options(allow: list[str] | None, **given: Any) -> Any:
    from factcheck.archive.options import FetchOptions, parse_allowed

    chosen = {name: value for name, value in given.items() if value is not None}
    return FetchOptions(allow=frozenset(parse_allowed(entry) for entry in allow or ()), **chosen)


def _named(urls: list[str], urls_file: str | None) -> list[str]:
    if len(urls) == 1 and ":" not in urls[0] and Path(urls[0]).is_file():
        return list(dict.fromkeys(_lines(urls[0])))
    for url in urls:
        if ":" not in url:
            raise NotFoundError(f"there is no file {url}", hint="a URL begins with https:// or http://")
    return [*urls, *(dict.fromkeys(_lines(urls_file)) if urls_file else ())]


def _turns(urls: list[str]) -> list[list[str]]:
    """Return the URLs in turns without repetitions: one that is named twice is fetched twice, in a later turn."""
    turns: list[list[str]] = []
    seen: Counter[str] = Counter()
    for url in urls:
        if seen[url] == len(turns):
            turns.append([])
        turns[seen[url]].append(url)
        seen[url] += 1
    return turns


def _lines(name: str) -> list[str]:
    try:
        data = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except FileNotFoundError:
        raise NotFoundError(f"there is no file {name}", hint="a file with a URL a line") from None
    except OSError as error:
        raise UsageError(f"{name} cannot be read: {error.strerror}", hint="a file with a URL a line") from None
    lines = (line.strip() for line in data.decode("utf-8-sig", "replace").splitlines())
    return [line for line in lines if line and not line.startswith("#")]


def _teller(*, as_json: bool, ack: bool) -> Callable[[Sequence[Stored]], None] | None:
    if ack:
        # One write for one commit: each acknowledgement that leaves the program has a sync of its own before it.
        return lambda items: print("\n".join(f"ACK {item.seq} {item.hash}" for item in items), flush=True)
    if as_json or (is_terminal(sys.stderr) and is_terminal(sys.stdout)):
        return None  # the JSON comes when the texts are read; on a terminal, the list comes after the bar
    return lambda items: print("\n".join(_line(item.capture) for item in items), flush=True)


def _line(capture: Capture) -> str:
    told = capture.detail or capture.error or ""
    status = f" {capture.status}" if capture.status else ""
    why = f" ({inline(told)})" if told and capture.outcome not in GOOD else f" {size(capture.bytes)}"
    return f"{signed(capture.outcome):14}{status} capture {capture.id} {inline(capture.url)}{why}"


def fetch_record(item: Stored) -> dict[str, Any]:
    """Return what a fetch came to, in the form that is fixed for checks from outside."""
    capture = item.capture
    return {
        "outcome": capture.outcome,
        "error": capture.error,
        "url": capture.url,
        "final_url": capture.final_url,
        "hops": list(capture.hops),
        "status": capture.status,
        "bytes": capture.bytes,
        "sha256": capture.body_sha256 or (NO_BYTES if capture.outcome == "captured" else None),
        "title": item.title,
        "text": item.text,
        "capture": capture.id,
        "ref": capture.ref_id,
        "detail": capture.detail,
        "content_type": capture.content_type,
        "fetched_at": capture.fetched_at,
        "attempts": capture.attempts,
        "flags": list(capture.flags),
        "seq": item.seq,
        "hash": item.hash,
    }


def _sum_up(stored: list[Stored], *, shown: bool) -> None:
    if shown and is_terminal(sys.stdout) and is_terminal(sys.stderr):
        for item in stored[:200]:
            print(_line(item.capture))
    if len(stored) > 1:
        counts = Counter(item.capture.outcome for item in stored)
        say(f"{count(len(stored), 'reference')}: " + ", ".join(f"{number:,} {name}" for name, number in counts.items()))


class _Bar:
    """A progress bar on stderr with the counts by outcome; called with the archive's progress."""

    def __init__(self) -> None:
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

        from factcheck.cli.terminal import console

        self._progress = Progress(
            TextColumn("fetching", markup=False),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TextColumn("{task.fields[counts]}", markup=False),
            TextColumn("{task.fields[slowest]}", markup=False, style="dim"),
            console=console(stderr=True),
            transient=True,
            redirect_stdout=is_terminal(sys.stdout),  # else rich would keep the acknowledgements from a pipe
        )
        self._task = self._progress.add_task("fetching", total=None, counts="", slowest="")

    def __enter__(self) -> _Bar:
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    def __call__(self, progress: Any) -> None:
        """Show how far the fetch is."""
        counts = ", ".join(f"{number} {name}" for name, number in progress.outcomes.items() if number)
        host, seconds = progress.slowest_host, progress.slowest_seconds
        slowest = f"slowest: {inline(host)} {seconds:.1f} s" if host and seconds >= 0.1 else ""
        self._progress.update(self._task, completed=progress.done, total=progress.total, counts=counts, slowest=slowest)
