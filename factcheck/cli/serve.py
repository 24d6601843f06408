"""`serve`: the database in a browser, by Datasette."""

from __future__ import annotations

import importlib.util
import os
import signal
import socket
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import quote

import typer

from factcheck.cli import settings
from factcheck.cli.options import By, say
from factcheck.errors import MissingExtraError, UsageError

app = typer.Typer(rich_markup_mode=None)

HOST = "127.0.0.1"


@app.command()
def serve(
    port: Annotated[
        int, typer.Option("--port", "-p", metavar="N", min=0, max=65535, help="0 takes any free one.")
    ] = 8001,
    desk: Annotated[bool, typer.Option("--desk", help="Let people sign in and write.")] = False,
    host_name: Annotated[
        list[str] | None,
        typer.Option("--host-name", metavar="NAME", help="A name under which a proxy serves it. Can be repeated."),
    ] = None,
    allow: Annotated[
        list[str] | None, typer.Option("--allow", metavar="IP:PORT", help="A private address that may be fetched from.")
    ] = None,
    by: By = None,
    show: Annotated[bool, typer.Option("--open", "-o", help="Open it in the browser.")] = False,
    immutable: Annotated[
        bool, typer.Option("--immutable", "-i", help="The file will not change meanwhile: faster, with counts.")
    ] = False,
) -> None:
    """Open the database in a browser: read-only, or as a desk to work at.

    Datasette shows the tables, the named queries, facets and full-text search; the desk at /-/factcheck
    shows articles and claims. With --desk, people who were added with `user add` can sign in and write.
    It listens on this machine only (127.0.0.1) and ends with Ctrl-C. Needs the extra `web`.

    \b
    Examples:
      factcheck --db aleppo.db serve --open
      factcheck serve --desk
      factcheck serve --port 0
    """
    if importlib.util.find_spec("datasette") is None:
        raise MissingExtraError("serve", "web")
    with settings.reading() as opened:  # says in our words what is wrong with the file, if anything
        path = opened.path.absolute()
    port = _free_port(port)
    _tell_the_site(desk=desk, hosts=host_name or (), allow=allow or ())
    if desk:
        _welcome(settings.actor(by), f"http://{HOST}:{port}")
    with tempfile.TemporaryDirectory(prefix="factcheck-") as folder:
        command = datasette_arguments(Path(folder), path, port=port, show=show, immutable=immutable)
        say(f"Serving {path.name} at http://{HOST}:{port}/{quote(path.stem)} (Ctrl-C ends it)")
        say(f"The desk is at http://{HOST}:{port}/-/factcheck")
        _run(command)


def _tell_the_site(*, desk: bool, hosts: Iterable[str], allow: Iterable[str]) -> None:
    """Hand our options to the plug-in of Datasette, which reads them from the environment."""
    from factcheck.archive.options import parse_allowed

    for entry in allow:
        parse_allowed(entry)  # says what is wrong with it
    values = {"FACTCHECK_DESK": "1" if desk else "", "FACTCHECK_HOSTS": ",".join(hosts)}
    os.environ.update(values | {"FACTCHECK_ALLOW": ",".join(allow)})


def _welcome(actor: str | None, url: str) -> None:
    """Tell how to sign in; whoever starts a desk where nobody was added yet is its editor."""
    from factcheck.cli.text import inline
    from factcheck.cli.user import people, sign_in_link

    everybody = people()
    if actor and not everybody.everybody():
        say(f"Nobody was added yet: {everybody.add(actor, 'editor').name} is the editor of this desk")
    if actor and everybody.member(actor):
        say(f"Sign in as {actor}, once: {sign_in_link(everybody, actor, url)}")
    else:
        names = ", ".join(inline(member.name) for member in everybody.everybody()[:5])
        say("Sign in with a link: factcheck user link NAME" + (f" (of {names})" if names else ""))


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
