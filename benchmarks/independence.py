"""How well copies of one story are told from reports of their own, and how fast.

    python -m benchmarks.independence [PAGES.json.gz]

The file maps names to `{"articleBody": text}` (the article-extraction benchmark's form; the shared
evaluation kit has one). Every pair of its articles is taken to be independent; copies are made of each
article by cutting, rewriting words, and adding paragraphs of other words. Without the file, invented
prose serves, which says less: it has no set phrases.
"""

from __future__ import annotations

import gzip
import json
import random
import statistics
import sys
import time
from pathlib import Path

from benchmarks.scale.words import Language
from factcheck.checking import independence
from factcheck.checking.shingles import overlap, reported

KIT = Path(__file__).resolve().parents[2] / "shared" / "eval" / "site" / "ground-truth.json.gz"
COPIES = {  # share of sentences kept, share of words replaced, own words per copied word
    "whole": (1.0, 0.0, 0.0),
    "cut to a third": (0.33, 0.0, 0.0),
    "cut to a third, 10 % of words replaced": (0.33, 0.1, 0.0),
    "cut to a seventh": (0.15, 0.05, 0.0),
    "20 % of words replaced": (1.0, 0.2, 0.0),
    "30 % of words replaced": (1.0, 0.3, 0.0),
    "as many words of its own": (0.6, 0.05, 1.0),
    "twice as many words of its own": (0.5, 0.05, 2.0),
}


def texts(file: Path) -> list[str]:
    """Return articles of at least 150 words."""
    if not file.exists():
        print(f"no {file}: using invented prose")
        language = Language(3)
        return [language.prose(500) for _ in range(150)]
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        bodies = [entry["articleBody"] for entry in json.load(lines).values()]
    return [body for body in bodies if len(body.split()) > 150]


def copy_of(text: str, chance: random.Random, words: list[str], kept: float, replaced: float, own: float) -> str:
    """Return a copy as a newsroom makes it: cut, edited, with other words before it and furniture around."""
    sentences = text.replace(". ", ".\n").splitlines()
    wanted = max(3, int(len(sentences) * kept))
    chosen = sentences[:wanted] if chance.random() < 0.5 else [s for s in sentences if chance.random() < kept]
    lines = [
        " ".join(chance.choice(words) if chance.random() < replaced else word for word in sentence.split())
        for sentence in chosen
    ]
    extra = [chance.choice(words) for _ in range(int(own * sum(len(line.split()) for line in lines)))]
    return "\n".join(["Home", "News", "Share this article", " ".join(extra), *lines, "Read more: ten things", "© 2031"])


def main(file: Path = KIT) -> None:
    """Print the figures."""
    articles = texts(file)
    chance = random.Random(3)
    words = " ".join(articles).split()
    bodies = [reported(text) for text in articles]
    pairs = [sorted((a, b), key=lambda body: len(body.words)) for i, a in enumerate(bodies) for b in bodies[:i]]
    shares = sorted(((found := overlap(short, long)).share, found.long_share) for short, long in pairs)[:-7:-1]
    joined = len(articles) - len(independence.groups(articles))
    print(f"{len(articles)} articles, {len(pairs):,} pairs: {joined} held for one story")
    closest = ", ".join(f"{share:.2f} ({long_share:.2f})" for share, long_share in shares)
    print(f"the closest share {closest} of the shorter's words (in long runs)\n")
    print(f"{'copies':42} {'found':>7} {'median share':>13} {'19 of 20 above':>15}")
    for name, (kept, replaced, own) in COPIES.items():
        found = [independence.same_story(text, copy_of(text, chance, words, kept, replaced, own)) for text in articles]
        scores = sorted(item.score for item in found)
        share = sum(map(bool, found)) / len(found)
        print(f"{name:42} {share:7.1%} {statistics.median(scores):13.2f} {scores[len(scores) // 20]:15.2f}")
    made = [(copy_of(t, chance, words, 0.5, 0.1, 0.3), copy_of(t, chance, words, 0.6, 0.1, 0.3)) for t in articles]
    found = [independence.same_story(one, other) for one, other in made]
    print(f"{'two cut and edited copies of one story':42} {sum(map(bool, found)) / len(found):7.1%}\n")
    for size in (200, 400, 800):
        many = [copy_of(articles[n % 50], chance, words, 0.7, 0.05, 0.2) for n in range(size)]
        started = time.process_time()
        groups = independence.groups(many)
        taken = time.process_time() - started
        megabytes = sum(map(len, many)) / 1e6
        print(f"{size} texts of 50 stories: {len(groups)} groups, {taken:.1f} s, {taken / megabytes:.2f} s/MB")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:2]))
