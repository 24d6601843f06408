"""What the desk says of an error: nobody who works in a browser is told to type a command."""

from __future__ import annotations

import re

from factcheck.model import Claim
from factcheck.report.words import status_words

_IN_BRACKETS = re.compile(r"\s*\((?:factcheck |--)[^()]*\)")
_COMMAND = re.compile(r"`|\bfactcheck [a-z]|(?:^|\s)--[a-z]|FACTCHECK_")
_CLAUSE_END = re.compile(r"[,;:.]")
LEAST = 3
"""Words that a hint must have left to say something."""


def without_command(text: str) -> str:
    """Return a message without the commands that it has in brackets."""
    return _IN_BRACKETS.sub("", text)


def hint(text: str | None) -> str | None:
    """Return the clauses of a hint before the one that names a command, as a sentence; None where nothing is left."""
    said = without_command(text or "").strip()
    if found := _COMMAND.search(said):
        before = [end.start() for end in _CLAUSE_END.finditer(said, 0, found.start() + 1)]
        said = said[: before[-1]].strip() if before else ""
    if len(said.split()) < LEAST:
        return None
    return said[0].upper() + said[1:] + ("" if said[-1] in ".!?…" else ".")


def heading(text: str) -> str:
    """Return an error's message as a heading: with a capital, but for an address."""
    said = without_command(text)
    return said if re.match(r"[a-z]+://", said) else said[:1].upper() + said[1:]


def conflict(now: Claim, wanted: str | None) -> str:
    """Tell the second of two people how a claim stands since the first one changed it."""
    label = status_words(now.status).label
    told = f"Somebody changed this claim after you saw it. It is now “{label}”"
    if now.status_by:
        told += f", set by {now.status_by}"
        told += f" with the note “{now.status_note}”" if now.status_note else ""
    return told + "." + (f" You wanted “{status_words(wanted).label}”." if wanted else "")
