"""`extract`: what is said in a text, and by whom, without a database."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from factcheck.cli.extract_jobs import Made, read_all
from factcheck.cli.failures import drop_stdout, told
from factcheck.cli.options import messages_apart, warn
from factcheck.cli.terminal import is_terminal
from factcheck.cli.text import inline
from factcheck.errors import FactcheckError, UsageError

app = typer.Typer(rich_markup_mode=None)


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
    from factcheck.extraction import get_extractor

    with messages_apart():
        get_extractor(extractor)  # before the processes part; and one that is not there is told once
    try:
        failed = (_print_json if as_json or nl else _print_for_people)(files, extractor, workers, nl)
    except BrokenPipeError:  # a reader who has seen enough: nothing has failed
        drop_stdout()
        return
    if failed:
        raise typer.Exit(failed)


def _print_json(files: Sequence[str], extractor: str | None, workers: int, nl: bool) -> int:
    """Print what is found in every file as JSON; return the exit code."""
    from factcheck.cli.extract_json import pieces

    faults = _Faults()
    sys.stdout.write("" if nl else "[")
    first = True
    for made in read_all(files, extractor, pieces, workers):
        if isinstance(made, Made):
            sys.stdout.write("" if first or nl else ",\n ")
            sys.stdout.writelines(made.pieces)
            sys.stdout.write("\n" if nl else "")
            first = False
        else:
            faults.tell(made)
    sys.stdout.write("" if nl else "]\n")
    return faults.exit_code


def _print_for_people(files: Sequence[str], extractor: str | None, workers: int, _: bool) -> int:
    """Print what is found in every file for people, on a terminal in colours; return the exit code."""
    from factcheck.cli.extract_view import coloured, lines

    faults = _Faults()
    heading = ""
    on_terminal = is_terminal(sys.stdout)
    for made in read_all(files, extractor, coloured if on_terminal else lines, 1 if on_terminal else workers):
        if isinstance(made, Made):
            if len(files) > 1:
                print(f"{heading}== {inline(made.file)}")
                heading = "\n"
            sys.stdout.writelines(made.pieces)
            sys.stdout.flush()  # the warnings come after
            warn(made.warnings)
        else:
            faults.tell(made)
    return faults.exit_code


class _Faults:
    """Says what is wrong with a file, while the others go on; a hint is given once, however many need it."""

    def __init__(self) -> None:
        self.exit_code = 0
        self._hints: set[str | None] = set()

    def tell(self, error: FactcheckError) -> None:
        sys.stdout.flush()  # what was found before it comes before it
        self.exit_code = max(self.exit_code, error.exit_code)
        told(error, None if error.hint in self._hints else error.hint)
        self._hints.add(error.hint)
