"""`extract`: what is said in a text, and by whom, without a database."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

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
    under "statements", ranked by "check_worthiness". HTML, Word and PDF files are turned into text first,
    which is printed with them.

    \b
    Examples:
      factcheck extract story.txt
      factcheck extract articles/*.txt --nl > spans.jsonl
    """
    if as_json and nl:
        raise UsageError("--json and --nl cannot be had together", hint="choose one")
    if not (as_json or nl):
        _show(files, extractor)
        return
    failed = 0
    if as_json:
        sys.stdout.write("[")
    first = True
    for result in _results(files, extractor, workers):
        if isinstance(result, FactcheckError):
            failed = max(failed, result.exit_code)
            say(f"Error: {inline(result.message)}")
            continue
        sys.stdout.write(("" if first or nl else ",\n ") + result + ("\n" if nl else ""))
        first = False
    if as_json:
        sys.stdout.write("]\n")
    if failed:
        raise typer.Exit(failed)


def _results(files: Sequence[str], extractor: str | None, workers: int) -> Iterator[str | FactcheckError]:
    """Yield one line of JSON for each file, in the order given, or why there is none."""
    import os

    processes = min(workers or _cores(), len(files))
    jobs = [(file, extractor) for file in files]
    if processes < 2 or len(files) < PARALLEL_FROM or "-" in files:
        yield from _with_progress(map(_line, jobs), len(jobs))
        return
    import multiprocessing

    import factcheck.extraction  # noqa: F401  (loaded once, before the processes part)

    context = multiprocessing.get_context("fork" if os.name == "posix" and sys.platform != "darwin" else "spawn")
    chunk = max(1, min(16, len(jobs) // (processes * 4)))
    with context.Pool(processes, initializer=_ignore_interrupts) as pool:
        yield from _with_progress(pool.imap(_line, jobs, chunksize=chunk), len(jobs))


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
    try:
        file, extractor = job
        text, converted = read_text(file)
        found = _extract(text, extractor)
    except FactcheckError as error:
        return error
    record: dict[str, Any] = {
        "id": _stem(file),
        "spans": [_span(span) for span in found.spans if span.kind != "statement"],
        # Apart, because they are nobody's words: whoever counts attributions counts the spans.
        "statements": [_span(span) for span in found.spans if span.kind == "statement"],
    }
    if found.warnings:
        record["warnings"] = list(found.warnings)
    if converted:
        record["text"] = text
    return to_json(record)


def _extract(text: str, extractor: str | None) -> Extraction:
    from factcheck.extraction import extract, get_extractor

    return get_extractor(extractor).extract(text) if extractor else extract(text)


def _stem(file: str) -> str:
    return "-" if file == "-" else Path(file).stem


def _span(span: Any) -> dict[str, Any]:
    values = asdict(span)
    return {name: values.pop(name) for name in FIELDS} | values


def read_text(file: str) -> tuple[str, bool]:
    """Return a file's text, and whether it had to be turned into text first (HTML, Word, PDF).

    Raises:
        NotFoundError: there is no such file.
        UsageError: it cannot be read, or is no text.
    """
    if file == "-":
        return sys.stdin.buffer.read().decode("utf-8", "replace"), False
    path = Path(file)
    if path.suffix.lower() in (".html", ".htm", ".xhtml", ".docx", ".pdf"):
        from factcheck.reading import read_article

        return read_article(path).text, True
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise NotFoundError(f"there is no file {file}", hint="see that the path is right") from None
    except OSError as error:
        raise UsageError(f"{file} cannot be read: {error.strerror}", hint="name a text file") from None
    if b"\0" in data[:4096]:
        raise UsageError(f"{file} is not text", hint="text, HTML, Word and PDF files can be read")
    return data.decode("utf-8", "replace"), False


# ------------------------------------------------------------------------------------ for people
_COLOURS = {"quote": "green", "paraphrase": "cyan", "statement": ""}


def _show(files: Sequence[str], extractor: str | None) -> None:
    for number, file in enumerate(files):
        text, _ = read_text(file)
        found = _extract(text, extractor)
        if len(files) > 1:
            print(("\n" if number else "") + f"== {printable(file)}")
        if is_terminal(sys.stdout):
            _show_coloured(text, found)
        else:
            _show_plain(found)
        for warning in found.warnings:
            say(f"Warning: {warning}")


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
