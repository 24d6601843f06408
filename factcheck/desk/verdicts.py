"""Verdicts: statuses behind the gate, sign-offs, and undo."""

from __future__ import annotations

import shlex
import sqlite3
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from factcheck.checking import gate
from factcheck.desk import comparing, find, quoted, weighing
from factcheck.desk.claims import reworded
from factcheck.desk.context import PROGRAM, Context, salted
from factcheck.errors import ConflictError, GateClosedError, RefusedError, UsageError
from factcheck.ledger.canonical import clean
from factcheck.model import Article, Claim, ClaimKind, Event, Evidence, PolicyName, Status
from factcheck.store import log, projection
from factcheck.store.records import articles, claims, evidence

COMMON_NOTE = 2000
"""Characters of a note; longer texts belong into a file that is cited."""


@cache
def status_of(name: str) -> Status:
    """Return the status that people name; hyphens and spaces do for underscores.

    Raises:
        UsageError: there is none of that name, or the program alone sets it.
    """
    try:
        status = Status(name.strip().lower().replace("-", "_").replace(" ", "_"))
    except ValueError:
        raise UsageError(f"there is no status {name!r}", hint="one of " + ", ".join(gate.SET_BY_PEOPLE)) from None
    if status not in gate.SET_BY_PEOPLE:
        raise UsageError(
            f"{status} is set by the program alone: when words or evidence change",
            hint="one of " + ", ".join(gate.SET_BY_PEOPLE),
        )
    return status


def mark(
    ctx: Context,
    claim: int | str | Claim,
    status: str,
    note: str | None,
    *,
    override: bool = False,
    if_seq: int | None = None,
) -> Event:
    """Set where a claim stands, if the gate is open.

    Raises:
        GateClosedError: the policy asks for more; `missing` says what.
        ConflictError: somebody changed the claim after event `if_seq`.
        UsageError: an unknown claim or status, or an override without a note.
    """
    wanted = status_of(status)
    note = _note(note)
    if override and not note:
        raise UsageError("an override needs a note that says why", hint='--note "..."')
    with ctx.writing():
        found = find.live_claim(ctx, claim)
        nobody_was_first(ctx, found, if_seq, wanted.value)
        lacking, despite = _weighed(ctx, found, wanted, note)
        if lacking and not override:
            raise _closed(found, wanted, lacking)
        event = ctx.record("claim.mark", _data(found.uid, wanted, found.status, note, lacking, despite))
        quoted.unsettle(ctx, found)
        return event


def _note(note: str | None) -> str | None:
    """Return a note as it is kept; what shows nothing (blanks, characters without width) is none."""
    seen = note is not None and any(char.isprintable() and not char.isspace() for char in note)
    return clean(note.strip())[:COMMON_NOTE] if note and seen else None


def _weighed(
    ctx: Context, claim: Claim, wanted: Status, note: str | None
) -> tuple[tuple[gate.Missing, ...], tuple[str, ...]]:
    """Return what the gate misses and what speaks against the decision; quotes are compared with their captures."""
    if wanted not in gate.RULES:
        return (), ()
    if not gate.looks_at_evidence(wanted):
        return gate.missing(gate.Facts(claim.id, claim.kind, (), (), (), note), wanted), ()
    if wanted is Status.VERIFIED and claim.kind == ClaimKind.QUOTE:
        comparing.check(ctx, [claim], everywhere=False)
    known = facts(ctx, claim, note)
    return gate.missing(known, wanted), gate.other_voices(known) if wanted is Status.VERIFIED else ()


def _data(
    uid: str,
    wanted: Status,
    was: str,
    note: str | None,
    lacking: tuple[gate.Missing, ...],
    despite: tuple[str, ...],
) -> dict[str, Any]:
    data: dict[str, Any] = {"claim": uid, "status": wanted.value, "was": was, "note": note}
    if lacking:
        data["override"] = True
        data["lacking"] = [item.what for item in lacking]
    if despite:
        data["despite"] = list(despite)
    return data


def missing(ctx: Context, claim: Claim, status: str, note: str | None) -> tuple[str, ...]:
    """Return what the gate still asks for, each with the command that supplies it."""
    return tuple(str(item) for item in gate.missing(facts(ctx, claim, note), status_of(status)))


def _closed(claim: Claim, wanted: Status, lacking: tuple[gate.Missing, ...]) -> GateClosedError:
    return GateClosedError(
        f"claim {claim.id} cannot be {wanted} yet; it lacks " + "; and ".join(item.what for item in lacking),
        missing=tuple(str(item) for item in lacking),
        hint="; ".join(item.command for item in lacking) + ' (or --override --note "why")',
    )


def nobody_was_first(ctx: Context, claim: Claim, if_seq: int | None, wanted: str | None = None) -> None:
    """Hold a change to what its author saw of the claim; `wanted` is the status that they were about to set.

    Raises:
        ConflictError: somebody changed the claim after event `if_seq`, or this log never came so far.
    """
    if if_seq is not None and if_seq > (last := log.head(ctx.conn)[0]):
        raise ConflictError(
            f"you saw event {if_seq}, but this log ends at event {last}: what you saw was of another copy of the file",
            hint=f"`factcheck show {claim.id}`, then decide again with --if-seq {claim.seq}",
        )
    if if_seq is not None and claim.seq > if_seq:
        raise ConflictError(
            f"claim {claim.id} changed after you saw it (event {if_seq}): since event {claim.seq} it is {claim.status}"
            + (f", set by {claim.status_by}" if claim.status_by else "")
            + (f" (“{claim.status_note}”)" if claim.status_note else "")
            + (f"; you wanted {wanted}" if wanted else ""),
            hint=f"`factcheck show {claim.id}`, then decide again with --if-seq {claim.seq}",
        )


def facts(ctx: Context, claim: Claim, note: str | None) -> gate.Facts:
    """Gather what the gate looks at."""
    article = articles.by_id(ctx.conn, claim.article_id)
    assert article is not None
    pieces = evidence.of_claim(ctx.conn, claim.id)
    newsroom = article.policy == PolicyName.NEWSROOM
    held = weighing.all_held(ctx, article, (item.capture_id for item in pieces))
    return gate.Facts(
        claim=claim.id,
        kind=claim.kind,
        text=claim.text,
        quoted=quoted.unsettled(ctx, claim),
        captures=held,
        evidence=pieces,
        contacts=evidence.contacts(ctx.conn, claim.id),
        findings=[item for item in evidence.findings(ctx.conn, claim=claim.id) if _of_these_words(item.data, claim)],
        note=note,
        independent=_independent(ctx, [item for item in pieces if gate.flaw(item, held) is None]) if newsroom else 0,
        policy=article.policy,
        accepts=frozenset(filter(None, article.accepts.split(","))),
    )


def _independent(ctx: Context, pieces: Sequence[Evidence]) -> int:
    from factcheck.desk import independence  # loads the text comparison: only where the policy asks

    return independence.count(ctx, pieces)


def _of_these_words(data: dict[str, Any], claim: Claim) -> bool:
    """Whether a comparison is of the words that the claim has now."""
    return bool(data.get("printed", claim.text) == claim.text)


def mark_many(ctx: Context, rows: Iterable[tuple[int | str, str, str | None]]) -> list[Event]:
    """Set many statuses in one transaction: (claim, status, note); all of them, or none.

    Raises:
        FactcheckError: as `mark`, for the first that cannot be set.
    """
    with ctx.writing() as conn:
        claims_now: dict[int, Claim] = {}
        was: dict[int, str] = {}
        planned: list[tuple[int, dict[str, Any]]] = []
        for handle, status, note in rows:
            wanted, said = status_of(status), _note(note)
            number = handle if isinstance(handle, int) else find.claim(ctx, handle).id
            found = claims_now.get(number) or find.live_claim(ctx, number)
            claims_now[number] = found
            lacking, despite = _weighed(ctx, found, wanted, said)
            if lacking:
                raise _closed(found, wanted, lacking)
            data = _data(found.uid, wanted, was.get(found.id, found.status), said, (), despite)
            planned.append((found.id, data))
            was[found.id] = wanted.value
        who = ctx.who()
        events = log.append_many(conn, ((ctx.now(), who, "claim.mark", salted(data)) for _, data in planned))
        projection.verdicts.record_many(
            conn, ((event, claim) for event, (claim, _) in zip(events, planned, strict=True))
        )
        for claim in claims_now.values():
            quoted.unsettle(ctx, claim)
        return events


def sign(ctx: Context, article: Article, claim: Claim | None, note: str | None) -> Event:
    """Approve a decision (or all of an article's) as a second person.

    Raises:
        RefusedError: it is the decider's own decision.
        UsageError: nothing has been decided.
    """
    with ctx.writing() as conn:
        decided = [claim] if claim else claims.listing(conn, article=article.id)
        deciders = {item.status_by for item in decided if item.status_by and item.status != Status.NEEDS_RECHECK}
        if not deciders:
            raise UsageError("there is no decision to sign", hint="`factcheck verify` or `dispute` comes first")
        if deciders == {ctx.actor}:
            raise RefusedError(
                "a sign-off is a second person's; these are your own decisions", hint="--by SOMEBODY_ELSE"
            )
        data = {"article": article.uid, "note": note and clean(note)}
        if claim:
            data["claim"] = claim.uid
        return ctx.record("signoff.add", data)


def undo(ctx: Context) -> Event:
    """Take back the actor's last change that can be taken back, by an event of its own.

    Raises:
        UsageError: there is nothing to undo.
        ConflictError: something was built on it since.
    """
    with ctx.writing():
        target = _last_undoable(ctx)
        if target is None:
            raise UsageError(f"{ctx.actor} has nothing to undo", hint="`factcheck log` shows who did what")
        about = {target.data["claim"]} if target.data.get("claim") else set()
        since = (_touched_since(ctx, uid, target) for uid in sorted(about | reworded(target)))
        later = next(filter(None, since), None)
        if later:
            raise ConflictError(
                f"event {target.seq} ({target.action}) was followed by another change of the claim: event {later.seq}"
                f" ({later.action}, by {later.actor})",
                hint="decide anew"
                if later.actor == PROGRAM
                else f"`factcheck undo --by {shlex.quote(later.actor)}` takes that back first; or decide anew",
            )
        data: dict[str, Any] = {"event": target.hash, "undoes": target.action, "undoes_seq": target.seq}
        data.update({name: target.data[name] for name in ("claim", "article") if target.data.get(name)})
        before = [claim for uid in sorted(about) if (claim := claims.by_uid(ctx.conn, uid))]
        try:
            event = ctx.record("undo", data)
        except sqlite3.IntegrityError as error:
            raise ConflictError(
                f"event {target.seq} ({target.action}) cannot be taken back: something was built on it since",
                hint="`factcheck log` shows what came after it; undo that first",
            ) from error
        for claim in before:
            quoted.unsettle(ctx, claim)
        return event


def _last_undoable(ctx: Context) -> Event | None:
    undone: set[str] = set()
    for event in log.read_back(ctx.conn, ctx.actor):
        if event.action == "undo":
            undone.add(event.data["event"])
        elif event.hash not in undone and event.action in projection.REVERT:
            return event
    return None


def _touched_since(ctx: Context, claim_uid: str, target: Event) -> Event | None:
    """Return the last event after `target` that changed the claim's standing and was not taken back itself."""
    undone: set[str] = set()
    for event in reversed(log.of_claim(ctx.conn, claim_uid)):
        if event.seq <= target.seq:
            return None
        if event.action == "undo":
            undone.add(event.data["event"])
        elif event.hash not in undone and event.action != "finding.add":
            return event
    return None
