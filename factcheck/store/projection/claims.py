"""Claims with their anchors and attributions: recorded, edited, split, merged, cut."""

from __future__ import annotations

import sqlite3
from typing import Any

from factcheck.model import Event
from factcheck.store.projection import sources, verdicts
from factcheck.store.projection.rows import insert, row_id, update


def insert_claims(conn: sqlite3.Connection, event: Event, *, article: int, revision: int, first: int) -> list[int]:
    """Insert the event's new sources and claims, whose uids count from `first`; return the claims' numbers."""
    new_sources = sources.insert_sources(conn, event, first)
    first += len(new_sources)
    rows = []
    for ordinal, entry in enumerate(event.data["claims"], first):
        rows.append(_insert_claim(conn, event, entry, event.uid(ordinal), article))
        if entry.get("start") is not None:
            insert_anchor(conn, rows[-1], revision, entry)
        _insert_attributions(conn, rows[-1], entry.get("by", []), new_sources)
    return rows


def _insert_claim(conn: sqlite3.Connection, event: Event, entry: dict[str, Any], uid: str, article: int) -> int:
    parent = entry.get("parent")
    return insert(
        conn,
        "claims",
        uid=uid,
        article_id=article,
        parent_id=row_id(conn, "claims", parent) if parent else None,
        kind=entry["kind"],
        text=entry["text"],
        origin=entry["origin"],
        confidence=entry.get("confidence"),
        check_worthiness=entry.get("worth", 0),
        added_at=event.at,
        added_by=event.actor,
        seq=event.seq,
    )


def insert_anchor(conn: sqlite3.Connection, claim: int, revision: int, entry: dict[str, Any]) -> None:
    """Say where a claim's words stand in a revision."""
    insert(
        conn,
        "anchors",
        claim_id=claim,
        revision_id=revision,
        start_pos=entry["start"],
        end_pos=entry["end"],
        exact=entry.get("exact", entry.get("text")),
        prefix=entry["prefix"],
        suffix=entry["suffix"],
    )


def _insert_attributions(
    conn: sqlite3.Connection, claim: int, entries: list[dict[str, Any]], new_sources: list[int]
) -> None:
    for entry in entries:
        source = entry["source"]
        insert(
            conn,
            "attributions",
            claim_id=claim,
            source_id=new_sources[source] if isinstance(source, int) else row_id(conn, "sources", source),
            role=entry.get("role", "speaker"),
            cue=entry.get("cue"),
            cue_start=entry.get("cue_start"),
            cue_end=entry.get("cue_end"),
            mention=entry.get("mention"),
            mention_start=entry.get("mention_start"),
            mention_end=entry.get("mention_end"),
            group_no=entry.get("group"),
        )


def move_attributions(conn: sqlite3.Connection, claim: int, entries: list[dict[str, Any]]) -> None:
    """Set the offsets of cue and mention anew, after the text around them moved."""
    for entry in entries:
        conn.execute(
            "UPDATE attributions SET cue_start = ?, cue_end = ?, mention_start = ?, mention_end = ?"
            " WHERE claim_id = ? AND role = ?",
            (
                entry["cue_start"],
                entry["cue_end"],
                entry["mention_start"],
                entry["mention_end"],
                claim,
                entry["role"],
            ),
        )


def remove_created(conn: sqlite3.Connection, event: Event, first: int = 2) -> None:
    """Take back the sources and claims that an event created."""
    after_sources = first + len(event.data.get("sources", []))
    for ordinal in range(after_sources, after_sources + len(event.data["claims"])):
        claim = row_id(conn, "claims", event.uid(ordinal))
        conn.execute("DELETE FROM attributions WHERE claim_id = ?", (claim,))
        conn.execute("DELETE FROM anchors WHERE claim_id = ?", (claim,))
        conn.execute("DELETE FROM findings WHERE claim_id = ?", (claim,))
        conn.execute("DELETE FROM claims WHERE id = ?", (claim,))
    sources.remove_sources(conn, event, first)


def _add(conn: sqlite3.Connection, event: Event) -> None:
    article = row_id(conn, "articles", event.data["article"])
    insert_claims(conn, event, article=article, revision=row_id(conn, "revisions", event.data["revision"]), first=0)


def _add_undone(conn: sqlite3.Connection, event: Event) -> None:
    remove_created(conn, event, first=0)


def _edit(conn: sqlite3.Connection, event: Event) -> None:
    new_sources = sources.insert_sources(conn, event, 0)
    _set(conn, event, event.data["set"], new_sources)
    update(conn, "claims", row_id(conn, "claims", event.data["claim"]), seq=event.seq)
    verdicts.record_consequences(conn, event)


def _edit_undone(conn: sqlite3.Connection, event: Event) -> None:
    verdicts.take_back_consequences(conn, event)
    _set(conn, event, event.data["was"], [])
    sources.remove_sources(conn, event, 0)


def _set(conn: sqlite3.Connection, event: Event, values: dict[str, Any], new_sources: list[int]) -> None:
    """Set the parts of a claim that `values` names: its columns, its anchor, its attributions."""
    claim = row_id(conn, "claims", event.data["claim"])
    update(conn, "claims", claim, **{name: values[name] for name in ("kind", "text") if name in values})
    if "parent" in values:
        parent = values["parent"]
        update(conn, "claims", claim, parent_id=row_id(conn, "claims", parent) if parent else None)
    if "anchor" in values:
        revision = row_id(conn, "revisions", event.data["revision"])
        conn.execute("DELETE FROM anchors WHERE claim_id = ? AND revision_id = ?", (claim, revision))
        if values["anchor"]:
            insert_anchor(conn, claim, revision, values["anchor"])
    if "by" in values:
        conn.execute("DELETE FROM attributions WHERE claim_id = ?", (claim,))
        _insert_attributions(conn, claim, values["by"], new_sources)


def _split(conn: sqlite3.Connection, event: Event) -> None:
    claim = row_id(conn, "claims", event.data["claim"])
    article = conn.execute("SELECT article_id FROM claims WHERE id = ?", (claim,)).fetchone()[0]
    _set(conn, event, event.data["set"], [])
    update(conn, "claims", claim, seq=event.seq)
    insert_claims(conn, event, article=article, revision=row_id(conn, "revisions", event.data["revision"]), first=0)
    verdicts.record_consequences(conn, event)


def _split_undone(conn: sqlite3.Connection, event: Event) -> None:
    verdicts.take_back_consequences(conn, event)
    remove_created(conn, event, first=0)
    _set(conn, event, event.data["was"], [])


def _merge(conn: sqlite3.Connection, event: Event) -> None:
    kept, gone = row_id(conn, "claims", event.data["claim"]), row_id(conn, "claims", event.data["from"])
    _set(conn, event, event.data["set"], [])
    _move_evidence(conn, event, kept)
    update(conn, "claims", gone, state="merged", merged_into=kept, seq=event.seq)
    update(conn, "claims", kept, seq=event.seq)
    verdicts.record_consequences(conn, event)


def _merge_undone(conn: sqlite3.Connection, event: Event) -> None:
    verdicts.take_back_consequences(conn, event)
    gone = row_id(conn, "claims", event.data["from"])
    _move_evidence(conn, event, gone)
    update(conn, "claims", gone, state="live", merged_into=None)
    _set(conn, event, event.data["was"], [])


def _move_evidence(conn: sqlite3.Connection, event: Event, claim: int) -> None:
    for table in ("evidence", "contacts"):
        conn.executemany(f"UPDATE {table} SET claim_id = ? WHERE uid = ?", ((claim, uid) for uid in event.data[table]))


def _cut(conn: sqlite3.Connection, event: Event) -> None:
    update(conn, "claims", row_id(conn, "claims", event.data["claim"]), state="cut", seq=event.seq)


def _cut_undone(conn: sqlite3.Connection, event: Event) -> None:
    update(conn, "claims", row_id(conn, "claims", event.data["claim"]), state="live")


APPLY = {
    "claim.add": _add,
    "claim.edit": _edit,
    "claim.split": _split,
    "claim.merge": _merge,
    "claim.cut": _cut,
}
REVERT = {
    "claim.add": _add_undone,
    "claim.edit": _edit_undone,
    "claim.split": _split_undone,
    "claim.merge": _merge_undone,
    "claim.cut": _cut_undone,
}
