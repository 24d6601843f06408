"""Canonical JSON (RFC 8785), in the part of it that the log uses.

Keys are ASCII and numbers are integers, so that `json.dumps` with sorted keys and no spaces is the
canonical form: the RFC's own rules for floats and for sorting by UTF-16 units never come up.
"""

from __future__ import annotations

import json
import re
from typing import Any


def canonical(value: dict[str, Any]) -> str:
    """Return `value` as one line of canonical JSON.

    Raises:
        TypeError: a float, or something JSON has no form for.
        ValueError: a key that is not ASCII, or a string with a lone surrogate.
    """
    _check(value)
    return encode(value)


def encode(value: Any) -> str:
    """Return a part of a sealed event (a list, a string...) as canonical JSON; it was checked with the event."""
    return _encode(value)


_encode = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode


def _check(value: Any) -> None:
    kind = type(value)
    if kind is str:
        if not value.isascii():
            value.encode("utf-8")  # a lone surrogate has no UTF-8 form, hence no hash
    elif kind is dict:
        for key, item in value.items():
            if type(key) is not str or not key.isascii():
                raise ValueError(f"keys of an event are ASCII strings, got {key!r}")
            _check(item)
    elif kind is list or kind is tuple:
        for item in value:
            _check(item)
    elif value is not None and kind is not int and kind is not bool:
        raise TypeError(f"an event holds strings, integers, booleans, lists and objects, got {kind.__name__}")


_SURROGATES = re.compile("[\ud800-\udfff]")


def clean(text: str) -> str:
    """Return `text` with each lone surrogate replaced by U+FFFD, so that it has a UTF-8 form; same length."""
    return text if text.isascii() else _SURROGATES.sub("\ufffd", text)
