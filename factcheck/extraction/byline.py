"""Who wrote the article: whose "I" it is outside quotation marks."""

from __future__ import annotations

import re

HEAD = 1500  # characters at the beginning of an article that a by-line is looked for in

_NAME = r"[^\W\d_a-z][\w'’.-]+(?: (?:[^\W\d_a-z]\.|de|van|von|der|al|bin|[^\W\d_a-z][\w'’-]+)){1,4}"
_KINDS = "Opinion|Comment|Column|Analysis|Words|Essay|Review|Story"
_BY = re.compile(
    rf"^(?:(?:{_KINDS})(?: by|: by|:| \| by) |By:? |BY:? |by )(?P<who>{_NAME})"
    r"(?=$|[ \t]*(?:[,|•·–—]|\bin\b|\bfor\b|\(|\d))",
    re.MULTILINE,
)


def author_of(text: str) -> tuple[int, int] | None:
    """The offsets of the name after "By" in a line of its own near the beginning; None where there is none, or two."""
    found = [match.span("who") for match in _BY.finditer(text[:HEAD])]
    names = {text[start:end].casefold() for start, end in found}
    return found[0] if len(names) == 1 else None
