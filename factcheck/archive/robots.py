"""robots.txt: what it says about a URL. Whether to heed it is the user's choice.

A fact-checker who archives one page as evidence is no crawler; still it should be known that the site
asked crawlers to stay away. Rules as in RFC 9309: the longest matching path wins, `Allow` wins a tie,
`*` and a final `$` are special; 4xx means no rules, 5xx or no answer means unknown.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from typing import Final, NamedTuple

from factcheck.archive.coding import decode_prefix
from factcheck.archive.failures import Failure
from factcheck.archive.model import Fetched
from factcheck.archive.urls import parse_target

MAX_LENGTH: Final = 512_000
MAX_RULES: Final = 5_000
MAX_PATTERN: Final = 2_000


class Rule(NamedTuple):
    """One Allow or Disallow line."""

    allow: bool
    pattern: str


class Robots:
    """The rules of one robots.txt that concern us."""

    def __init__(self, text: str, product: str = "factcheck") -> None:
        groups = _parse(text)
        self.rules = tuple(groups.get(product.lower(), groups.get("*", [])))

    def allows(self, path: str) -> bool:
        """Whether a crawler may fetch this path with its query."""
        best_length, best_allow = -1, True
        for rule in self.rules:
            length = len(rule.pattern)
            if (length, rule.allow) > (best_length, best_allow) and _matches(rule.pattern, path):
                best_length, best_allow = length, rule.allow
        return best_allow


def _parse(text: str) -> dict[str, list[Rule]]:
    groups: dict[str, list[Rule]] = {}
    agents: list[str] = []
    in_rules, count = False, 0
    for line in text[:MAX_LENGTH].splitlines():
        key, colon, value = line.partition("#")[0].partition(":")
        key, value = key.strip().lower(), value.strip()
        if not colon:
            continue
        if key == "user-agent":
            agents = [] if in_rules else agents
            in_rules = False
            # "Example/1.0" is meant as "Example"
            agent = re.split(r"[/\s]", value.lower(), maxsplit=1)[0]
            agents.append(agent)
            groups.setdefault(agent, [])
        elif key in ("allow", "disallow"):
            in_rules = True
            count += 1
            if value and count <= MAX_RULES and len(value) <= MAX_PATTERN:
                for agent in agents:
                    groups[agent].append(Rule(key == "allow", value))
    return groups


def _matches(pattern: str, path: str) -> bool:
    """Match without a regular expression: patterns come from strangers, and `*` must not backtrack."""
    anchored = pattern.endswith("$")
    parts = (pattern[:-1] if anchored else pattern).split("*")
    if not path.startswith(parts[0]):
        return False
    at = len(parts[0])
    if len(parts) == 1:
        return not anchored or at == len(path)
    for part in parts[1:-1]:
        found = path.find(part, at)
        if found < 0:
            return False
        at = found + len(part)
    if anchored:
        return len(path) - len(parts[-1]) >= at and path.endswith(parts[-1])
    return path.find(parts[-1], at) >= 0


class RobotsFiles:
    """The robots.txt of every host met, each fetched once."""

    def __init__(self, fetch: Callable[[str], Fetched], user_agent: str) -> None:
        self._fetch = fetch
        named = re.search(r"factcheck", user_agent, re.IGNORECASE)
        self._product = "factcheck" if named else re.split(r"[/\s]", user_agent, maxsplit=1)[0]
        self._known: dict[str, Robots | None] = {}
        self._locks: dict[str, threading.Lock] = {}
        self._lock = threading.Lock()

    def verdict(self, url: str) -> str | None:
        """`allowed`, `disallowed`, or `unknown` when the host's robots.txt cannot be had."""
        try:
            target = parse_target(url)
        except Failure:
            return None
        site = target.url[: len(target.url) - len(target.path)]
        with self._lock:
            lock = self._locks.setdefault(site, threading.Lock())
        with lock:
            if site not in self._known:
                self._known[site] = self._load(site)
            robots = self._known[site]
        if robots is None:
            return "unknown"
        return "allowed" if robots.allows(target.path) else "disallowed"

    def _load(self, site: str) -> Robots | None:
        fetched = self._fetch(f"{site}/robots.txt")
        if fetched.status is not None and 400 <= fetched.status < 500:
            return Robots("", self._product)
        if fetched.outcome != "captured":
            return None
        body = decode_prefix(fetched.headers, fetched.body, MAX_LENGTH)
        return Robots(body.decode("utf-8-sig", "replace"), self._product)
