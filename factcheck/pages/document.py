"""What was read out of a capture's bytes."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any, Self

# Between the main text and the rest of a page, where the two are stored as one text.
SEPARATOR = "\n\n\x1e\n\n"


@dataclass(frozen=True, slots=True)
class Document:
    """The text and the metadata of one body; `error` says what could not be read, and never raises.

    `text` is the main text, `rest` what else a reader of the page can see (menus, captions, comments);
    `pages` are the (start, end) offsets of a PDF's pages in `text`.
    """

    kind: str  # html, text, pdf, docx, json, image, other
    text: str = ""
    rest: str = ""
    title: str | None = None
    author: str | None = None
    publisher: str | None = None
    published: str | None = None  # ISO 8601, a date or a moment
    canonical_url: str | None = None
    language: str | None = None
    encoding: str | None = None
    pages: tuple[tuple[int, int], ...] = ()
    flags: tuple[str, ...] = ()
    error: str | None = None  # parse, decode, unsupported_type
    properties: dict[str, Any] = field(default_factory=dict)

    def full_text(self) -> tuple[str, int]:
        """Return main text and rest as one text, and where the main text ends in it."""
        if not self.rest:
            return self.text, len(self.text)
        return self.text + SEPARATOR + self.rest, len(self.text)

    def as_dict(self) -> dict[str, Any]:
        """Return the fields as plain values, ready for JSON."""
        return asdict(self)

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Self:
        """Make a document of what `as_dict` gave, also after a trip through JSON."""
        values = dict(values)
        values["pages"] = tuple((int(start), int(end)) for start, end in values.get("pages", ()))
        values["flags"] = tuple(values.get("flags", ()))
        return cls(**values)
