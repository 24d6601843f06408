"""`serve`: the database in a browser, by Datasette."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer

from factcheck.cli import settings
from factcheck.cli.options import say
from factcheck.errors import MissingExtraError

app = typer.Typer(rich_markup_mode=None)


@app.command()
def serve(
    port: Annotated[
        int, typer.Option("--port", "-p", metavar="N", min=0, max=65535, help="0 takes any free one.")
    ] = 8001,
    show: Annotated[bool, typer.Option("--open", "-o", help="Open it in the browser.")] = False,
    immutable: Annotated[
        bool, typer.Option("--immutable", "-i", help="The file will not change meanwhile (faster, with hashed URLs).")
    ] = False,
) -> None:
    """Open the database in a browser with Datasette, read-only.

    It listens on this machine only (127.0.0.1) and ends with Ctrl-C. Needs the extra `web`.

    \b
    Examples:
      factcheck --db aleppo.db serve --open
      factcheck serve --port 8765
    """
    if importlib.util.find_spec("datasette") is None:
        raise MissingExtraError("serve", "web")
    with settings.reading() as desk:  # says in our words what is wrong with the file, if anything
        path = desk.path.absolute()
    command = datasette_command(path, port=port, show=show, immutable=immutable)
    say("Ctrl-C ends it")
    sys.stderr.flush()
    if os.name == "posix":
        os.execv(command[0], command)  # signals then reach the server itself
    raise typer.Exit(subprocess.run(command, check=False).returncode)


def datasette_command(path: Path, *, port: int, show: bool, immutable: bool) -> list[str]:
    """Return the command that serves the file with the project's settings, for Datasette 0.65 or 1.x."""
    from importlib.metadata import version

    from factcheck._resources import db_folder

    folder = db_folder()
    first = version("datasette").split(".")[0]
    option, name = ("--config", "datasette.yaml") if first != "0" else ("--metadata", "metadata.yaml")
    command = [sys.executable, "-m", "datasette", "serve", *(["-i"] if immutable else []), str(path)]
    command += ["--host", "127.0.0.1", "--port", str(port)]
    if (folder / name).exists():
        command += [option, str(folder / name)]
    return command + (["--open"] if show else [])
