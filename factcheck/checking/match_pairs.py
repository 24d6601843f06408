"""Grading unmarked differences: what it means that these words stand where those stood."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from rapidfuzz.distance import OSA

from factcheck.checking import match_words as lists
from factcheck.checking.match_model import ORDER, EditKind, Severity
from factcheck.checking.match_numbers import is_figure, is_number, values
from factcheck.checking.match_opposites import OPPOSITES

_VERBS = (
    "be am is are was were been being",
    "have has had having",
    "do does did done doing",
    "say says said saying",
    "go goes went gone going",
    "get gets got gotten getting",
    "make makes made making",
    "know knows knew known",
    "think thinks thought thinking",
    "take takes took taken taking",
    "see sees saw seen seeing",
    "come comes came coming",
    "find finds found finding",
    "give gives gave given giving",
    "tell tells told telling",
    "feel feels felt feeling",
    "leave leaves left leaving",
    "mean means meant meaning",
    "keep keeps kept keeping",
    "begin begins began begun",
    "show shows showed shown",
    "hear hears heard hearing",
    "run runs ran running",
    "bring brings brought bringing",
    "write writes wrote written writing",
    "sit sits sat",
    "stand stands stood standing",
    "lose loses lost losing",
    "pay pays paid paying",
    "meet meets met meeting",
    "lead leads led leading",
    "speak speaks spoke spoken speaking",
    "grow grows grew grown growing",
    "win wins won winning",
    "teach teaches taught",
    "buy buys bought",
    "send sends sent",
    "build builds built",
    "fall falls fell fallen",
    "sell sells sold",
    "hold holds held",
    "understand understands understood",
    "draw draws drew drawn",
    "break breaks broke broken",
    "spend spends spent",
    "rise rises rose risen",
    "drive drives drove driven",
    "fight fights fought",
    "choose chooses chose chosen",
    "eat eats ate eaten",
    "catch catches caught",
    "deal deals dealt",
    "forget forgets forgot forgotten",
    "lie lies lay lain lied",
    "throw throws threw thrown",
    "wear wears wore worn",
    "fly flies flew flown",
    "forgive forgives forgave forgiven",
    "become becomes became becoming",
    "man men",
    "woman women",
    "child children",
    "person people persons",
    "foot feet",
    "life lives",
    "wife wives",
    "will would",
    "can could",
    "may might",
    "shall should",
)
_FAMILY = {form: number for number, forms in enumerate(_VERBS[:-4]) for form in forms.split()}
_NEGATING_PREFIXES = ("un", "in", "im", "il", "ir", "dis", "non", "mis", "de", "anti", "counter")


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a difference: its forms, and which of them look like names where they stand."""

    forms: tuple[str, ...]
    names: tuple[bool, ...]
    between: str = ""  # what stands between these words where they stand

    def __bool__(self) -> bool:
        return bool(self.forms)


@dataclass(frozen=True, slots=True)
class Grade:
    """The kind of a difference and how much it weighs."""

    kind: EditKind
    severity: Severity


_MOST = 40
"""Words beyond which a difference is not looked at word by word."""

FREE = Grade(EditKind.TYPOGRAPHY, Severity.NONE)


def _meaning(kind: EditKind) -> Grade:
    return Grade(kind, Severity.MEANING)


def _cosmetic(kind: EditKind) -> Grade:
    return Grade(kind, Severity.COSMETIC)


def _wording(kind: EditKind) -> Grade:
    return Grade(kind, Severity.WORDING)


def grade_replaced(printed: Side, source: Side, known: Callable[[str], bool]) -> Grade:
    """Grade words that stand for other words; `known` says whether the document has a word elsewhere."""
    same = same_words(printed.forms, source.forms, printed.between + source.between)
    if same is not None:
        return same
    if len(printed.forms) == len(source.forms) == 1 and _sounds_alike(printed.forms[0], source.forms[0]):
        return _cosmetic(EditKind.SPELLING)
    if negations(printed.forms) != negations(source.forms):
        more = negations(printed.forms) > negations(source.forms)
        return _meaning(EditKind.NEGATION_ADDED if more else EditKind.NEGATION_DROPPED)
    if _numbers_differ(printed.forms, source.forms):
        return _meaning(EditKind.NUMBER_CHANGED)
    if len(printed.forms) == len(source.forms):
        grades = [
            _grade_pair(a, b, na or nb, known)
            for a, b, na, nb in zip(printed.forms, source.forms, printed.names, source.names, strict=True)
        ]
        mine, theirs = _persons(printed.forms), _persons(source.forms)
        apart = all(a != b for a, b in zip(printed.forms, source.forms, strict=True))
        if len(grades) > 1 and apart and not (mine and theirs):
            # several words for several others: no one person was put for another
            grades = [_wording(EditKind.WORD_SUBSTITUTED) if g.kind is EditKind.PRONOUN_CHANGED else g for g in grades]
        return max(grades, key=lambda grade: ORDER[grade.severity])
    return _grade_uneven(printed, source)


def same_words(printed: Sequence[str], source: Sequence[str], between: str = "-") -> Grade | None:
    """Grade two spellings of the same words; None where they are other words.

    `between` holds the signs between the words of either side: `e-mail` and `email` are one word, and
    so are `U.S.` and `US`, but `not able` is not `notable`.
    """
    if "".join(printed) == "".join(source) and negations(printed) == negations(source):
        if any(is_figure(form) for form in printed) and not _thousands(printed, source):
            return None
        torn = any(char in between for char in "-.'\n/") or any(
            len(f) == 1 and f not in "ai" for f in (*printed, *source)
        )
        return FREE if torn else _cosmetic(EditKind.SPELLING)
    if [f.replace("'", "") for f in printed] == [f.replace("'", "") for f in source]:
        return _cosmetic(EditKind.SPELLING)
    if len(printed) + len(source) <= _MOST and _expanded(printed) & _expanded(source):
        return _cosmetic(EditKind.CONTRACTION)
    if values(printed) and values(printed) == values(source) and _rest(printed) == _rest(source):
        return _cosmetic(EditKind.HOUSE_STYLE)
    if len(printed) == len(source) and all(_same_style(a, b) for a, b in zip(printed, source, strict=True)):
        return _cosmetic(EditKind.HOUSE_STYLE)
    if _initials(printed, source) or _initials(source, printed):
        return _cosmetic(EditKind.HOUSE_STYLE)
    return None


def _initials(short: Sequence[str], full: Sequence[str]) -> bool:
    """Whether one word, or letters with points, are the initials of others: `U.S.` and `United States`."""
    telling = [form for form in full if form not in _UNSPOKEN]
    letters = "".join(short)
    if not 2 <= len(telling) <= 6 or len(letters) != len(telling) or any(len(form) < 2 for form in telling):
        return False
    one_word = len(short) == 1 or all(len(form) == 1 for form in short)
    return one_word and letters not in lists.STOP_WORDS - {"us"} and letters == "".join(form[0] for form in telling)


_UNSPOKEN = frozenset("of the and for in on to at".split())


def _thousands(printed: Sequence[str], source: Sequence[str]) -> bool:
    """Whether figures differ only by spaces between thousands: `2 000` and `2000`."""
    parts = max(printed, source, key=len)
    return parts[0].isdigit() and len(parts[0]) <= 3 and all(p.isdigit() and len(p) == 3 for p in parts[1:])


def grade_dropped(source: Side, *, sentence: bool, added: bool = False, set_off: bool = True) -> Grade:
    """Grade words of the source that the quote leaves out, or (`added`) words that only the quote has.

    `sentence` says that a whole sentence is among them, `set_off` that commas stand around them.
    """
    forms = list(source.forms)
    if negations(forms):
        return _meaning(EditKind.NEGATION_ADDED if added else EditKind.NEGATION_DROPPED)
    if not added and sentence and len(forms) >= 3:
        return _meaning(EditKind.SPLICED)
    left = _without_fillers(forms, set_off)
    if not left:
        return _cosmetic(EditKind.FILLER)
    if values(left) and any(is_number(form) and form not in {"one", "second", "first", "once"} for form in left):
        return _meaning(EditKind.NUMBER_CHANGED)
    if all(form in lists.UNIT_SIGNS for form in left):
        return _meaning(EditKind.NUMBER_CHANGED)
    if is_hedge(left):
        return _meaning(EditKind.QUALIFIER_CHANGED)
    if all(form in lists.INTENSIFIERS for form in left):
        return _cosmetic(EditKind.INTENSIFIER)
    if all(form in lists.LIGHT for form in left):
        return _cosmetic(EditKind.FUNCTION_WORD)
    if all(form in lists.MODALS for form in left):
        return _meaning(EditKind.MODAL_CHANGED)
    return _wording(EditKind.WORDS_ADDED if added else EditKind.WORDS_DROPPED)


def negations(forms: Sequence[str]) -> int:
    """Count the words that deny."""
    return sum(
        1
        for k, form in enumerate(forms)
        if (form.removesuffix("'s") in lists.STRONG_NEGATIONS or "n't" in form or form == "dont")
        and not (form == "not" and k and forms[k - 1] == "or")  # "whether or not" denies nothing
    )


def is_hedge(forms: Sequence[str]) -> bool:
    """Whether words that were left out or added limit what is said."""
    for phrase in lists.HEDGE_PHRASES:
        size = len(phrase)
        if len(forms) <= size + 1 and any(tuple(forms[k : k + size]) == phrase for k in range(len(forms))):
            return True
    return len(forms) <= 3 and any(form in lists.HEDGES for form in forms)


def _numbers_differ(printed: Sequence[str], source: Sequence[str]) -> bool:
    mine, theirs = values(printed), values(source)
    if mine == theirs:
        return False
    loose = {"1", "1th", "2th", "1x"}  # "one" and "first" are often no numbers at all
    figures = any(map(is_figure, (*printed, *source)))
    return figures or not (set(mine) | set(theirs)) <= loose or bool(mine and theirs)


def _grade_pair(a: str, b: str, name: bool, known: Callable[[str], bool]) -> Grade:
    """Grade one printed word that stands for one of the source: the first rule that fits decides."""
    same = same_words([a], [b])
    if same is not None:
        return same
    bare_a, bare_b = a.removesuffix("'s"), b.removesuffix("'s")
    for applies, grade in _RULES:
        if applies(a, b) or ((bare_a, bare_b) != (a, b) and applies(bare_a, bare_b)):
            return grade
    if name and a not in lists.STOP_WORDS and b not in lists.STOP_WORDS:
        return _meaning(EditKind.NAME_CHANGED)
    if _letter_doubled(a, b) and not known(a):
        return _cosmetic(EditKind.SPELLING)
    if _same_family(a, b):
        return _wording(EditKind.WORD_FORM)
    if _hedges_differ(a, b):
        return _meaning(EditKind.QUALIFIER_CHANGED)
    if a in lists.FUNCTION_WORDS and b in lists.FUNCTION_WORDS:
        return _cosmetic(EditKind.FUNCTION_WORD)
    if _misspelt(a, b, known):
        return _cosmetic(EditKind.SPELLING)
    if (a in lists.PERSONS or b in lists.PERSONS) and not {a, b} & lists.POINTING:
        return _meaning(EditKind.PRONOUN_CHANGED)
    return _wording(EditKind.WORD_SUBSTITUTED)


def _persons(forms: Sequence[str]) -> frozenset[str]:
    return frozenset(forms) & lists.PERSONS


def _both_in(words: frozenset[str]) -> Callable[[str, str], bool]:
    return lambda a, b: a in words and b in words


def _opposite(a: str, b: str) -> bool:
    return frozenset((a, b)) in OPPOSITES or _negates(a, b) or _negates(b, a)


_RULES: tuple[tuple[Callable[[str, str], bool], Grade], ...] = (
    (lambda a, b: {a, b} <= lists.UNITS and not _same_family(a, b), _meaning(EditKind.NUMBER_CHANGED)),
    (_both_in(lists.MONTHS_AND_DAYS), _meaning(EditKind.DATE_CHANGED)),
    (lambda a, b: frozenset((a, b)) in lists.HOMOPHONES, _cosmetic(EditKind.SPELLING)),
    (lambda a, b: _opposite(a, b), _meaning(EditKind.OPPOSITE_WORD)),
    (_both_in(lists.KIN), _meaning(EditKind.WORD_SUBSTITUTED)),
    (_both_in(lists.RELATIVE_DATES), _meaning(EditKind.DATE_CHANGED)),
    (lambda a, b: _quantities_differ(a, b), _meaning(EditKind.QUALIFIER_CHANGED)),
    (_both_in(lists.MODALS), _meaning(EditKind.MODAL_CHANGED)),
    (_both_in(lists.POINTING), _cosmetic(EditKind.FUNCTION_WORD)),
    (_both_in(lists.PERSONS), _meaning(EditKind.PRONOUN_CHANGED)),
)


def _quantities_differ(a: str, b: str) -> bool:
    """Whether words that say how many gave way to each other: any for every, one for both."""
    if a not in lists.QUANTIFIERS or b not in lists.QUANTIFIERS:
        return False
    return not any(a in alike and b in alike for alike in lists.QUANTIFIERS_ALIKE)


def _sounds_alike(a: str, b: str) -> bool:
    """Whether a word was taken for one that sounds like it; a number that was is a changed number."""
    return frozenset((a, b)) in lists.HOMOPHONES and (
        {a, b} <= {"to", "too", "two"} or not (is_number(a) or is_number(b))
    )


def _hedges_differ(a: str, b: str) -> bool:
    """Whether a word that limits what is said gave way to another, or to a word that says nothing."""
    if a in lists.HEDGES and b in lists.HEDGES:
        return not any(a in alike and b in alike for alike in lists.HEDGES_ALIKE)
    if a in lists.HEDGES or b in lists.HEDGES:
        return a in lists.STOP_WORDS or b in lists.STOP_WORDS
    return False


def _grade_uneven(printed: Side, source: Side) -> Grade:
    """Grade a few words that stand for more or fewer others."""
    if any(source.names) != any(printed.names) or (any(source.names) and any(printed.names)):
        return _meaning(EditKind.NAME_CHANGED)
    for a in printed.forms[:_MOST]:
        for b in source.forms[:_MOST]:
            if frozenset((a, b)) in OPPOSITES:
                return _meaning(EditKind.OPPOSITE_WORD)
    modal = {f for f in printed.forms if f in lists.MODALS}, {f for f in source.forms if f in lists.MODALS}
    if modal[0] != modal[1]:
        return _meaning(EditKind.MODAL_CHANGED)
    hedges = {f for f in printed.forms if f in lists.HEDGES}, {f for f in source.forms if f in lists.HEDGES}
    if hedges[0] != hedges[1] and max(len(printed.forms), len(source.forms)) <= 3:
        return _meaning(EditKind.QUALIFIER_CHANGED)
    everything = {*printed.forms, *source.forms}
    if everything <= lists.FUNCTION_WORDS:
        return _cosmetic(EditKind.FUNCTION_WORD)
    if everything <= lists.FUNCTION_WORDS | lists.FILLERS | lists.INTENSIFIERS:
        return _cosmetic(EditKind.FILLER)
    return _wording(EditKind.WORD_SUBSTITUTED)


def _same_style(a: str, b: str) -> bool:
    """Whether two forms are one word in two house styles: Sen. and senator, colour and color."""
    if a == b or frozenset((a, b)) in lists.VARIANTS:
        return True
    if lists.TITLES.get(a, a) == lists.TITLES.get(b, b):
        return True
    if f"{a}'s" == b or f"{b}'s" == a:
        return a[-1] == "s" and b[-1] == "s"  # James' and James's
    if len(a) > 4 and len(b) > 4:
        return _american(a) == _american(b)
    return False


def _american(form: str) -> str:
    for british, american in (("our", "or"), ("ise", "ize"), ("isa", "iza"), ("isi", "izi"), ("yse", "yze")):
        form = form.replace(british, american)
    form = form.replace("ae", "e").replace("ogue", "og").replace("ll", "l")
    return form[:-2] + "er" if form.endswith("tre") else form


def _expanded(forms: Sequence[str]) -> frozenset[tuple[str, ...]]:
    """Return the full spellings that contracted words may stand for."""
    readings: list[tuple[str, ...]] = [()]
    for form in forms:
        options = _full(form)
        readings = [reading + option for reading in readings[:16] for option in options]
    return frozenset(readings)


def _full(form: str) -> list[tuple[str, ...]]:
    if form in lists.SLANG:
        return [tuple(lists.SLANG[form].split())]
    if form.endswith("n't"):
        return [(form[:-3], "not")]
    for ending, words in lists.CONTRACTED.items():
        if form.endswith(ending) and len(form) > len(ending):
            stem = form[: -len(ending)]
            if ending == "'s":
                return [(form,), (stem, "is"), (stem, "has"), (stem, "us")]
            if ending == "'d":
                return [(stem, "would"), (stem, "had"), (stem, "did")]
            return [(stem, *words)]
    if len(form) > 3 and form.endswith("in'"):
        return [(form[:-1] + "g",)]
    return [(form,)]


def _rest(forms: Sequence[str]) -> list[str]:
    dropped = {"and", "dollars", "dollar", "percent", "$", "per", "cent", "euros", "pounds", "hundred"}
    return [f for f in forms if not is_number(f) and f not in dropped and f[:1].isalpha()]


def _negates(a: str, b: str) -> bool:
    """Whether `a` is `b` with a prefix that turns its meaning."""
    for prefix in _NEGATING_PREFIXES:
        if a == prefix + b and len(b) >= 3:
            return True
    return a.endswith("less") and b.endswith("ful") and a[:-4] == b[:-3]


def _same_family(a: str, b: str) -> bool:
    """Whether two forms are of one word: tense, number, degree."""
    if a in _FAMILY and _FAMILY[a] == _FAMILY.get(b):
        return True
    return a[:1] == b[:1] and not _bases(a).isdisjoint(_bases(b))


@lru_cache(maxsize=4096)
def _bases(form: str) -> frozenset[str]:
    """Return the words that a form may be an inflection of, itself among them."""
    form = form.removesuffix("'s").removesuffix("'")
    found = {form, form.removesuffix("e")} if len(form) > 3 else {form}
    for ending in _ENDINGS:
        base = form.removesuffix(ending)
        if base == form or len(base) < 3:
            continue
        found.update((base, base.removesuffix("e")) if len(base) > 3 else (base,))
        if base[-1] == base[-2]:
            found.add(base[:-1])
        if ending in ("ies", "ied", "ier", "iest", "ily"):
            found.add(base + "y")
    return frozenset(found)


_ENDINGS = ("ingly", "edly", "ing", "ied", "ies", "iest", "ier", "ily", "ed", "es", "est", "er", "ly", "s", "d")


def stem(form: str) -> str:
    """Return a form without the endings of tense, number, degree and manner."""
    form = form.removesuffix("'s").removesuffix("'")
    for ending in ("ingly", "edly", "ing", "ied", "ies", "ed", "es", "est", "er", "ly", "s", "d"):
        if form.endswith(ending) and len(form) - len(ending) >= 3:
            form = form[: -len(ending)] + ("y" if ending in ("ied", "ies") else "")
            break
    if len(form) > 3 and form[-1] == form[-2] and form[-1] not in "sle":
        form = form[:-1]
    return form[:-1] if len(form) > 3 and form[-1] in "ey" else form


def _letter_doubled(a: str, b: str) -> bool:
    """Whether two forms differ only in how often a letter is written: `sniffing` and `snifing`."""
    return len(b) > 4 and [char for char, _ in groupby(a)] == [char for char, _ in groupby(b)]


def _misspelt(a: str, b: str, known: Callable[[str], bool]) -> bool:
    """Whether the printed word is no word at all, but nearly the source's."""
    if len(b) < 4 or a in lists.STOP_WORDS or a in lists.QUALIFIERS:
        return False
    most = 1 if len(b) < 8 else 2
    return OSA.distance(a, b, score_cutoff=most) <= most and not known(a)


def _without_fillers(forms: list[str], set_off: bool) -> list[str]:
    left: list[str] = []
    k = 0
    while k < len(forms):
        size = next((len(p) for p in lists.FILLER_PHRASES if tuple(forms[k : k + len(p)]) == p), 0)
        if size:
            k += size
        elif forms[k] in lists.SOUNDS or (set_off and forms[k] in lists.FILLERS):
            k += 1
        else:
            left.append(forms[k])
            k += 1
    return left
