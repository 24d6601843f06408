"""Lists: a table on a terminal, aligned text in a pipe, or --json, --nl, --csv, --tsv.

`@listed` gives a command these options and hands the choice on as `out`. JSON keeps every text exactly
as it is (what a terminal must not see is written as an escape); CSV and TSV are for spreadsheets: a cell
that would start a formula gets an apostrophe, unless --raw is given.
"""

from __future__ import annotations

import csv
import inspect
import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import wraps
from itertools import chain
from typing import TYPE_CHECKING, Annotated, Any

import typer

from factcheck.cli.failures import drop_stdout
from factcheck.cli.terminal import display_width, is_terminal
from factcheck.cli.text import UNSAFE, inline, printable
from factcheck.errors import UsageError

if TYPE_CHECKING:
    from rich.text import Text

Record = Mapping[str, Any]

FORMULA = re.compile("^[\\s\0]*[=+\\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r\n]")
NUMBER = re.compile(r"^[+-]?\d+([.,]\d+)?([eE][+-]?\d+)?$")


@dataclass(frozen=True, slots=True)
class Format:
    """How a list is to be printed."""

    kind: str = "table"  # or "json", "nl", "csv", "tsv"
    headers: bool = True
    raw: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the table: which value, under which title, and how it is laid out."""

    key: str
    title: str
    grow: bool = False  # takes the room that is left on a terminal, and is cut where that is too little
    right: bool = False
    style: Callable[[str], str] | None = None  # from the value to a rich style
    show: Callable[[Any], str] = lambda value: "" if value is None else str(value)


_OPTIONS: dict[str, Any] = {
    "json": Annotated[bool, typer.Option("--json", help="Print a JSON array.")],
    "nl": Annotated[bool, typer.Option("--nl", help="Print one JSON object a line.")],
    "csv": Annotated[bool, typer.Option("--csv", help="Print CSV.")],
    "tsv": Annotated[bool, typer.Option("--tsv", help="Print TSV.")],
    "no_headers": Annotated[bool, typer.Option("--no-headers", help="CSV and TSV without the line of names.")],
    "raw": Annotated[bool, typer.Option("--raw", help="CSV and TSV with every cell exactly as it is.")],
}


def listed(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options of a list, and pass what was chosen as its argument `out`."""
    signature = inspect.signature(command, eval_str=True)

    @wraps(command)
    def run(**values: Any) -> Any:
        chosen = {name: values.pop(name) for name in _OPTIONS}
        return command(**values, out=_format(**chosen))

    own = [parameter for parameter in signature.parameters.values() if parameter.name != "out"]
    added = [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=False, annotation=annotation)
        for name, annotation in _OPTIONS.items()
    ]
    run.__signature__ = signature.replace(parameters=[*own, *added])  # type: ignore[attr-defined]
    run.__annotations__ = {parameter.name: parameter.annotation for parameter in [*own, *added]}
    return run


def _format(*, no_headers: bool, raw: bool, **kinds: bool) -> Format:
    chosen = [kind for kind, wanted in kinds.items() if wanted]
    if len(chosen) > 1:
        raise UsageError(f"--{chosen[0]} and --{chosen[1]} cannot be had together", hint="choose one")
    return Format(chosen[0] if chosen else "table", headers=not no_headers, raw=raw)


def emit(records: Iterable[Record], columns: Sequence[Column], out: Format, *, none: str = "nothing found") -> None:
    """Print the records on stdout; the table shows `columns`, the other forms every key.

    A reader who has seen enough (`| head`) ends the list, and nothing has failed.
    """
    try:
        _emit(records, columns, out, none)
    except BrokenPipeError:
        drop_stdout()


def _emit(records: Iterable[Record], columns: Sequence[Column], out: Format, none: str) -> None:
    names = [column.key for column in columns]
    if out.kind == "json":
        _write_json(records)
    elif out.kind == "nl":
        for record in records:
            print(to_json(record))
    elif out.kind in ("csv", "tsv"):
        _write_csv(records, names, out)
    else:
        _write_table(list(records), columns, none)


def to_json(value: Any, *, indent: int | None = None, ascii_only: bool = False) -> str:
    """Return JSON that keeps every text and is still safe to print on a terminal."""
    text = json.dumps(value, ensure_ascii=ascii_only, indent=indent, default=_plain)
    return text if ascii_only else UNSAFE.sub(_escape, text)


def _plain(value: Any) -> Any:
    if isinstance(value, bytes):
        return value.hex()
    return str(value)


def _escape(found: re.Match[str]) -> str:
    point = ord(found[0])
    if point < 0x10000:
        return f"\\u{point:04x}"
    point -= 0x10000
    return f"\\u{0xD800 + (point >> 10):04x}\\u{0xDC00 + (point & 0x3FF):04x}"


def _write_json(records: Iterable[Record]) -> None:
    sys.stdout.write("[")
    for number, record in enumerate(records):
        sys.stdout.write((",\n " if number else "") + to_json(record))
    sys.stdout.write("]\n")


def _write_csv(records: Iterable[Record], names: Sequence[str], out: Format) -> None:
    rows = iter(records)
    first = next(rows, None)
    keys = list(first) if first is not None else list(names)
    writer = csv.writer(sys.stdout, delimiter="," if out.kind == "csv" else "\t", lineterminator="\n")
    if out.headers:
        writer.writerow([cell(key, raw=out.raw) for key in keys])
    for row in chain([first] if first is not None else [], rows):
        writer.writerow([cell(row.get(key), raw=out.raw) for key in keys])


def cell(value: Any, *, raw: bool = False) -> Any:
    """Return a value as a cell of a spreadsheet that neither calculates nor misleads."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, int | float):
        return value
    text = value if isinstance(value, str) else to_json(value)
    if raw:
        return text.encode("utf-8", "replace").decode()
    text = printable(text)
    return f"'{text}" if FORMULA.match(text) and not NUMBER.match(text) else text


def _write_table(records: Sequence[Record], columns: Sequence[Column], none: str) -> None:
    if not records:
        print(none, file=sys.stderr)
    elif is_terminal(sys.stdout):
        _rich_table(records, columns)
    else:
        for line in aligned(
            [[column.show(record.get(column.key)) for column in columns] for record in records], columns
        ):
            print(line)


def aligned(rows: Iterable[Sequence[str]], columns: Sequence[Column]) -> Iterator[str]:
    """Yield the lines of a plain table, every value whole; wide (CJK) characters count twice."""
    table = [[column.title for column in columns], *([inline(value) for value in row] for row in rows)]
    widths = [max(display_width(row[index]) for row in table) for index in range(len(columns))]
    for row in table:
        parts = []
        for value, width, column in zip(row, widths, columns, strict=True):
            blank = " " * (width - display_width(value))
            parts.append(blank + value if column.right else value + blank)
        yield "  ".join(parts).rstrip()


def _rich_table(records: Sequence[Record], columns: Sequence[Column]) -> None:
    from rich.text import Text

    from factcheck.cli.terminal import console

    page = console()
    table = [[inline(column.show(record.get(column.key))) for column in columns] for record in records]
    widths = fit([[column.title for column in columns], *table], columns, page.width)
    page.print(_terminal_line([Text(column.title, style="bold") for column in columns], columns, widths))
    for record, values in zip(records, table, strict=True):
        styles = [column.style(str(record.get(column.key))) if column.style else "" for column in columns]
        cells = [Text().append(value, style=style) for value, style in zip(values, styles, strict=True)]
        page.print(_terminal_line(cells, columns, widths))


def _terminal_line(cells: Sequence[Text], columns: Sequence[Column], widths: Sequence[int]) -> Text:
    from rich.text import Text

    line = Text(no_wrap=True, overflow="crop")
    for number, (value, column, width) in enumerate(zip(cells, columns, widths, strict=True)):
        value.truncate(width, overflow="ellipsis")
        value.align("right" if column.right else "left", width)
        line.append("  " if number else "").append_text(value)
    return line


def fit(rows: Sequence[Sequence[str]], columns: Sequence[Column], room: int) -> list[int]:
    """Return a width for each column so that a line is no wider than `room`.

    Columns that may grow give way first, the widest before the others, and keep 20 as long as they can.
    """
    widths = [min(max(display_width(row[index]) for row in rows), room) for index in range(len(columns))]
    spare = room - 2 * (len(columns) - 1)
    for least, may_shrink in ((20, [column.grow for column in columns]), (8, [True] * len(columns))):
        while sum(widths) > spare:
            index = max(range(len(widths)), key=lambda index: widths[index] if may_shrink[index] else 0)
            if widths[index] <= least or not may_shrink[index]:
                break
            widths[index] -= 1
    return widths
