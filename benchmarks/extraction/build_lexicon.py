"""List the words that news articles write in lower case: a capital on one of them makes no name.

    python benchmarks/extraction/build_lexicon.py POLNEAR/train [--out factcheck/extraction/common.bin]

Single words and no text of the articles: those seen at least four times in lower case in the training
articles, and there more often than with a capital within a sentence.
"""

from __future__ import annotations

import argparse
import lzma
from collections import Counter
from pathlib import Path

from corpus import load


def main() -> None:
    home = Path(__file__).resolve().parents[2]
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("corpus", type=Path, nargs="?", default=home.parent / "shared/eval/quotes/polnear/train")
    parser.add_argument("--out", type=Path, default=home / "factcheck/extraction/common.bin")
    options = parser.parse_args()
    low: Counter[str] = Counter()
    capital: Counter[str] = Counter()
    for article in load(options.corpus):
        words = article.tokens.words
        for before, word in zip(["\n", *words], words, strict=False):
            if word.isalpha() and word.isascii() and len(word) > 1:
                if word.islower():
                    low[word] += 1
                elif word[1:].islower() and before[-1].isalpha() and before.islower():
                    capital[word.lower()] += 1
    kept = sorted(word for word, count in low.items() if count >= 4 and count > capital[word])
    packed = lzma.compress("\n".join(kept).encode(), lzma.FORMAT_XZ, lzma.CHECK_CRC32, preset=9)
    options.out.write_bytes(packed)
    print(f"{options.out}: {len(kept)} words in {len(packed)} bytes")


if __name__ == "__main__":
    main()
