"""What the terminal can do, and how a status looks on it: a sign and a colour, never the colour alone."""

from __future__ import annotations

import os
import sys
import unicodedata
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console

STYLES: dict[str, str] = {
    "unchecked": "",
    "checking": "cyan",
    "verified": "green",
    "disputed": "red",
    "unverifiable": "yellow",
    "not_checkable": "bright_black",
    "needs_recheck": "magenta",
    # what a fetch can come to
    "captured": "green",
    "not_modified": "green",
    "incomplete": "yellow",
    "refused": "yellow",
    "failed": "red",
    "http_error": "red",
    # what a comparison of a quote can come to
    "exact": "green",
    "elided": "green",
    "altered": "red",
    "absent": "red",
}

_SIGNS = {
    "unchecked": "○",
    "checking": "◐",
    "verified": "✓",
    "disputed": "✗",
    "unverifiable": "?",
    "not_checkable": "–",
    "needs_recheck": "↻",
    "captured": "✓",
    "not_modified": "✓",
    "incomplete": "◐",
    "refused": "–",
    "failed": "✗",
    "http_error": "✗",
    "exact": "✓",
    "elided": "✓",
    "altered": "≠",
    "absent": "✗",
}
_PLAIN = str.maketrans("○◐✓✗–↻≠", "o~+x-r!")


def is_terminal(stream: IO[str]) -> bool:
    """Whether a person is watching this stream."""
    try:
        return stream.isatty() and os.environ.get("TERM") != "dumb"
    except ValueError:  # closed
        return False


def style_of(word: str) -> str:
    """Return the rich style of a status, an outcome or a label."""
    return STYLES.get(word, "")


def signed(word: str | None) -> str:
    """Return a status, outcome or label with its sign before it: ✓ verified."""
    if not word:
        return ""
    sign = _SIGNS.get(word)
    if sign is None:
        return word
    encoding = (getattr(sys.stdout, "encoding", None) or "ascii").lower()
    return f"{sign if encoding.startswith('utf') else sign.translate(_PLAIN)} {word}"


def display_width(text: str) -> int:
    """Return how many columns of a terminal the text takes."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text
    )


def console(*, stderr: bool = False) -> Console:
    """Return a rich console that takes text as it is: no markup, no emoji codes, no guessed colours.

    Lines are wrapped on a terminal only. NO_COLOR is honoured by rich itself.
    """
    from rich.console import Console

    class Page(Console):
        def on_broken_pipe(self) -> None:
            raise BrokenPipeError  # as every other writer does; rich itself would end the program with 1

    stream = sys.stderr if stderr else sys.stdout
    return Page(file=stream, markup=False, highlight=False, emoji=False, soft_wrap=not is_terminal(stream))


def width() -> int:
    """Return how many columns a line on the terminal may have."""
    import shutil

    return shutil.get_terminal_size((80, 24)).columns


class Bar:
    """A progress bar on stderr for as long as it is entered; told (done, of how many)."""

    def __init__(self, words: str) -> None:
        from rich.progress import Progress

        # Where stdout is a file, what is printed meanwhile goes there, and not beside the bar.
        to_terminal = is_terminal(sys.stdout)
        self._progress = Progress(console=console(stderr=True), transient=True, redirect_stdout=to_terminal)
        self._task = self._progress.add_task(words, total=None)

    def __enter__(self) -> Bar:
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    def __call__(self, done: int, total: int) -> None:
        """Show how far it is."""
        self._progress.update(self._task, completed=done, total=total)
