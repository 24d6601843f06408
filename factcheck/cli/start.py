"""`init` and `demo`: the first minutes."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from factcheck.cli import settings
from factcheck.cli.options import say_next

app = typer.Typer(rich_markup_mode=None)


@app.command()
def init() -> None:
    """Make an empty database.

    The file is named by --db before the command, by $FACTCHECK_DB, or is ./factcheck.db. `add` makes it
    too; a file that is there already is left as it is.

    \b
    Examples:
      factcheck init
      factcheck --db aleppo.db init
    """
    with settings.writing(create=True) as desk:
        made = desk.created
    print(f"{'Made' if made else 'There is already'} {settings.db_path()}")
    if made:
        say_next("factcheck add FILE")


@app.command()
def demo(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Where to work; made if need be.")] = Path(
        "factcheck-demo"
    ),
) -> None:
    """Work through a whole example, offline, up to the report.

    An invented article is added, its references are fetched from a small web site on this machine, and
    every command is printed before it runs. What comes out: a database, and the report to look at.
    A demo that nobody has touched since is replaced; any other file stays, and the demo says so.

    \b
    Examples:
      factcheck demo
      factcheck demo /tmp/demo
    """
    from factcheck.cli.walkthrough import walk

    raise typer.Exit(walk(folder))
