"""Training data, PolNeAR's articles and our own: annotations to tags and links on the extractor's own tokens.

Only offsets are read from the annotations; edges are trimmed of marks and punctuation, fragments with
nothing but punctuation between them are joined, and nothing crosses a paragraph break.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from factcheck.extraction.marks import stretches
from factcheck.extraction.network import B_CONTENT, B_CUE, B_SOURCE
from factcheck.extraction.tokens import Tokens, tokenise

EDGE = " \t\r\n\u00a0\"“”„‟«»'‘’`.,;:!?…-–—*"
ROLES = {"source": B_SOURCE, "cue": B_CUE, "content": B_CONTENT}
MARKED = re.compile(r"\{([sct])(\d+(?:,\d+)*) ([^{}]*)\}")
LETTERS = {"s": "source", "c": "cue", "t": "content"}
Parts = list[tuple[int, int]]


@dataclass(frozen=True)
class Article:
    """One article: its words, and the attributions as {"source" | "cue" | "content": offsets}."""

    stem: str
    text: str
    tokens: Tokens
    attributions: list[dict[str, Parts]]


def load(folder: Path) -> list[Article]:
    """Read every article of a split (`text/*.txt` and the first of its `attributions/*.ann`), by name."""
    notes: dict[str, list[Path]] = defaultdict(list)
    for path in sorted(folder.glob("attributions/*.ann")):
        notes[path.stem].append(path)
        notes[re.sub(r"_[0-9a-f]{4}$", "", path.stem)].append(path)
    articles = []
    for path in sorted(folder.glob("text/*.txt")):
        if path.stem in notes:
            text = path.read_bytes().decode("utf-8")
            found = [_mend(text, item) for item in read_annotations(notes[path.stem][0])]
            articles.append(Article(path.stem, text, tokenise(text, stretches(text)), found))
    return articles


def read_annotations(path: Path) -> list[dict[str, Parts]]:
    """Read the attributions of a brat file; one without a content is left out."""
    spans: dict[str, Parts] = {}
    events: list[list[str]] = []
    for line in path.read_bytes().decode("utf-8").split("\n"):
        field = line.split("\t")
        if len(field) > 1 and re.fullmatch(r"T\d+", field[0]):
            offsets = field[1].split(" ", 1)[1]
            spans[field[0]] = [(int(a), int(b)) for a, b in (part.split() for part in offsets.split(";"))]
        elif len(field) > 1 and re.fullmatch(r"E\d+", field[0]):
            events.append(field[1].split())
    out = []
    for event in events:
        roles: dict[str, Parts] = {"source": [], "cue": [], "content": []}
        for argument in event:
            role, _, reference = argument.partition(":")
            role = role.rstrip("0123456789").lower()
            if role in roles:
                roles[role] += spans.get(reference, [])
        if roles["content"]:
            out.append({role: sorted(found) for role, found in roles.items()})
    return out


def read_marked(path: Path) -> list[Article]:
    """Read articles of our own whose attributions are marked within the text: "{s1 She} {c1 said} {t1 no.}"."""
    articles = []
    for number, block in enumerate(re.split(r"(?m)^%% .*\n", path.read_text(encoding="utf-8"))[1:]):
        text, at = "", 0
        found: dict[str, dict[str, Parts]] = defaultdict(lambda: {role: [] for role in ROLES})
        block = block.strip("\n") + "\n"
        for mark in MARKED.finditer(block):
            text += block[at : mark.start()]
            for name in mark[2].split(","):
                found[name][LETTERS[mark[1]]].append((len(text), len(text) + len(mark[3])))
            text += mark[3]
            at = mark.end()
        text += block[at:]
        articles.append(Article(f"own_{number:03}", text, tokenise(text, stretches(text)), list(found.values())))
    return articles


def _mend(text: str, item: dict[str, Parts]) -> dict[str, Parts]:
    """Swap source and cue back where the annotator mixed them up ("said" as the source)."""
    if " ".join(text[a:b] for a, b in item["source"]) in ("said", "says", "asked"):
        item["source"], item["cue"] = item["cue"], item["source"]
    return item


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Shrink a span past marks, spaces and punctuation at its edges."""
    while start < end and text[start] in EDGE:
        start += 1
    while end > start and text[end - 1] in EDGE:
        end -= 1
    return start, end


def fragments(text: str, parts: Parts) -> Parts:
    """Trimmed, joined over bare punctuation, cut at paragraph breaks; a bare mark is kept as it is."""
    joined: Parts = []
    for part in sorted(parts):
        start, end = trim(text, *part)
        if start >= end:
            continue
        if joined and not text[joined[-1][1] : start].strip(EDGE):
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    cut = [
        trim(text, start + line.start(), start + line.end())
        for start, end in joined
        for line in re.finditer(r"[^\n]+", text[start:end])
    ]
    return [part for part in cut if part[0] < part[1]] or parts


def labels(article: Article) -> np.ndarray:
    """One row a token: its tag, its cue's first token, its source's last token (-1: none).

    The links stand on the tokens of a content (to cue and to source) and on a cue's first token (to its
    source; to itself where it has none). Columns: tag, content -> cue, cue -> source, content -> source.
    """
    out = np.full((len(article.tokens.words), 4), -1, np.int32)
    out[:, 0] = 0
    located = []
    for item in article.attributions:
        found = {role: _tokens(article, fragments(article.text, item[role])) for role in ROLES}
        located.append(found)
        for role, tag in ROLES.items():
            for first, last in found[role]:
                out[first, 0] = tag
                out[first + 1 : last, 0] = tag + 1
    for found in located:
        cue = found["cue"][0][0] if found["cue"] else -1
        source = found["source"][-1][1] - 1 if found["source"] else -1
        if cue >= 0:
            out[cue, 2] = source if source >= 0 else cue
        for first, last in found["content"]:
            out[first:last, 1] = cue
            out[first:last, 3] = source
    return out


def _tokens(article: Article, parts: Parts) -> Parts:
    """Token ranges that character spans touch."""
    starts, ends = article.tokens.starts, article.tokens.ends
    out = []
    for start, end in parts:
        first = article.tokens.index(start)
        while first < len(ends) and ends[first] <= start:
            first += 1
        last = first
        while last < len(starts) and starts[last] < end:
            last += 1
        if first < last:
            out.append((first, last))
    return out
