"""In which old encoding do these bytes make sense? Asked only where nothing names it and it is not UTF-8.

The bytes are decoded in each encoding that was common before UTF-8, and the result is looked at as a
reader would: are these the letters and the small words of a language that was written in it; does a
capital stand in the middle of a word, a sign between two letters, a Cyrillic letter beside a Latin one?
Where two encodings make equal sense the western one is taken. The idea of judging by the outcome, by
language, is that of Li and Momoi's composite approach (2001); the weights are our own.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import Final

from factcheck.pages.tongues import COMMON_HAN, COMMON_HANGUL, LATIN, SCRIPTS, Tongue

# Sense per character beyond ASCII (at most 1) and from small words (at most 1); below this sum it is no guess.
ENOUGH: Final = 0.6

_WORD_WEIGHT: Final = 0.8
_FAVOUR: Final = {"cp1252": 0.08, "mac_roman": -0.05, "cp866": -0.05, "mac_cyrillic": -0.1, "iso8859_2": -0.04}
_WORD = re.compile(r"[^\W\d_]+")
# A capital after a small letter, or a sign that is no apostrophe or hyphen between two letters.
_BREAK = re.compile(r"(?<=[^\W\d_A-Z])[^\W\d_a-z]")
_SIGN_INSIDE = re.compile(r"(?<=[^\W\d_])[^\w\s’‘'\-–—·.,:;/&@\u00ad\u0301](?=[^\W\d_])")
_GLUED = re.compile(r"[A-Za-z](?=[^\W\d_\u0000-\u024f])|(?<=[^\W\d_\u0000-\u024f])[A-Za-z]")
_RUN = re.compile(r"[^\x00-\x7f]{4,}")  # as many marked letters in a row as no Latin script has
_TYPOGRAPHY: Final = frozenset("“”‘’„‚–—…«»‹›\u00a0·•§°€£©®™½¼¾²³×\u00ad¿¡ªº№،؟")
_HIRAGANA = range(0x3041, 0x3097)
_KATAKANA = range(0x30A1, 0x30FD)
_HALF_KATAKANA = range(0xFF61, 0xFFA0)
_EASTERN_SIGNS: Final = frozenset("、。「」『』・ー（），：！？；《》“”‘’　〜…—·％")


@dataclass(frozen=True, slots=True)
class _Look:
    """A decoded text, counted: characters beyond ASCII, words, and breaks of what writing does."""

    beyond: Counter[str]
    words: Counter[str]
    total: int
    breaks: int
    runs: int


def guess_encoding(sample: bytes) -> str | None:
    """Return the codec in which a sample makes the best sense, None where it makes little in any."""
    best, most = None, ENOUGH
    for codec, sense in _senses(sample):
        if sense > most:
            best, most = codec, sense
    return best


def _senses(sample: bytes) -> list[tuple[str, float]]:
    found = []
    for codec in COMMON_HAN:
        text = _decoded(sample, codec)
        if text is not None:
            found.append((codec, _eastern(text, codec)))
    looks: dict[str, _Look | None] = {}
    for tongue in (*LATIN.values(), *SCRIPTS.values()):
        for place, codec in enumerate(tongue.codecs):
            if codec not in looks:
                text = _decoded(sample, codec)
                looks[codec] = None if text is None else _look(text)
            look = looks[codec]
            if look is not None and look.total:
                found.append((codec, _sense(look, tongue) + _FAVOUR.get(codec, 0.0) - 0.02 * (place > 0)))
    return found


def _decoded(sample: bytes, codec: str) -> str | None:
    """The text, where every byte has a character; a character that the sample cuts off at its end may lack."""
    try:
        return sample.decode(codec)
    except UnicodeDecodeError as error:
        if error.start < len(sample) - 4:
            return None
        return sample[: error.start].decode(codec)


def _look(text: str) -> _Look:
    beyond = Counter(char for char in text if char > "\x7f")
    breaks = sum(1 for found in _BREAK.finditer(text) if found[0].isupper() and found[0] > "\x7f")
    breaks += sum(1 for found in _BREAK.finditer(text) if found[0].isupper() and text[found.start() - 1] > "\x7f")
    breaks += len(_GLUED.findall(text)) + len(_SIGN_INSIDE.findall(text))
    words = Counter(word.lower() for word in _WORD.findall(text))
    runs = sum(len(found) for found in _RUN.findall(text))
    return _Look(beyond, words, beyond.total(), breaks, runs)


def _sense(look: _Look, tongue: Tongue) -> float:
    gained = 0.0
    for char, number in look.beyond.items():
        gained += number * _worth(char, tongue)
    share = sum(look.words[word] for word in tongue.words) / max(look.words.total(), 1)
    odd = look.breaks + (look.runs if tongue.latin else 0)
    return gained / look.total - 2 * odd / look.total + _WORD_WEIGHT * min(1.0, share * 3)


def _worth(char: str, tongue: Tongue) -> float:
    if char in tongue.letters:
        return 1.0
    if char in _TYPOGRAPHY:
        return 0.7
    if char in tongue.rarer:
        return 0.5
    if char < "\u00a0" or char >= "\ue000":  # a control character, or none at all
        return -3.0
    return -0.7 if char.isalpha() else -1.0


def _eastern(text: str, codec: str) -> float:
    """Sense of a text in Chinese, Japanese or Korean, by its commonest characters."""
    beyond = Counter(char for char in text if char > "\x7f")
    if not beyond:
        return 0.0
    japanese = codec in ("cp932", "euc_jp")
    kana = sum(number for char, number in beyond.items() if ord(char) in _HIRAGANA)
    gained = sum(number * _eastern_worth(char, codec, japanese) for char, number in beyond.items())
    glued = len(re.findall(r"[a-z][^\x00-\u2fff]|[^\x00-\u2fff][a-z]", text))
    lacks_kana = 0.3 if japanese and not kana else 0.0
    return 0.15 + 1.2 * gained / beyond.total() - 2 * glued / beyond.total() - lacks_kana


def _eastern_worth(char: str, codec: str, japanese: bool) -> float:
    code = ord(char)
    if char in _EASTERN_SIGNS:
        return 0.8
    if code in _HIRAGANA or code in _KATAKANA:
        return 1.0 if japanese else -0.3
    if code in _HALF_KATAKANA:
        return -1.0
    if "\uac00" <= char <= "\ud7a3":
        return 1.0 if char in COMMON_HANGUL else 0.2
    if "\u4e00" <= char <= "\u9fff":
        return 1.0 if char in COMMON_HAN[codec] else 0.1 if japanese else -0.1
    if "\uff00" <= char <= "\uff5e":
        return 0.4
    return -1.0
