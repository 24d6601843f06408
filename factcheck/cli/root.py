"""The root of the command line: its options, and the group that loads a command when it is called."""

from __future__ import annotations

from collections import UserDict
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from factcheck.cli import failures, settings
from factcheck.cli.index import COMMANDS, SECTIONS


class Shelf(UserDict[str, Any]):
    """Commands by name; each is made when it is asked for."""

    def __init__(self) -> None:
        super().__init__(dict.fromkeys(COMMANDS))

    def __getitem__(self, name: str) -> Any:
        """Return the command, importing its module the first time."""
        if name not in self.data:
            raise KeyError(name)
        if self.data[name] is None:
            module = import_module(f"factcheck.cli.{COMMANDS[name].module}")
            group = typer.main.get_group(module.app)
            # A module is either one group named after itself (`claim add`) or holds plain commands.
            self.data[name] = group if group.name == name else group.commands[name]
        return self.data[name]


class Root(TyperGroup):
    """The `factcheck` command."""

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        self.commands = Shelf()

    def list_commands(self, ctx: Any) -> list[str]:
        """Return the names in the order of the help page."""
        return list(COMMANDS)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Write one section for each kind of work."""
        width = max(map(len, COMMANDS))
        for title, entries in SECTIONS.items():
            with formatter.section(title):
                formatter.write_dl([(entry.name.ljust(width), entry.summary) for entry in entries])

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        windows_expand_args: bool = True,
        **extra: Any,
    ) -> Any:
        """Run a command; every failure becomes one line, a hint, and the exit status that it stands for."""

        def run() -> Any:
            return super(Root, self).main(
                args=args,
                prog_name=prog_name or "factcheck",
                complete_var=complete_var,
                standalone_mode=False,
                windows_expand_args=windows_expand_args,
                **extra,
            )

        return failures.exit_with_status(run) if standalone_mode else run()


app = typer.Typer(
    cls=Root,
    name="factcheck",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"factcheck {version('factcheck-desk')}")
        raise typer.Exit()


@app.callback()
def root(
    db: Annotated[
        Path | None,
        typer.Option("-d", "--db", metavar="PATH", help="The database. Else $FACTCHECK_DB, else ./factcheck.db."),
    ] = None,
    by: Annotated[
        str | None,
        typer.Option("--by", metavar="NAME", help="Who acts. Else $FACTCHECK_ACTOR, your git name or login name."),
    ] = None,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    """Check an article: every claim, its source, the archived evidence and the verdict, in one file.

    \b
    Begin with:
      factcheck demo                      a whole example, offline
      factcheck add story.txt             find the quotes and claims of an article
      factcheck claims                    see what is to be checked
      factcheck cite 1 URL --supports --passage "the words"
      factcheck verify 1
      factcheck report story -o report.html

    \b
    Exit status:
      0 done    1 falls short (an altered quote, a broken chain, open sentences)    2 wrong usage
      3 refused (a closed gate, somebody else was first)    4 a fetch failed or is incomplete
      5 storage (full, read-only, locked)    6 the file is damaged, not ours, or newer
    """
    settings.configure(db=db, by=by)
