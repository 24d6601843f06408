"""Which language a text is in, told by its script and its commonest small words.

Enough to say that attribution is English-only and this is German, or that a source cannot be compared
word by word with an English quote; not a classifier of dialects. The word lists are the closed-class
words that head every frequency list of each language.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

_SMALL_WORDS = {
    "en": "the of and to in is that it for was on with he be by at are this have from or had not but what all were"
    " when we there can an your which their said if do will each about how up out them then she many some would",
    "fr": "le la les de des du et est une un que qui dans pour pas sur ce il elle au avec plus par nous vous ne se"
    " sont cette mais ont aux ses leur être fait comme tout c'est qu'il été d'une",
    "de": "der die das und ist nicht von zu den mit ein eine auf für sich des dem im auch als an wir sie es werden"
    " aus er hat dass wird bei noch nach einer um am sind wie einem über haben",
    "es": "el la los las de del que y en un una es por con no para se su al lo como más pero sus le ya o este sí"
    " porque esta son entre cuando muy sin sobre también me hasta hay donde",
    "it": "il lo la gli le di del della che e è un una per non in con si sono da dei alla nel come più anche ma ha"
    " questo delle al ci sua dal degli essere stato perché nella",
    "pt": "o os as de do da que e em um uma para com não no na por mais dos se como mas foi ao ele das"
    " tem à seu"
    " sua ou ser quando muito há nos já está eu também só pelo pela até isso",
    "nl": "de het een van en in is dat op te zijn met voor niet aan er om ook als maar bij nog wordt uit naar werd"
    " heeft hij ze wij deze door over zich dan kan meer onder",
    "pl": "i w na z nie się że do to jest o jak po co ale za od przez przy dla tak czy tym jego jej są był być ich"
    " który która także może tylko",
    "sv": "och i att det som en på är av för den med till inte om ett han men var jag de så från har kan vi eller"
    " skulle när ska efter också",
    "da": "og at det er en til på som af med den har ikke der de et men han fra vi kan var sig hun siger",
    "no": "og det er på som en til av med har ikke den at et men han fra vi kan var seg hun sier ble etter",
    "fi": "ja ei että se hän oli ovat mutta kun myös joka sanoo mukaan tai niin jos nyt vain kuin mitä",
    "tr": "ve bir bu da de için ile çok olarak olan daha gibi en ne kadar ama o sonra değil var yok ben mi olduğu",
    "id": "yang dan di untuk dengan dari ini itu pada tidak dalam akan adalah ke oleh juga ada kami saya mereka",
    "cs": "se na je že jsem jsou jako pro po ve který která které podle tak bude byl byla bylo ze už jeho při"
    " také nebo aby má před mezi není jen když",
    "sk": "sa na je že som sú ako pre po vo ktorý ktorá ktoré podľa tak bude bol bola bolo zo už jeho pri tiež"
    " alebo aby má pred medzi nie len keď",
    "hu": "az és hogy nem egy volt meg csak ez már még kell lehet azt mint szerint után vagy aki amely minden"
    " ezt fel pedig lesz között",
    "ro": "și să în de la cu nu pe care din fost este un mai pentru că au ce lui sau dar prin după sunt ale"
    " această acest fără între când",
    "hr": "je na se da su za koji koja koje kao što nije ali će iz bio bila bilo nakon više samo tako rekao"
    " rekla prema jer kako već ili",
    "ca": "el la els les de del que en un una és per amb al als va han ha més com però aquest aquesta són ser"
    " també seva seu fins entre ja perquè",
    "vi": "và của là có không được cho trong các với đã người này một những để khi ra từ cũng ông bà tại về đó"
    " sẽ như nhưng đến theo nói rằng",
}
_SETS = {code: frozenset(words.split()) for code, words in _SMALL_WORDS.items()}
_SCRIPTS = {
    "CYRILLIC": "und-Cyrl",
    "ARABIC": "und-Arab",
    "HEBREW": "he",
    "GREEK": "el",
    "CJK": "zh",
    "HIRAGANA": "ja",
    "KATAKANA": "ja",
    "HANGUL": "ko",
    "DEVANAGARI": "und-Deva",
    "BENGALI": "bn",
    "TAMIL": "ta",
    "THAI": "th",
    "ARMENIAN": "hy",
    "GEORGIAN": "ka",
    "ETHIOPIC": "und-Ethi",
}
NAMES = {
    "en": "English", "fr": "French", "de": "German", "es": "Spanish", "it": "Italian", "pt": "Portuguese",
    "nl": "Dutch", "pl": "Polish", "sv": "Swedish", "da": "Danish", "no": "Norwegian", "fi": "Finnish",
    "cs": "Czech", "sk": "Slovak", "hu": "Hungarian", "ro": "Romanian", "hr": "Croatian, Serbian or Bosnian",
    "ca": "Catalan", "vi": "Vietnamese",
    "tr": "Turkish", "id": "Indonesian", "he": "Hebrew", "el": "Greek", "zh": "Chinese or Japanese",
    "ja": "Japanese", "ko": "Korean", "bn": "Bengali", "ta": "Tamil", "th": "Thai", "hy": "Armenian",
    "ka": "Georgian", "und-Cyrl": "a language in Cyrillic script", "und-Arab": "a language in Arabic script",
    "und-Deva": "a language in Devanagari script", "und-Ethi": "a language in Ethiopic script",
}  # fmt: skip
"""The name of each language that is told, by its BCP 47 tag; "und-Cyrl" is any language in that script."""
WRITTEN_IN_LATIN = frozenset(NAMES[code] for code in _SETS)
"""The names of the languages that are told apart by their small words; all others are told by their script."""

# So alike that a short text does not tell them apart, and its best guess is good enough.
_ALIKE = (frozenset(["sv", "da", "no"]), frozenset(["cs", "sk"]), frozenset(["es", "ca"]))
_LONG = 60  # words from which the likeliest language is taken, however near the next one
_KANA = 0.1  # of the letters beyond Latin: Chinese has none
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


def language_of(text: str) -> str | None:
    """Return the name of the language, or None where too little is there to tell."""
    code = detect_language(text)
    return None if code is None else NAMES[code]


def detect_language(text: str, sample: int = 2500) -> str | None:
    """Return the BCP 47 tag of the language of the first `sample` characters; None where they do not tell."""
    script = _script(text[: min(sample, 1500)])
    if script is not None:
        return _SCRIPTS[script]
    words = Counter(" ".join(_WORD.findall(text[:sample])).lower().replace("’", "'").split(" "))
    total = words.total()
    if total < 5:
        return None
    counts = {code: sum([words[word] for word in small & words.keys()]) for code, small in _SETS.items()}
    best = max(counts, key=lambda code: counts[code])
    others = (count for code, count in counts.items() if code != best and not _alike(code, best))
    near = total < _LONG and counts[best] * 2 < max(others) * 3
    return None if near or counts[best] < max(2, total // 12) else best


def _alike(one: str, other: str) -> bool:
    return any({one, other} <= group for group in _ALIKE)


def _script(sample: str) -> str | None:
    """Return the script most letters are in, None for Latin."""
    beyond = [char for char in sample if char > "\u02ff" and char.isalpha()]
    if not beyond or len(beyond) * 2 <= sum(map(str.isalpha, sample)):
        return None
    names = Counter(unicodedata.name(char, "").split(" ")[0] for char in beyond)
    if names["HIRAGANA"] + names["KATAKANA"] > _KANA * len(beyond):
        return "HIRAGANA"
    script = names.most_common(1)[0][0]
    return script if script in _SCRIPTS else None
