"""The released schema: the numbered SQL files of `db/migrations`, run by sqlite-utils."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

from factcheck._resources import db_folder
from factcheck.errors import DamagedError

APPLICATION_ID = 1178816599
"""What SQLite's `application_id` holds in our files: the bytes "FCHW"."""

FIRST, VERSION = 1, 1
"""The numbers of the first and the newest migration this program knows, kept in SQLite's `user_version`."""


NO_TIME = "-"
"""What stands for the time of a migration: nothing else in the file vouches for it, so audit could not check it."""


def migration_files() -> list[Path]:
    """Return the migrations in the order in which they run."""
    return sorted((db_folder() / "migrations").glob("[0-9]*.sql"))


def check_ours(conn: sqlite3.Connection, path: Path) -> int:
    """Return the file's schema version.

    Raises:
        DamagedError: it is not a factcheck file, or it is newer than this program.
    """
    application = conn.execute("PRAGMA application_id").fetchone()[0]
    if application != APPLICATION_ID:
        raise DamagedError(f"{path} is not a factcheck file", hint="name another file with --db")
    version: int = conn.execute("PRAGMA user_version").fetchone()[0]
    if version < FIRST:
        raise DamagedError(
            f"{path} says that its schema is number {version}; the first was {FIRST}",
            hint="somebody changed that: `factcheck repair --to NEW.db` makes a sound file from its log",
        )
    if version > VERSION:
        raise DamagedError(
            f"{path} was made by a newer version of factcheck (schema {version}, this program knows {VERSION})",
            hint="pip install -U factcheck-desk",
        )
    return version


def migrate(conn: sqlite3.Connection) -> None:
    """Run the migrations that the database lacks, each in a transaction of its own; all of them in an empty one."""
    if conn.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone() is None:
        _make(conn)
    else:
        _bring_up_to_date(conn)


_RECORDS = """
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
CREATE UNIQUE INDEX "idx__sqlite_migrations_migration_set_name"
    ON "_sqlite_migrations" ("migration_set", "name");
"""
"""The table in which sqlite-utils notes what it ran, to the letter as it makes it."""


def _make(conn: sqlite3.Connection) -> None:
    """Make the tables of a new file: what the migrations come to, without the time it takes to load sqlite-utils."""
    files = migration_files()
    tables = "\n".join(file.read_text(encoding="utf-8") for file in files)
    try:
        conn.executescript(f"BEGIN;{_RECORDS}{tables}\nPRAGMA user_version = {int(files[-1].name[:4])};")
        conn.executemany(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('factcheck', ?, ?)",
            [(file.stem, NO_TIME) for file in files],
        )
        conn.execute("COMMIT")
    except BaseException:
        if conn.in_transaction:
            conn.execute("ROLLBACK")
        raise


def _bring_up_to_date(conn: sqlite3.Connection) -> None:
    from sqlite_utils import Database
    from sqlite_utils.migrations import Migrations

    migrations = Migrations("factcheck")
    for file in migration_files():
        migrations(name=file.stem)(_runner(file.read_text(encoding="utf-8"), int(file.name[:4])))
    # sqlite-utils sets a row factory of its own expectations: it reads tuples.
    factory, conn.row_factory = conn.row_factory, None
    try:
        migrations.apply(Database(conn))
        conn.execute("UPDATE _sqlite_migrations SET applied_at = ? WHERE applied_at <> ?", (NO_TIME, NO_TIME))
    finally:
        conn.row_factory = factory


def _runner(sql: str, number: int) -> Any:
    def run(db: Any) -> None:
        db.executescript(sql)
        db.execute(f"PRAGMA user_version = {number}")

    return run
