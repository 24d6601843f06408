"""One article from a file or from bytes: its text, what it says about itself, and warnings for the user."""

from __future__ import annotations

import codecs
import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from factcheck.errors import FactcheckError, MissingExtraError, NotFoundError, UsageError
from factcheck.pages import Document, kind_of, read_document
from factcheck.reading.encodings import decode_named, utf32_of
from factcheck.reading.plain import read_plain

# An article is no longer than this (bytes); more is a mistake, such as a database or a film.
LARGEST: Final = 50_000_000
READABLE: Final = "text, Markdown, HTML, Word (.docx) and PDF files can be read"

_SIGNS: Final = {
    "challenge": "this looks like a page that checks for robots, not like the article",
    "soft_404": "this looks like a page that says the article was not found",
    "cookie_wall": "this looks like a page that asks for consent to cookies, not like the article",
    "login_wall": "this looks like the opening of an article for subscribers only",
    "empty_shell": "the page holds hardly any text; a script may fill it in when it is shown",
    "charset_mismatch": "the page names the wrong encoding",
    "undecodable_bytes": "some bytes are no characters of the encoding; they are shown as U+FFFD",
    "meta_refresh": "the page sends its reader on to another address",
}
_MAGIC: Final = {
    b"\x89PNG": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image",
    b"GIF8": "a GIF image",
    b"PK\x03\x04": "a ZIP archive",
    b"SQLite f": "a SQLite database",
    b"\x1f\x8b": "gzip",
    b"\xd0\xcf\x11\xe0": "an old Office file; save it as .docx",
}
_FORMS: Final = {"pdf": "PDF", "docx": "Word file"}
_EXTRAS: Final = {"needs_extra_pdf": ("reading a PDF", "pdf"), "needs_extra_docx": ("reading a Word file", "docx")}


@dataclass(frozen=True, slots=True)
class ReadArticle:
    """An article as it was read; `text` of a UTF-8 .txt or .md file is the file's text, code point for code point."""

    text: str
    title: str | None = None
    author: str | None = None
    publisher: str | None = None
    date: str | None = None  # ISO 8601
    url: str | None = None
    encoding: str | None = None
    warnings: tuple[str, ...] = ()
    marks: tuple[tuple[int, int], ...] = ()  # stretches of the text that are marks of its form, not its words


def read_article(path: str | Path, encoding: str | None = None) -> ReadArticle:
    """Read an article file; `encoding` says what it is in, where that cannot be told.

    Raises: NotFoundError for a missing file, UsageError for a folder, an unreadable, binary or empty file, and
    MissingExtraError where reading it needs a package that is not installed.
    """
    path = Path(path)
    try:
        if path.is_dir():
            raise UsageError(f"{path} is a folder", hint="name the article's file")
        if path.stat().st_size > LARGEST:
            raise UsageError(f"{path} is larger than an article can be ({path.stat().st_size:,} bytes)", hint=READABLE)
        data = path.read_bytes()
    except FileNotFoundError:
        raise NotFoundError(f"there is no file {path}", hint="check the name and the folder") from None
    except (OSError, ValueError) as error:
        raise UsageError(
            f"{path} cannot be read: {_reason(error)}", hint="check the name and its permissions"
        ) from None
    return read_article_bytes(data, path.name, encoding=encoding)


def read_article_bytes(
    data: bytes,
    name: str | None,
    content_type: str | None = None,
    url: str | None = None,
    *,
    encoding: str | None = None,
) -> ReadArticle:
    """Read an article from bytes; `name` (a file's name, or None) and `content_type` tell what they are.

    `encoding` goes before anything that the bytes or the header say of it.

    Raises: the same as `read_article`.
    """
    shown = name or url or "the input"
    if len(data) > LARGEST:
        raise UsageError(f"{shown} is larger than an article can be ({len(data):,} bytes)", hint=READABLE)
    if not data.strip():
        raise _empty(shown)
    if encoding is None and (wide := utf32_of(data)):
        encoding = wide
    if encoding is not None:
        return _in_encoding(data, encoding, shown, name, content_type, url)
    kind = _kind(data, name, content_type, url)
    if kind in ("image", "svg", "other"):
        raise UsageError(f"{shown} is not an article: it holds binary data ({_guess(data)})", hint=READABLE)
    if kind == "json" and _is_sound_json(data):
        raise UsageError(f"{shown} is not an article: it holds data (JSON)", hint=READABLE)
    if kind in ("text", "json"):
        return _called(_from_plain(data, shown, name, content_type, url), kind, shown, name)
    return _called(
        _from_document(read_document(data, content_type or _type_of(kind), url), shown, url), kind, shown, name
    )


def _called(article: ReadArticle, kind: str, shown: str, name: str | None) -> ReadArticle:
    """Warn where a file's name promises something else than is in it."""
    promised = Path(name).suffix.lower().removeprefix(".") if name else ""
    if promised not in ("docx", "pdf") or promised == kind:
        return article
    found = {"text": "plain text", "json": "plain text", "html": "a web page", "xml": "XML"}.get(kind, kind)
    return replace(article, warnings=(*article.warnings, f"{shown} is no {_FORMS[promised]}: it was read as {found}"))


def _is_sound_json(data: bytes) -> bool:
    try:
        return isinstance(json.loads(data), dict | list)
    except (ValueError, RecursionError):
        return False


# ------------------------------------------------------------------------------------------------- inside
def _in_encoding(
    data: bytes, encoding: str, shown: str, name: str | None, content_type: str | None, url: str | None
) -> ReadArticle:
    """Read a text or a page in an encoding that is known."""
    if (kind := _kind(data, name, content_type, url)) in ("pdf", "docx", "image"):
        raise UsageError(f"{shown} is no text file ({kind}): it has no encoding to name", hint="leave --encoding out")
    text, known = decode_named(data, encoding, shown)
    media = (content_type or "").partition(";")[0].strip() or None
    kind = _kind(text.encode(), name, media, url)
    if kind in ("html", "xml"):
        marked = codecs.BOM_UTF8 + text.encode("utf-8", "replace")  # the mark goes before what the page says itself
        article = _from_document(read_document(marked, media or _type_of(kind), url), shown, url)
    else:
        article = _from_plain(text.encode("utf-8", "replace"), shown, name, None, url)
    return replace(article, encoding=known)


def _kind(data: bytes, name: str | None, content_type: str | None, url: str | None) -> str:
    """A file that calls itself text or Markdown is read as it stands, even where it begins with a tag."""
    kind = kind_of(data, content_type, name or url)
    ending = Path(name).suffix.lower() if name else ""
    if ending in (".txt", ".text", ".md", ".markdown") and kind in ("html", "xml", "json", "svg"):
        return "text"
    return kind


def _type_of(kind: str) -> str | None:
    return {"html": "text/html", "xml": "application/xml"}.get(kind)


def _from_plain(data: bytes, shown: str, name: str | None, content_type: str | None, url: str | None) -> ReadArticle:
    plain = read_plain(data, shown, content_type, markdown=_is_markdown(name, content_type, url))
    if not plain.text.strip("\ufeff \t\r\n"):
        raise _empty(shown)
    return ReadArticle(plain.text, title=plain.title, author=plain.author, date=plain.date, url=url or plain.url,
                       encoding=plain.encoding, warnings=plain.warnings, marks=plain.marks)  # fmt: skip


def _is_markdown(name: str | None, content_type: str | None, url: str | None) -> bool:
    path = name or (url or "").partition("?")[0].partition("#")[0]
    media = (content_type or "").partition(";")[0].strip().lower()
    return media in ("text/markdown", "text/x-markdown") or path.lower().endswith((".md", ".markdown"))


def _from_document(document: Document, shown: str, url: str | None) -> ReadArticle:
    for flag, (what, extra) in _EXTRAS.items():
        if flag in document.flags:
            raise MissingExtraError(what, extra)
    if "encrypted" in document.flags:
        raise UsageError(f"{shown} is locked with a password", hint="save a copy without a password")
    warnings = [_SIGNS[flag] for flag in document.flags if flag in _SIGNS]
    if not document.text.strip():
        if document.error:
            raise UsageError(f"{shown} cannot be read: it is damaged, or too costly to read", hint=READABLE)
        raise _empty(shown, why="; ".join(warnings) or None)
    if document.error:
        warnings.append("a part of the file could not be read")
    article = ReadArticle(document.text, document.title, document.author, document.publisher, document.published,
                          document.canonical_url or url, document.encoding, tuple(warnings))  # fmt: skip
    odd = document.encoding not in (None, "UTF-8")
    return replace(article, warnings=(*article.warnings, f"read as {document.encoding}")) if odd else article


def _empty(shown: str, why: str | None = None) -> FactcheckError:
    return UsageError(f"{shown} holds no text" + (f" ({why})" if why else ""), hint="is it the right file?")


def _guess(data: bytes) -> str:
    return next((what for magic, what in _MAGIC.items() if data.startswith(magic)), "of an unknown kind")


def _reason(error: Exception) -> str:
    return (getattr(error, "strerror", None) or str(error)).lower()
