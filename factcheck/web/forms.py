"""What a form, a script or a program sends: read within bounds, as names and values."""

from __future__ import annotations

import json
import re
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from urllib.parse import parse_qsl

from factcheck.errors import UsageError

LARGEST = 25_000_000
"""Bytes of a request: an article or a reference as a file."""
LARGEST_FORM = 4_000_000
MOST_FIELDS = 200


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that was sent."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Form:
    """The values of a request, by name."""

    values: dict[str, str] = field(default_factory=dict)
    files: dict[str, Upload] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """Return a value; empty where it is missing."""
        return self.values.get(name, "")

    def maybe(self, name: str) -> str | None:
        """Return a value, or None where it is missing or blank."""
        return self.values.get(name, "").strip() or None

    def number(self, name: str) -> int | None:
        """Return a whole number, or None where it is missing.

        Raises:
            UsageError: it is something else.
        """
        value = self.maybe(name)
        if value is None:
            return None
        if not (value.isascii() and value.isdecimal() and len(value) < 19):
            raise UsageError(f"{name} is a whole number, not {value[:40]!r}")
        return int(value)

    def needed(self, name: str) -> int:
        """Return a whole number that must be there."""
        value = self.number(name)
        if value is None:
            raise UsageError(f"{name} is missing")
        return value

    def choice(self, name: str, choices: type[StrEnum], default: str) -> str:
        """Return one of a field's values.

        Raises:
            UsageError: it is none of them.
        """
        value = self.maybe(name) or default
        if value not in tuple(choices):
            raise UsageError(f"{name} is one of {', '.join(choices)}, not {value[:40]!r}")
        return value

    def ticked(self, name: str) -> bool:
        """Whether a box is ticked."""
        return self.values.get(name, "").lower() in ("1", "true", "on", "yes")


class TooLargeError(UsageError):
    """More was sent than is read."""


Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]


async def read_form(content_type: str, receive: Receive) -> Form:
    """Read a request's body: a form, a form with files, or JSON.

    Raises:
        UsageError: it is too large, or none of these.
    """
    kind = content_type.split(";")[0].strip().lower()
    body = await _body(receive, LARGEST if kind == "multipart/form-data" else LARGEST_FORM)
    if kind == "application/json":
        return Form(_json_values(body))
    if kind == "multipart/form-data":
        return _multipart(content_type, body)
    if kind in ("application/x-www-form-urlencoded", "") or not body:
        try:
            pairs = parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=MOST_FIELDS)
        except ValueError:
            raise UsageError("the form has too many fields") from None
        return Form({name: _lines(value) for name, value in pairs})
    raise UsageError(f"a form or JSON is expected, not {kind[:60]!r}")


async def _body(receive: Receive, most: int) -> bytes:
    parts: list[bytes] = []
    size, more = 0, True
    while more:
        message = await receive()
        if message["type"] != "http.request":
            break
        part = message.get("body", b"")
        size += len(part)
        if size > most:
            raise TooLargeError(f"this is larger than {most // 1_000_000} MB", hint="cite the part that matters")
        parts.append(part)
        more = message.get("more_body", False)
    return b"".join(parts)


def _json_values(body: bytes) -> dict[str, str]:
    try:
        data = json.loads(body or b"{}")
    except (ValueError, RecursionError):
        raise UsageError("this is not JSON") from None
    if not isinstance(data, dict):
        raise UsageError("the JSON must be an object of names and values")
    return {str(name): _json_text(value) for name, value in data.items() if value is not None}


def _json_text(value: Any) -> str:
    if isinstance(value, bool):
        return "1" if value else ""
    return value if isinstance(value, str) else json.dumps(value)


def _multipart(content_type: str, body: bytes) -> Form:
    found = re.search(r'boundary=(?:"([^"]+)"|([^\s;]+))', content_type, re.IGNORECASE)
    if not found:
        raise UsageError("the form has no boundary")
    boundary = b"--" + (found[1] or found[2]).encode("latin-1")
    form = Form()
    for part in (b"\r\n" + body).split(b"\r\n" + boundary)[1 : MOST_FIELDS + 1]:
        head, gap, data = part.removeprefix(b"\r\n").partition(b"\r\n\r\n")
        if not gap:
            continue
        name, filename = _disposition(head.decode("utf-8", "replace"))
        if filename is not None:
            if filename or data:
                form.files[name] = Upload(re.split(r"[\\/]", filename)[-1][:200] or "file", data)
        else:
            form.values[name] = _lines(data.decode("utf-8", "replace"))
    return form


def _lines(text: str) -> str:
    """Return a field's text with the line ends it was typed with: forms send each as two characters."""
    return text.replace("\r\n", "\n")


def _disposition(head: str) -> tuple[str, str | None]:
    line = next((line for line in head.split("\r\n") if line.lower().startswith("content-disposition:")), "")
    name = re.search(r'[;\s]name="([^"]*)"', line)
    filename = re.search(r'[;\s]filename="((?:[^"\\]|\\.)*)"', line)
    return (name[1] if name else ""), (filename[1] if filename else None)
