"""What a reader of a comparison should look at, although it changes no label."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from factcheck.checking.match_align import Equal
from factcheck.checking.match_model import Edit, EditKind, Label, Warn, Warned
from factcheck.checking.match_numbers import is_number
from factcheck.checking.match_printed import Printed
from factcheck.checking.match_source import Document, Source
from factcheck.checking.match_words import AT_ONCE, DOUBTING, GOES_ON, HIDDEN, STOP_WORDS
from factcheck.text.language import WRITTEN_IN_LATIN, language_of
from factcheck.text.words import words_of

_SENTENCE = re.compile(r"(?<=[.!?])[\"'\u201d\u2019)]*\s+")
_NEAR = 8
"""Words before a quote that are looked at for a "not" or an "if" it leaves out."""

_STOCK = 3
"""A quote of so few words, none of them rare, proves little wherever it stands."""


def of_marks(edits: Sequence[Edit], source: Source) -> Iterator[Warned]:
    """Warn of cuts and brackets that take a negation or a qualifier away from what is left."""
    hidden = [
        word
        for edit in edits
        if edit.marked and edit.source
        for word in hidden_words(source.text, edit.source_start, edit.source_end, edit.printed)
    ]
    if hidden:
        yield Warned(Warn.HIDES_QUALIFIER, f"the cut leaves out {', '.join(dict.fromkeys(hidden))}")


def of_exact(printed: Printed, source: Source, runs: Sequence[Equal], edits: Sequence[Edit]) -> Iterator[Warned]:
    """Warn of what word-for-word agreement does not tell."""
    forms = printed.forms
    if len(forms) <= _STOCK and all(form in STOP_WORDS for form in forms):
        yield Warned(Warn.STOCK_PHRASE, "so few and common words stand in many texts")
    last = runs[-1].source + runs[-1].length
    mine = printed.words.between(len(forms), len(forms))[:4]
    theirs = source.words.between(last, last)[:4]
    if ("?" in mine) != ("?" in theirs) and any(c in mine for c in ".!?"):
        yield Warned(Warn.QUESTION_MARK, "one side asks what the other side states")
    start, end = source.words.span(runs[0].source, last)
    passage = source.text[start:end]
    own_cut = any(mark in passage for mark in ("...", "\u2026", ". . ."))
    interrupted = any(edit.kind is EditKind.INTERRUPTION for edit in edits)
    if own_cut and not printed.cuts and not interrupted:
        yield Warned(Warn.SOURCE_CUT_NOT_SHOWN, "the source has an ellipsis that the quote does not show")


def of_edges(source: Source, runs: Sequence[Equal]) -> Iterator[Warned]:
    """Warn of what a sentence says right before the words quoted, or goes on with, and the quote leaves out."""
    before = _left_out_before(source, runs[0].source)
    if before:
        yield Warned(Warn.STARTS_LATE, f"the sentence holds {', '.join(before)} before the words quoted")
    after = _left_out_behind(source, runs[-1].source + runs[-1].length)
    if after:
        yield Warned(Warn.ENDS_EARLY, f"the sentence goes on with \u201c{after}\u201d")


def _left_out_behind(source: Source, at: int) -> str:
    """Return how a sentence goes on from word `at`, if it takes back or limits what stood before."""
    words = source.words
    if not 0 < at < len(words):
        return ""
    last = min(at + 2, len(words))
    for k in range(at, last):
        gap = words.normal.text[words.ends[k - 1] : words.starts[k]]
        if any(char in gap for char in _STOPS):
            return ""
        form = words.forms[k]
        if form in GOES_ON and not (form == "or" and words.forms[k + 1 : k + 2] != ["so"]):
            start, end = words.span(at, min(at + 5, len(words)))
            return " ".join(re.split(r"[.!?;:\"\u201c\u201d]", source.text[start:end])[0].split())
    return ""


_STOPS = '.!?;:\n"\u201c\u201d'


def _left_out_before(source: Source, at: int) -> list[str]:
    """Return the negations and qualifiers of a sentence that stand before its word `at`, close to it."""
    words, found = source.words, []
    for k in range(at - 1, max(-1, at - 1 - _NEAR), -1):
        gap = words.normal.text[words.ends[k] : words.starts[k + 1]]
        if any(char in gap for char in _STOPS) or k + 1 >= len(words):
            break
        form = words.forms[k]
        supposed = form in _SUPPOSING and words.forms[k - 1 : k] in (["i"], ["we"]) and at - k <= 2
        at_once = form in AT_ONCE and at - k <= 2 and (form not in _OF_NUMBERS or _says_how_many(words.forms[at]))
        if form in HIDDEN or form.endswith("n't") or form in DOUBTING or at_once or supposed:
            found.append(form)
    return found[::-1]


def _says_how_many(form: str) -> bool:
    return is_number(form) or form in ("all", "every", "everyone", "everybody", "a", "none")


_OF_NUMBERS = frozenset("about roughly approximately around fewer less least most over".split())
_SUPPOSING = frozenset("think believe guess suppose hope assume suspect imagine".split())


def of_absent(printed: Printed, documents: Iterable[Document]) -> Iterator[Warned]:
    """Say where words are not absent but in another language."""
    mine = language_of(printed.words.given)
    theirs = {document.language for document in documents}
    if len(theirs) == 1 and None not in theirs:
        (language,) = theirs
        if language is not None and _differ(mine, language, printed.words.given):
            yield Warned(
                Warn.OTHER_LANGUAGE,
                f"the source is in {language}: a translation cannot be compared word by word",
            )


def _differ(mine: str | None, theirs: str, quote: str) -> bool:
    """Whether the quote is in another language; one too short to tell is told by its script."""
    if mine is not None:
        return mine != theirs
    return quote.isascii() and theirs not in WRITTEN_IN_LATIN


def of_partly(printed: Printed, source: Source, runs: Sequence[Equal]) -> Iterator[Warned]:
    """Say which words of an absent quote do stand together."""
    longest = max(runs, key=lambda run: run.length, default=None)
    if longest is None or longest.length < 5 or longest.length * 4 < len(printed.forms):
        return
    a, b = source.words.span(longest.source, longest.source + longest.length)
    yield Warned(Warn.PARTLY_FOUND, f"only \u201c{' '.join(source.text[a:b].split())}\u201d is there")


def hidden_words(text: str, start: int, end: int, printed: str) -> list[str]:
    """Return the negations and qualifiers among the cut words that bear on what is left.

    A whole sentence that is cut takes its own negation with it; only words of a sentence of which a
    part stays are listed.
    """
    before, cut, after = text[:start][-40:].rstrip(" \n\"'\u201c\u2018"), text[start:end], text[end : end + 2]
    pieces = [piece for piece in _SENTENCE.split(cut) if piece.strip()] or [cut]
    opens = not before or before[-1] in ".!?\u201d\u2026:"
    closes = bool(re.search(r"[.!?]\W*$", cut)) or after[:1] in (".", "!", "?")
    if len(pieces) == 1:
        partial = [] if opens and closes else pieces
    else:
        partial = ([] if opens else pieces[:1]) + ([] if closes else pieces[-1:])
    kept = set(words_of(printed).forms)
    forms = dict.fromkeys(form for piece in partial for form in words_of(piece).forms)
    return [form for form in forms if (form in HIDDEN or form.endswith("n't")) and form not in kept]


def of_reading(
    label: Label, printed: Printed, source: Source, runs: Sequence[Equal], edits: Sequence[Edit]
) -> tuple[Warned, ...]:
    """Return the warnings that belong to a reading."""
    if label is Label.EXACT:
        return (*of_exact(printed, source, runs, edits), *of_edges(source, runs))
    if label is Label.ABSENT:
        return tuple(of_partly(printed, source, runs))
    return (*of_marks(edits, source), *(of_edges(source, runs) if label is Label.ELIDED else ()))
