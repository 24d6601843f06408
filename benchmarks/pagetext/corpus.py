"""Pages with known article bodies: a folder of `<id>.html.gz` and a JSON of `{id: {"articleBody": text}}`."""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

# Where the measuring kit stands when it is checked out beside the project.
FOLDER = Path(__file__).resolve().parents[2].parent / "shared" / "eval" / "site"
_TOKEN = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Page:
    """A saved page, its address, and the words of the article on it."""

    id: str
    url: str
    body: bytes
    article: str


def pages(folder: Path) -> Iterator[Page]:
    """Yield the pages of `folder/pages` that `folder/ground-truth.json.gz` knows."""
    if not (folder / "ground-truth.json.gz").exists():
        return
    truth = json.loads(gzip.decompress((folder / "ground-truth.json.gz").read_bytes()))
    for name, known in sorted(truth.items()):
        path = folder / "pages" / f"{name}.html.gz"
        if path.exists():
            yield Page(name, known.get("url", ""), gzip.decompress(path.read_bytes()), known["articleBody"])


def shingles(text: str, length: int = 4) -> Counter[tuple[str, ...]]:
    """Return the runs of `length` words in a text, with their counts."""
    words = _TOKEN.findall(text)
    if len(words) < length:
        return Counter([tuple(words)] if words else [])
    return Counter(zip(*(words[at:] for at in range(length)), strict=False))


@dataclass(slots=True)
class Score:
    """Mean precision and recall over pages, as the article-extraction benchmark of Scrapinghub has them."""

    precision: float = 0.0
    recall: float = 0.0
    pages: int = 0

    def add(self, truth: str, found: str) -> None:
        """Count one page."""
        wanted, got = shingles(truth), shingles(found)
        hits = sum((wanted & got).values())
        self.precision += hits / sum(got.values()) if got else float(not wanted)
        self.recall += hits / sum(wanted.values()) if wanted else float(not got)
        self.pages += 1

    @property
    def f1(self) -> float:
        """The harmonic mean of mean precision and mean recall."""
        precision, recall = self.precision / self.pages, self.recall / self.pages
        return 2 * precision * recall / (precision + recall) if precision + recall else 0.0

    def line(self) -> str:
        """Precision, recall and F1 in one line."""
        return f"P {self.precision / self.pages:.4f}  R {self.recall / self.pages:.4f}  F1 {self.f1:.4f}"
