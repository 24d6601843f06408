"""Which language a text is in, by its commonest words and its script.

Enough to say "attribution is English-only, this is German"; not a general language identifier.
"""

from __future__ import annotations

import re
from collections import Counter

_WORDS = {
    "en": "the of and to in that is was for it with as his he on be at by had not are but from they she said has",
    "de": "der die und das den von zu mit sich des auf für ist im dem nicht ein eine als auch es an werden aus er",
    "fr": "le la les de des et du une est que qui dans pour pas au sur avec ce il sont par plus elle cette aux",
    "es": "el la los las de que y en un una por con no se para su al lo como más del ha fue este entre dijo",
    "it": "il di che la e un una per in con non sono del della gli dei nel alla più anche ha come questo ma si",
    "pt": "o os as de que e do da em um uma para com não por mais dos das como foi ao ele sua também pelo",
    "nl": "de het een van en in is dat op te zijn met voor niet die aan er om ook als maar bij wordt door hij",
    "sv": "och att det som en på är av för med den till har inte om ett men var han från vi kan så hon säger",
    "da": "og at det er en til på som af for med den har ikke der de et men han fra vi kan var sig hun siger",
    "no": "og det er på som en til av for med har ikke den at et men han fra vi kan var seg hun sier ble etter",
    "fi": "ja on ei että se hän oli ovat mutta kun myös joka sanoo mukaan ole tai niin jos nyt vain kuin mitä",
    "pl": "i w na nie się z do to że jest o jak po co za od przez ale był ma jego dla są przy które oraz",
}
_SCRIPTS = (
    ("ja", re.compile(r"[\u3040-\u30ff]")),
    ("ko", re.compile(r"[\uac00-\ud7af]")),
    ("zh", re.compile(r"[\u4e00-\u9fff]")),
    ("ru", re.compile(r"[\u0400-\u04ff]")),
    ("ar", re.compile(r"[\u0600-\u06ff]")),
    ("he", re.compile(r"[\u0590-\u05ff]")),
    ("el", re.compile(r"[\u0370-\u03ff]")),
    ("hi", re.compile(r"[\u0900-\u097f]")),
    ("th", re.compile(r"[\u0e00-\u0e7f]")),
)
_SETS = {code: frozenset(words.split()) for code, words in _WORDS.items()}
_LETTERS = re.compile(r"[^\W\d_]+")
_SAMPLE = 60_000
_MIN_WORDS = 12

NAMES = {
    "de": "German", "fr": "French", "es": "Spanish", "it": "Italian", "pt": "Portuguese", "nl": "Dutch",
    "sv": "Swedish", "da": "Danish", "no": "Norwegian", "fi": "Finnish", "pl": "Polish", "ja": "Japanese",
    "ko": "Korean", "zh": "Chinese", "ru": "Russian", "ar": "Arabic", "he": "Hebrew", "el": "Greek",
    "hi": "Hindi", "th": "Thai", "en": "English",
}  # fmt: skip


def detect_language(text: str) -> str | None:
    """Return the ISO 639-1 code of the language of `text`, or None where too little says so."""
    sample = text[:_SAMPLE]
    letters = _LETTERS.findall(sample)
    amount = sum(map(len, letters))
    if not amount:
        return None
    for code, script in _SCRIPTS:
        share = len(script.findall(sample)) / amount
        if share > (0.1 if code == "ja" else 0.3):
            return code
    words = Counter(word.lower() for word in letters)
    total = sum(words.values())
    if total < _MIN_WORDS:
        return None
    scores = {code: sum(words[word] for word in known) / total for code, known in _SETS.items()}
    best = max(scores, key=lambda code: scores[code])
    return best if scores[best] >= 0.12 else None
