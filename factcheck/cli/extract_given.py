"""What `extract` is given: a file's text, decoded, or turned into text where it is none."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from factcheck.errors import NotFoundError, UsageError


@dataclass(frozen=True, slots=True)
class Given:
    """A file's text; `converted` says that it is not the file's own, decoded as UTF-8."""

    text: str
    converted: bool = False
    warnings: tuple[str, ...] = ()


def read_text(file: str) -> Given:
    """Return a file's text; HTML, Word and PDF, and text in another encoding than UTF-8, are turned into it first.

    Raises:
        NotFoundError: there is no such file.
        UsageError: it cannot be read, or is no text.
    """
    if file == "-":
        return _decoded(sys.stdin.buffer.read(), "what is piped in")
    if not file:
        raise NotFoundError("a file's name is empty", hint="name a text file")
    path = Path(file)
    if path.suffix.lower() in (".html", ".htm", ".xhtml", ".docx", ".pdf"):
        from factcheck.reading import read_article

        article = read_article(path)
        return Given(article.text, True, article.warnings)
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise NotFoundError(f"there is no file {file}", hint="see that the path is right") from None
    except OSError as error:
        raise UsageError(f"{file} cannot be read: {error.strerror}", hint="name a text file") from None
    except ValueError:  # a name with a zero in it
        raise UsageError(f"{file} cannot be a file's name", hint="name a text file") from None
    return _decoded(data, file)


def _decoded(data: bytes, shown: str) -> Given:
    text = data.decode("utf-8", "replace")
    if b"\0" not in data[:4096]:
        bad = text.count("\ufffd")
        # A damaged text in UTF-8 has more letters beyond ASCII that are right than wrong.
        if not bad or len(data) - len(text) >= bad:
            return Given(text)
    from factcheck.reading.plain import read_plain

    try:
        plain = read_plain(data, shown)
    except UsageError:
        if b"\0" not in data[:4096]:
            return Given(text)
        raise UsageError(f"{shown} is not text", hint="text, HTML, Word and PDF files can be read") from None
    return Given(plain.text, True, (f"not in UTF-8; read as {plain.encoding}",))
