"""`serve`: the database in a browser, by Datasette."""

from __future__ import annotations

import importlib.util
import signal
import socket
import tempfile
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import quote

import typer

from factcheck.cli import settings
from factcheck.cli.options import say
from factcheck.errors import MissingExtraError, UsageError

app = typer.Typer(rich_markup_mode=None)

HOST = "127.0.0.1"


@app.command()
def serve(
    port: Annotated[
        int, typer.Option("--port", "-p", metavar="N", min=0, max=65535, help="0 takes any free one.")
    ] = 8001,
    show: Annotated[bool, typer.Option("--open", "-o", help="Open it in the browser.")] = False,
    immutable: Annotated[
        bool, typer.Option("--immutable", "-i", help="The file will not change meanwhile: faster, with counts.")
    ] = False,
) -> None:
    """Open the database in a browser with Datasette, read-only.

    With the named queries, facets and full-text search. It listens on this machine only (127.0.0.1) and
    ends with Ctrl-C. Needs the extra `web`.

    \b
    Examples:
      factcheck --db aleppo.db serve --open
      factcheck serve --port 0
    """
    if importlib.util.find_spec("datasette") is None:
        raise MissingExtraError("serve", "web")
    with settings.reading() as desk:  # says in our words what is wrong with the file, if anything
        path = desk.path.absolute()
    port = _free_port(port)
    with tempfile.TemporaryDirectory(prefix="factcheck-") as folder:
        command = datasette_arguments(Path(folder), path, port=port, show=show, immutable=immutable)
        say(f"Serving {path.name} at http://{HOST}:{port}/{quote(path.stem)} (Ctrl-C ends it)")
        _run(command)


def datasette_arguments(folder: Path, path: Path, *, port: int, show: bool, immutable: bool) -> list[str]:
    """Return the arguments that serve the file with the project's settings; writes its files into `folder`."""
    from importlib.metadata import version

    from factcheck.store import datasette

    given = ["serve", *(["--immutable"] if immutable else []), str(path), "--host", HOST, "--port", str(port)]
    given += datasette.arguments(folder, path.stem, version("datasette"))
    return given + (["--open"] if show else [])


def _free_port(port: int) -> int:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise UsageError(
                f"port {port} cannot be used: {(error.strerror or str(error)).lower()}",
                hint="--port 0 takes any free one",
            ) from None
        chosen: int = probe.getsockname()[1]
    return chosen


def _run(arguments: list[str]) -> None:
    from datasette.cli import cli

    def stop(*_: Any) -> None:
        raise typer.Exit(0)

    signal.signal(signal.SIGTERM, stop)  # so that the temporary folder goes too
    cli.main(args=arguments, prog_name="datasette", standalone_mode=False)
