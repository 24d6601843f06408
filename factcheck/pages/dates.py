"""Dates as pages write them, to ISO 8601."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Final

# No page is older than the web's own archives of print; none is from the far future.
YEARS: Final = range(1800, 2101)

_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sep sept",
            "october oct",
            "november nov",
            "december dec",
        ),
        1,
    )
    for name in names.split()
}
_ISO = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?)?", re.I
)
_COMPACT = re.compile(r"^(\d{4})(\d{2})(\d{2})(?:T?\d{4,6}Z?)?$")
_SLASHED = re.compile(r"\b(\d{4})[/.](\d{1,2})[/.](\d{1,2})\b")
_DAY_FIRST = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th)?\.?\s+([A-Za-z]{3,9})\.?,?\s+(\d{4})\b")
_MONTH_FIRST = re.compile(r"\b([A-Za-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})\b")
_STAMP = re.compile(r"^\d{10}(?:\d{3})?$")


def iso_date(text: str) -> str | None:
    """Return the first date in a text as ISO 8601 (a moment where a time of day is given), or None.

    Numeric dates that could be read two ways (03/04/2019) are left alone: a wrong date is worse than none.
    """
    text = text[:200].strip()
    if found := _ISO.search(text):
        return _moment(found)
    if found := _COMPACT.match(text) or _SLASHED.search(text):
        return _day(found[1], found[2], found[3])
    if (found := _DAY_FIRST.search(text)) and (month := _MONTHS.get(found[2].lower())):
        return _rfc(text) or _day(found[3], month, found[1])
    if (found := _MONTH_FIRST.search(text)) and (month := _MONTHS.get(found[1].lower())):
        return _day(found[3], month, found[2])
    if _STAMP.match(text):
        return datetime.fromtimestamp(int(text[:10]), tz=UTC).isoformat()
    return None


def _moment(found: re.Match[str]) -> str | None:
    day = _day(found[1], found[2], found[3])
    if day is None or found[4] is None:
        return day
    zone = (found[7] or "").upper()
    if zone and zone != "Z" and ":" not in zone:
        zone = f"{zone[:3]}:{zone[3:]}"
    text = f"{day}T{int(found[4]):02d}:{found[5]}:{found[6] or '00'}{zone.replace('Z', '+00:00')}"
    try:
        return datetime.fromisoformat(text).isoformat()
    except ValueError:
        return day


def _rfc(text: str) -> str | None:
    """A date of mail and HTTP headers ("Mon, 4 Mar 2019 10:00:00 GMT")."""
    if ":" not in text:
        return None
    from email.utils import parsedate_to_datetime

    try:
        found = parsedate_to_datetime(text)
    except (TypeError, ValueError, IndexError):
        return None
    return found.isoformat() if found.year in YEARS else None


def _day(year: str | int, month: str | int, day: str | int) -> str | None:
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return found.isoformat() if found.year in YEARS else None
