"""Keeping the file safe and handing it over: backups, checkpoints, dossiers, merging, repair."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

import typer

from factcheck.cli import settings
from factcheck.cli.options import ArticleArgument, By, say
from factcheck.cli.rows import Column, Format, emit, listed
from factcheck.cli.terminal import Bar, is_terminal
from factcheck.cli.text import count, inline, shorten, size

app = typer.Typer(rich_markup_mode=None)

Folder = Annotated[Path, typer.Argument(metavar="FOLDER", help="Where to write; made if need be.")]
Key = Annotated[Path | None, typer.Option("--key", metavar="FILE", help="Sign it with this SSH key.")]
TsaUrl = Annotated[
    str | None, typer.Option("--tsa-url", metavar="URL", help="Have this authority time-stamp it (RFC 3161).")
]
TsaCa = Annotated[
    Path | None, typer.Option("--tsa-ca", metavar="FILE", help="The certificates that the time stamp must lead to.")
]


@app.command()
def backup(
    target: Annotated[Path, typer.Argument(metavar="FILE", help="A new file.")],
    verify: Annotated[bool, typer.Option("--verify/--no-verify", help="Audit the copy, as `audit` does.")] = True,
) -> None:
    """Copy the database into a new file while others work in it, and audit the copy.

    The copy is whole as of one moment. Nothing is overwritten.

    \b
    Exit status: 0 done; 1 the copy is as damaged as the database is (`audit` names what).

    \b
    Example:
      factcheck backup aleppo-friday.db
    """
    with settings.reading() as desk:
        made = desk.backup(target)
    print(f"Wrote {made} ({size(made.stat().st_size)})")
    if verify:
        _verify(made)


def _verify(made: Path) -> None:
    from factcheck.desk import Desk

    with Desk.open(made, readonly=True) as desk, ExitStack() as screen:
        bar = screen.enter_context(Bar("verifying")) if is_terminal(sys.stderr) else None
        found = desk.audit(None, bar)
    if not found.ok:
        say(f"Error: the copy does not hold ({count(len(found.problems), 'problem')})")
        say(f"Hint: `factcheck --db {made} audit` names what is wrong; the database itself has it too")
        raise typer.Exit(1)
    print(f"Verified: {count(found.events, 'event')}, the last is {found.head_seq} {found.head_hash}")


@app.command()
def restore(source: Annotated[Path, typer.Argument(metavar="BACKUP", help="A file that `backup` wrote.")]) -> None:
    """Put a backup in the place of a database that is gone or was moved away.

    The backup's log is verified first; a file that is there is not overwritten.

    \b
    Example:
      mv aleppo.db broken.db
      factcheck --db aleppo.db restore aleppo-friday.db
    """
    from factcheck.desk import Desk

    made = Desk.restore(source, settings.db_path())
    print(f"Restored {made} from {source}")


@app.command()
def checkpoint(folder: Folder, key: Key = None, tsa_url: TsaUrl = None, tsa_ca: TsaCa = None) -> None:
    """Write down the state of the log, to be kept elsewhere.

    `audit --checkpoint` then shows whether the log was cut off or rewritten since.

    \b
    Examples:
      factcheck checkpoint /mnt/usb/checkpoints
      factcheck checkpoint checkpoints --key ~/.ssh/id_ed25519
    """
    with settings.reading() as desk:
        for path in desk.checkpoint(folder, key=key, tsa_url=tsa_url, tsa_ca=tsa_ca):
            print(f"Wrote {path}")


@app.command()
def bundle(
    folder: Folder,
    article: ArticleArgument = None,
    redact: Annotated[bool, typer.Option("--redact", help="Leave protected sources and contacts out.")] = False,
    key: Key = None,
    tsa_url: TsaUrl = None,
    tsa_ca: TsaCa = None,
) -> None:
    """Write an article's dossier into a folder that can be checked without this program.

    \b
    Example:
      factcheck bundle dossier aleppo --redact
    """
    with settings.reading(named=True) as desk:
        made = desk.bundle(article, folder, redact=redact, key=key, tsa_url=tsa_url, tsa_ca=tsa_ca)
    print(f"Wrote {count(made.files, 'file')} into {made.folder}")
    if made.omitted_events:
        print(f"{count(made.omitted_events, 'event')} left out")
    for note in made.notes:
        say(f"Note: {inline(note)}")


@app.command()
def merge(
    other: Annotated[Path, typer.Argument(metavar="FILE", help="The other person's database.")], by: By = None
) -> None:
    """Take over what another person's copy of the file has and this one lacks.

    Where both decided the same claim, it tells what each had said. A decision that the evidence of both sides no
    longer bears out is put back on the worklist.

    \b
    Exit status: 0 done; 1 done, and claims differ or changes could not be applied.

    \b
    Example:
      factcheck merge ben.db
    """
    with settings.writing(by) as desk:
        merged = desk.merge(other)
    print(f"Took over {count(merged.events, 'event')} and {count(merged.bodies, 'archived body', 'archived bodies')}")
    for item in merged.differences:
        print(f"claim {item.claim} is {item.status} now: {shorten(item.text, 70)}")
        for name, said in (("ours", item.ours), ("theirs", item.theirs)):
            for line in said:
                print(f"  {name:6} {inline(line)}")
    for line in merged.excluded:
        print(f"not applied: {inline(line)}")
    for number in merged.rechecked:
        print(
            f"claim {number} needs a recheck: with what both sides have, the gate is closed (`factcheck show {number}`)"
        )
    if merged.differences or merged.excluded or merged.rechecked:
        raise typer.Exit(1)


@app.command()
def repair(
    to: Annotated[
        Path | None, typer.Option("--to", metavar="FILE", help="A new file for what a damaged one still holds.")
    ] = None,
) -> None:
    """Make indexes and texts anew; with --to, save what a damaged file holds.

    Without --to the search indexes are made anew and every capture's text is read again from its bytes.

    \b
    Exit status: 0 everything is there; 1 something is missing (it says what); 6 nothing can be read.

    \b
    Examples:
      factcheck repair
      factcheck --db broken.db repair --to saved.db
    """
    lines = _renew() if to is None else _save(to)
    for line in lines:
        print(inline(line))
    if lines:
        raise typer.Exit(1)


def _renew() -> list[str]:
    """Make the caches anew; return what cannot be."""
    with settings.writing() as desk, ExitStack() as screen:
        bar = screen.enter_context(Bar("reading")) if is_terminal(sys.stderr) else None
        done = desk.renew(bar)
    print(f"Made the search indexes anew and read {count(done.texts, 'text')} again; {done.changed} differed")
    if done.kept:
        numbers = ", ".join(map(str, done.kept))
        say(f"Note: evidence stands on the texts of captures {numbers} as they are; they were left so")
    return [f"missing body: {line}" for line in done.lost]


def _save(to: Path) -> list[str]:
    """Save what can be read into a new file; return what is missing."""
    from factcheck.desk import Desk

    saved = Desk.repair(settings.db_path(), to)
    print(
        f"Saved {count(saved.events, 'event')} and {count(saved.bodies, 'archived body', 'archived bodies')} into {to}"
    )
    missing = (
        ("missing event", saved.missing_events),
        ("missing body", saved.missing_bodies),
        ("not applied", saved.not_applied),
    )
    return [f"{what}: {line}" for what, lines in missing for line in lines]


HOSTS = (
    Column("host", "host", grow=True),
    Column("bodies", "bodies", right=True),
    Column("received", "received", right=True, show=size),
    Column("stored", "stored", right=True, show=size),
    Column("share", "share", right=True, show=lambda share: f"{share:.2f}"),
)


@app.command()
@listed
def compact(
    sizes: Annotated[bool, typer.Option("--sizes", help="Press nothing; list what each host takes.")] = False,
    by: By = None,
    *,
    out: Format,
) -> None:
    """Press the archived bodies again, so that the file gets smaller.

    A body is replaced only after its new form was read back byte for byte. Only what came since the last time
    is pressed, and an interrupted run goes on where it stopped.

    \b
    Examples:
      factcheck compact
      factcheck compact --sizes --csv
    """
    with settings.reading() if sizes else settings.writing(by) as desk, ExitStack() as screen:
        if sizes:
            hosts = desk.host_sizes()
        else:
            bar = screen.enter_context(Bar("compacting")) if is_terminal(sys.stderr) else None
            done = desk.compact(bar)
            hosts = list(done.hosts)
            screen.close()
            saved = f"{size(done.before)} to {size(done.after)}"
            tell = print if out.kind == "table" else say
            tell(f"Pressed {count(done.bodies, 'archived body', 'archived bodies')} again: {saved}")
            if out.kind == "table":
                return
    emit(
        (
            {
                "host": item.host,
                "bodies": item.bodies,
                "received": item.received,
                "stored": item.stored,
                "share": round(item.stored / item.received, 4) if item.received else 1.0,
            }
            for item in hosts
        ),
        HOSTS,
        out,
        none="nothing is archived",
    )
