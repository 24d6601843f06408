"""An event of the log in a few words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from factcheck.cli.text import count
from factcheck.model import Event

_TOLD = ("title", "url", "name", "kind", "outcome", "stance", "label", "who", "exact", "detail")
_SILENT = frozenset({"anchor", "claims", "sentences", "accepts"})
"""Parts of a change that people do not read."""


def taken_back(events: Iterable[Event]) -> frozenset[str]:
    """Return the hashes of the events that others among `events` took back."""
    return frozenset(str(event.data["event"]) for event in events if event.action == "undo" and "event" in event.data)


def summary(event: Event, undone: frozenset[str] = frozenset()) -> str:
    """Say in a few words what an event did, and whether it was taken back since."""
    data = event.data
    words = ["taken back since"] if event.hash in undone else []
    if event.action == "claim.mark":
        words.append(f"{data.get('was', '?')} → {data['status']}" + (" (overridden)" if data.get("override") else ""))
    if event.action == "undo":
        words.append(f"took back event {data.get('undoes_seq', '?')} ({data.get('undoes', '?')})")
    if event.action == "capture.add" and data.get("status"):
        words.append(str(data["status"]))
    words += [_short(data[name]) for name in _TOLD if isinstance(data.get(name), str) and data[name]]
    words += _changes(data)
    if isinstance(data.get("claims"), list):
        words.append(count(len(data["claims"]), "claim"))
    if data.get("despite"):
        words.append(f"though {'; '.join(map(str, data['despite']))}")
    if note := data.get("note") or data.get("reason"):
        words.append(f"“{note}”")
    return ", ".join(words)


def _changes(data: dict[str, Any]) -> list[str]:
    """Return what an edit set, each part with what it was."""
    new, was = data.get("set"), data.get("was")
    if not isinstance(new, dict):
        return []
    old = was if isinstance(was, dict) else {}
    told = [_change(name, old.get(name), value) for name, value in new.items() if name not in _SILENT]
    for key, verb in (("aliases_added", "also called"), ("aliases_removed", "no longer called")):
        if data.get(key):
            told.append(f"{verb} {', '.join(map(str, data[key]))}")
    return told


def _change(name: str, old: Any, new: Any) -> str:
    if name == "by":
        return "given to another source"
    if name == "parent":
        return "put under another claim"
    if isinstance(new, bool) or new in (0, 1):
        return name if new else f"no longer {name}"
    said = [
        f"“{_short(value)}”" if name == "text" or " " in str(value) else _short(value) for value in (old, new) if value
    ]
    return f"{name}: {' → '.join(said) if said else 'none'}"


def _short(value: Any) -> str:
    text = str(value)
    return text if len(text) <= 80 else text[:79] + "…"
