"""`extract`: what is said in a text, and by whom, without a database."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from factcheck.cli.failures import drop_stdout
from factcheck.cli.options import say
from factcheck.cli.rows import to_json
from factcheck.cli.terminal import is_terminal
from factcheck.cli.text import inline, printable, shorten
from factcheck.errors import FactcheckError, NotFoundError, UsageError

if TYPE_CHECKING:
    from factcheck.extraction import Extraction

app = typer.Typer(rich_markup_mode=None)

FIELDS = (
    *("kind", "start", "end", "text", "speaker", "speaker_start", "speaker_end"),
    *("cue", "cue_start", "cue_end", "group"),
)
"""The first keys of every span, in this order; what else the extractor tells comes after."""

PARALLEL_FROM = 8
"""Files from which on more than one core is used; below that, starting processes costs more than it saves."""

AHEAD = 64
"""Files for each process that may be read before those before them are printed: what they hold waits in memory."""

AT_ONCE = 500
"""Spans turned into JSON at a time: a long text's would fill the memory."""


@app.command()
def extract(
    files: Annotated[list[str], typer.Argument(metavar="FILE...", help="Texts in UTF-8; - for what is piped in.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON array of all files.")] = False,
    nl: Annotated[bool, typer.Option("--nl", help="Print one JSON object a line for each file.")] = False,
    extractor: Annotated[
        str | None, typer.Option("--extractor", metavar="NAME", help="Another installed extractor.")
    ] = None,
    workers: Annotated[
        int, typer.Option("--workers", metavar="N", min=0, help="Processes; 0 is one for each core.")
    ] = 0,
) -> None:
    """Print what is said in a text, and by whom, without a database.

    Offsets count code points of the file's text decoded as UTF-8, half-open; quotation marks are left out.
    In JSON, what is attributed (quotes and paraphrases) stands under "spans", the author's own statements
    under "statements", ranked by "check_worthiness". HTML, Word and PDF files, and texts that are not in
    UTF-8, are turned into text first, which is printed with them.

    \b
    Examples:
      factcheck extract story.txt
      factcheck extract articles/*.txt --nl > spans.jsonl
    """
    if as_json and nl:
        raise UsageError("--json and --nl cannot be had together", hint="choose one")
    try:
        failed = _print(files, extractor, workers, nl=nl) if as_json or nl else _show(files, extractor)
    except BrokenPipeError:  # a reader who has seen enough: nothing has failed
        drop_stdout()
        return
    if failed:
        raise typer.Exit(failed)


def _print(files: Sequence[str], extractor: str | None, workers: int, *, nl: bool) -> int:
    """Print what is found in every file as JSON; return the exit code."""
    failed = 0
    sys.stdout.write("" if nl else "[")
    first = True
    for result in _results(files, extractor, workers):
        if isinstance(result, FactcheckError):
            failed = max(failed, _told(result))
            continue
        sys.stdout.write("" if first or nl else ",\n ")
        sys.stdout.writelines(result)
        sys.stdout.write("\n" if nl else "")
        first = False
    sys.stdout.write("" if nl else "]\n")
    return failed


def _told(error: FactcheckError) -> int:
    """Say what is wrong with one file, while the others go on; return the exit code."""
    say(f"Error: {inline(error.message)}")
    return error.exit_code


def _results(files: Sequence[str], extractor: str | None, workers: int) -> Iterator[Iterable[str] | FactcheckError]:
    """Yield one line of JSON for each file, in pieces and in the order given, or why there is none."""
    import os

    processes = min(workers or _cores(), len(files))
    jobs = [(file, extractor) for file in files]
    if processes < 2 or len(files) < PARALLEL_FROM or "-" in files:
        yield from _with_progress(map(_record, jobs), len(jobs))
        return
    import multiprocessing
    from threading import Semaphore

    import factcheck.extraction  # noqa: F401  (loaded once, before the processes part)

    context = multiprocessing.get_context("fork" if os.name == "posix" and sys.platform != "darwin" else "spawn")
    chunk = max(1, min(16, len(jobs) // (processes * 4)))
    room = Semaphore(processes * max(AHEAD, 2 * chunk))
    wanted = list(reversed(jobs))

    def handed_out() -> Iterator[tuple[str, str | None]]:
        while wanted:
            yield wanted.pop()
            room.acquire()

    with context.Pool(processes, initializer=_ignore_interrupts) as pool:
        try:
            for result in _with_progress(pool.imap(_line, handed_out(), chunksize=chunk), len(jobs)):
                room.release()
                yield result if isinstance(result, FactcheckError) else (result,)
        finally:  # where the reader has gone, the thread that hands out must not wait for it
            wanted.clear()
            room.release()


def _cores() -> int:
    import os

    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _ignore_interrupts() -> None:
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent stops them


def _with_progress(results: Iterator[Any], total: int) -> Iterator[Any]:
    if total < PARALLEL_FROM or not is_terminal(sys.stderr) or is_terminal(sys.stdout):
        yield from results
        return
    from rich.progress import track

    from factcheck.cli.terminal import console

    yield from track(results, total=total, description="extracting", console=console(stderr=True), transient=True)


def _line(job: tuple[str, str | None]) -> str | FactcheckError:
    """One file's record as a whole, as it comes back from another process."""
    found = _record(job)
    return found if isinstance(found, FactcheckError) else "".join(found)


def _record(job: tuple[str, str | None]) -> Iterator[str] | FactcheckError:
    """One file's record as JSON, piece by piece, or why there is none."""
    file, extractor = job
    try:
        given = read_text(file)
        found = _extract(given.text, extractor)
    except FactcheckError as error:
        return error
    return _pieces(_stem(file), given, found)


def _pieces(stem: str, given: Given, found: Extraction) -> Iterator[str]:
    yield f'{{"id": {to_json(stem)}, "spans": ['
    yield from _listed(span for span in found.spans if span.kind != "statement")
    # Apart, because they are nobody's words: whoever counts attributions counts the spans.
    yield '], "statements": ['
    yield from _listed(span for span in found.spans if span.kind == "statement")
    yield "]"
    warnings = [*given.warnings, *found.warnings]
    if warnings:
        yield f', "warnings": {to_json(warnings)}'
    if given.converted:
        yield f', "text": {to_json(given.text)}'
    yield "}"


def _listed(spans: Iterator[Any]) -> Iterator[str]:
    before = ""
    while part := [_span(span) for span in islice(spans, AT_ONCE)]:
        yield before + to_json(part)[1:-1]
        before = ", "


def _extract(text: str, extractor: str | None) -> Extraction:
    from factcheck.extraction import extract, get_extractor

    return get_extractor(extractor).extract(text) if extractor else extract(text)


def _stem(file: str) -> str:
    return "-" if file == "-" else Path(file).stem


def _span(span: Any) -> dict[str, Any]:
    kind: Any = type(span)
    return {name: getattr(span, name) for name in _names(kind)}


@lru_cache(maxsize=8)
def _names(kind: type) -> tuple[str, ...]:
    """The keys of a span, those that are fixed first."""
    return (*FIELDS, *(field.name for field in fields(kind) if field.name not in FIELDS))


@dataclass(frozen=True, slots=True)
class Given:
    """A file's text; `converted` says that it is not the file's own, decoded as UTF-8."""

    text: str
    converted: bool = False
    warnings: tuple[str, ...] = ()


def read_text(file: str) -> Given:
    """Return a file's text; HTML, Word and PDF, and text in another encoding than UTF-8, are turned into it first.

    Raises:
        NotFoundError: there is no such file.
        UsageError: it cannot be read, or is no text.
    """
    if file == "-":
        return _decoded(sys.stdin.buffer.read(), "what is piped in")
    path = Path(file)
    if path.suffix.lower() in (".html", ".htm", ".xhtml", ".docx", ".pdf"):
        from factcheck.reading import read_article

        article = read_article(path)
        return Given(article.text, True, article.warnings)
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise NotFoundError(f"there is no file {file}", hint="see that the path is right") from None
    except OSError as error:
        raise UsageError(f"{file} cannot be read: {error.strerror}", hint="name a text file") from None
    except ValueError:  # a name with a zero in it
        raise UsageError(f"{file} cannot be a file's name", hint="name a text file") from None
    return _decoded(data, file)


def _decoded(data: bytes, shown: str) -> Given:
    text = data.decode("utf-8", "replace")
    if b"\0" not in data[:4096]:
        bad = text.count("\ufffd")
        # A damaged text in UTF-8 has more letters beyond ASCII that are right than wrong.
        if not bad or len(data) - len(text) >= bad:
            return Given(text)
    from factcheck.reading.plain import read_plain

    try:
        plain = read_plain(data, shown)
    except UsageError:
        if b"\0" not in data[:4096]:
            return Given(text)
        raise UsageError(f"{shown} is not text", hint="text, HTML, Word and PDF files can be read") from None
    return Given(plain.text, True, (f"not in UTF-8; read as {plain.encoding}",))


# ------------------------------------------------------------------------------------ for people
_COLOURS = {"quote": "green", "paraphrase": "cyan", "statement": ""}


def _show(files: Sequence[str], extractor: str | None) -> int:
    """Print what is found in every file for people; return the exit code."""
    failed = 0
    for number, file in enumerate(files):
        try:
            given = read_text(file)
            found = _extract(given.text, extractor)
        except FactcheckError as error:
            if len(files) == 1:
                raise
            failed = max(failed, _told(error))
            continue
        if len(files) > 1:
            print(("\n" if number else "") + f"== {inline(file)}")
        if is_terminal(sys.stdout):
            _show_coloured(given.text, found)
        else:
            _show_plain(found)
        for warning in (*given.warnings, *found.warnings):
            say(f"Warning: {warning}")
    return failed


def _show_plain(found: Extraction) -> None:
    for span in found.spans:
        who = inline(span.speaker or "-")
        print(f"{span.kind:10}  {span.start:>6}-{span.end:<6}  {who:24}  {inline(span.text)}")


def _show_coloured(text: str, found: Extraction) -> None:
    from rich.text import Text

    from factcheck.cli.terminal import console, width

    page = console()
    # Marks are longer than the characters that they stand for, so the text is built piece by piece.
    styles = [""] * len(text)
    for span in sorted(found.spans, key=lambda item: item.kind == "quote"):
        styles[span.start : span.end] = [_COLOURS[span.kind]] * (span.end - span.start)
        for start, end, style in (
            (span.speaker_start, span.speaker_end, "bold yellow"),
            (span.cue_start, span.cue_end, "underline"),
        ):
            if start is not None and end is not None:
                styles[start:end] = [style] * (end - start)
    shown = Text()
    start = 0
    for index in range(1, len(text) + 1):
        if index == len(text) or styles[index] != styles[start]:
            shown.append(printable(text[start:index]), style=styles[start])
            start = index
    page.print(shown)
    page.print()
    for span in found.spans:
        line = Text().append(f"{span.kind:10} ", style=_COLOURS[span.kind])
        line.append(shorten(span.speaker or "-", 24).ljust(25), style="bold yellow" if span.speaker else "")
        line.append(shorten(span.cue or "", 16).ljust(17), style="underline" if span.cue else "")
        page.print(line.append(shorten(span.text, max(width() - 54, 20))))
