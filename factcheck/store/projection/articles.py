"""Articles, their revisions and sentences: added, revised, closed, and sentences skipped."""

from __future__ import annotations

import sqlite3
from typing import Any

from factcheck.model import Event
from factcheck.store.projection import claims, verdicts
from factcheck.store.projection.rows import insert, row_id, update

ARTICLE, REVISION, FIRST_OTHER = 0, 1, 2
"""Ordinals of what `article.add` and `article.revise` create; sources and claims follow."""

_META = ("title", "author", "publisher", "published", "url", "language")


def _add(conn: sqlite3.Connection, event: Event) -> None:
    data = event.data
    article = insert(
        conn,
        "articles",
        uid=event.uid(ARTICLE),
        slug=_free_slug(conn, data["slug"], event),
        **{name: data.get(name) for name in _META},
        policy=data["policy"],
        revision_id=0,  # set below; the foreign key is checked at the end of the transaction
        added_at=event.at,
        added_by=event.actor,
        seq=event.seq,
    )
    revision = _insert_revision(conn, event, article, 1)
    update(conn, "articles", article, revision_id=revision)
    claims.insert_claims(conn, event, article=article, revision=revision, first=FIRST_OTHER)


def _free_slug(conn: sqlite3.Connection, slug: str, event: Event) -> str:
    """Return the slug; of two articles that got the same one in two files, the later is told apart."""
    taken = conn.execute("SELECT 1 FROM articles WHERE slug = ?", (slug,)).fetchone()
    return f"{slug}-{event.hash[:6]}" if taken else slug


def _insert_revision(conn: sqlite3.Connection, event: Event, article: int, number: int) -> int:
    data = event.data
    revision = insert(
        conn,
        "revisions",
        uid=event.uid(REVISION),
        article_id=article,
        number=number,
        text=data["text"],
        text_sha256=data["text_sha256"],
        file_sha256=data.get("file_sha256"),
        encoding=data.get("encoding"),
        added_at=event.at,
        added_by=event.actor,
    )
    conn.executemany(
        "INSERT INTO sentences (revision_id, number, start_pos, end_pos, role, skip_reason, skip_note, skipped_by,"
        " skipped_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (_sentence_row(revision, number, entry, event) for number, entry in enumerate(data["sentences"], 1)),
    )
    return revision


def _sentence_row(revision: int, number: int, entry: dict[str, Any], event: Event) -> tuple[Any, ...]:
    skipped = entry.get("reason") is not None
    return (
        revision,
        number,
        entry["start"],
        entry["end"],
        entry["role"],
        entry.get("reason"),
        entry.get("note"),
        entry.get("by", event.actor) if skipped else None,
        entry.get("at", event.at) if skipped else None,
    )


def _add_undone(conn: sqlite3.Connection, event: Event) -> None:
    article = row_id(conn, "articles", event.uid(ARTICLE))
    claims.remove_created(conn, event)
    _remove_revision(conn, event)
    conn.execute("DELETE FROM articles WHERE id = ?", (article,))


def _remove_revision(conn: sqlite3.Connection, event: Event) -> None:
    revision = row_id(conn, "revisions", event.uid(REVISION))
    conn.execute("DELETE FROM anchors WHERE revision_id = ?", (revision,))
    conn.execute("DELETE FROM sentences WHERE revision_id = ?", (revision,))
    conn.execute("DELETE FROM revisions WHERE id = ?", (revision,))


def _revise(conn: sqlite3.Connection, event: Event) -> None:
    """A new text: claims get new anchors, changed ones a new status, vanished ones are cut."""
    data = event.data
    article = row_id(conn, "articles", data["article"])
    number = conn.execute("SELECT max(number) + 1 FROM revisions WHERE article_id = ?", (article,)).fetchone()[0]
    revision = _insert_revision(conn, event, article, number)
    update(conn, "articles", article, revision_id=revision, seq=event.seq)
    for anchor in data["anchors"]:
        claim = row_id(conn, "claims", anchor["claim"])
        claims.insert_anchor(conn, claim, revision, anchor)
        if "text" in anchor:  # its words changed
            update(conn, "claims", claim, text=anchor["text"], seq=event.seq)
        claims.move_attributions(conn, claim, anchor.get("by", []))
    verdicts.record_consequences(conn, event)
    for uid in data["cut"]:
        update(conn, "claims", row_id(conn, "claims", uid), state="cut", seq=event.seq)
    claims.insert_claims(conn, event, article=article, revision=revision, first=FIRST_OTHER)


def _revise_undone(conn: sqlite3.Connection, event: Event) -> None:
    data = event.data
    article = row_id(conn, "articles", data["article"])
    update(conn, "articles", article, revision_id=row_id(conn, "revisions", data["was_revision"]))
    claims.remove_created(conn, event)
    verdicts.take_back_consequences(conn, event)
    for uid in data["cut"]:
        update(conn, "claims", row_id(conn, "claims", uid), state="live")
    for anchor in data["anchors"]:
        claim = row_id(conn, "claims", anchor["claim"])
        if "text" in anchor:
            update(conn, "claims", claim, text=anchor["was_text"])
        claims.move_attributions(conn, claim, anchor.get("was_by", []))
    _remove_revision(conn, event)


def _edit(conn: sqlite3.Connection, event: Event) -> None:
    update(conn, "articles", row_id(conn, "articles", event.data["article"]), **event.data["set"], seq=event.seq)


def _edit_undone(conn: sqlite3.Connection, event: Event) -> None:
    update(conn, "articles", row_id(conn, "articles", event.data["article"]), **event.data["was"])


def _sentence(conn: sqlite3.Connection, event: Event) -> int:
    revision = row_id(conn, "revisions", event.data["revision"])
    row = conn.execute(
        "SELECT id FROM sentences WHERE revision_id = ? AND number = ?", (revision, event.data["sentence"])
    ).fetchone()
    if row is None:
        raise sqlite3.IntegrityError("sentences: no such row")
    number: int = row[0]
    return number


def _skip(conn: sqlite3.Connection, event: Event) -> None:
    update(
        conn,
        "sentences",
        _sentence(conn, event),
        skip_reason=event.data["reason"],
        skip_note=event.data.get("note"),
        skipped_by=event.actor,
        skipped_at=event.at,
    )


def _skip_undone(conn: sqlite3.Connection, event: Event) -> None:
    was = event.data.get("was") or {}
    columns = ("skip_reason", "skip_note", "skipped_by", "skipped_at")
    update(conn, "sentences", _sentence(conn, event), **{name: was.get(name) for name in columns})


def _close(conn: sqlite3.Connection, event: Event) -> None:
    update(conn, "articles", row_id(conn, "articles", event.data["article"]), state="closed", seq=event.seq)


def _reopen(conn: sqlite3.Connection, event: Event) -> None:
    update(conn, "articles", row_id(conn, "articles", event.data["article"]), state="open", seq=event.seq)


APPLY = {
    "article.add": _add,
    "article.revise": _revise,
    "article.edit": _edit,
    "article.close": _close,
    "article.reopen": _reopen,
    "sentence.skip": _skip,
}
REVERT = {
    "article.add": _add_undone,
    "article.revise": _revise_undone,
    "article.edit": _edit_undone,
    "article.close": _reopen,
    "article.reopen": _close,
    "sentence.skip": _skip_undone,
}
