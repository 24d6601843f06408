"""`source list|show|edit|merge`: the people and bodies to whom words are given."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from factcheck.cli import settings
from factcheck.cli.claims import columns, records
from factcheck.cli.options import ArticleArgument, By, one_of
from factcheck.cli.rows import Column, Format, emit, listed, to_json
from factcheck.cli.text import count, inline
from factcheck.model import SourceKind

if TYPE_CHECKING:
    from factcheck.model import Source

app = typer.Typer(
    name="source",
    help="List, show, edit or merge the people and bodies quoted.",
    rich_markup_mode=None,
    no_args_is_help=True,
)

SourceArgument = Annotated[str, typer.Argument(metavar="SOURCE", help="Its number, name or alias.")]
SOURCES = (
    Column("id", "id", right=True),
    Column("name", "name"),
    Column("kind", "kind"),
    Column("marks", "", style=lambda marks: "bold magenta" if marks else ""),
    Column("claims", "claims", right=True),
    Column("aliases", "also called", grow=True, show=lambda names: ", ".join(names or ())),
)


def source_record(source: Source) -> dict[str, Any]:
    """Return a source as lists show it."""
    return {
        "id": source.id,
        "name": source.name,
        "kind": source.kind,
        "claims": source.claims,
        "aliases": list(source.aliases),
        "description": source.description,
        "anonymous": source.anonymous,
        "protected": source.protected,
        "marks": ", ".join(word for word in ("anonymous", "protected") if getattr(source, word)),
    }


@app.command("list")
@listed
def list_(
    article: ArticleArgument = None,
    text: Annotated[str | None, typer.Option("--text", metavar="WORDS", help="Only names with these words.")] = None,
    *,
    out: Format,
) -> None:
    """List the sources, with how many claims each one carries.

    \b
    Examples:
      factcheck source list aleppo
      factcheck source list --csv > sources.csv
    """
    with settings.reading() as desk:
        found = desk.sources(article, text=text)
    emit(map(source_record, found), SOURCES, out, none="no sources")


@app.command()
@listed
def show(source: SourceArgument, *, out: Format) -> None:
    """Show a source and everything that it is said to have said.

    --json gives the source, with its claims under "said"; the other forms list the claims.

    \b
    Example:
      factcheck source show "Ban Ki-moon"
    """
    with settings.reading() as desk:
        found = desk.source(source)
        claims = desk.source_claims(found)
    if out.kind == "table":
        traits = [found.kind] + [word for word in ("anonymous", "protected") if getattr(found, word)]
        print(f"{inline(found.name)} (source {found.id}: {', '.join(traits)}), {count(len(claims), 'claim')}")
        if found.description:
            print(inline(found.description))
        if found.aliases:
            print(f"also called: {inline(', '.join(found.aliases))}")
        print()
    if out.kind == "json":
        print(to_json(source_record(found) | {"said": records(claims, out)}, indent=2))
        return
    emit(records(claims, out), columns(claims), out, none="no claims")


@app.command()
def edit(
    source: SourceArgument,
    name: Annotated[str | None, typer.Option("--name", metavar="NAME", help="Its name; the old one is kept.")] = None,
    kind: Annotated[str | None, typer.Option("--kind", metavar="KIND", help=f"{', '.join(SourceKind)}.")] = None,
    description: Annotated[
        str | None, typer.Option("--description", metavar="TEXT", help="Who that is: office, beat.")
    ] = None,
    alias: Annotated[
        list[str] | None, typer.Option("--alias", metavar="NAME", help="Another name. Can be repeated.")
    ] = None,
    remove_alias: Annotated[
        list[str] | None, typer.Option("--remove-alias", metavar="NAME", help="No name of it. Can be repeated.")
    ] = None,
    anonymous: Annotated[
        bool | None, typer.Option("--anonymous/--named", help="Whether the article leaves the name out.")
    ] = None,
    protected: Annotated[
        bool | None, typer.Option("--protected/--open", help="Whether the name must not leave the newsroom.")
    ] = None,
    by: By = None,
) -> None:
    """Put a source's name, kind or description right.

    \b
    Examples:
      factcheck source edit "Zeid" --name "Zeid Ra'ad al-Hussein" --kind person
      factcheck source edit 12 --protected
    """
    with settings.writing(by) as desk:
        changed = desk.edit_source(
            source,
            name=name,
            kind=one_of(kind, tuple(SourceKind), "kind of source") if kind else None,
            description=description,
            anonymous=anonymous,
            protected=protected,
            add_alias=tuple(alias or ()),
            remove_alias=tuple(remove_alias or ()),
        )
    print(f"Changed source {changed.id}: {inline(changed.name)} ({changed.kind})")


@app.command()
def merge(
    source: SourceArgument,
    other: Annotated[str, typer.Argument(metavar="OTHER", help="The source that is the same.")],
    by: By = None,
) -> None:
    """Make one source of two; the other's claims and names go to the first.

    \b
    Example:
      factcheck source merge "Ban Ki-moon" "Ban"
    """
    with settings.writing(by) as desk:
        merged = desk.merge_sources(source, other)
    print(f"Merged into source {merged.id}: {inline(merged.name)}, {count(merged.claims, 'claim')}")
