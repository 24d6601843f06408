"""One body under several spellings: "the council's works department", "Works Department", "the works department".

Spellings are the same body's if they differ in case, in the article or in apostrophes, or if one is the
end of the other and of no second one. Persons are put together elsewhere (`names.py`).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from factcheck.extraction.body_names import JOINING
from factcheck.extraction.resolved import Resolved

LEAST = 2  # words of a spelling that may be the end of a longer one
_ARTICLES = frozenset(["the", "this", "that", "our", "its", "their"])
_POLICE = frozenset(["department", "dept", "service", "force", "bureau"])
_WORD = re.compile(r"\w+(?:[.'-]\w+)*")

Key = tuple[str, ...]


def unify(resolved: Iterable[Resolved]) -> None:
    """Give all spellings of one body the same `entity`, and the same `name` where one of them is a name."""
    by_key: dict[Key, list[Resolved]] = defaultdict(list)
    for item in resolved:
        if item.entity and item.person is None and not item.anonymous and item.kind != "person":
            item.spelled = item.spelled or item.entity
            by_key[_key(item.entity)].append(item)
    by_key.pop((), None)
    for group in _groups(by_key):
        items = [item for key in group for item in by_key[key]]
        if len({item.entity for item in items}) > 1:
            _merge(items)


def _key(name: str) -> Key:
    words = _WORD.findall(name.casefold().replace("’", "'"))
    while words and words[0] in _ARTICLES:
        words = words[1:]
    if len(words) > 1 and words[-1] in _POLICE and words[-2] == "police":
        words = words[:-1]
    return tuple(words)


def _groups(by_key: dict[Key, list[Resolved]]) -> list[list[Key]]:
    """Keys that belong together: each with those that it is the only end of."""
    longer: dict[Key, list[Key]] = defaultdict(list)
    for key in by_key:
        several = next((number for number, word in enumerate(key) if word in JOINING), len(key))
        for number in range(1, min(several, len(key) - LEAST + 1)):
            longer[key[number:]].append(key)
    groups: dict[Key, list[Key]] = {key: [key] for key in by_key}
    for key in sorted(by_key, key=len):
        found = longer.get(key, [])
        nearest = min(found, key=len, default=None)
        if nearest is not None and all(other[-len(nearest) :] == nearest for other in found):
            groups[nearest] += groups.pop(key)
    return list(groups.values())


def _merge(items: list[Resolved]) -> None:
    """The first longest name stands for all; without any name, the first description."""
    named = [item for item in items if item.name]
    best = max(named, key=lambda item: len(item.name or "")) if named else items[0]
    name, entity, kind = best.name, best.entity, best.kind
    for item in items:
        item.name, item.entity, item.kind = name, entity, kind
