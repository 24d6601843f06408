"""Caches made anew: the search indexes and the words of captures."""

from __future__ import annotations

import sqlite3

from factcheck.archive.options import FetchOptions
from factcheck.desk import Desk
from factcheck.model import Article
from tests.conftest import SmallWeb
from tests.desk.conftest import claim_with


def behind_its_back(desk: Desk, *statements: str) -> None:
    """Change the file as another program would."""
    conn = sqlite3.connect(desk.path, isolation_level=None)
    for statement in statements:
        conn.execute(statement)
    conn.close()


def test_what_was_changed_in_the_caches_is_made_again(
    desk: Desk, article: Article, record: str, options: FetchOptions
) -> None:
    quote = claim_with(desk, "We tested every cable")
    desk.cite(quote, record, options=options)
    before = desk.capture_text(1)
    behind_its_back(
        desk,
        "UPDATE capture_texts SET text = replace(text, 'tested', 'never tested')",
        "INSERT INTO captures_fts (captures_fts) VALUES ('delete-all')",
        "INSERT INTO claims_fts (claims_fts) VALUES ('delete-all')",
    )
    assert not desk.audit().ok
    assert not desk.search("treasurer")
    told: list[tuple[int, int]] = []
    renewed = desk.renew(lambda done, total: told.append((done, total)))
    assert (renewed.texts, renewed.changed, renewed.lost) == (1, 1, ())
    assert told == [(1, 1)]
    assert desk.capture_text(1) == before
    assert desk.search("treasurer")
    assert desk.audit().ok
    assert desk.renew().changed == 0


def test_an_audit_that_only_reads_finds_an_index_that_differs(desk: Desk, article: Article) -> None:
    behind_its_back(desk, "INSERT INTO claims_fts (claims_fts) VALUES ('delete-all')")
    with Desk.open(desk.path, readonly=True) as reader:
        assert [(problem.code, problem.table) for problem in reader.audit().problems] == [("index", "claims_fts")]


def test_a_text_that_is_gone_is_read_again(desk: Desk, web: SmallWeb, record: str, options: FetchOptions) -> None:
    desk.fetch([record], options=options)
    behind_its_back(desk, "DELETE FROM capture_texts")
    assert desk.renew().changed == 1
    assert "treasurer" in desk.capture_text(1).text


def test_the_text_that_evidence_stands_on_is_left(
    desk: Desk, article: Article, record: str, options: FetchOptions
) -> None:
    """A later version may read a page otherwise; the passage was found in the text of then."""
    quote = claim_with(desk, "We tested every cable")
    desk.cite(quote, record, options=options)
    other = "sha256_of(text)"
    conn = sqlite3.connect(desk.path, isolation_level=None)
    conn.create_function("sha256_of", 1, _sha256)
    conn.execute("UPDATE capture_texts SET text = text || ' (as it was read then)'")
    triggers = conn.execute(
        "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'evidence'"
    ).fetchall()
    for (name,) in triggers:
        conn.execute(f"DROP TRIGGER {name}")
    conn.execute(f"UPDATE evidence SET text_sha256 = (SELECT {other} FROM capture_texts)")
    conn.close()
    assert desk.renew().kept == (1,)
    assert desk.capture_text(1).text.endswith("(as it was read then)")


def test_bytes_that_are_lost_are_named(desk: Desk, record: str, options: FetchOptions) -> None:
    desk.fetch([record], options=options)
    conn = sqlite3.connect(desk.path, isolation_level=None)
    for (name,) in conn.execute(
        "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'bodies'"
    ).fetchall():
        conn.execute(f"DROP TRIGGER {name}")
    conn.execute("UPDATE bodies SET data = x'00'")
    conn.close()
    (lost,) = desk.renew().lost
    assert lost.startswith("capture 1: ")
    assert "treasurer" in desk.capture_text(1).text


def test_an_audit_tells_how_far_it_is(desk: Desk, article: Article) -> None:
    told: list[tuple[int, int]] = []
    assert desk.audit(progress=lambda done, total: told.append((done, total))).ok
    assert told
    assert all(done <= total for done, total in told)


def _sha256(text: str) -> str:
    import hashlib

    return hashlib.sha256(text.encode()).hexdigest()
