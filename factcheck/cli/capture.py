"""`capture show|text|diff|shot|open`: what was archived."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from factcheck.cli import settings
from factcheck.cli.options import number_of, say
from factcheck.cli.rows import to_json
from factcheck.cli.terminal import is_terminal, signed
from factcheck.cli.text import count, inline, printable, size, when
from factcheck.errors import FetchError

if TYPE_CHECKING:
    from factcheck.desk import Desk
    from factcheck.model import Capture

app = typer.Typer(
    name="capture",
    help="Show, read, compare, draw or open what was archived.",
    rich_markup_mode=None,
    no_args_is_help=True,
)

CaptureArgument = Annotated[
    str, typer.Argument(metavar="CAPTURE", help="Its number, as `factcheck refs` shows it; or a URL: its last one.")
]


def _named(handle: str) -> int | str:
    """Return a URL as it is, and the number in anything else that was typed."""
    return handle if "://" in handle else number_of(handle, "capture")


@app.command()
def show(
    capture: CaptureArgument,
    as_json: Annotated[bool, typer.Option("--json", help="Print everything as JSON.")] = False,
) -> None:
    """Show a capture: what was asked for, what answered, and what is kept.

    \b
    Example:
      factcheck capture show 3
    """
    from factcheck.cli.records import capture_record

    with settings.reading() as desk:
        found = desk.capture(_named(capture))
        pictured = desk.capture_properties(found) if _is_picture(found) else {}
    if as_json:
        print(to_json({**capture_record(found), **({"picture": pictured} if pictured else {})}, indent=2))
        return
    for name, value in [*_lines(found), *_picture_lines(pictured)]:
        print(f"{name:12} {inline(value)}")
    for number, hop in enumerate(found.hops, 1):
        print(f"{'hop ' + str(number):12} {hop.get('status')} {inline(hop.get('url'))}")
    for title, headers in (("Request", found.request_headers), ("Response", found.headers)):
        if headers:
            print(f"\n{title}")
        for name, value in headers:
            print(f"  {inline(name)}: {inline(value)}")


def _lines(capture: Capture) -> list[tuple[str, str]]:
    status = f" {capture.status} {capture.reason}".rstrip() if capture.status else ""
    lines = [
        ("capture", f"{capture.id} of reference {capture.ref_id}"),
        ("outcome", signed(capture.outcome) + status + (f" ({capture.error})" if capture.error else "")),
        ("url", capture.url),
        ("answered", capture.final_url if capture.final_url != capture.url else ""),
        ("why", capture.detail or ""),
        ("archived", f"{capture.memento}, by another archive (Memento-Datetime)" if capture.memento else ""),
        ("fetched", f"{when(capture.fetched_at)} UTC, {capture.elapsed_ms} ms, {count(capture.attempts, 'attempt')}"),
        ("from", capture.remote_address or ""),
        ("tls", _tls(capture)),
        ("robots.txt", capture.robots or ""),
        ("title", capture.title or ""),
        ("author", capture.author or ""),
        ("publisher", capture.publisher or ""),
        ("published", capture.published or ""),
        ("type", capture.content_type or ""),
        ("size", size(capture.bytes) if capture.bytes else ""),
        ("sha256", capture.body_sha256 or ""),
        ("decoded", capture.decoded_sha256 if capture.decoded_sha256 != capture.body_sha256 else ""),
        ("same as", f"capture {capture.same_as}" if capture.same_as else ""),
        ("flags", ", ".join(capture.flags)),
    ]
    return [(name, value) for name, value in lines if value]


def _is_picture(capture: Capture) -> bool:
    return capture.kind == "image" and capture.body_sha256 is not None


def _picture_lines(pictured: dict[str, Any]) -> list[tuple[str, str]]:
    if not pictured:
        return []
    lines = [("picture", f"{pictured.get('format')}, {pictured.get('width')} × {pictured.get('height')}")]
    return lines + [("exif", f"{name}: {value}") for name, value in sorted(pictured.get("exif", {}).items())]


def _tls(capture: Capture) -> str:
    peer = capture.tls or {}
    return ", ".join(str(peer[name]) for name in ("version", "cipher", "subject") if peer.get(name))


@app.command()
def text(
    capture: CaptureArgument,
    main: Annotated[bool, typer.Option("--main", help="Only the main text, without menus and comments.")] = False,
    raw: Annotated[bool, typer.Option("--raw", help="Exactly as read, not made safe for a terminal.")] = False,
) -> None:
    """Print the words of a capture, as passages are cited from them.

    \b
    Example:
      factcheck capture text 3 | less
    """
    with settings.reading() as desk:
        found = desk.capture_text(_named(capture))
    words = found.text[: found.main_end] if main and found.main_end else found.text
    if not raw:
        words = words.replace("\x1e", "\n")  # what parts the main text from the rest of the page
    if not words.strip():
        raise FetchError(
            f"capture {inline(capture)} holds no words that could be read",
            hint=f"`factcheck capture show {inline(capture)}`",
        )
    print(words.encode("utf-8", "replace").decode() if raw and not is_terminal(sys.stdout) else printable(words))


@app.command()
def diff(
    old: Annotated[str, typer.Argument(metavar="CAPTURE", help="The older capture; or a URL: its last two.")],
    new: Annotated[str | None, typer.Argument(metavar="CAPTURE", help="The newer; else the reference's last.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="Also what changed around the main text.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the changes as JSON.")] = False,
) -> None:
    """Show which words of a page changed between two captures.

    What stands around the main text (menus, teasers, comments) changes at every visit; it is counted, and
    shown with --all.

    \b
    Exit status: 0 the main text is the same; 1 it differs.

    \b
    Examples:
      factcheck capture diff 3 17
      factcheck capture diff https://un.example/record
    """
    with settings.reading() as desk:
        first = desk.capture(_named(old))
        second = desk.capture(_named(new)) if new else _latest(desk, first)
        if not new and second.id < first.id:
            first, second = second, first
        found = desk.capture_changes(first, second)
    if as_json:
        places = {name: [list(map(list, place)) for place in getattr(found, name)] for name in ("main", "rest")}
        print(to_json({"old": first.id, "new": second.id, **places}, indent=2))
    else:
        for name, item in (("---", first), ("+++", second)):
            print(f"{name} capture {item.id}, {when(item.fetched_at)}, {inline(item.final_url)}")
        _print_places(found.main)
        if found.rest and everything:
            print("\nAround the main text")
            _print_places(found.rest)
        elif found.rest:
            say(f"Around the main text, {count(len(found.rest), 'place')} changed too; --all shows them")
        if not found.main:
            say(f"The main text of captures {first.id} and {second.id} is the same")
    if found.main:
        raise typer.Exit(1)


_MARKS = {"same": ("", ""), "removed": ("[-", "-]"), "added": ("{+", "+}")}
_STYLES = {"removed": "red", "added": "green"}


def _print_places(places: Sequence[Sequence[tuple[str, str]]]) -> None:
    from rich.text import Text

    from factcheck.cli.terminal import console

    page = console() if is_terminal(sys.stdout) else None
    for place in places:
        line = Text()
        for number, (kind, words) in enumerate(place):
            before, after = _MARKS[kind]
            line.append(" " if number else "").append(f"{before}{inline(words)}{after}", style=_STYLES.get(kind, ""))
        print() if page is None else page.print()
        print(line.plain) if page is None else page.print(line)


def _latest(desk: Desk, capture: Capture) -> Capture:
    others = [item for item in desk.captures(capture.ref_id) if item.id != capture.id and item.outcome == "captured"]
    if not others:
        raise FetchError(
            f"reference {capture.ref_id} has no other capture", hint=f"`factcheck fetch {inline(capture.url)}`"
        )
    return max(others, key=lambda item: item.id)


@app.command()
def shot(
    capture: CaptureArgument,
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help="The picture to write.")] = Path(
        "capture.png"
    ),
) -> None:
    """Draw an archived page as a picture, offline and without scripts; needs Chromium.

    \b
    Example:
      factcheck capture shot 3 -o page.png
    """
    with settings.reading() as desk:
        say(f"Wrote {desk.capture_shot(_named(capture), output)}")


@app.command("open")
def open_(
    capture: CaptureArgument,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write the bytes there instead.")
    ] = None,
) -> None:
    """Open the archived bytes in the program that this machine has for them, or write them to a file.

    The bytes are those that were received, unpacked. Opening a page in a browser runs its scripts.

    \b
    Examples:
      factcheck capture open 3
      factcheck capture open 3 -o page.html
    """
    with settings.reading() as desk:
        found = desk.capture(_named(capture))
        body = desk.capture_page(found)
    if str(output) == "-":
        sys.stdout.buffer.write(body)
        return
    target = output or _temporary(found)
    target.write_bytes(body)
    say(f"Wrote {size(len(body))} to {target}")
    if output is None:
        typer.launch(str(target))


def _temporary(capture: Capture) -> Path:
    import mimetypes
    import tempfile

    kind = (capture.content_type or "").split(";")[0].strip().lower()
    return (
        Path(tempfile.mkdtemp(prefix="factcheck-")) / f"capture-{capture.id}{mimetypes.guess_extension(kind) or '.bin'}"
    )
