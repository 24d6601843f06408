"""A dossier that stands alone: a folder that a stranger can read, and check without this program.

report.html, report.json   the provenance report
extract.db                 the article's rows, for SQLite or Datasette
captures/                  every archived body, named by its SHA-256
dossier.wacz               the same as a web archive, for replay (with the extra `warc`)
events.jsonl               the log; lines of other articles, and protected ones, as their hash only
checkpoint.txt             the state of the log
MANIFEST                   SHA-256 of all the above; this is what is signed and time-stamped
verify.sh, README.txt      how to check it with sha256sum, ssh-keygen and openssl
SHA256SUMS                 everything, against accidents
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from factcheck._resources import data_text
from factcheck.desk import captures as archive
from factcheck.desk import checkpoints, redaction, reports
from factcheck.desk.context import Context
from factcheck.errors import MissingExtraError, StorageError, UsageError
from factcheck.ledger import chain
from factcheck.model import Article, Capture, Event
from factcheck.report.protect import Clean, cleaner, public
from factcheck.store import extract, log
from factcheck.store.records import captures

_PLAIN = ("MANIFEST", "SHA256SUMS", "verify.sh", "MANIFEST.sig", "MANIFEST.tsr", "allowed_signers", "tsa-ca.pem")


@dataclass(frozen=True, slots=True)
class Bundle:
    """A dossier that was written: its folder, how many files it has, and what it leaves out."""

    folder: Path
    files: int
    omitted_events: int
    notes: tuple[str, ...]


def write(
    ctx: Context,
    article: Article,
    folder: Path,
    *,
    redact: bool,
    key: Path | None,
    tsa_url: str | None,
    tsa_ca: Path | None,
) -> Bundle:
    """Write an article's dossier into a new folder.

    Raises:
        UsageError: the folder holds something.
        StorageError: it cannot be written.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(f"{folder} is not an empty folder", hint="name a new one")
    try:
        (folder / "captures").mkdir(parents=True, exist_ok=True)
        return _write(ctx, article, folder, redact, key, tsa_url, tsa_ca)
    except OSError as error:
        raise StorageError(f"{folder} cannot be written: {error.strerror}", hint="name another folder") from error


def _write(
    ctx: Context,
    article: Article,
    folder: Path,
    redact: bool,
    key: Path | None,
    tsa_url: str | None,
    tsa_ca: Path | None,
) -> Bundle:
    dossier = reports.dossier(ctx, article)
    hidden = redaction.names(ctx.conn) if redact else frozenset()
    clean = cleaner(hidden) if redact else None
    # Protected names are taken out of notes first: once the contacts are left out, nobody knows the names.
    report = reports.Report(redaction.redacted(public(dossier, hidden)) if redact else dossier)
    report.write(folder / "report.html")
    report.write(folder / "report.json")
    held = captures.of_article(ctx.conn, article.id)
    _write_bodies(ctx, article, held, folder / "captures")
    extract.write(ctx.conn, article.id, folder / "extract.db", clean=clean)
    omitted = _write_events(ctx, article, folder / "events.jsonl", clean)
    notes = _write_wacz(ctx, article, held, folder / "dossier.wacz")
    checkpoints.write(ctx, folder, key=None, tsa_url=None, tsa_ca=None)
    (folder / "README.txt").write_text(data_text("bundle/README.txt"), encoding="utf-8")
    _write_sums(folder, "MANIFEST", leave_out=_PLAIN)
    checkpoints.seal(folder / "MANIFEST", key=key, tsa_url=tsa_url, tsa_ca=tsa_ca)
    (folder / "verify.sh").write_text(data_text("bundle/verify.sh"), encoding="utf-8")
    _write_sums(folder, "SHA256SUMS", leave_out=("SHA256SUMS",))
    files = sum(1 for path in folder.rglob("*") if path.is_file())
    return Bundle(folder, files, omitted, notes)


def _write_bodies(ctx: Context, article: Article, held: list[Capture], folder: Path) -> None:
    for capture in held:
        if capture.body_sha256:
            (folder / capture.body_sha256).write_bytes(archive.body_of(ctx, capture))


def _write_events(ctx: Context, article: Article, path: Path, clean: Clean | None) -> int:
    """Write the log: what concerns the article in full, of the rest the hashes that hold the chain together.

    With `clean`, what names somebody protected is left out too.
    """
    mine = _uids(ctx, article)
    protected = {row[0] for row in ctx.conn.execute("SELECT uid FROM sources WHERE protected = 1")}
    omitted = 0
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        for event in log.read(ctx.conn):
            original = chain.unwrap(event)
            told = clean and (_tells(original, protected) or redaction.names_somebody(original, clean))
            if _concerns(original, mine) and not told:
                stream.write(event.line + "\n")
            else:
                omitted += 1
                stream.write(json.dumps({"omitted": event.hash, "seq": event.seq}, separators=(",", ":")) + "\n")
    return omitted


def _uids(ctx: Context, article: Article) -> set[str]:
    """Return the names of everything that belongs to an article: itself, claims, captures, sources."""
    sql = """
        SELECT uid FROM articles WHERE id = :a UNION SELECT uid FROM claims WHERE article_id = :a
        UNION SELECT k.uid FROM captures k JOIN evidence e ON e.capture_id = k.id JOIN claims c ON c.id = e.claim_id
              WHERE c.article_id = :a
        UNION SELECT s.uid FROM sources s JOIN attributions t ON t.source_id = s.id JOIN claims c ON c.id = t.claim_id
              WHERE c.article_id = :a
    """
    return {row[0] for row in ctx.conn.execute(sql, {"a": article.id})}


def _concerns(event: Event, mine: set[str]) -> bool:
    made = {event.uid(0), event.uid(1)}
    named = {event.data.get(name) for name in ("article", "claim", "capture", "source", "from")}
    return bool((made | named) & mine)


def _tells(event: Event, protected: set[str]) -> bool:
    """Whether an event tells of a protected contact or source; its salt keeps its hash from being guessed."""
    if event.action == "contact.add":
        return bool(event.data.get("protected"))
    names = [event.data.get(name) for name in ("source", "from")]
    names += [by.get("source") for entry in event.data.get("claims", []) for by in entry.get("by", [])]
    names += [by.get("source") for by in event.data.get("set", {}).get("by", [])]
    names += [event.uid(n) for n in range(len(event.data.get("sources", [])) + 2)]
    return bool(protected & {name for name in names if isinstance(name, str)})


def _write_wacz(ctx: Context, article: Article, held: list[Capture], path: Path) -> tuple[str, ...]:
    from factcheck.desk import exchange

    try:
        exchange.export_wacz(ctx, held, path, title=article.title)
    except MissingExtraError as error:
        return (f"no WACZ: {error.message} ({error.hint})",)
    return ()


def _write_sums(folder: Path, name: str, *, leave_out: tuple[str, ...]) -> None:
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and path.name not in leave_out)
    lines = [f"{_sha256(path)}  {path.relative_to(folder).as_posix()}\n" for path in paths]
    (folder / name).write_text("".join(lines), encoding="ascii", newline="\n")


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
