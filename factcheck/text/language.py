"""Which language a text is in, told by its script and its commonest small words.

Enough to say that a source cannot be compared word by word with an English quote; not a classifier of
dialects. The word lists are the closed-class words that head every frequency list of each language.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

_SMALL_WORDS = {
    "English": "the of and to in is that it for was on with he be by at are this have from or had not but what all were"
    " when we there can an your which their said if do will each about how up out them then she many some would",
    "French": "le la les de des du et est une un que qui dans pour pas sur ce il elle au avec plus par nous vous ne se"
    " sont cette mais ont aux ses leur être fait comme tout c'est qu'il été d'une",
    "German": "der die das und ist nicht von zu den mit ein eine auf für sich des dem im auch als an wir sie es werden"
    " aus er hat dass wird bei noch nach einer um am sind wie einem über haben",
    "Spanish": "el la los las de del que y en un una es por con no para se su al lo como más pero sus le ya o este sí"
    " porque esta son entre cuando muy sin sobre también me hasta hay donde",
    "Italian": "il lo la gli le di del della che e è un una per non in con si sono da dei alla nel come più anche ma ha"
    " questo delle al ci sua dal degli essere stato perché nella",
    "Portuguese": "o os as de do da que e em um uma para com não no na por mais dos se como mas foi ao ele das"
    " tem à seu"
    " sua ou ser quando muito há nos já está eu também só pelo pela até isso",
    "Dutch": "de het een van en in is dat op te zijn met voor niet aan er om ook als maar bij nog wordt uit naar werd"
    " heeft hij ze wij deze door over zich dan kan meer onder",
    "Polish": "i w na z nie się że do to jest o jak po co ale za od przez przy dla tak czy tym jego jej są był być ich"
    " który która także może tylko",
    "Swedish": "och i att det som en på är av för den med till inte om ett han men var jag de så från har kan vi eller"
    " skulle när ska efter också",
    "Turkish": "ve bir bu da de için ile çok olarak olan daha gibi en ne kadar ama o sonra değil var yok ben mi olduğu",
    "Indonesian": "yang dan di untuk dengan dari ini itu pada tidak dalam akan adalah ke oleh juga ada kami"
    " saya mereka",
}
_SETS = {language: frozenset(words.split()) for language, words in _SMALL_WORDS.items()}
WRITTEN_IN_LATIN = frozenset(_SETS)
"""The languages that are told apart by their small words; all others are told by their script."""

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_SCRIPTS = {
    "CYRILLIC": "a language in Cyrillic script",
    "ARABIC": "a language in Arabic script",
    "HEBREW": "Hebrew",
    "GREEK": "Greek",
    "CJK": "Chinese or Japanese",
    "HIRAGANA": "Japanese",
    "KATAKANA": "Japanese",
    "HANGUL": "Korean",
    "DEVANAGARI": "a language in Devanagari script",
    "BENGALI": "Bengali",
    "TAMIL": "Tamil",
    "THAI": "Thai",
    "ARMENIAN": "Armenian",
    "GEORGIAN": "Georgian",
    "ETHIOPIC": "a language in Ethiopic script",
}


def language_of(text: str) -> str | None:
    """Return the name of the language, or None where too little is there to tell."""
    sample = text[:2500]
    script = _script(sample)
    if script is not None:
        return _SCRIPTS[script]
    words = [word.lower().replace("’", "'") for word in _WORD.findall(sample)]
    if len(words) < 5:
        return None
    counts = {language: sum(1 for word in words if word in small) for language, small in _SETS.items()}
    ranked = sorted(counts, key=lambda language: -counts[language])
    best, second = ranked[0], ranked[1]
    if counts[best] < max(2, len(words) // 12) or counts[best] * 2 < counts[second] * 3:
        return None
    return best


def _script(sample: str) -> str | None:
    """Return the script most letters are in, None for Latin."""
    letters = [char for char in sample[:1500] if char.isalpha()]
    beyond = [char for char in letters if char > "\u02ff"]
    if len(beyond) * 2 <= len(letters) or not beyond:
        return None
    names = Counter(unicodedata.name(char, "").split(" ")[0] for char in beyond)
    script = names.most_common(1)[0][0]
    return script if script in _SCRIPTS else None
