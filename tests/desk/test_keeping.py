"""Keeping the record safe: audit, merge, checkpoints, dossiers, backups, repair."""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from factcheck.archive.options import FetchOptions
from factcheck.desk import Desk
from factcheck.errors import ConflictError, DamagedError, FactcheckError, NotFoundError, StorageError, UsageError
from factcheck.model import Article
from factcheck.store import projection
from tests.conftest import ARTICLE, TickingClock
from tests.desk.conftest import claim_with

PROTECTED = "Hidden Helga"


def without_triggers(path: Path, statement: str) -> None:
    conn = sqlite3.connect(path, isolation_level=None)
    triggers = conn.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for name, _ in triggers:
        conn.execute(f"DROP TRIGGER {name}")
    conn.execute(statement)
    for _, sql in triggers:
        conn.execute(sql)
    conn.close()


@pytest.fixture
def worked(desk: Desk, article: Article, record: str, options: FetchOptions) -> Desk:
    """A desk with one of everything in it."""
    quote = claim_with(desk, "We tested every cable")
    desk.cite(quote, record, options=options)
    desk.verify(quote, "as in the record")
    desk.contact(claim_with(desk, "The bridge is safe"), PROTECTED, "She said so.", protected=True)
    desk.acting_as("bob").sign(claim=quote)
    desk.edit_source(str(quote.source), add_alias=["The mayor"])
    desk.skip(desk.sentences()[0].id, "headline")
    return desk


@pytest.mark.parametrize(
    ("statement", "table"),
    [
        ("UPDATE claims SET status = 'disputed' WHERE status = 'verified'", "claims"),
        ("UPDATE claims SET text = text || '!' WHERE id = 2", "claims"),
        ("UPDATE anchors SET start_pos = start_pos + 1 WHERE id = 1", "anchors"),
        ("UPDATE attributions SET cue = 'denied' WHERE cue IS NOT NULL", "attributions"),
        ("UPDATE sources SET name = 'Eve' WHERE id = 1", "sources"),
        ("DELETE FROM aliases", "aliases"),
        ("UPDATE verdicts SET decided_by = 'eve'", "verdicts"),
        ("UPDATE evidence SET exact = 'other words'", "evidence"),
        ("UPDATE contacts SET said = 'No.'", "contacts"),
        ("UPDATE findings SET label = 'altered'", "findings"),
        ("DELETE FROM signoffs", "signoffs"),
        ("UPDATE captures SET final_url = 'https://example.org/'", "captures"),
        ("UPDATE captures SET headers = '[]'", "captures"),
        ("UPDATE bodies SET data = x'00' WHERE rowid = 1", "bodies"),
        ("UPDATE sentences SET skip_reason = 'opinion' WHERE number = 2", "sentences"),
        ("UPDATE revisions SET text = text || ' '", "revisions"),
        ("UPDATE articles SET state = 'closed'", "articles"),
        ("UPDATE events SET line = replace(line, '\"v\":1', '\"v\":2') WHERE seq = 3", "events"),
        ("DELETE FROM events WHERE seq = 3", "events"),
        ("UPDATE capture_texts SET text = replace(text, 'tested', 'never tested')", "evidence"),
        ("DROP INDEX claims_article", "sqlite_master"),
    ],
)
def test_audit_names_what_was_changed(worked: Desk, statement: str, table: str) -> None:
    assert worked.audit().ok
    path = worked.path
    without_triggers(path, statement)
    found = worked.audit()
    assert not found.ok
    assert table in {problem.table for problem in found.problems}


def test_a_missing_trigger_is_named(worked: Desk) -> None:
    conn = sqlite3.connect(worked.path)
    conn.execute("DROP TRIGGER events_stay")
    conn.commit()
    conn.close()
    assert [problem.row for problem in worked.audit().problems] == ["trigger events_stay"]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE events SET hash = 'x'",
        "DELETE FROM events",
        "INSERT INTO events (seq, line, hash) VALUES (99, '{}', printf('%064d', 1))",
        "INSERT OR REPLACE INTO events (seq, line, hash) SELECT 1, '{}', hash FROM events WHERE seq = 1",
        "UPDATE bodies SET size = 1",
        "DELETE FROM bodies",
    ],
)
def test_the_file_itself_refuses_accidents(worked: Desk, statement: str) -> None:
    conn = sqlite3.connect(worked.path)
    with pytest.raises(sqlite3.IntegrityError):
        conn.execute(statement)
    conn.close()


def test_a_clock_that_goes_back_is_only_worth_a_notice(desk: Desk, article: Article) -> None:
    clock = desk._ctx.clock
    assert isinstance(clock, TickingClock)
    clock.now = clock.now.replace(year=1970)
    desk.mark(1, "checking")
    found = desk.audit()
    assert found.ok
    assert [notice.code for notice in found.notices] == ["clock_backwards"]


# --- merging

Change = Callable[[Desk], object]
CHANGES: list[Change] = [
    lambda desk: desk.mark(desk.claims()[0], "checking"),
    lambda desk: desk.mark(desk.claims()[0], "unverifiable", "tried"),
    lambda desk: desk.mark(desk.claims()[1], "not_checkable", "opinion"),
    lambda desk: desk.cut_claim(desk.claims()[-1], "not ours"),
    lambda desk: desk.add_claim(text="opened to traffic", source="Press office"),
    lambda desk: desk.edit_claim(desk.claims()[1], kind="paraphrase"),
    lambda desk: desk.split_claim(desk.claims()[1], "bridge of Velmouth"),
    lambda desk: desk.merge_claims(desk.claims()[0], desk.claims()[1]),
    lambda desk: desk.contact(desk.claims()[2], "A clerk", "Yes."),
    lambda desk: desk.skip(desk.sentences()[2].id, "background"),
    lambda desk: desk.add_article("-", content=b"Another text of the day. It is short.", slug="other"),
    lambda desk: desk.revise("bridge", "-", content=ARTICLE.replace("41 million", "43 million").encode()),
    lambda desk: desk.edit_source(desk.sources()[0], description="a person"),
    lambda desk: desk.merge_sources(desk.sources()[0], desk.sources()[1]),
    lambda desk: desk.undo(),
]


def work(path: Path, actor: str, clock: TickingClock, changes: list[int]) -> None:
    with Desk.open(path, actor, clock=clock) as desk:
        for number in changes:
            try:
                CHANGES[number](desk)
            except (FactcheckError, IndexError):
                continue  # a change that makes no sense at this point of a random history


_OF_ALL = {
    ("verdicts", "uid"): "iif(decided_by = 'factcheck', '', uid)",
    ("verdicts", "decided_at"): "iif(decided_by = 'factcheck', '', decided_at)",
    ("claims", "status_at"): "iif(status_by = 'factcheck', '', status_at)",
}


def tables(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every table without what differs from file to file: `seq`, and the name and time of the program's own marks."""
    conn = sqlite3.connect(path)
    found = {}
    for table in projection.TABLES:
        columns = [row[1] for row in conn.execute(f"PRAGMA table_info({table})") if row[1] != "seq"]
        columns = [_OF_ALL.get((table, column), column) for column in columns]
        found[table] = conn.execute(f"SELECT {', '.join(columns)} FROM {table} ORDER BY 1, 2").fetchall()
    conn.close()
    return found


histories = st.lists(st.integers(0, len(CHANGES) - 1), max_size=6)


@cache
def common_past() -> bytes:
    """The file that both began with."""
    with tempfile.TemporaryDirectory() as name:
        path = Path(name, "story.db")
        with Desk.open(path, "ann", create=True, clock=TickingClock()) as desk:
            desk.add_article("-", content=ARTICLE.encode(), slug="bridge")
        return path.read_bytes()


def check_merge_both_ways(ours: list[int], theirs: list[int]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for person in ("ann", "bob"):
            (folder / f"{person}.db").write_bytes(common_past())
        one, other = TickingClock(), TickingClock()
        one.now = one.now.replace(hour=10)
        other.now = other.now.replace(hour=10, microsecond=500)
        work(folder / "ann.db", "ann", one, ours)
        work(folder / "bob.db", "bob", other, theirs)
        for name in ("ann", "bob"):
            shutil.copy(folder / f"{name}.db", folder / f"{name}-before.db")
        for name, with_whom in (("ann", "bob-before"), ("bob", "ann-before")):
            with Desk.open(folder / f"{name}.db", name, clock=TickingClock()) as desk:
                desk.merge(folder / f"{with_whom}.db")
                assert desk.audit().problems == ()
                assert desk.merge(folder / f"{with_whom}.db").events == 0
        assert tables(folder / "ann.db") == tables(folder / "bob.db")


@given(histories, histories)
@settings(max_examples=15, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_merging_gives_the_same_tables_either_way(ours: list[int], theirs: list[int]) -> None:
    check_merge_both_ways(ours, theirs)


@pytest.mark.soak
@pytest.mark.timeout(3600)
@given(histories, histories)
@settings(max_examples=500, deadline=None, print_blob=True, suppress_health_check=list(HealthCheck))
def test_merging_gives_the_same_tables_either_way_long(ours: list[int], theirs: list[int]) -> None:
    check_merge_both_ways(ours, theirs)


def test_merging_keeps_who_did_what_and_lists_where_people_differ(desk: Desk, article: Article, tmp_path: Path) -> None:
    desk.backup(tmp_path / "copy.db")
    with Desk.open(tmp_path / "copy.db", "bob", clock=TickingClock()) as other:
        other.mark(1, "unverifiable", "nobody answered")
    desk.mark(1, "not_checkable", "an opinion")
    merged = desk.merge(tmp_path / "copy.db")
    assert merged.events == 1
    (difference,) = merged.differences
    assert (difference.ours, difference.theirs) == (
        ("ann not_checkable: an opinion",),
        ("bob unverifiable: nobody answered",),
    )
    assert {event.actor for event in desk.log(claim=1)} >= {"ann", "bob"}
    assert desk.audit().ok


# --- checkpoints and dossiers

needs_ssh = pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="ssh-keygen is not installed")


@pytest.fixture
def key(tmp_path: Path) -> Path:
    path = tmp_path / "key"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", path], check=True)
    return path


@needs_ssh
def test_a_checkpoint_kept_elsewhere_shows_a_rewritten_log(worked: Desk, tmp_path: Path, key: Path) -> None:
    worked.checkpoint(tmp_path / "kept", key=key)
    worked.mark(3, "checking")
    assert worked.audit(tmp_path / "kept" / "checkpoint.txt").ok
    with Desk.open(tmp_path / "forged.db", "ann", create=True, clock=TickingClock()) as forged:
        forged.add_article("-", content=b"Quite another story.", slug="bridge")
        assert forged.audit().ok
        told = forged.audit(tmp_path / "kept" / "checkpoint.txt")
    assert "checkpoint" in {problem.code for problem in told.problems}
    text = (tmp_path / "kept" / "checkpoint.txt").read_text()
    (tmp_path / "kept" / "checkpoint.txt").write_text(text.replace("T09", "T08"))
    assert "signature" in {problem.code for problem in worked.audit(tmp_path / "kept").problems}
    with pytest.raises(NotFoundError):
        worked.audit(tmp_path / "nothing.txt")


@needs_ssh
def test_a_signature_of_which_ssh_keygen_passes_a_change_by_is_refused(worked: Desk, tmp_path: Path, key: Path) -> None:
    folder = worked.bundle("bridge", tmp_path / "dossier", key=key).folder
    signature = (folder / "MANIFEST.sig").read_bytes()
    line_end = signature.index(b"\n", 40)
    for changed in (
        signature[:line_end] + b"\x0b" + signature[line_end + 1 :],  # counts as white space
        signature.replace(b"-----END", b"\n-----END"),
        signature + b"\n",
        signature[:-1],
    ):
        (folder / "MANIFEST.sig").write_bytes(changed)
        sums = (folder / "SHA256SUMS").read_text().splitlines(keepends=True)
        fresh = f"{hashlib.sha256(changed).hexdigest()}  MANIFEST.sig\n"
        (folder / "SHA256SUMS").write_text("".join(fresh if "MANIFEST.sig" in line else line for line in sums))
        done = subprocess.run(["sh", folder / "verify.sh"], capture_output=True, text=True)
        assert done.returncode == 1
        assert "not as ssh-keygen wrote it" in done.stderr


@needs_ssh
def test_a_dossier_is_checked_with_standard_tools(worked: Desk, tmp_path: Path, key: Path) -> None:
    bundle = worked.bundle("bridge", tmp_path / "dossier", key=key)
    script = ["sh", str(bundle.folder / "verify.sh")]
    done = subprocess.run(script, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "signed: yes" in done.stdout
    with Desk.open(bundle.folder / "extract.db", readonly=True) as extract:
        assert extract.claim(1).text == worked.claim(1).text
    for name in ("report.html", "events.jsonl", "checkpoint.txt", "extract.db"):
        path = bundle.folder / name
        data = path.read_bytes()
        path.write_bytes(data[:-2] + b"!\n")
        assert subprocess.run(script, capture_output=True).returncode != 0, name
        path.write_bytes(data)
    with pytest.raises(UsageError, match="empty"):
        worked.bundle("bridge", tmp_path / "dossier")


def test_a_redacted_dossier_names_nobody_who_is_protected(worked: Desk, tmp_path: Path) -> None:
    whole = worked.bundle("bridge", tmp_path / "whole")
    redacted = worked.bundle("bridge", tmp_path / "redacted", redact=True)
    assert redacted.omitted_events == whole.omitted_events + 1
    for path in redacted.folder.rglob("*"):
        assert not path.is_file() or PROTECTED.encode() not in path.read_bytes()
    assert subprocess.run(["sh", str(redacted.folder / "verify.sh")], capture_output=True).returncode == 0


def test_a_protected_name_that_was_typed_anywhere_is_in_no_byte_of_a_redacted_dossier(
    worked: Desk, tmp_path: Path
) -> None:
    source = worked.sources()[0]
    names = ("Wanda Kestrelow", "W. Kestrelow", "Informant Nightjar", PROTECTED)
    worked.edit_source(source, name=names[0], add_alias=[names[1]])
    worked.edit_source(source, name=names[2], description=f"once {names[0]}", protected=True)
    first, second, third = worked.claims()[:3]
    worked.mark(first, "unverifiable", f"asked {names[0]}, in vain")
    worked.mark_many([(second.id, "not_checkable", f"so says {names[1]}")])
    worked.contact(third, "The harbour office", f"Ask {names[0].upper()} about it.")
    worked.add_claim(text=f"{names[0]} knew of it.", parent=third)
    last = worked.sentences()[-1]
    for claim in worked.claims():
        if claim.start is not None and claim.start >= last.start:
            worked.cut_claim(claim, "no claim at all")
    worked.skip(last.id, f"{names[2]} says it is an opinion")
    worked.acting_as("dana").sign(claim=first, note=f"{PROTECTED} confirmed")
    worked.undo()
    whole = worked.bundle("bridge", tmp_path / "whole")
    assert all(any(name.encode() in content for content in contents(whole.folder)) for name in names)
    bundle = worked.bundle("bridge", tmp_path / "redacted", redact=True)
    for content in contents(bundle.folder):
        for name in (*names, "Kestrelow", "Nightjar"):
            assert name.lower().encode() not in content.lower()
    assert subprocess.run(["sh", str(bundle.folder / "verify.sh")], capture_output=True).returncode == 0
    with Desk.open(bundle.folder / "extract.db", readonly=True) as extract:
        assert extract.claim(first.id).status_note == "asked [protected], in vain"
    # Nobody can find a line that was left out by trying names: it holds a salt.
    lines = [json.loads(line) for line in (bundle.folder / "events.jsonl").read_text().splitlines()]
    left_out = {line["seq"] for line in lines if "omitted" in line}
    assert left_out
    told = [event for event in worked.log() if event.seq in left_out]
    assert all("salt" in event.data for event in told if any(name in event.line for name in names))


def contents(folder: Path) -> list[bytes]:
    return [path.read_bytes() for path in folder.rglob("*") if path.is_file()]


# --- backups and damage


def test_a_backup_is_restored_whole(worked: Desk, tmp_path: Path) -> None:
    worked.backup(tmp_path / "kept.db")
    with pytest.raises(UsageError, match="exists"):
        worked.backup(tmp_path / "kept.db")
    Desk.restore(tmp_path / "kept.db", tmp_path / "back.db")
    with Desk.open(tmp_path / "back.db") as back:
        assert back.audit().ok
        assert [event.hash for event in back.log()] == [event.hash for event in worked.log()]
    with pytest.raises(UsageError, match="exists"):
        Desk.restore(tmp_path / "kept.db", tmp_path / "back.db")
    with pytest.raises(NotFoundError, match="no backup"):
        Desk.restore(tmp_path / "nothing.db", tmp_path / "another.db")


@pytest.mark.parametrize(
    "statement", ["UPDATE claims SET status = 'disputed'", "DROP TRIGGER events_stay", "DELETE FROM events"]
)
def test_a_backup_that_does_not_hold_is_not_put_back(worked: Desk, tmp_path: Path, statement: str) -> None:
    kept = worked.backup(tmp_path / "kept.db")
    conn = sqlite3.connect(kept, isolation_level=None)
    conn.execute("DROP TRIGGER events_last")
    conn.execute(statement)
    conn.close()
    with pytest.raises(DamagedError, match="does not hold") as refused:
        Desk.restore(kept, tmp_path / "back.db")
    assert "repair --to" in str(refused.value.hint)
    assert not (tmp_path / "back.db").exists()


def test_a_repaired_file_that_lacks_bytes_for_ever_can_be_put_back(worked: Desk, tmp_path: Path) -> None:
    damaged = worked.backup(tmp_path / "damaged.db")
    without_triggers(damaged, "UPDATE bodies SET data = x'00' WHERE rowid = 2")
    Desk.repair(damaged, tmp_path / "saved.db")
    Desk.restore(tmp_path / "saved.db", tmp_path / "back.db")
    with Desk.open(tmp_path / "back.db", readonly=True) as back:
        assert {problem.code for problem in back.audit().problems} <= {"body", "text"}


@pytest.mark.parametrize(
    ("content", "hint"),
    [(None, "other person"), (b"", "other person"), (b"no database at all" * 100, "repair --to")],
    ids=["missing", "empty", "noise"],
)
def test_what_cannot_be_merged_is_told_with_what_to_do(
    worked: Desk, tmp_path: Path, content: bytes | None, hint: str
) -> None:
    other = tmp_path / "other.db"
    if content is not None:
        other.write_bytes(content)
    with pytest.raises(FactcheckError) as refused:
        worked.merge(other)
    assert hint in str(refused.value.hint)


def test_a_change_upon_what_another_copy_showed_is_a_conflict(worked: Desk, tmp_path: Path) -> None:
    kept = worked.backup(tmp_path / "kept.db")
    seen = worked.mark(3, "checking")
    with (
        Desk.open(Desk.restore(kept, tmp_path / "back.db"), "ann") as back,
        pytest.raises(ConflictError, match="another copy"),
    ):
        back.mark(3, "unverifiable", "tried", if_seq=seen.seq)


def test_no_file_is_made_beside_the_write_ahead_log_of_another(worked: Desk, tmp_path: Path) -> None:
    worked.backup(tmp_path / "kept.db")
    worked.mark(3, "checking")
    for name in ("back.db", "new.db"):
        shutil.copy(f"{worked.path}-wal", tmp_path / f"{name}-wal")
    with pytest.raises(UsageError, match=r"back\.db-wal is still there"):
        Desk.restore(tmp_path / "kept.db", tmp_path / "back.db")
    with pytest.raises(UsageError, match=r"new\.db-wal is still there"):
        Desk.open(tmp_path / "new.db", "ann", create=True)
    assert not (tmp_path / "back.db").exists()


def test_repair_saves_what_can_be_read_and_says_what_is_missing(worked: Desk, tmp_path: Path) -> None:
    damaged = tmp_path / "damaged.db"
    worked.backup(damaged)
    without_triggers(damaged, "UPDATE events SET line = replace(line, 'a', 'b') WHERE seq = 4")
    without_triggers(damaged, "UPDATE bodies SET data = x'00' WHERE rowid = 2")
    saved = Desk.repair(damaged, tmp_path / "saved.db")
    assert saved.missing_events == ("4",)
    assert len(saved.missing_bodies) == 1
    with Desk.open(tmp_path / "saved.db", "ann", clock=TickingClock()) as desk:
        assert {problem.code for problem in desk.audit().problems} <= {"body", "text"}
        assert len(desk.claims()) == len(worked.claims())
        desk.mark(3, "checking")


@pytest.mark.parametrize("damage", ["not-a-database", "foreign", "newer", "cut", "empty-page"])
def test_a_file_that_is_not_ours_or_damaged_is_told_in_one_line(worked: Desk, tmp_path: Path, damage: str) -> None:
    path = tmp_path / "odd.db"
    worked.backup(path)
    if damage == "not-a-database":
        path.write_bytes(b"just some text, quite long enough to be read as a header of something" * 20)
    elif damage == "cut":
        path.write_bytes(path.read_bytes()[:20_000])
    elif damage == "empty-page":
        data = path.read_bytes()
        path.write_bytes(data[:4096] + b"\0" * 40960 + data[45056:])
    else:
        conn = sqlite3.connect(path)
        conn.execute("PRAGMA user_version = 999" if damage == "newer" else "PRAGMA application_id = 1")
        conn.close()
    assert "\n" not in told_of(path)


def told_of(path: Path) -> str:
    """What opening a file says, or else what its audit finds first."""
    try:
        with Desk.open(path) as desk:
            found = desk.audit()
    except DamagedError as error:
        return error.message
    assert not found.ok
    return found.problems[0].detail


def test_a_file_that_can_only_be_read_is_read(worked: Desk, tmp_path: Path) -> None:
    with Desk.open(worked.path, "ann", readonly=True) as reader:
        assert reader.claims()
        assert reader.audit().ok
        with pytest.raises(StorageError, match="only be read"):
            reader.mark(1, "checking")


def test_captures_travel_as_web_archives(worked: Desk, tmp_path: Path) -> None:
    pytest.importorskip("warcio")
    for name in ("captures.warc.gz", "captures.wacz"):
        assert worked.export_captures(tmp_path / name) == 1
        with Desk.open(tmp_path / f"{name}.db", "bob", create=True, clock=TickingClock()) as other:
            (stored,) = other.import_captures(tmp_path / name)
            assert other.capture_body(stored.capture) == worked.capture_body(1)
            assert stored.capture.headers == worked.capture(1).headers
            assert other.import_captures(tmp_path / name) == []
            assert other.audit().ok


def test_compacting_changes_no_byte_that_was_received(desk: Desk, article: Article, web, options: FetchOptions) -> None:  # type: ignore[no-untyped-def]
    from tests.conftest import RECORD

    for number in range(30):
        web.publish(f"/page-{number}.html", RECORD.replace("two hard winters", f"{number} hard winters") * 3)
    stored = desk.fetch([f"{web.url}/page-{number}.html" for number in range(30)], options=options)
    before = {item.capture.id: desk.capture_body(item.capture) for item in stored}
    done = desk.compact()
    assert done.after < done.before / 2
    assert {number: desk.capture_body(number) for number in before} == before
    assert desk.audit().ok
    assert json.dumps(desk.compact().after)
