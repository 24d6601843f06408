"""What an audit tells beyond the tables: the frame of the file, caches, guests, and what it did not look at."""

from __future__ import annotations

import contextlib
import hashlib
import random
import sqlite3
import subprocess
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from factcheck.archive import compression
from factcheck.archive.options import FetchOptions
from factcheck.desk import Desk, audit, captures, compacting, indexes, postings
from factcheck.errors import DamagedError
from factcheck.model import Article
from factcheck.pages import Document
from factcheck.store import texts
from tests.conftest import SmallWeb
from tests.desk.conftest import claim_with


def behind_its_back(desk: Desk, *statements: str) -> None:
    """Change the file as another program would."""
    conn = sqlite3.connect(desk.path, isolation_level=None)
    for statement in statements:
        conn.execute(statement)
    conn.close()


def told(desk: Desk) -> set[tuple[str, str, str]]:
    return {(item.code, item.table, item.row) for item in desk.audit().problems}


@pytest.mark.parametrize(
    ("statement", "row"),
    [
        ("CREATE TRIGGER evil AFTER INSERT ON _sqlite_migrations BEGIN DELETE FROM signoffs; END", "trigger evil"),
        ("CREATE INDEX extra ON _sqlite_migrations (name)", "index extra"),
        ("CREATE VIEW claims_shown AS SELECT * FROM claims", "view claims_shown"),
        ("CREATE TABLE sheet (a)", "table sheet"),
        ("CREATE TABLE numbered (a INTEGER PRIMARY KEY AUTOINCREMENT)", "table sqlite_sequence"),
        ("DROP TRIGGER bodies_once", "trigger bodies_once"),
    ],
)
def test_whatever_is_not_of_the_released_schema_is_told(desk: Desk, article: Article, statement: str, row: str) -> None:
    behind_its_back(desk, statement)
    assert ("schema", "sqlite_master", row) in told(desk)


def test_an_index_that_hides_rows_behind_the_released_text_is_found(desk: Desk, article: Article) -> None:
    conn = sqlite3.connect(desk.path, isolation_level=None)
    (sql,) = conn.execute("SELECT sql FROM sqlite_master WHERE name = 'claims_article'").fetchone()
    conn.execute("DROP INDEX claims_article")
    conn.execute(f"{sql} WHERE id < 0")
    conn.execute("PRAGMA writable_schema = ON")
    conn.execute("UPDATE sqlite_master SET sql = ? WHERE name = 'claims_article'", (sql,))
    conn.close()
    assert "integrity" in {problem.code for problem in desk.audit().problems}


def test_a_number_that_is_equal_but_of_another_type_is_found(desk: Desk, article: Article) -> None:
    conn = sqlite3.connect(desk.path, isolation_level=None)
    (sql,) = conn.execute("SELECT sql FROM sqlite_master WHERE name = 'claims'").fetchone()
    lax = sql.replace(") STRICT", ")").replace("check_worthiness INTEGER", "check_worthiness BLOB")
    for text, change in ((lax, "UPDATE claims SET check_worthiness = CAST(check_worthiness AS REAL)"), (sql, "")):
        conn.execute("PRAGMA writable_schema = ON")
        conn.execute("UPDATE sqlite_master SET sql = ? WHERE name = 'claims'", (text,))
        conn.execute("PRAGMA writable_schema = RESET")
        conn.execute(change)
    conn.close()
    assert "integrity" in {problem.code for problem in desk.audit().problems}


def test_a_schema_of_a_number_that_never_was_is_refused(desk: Desk, article: Article) -> None:
    behind_its_back(desk, "PRAGMA user_version = 0")
    assert ("schema", "", "user_version") in told(desk)
    with pytest.raises(DamagedError, match="its schema is number 0"):
        Desk.open(desk.path, readonly=True)


LITESTREAM = (
    "CREATE TABLE _litestream_seq (id INTEGER PRIMARY KEY, seq INTEGER)",
    "CREATE TABLE _litestream_lock (id INTEGER)",
)


def test_what_litestream_and_analyze_add_is_worth_a_notice(desk: Desk, article: Article) -> None:
    behind_its_back(desk, *LITESTREAM, "INSERT INTO _litestream_seq VALUES (1, 7)", "ANALYZE")
    found = desk.audit()
    assert found.ok
    assert {notice.row for notice in found.notices} == {
        "table _litestream_lock",
        "table _litestream_seq",
        "table sqlite_stat1",
    }


@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE _litestream_lock ADD COLUMN more TEXT",
        "CREATE TRIGGER evil AFTER INSERT ON _litestream_seq BEGIN DELETE FROM signoffs; END",
    ],
)
def test_but_only_that(desk: Desk, article: Article, statement: str) -> None:
    behind_its_back(desk, *LITESTREAM, statement)
    assert {code for code, _, _ in told(desk)} == {"schema"}


def test_bytes_that_no_event_tells_of_are_found(desk: Desk, article: Article) -> None:
    planted = hashlib.sha256(b"planted").hexdigest()
    behind_its_back(desk, f"INSERT INTO bodies (sha256, size, data) VALUES ('{planted}', 7, CAST('planted' AS BLOB))")
    assert told(desk) == {("body", "bodies", planted)}


def test_bytes_of_an_addition_that_was_undone_are_not(desk: Desk, article: Article) -> None:
    desk.add_article("-", content=b"Another story of the day.", slug="other")
    desk.undo()
    assert desk.audit().ok


def test_words_of_a_capture_without_bytes_are_found(desk: Desk, web: SmallWeb, options: FetchOptions) -> None:
    desk.fetch(["http://127.0.0.1:1/nobody-here"], options=options)
    assert desk.audit().ok
    behind_its_back(desk, "INSERT INTO capture_texts (capture_id, kind, text) VALUES (1, 'html', 'Planted words.')")
    assert ("text", "capture_texts", "1") in told(desk)


def test_words_whose_digest_was_taken_away_are_found(desk: Desk, record: str, options: FetchOptions) -> None:
    desk.fetch([record], options=options)
    behind_its_back(desk, "UPDATE capture_texts SET title = 'Another title', digest = ''")
    assert told(desk) >= {("text", "capture_texts", "1")}


def test_an_index_for_whose_copy_there_is_no_room_is_named(
    desk: Desk, article: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(indexes, "_lacking_room", lambda conn: "the disk is full")
    found = desk.audit()
    assert found.ok
    assert [(notice.code, notice.table) for notice in found.notices] == [
        ("not_compared", "claims_fts"),
        ("not_compared", "captures_fts"),
    ]


def test_where_nothing_can_be_written_the_rest_is_audited(
    desk: Desk, article: Article, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nowhere() -> str:
        raise FileNotFoundError(2, "No usable temporary directory found")

    monkeypatch.setattr("tempfile.gettempdir", nowhere)
    found = desk.audit()
    assert found.ok
    assert {notice.code for notice in found.notices} == {"not_compared"}


def test_a_disk_that_fills_while_an_index_is_copied_is_no_fault_of_the_index(
    desk: Desk, article: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = sqlite3.connect

    def small(*given: object, **more: object) -> sqlite3.Connection:
        conn = usual(*given, **more)  # type: ignore[call-overload]
        if str(given[0]).endswith("copy.db"):
            conn.execute("PRAGMA max_page_count = 3")
        return conn  # type: ignore[no-any-return]

    monkeypatch.setattr(sqlite3, "connect", small)
    found = desk.audit()
    assert found.ok
    assert {notice.code for notice in found.notices} == {"not_compared"}


def test_an_index_of_another_definition_is_not_carried_out(desk: Desk, article: Article, tmp_path: Path) -> None:
    made = tmp_path / "made.db"
    conn = sqlite3.connect(desk.path, isolation_level=None)
    conn.execute("PRAGMA writable_schema = ON")
    conn.execute("UPDATE sqlite_master SET sql = ? WHERE name = 'claims_fts'", (f"ATTACH '{made}' AS made",))
    conn.close()
    with contextlib.suppress(DamagedError):
        assert not desk.audit().ok
    assert not made.exists()


@pytest.mark.parametrize("large", [0, 1 << 40], ids=["beside the rest", "in turn"])
def test_pages_and_indexes_are_checked_in_large_files_and_small(
    desk: Desk, article: Article, monkeypatch: pytest.MonkeyPatch, large: int
) -> None:
    monkeypatch.setattr(audit, "LARGE", large)
    assert desk.audit().ok
    behind_its_back(desk, "INSERT INTO claims_fts (claims_fts) VALUES ('delete-all')")
    assert told(desk) == {("index", "claims_fts", "")}


def signed(folder: Path) -> None:
    (folder / "checkpoint.txt.sig").touch()


def stamped(folder: Path) -> None:
    (folder / "checkpoint.txt.tsr").touch()


@pytest.mark.parametrize(("seal", "code"), [(signed, "signature"), (stamped, "timestamp")])
def test_a_seal_that_could_not_be_checked_is_told(
    desk: Desk, article: Article, tmp_path: Path, seal: Callable[[Path], None], code: str
) -> None:
    desk.checkpoint(tmp_path / "kept")
    seal(tmp_path / "kept")
    found = desk.audit(tmp_path / "kept")
    assert found.ok
    assert [notice.code for notice in found.notices] == [code]


def test_a_backup_that_was_put_back_takes_many_hands_again(desk: Desk, article: Article, tmp_path: Path) -> None:
    kept = desk.backup(tmp_path / "kept.db")
    restored = Desk.restore(kept, tmp_path / "again.db")
    for path, mode in ((kept, "delete"), (restored, "wal")):
        conn = sqlite3.connect(path)
        assert conn.execute("PRAGMA journal_mode").fetchone() == (mode,)
        conn.close()


def test_two_checkpoints_of_two_pasts_cannot_both_hold(desk: Desk, article: Article, tmp_path: Path) -> None:
    kept = desk.backup(tmp_path / "kept.db")
    desk.mark(1, "checking")
    desk.checkpoint(tmp_path / "here")
    with Desk.open(Desk.restore(kept, tmp_path / "fork.db"), "eve") as fork:
        fork.mark(1, "unverifiable", "tried")
        fork.checkpoint(tmp_path / "there")
        assert fork.audit().ok
        assert not fork.audit(tmp_path / "here").ok
    assert desk.audit(tmp_path / "here").ok
    assert not desk.audit(tmp_path / "there").ok


def test_a_log_whose_end_was_cut_off_is_found_by_a_checkpoint_alone(
    desk: Desk, article: Article, tmp_path: Path
) -> None:
    kept = desk.backup(tmp_path / "kept.db")
    desk.mark(1, "checking")
    desk.checkpoint(tmp_path / "kept")
    with Desk.open(kept, readonly=True) as cut:
        assert cut.audit().ok  # nothing in the file can tell
        (problem,) = cut.audit(tmp_path / "kept").problems
    assert "its end was cut off" in problem.detail


def test_a_signature_of_another_key_is_told(desk: Desk, article: Article, tmp_path: Path) -> None:
    key = tmp_path / "key"
    try:
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key], check=True)
    except FileNotFoundError:
        pytest.skip("ssh-keygen is not installed")
    desk.checkpoint(tmp_path / "kept", key=key)
    other = tmp_path / "other"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", other], check=True)
    desk.checkpoint(tmp_path / "elsewhere", key=other)
    (tmp_path / "elsewhere" / "allowed_signers").replace(tmp_path / "kept" / "allowed_signers")
    assert [problem.code for problem in desk.audit(tmp_path / "kept").problems] == ["signature"]


def test_bytes_of_an_undone_addition_in_the_other_file_are_not(desk: Desk, article: Article, tmp_path: Path) -> None:
    with Desk.open(desk.backup(tmp_path / "theirs.db"), "ben") as theirs:
        theirs.add_article("-", content=b"Another story of the day.", slug="other")
        theirs.undo()
    desk.merge(tmp_path / "theirs.db")
    assert desk.audit().ok


# --- passages read again from the bytes

PLANTED = "The mayor added that the bridge had never been closed at all."


def replaced(desk: Desk, old: str, new: str) -> None:
    """Change the words kept beside a capture as somebody would who knows how: the digest fits."""
    conn = sqlite3.connect(desk.path, isolation_level=None)
    columns = ", ".join(texts.COLUMNS)
    conn.execute("UPDATE capture_texts SET text = replace(text, ?, ?)", (old, new))
    (row,) = conn.execute(f"SELECT {columns} FROM capture_texts").fetchall()
    conn.execute("UPDATE capture_texts SET digest = ?", (texts.digest(row),))
    conn.close()


def test_words_that_were_planted_before_they_were_cited_are_not_in_the_bytes(
    desk: Desk, article: Article, record: str, options: FetchOptions
) -> None:
    desk.fetch([record], options=options)
    replaced(desk, "The treasurer stated", f"{PLANTED} The treasurer stated")
    desk.cite(claim_with(desk, "opened to traffic"), record, passage=PLANTED, options=options)
    assert desk.audit().ok  # the log says so, and so does the text
    assert [(problem.code, problem.table) for problem in desk.audit(passages=True).problems] == [
        ("passage", "evidence")
    ]


def test_passages_that_the_bytes_hold_are_found_there(
    desk: Desk, article: Article, record: str, options: FetchOptions
) -> None:
    desk.cite(claim_with(desk, "We tested every cable"), record, options=options)
    found = desk.audit(passages=True)
    assert (found.problems, found.notices) == ((), ())


def test_a_passage_that_cannot_be_read_again_is_told(
    desk: Desk, article: Article, record: str, options: FetchOptions, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.cite(claim_with(desk, "We tested every cable"), record, options=options)
    monkeypatch.setattr(captures, "document_of", lambda ctx, capture: Document(kind="pdf", flags=("needs_extra_pdf",)))
    found = desk.audit(passages=True)
    assert found.ok
    assert [(notice.code, notice.table) for notice in found.notices] == [("not_compared", "evidence")]


# --- one bit of an index that SQLite's own check passes by


@pytest.fixture
def indexed(desk: Desk, web: SmallWeb, options: FetchOptions) -> Desk:
    """A desk with an index of several pages, one of whose words goes over the end of a page."""
    words = ("ferry", "quay", "harbour", "crown")
    texts_of = [" ".join(f"{words[n % 4]}{(n * 7 + page) % 900} common" for n in range(700)) for page in range(8)]
    desk.fetch(
        [web.publish(f"/{n}.html", f"<article><p>{text}</p></article>") for n, text in enumerate(texts_of)],
        options=options,
    )
    return desk


def blocks(desk: Desk) -> list[tuple[int, bytes]]:
    conn = sqlite3.connect(desk.path)
    found = conn.execute("SELECT id, block FROM captures_fts_data WHERE id >= 1 << 37 ORDER BY id").fetchall()
    conn.close()
    return found


def test_every_entry_of_an_index_is_looked_at(indexed: Desk) -> None:
    conn = sqlite3.connect(indexed.path)
    conn.execute("CREATE VIRTUAL TABLE temp.words USING fts5vocab (main, captures_fts, instance)")
    expected = Counter(row[0] for row in conn.execute("SELECT DISTINCT doc, term FROM words"))
    conn.close()
    leaves = [block for number, block in blocks(indexed) if number % (1 << 37) < 1 << 31]
    assert len(leaves) > 8
    assert Counter(document for leaf in leaves for document, _ in postings._entries(leaf)) == expected


def marked(leaf: bytes) -> bytes:
    """Set the mark of one entry of a leaf page."""
    before = list(postings._entries(leaf))
    for place in range(4, len(leaf)):
        changed = leaf[:place] + bytes([leaf[place] | 1]) + leaf[place + 1 :]
        if changed != leaf:
            after = list(postings._entries(changed))
            different = [(old, new) for old, new in zip(before, after, strict=False) if old != new]
            if (
                len(after) == len(before)
                and [(old[0], old[1] + 1) for old, _ in different] == [new for _, new in different] != []
            ):
                return changed
    raise AssertionError("no entry on this page")


def test_a_single_mark_of_an_entry_is_found(indexed: Desk) -> None:
    assert indexed.audit().ok
    number, block = blocks(indexed)[1]
    conn = sqlite3.connect(indexed.path, isolation_level=None)
    conn.execute("UPDATE captures_fts_data SET block = ? WHERE id = ?", (marked(block), number))
    conn.close()
    (problem,) = indexed.audit().problems
    assert (problem.code, problem.table) == ("index", "captures_fts")
    assert "is marked" in problem.detail
    indexed.renew()
    assert indexed.audit().ok


def test_texts_that_were_indexed_anew_are_no_fault(indexed: Desk) -> None:
    behind_its_back(indexed, "UPDATE capture_texts SET text = text || ' more'", "UPDATE capture_texts SET title = 'T'")
    assert "index" not in {code for code, _, _ in told(indexed)}
    indexed.renew()
    assert indexed.audit().ok


# --- bodies that `compact` makes, and bodies that are lost


@pytest.fixture
def pressed(desk: Desk, web: SmallWeb, options: FetchOptions, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A desk whose pages are pressed against a dictionary that was learnt from them, as those of many hosts are."""
    train = compression.train
    monkeypatch.setattr(compression, "train", lambda samples: train(samples, 4096))
    monkeypatch.setattr(compacting, "plan", lambda turn, *_: {body.id: () for body in turn})
    chance = random.Random(5)
    menu = [
        f"<li class='item item-{n}'><a href='/section/{n}/today'>Section {n} of the day</a></li>" for n in range(60)
    ]
    for number in range(40):
        words = " ".join(f"w{chance.getrandbits(40):x}" for _ in range(60))
        web.publish(f"/{number}.html", f"<ul>{''.join(chance.sample(menu, 40))}</ul><article>{words}</article>")
    desk.fetch([f"{web.url}/{number}.html" for number in range(40)], options=options)
    desk.compact()
    conn = sqlite3.connect(desk.path)
    (shared,) = conn.execute(
        "SELECT count(*) FROM bodies b WHERE NOT EXISTS (SELECT 1 FROM captures WHERE body_sha256 = b.sha256)"
    ).fetchone()
    conn.close()
    assert shared == 1
    return desk


def test_a_dictionary_that_bodies_stand_on_is_no_stranger(pressed: Desk) -> None:
    assert pressed.audit().ok


def test_a_merge_takes_over_no_dictionary_that_nothing_stands_on(pressed: Desk, tmp_path: Path) -> None:
    with Desk.open(tmp_path / "mine.db", "ben", create=True) as mine:
        assert mine.merge(pressed.path).bodies == 40
        assert mine.audit().ok
        assert mine.capture_body(1) == pressed.capture_body(1)


def test_a_file_that_lacks_bytes_can_be_merged(pressed: Desk, tmp_path: Path) -> None:
    damaged = pressed.backup(tmp_path / "damaged.db")
    conn = sqlite3.connect(damaged)
    (lost,) = conn.execute(
        "SELECT body_sha256 FROM captures WHERE body_sha256 NOT IN"
        " (SELECT dictionary FROM bodies WHERE dictionary IS NOT NULL) LIMIT 1"
    ).fetchone()
    conn.execute("UPDATE bodies SET data = x'00' WHERE sha256 = ?", (lost,))
    conn.commit()
    conn.close()
    Desk.repair(damaged, tmp_path / "saved.db")
    with Desk.open(tmp_path / "mine.db", "ben", create=True) as mine:
        assert mine.merge(tmp_path / "saved.db").bodies == 39
        assert {(problem.code, problem.row) for problem in mine.audit().problems} == {("body", lost)}
