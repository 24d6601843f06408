"""Text from outside, made safe to print: control, direction and invisible characters become marks.

A page can put escape codes into its title that repaint the terminal, or characters that turn the order
of the words around. Everything that is not ours passes through `printable` (which keeps line ends) or
`inline` (which does not, so that no outside text can begin a line of its own).
"""

from __future__ import annotations

import re

# C0 but tab and line feed; DEL and C1; direction controls; zero-width, tag and filler characters; surrogates.
UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)


def mark(found: re.Match[str]) -> str:
    """Return the mark that stands for an unsafe character, e.g. <U+202E>."""
    return f"<U+{ord(found[0]):04X}>"


def printable(text: object) -> str:
    """Return text that a terminal shows as it is; line ends and tabs stay."""
    return UNSAFE.sub(mark, str(text).replace("\r\n", "\n"))


def flat(text: object) -> str:
    """Return text without line ends: white space of every kind becomes one space, at the ends too.

    So does U+001E, which parts the main text of a capture from the rest of the page.
    """
    return printable(re.sub(r"[ \t\r\n\f\v\x1e\x85\u2028\u2029]+", " ", str(text)))


def inline(text: object) -> str:
    """Return text on one line, without blanks at its ends."""
    return flat(text).strip()


def shorten(text: object, width: int) -> str:
    """Return text on one line and at most `width` characters long."""
    line = inline(text)
    return line if len(line) <= width else line[: max(width - 1, 0)].rstrip() + "…"


def count(number: int, noun: str, plural: str | None = None) -> str:
    """Return "1 claim", "2 claims", "1,234 claims"."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def when(moment: str | None) -> str:
    """Return a time of the log to the minute: 2026-03-01 09:30."""
    return moment[:16].replace("T", " ") if moment else ""


def size(number: int) -> str:
    """Return a number of bytes as people say it: 812 B, 14.2 kB, 3.1 MB."""
    value = float(number)
    for unit in ("B", "kB", "MB"):
        if value < 1000:
            return f"{value:.0f} {unit}" if unit == "B" else f"{value:.1f} {unit}"
        value /= 1000
    return f"{value:.1f} GB"
