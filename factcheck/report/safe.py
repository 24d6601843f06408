"""Text from outside made safe to show: hidden characters as marks, links that can only be web links.

A page's title, a passage or a URL may hold characters that act on whatever shows them: control codes,
direction overrides that turn a sentence round, letters of no width. They are shown as marks such as
`U+202E`, so that a reader sees what stands there and nothing acts.
"""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import quote, urlsplit

from markupsafe import Markup, escape

HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # control characters, but tab and line feed
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\uffa0"  # soft hyphen, joiners, blank letters
    "\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff0-\ufffb\ufffe\uffff"  # widthless, bidi, interlinear
    "\ud800-\udfff\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"  # lone surrogates, musical format, tags
    "|(?<=[\\s!-\u024f])[\u200c\u200d]"  # joiners do their work in Persian or emoji, not after a Latin letter
)
"""Characters that a reader cannot see, or that change how the text around them is shown."""

_LINE_ENDS = re.compile("\r\n?")
_WEB = frozenset({"http", "https"})


def mark(char: str) -> str:
    """Return the name that stands for a hidden character, such as `U+202E`."""
    return f"U+{ord(char):04X}"


def plain(text: str) -> str:
    """Return `text` with every hidden character written as its mark: fit for an attribute or a title."""
    return HIDDEN.sub(lambda found: f"⟨{mark(found[0])}⟩", text)


def shown(text: str | None) -> Markup:
    """Return `text` as HTML: escaped, and every hidden character as a small boxed mark."""
    if not text:
        return Markup()
    if not HIDDEN.search(text):
        return escape(text)
    parts: list[Markup] = []
    at = 0
    for found in HIDDEN.finditer(text):
        parts += (
            escape(text[at : found.start()]),
            Markup('<span class="hidden-char">{}</span>').format(mark(found[0])),
        )
        at = found.end()
    return Markup().join([*parts, escape(text[at:])])


def unix_lines(text: str) -> str:
    """Return `text` with every line end as a line feed (a bare return may not overprint a line)."""
    return _LINE_ENDS.sub("\n", text)


def one_line(text: str) -> str:
    """Return `text` with each run of white space as one space."""
    return " ".join(text.split())


@lru_cache(maxsize=2048)
def web_link(url: str | None) -> str | None:
    """Return `url` if a browser may be sent there: http or https with a host, all hidden characters encoded."""
    if not url or url != url.strip():
        return None
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return None
    if parts.scheme.lower() not in _WEB or not host or HIDDEN.search(parts.netloc) or "\\" in parts.netloc:
        return None
    return quote(url, safe="%/:?#[]@!$&'()*+,;=~-._", errors="replace")


def real_host(url: str | None) -> str | None:
    """Return the host a URL leads to, in ASCII, where the URL may read like another one; else None.

    A host may be written in letters that look like Latin ones, and `https://bank.example@other.example`
    leads to the second.
    """
    try:
        parts = urlsplit(url or "")
        host = parts.hostname or ""
        if host.isascii() and "@" not in parts.netloc:
            return None
        return host.encode("idna").decode("ascii") or None
    except (ValueError, UnicodeError):
        return None
