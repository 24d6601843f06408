"""The gate: what a status needs before a person may set it, under each policy.

Rules are small functions of the facts; each returns what it misses, with the command that supplies it.
A status is open when no rule misses anything.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from factcheck.checking.match_model import Warn, in_words
from factcheck.model import ClaimKind, Contact, Directness, Evidence, Finding, Outcome, PolicyName, Stance, Status
from factcheck.text.selectors import whole_words

STANDING = frozenset({"standing", "moved"})
"""States of evidence whose passage is in its capture word for word."""

FAITHFUL = frozenset({"exact", "elided"})
"""Labels of a quote comparison on which a quote may be verified."""

SET_BY_PEOPLE = tuple(status for status in Status if status is not Status.NEEDS_RECHECK)

NO_ARTICLE = {
    "challenge": "a check for robots",
    "soft_404": "a page that says it was not found",
    "cookie_wall": "a request for consent to cookies",
    "empty_shell": "a page that holds hardly any text",
}
"""Flags of a page whose words prove nothing. (Behind a login wall stands the article's opening, and counts.)"""


@dataclass(frozen=True, slots=True)
class Held:
    """What is known of a capture that evidence stands in; `own` if it is the article under check itself."""

    outcome: str = Outcome.CAPTURED
    status: int | None = None
    flags: Sequence[str] = ()
    own: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known about a claim when somebody asks for a status.

    `captures` tells of the captures in which the evidence stands. `independent` counts the groups of
    references, among those whose passages support the claim, that do not carry one another's story.
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
    text: str = ""
    quoted: Sequence[str] = ()  # what a paraphrase has between quotation marks
    captures: Mapping[int, Held] = field(default_factory=dict)


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


def worthless(capture: Held) -> str | None:
    """Say why no passage of a capture proves anything; None where one does."""
    if capture.own:
        return "is the article itself"
    if capture.outcome == Outcome.HTTP_ERROR:
        return f"is an error page ({capture.status})" if capture.status else "is an error page"
    flags = [NO_ARTICLE[flag] for flag in capture.flags if flag in NO_ARTICLE]
    return f"is no article but {flags[0]}" if flags else None


def flaw(item: Evidence, captures: Mapping[int, Held]) -> str | None:
    """Say why a piece of evidence does not count, though its passage stands; None where it does."""
    held = captures.get(item.capture_id)
    why = worthless(held) if held else None
    if why:
        return f"capture {item.capture_id} {why}"
    if not whole_words(item.prefix, item.exact, item.suffix):
        return f"the passage of evidence {item.id} is not whole words"
    return None


def standing(facts: Facts, stance: Stance) -> list[Evidence]:
    """Return the evidence of one stance that counts: its passage is really there, and proves something."""
    return [item for item in _placed(facts, stance) if flaw(item, facts.captures) is None]


def _placed(facts: Facts, stance: Stance) -> list[Evidence]:
    return [item for item in facts.evidence if item.stance == stance and item.state in STANDING]


def spoken(facts: Facts, *stances: Stance) -> list[Contact]:
    """Return the logged contacts of these stances."""
    return [contact for contact in facts.contacts if contact.stance in stances]


def _but(facts: Facts, stance: Stance) -> str:
    """Say why the evidence of a stance that was recorded does not count."""
    flaws = dict.fromkeys(filter(None, (flaw(item, facts.captures) for item in _placed(facts, stance))))
    return f": {'; '.join(flaws)}" if flaws else ""


def _supporting_passage(facts: Facts) -> Missing | None:
    if standing(facts, Stance.SUPPORTS) or spoken(facts, Stance.SUPPORTS):
        return None
    return Missing(
        f"a supporting passage that stands in an archived capture{_but(facts, Stance.SUPPORTS)}",
        f'factcheck cite {facts.claim} URL --supports --passage "..."',
    )


# --- quotes


def _faithful_quote(facts: Facts) -> Missing | None:
    """A quote stands on its own words, as a supporting capture has them."""
    if facts.kind != ClaimKind.QUOTE or spoken(facts, Stance.SUPPORTS) or _heard(facts):
        return None
    supporting = {item.capture_id for item in standing(facts, Stance.SUPPORTS)}
    cited = {item.capture_id for item in facts.evidence if item.state in STANDING}
    compared = [item for item in facts.findings if item.kind == "quote-match" and item.capture_id in cited]
    elsewhere = [item for item in compared if item.capture_id in supporting and _is_faithful(item, facts.accepts)]
    if elsewhere:
        number = elsewhere[-1].capture_id
        return Missing(
            f"the quote's own words as evidence: what is cited of capture {number} is another passage",
            f"factcheck cite {facts.claim} --capture {number} --supports",
        )
    other = [item for item in compared if not _is_faithful(item, facts.accepts)]
    if other:
        return _other_words(facts.claim, next((it for it in other[::-1] if it.capture_id in supporting), other[-1]))
    if not supporting:
        return None  # a passage is asked for already
    return Missing(
        "a comparison in which the quote agrees with a supporting capture: not compared yet",
        f"factcheck check {facts.claim}",
    )


def _other_words(claim: int, found: Finding) -> Missing:
    told = "does not hold the quote" if found.label == "absent" else "has other words than the quote"
    graded = found.label if found.severity in ("none", "") else f"{found.label}: {found.severity}"
    return Missing(
        f"a capture that agrees with the quote, exact or elided: capture {found.capture_id} {told} ({graded})",
        f"factcheck cite {claim} URL --supports, where it stands as printed",
    )


def _heard(facts: Facts) -> list[Finding]:
    """Return the comparisons on which a quote may be verified: the words that agree are cited in support of it."""
    supporting = standing(facts, Stance.SUPPORTS)
    return [
        found
        for found in facts.findings
        if found.kind == "quote-match"
        and _is_faithful(found, facts.accepts)
        and any(item.capture_id == found.capture_id and _has_the_words(item, found, facts) for item in supporting)
    ]


def _is_faithful(found: Finding, accepts: frozenset[str]) -> bool:
    return found.label in FAITHFUL or _within_house_rule(found, accepts)


def _has_the_words(item: Evidence, found: Finding, facts: Facts) -> bool:
    """Whether a passage is (of) the place at which the quote was found, or has the quote itself."""
    start, end = found.data.get("start"), found.data.get("end")
    if isinstance(start, int) and isinstance(end, int) and max(start, item.start) < min(end, item.end):
        return True
    return holds_quote(facts.text or str(found.data.get("printed") or ""), item.exact)


def holds_quote(quote: str, passage: str) -> bool:
    """Whether a passage itself has a quote's words, exact or elided."""
    from factcheck.checking.match import match_quote

    return bool(quote) and str(match_quote(quote, passage).label) in FAITHFUL


def quoted_words(facts: Facts) -> Missing | None:
    """What a paraphrase has between quotation marks was said so: a supporting passage has it, exact or elided."""
    passages = [item.exact for item in standing(facts, Stance.SUPPORTS)]
    if not passages or spoken(facts, Stance.SUPPORTS):
        return None  # without a passage, that is asked for already
    lost = [words for words in facts.quoted if not any(holds_quote(words, passage) for passage in passages)]
    if not lost:
        return None
    told = ", ".join(f"“{words}”" for words in lost)
    return Missing(
        f"a supporting passage that has what the claim puts between quotation marks: {told}",
        f'factcheck cite {facts.claim} URL --supports --passage "..." with these words in it;'
        f" or factcheck contact {facts.claim}, or factcheck claim edit {facts.claim}",
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


def other_voices(facts: Facts) -> tuple[str, ...]:
    """Say to whom the captures give a quote's words, where each that has them gives them to somebody else."""
    if facts.kind != ClaimKind.QUOTE or spoken(facts, Stance.SUPPORTS):
        return ()
    heard = _heard(facts)
    told = [_another(found) for found in heard]
    return tuple(dict.fromkeys(map(str, told))) if told and all(told) else ()


def _another(found: Finding) -> str | None:
    for warning in found.data.get("warnings", ()):
        if str(warning).startswith(Warn.OTHER_SPEAKER):
            return in_words(warning).replace("the capture", f"capture {found.capture_id}", 1)
    return None


def _right_voice(facts: Facts) -> Missing | None:
    voices = other_voices(facts)
    if not voices or (facts.note and facts.note.strip()):
        return None
    return Missing(f"a note that says why the quote may stand: {'; '.join(voices)}", '--note "..."')


# --- policies and other statuses


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
        f"a refuting passage that stands in an archived capture{_but(facts, Stance.REFUTES)}, or a logged contact",
        f'factcheck cite {facts.claim} URL --refutes --passage "..."',
    )


def _note(what: str) -> Rule:
    def rule(facts: Facts) -> Missing | None:
        return None if facts.note and facts.note.strip() else Missing(what, '--note "..."')

    return rule


RULES: dict[Status, tuple[Rule, ...]] = {
    Status.VERIFIED: (_faithful_quote, _supporting_passage, quoted_words, _right_voice, _corroborated),
    Status.DISPUTED: (_refuting_passage, _note("a note that says what is disputed")),
    Status.UNVERIFIABLE: (_note("a note of what was tried"),),
    Status.NOT_CHECKABLE: (_note("a reason: opinion, prediction, rhetoric..."),),
}
