"""Who a page says its words come from: an agency's credit line, and the house that published it."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

_KNOWN = {
    "reuters": r"thomson reuters|reuters",
    "associated press": r"the associated press|associated press|AP",
    "agence france-presse": r"agence france[- ]presse|AFP",
    "deutsche presse-agentur": r"deutsche presse-agentur|dpa(?: international)?",
    "press association": r"press association|PA media|PA",
    "united press international": r"united press international|UPI",
    "efe": r"agencia efe|EFE",
    "ansa": r"ANSA",
    "tass": r"itar-tass|TASS",
    "interfax": r"interfax",
    "xinhua": r"xinhua(?: news agency)?",
    "kyodo": r"kyodo(?: news)?",
    "yonhap": r"yonhap(?: news agency)?",
    "press trust of india": r"press trust of india|PTI",
    "anadolu agency": r"anadolu(?: agency)?|AA",
    "bloomberg": r"bloomberg(?: news)?",
    "canadian press": r"the canadian press|canadian press",
    "australian associated press": r"australian associated press|AAP",
}
"""The agencies whose copy newspapers print most, and how they are credited."""

_ANY_KNOWN = "|".join(f"(?P<k{number}>{pattern})" for number, pattern in enumerate(_KNOWN.values()))
_ALIASES = re.compile(rf"(?:{_ANY_KNOWN})", re.IGNORECASE)
_NAME = r"[A-Z][\w.&'’-]*(?:[ -][A-Z][\w.&'’-]*){0,4}"
_HOUSE_WORDS = r"(?:News|Press|Agency|Wire|Newswire|Service|Bureau|Presse|Agentur|Agencia|Agence)"
# Where credits stand: a dateline, a bracket that ends a paragraph, a line of its own at the head or the foot.
_DATELINE = re.compile(rf"^\W{{0,3}}[A-Z][\w .,'’/-]{{1,50}}\s\((?P<name>{_NAME})\)\s*[-–—:]", re.MULTILINE)
_BRACKET = re.compile(rf"[(\[](?:with |source: |via |from )?(?P<name>{_NAME})[)\]]\.?\s*$")
_FOOT = re.compile(rf"^\s*[-–—•*]\s*(?P<name>{_NAME})\.?\s*$")
_LINE = re.compile(
    rf"^\s*(?:by|source|via|from|with|words?|copy|report(?:ing)? by|credit)\s*:?\s+(?P<name>{_NAME})\s*$", re.IGNORECASE
)
_RIGHTS = re.compile(rf"(?:©|copyright|\(c\))\s*(?:\d{{4}}\s*)?(?P<name>{_NAME})", re.IGNORECASE)
_EDGE = 6
"""Paragraphs at the head and at the foot of a text in which a credit is looked for."""


def credit_line(text: str) -> str | None:
    """Return the agency that a text credits, in lower case, or None.

    A known agency counts in any credit's place; another name only where it says what it is ("Coast News
    Agency"), so that an author's name in brackets is none.
    """
    paragraphs = [line.strip() for line in text.splitlines() if line.strip()]
    edges = paragraphs[:_EDGE] + paragraphs[max(_EDGE, len(paragraphs) - _EDGE) :]
    for paragraph in edges:
        for form in (_DATELINE, _BRACKET, _FOOT, _LINE, _RIGHTS):
            found = form.search(paragraph)
            name = _agency(found["name"]) if found else None
            if name:
                return name
    return None


def _agency(name: str) -> str | None:
    name = re.sub(r"^(?:by|the) ", "", name.strip(), flags=re.IGNORECASE).strip(" .")
    if found := _ALIASES.fullmatch(name):
        number = int((found.lastgroup or "k0")[1:])
        short = name.isupper() or len(name) > 3  # "Pa" and "Aa" are no agencies
        return list(_KNOWN)[number] if short else None
    return name.casefold() if re.search(rf"\b{_HOUSE_WORDS}\b", name) else None


_ARCHIVED = re.compile(
    r"^https?://(?:web\.archive\.org/web|archive\.(?:today|ph|is|li|md|vn|fo)(?:/\d+)?|perma\.cc)(?:/\d+\w*)?/(https?:/?/?.+)$"
)
_SECOND_LEVEL = frozenset({"ac", "co", "com", "edu", "go", "gob", "gov", "gouv", "ne", "net", "nom", "or", "org"})


def house_of(url: str) -> str | None:
    """Return the name under which a page's host is registered ("news.example.co.uk" -> "example.co.uk").

    A copy in a web archive belongs to the house of the page. None for files and addresses without a host.
    """
    if found := _ARCHIVED.match(url):
        inner = found[1]
        url = inner if "://" in inner else re.sub(r"^(https?):/*", r"\1://", inner)
    host = (urlsplit(url).hostname or "").rstrip(".").lower()
    if not host or host.replace(".", "").isdigit() or ":" in host:
        return host or None
    labels = host.split(".")
    keep = 3 if len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _SECOND_LEVEL else 2
    return ".".join(labels[-keep:])
