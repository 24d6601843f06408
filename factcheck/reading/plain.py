"""Text and Markdown files: decoded, and otherwise left exactly as they are.

Offsets of claims count code points of the file's own text, so nothing is trimmed or normalised: not the
line ends, not even a byte-order mark (U+FEFF at offset 0).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from factcheck.errors import UsageError
from factcheck.pages.charsets import encoding_of
from factcheck.pages.dates import iso_date
from factcheck.pages.decode import charset_parameter, decode_body
from factcheck.reading.markdown import FRONT_MATTER, Stretch, marks_of, plain

# A first line is taken for the title only if it is no longer than this (characters) and stands alone.
LONGEST_TITLE: Final = 160

_FIELDS: Final = ("title", "author", "authors", "date", "url", "source", "link")


@dataclass(frozen=True, slots=True)
class Plain:
    """A text file's text and what it says about itself."""

    text: str
    encoding: str
    title: str | None = None
    author: str | None = None
    date: str | None = None
    url: str | None = None
    warnings: tuple[str, ...] = ()
    marks: tuple[Stretch, ...] = ()


def read_plain(data: bytes, shown: str, content_type: str | None = None, *, markdown: bool = False) -> Plain:
    """Decode a text file; `shown` is its name in messages.

    Raises: UsageError where the bytes are text in no encoding that can be told.
    """
    text, encoding, warnings = _decode(data, shown, content_type)
    fields = _front_matter(text) if markdown else {}
    marks = marks_of(text) if markdown else ()
    title = plain(fields.get("title", "")) or (_heading(text) if markdown else None)
    title = title or _first_line(text, markdown=markdown)
    date = iso_date(fields["date"]) if "date" in fields else None
    url = next((fields[key] for key in ("url", "source", "link") if fields.get(key, "").startswith("http")), None)
    return Plain(text, encoding, title, fields.get("author") or fields.get("authors"), date, url, warnings, marks)


def _decode(data: bytes, shown: str, content_type: str | None) -> tuple[str, str, tuple[str, ...]]:
    label = charset_parameter(content_type)
    if label and encoding_of(label) is None:
        raise UsageError(f"{shown} is said to be in the unknown encoding {label[:40]!r}", hint="save it as UTF-8")
    if b"\0" not in data and not data.startswith((b"\xfe\xff", b"\xff\xfe")):
        try:
            return data.decode("utf-8"), "UTF-8", ()
        except UnicodeDecodeError:
            pass
    found = decode_body(data, content_type, markup=False)
    if "\0" in found.text:
        raise UsageError(
            f"{shown} is not an article: it holds binary data (byte {data.index(0):,} is zero)",
            hint="if it is text, name its --encoding, or save it as UTF-8",
        )
    if "undecodable_bytes" in found.flags and found.text.count("\ufffd") > max(2, len(found.text) // 200):
        raise UsageError(
            f"the encoding of {shown} cannot be told (it is not {found.encoding})",
            hint="name its --encoding, or save it as UTF-8",
        )
    return (
        found.text,
        found.encoding,
        (f"{shown} is not in UTF-8; read as {found.encoding} (should letters look wrong: --encoding NAME)",),
    )


def _front_matter(text: str) -> dict[str, str]:
    """The simple `key: value` lines between the two rules at the top of a Markdown file."""
    found = FRONT_MATTER.match(text)
    fields = {}
    for line in found[1].splitlines() if found else ():
        name, colon, value = line.partition(":")
        if colon and name.strip().lower() in _FIELDS and (value := value.strip().strip("\"'")):
            fields[name.strip().lower()] = value
    return fields


def _heading(text: str) -> str | None:
    """The first heading of the highest level ("# Title")."""
    for line in text[:20_000].splitlines():
        if line.startswith(("# ", "#\t")) and (title := plain(line.strip("# \t"))):
            return title
    return None


def _first_line(text: str, *, markdown: bool) -> str | None:
    """The first line, where it looks like a headline: short, alone in its paragraph, not a sentence."""
    lines = text[:4000].lstrip("\ufeff").strip().splitlines()
    if not lines:
        return None
    first = lines[0].strip()
    alone = len(lines) > 1 and not lines[1].strip()
    if first and alone and len(first) <= LONGEST_TITLE and not first.endswith((".", "!", ",", ";", ":", "\u201d", '"')):
        return (plain(first) if markdown else first).lstrip("# ").strip() or None
    return None
