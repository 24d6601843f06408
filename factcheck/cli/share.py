"""Sharing what was found: `report` and `query`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from factcheck.cli import settings
from factcheck.cli.options import ArticleArgument, one_of, say
from factcheck.cli.rows import Column, Format, emit, listed
from factcheck.cli.terminal import is_terminal
from factcheck.cli.text import inline, printable
from factcheck.errors import UsageError

if TYPE_CHECKING:
    from factcheck.desk.reports import Report
    from factcheck.store.queries import NamedQuery

app = typer.Typer(rich_markup_mode=None)

FORMS = ("html", "md", "json")


@app.command()
def report(
    article: ArticleArgument = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="A file that ends in .html, .md or .json.")
    ] = None,
    form: Annotated[
        str, typer.Option("--format", "-f", metavar="FORM", help="html, md or json, for standard output.")
    ] = "md",
    html: Annotated[Path | None, typer.Option("--html", metavar="FILE", hidden=True)] = None,
    show: Annotated[bool, typer.Option("--open", help="Open the written file.")] = False,
) -> None:
    """Write the provenance report of an article.

    The text with every claim marked, and for each claim its status, source, evidence, findings and
    history. The HTML file loads nothing from anywhere. Without -o: Markdown on standard output.

    \b
    Examples:
      factcheck report aleppo -o report.html
      factcheck report aleppo -f json | jq .coverage
    """
    form = one_of({"markdown": "md"}.get(form, form), FORMS, "form of report")
    target = output or html
    with settings.reading(named=True) as desk:
        made = desk.report(article)
    if target is None or str(target) == "-":
        text = _rendered(made, "html" if html else form)
        sys.stdout.write(printable(text) if is_terminal(sys.stdout) else text)
        return
    if html is not None and target.suffix.lower() not in (".html", ".htm"):
        target.write_text(made.html(), encoding="utf-8")
        written = target
    else:
        written = made.write(target)
    print(f"Wrote {written}")
    if show:
        typer.launch(str(written))


def _rendered(made: Report, form: str) -> str:
    text = {"html": made.html, "md": made.markdown, "json": made.json}[form]()
    return text if text.endswith("\n") else text + "\n"


QUERIES = (
    Column("name", "name"),
    Column("title", "title"),
    Column("parameters", "parameters", show=lambda names: ", ".join(names or ())),
    Column("description", "what it tells", grow=True),
)


@app.command()
@listed
def query(
    query: Annotated[str | None, typer.Argument(metavar="NAME|SQL", help="A named query, or SQL.")] = None,
    values: Annotated[
        list[str] | None, typer.Argument(metavar="NAME=VALUE...", help="Values of its parameters.")
    ] = None,
    param: Annotated[
        list[str] | None, typer.Option("--param", "-p", metavar="NAME=VALUE", help="The same, as an option.")
    ] = None,
    sql: Annotated[bool, typer.Option("--sql", help="Print the SQL of a named query instead.")] = False,
    *,
    out: Format,
) -> None:
    """Run a named query or your own SQL, read-only.

    Without a name: list the named queries. `--sql` shows how one is written.

    \b
    Examples:
      factcheck query
      factcheck query worklist article=aleppo
      factcheck query quotes-that-differ --csv > differ.csv
      factcheck query "select status, count(*) from claims group by status" --json
    """
    from factcheck.desk import Desk

    if query is None:
        emit(map(_query_record, Desk.queries()), QUERIES, out)
        return
    if sql:
        from factcheck.store.queries import find_query

        print(find_query(query).sql)
        return
    with settings.reading() as desk:
        answer = desk.query(query, _values([*(values or ()), *(param or ())]))
    columns = [_column(name, [row[index] for row in answer.rows]) for index, name in enumerate(answer.columns)]
    if out.kind == "table" and not answer.rows:
        say("no rows")
        return
    emit(answer.dicts(), columns, out)


def _query_record(query: NamedQuery) -> dict[str, Any]:
    return {
        "name": query.name,
        "title": query.title,
        "description": query.description,
        "parameters": [parameter.name for parameter in query.parameters],
    }


def _values(pairs: list[str]) -> dict[str, str]:
    values = {}
    for pair in pairs:
        name, sign, value = pair.partition("=")
        if not sign or not name.strip():
            raise UsageError(f"{inline(pair)} is not NAME=VALUE", hint="for instance article=aleppo")
        values[name.strip().lstrip(":")] = value
    return values


def _column(name: str, values: list[Any]) -> Column:
    """Return how a column of an answer is shown: numbers to the right, long texts cut to the room there is."""
    filled = [value for value in values if value is not None]
    numbers = bool(filled) and all(isinstance(value, int | float) for value in filled)
    long = any(isinstance(value, str) and len(value) > 24 for value in filled)
    return Column(name, name, right=numbers, grow=long, show=_shown)


def _shown(value: Any) -> str:
    if value is None:
        return ""
    return f"<{len(value)} bytes>" if isinstance(value, bytes) else str(value)
