"""Arguments and options that several commands share, each said once."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from pathlib import Path
from typing import Annotated, TypeVar

import typer

from factcheck.errors import NotFoundError, UsageError

T = TypeVar("T")

ArticleArgument = Annotated[str | None, typer.Argument(metavar="ARTICLE", help="Its number or short name.")]
"""May be left out where the file holds one article."""
TheArticle = Annotated[str, typer.Argument(metavar="ARTICLE", help="Its number or short name.")]
ClaimArgument = Annotated[str, typer.Argument(metavar="CLAIM", help="The claim's number.")]
By = Annotated[str | None, typer.Option("--by", metavar="NAME", help="Who acts.")]
Note = Annotated[str | None, typer.Option("--note", "-n", metavar="TEXT", help="A note that is kept with it.")]
Limit = Annotated[int | None, typer.Option("--limit", metavar="N", min=0, help="Show at most N.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but errors.")]

Flag = bool


def number_of(handle: str, noun: str = "claim") -> int:
    """Return the number in what was typed: 12, #12, claim12.

    Raises:
        NotFoundError: there is no number in it.
    """
    digits = handle.strip().lower().removeprefix(noun).strip().removeprefix("#")
    if digits.isdecimal() and digits.isascii() and len(digits) < 19:
        return int(digits)
    plural = {"claim": "claims", "sentence": "status", "capture": "refs", "reference": "refs"}.get(noun, noun)
    raise NotFoundError(f"there is no {noun} {handle}", hint=f"`factcheck {plural}` lists their numbers")


def one_of(value: str, words: tuple[str, ...], noun: str) -> str:
    """Return the word that was meant: case, spaces and hyphens are forgiven.

    Raises:
        UsageError: it is none of them; the message lists them.
    """
    word = value.strip().lower().replace("-", "_").replace(" ", "_")
    if word in words:
        return word
    from difflib import get_close_matches

    close = get_close_matches(word, words, n=1)
    maybe = f"; did you mean {close[0]}?" if close else ""
    raise UsageError(f"{value} is not a {noun}{maybe}", hint=f"one of: {', '.join(words)}")


def only_one(choices: dict[str, bool], otherwise: str) -> str:
    """Return the name of the one flag that was given, or `otherwise`.

    Raises:
        UsageError: more than one was.
    """
    chosen = [name for name, given in choices.items() if given]
    if len(chosen) > 1:
        raise UsageError(f"--{chosen[0]} and --{chosen[1]} cannot be had together", hint="choose one")
    return chosen[0] if chosen else otherwise


def existing_file(path: Path) -> Path:
    """Return the path of a file that can be read.

    Raises:
        NotFoundError: it is missing, or a folder.
    """
    if path.is_dir():
        raise NotFoundError(f"{path} is a folder", hint="name a file in it")
    if not path.exists():
        raise NotFoundError(f"there is no file {path}", hint="see that the path is right")
    return path


def say(message: str = "") -> None:
    """Print a message for the person at the keyboard, on stderr."""
    from factcheck.cli.text import printable

    print(printable(message), file=sys.stderr)


def say_next(command: str) -> None:
    """Tell the person at the keyboard which command usually comes next."""
    from factcheck.cli import settings
    from factcheck.cli.terminal import is_terminal

    if settings.show_next and is_terminal(sys.stderr):
        say(f"Next: {command}")


def warn(messages: tuple[str, ...]) -> None:
    """Print warnings on stderr, one a line."""
    from factcheck.cli.text import inline

    for message in messages:
        print(f"Warning: {inline(message)}", file=sys.stderr)


@contextmanager
def messages_apart() -> Iterator[None]:
    """Send what other people's code prints to stderr: stdout is for data."""
    with redirect_stdout(sys.stderr):
        yield
