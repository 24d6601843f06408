"""What kind of thing a body is, told by its bytes before its header, and the reader for each kind."""

from __future__ import annotations

import json
import re
from typing import Any, Final

from factcheck.pages.charsets import decode_as, encoding_of
from factcheck.pages.decode import Decoded, charset_parameter, decode_body, utf16_without_mark
from factcheck.pages.document import Document

# The longest text kept of one body (characters); the sandbox allows no more either.
LONGEST_TEXT: Final = 20_000_000

_IMAGES: Final = (
    (b"\x89PNG\r\n\x1a\n", "png"), (b"\xff\xd8\xff", "jpeg"), (b"GIF87a", "gif"), (b"GIF89a", "gif"),
    (b"II*\0", "tiff"), (b"MM\0*", "tiff"), (b"BM", "bmp"), (b"\0\0\1\0", "ico"),
)  # fmt: skip
_PROGRAMS: Final = (b"MZ", b"SQLite format 3\0", b"\x7fELF", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe", b"\0asm")
_PACKED: Final = (b"PK\x03\x04", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"7z\xbc\xaf", b"Rar!", b"\x28\xb5\x2f\xfd")
_MEDIA: Final = (
    b"ID3",
    b"OggS",
    b"fLaC",
    b"RIFF",
    b"\x1aE\xdf\xa3",
    b"\xff\xfb",
    b"wOFF",
    b"wOF2",
    b"%!PS",
    b"\xd0\xcf\x11\xe0",
)
_HTML = re.compile(
    rb"<(?:!doctype\s{1,100}html|html|head|body|title|meta|script|div|p|h1|article|table|style|link|a|br|iframe|main|"
    rb"section|header)\b",
    re.I,
)
_ROOT = re.compile(rb"<(?:!doctype\s{1,100}html|html)\b", re.I)
_XML = re.compile(rb"<(?:rss|feed|svg|!doctype(?!\s{1,100}html\b))\b", re.I)
_SVG = re.compile(rb"<(?:svg|!doctype\s{1,100}svg)\b", re.I)
_JSON = re.compile(rb"\s*(?:\{\s*(?:\"|\})|\[\s*(?:[\"{\[\]\d-]|true|false|null))")
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_TYPE = re.compile(r"\A\s*([a-z0-9.+-]{1,60}/[a-z0-9.+-]{1,100})", re.I)


def kind_of(body: bytes, content_type: str | None = None, name: str | None = None) -> str:
    """Tell the kind: html, xml, text, pdf, docx, json, image, svg, other (bytes first, header second)."""
    head = body[:4096]
    stated = _stated(content_type, name)
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith(b"PK\x03\x04"):
        return "docx" if b"word/" in body or stated == "docx" else "other"
    if _image_format(head):
        return "image"
    if head.startswith((*_PROGRAMS, *_PACKED, *_MEDIA)) and not _wide(head):
        return "other"
    return _text_kind(body, head, stated, content_type)


def read_document(body: bytes, content_type: str | None = None, url: str | None = None) -> Document:
    """Read a body (content coding already taken off); never raises on what comes in from outside.

    HTML, XML, JSON, PDF, DOCX and images are parsed in a child process with limits (see `sandbox`).
    """
    from factcheck.pages.sandbox import read_in_child

    kind = kind_of(body, content_type, url)
    if kind in ("text", "other"):
        return read_here(body, content_type, url)
    return read_in_child(body, content_type, url)


def read_here(body: bytes, content_type: str | None = None, url: str | None = None) -> Document:
    """Read a body in this process, without limits on time and memory: the child's half of `read_document`."""
    kind = kind_of(body, content_type, url)
    try:
        return _READERS[kind](body, content_type, url)
    except MemoryError:
        raise
    except Exception:  # whatever a parser raises on hostile bytes is one outcome
        return Document(kind=_PUBLIC.get(kind, kind), error="parse")


# ------------------------------------------------------------------------------------------------ telling
def _stated(content_type: str | None, name: str | None) -> str | None:
    """The kind that the header states, else the one the name's ending states."""
    found = _TYPE.match(content_type or "")
    media = found[1].lower() if found else ""
    if media in ("text/html", "application/xhtml+xml"):
        return "html"
    if "json" in media:
        return "json"
    if "wordprocessingml" in media:
        return "docx"
    if media.endswith(("/xml", "+xml")):
        return "xml"
    if media.startswith("text/"):
        return "text"
    if media and media != "application/octet-stream":
        return None
    ending = (name or "").partition("?")[0].rpartition(".")[2].lower()
    return {"html": "html", "htm": "html", "xhtml": "html", "txt": "text", "md": "text", "json": "json",
            "docx": "docx", "xml": "xml"}.get(ending)  # fmt: skip


def _image_format(head: bytes) -> str | None:
    for magic, name in _IMAGES:
        if head.startswith(magic) and (name != "bmp" or head[6:10] == b"\0\0\0\0"):
            return name
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "webp"
    if head[4:8] == b"ftyp" and head[8:12] in (b"avif", b"avis", b"heic", b"heix", b"mif1"):
        return "heif"
    return None


def _wide(head: bytes) -> bool:
    return head.startswith((b"\xff\xfe", b"\xfe\xff"))


def _text_kind(body: bytes, head: bytes, stated: str | None, content_type: str | None) -> str:
    narrow = _narrow(head, content_type)
    if len(_CONTROL.findall(narrow)) > max(8, len(narrow) * 0.02):
        return "other"
    first = _first_tag(narrow)
    if _SVG.match(first):
        return "svg"
    declared = stated == "xml" or narrow.lstrip()[:5].lower() == b"<?xml"
    if stated == "html" or (_ROOT if declared else _HTML).match(first):
        return "html"
    if declared or _XML.match(first):
        return "xml"
    if stated == "json" or (stated is None and _is_json(body)):
        return "json"
    return "text"


def _first_tag(head: bytes) -> bytes:
    """The head from its first tag on that is no comment and no XML declaration."""
    at = 0
    while at < len(head):
        rest = head[at:]
        at += len(rest) - len(rest.lstrip(b" \t\r\n\f\0"))
        for opening, closing in ((b"<!--", b"-->"), (b"<?", b">")):
            if head.startswith(opening, at):
                end = head.find(closing, at)
                if end < 0:
                    return b""
                at = end + len(closing)
                break
        else:
            return head[at:]
    return b""


def _narrow(head: bytes, content_type: str | None) -> bytes:
    """The head as UTF-8, where its mark, its header or its zeros tell that it is UTF-16."""
    marked = {b"\xff\xfe": "UTF-16LE", b"\xfe\xff": "UTF-16BE"}.get(head[:2])
    named = encoding_of(charset_parameter(content_type)) or ""
    wide = marked or (named if named.startswith("UTF-16") else utf16_without_mark(head))
    return decode_as(head, wide).encode("utf-8", "replace") if wide else head


def _is_json(body: bytes) -> bool:
    """Whether a body begins and ends as JSON does; only its reader finds out whether it is sound."""
    return bool(_JSON.match(body[:256])) and body[-64:].rstrip()[-1:] in (b"}", b"]")


# ------------------------------------------------------------------------------------------------ reading
def _read_html(body: bytes, content_type: str | None, url: str | None) -> Document:
    from factcheck.pages.html import html_document

    return html_document(decode_body(body, content_type), url)


def _read_xml(body: bytes, content_type: str | None, url: str | None) -> Document:
    from factcheck.pages.xml import xml_document

    return xml_document(body)


def _read_text(body: bytes, content_type: str | None, url: str | None) -> Document:
    decoded = decode_body(body, content_type, markup=False)
    return _plain("text", decoded)


def _read_json(body: bytes, content_type: str | None, url: str | None) -> Document:
    decoded = decode_body(body, content_type, markup=False)
    try:
        value = json.loads(decoded.text)
    except (ValueError, RecursionError):
        return _plain("json", decoded, error="parse")
    properties: dict[str, Any] = {"type": type(value).__name__}
    if isinstance(value, dict):
        properties["keys"] = [str(key)[:100] for key in list(value)[:50]]
    return _plain("json", decoded, properties=properties)


def _plain(kind: str, decoded: Decoded, error: str | None = None, properties: dict[str, Any] | None = None) -> Document:
    from factcheck.pages.text import scrub

    text = scrub(decoded.text)[:LONGEST_TEXT]
    flags = decoded.flags if text.strip() else (*decoded.flags, "no_text")
    return Document(
        kind=kind, text=text, encoding=decoded.encoding, flags=flags, error=error, properties=properties or {}
    )


def _read_pdf(body: bytes, content_type: str | None, url: str | None) -> Document:
    from factcheck.pages.pdf import pdf_document

    return pdf_document(body)


def _read_docx(body: bytes, content_type: str | None, url: str | None) -> Document:
    from factcheck.pages.docx import docx_document

    return docx_document(body)


def _read_image(body: bytes, content_type: str | None, url: str | None) -> Document:
    from factcheck.pages.images import image_document

    return image_document(body)


def _read_svg(body: bytes, content_type: str | None, url: str | None) -> Document:
    from factcheck.pages.xml import xml_document

    found = xml_document(body)
    return Document(
        kind="image", text=found.text, encoding=found.encoding, error=found.error, properties={"format": "svg"}
    )


def _read_other(body: bytes, content_type: str | None, url: str | None) -> Document:
    return Document(kind="other", error="unsupported_type")


_READERS = {
    "html": _read_html, "xml": _read_xml, "text": _read_text, "json": _read_json, "pdf": _read_pdf,
    "docx": _read_docx, "image": _read_image, "svg": _read_svg, "other": _read_other,
}  # fmt: skip
_PUBLIC = {"xml": "text", "svg": "image"}
