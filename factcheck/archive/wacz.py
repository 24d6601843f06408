"""WACZ files: a WARC with its index and its list of pages in one ZIP, for replay in a browser.

https://specs.webrecorder.net/wacz/1.1.1/
"""

from __future__ import annotations

import hashlib
import json
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any, Final
from uuid import NAMESPACE_URL, uuid5

from factcheck.archive.warc import WarcCapture, safe_uri, write_warc
from factcheck.archive.warc_in import Report, read_warc
from factcheck.errors import DamagedError, MissingExtraError, NotFoundError

WACZ_VERSION: Final = "1.1.1"
DATA: Final = "archive/data.warc.gz"
INDEX: Final = "indexes/index.cdx"
PAGES: Final = "pages/pages.jsonl"
# A WARC inside a WACZ may not unpack to more than this (bytes).
LARGEST: Final = 20 << 30


def write_wacz(captures: Iterable[WarcCapture], path: Path, *, software: str, created: str, title: str) -> int:
    """Write captures as a WACZ file and return how many; `created` is its date (ISO 8601, UTC).

    Raises: MissingExtraError without warcio and the indexer.
    """
    pages: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory(prefix="factcheck-wacz-") as folder:
        warc = Path(folder) / "data.warc.gz"
        with warc.open("wb") as stream:
            count = write_warc(
                _listed(captures, pages), stream, software=software, created=created, name="data.warc.gz"
            )
        parts = {INDEX: _index(warc), PAGES: _page_lines(pages)}
        with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as packed:
            _store_file(packed, DATA, warc)
            for name, data in parts.items():
                _store(packed, name, data)
            package = _package(warc, parts, software, created, title, pages)
            _store(packed, "datapackage.json", package)
            digest = {"path": "datapackage.json", "hash": f"sha256:{hashlib.sha256(package).hexdigest()}"}
            _store(packed, "datapackage-digest.json", json.dumps(digest, indent=2).encode())
    return count


def read_wacz(path: Path, *, problem: Report | None = None) -> Iterator[WarcCapture]:
    """Yield the captures of every WARC in a WACZ file; what is wrong with a record is told to `problem`.

    Raises: NotFoundError for a missing file, DamagedError for one that is no WACZ.
    """
    try:
        packed = zipfile.ZipFile(path)
    except FileNotFoundError:
        raise NotFoundError(f"there is no file {path}", hint="check the name and the folder") from None
    except (zipfile.BadZipFile, OSError):
        raise DamagedError(f"{path.name} is no WACZ file", hint="name a .wacz file") from None
    with packed, tempfile.TemporaryDirectory(prefix="factcheck-wacz-") as folder:
        inside = [part for part in packed.infolist() if part.filename.startswith("archive/") and not part.is_dir()]
        if not inside:
            raise DamagedError(f"{path.name} holds no archive/*.warc.gz", hint="is it a WACZ file?")
        for number, part in enumerate(inside):
            if part.file_size > LARGEST:
                raise DamagedError(f"{part.filename} in {path.name} is too large ({part.file_size:,} bytes)")
            warc = Path(folder) / f"{number}.warc"  # never under the name it has in the ZIP
            with packed.open(part) as source, warc.open("wb") as target:
                for piece in iter(lambda: source.read(1 << 20), b""):
                    target.write(piece)
            yield from read_warc(warc, problem=problem)
            warc.unlink()


# ------------------------------------------------------------------------------------------------- inside
def _listed(captures: Iterable[WarcCapture], pages: list[dict[str, Any]]) -> Iterator[WarcCapture]:
    """Pass captures on, noting those that a reader can open."""
    for capture in captures:
        fetched = capture.fetched
        if fetched.outcome == "captured" and fetched.status == 200:
            entry_id = uuid5(NAMESPACE_URL, f"factcheck page {fetched.final_url} {fetched.started}").hex
            moment = fetched.started.replace("+00:00", "Z")
            pages.append({"id": entry_id, "url": safe_uri(fetched.final_url), "ts": moment,
                          "title": capture.title or fetched.final_url})  # fmt: skip
        yield capture


def _page_lines(pages: list[dict[str, Any]]) -> bytes:
    head = {"format": "json-pages-1.0", "id": "pages", "title": "All pages"}
    return "".join(json.dumps(line, ensure_ascii=True) + "\n" for line in (head, *pages)).encode()


def _index(warc: Path) -> bytes:
    """The CDXJ index of the WARC, sorted."""
    try:
        from cdxj_indexer.main import CDXJIndexer
    except ImportError:
        raise MissingExtraError("writing a WACZ file", "warc") from None
    out = BytesIO()
    text = _Text(out)
    CDXJIndexer(output=text, inputs=[str(warc)], sort=True).process_all()
    lines = [line for line in out.getvalue().splitlines(keepends=True) if line.strip()]
    return b"".join(sorted(lines))


class _Text:
    """A text file that stays open when the indexer closes it."""

    def __init__(self, out: BytesIO) -> None:
        self.out = out

    def write(self, text: str) -> None:
        """Add text."""
        self.out.write(text.encode())

    def flush(self) -> None:
        """Nothing is held back."""

    def close(self) -> None:
        """The bytes are still wanted."""


def _package(warc: Path, parts: dict[str, bytes], software: str, created: str, title: str,
             pages: list[dict[str, Any]]) -> bytes:  # fmt: skip
    with warc.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    resources = [{"name": "data.warc.gz", "path": DATA, "hash": f"sha256:{digest}", "bytes": warc.stat().st_size}]
    for name, data in parts.items():
        hashed = f"sha256:{hashlib.sha256(data).hexdigest()}"
        resources.append({"name": name.rpartition("/")[2], "path": name, "hash": hashed, "bytes": len(data)})
    package = {"profile": "data-package", "wacz_version": WACZ_VERSION, "title": title, "software": software,
               "created": created, "modified": created, "resources": resources}  # fmt: skip
    if pages:
        package |= {"mainPageUrl": pages[0]["url"], "mainPageDate": pages[0]["ts"]}
    return json.dumps(package, indent=2, ensure_ascii=True).encode()


def _store(packed: zipfile.ZipFile, name: str, data: bytes) -> None:
    packed.writestr(_entry(name), data)


def _store_file(packed: zipfile.ZipFile, name: str, source: Path) -> None:
    entry = _entry(name)
    entry.file_size = source.stat().st_size
    with source.open("rb") as stream, packed.open(entry, "w") as target:
        for piece in iter(lambda: stream.read(1 << 20), b""):
            target.write(piece)


def _entry(name: str) -> zipfile.ZipInfo:
    """A ZIP entry without a time of its own, so that the same captures make the same file."""
    return zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
