"""Text that can be stored and printed."""

from __future__ import annotations

import re

_SURROGATE = re.compile("[\ud800-\udfff]")


def scrub(text: str) -> str:
    """Replace lone surrogates, and take NUL out (as a browser does), so that the text can be kept anywhere."""
    if "\0" in text:
        text = text.replace("\0", "")
    try:
        text.encode()
    except UnicodeEncodeError:
        return _SURROGATE.sub("\ufffd", text)
    return text


def scrub_values(value: object) -> object:
    """Scrub every string in plain data (dicts, lists, strings); bytes become hexadecimal."""
    if isinstance(value, str):
        return scrub(value)
    if isinstance(value, dict):
        return {scrub(str(key)): scrub_values(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [scrub_values(item) for item in value]
    if isinstance(value, bytes):
        return value[:1000].hex()
    return value if isinstance(value, int | float | bool | type(None)) else scrub(str(value))
