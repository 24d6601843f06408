"""`export` and `import`: claims and captures in the forms of other programs."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from factcheck.cli import settings
from factcheck.cli.options import By, one_of, say
from factcheck.cli.rows import cell, to_json
from factcheck.cli.terminal import signed
from factcheck.cli.text import count, inline
from factcheck.errors import NotFoundError, StorageError, UsageError

if TYPE_CHECKING:
    from factcheck.desk import Desk
    from factcheck.model import Capture
    from factcheck.report.dossier import Entry

app = typer.Typer(rich_markup_mode=None)

FORMATS = ("csv", "warc", "wacz")
ENDINGS = {"warc": (".warc.gz",), "wacz": (".wacz",)}


@app.command("export")
def export_(
    form: Annotated[str, typer.Argument(metavar="FORMAT", help=f"{', '.join(FORMATS)}.")],
    target: Annotated[Path, typer.Argument(metavar="FILE", help="The file to write.")],
    article: Annotated[
        str | None, typer.Option("--article", "-a", metavar="ARTICLE", help="Only this article; else everything.")
    ] = None,
    raw: Annotated[bool, typer.Option("--raw", help="CSV with every cell exactly as it is.")] = False,
) -> None:
    """Write claims or captures to a file that other programs read.

    csv: a line for each claim, for a spreadsheet, without the names that are protected. warc, wacz: the
    captures, for web archives (extra `warc`).

    \b
    Examples:
      factcheck export csv claims.csv --article aleppo
      factcheck export wacz evidence.wacz
    """
    form = one_of(form, FORMATS, "format")
    if not str(target).endswith(ENDINGS.get(form, "")):
        raise UsageError(f"a {form} file ends in {ENDINGS[form][0]}", hint=f"name it {target.stem}{ENDINGS[form][0]}")
    with settings.reading() as desk:
        if form == "csv":
            made = count(_write_csv(desk, target, article, raw=raw), "claim")
        else:
            made = count(desk.export_captures(target, article), "capture")
    print(f"Wrote {made} to {target}")


def _write_csv(desk: Desk, target: Path, article: str | None, *, raw: bool) -> int:
    from factcheck.report.protect import public

    wanted = [desk.article(article)] if article is not None else desk.articles()
    rows = [_claim_row(entry) for item in wanted for entry in public(desk.dossier(item)).entries]
    try:
        with target.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow(_COLUMNS)
            for row in rows:
                writer.writerow([cell(value, raw=raw) for value in row])
    except OSError as error:
        raise StorageError(f"{target} cannot be written: {error.strerror}", hint="name another folder") from error
    return len(rows)


_COLUMNS = (
    *("id", "article", "kind", "text", "start", "end", "status", "source", "parent", "state"),
    *("status_by", "status_at", "status_note", "overridden", "supports", "refutes", "contacts", "quote"),
)


def _claim_row(entry: Entry) -> tuple[Any, ...]:
    claim = entry.claim
    stands = {
        stance: " ".join(
            dict.fromkeys(item.capture.final_url for item in entry.exhibits if item.evidence.stance == stance)
        )
        for stance in ("supports", "refutes")
    }
    labels = [item.label for item in entry.findings if item.kind == "quote-match"]
    return (
        *(claim.id, claim.article, claim.kind, claim.text, claim.start, claim.end, claim.status),
        *(claim.source, claim.parent_id, claim.state, claim.status_by, claim.status_at, claim.status_note),
        *(claim.overridden, stands["supports"], stands["refutes"], len(entry.contacts), " ".join(labels)),
    )


@app.command("import")
def import_(
    files: Annotated[list[str], typer.Argument(metavar="FILE...", help="HTML, text, PDF, Word, WARC or WACZ files.")],
    as_json: Annotated[
        bool, typer.Option("--json", help="Print one JSON object for each capture, ASCII only.")
    ] = False,
    by: By = None,
) -> None:
    """Take in files and web archives as captures.

    A file is kept byte for byte, and its words are read. Of a WARC or WACZ file every response is taken
    in, with its own URL and date; what is here already is not taken twice.

    \b
    Exit status: 0 done; 2 there is no such file; 4 the words of one could not be read.

    \b
    Examples:
      factcheck import minutes.pdf letter.docx
      factcheck import evidence.wacz
    """
    paths = [Path(file) for file in (files[1:] if len(files) > 1 and files[0] in ("warc", "wacz", "file") else files)]
    for path in paths:
        if not path.is_file():
            raise NotFoundError(f"there is no file {path}", hint="see that the path is right")
    with settings.writing(by, create=True) as desk:
        if desk.created:
            say(f"Made a new database, {settings.db_path()}")
        captures = [capture for path in paths for capture in _taken(desk, path)]
        worst = 0
        for capture in captures:
            record = _record(desk, capture)
            worst = max(worst, 4 if record["error"] and capture.outcome == "captured" else 0)
            if as_json:
                print(to_json(record, ascii_only=True))
            else:
                told = f" ({record['error']})" if record["error"] else ""
                print(f"{signed(capture.outcome):14} capture {capture.id} {inline(capture.url)}{told}")
    if len(captures) != 1:
        say(f"{count(len(captures), 'new capture')}")
    raise typer.Exit(worst)


def _taken(desk: Desk, path: Path) -> list[Capture]:
    if path.name.lower().endswith((".warc", ".warc.gz", ".wacz")):
        return [
            item.capture for item in desk.import_captures(path, problem=lambda told: say(f"Warning: {inline(told)}"))
        ]
    return [desk.obtain(path)]


def _record(desk: Desk, capture: Capture) -> dict[str, Any]:
    words = desk.capture_text(capture) if capture.body_sha256 else None
    return {
        "outcome": capture.outcome,
        "error": (words.error if words else None) or capture.error,
        "url": capture.url,
        "final_url": capture.final_url,
        "hops": list(capture.hops),
        "status": capture.status,
        "bytes": capture.bytes,
        "sha256": capture.body_sha256,
        "title": words.title if words else None,
        "text": words.text if words else None,
        "capture": capture.id,
        "ref": capture.ref_id,
        "fetched_at": capture.fetched_at,
    }
