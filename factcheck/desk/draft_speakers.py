"""Living drafts: to whom a claim's words are given in the new text, and whether they still stand in quotation marks.

The words of a claim may stand untouched while what is around them says something else: another speaker, "denied"
for "said", quotation marks put round a paraphrase. A verdict on the old draft does not cover that.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from factcheck.checking.drafts import quoted_places
from factcheck.desk.intake import Intake
from factcheck.model import Claim

PARTS = ("cue", "mention")
_SHIFTED = tuple(f"{part}_{edge}" for part in PARTS for edge in ("start", "end"))

LONGEST = 160
"""Characters between the first and the last word of an attribution that is compared as one."""

NEAR = 60
"""Characters by which an attribution may come to stand farther from its claim than it stood before."""

BESIDE = 8
"""Words between a claim and its attribution that belong to it, at most."""

Place = tuple[int, int]

Speakers = dict[Place, str]
"""For each stretch of a text that the program gives to somebody: to whom (a source's uid or, if new, name)."""


def speakers_read(reading: Intake) -> Speakers:
    """Return whom the program reads as the speaker of what it found in a text."""
    places = {}
    for entry in reading.claims:
        for by in entry["by"][:1]:
            source = by["source"]
            place = entry["start"], entry["end"]
            places[place] = source if isinstance(source, str) else reading.sources[source]["name"]
    return places


def attributions_moved(was: list[dict[str, Any]], claim: Claim, now: Place, text: str) -> dict[str, Any]:
    """Return for the event where cue and mention stand in the new text; None where they do not."""
    if not was:
        return {}
    moved = [
        {"role": entry["role"], **{k: v for part in PARTS for k, v in _moved(entry, part, claim, now, text).items()}}
        for entry in was
    ]
    names = ("role", *_SHIFTED)
    return {"by": moved, "was_by": [{name: entry[name] for name in names} for entry in was]}


def other_setting(was: list[dict[str, Any]], claim: Claim, now: Place, old: str, text: str) -> str | None:
    """Say what around a claim's untouched words is another than it was, if anything is."""
    before = quoted_places(old, claim.start or 0, claim.end or 0, margin=2)
    after = quoted_places(text, *now, margin=2)
    if before != after:
        return "its words are the same, but its quotation marks are not: look whether it is a quote"
    for entry in was:
        for start, end in _units(entry):
            if not _stands(old, (start, end), claim, text, now):
                said = " ".join(old[start:end].split())
                return f"its words are the same, but “{said}” does not stand beside them any more: look who says it"
    return None


def led_away(claim: Claim, now: Place, old: str, text: str) -> str | None:
    """Say so where the words that led from a speaker's name to the claim are others now ("he" may be somebody else)."""
    was = (claim.start or 0, claim.end or 0)
    name = _spelt(claim.source or "")[-1:]
    found = old[: was[0]].rfind(name[0]) if name else -1
    if found < 0:
        return None
    led = _spelt(old[found : was[0]])
    if _spelt(text[max(0, now[0] - 2 * (was[0] - found) - NEAR) : now[0]])[-len(led) :] == led:
        return None
    return f"its words are the same, but those between “{name[0]}” and them are not: look who says it"


def _units(entry: dict[str, Any]) -> list[Place]:
    """Return where an attribution stands in the old text: cue and mention as one, if they are near each other."""
    places = [
        (entry[f"{part}_start"], entry[f"{part}_end"]) for part in PARTS if entry.get(f"{part}_start") is not None
    ]
    low, high = min((a for a, _ in places), default=0), max((b for _, b in places), default=0)
    return [(low, high)] if places and high - low <= LONGEST else places


def _stands(old: str, unit: Place, claim: Claim, text: str, now: Place) -> bool:
    """Whether the words of an attribution stand by the claim in the new text as they did in the old."""
    was = (claim.start or 0, claim.end or 0)
    start, end = unit
    if start < was[1] and was[0] < end:  # it stands inside the claim, whose words are the same
        return True
    gap = _spelt(_between(old, was, unit))
    places = list(_near(_spelt(old[start:end]), text, now, _distance(was, unit) + end - start + NEAR))
    if len(gap) > BESIDE:
        return bool(places)
    return any(_spelt(_between(text, now, place)) == gap for place in places)


def _near(words: Sequence[str], text: str, now: Place, reach: int) -> list[Place]:
    """Return where the words stand one after another within reach of the claim."""
    if not words:
        return []
    pattern = re.compile(r"(?<!\w)" + r"[\W_]+".join(map(re.escape, words)) + r"(?!\w)")
    low, high = max(0, now[0] - reach), min(len(text), now[1] + reach)
    return [found.span() for found in pattern.finditer(text, low, high)]


def _moved(entry: dict[str, Any], part: str, claim: Claim, now: Place, text: str) -> dict[str, int | None]:
    """Return the new place of a cue or mention: of those near the claim, the one as far from it as it was."""
    start, end = entry[f"{part}_start"], entry[f"{part}_end"]
    place: tuple[int | None, int | None] = (None, None)
    if start is not None:
        shift = now[0] - (claim.start or 0)
        reach = _distance((claim.start or 0, claim.end or 0), (start, end)) + NEAR
        found = _near(_spelt(entry[part] or ""), text, now, reach)
        place = min(found, key=lambda at: abs(at[0] - start - shift), default=(None, None))
        if place[0] is not None and text[place[0] : place[1]] != entry[part]:
            place = (None, None)
    return {f"{part}_start": place[0], f"{part}_end": place[1]}


def _between(text: str, one: Place, other: Place) -> str:
    low, high = sorted((one, other))
    return text[low[1] : high[0]]


def _distance(one: Place, other: Place) -> int:
    low, high = sorted((one, other))
    return max(0, high[0] - low[1])


def _spelt(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text)
