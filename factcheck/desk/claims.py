"""Claims by hand: recorded on the article's words, edited, split, merged, cut."""

from __future__ import annotations

from typing import Any

from factcheck.desk import find, quoted
from factcheck.desk.anchors import anchor_data, locate
from factcheck.desk.context import Context
from factcheck.errors import UsageError
from factcheck.ledger.canonical import clean
from factcheck.model import OPEN_STATUSES, Article, Claim, ClaimKind, Event, Origin, Revision, Source
from factcheck.store.records import articles, claims, evidence, sources


def add(
    ctx: Context,
    article: Article,
    *,
    text: str | None,
    start: int | None,
    end: int | None,
    kind: str,
    source: int | str | Source | None,
    parent: int | Claim | None,
) -> Claim:
    """Record a claim on words of the article; a child claim may say in other words what its parent states.

    Words that stand in the article more than once are taken where they stand first, or first from `start` on.
    The quotation marks round a quote are left out. A claim that is there already, on just these words, is
    returned as it is.

    Raises:
        UsageError: the words do not stand in the article.
    """
    with ctx.writing() as conn:
        revision = articles.revision(conn, article.revision_id)
        above = find.live_claim(ctx, parent) if parent is not None else None
        data: dict[str, Any] = {"article": article.uid, "revision": revision.uid}
        new_sources, by = _by(ctx, source)
        entry = {
            "kind": find.choice(ClaimKind, kind, "kind of claim"),
            **_place(revision, _bare(text, kind), start, end, child=above is not None),
            "origin": Origin.MANUAL.value,
            "by": by,
        }
        there = _just_that(ctx, article, entry, above, source)
        if there is not None:
            return there
        if above:
            if above.article_id != article.id:
                raise UsageError(f"claim {above.id} is of another article", hint=f"name {above.article}")
            entry["parent"] = above.uid
        event = ctx.record("claim.add", {**data, "sources": new_sources, "claims": [entry]})
        return _made(ctx, event, len(new_sources))


def _just_that(
    ctx: Context, article: Article, entry: dict[str, Any], above: Claim | None, source: int | str | Source | None
) -> Claim | None:
    """Return the live claim that says just what is to be recorded, if there is one."""
    wanted = (entry["kind"], entry["text"], entry.get("start"), entry.get("end"), above.id if above else None)
    for item in claims.listing(ctx.conn, article=article.id, kind=entry["kind"]):
        same = (item.kind, item.text, item.start, item.end, item.parent_id) == wanted
        if same and (source is None or _is_by(ctx, item, source)):
            return item
    return None


def _is_by(ctx: Context, claim: Claim, source: int | str | Source) -> bool:
    if isinstance(source, str) and not source.isdecimal():
        return claim.source_id in {item.id for item in sources.named(ctx.conn, source)}
    return claim.source_id == find.source(ctx, source).id


def _place(
    revision: Revision, text: str | None, start: int | None, end: int | None, *, child: bool, near: int | None = None
) -> dict[str, Any]:
    """Find the words in the article; a child claim that is worded freely has no place of its own.

    Of several places the one nearest to `near` is taken, or the first from `start` on.
    """
    if start is not None and end is not None:
        if not 0 <= start < end <= len(revision.text):
            raise UsageError(f"offsets {start} to {end} are not in the article", hint=f"0 to {len(revision.text)}")
        return anchor_data(revision.text, start, end)
    if not text or not text.strip():
        raise UsageError("which words?", hint='"..." as they stand in the article, or --start and --end')
    found = locate(revision.text, text, start=start or 0, near=near)
    if found:
        return anchor_data(revision.text, *found)
    if child and start is None:
        return {"text": clean(text.strip())}
    there = f" from {start} on" if start else ""
    raise UsageError(
        f"these words do not stand in the article{there}: {_short(text)}",
        hint="copy them from the article; a claim in other words goes under a claim that has them (--parent)",
    )


_MARKS = "\"'“”„‟‘’‚‛«»‹›「」『』"


def _bare(text: str | None, kind: str) -> str | None:
    """Return the words of a quote without the marks round them; what is no quote keeps its marks."""
    words = text.strip() if text else ""
    quoted = len(words) > 2 and words[0] in _MARKS and words[-1] in _MARKS
    return words[1:-1] if quoted and kind == ClaimKind.QUOTE else text


def _by(ctx: Context, source: int | str | Source | None) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return (new sources, attributions) for a claim given to `source`; a new name makes a new source."""
    if source is None:
        return [], []
    if isinstance(source, str) and not source.isdecimal() and not sources.named(ctx.conn, source):
        if not source.strip():
            raise UsageError("a source needs a name", hint='--source "NAME"')
        return [{"name": clean(source.strip()), "kind": "unknown", "aliases": []}], [{"source": 0, "role": "speaker"}]
    return [], [{"source": find.source(ctx, source).uid, "role": "speaker"}]


def _made(ctx: Context, event: Event, ordinal: int) -> Claim:
    claim = claims.by_uid(ctx.conn, event.uid(ordinal))
    assert claim is not None
    return claim


def edit(
    ctx: Context,
    claim: Claim,
    *,
    text: str | None,
    kind: str | None,
    source: int | str | Source | None,
    parent: int | Claim | None,
) -> Claim:
    """Change a claim's words, kind, source or parent; a decided claim whose words change is checked again.

    Raises:
        UsageError: nothing to change, the words do not stand in the article, or a claim under itself.
    """
    with ctx.writing() as conn:
        claim = find.live_claim(ctx, claim)  # as it stands now: somebody may have decided it meanwhile
        revision = articles.revision(conn, _article(ctx, claim).revision_id)
        new: dict[str, Any] = {}
        new_sources: list[dict[str, Any]] = []
        if text is not None and text != claim.text:
            words = _bare(text, kind or claim.kind)
            place = _place(revision, words, None, None, child=claim.parent_id is not None, near=claim.start)
            new.update(text=place["text"], anchor=place if "start" in place else None)
        if kind is not None and kind != claim.kind:
            new["kind"] = find.choice(ClaimKind, kind, "kind of claim")
        if source is not None:
            new_sources, new["by"] = _by(ctx, source)
        if parent is not None:
            new["parent"] = _parent(ctx, claim, parent)
        if not new:
            raise UsageError("nothing to change", hint="--text, --kind, --source or --parent")
        was = _now(ctx, claim, revision, new)
        ctx.record(
            "claim.edit",
            {
                "claim": claim.uid,
                "revision": revision.uid,
                "sources": new_sources,
                "set": new,
                "was": was,
                "recheck": _edited(claim, new, was),
            },
        )
        quoted.unsettle(ctx, claim)
    return find.claim(ctx, claim)


def _edited(claim: Claim, new: dict[str, Any], was: dict[str, Any]) -> list[dict[str, Any]]:
    """Put a decided claim back on the worklist where it says another thing now, or that another says it."""
    if "text" in new:
        return consequence(claim, "its words were edited")
    if new.get("kind") == ClaimKind.QUOTE:
        return consequence(claim, "it is a quote now, to be compared with its source")
    if "kind" in new:
        return consequence(claim, f"it is a {new['kind']} now, and no {claim.kind}")
    if "by" in new and _speakers(new["by"]) != _speakers(was["by"]):
        return consequence(claim, f"the {claim.kind} was given to another source")
    return []


def _speakers(by: list[dict[str, Any]]) -> list[int | str]:
    return [entry["source"] for entry in by if entry["role"] == "speaker"]


def _parent(ctx: Context, claim: Claim, parent: int | Claim) -> str:
    above: Claim | None = find.live_claim(ctx, parent)
    assert above is not None
    uid = above.uid
    while above is not None:
        if above.id == claim.id:
            raise UsageError("a claim cannot stand under itself", hint="name another --parent")
        above = claims.by_id(ctx.conn, above.parent_id) if above.parent_id else None
    return uid


def _now(ctx: Context, claim: Claim, revision: Revision, names: dict[str, Any]) -> dict[str, Any]:
    """Return what the parts of a claim called `names` are now, in the form in which an event sets them."""
    now: dict[str, Any] = {"text": claim.text, "kind": claim.kind}
    above = claims.by_id(ctx.conn, claim.parent_id) if claim.parent_id else None
    now["parent"] = above.uid if above else None
    anchor = claims.anchor(ctx.conn, claim.id, revision.id)
    if anchor is None:
        now["anchor"] = None
    else:
        now["anchor"] = {
            "start": anchor["start_pos"],
            "end": anchor["end_pos"],
            "text": anchor["exact"],
            "prefix": anchor["prefix"],
            "suffix": anchor["suffix"],
        }
    now["by"] = attribution_data(ctx, claim)
    return {name: now[name] for name in names}


def attribution_data(ctx: Context, claim: Claim) -> list[dict[str, Any]]:
    """Return a claim's attributions in the form in which an event sets them."""
    entries = []
    for item in claims.attributions(ctx.conn, claim.id):
        source = sources.by_id(ctx.conn, item.source_id)
        assert source is not None
        entries.append(
            {
                "source": source.uid,
                "role": item.role,
                "cue": item.cue,
                "cue_start": item.cue_start,
                "cue_end": item.cue_end,
                "mention": item.mention,
                "mention_start": item.mention_start,
                "mention_end": item.mention_end,
                "group": item.group,
            }
        )
    return entries


def consequence(claim: Claim, why: str) -> list[dict[str, Any]]:
    """Return an event's entry that puts a decided claim back on the worklist; nothing for an open one."""
    if claim.status in OPEN_STATUSES:
        return []
    return [{"claim": claim.uid, "status": "needs_recheck", "was": claim.status, "note": clean(why)[:2000]}]


def reworded(event: Event) -> frozenset[str]:
    """Return the uids of the claims that say another thing after an event, or that another says then."""
    data = event.data
    if event.action in ("claim.edit", "claim.split", "claim.merge"):
        return frozenset({data["claim"]} if data["set"].keys() - {"parent"} else ())
    if event.action == "article.revise":
        worded = {entry["claim"] for entry in data["anchors"] if "text" in entry}
        return frozenset(worded | {entry["claim"] for entry in data["recheck"]} | set(data.get("changed", ())))
    return frozenset()


def split(ctx: Context, claim: Claim, at: str) -> tuple[Claim, Claim]:
    """Divide a claim where the words `at` begin; both parts keep its source, the second starts unchecked.

    Raises:
        UsageError: the words do not stand inside the claim.
    """
    with ctx.writing() as conn:
        claim = find.live_claim(ctx, claim)
        revision = articles.revision(conn, _article(ctx, claim).revision_id)
        if claim.start is None or claim.end is None:
            raise UsageError(f"claim {claim.id} has no place in the article", hint="add a second claim instead")
        inside = revision.text[claim.start : claim.end]
        found = locate(inside, at)
        if not found or not inside[: found[0]].strip():
            raise UsageError(
                f"the second part must begin inside the claim: {_short(at)}",
                hint=f"the claim reads: {_short(inside, 200)}",
            )
        cut = claim.start + found[0]
        first_end = claim.start + len(inside[: found[0]].rstrip())
        first = anchor_data(revision.text, claim.start, first_end)
        new = {"text": first["text"], "anchor": first}
        second = {
            "kind": claim.kind,
            **anchor_data(revision.text, cut, claim.end),
            "origin": Origin.MANUAL.value,
            "by": attribution_data(ctx, claim),
        }
        event = ctx.record(
            "claim.split",
            {
                "claim": claim.uid,
                "revision": revision.uid,
                "set": new,
                "was": _now(ctx, claim, revision, new),
                "sources": [],
                "claims": [second],
                "recheck": consequence(claim, "it was split"),
            },
        )
        quoted.unsettle(ctx, claim)
        return find.claim(ctx, claim), _made(ctx, event, 0)


def merge(ctx: Context, into: Claim, other: Claim) -> Claim:
    """Make one claim of two; its words reach over both, and the other's evidence comes along.

    Raises:
        UsageError: the claims are one, or of two articles.
    """
    if into.id == other.id or into.article_id != other.article_id:
        raise UsageError("two claims of one article can be merged", hint="`factcheck claims ARTICLE` lists them")
    with ctx.writing() as conn:
        into, other = find.live_claim(ctx, into), find.live_claim(ctx, other)
        revision = articles.revision(conn, _article(ctx, into).revision_id)
        new: dict[str, Any] = {}
        places = [(c.start, c.end) for c in (into, other) if c.start is not None and c.end is not None]
        if len(places) == 2:
            joint = anchor_data(revision.text, min(p[0] for p in places), max(p[1] for p in places))
            if joint["text"] != into.text:
                new = {"text": joint["text"], "anchor": joint}
        ctx.record(
            "claim.merge",
            {
                "claim": into.uid,
                "from": other.uid,
                "revision": revision.uid,
                "set": new,
                "was": _now(ctx, into, revision, new),
                "evidence": [item.uid for item in evidence.of_claim(conn, other.id)],
                "contacts": [item.uid for item in evidence.contacts(conn, other.id)],
                "recheck": consequence(into, f"claim {other.id} was merged into it") if new else [],
            },
        )
        quoted.unsettle(ctx, into)
        quoted.unsettle(ctx, other)
    return find.claim(ctx, into)


def cut(ctx: Context, claim: Claim, reason: str) -> Event:
    """Withdraw a claim; it and its history are kept, and its sentence is open again."""
    if not reason.strip():
        raise UsageError("a cut claim needs a reason", hint='--reason "..."')
    with ctx.writing():
        claim = find.live_claim(ctx, claim)
        event = ctx.record("claim.cut", {"claim": claim.uid, "reason": clean(reason.strip())})
        quoted.unsettle(ctx, claim)
        return event


def _article(ctx: Context, claim: Claim) -> Article:
    found = articles.by_id(ctx.conn, claim.article_id)
    assert found is not None
    return found


def _short(text: str, most: int = 60) -> str:
    flat = " ".join(text.split())
    return f"“{flat if len(flat) <= most else flat[: most - 1] + '…'}”"
