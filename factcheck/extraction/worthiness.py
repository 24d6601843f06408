"""How likely a sentence is to state a fact that can be checked: for ranking, never for hiding.

A hashed logistic regression over words, pairs of words, pairs of word forms, endings and a few counts;
16 KB of weights, learnt by `benchmarks/extraction/train_worthiness.py`.
"""

from __future__ import annotations

import math
import re
import zlib
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise

FILE = "worthiness.bin"
BUCKETS = 1 << 14
# The length of every sentence's feature vector, so that long sentences do not shout down short ones.
NORM = 3.0
_LONGEST = 4000  # characters that are looked at

_TOKEN = re.compile(r"\d[\d.,]*%?|[^\W\d_]+(?:['’][^\W\d_]+)?|[^\w\s]")
_DIGITS = str.maketrans("0123456789’", "0000000000'")
_CLOSED = frozenset(
    """i we you he she it they me us him her them my our your his its their this that these those a an the
    and or but if so as of in on at for from with by to not no never is are was were be been being am has
    have had do does did will would can could should must may might shall let there here who what when where
    why how which than then more most less all every each some any because until since while after before
    today tonight now already""".split()
)


def features(sentence: str) -> dict[str, float]:
    """What is counted in a sentence, by name, before hashing."""
    sentence = sentence[:_LONGEST].strip()
    words = _TOKEN.findall(sentence)
    if not words:
        return {}
    lower = [word.lower().translate(_DIGITS) for word in words]
    forms = [_form(word, low, number) for number, (word, low) in enumerate(zip(words, lower, strict=True))]
    out: dict[str, float] = {}
    for low in set(lower):
        out["w" + low] = 1.0
        if len(low) > 4:
            out["s" + low[-3:]] = out.get("s" + low[-3:], 0.0) + 0.4
            out["p" + low[:4]] = out.get("p" + low[:4], 0.0) + 0.4
    for first, second in set(pairwise(lower)):
        out[f"b{first} {second}"] = 0.7
    for first, second in set(pairwise(forms)):
        out[f"f{first} {second}"] = 0.6
    for low in lower[:3]:
        out["1" + low] = out.get("1" + low, 0.0) + 0.5
    out["F" + forms[0]] = 1.0
    out[f"L{min(8, int(math.log2(len(words) + 1) * 1.5))}"] = 1.0
    out["E" + sentence[-1:]] = 1.0
    out[f"N{min(4, forms.count('#'))}"] = 1.0
    out[f"C{min(5, forms.count('Xx'))}"] = 1.0
    out["len"] = len(words) / 25
    return out


def _form(word: str, low: str, number: int) -> str:
    """A word's class: itself if it is a little word, else a number, a name, or its ending."""
    if low[0] == "0":
        return "#"
    if word[0].isupper() and number:
        return "Xx"
    if low in _CLOSED:
        return low
    for ending in ("ed", "ing", "s", "ly"):
        if low.endswith(ending):
            return "-" + ending
    return "w" if low[0].isalpha() else low


def hashed(sentence: str) -> list[tuple[int, float]]:
    """The features of a sentence as (bucket, value), scaled to one length."""
    named = features(sentence)
    scale = NORM / math.sqrt(sum(value * value for value in named.values()) or 1.0)
    return [
        (zlib.crc32(name.encode("utf-8", "surrogatepass")) % BUCKETS, value * scale) for name, value in named.items()
    ]


def check_worthiness(sentence: str) -> float:
    """Return the probability that `sentence` states a verifiable fact; 0.5 is the best cut."""
    weights, scale, offset = _weights()
    total = offset + scale * sum(weights[bucket] * value for bucket, value in hashed(sentence))
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


@lru_cache(maxsize=1)
def _weights() -> tuple[list[int], float, float]:
    """The learnt weights, as small integers, with their scale and the offset."""
    packed = files("factcheck.extraction").joinpath(FILE).read_bytes()
    head, _, body = packed.partition(b"\n")
    scale, offset = map(float, head.split())
    return [value - 256 if value > 127 else value for value in body], scale, offset
