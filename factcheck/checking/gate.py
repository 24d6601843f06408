"""The gate: what a status needs before a person may set it, under each policy.

Rules are small functions of the facts; each returns what it misses, with the command that supplies it.
A status is open when no rule misses anything.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from factcheck.model import ClaimKind, Contact, Directness, Evidence, Finding, PolicyName, Stance, Status

STANDING = frozenset({"standing", "moved"})
"""States of evidence whose passage is in its capture word for word."""

FAITHFUL = frozenset({"exact", "elided"})
"""Labels of a quote comparison on which a quote may be verified."""

SET_BY_PEOPLE = tuple(status for status in Status if status is not Status.NEEDS_RECHECK)


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known about a claim when somebody asks for a status.

    `independent` counts the groups of references, among those whose passages support the claim, that do
    not carry one another's story.
    """

    claim: int
    kind: str
    evidence: Sequence[Evidence]
    contacts: Sequence[Contact]
    findings: Sequence[Finding]
    note: str | None
    independent: int = 0
    policy: str = PolicyName.SOLO
    accepts: frozenset[str] = frozenset()  # house rule: kinds of cosmetic change that a quote may show


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing that a status still needs, and the command that supplies it."""

    what: str
    command: str

    def __str__(self) -> str:
        return f"{self.what} ({self.command})"


Rule = Callable[[Facts], Missing | None]


def missing(facts: Facts, status: str) -> tuple[Missing, ...]:
    """Return what `status` still needs; empty when the gate is open."""
    found = (rule(facts) for rule in RULES.get(Status(status), ()))
    return tuple(item for item in found if item is not None)


def looks_at_evidence(status: str) -> bool:
    """Whether any rule of a status asks for more than a note."""
    return Status(status) in (Status.VERIFIED, Status.DISPUTED)


def standing(facts: Facts, stance: Stance) -> list[Evidence]:
    """Return the evidence of one stance whose passage is really there."""
    return [item for item in facts.evidence if item.stance == stance and item.state in STANDING]


def spoken(facts: Facts, *stances: Stance) -> list[Contact]:
    """Return the logged contacts of these stances."""
    return [contact for contact in facts.contacts if contact.stance in stances]


def _supporting_passage(facts: Facts) -> Missing | None:
    if standing(facts, Stance.SUPPORTS) or spoken(facts, Stance.SUPPORTS):
        return None
    return Missing(
        "a supporting passage that stands in an archived capture",
        f'factcheck cite {facts.claim} URL --supports --passage "..."',
    )


def _faithful_quote(facts: Facts) -> Missing | None:
    if facts.kind != ClaimKind.QUOTE or spoken(facts, Stance.SUPPORTS):
        return None
    captures = {item.capture_id for item in standing(facts, Stance.SUPPORTS)}
    comparisons = [
        finding for finding in facts.findings if finding.kind == "quote-match" and finding.capture_id in captures
    ]
    if any(finding.label in FAITHFUL or _within_house_rule(finding, facts.accepts) for finding in comparisons):
        return None
    worst = comparisons[-1].label if comparisons else None
    said = f"the capture's words differ ({worst}); it must be exact or elided" if worst else "not compared yet"
    return Missing(
        f"a comparison in which the quote agrees with a supporting capture: {said}", f"factcheck check {facts.claim}"
    )


COSMETIC = frozenset(
    {"filler", "contraction", "function-word", "intensifier", "spelling", "house-style", "doubled-word"}
)
"""Kinds of unmarked change that some houses let pass (the Guardian: ums; the AP: none)."""


def _within_house_rule(finding: Finding, accepts: frozenset[str]) -> bool:
    """Whether all that a quote shows are cosmetic changes of kinds that the house accepts."""
    if not accepts or finding.label != "altered" or finding.severity != "cosmetic":
        return False
    kinds = {str(edit.get("kind")) for edit in finding.data.get("edits", [])}
    return (kinds & COSMETIC) <= accepts


def _corroborated(facts: Facts) -> Missing | None:
    """The newsroom's rule: two independent references, or one that is the thing itself."""
    if facts.policy != PolicyName.NEWSROOM or spoken(facts, Stance.SUPPORTS):
        return None
    supporting = standing(facts, Stance.SUPPORTS)
    if facts.independent >= 2 or any(item.directness == Directness.PRIMARY for item in supporting):
        return None
    return Missing(
        f"two independent references, or a primary one (policy newsroom; now: {facts.independent})",
        f"factcheck cite {facts.claim} URL --supports [--primary]",
    )


def _refuting_passage(facts: Facts) -> Missing | None:
    if standing(facts, Stance.REFUTES) or spoken(facts, Stance.REFUTES, Stance.CONTEXT):
        return None
    return Missing(
        "a refuting passage that stands in an archived capture, or a logged contact",
        f'factcheck cite {facts.claim} URL --refutes --passage "..."',
    )


def _note(what: str) -> Rule:
    def rule(facts: Facts) -> Missing | None:
        return None if facts.note and facts.note.strip() else Missing(what, '--note "..."')

    return rule


RULES: dict[Status, tuple[Rule, ...]] = {
    Status.VERIFIED: (_supporting_passage, _faithful_quote, _corroborated),
    Status.DISPUTED: (_refuting_passage, _note("a note that says what is disputed")),
    Status.UNVERIFIABLE: (_note("a note of what was tried"),),
    Status.NOT_CHECKABLE: (_note("a reason: opinion, prediction, rhetoric..."),),
}
