"""Opens a factcheck file, and gives one writer at a time its transaction.

Writers queue at a lock file (`queue`) before `BEGIN IMMEDIATE`: that is fairer than SQLite's busy
handler, and it keeps a commit and a checkpoint of two processes apart (SQLite up to 3.51.2 could lose a
commit there). Readers never wait: the file is in WAL mode.
"""

from __future__ import annotations

import contextlib
import os
import random
import sqlite3
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path

from factcheck.errors import DamagedError, FactcheckError, NotFoundError, StorageError, UsageError
from factcheck.store import schema
from factcheck.store.queue import Queue, QueueTimeout

LOCK_WAIT = 30.0
"""Seconds that a writer waits for its turn before it gives up."""

NOT_OURS = "name another file with --db; if this was one, `factcheck repair --to NEW.db` saves what can be read"

CHECKPOINT, CHECKPOINT_IN_BULK = 4000, 1000
"""Pages of the write-ahead log from which on a commit moves them into the file.

That takes several times as long as the rest of a decision, so whoever writes much does it, while nobody waits.
"""


class Database:
    """An open factcheck file.

    Attributes:
        path: where the file is.
        conn: the SQLite connection, in autocommit mode; rows come as `sqlite3.Row`.
        readonly: nothing can be written through it.
    """

    def __init__(self, path: Path, conn: sqlite3.Connection, *, readonly: bool) -> None:
        self.path = path
        self.conn = conn
        self.readonly = readonly
        self._queue = Queue(path)
        self._open: _Transaction | None = None
        self._checkpoint_at = CHECKPOINT

    def close(self) -> None:
        """Close the file; an open transaction is rolled back."""
        self.conn.close()
        self._queue.close()

    def others_wait(self) -> bool:
        """Whether another writer waits while the transaction is ours."""
        return self._queue.wanted()

    def writing(self, *, bulk: bool = False) -> AbstractContextManager[sqlite3.Connection]:
        """Hold the one write transaction; commit at the end, roll back on any exception.

        Joins the transaction that is already open in this object. `bulk`: one of many that together write much.

        Raises:
            StorageError: the disk is full, the file is read-only, or others held it for 30 s.
        """
        return _Joined(self.conn) if self._open else _Transaction(self, bulk)

    def _commit(self, bulk: bool) -> None:
        pages = CHECKPOINT_IN_BULK if bulk and not self.others_wait() else CHECKPOINT
        if pages != self._checkpoint_at:
            self.conn.execute(f"PRAGMA wal_autocheckpoint = {pages}")
            self._checkpoint_at = pages
        self.conn.execute("COMMIT")


class _Joined(AbstractContextManager[sqlite3.Connection]):
    """A part of a transaction that is open already: whoever opened it ends it."""

    __slots__ = ("_conn",)

    def __init__(self, conn: sqlite3.Connection) -> None:
        self._conn = conn

    def __enter__(self) -> sqlite3.Connection:
        return self._conn

    def __exit__(self, *_: object) -> None:
        return None


class _Transaction(AbstractContextManager[sqlite3.Connection]):
    """The write transaction, from its turn in the queue to its commit (a class, for a generator costs more)."""

    __slots__ = ("_bulk", "_db")

    def __init__(self, db: Database, bulk: bool) -> None:
        self._db, self._bulk = db, bulk

    def __enter__(self) -> sqlite3.Connection:
        db = self._db
        if db.readonly:
            raise StorageError(f"{db.path} can only be read", hint="copy it to a disk that can be written")
        _take_turn(db._queue, db.path)
        try:
            _begin(db.conn)
        except BaseException as error:
            db._queue.leave()
            if isinstance(error, sqlite3.Error):
                raise explain(error, db.path) from error
            raise
        db._open = self
        return db.conn

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: object) -> None:
        db = self._db
        db._open = None
        try:
            if error is None:
                last = _last_if_whole(db)
                db._commit(self._bulk)
                if last:
                    db._queue.note(*last)
        except sqlite3.Error as refused:
            raise explain(refused, db.path) from refused
        finally:
            if db.conn.in_transaction:
                with contextlib.suppress(sqlite3.Error):
                    db.conn.execute("ROLLBACK")
            db._queue.leave()
        if isinstance(error, sqlite3.Error):
            raise explain(error, db.path) from error


def _last_if_whole(db: Database) -> tuple[int, str] | None:
    """Return the last event; None where an event that was acknowledged is gone: `audit` is to tell of that one."""
    noted = db._queue.noted()
    if noted and not _holds(db.conn, *noted):
        return None
    row = db.conn.execute("SELECT seq, hash FROM events ORDER BY seq DESC LIMIT 1").fetchone()
    return (row[0], row[1]) if row else None


def _holds(conn: sqlite3.Connection, seq: int, digest: str) -> bool:
    row = conn.execute("SELECT hash FROM events WHERE seq = ?", (seq,)).fetchone()
    return row is not None and row[0] == digest


def create(path: Path) -> Database:
    """Make a new factcheck file at `path`, or open the one that is there.

    Raises:
        NotFoundError: the folder is missing.
        StorageError: the folder cannot be written.
        DamagedError: a file is there that is not ours.
    """
    if path.exists() and path.stat().st_size:
        return open_file(path)
    if not path.parent.is_dir():
        raise NotFoundError(f"there is no folder {path.parent}", hint="make it first, or name another --db")
    with translated(path), _turn(path) as queue:
        if not path.exists() or not path.stat().st_size:  # nobody else made it while this one waited
            refuse_leftovers(path)
            queue.forget()
            _build(path)
    return open_file(path)


def _build(path: Path) -> None:
    """Make the file under another name and move it into place: a full disk or a crash leaves none half-made."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        conn = _connect(f"{draft.absolute().as_uri()}?mode=rwc")
        try:
            schema.migrate(conn)
            conn.execute("PRAGMA journal_mode = WAL")
        finally:
            conn.close()  # the last to close writes everything into the file itself
        draft.replace(path)
    except BaseException:
        for suffix in ("", "-journal", "-wal", "-shm"):
            with contextlib.suppress(OSError):
                draft.with_name(draft.name + suffix).unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


def refuse_leftovers(path: Path) -> None:
    """Refuse to make a file beside the write-ahead log of one that is gone: SQLite would take it for this one's.

    Raises:
        UsageError: there is such a log.
    """
    for suffix in ("-wal", "-journal"):
        left = path.with_name(path.name + suffix)
        if left.exists() and left.stat().st_size:
            raise UsageError(
                f"{left} is still there, of a file that was at {path} before",
                hint=f"it may hold the last changes of that file: move it away with it (mv {left} {left}.old)",
            )


def _sync_folder(folder: Path) -> None:
    """Have the disk keep the new name; where a folder cannot be synced, its file system sees to that."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def open_file(path: Path, *, readonly: bool = False) -> Database:
    """Open an existing factcheck file; bring an older one up to date.

    A file that cannot be written is opened for reading.

    Raises:
        NotFoundError: there is no such file.
        DamagedError: the file is damaged, not ours, or newer than this program.
        StorageError: it cannot be opened.
    """
    if not path.exists():
        raise NotFoundError(f"there is no database at {path}", hint="`factcheck init` makes one; --db names another")
    if path.is_dir():
        raise NotFoundError(f"{path} is a folder, not a database", hint="name the file, e.g. --db story.db")
    if not path.stat().st_size:
        raise DamagedError(f"{path} is empty", hint="`factcheck init` makes a new file there; or restore a backup")
    with translated(path):
        readonly = readonly or not _can_write(path)
        conn = _open_reader(path) if readonly else _connect(f"{path.absolute().as_uri()}?mode=rw")
        try:
            version = schema.check_ours(conn, path)
            if version < schema.VERSION and not readonly:
                with _turn(path):
                    schema.migrate(conn)
            elif version < schema.VERSION:
                raise StorageError(
                    f"{path} was made by an older version and is not brought up to date while it is only read",
                    hint="any command that writes does that, e.g. `factcheck repair`; on a read-only disk, copy it",
                )
            if not readonly:
                _use_wal(conn, path)
        except BaseException:
            conn.close()
            raise
    return Database(path, conn, readonly=readonly)


def _use_wal(conn: sqlite3.Connection, path: Path) -> None:
    """Have readers and the writer never wait for one another; a backup is a single file, and was put back as one."""
    if conn.execute("PRAGMA journal_mode").fetchone()[0] == "wal":
        return
    with _turn(path), contextlib.suppress(sqlite3.OperationalError):  # somebody reads it now, or the disk cannot do it
        conn.execute("PRAGMA journal_mode = WAL")


def begin_anew(path: Path) -> None:
    """Say that another file was put at `path` on purpose: what was acknowledged of the one before is not missed."""
    with _turn(path) as queue:
        queue.forget()


def missing(db: Database, noted: tuple[int, str] | None) -> str | None:
    """Say which acknowledged changes the file has lost; None where none is known.

    `noted` is what `acknowledged` returned before the database was read: others may go on writing.
    """
    if noted is None:
        return None
    seq, digest = noted
    if _holds(db.conn, seq, digest):
        return None
    last = db.conn.execute("SELECT coalesce(max(seq), 0) FROM events").fetchone()[0]
    what = f"it ends at event {last}" if last < seq else "another one stands there"
    return (
        f"event {seq} ({digest[:16]}...) was acknowledged, but {what}: the write-ahead log ({db.path.name}-wal) was"
        " lost, or another copy was put in the file's place"
    )


def scratch(*, bare: bool = False) -> sqlite3.Connection:
    """Return an empty database with the released schema, for rebuilding and comparing; it goes when it is closed.

    It is kept in memory as far as the page cache reaches, then in a temporary file. With `bare`, the
    full-text caches and the indexes that only serve lists are left out: a rebuild needs neither.
    """
    conn = sqlite3.connect("", isolation_level=None, cached_statements=512)
    conn.row_factory = sqlite3.Row
    conn.executescript("PRAGMA foreign_keys = ON; PRAGMA synchronous = OFF; PRAGMA cache_size = -65536;")
    for file in schema.migration_files():
        conn.executescript(file.read_text(encoding="utf-8"))
    if bare:
        rows = conn.execute(
            "SELECT type, name FROM sqlite_master WHERE type IN ('trigger', 'index') AND sql IS NOT NULL"
        )
        for kind, name in rows.fetchall():
            if name not in _REBUILD_NEEDS:
                conn.execute(f"DROP {kind} {name}")
    return conn


_REBUILD_NEEDS = {"findings_claim", "findings_capture", "verdicts_claim"}


def _can_write(path: Path) -> bool:
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


def _open_reader(path: Path) -> sqlite3.Connection:
    conn = None
    try:
        conn = _connect(f"{path.absolute().as_uri()}?mode=ro")  # its pragmas read the file already
        conn.execute("SELECT 1 FROM sqlite_master")
    except sqlite3.OperationalError:
        # A file that was closed cleanly has no -shm file to map on read-only media.
        if conn is not None:
            conn.close()
        _refuse_unmerged(path)
        conn = _connect(f"{path.absolute().as_uri()}?immutable=1")
    return conn


def _refuse_unmerged(path: Path) -> None:
    """Refuse to read past changes that only the write-ahead log holds: what is shown would be out of date."""
    wal = path.with_name(path.name + "-wal")
    with contextlib.suppress(OSError):
        if size := wal.stat().st_size:
            raise StorageError(
                f"the last changes of {path} are in {wal.name} ({size:,} bytes), which cannot be read together with it"
                " here: the disk is read-only",
                hint=f"copy {path.name} and {wal.name} to a disk that can be written, and open the copy",
            )


def _connect(target: str) -> sqlite3.Connection:
    # Statements are cached: the same few dozen run thousands of times in a batch.
    conn = sqlite3.connect(target, uri=True, isolation_level=None, timeout=5, cached_statements=512)
    conn.row_factory = sqlite3.Row
    try:
        conn.executescript(
            "PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL; PRAGMA temp_store = MEMORY;"
            f"PRAGMA cache_size = -65536; PRAGMA wal_autocheckpoint = {CHECKPOINT};"
        )
    except sqlite3.Error:
        conn.close()
        raise
    return conn


def _begin(conn: sqlite3.Connection) -> None:
    deadline = time.monotonic() + LOCK_WAIT
    while True:
        try:
            conn.execute("BEGIN IMMEDIATE")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode not in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                raise
            if time.monotonic() > deadline:
                raise
            time.sleep(random.uniform(0.001, 0.02))


def _take_turn(queue: Queue, path: Path) -> None:
    try:
        queue.enter(LOCK_WAIT)
    except QueueTimeout:
        raise _locked(path) from None


@contextlib.contextmanager
def _turn(path: Path) -> Iterator[Queue]:
    """Have the one turn to write, for what is no transaction of an open file."""
    queue = Queue(path)
    _take_turn(queue, path)
    try:
        yield queue
    finally:
        queue.close()


def _locked(path: Path) -> StorageError:
    return StorageError(
        f"{path} is in use: another program has been writing to it for {LOCK_WAIT:.0f} s",
        hint="try again; if no other factcheck runs, see which program holds the file open",
    )


@contextlib.contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turn SQLite's errors into ours, in one line with a hint."""
    try:
        yield
    except sqlite3.Error as error:
        raise explain(error, path) from error


def explain(error: sqlite3.Error, path: Path) -> FactcheckError:
    """Return what an SQLite error means for the user of the file at `path`."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return _locked(path)
    if code == sqlite3.SQLITE_FULL:
        return StorageError(f"the disk of {path} is full; nothing was changed", hint="free some space and try again")
    if code == sqlite3.SQLITE_READONLY:
        return StorageError(f"{path} can only be read", hint="copy it to a disk that can be written")
    if code == sqlite3.SQLITE_NOTADB:
        return DamagedError(f"{path} is not a factcheck file", hint=NOT_OURS)
    if code == sqlite3.SQLITE_CORRUPT or (code == sqlite3.SQLITE_ERROR and "malformed" in str(error)):
        return DamagedError(
            f"{path} is damaged ({error})",
            hint="`factcheck repair --to NEW.db` saves what can be read; or restore a backup",
        )
    if code in (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN):
        return StorageError(f"{path} cannot be read or written ({error})", hint="check the disk and the file's rights")
    return DamagedError(
        f"{path} does not answer as a factcheck file does ({error})",
        hint="`factcheck audit` tells what is wrong",
    )
