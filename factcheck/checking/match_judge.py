"""Choosing the best reading of a quote, and pronouncing on it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from factcheck.checking import match_warnings
from factcheck.checking.match_align import Aligned, Equal, align
from factcheck.checking.match_chunks import Comparison
from factcheck.checking.match_gaps import FAR
from factcheck.checking.match_model import ORDER, RANK, Edit, EditKind, Label, QuoteMatch, Severity
from factcheck.checking.match_printed import Printed
from factcheck.checking.match_source import Document, Source
from factcheck.checking.match_words import STOP_WORDS
from factcheck.text.alignment import common_runs
from factcheck.text.normal import OPEN_QUOTE

PRESENT = 0.65
"""Share of the printed words that one passage must hold, in order, for the quote to be there at all."""

FULL = 0.9
"""Share of the printed words from which a reading is not looked at for parts that stand elsewhere."""

_STRAY = 8
"""Words outside quotation marks beyond which a word that is found again is found by chance."""

HOPELESS = 0.5
"""Share of equal words below which no difference of spelling can make a quote present."""

LONG_QUOTE = 1500
"""Words from which a quote is compared with the whole document, as two drafts are."""

_MARK = re.compile('["\u201c\u201d]')
_WEIGHT = {Severity.NONE: 0.0, Severity.COSMETIC: 0.1, Severity.WORDING: 0.3, Severity.MEANING: 0.8}
_FRAGMENT = 6
"""Printed words that stand together elsewhere are a spliced passage from this number on."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a quote in one document."""

    match: QuoteMatch
    document: int
    source: Source
    runs: tuple[Equal, ...]
    score: float

    def key(self) -> tuple[int, float, float, int]:
        """Order readings: the best label first, then the fullest, the tightest and the mildest.

        A milder reading wins only where it is nearly as tight: words pulled in from afar are never mild.
        """
        unspoken = sum(1 for edit in self.match.edits if edit.kind is EditKind.NOT_SPOKEN)
        fullness = -round(self.match.coverage - 0.2 * unspoken, 1)
        loose = unspoken + _WEIGHT[self.match.severity] - self.score
        return RANK[self.match.label], fullness, loose, ORDER[self.match.severity]


def judge(printed: Printed, candidates: Iterable[tuple[int, Document]]) -> QuoteMatch:
    """Return the best reading of the quote in the candidate documents."""
    nothing = QuoteMatch(Label.ABSENT, Severity.NONE, None, None, None, 0.0)
    if not printed.forms:
        return nothing
    best: Reading | None = None
    seen: list[tuple[int, Document]] = []
    for number, document in candidates:
        seen.append((number, document))
        for reading in readings(printed, number, document):
            if best is None or reading.key() < best.key():
                best = reading
            if best.match.label is Label.EXACT:
                return best.match
        if best is not None and best.match.label is Label.ELIDED:
            break
    if best is None:
        return _with_language(printed, nothing, seen)
    if best.match.label is Label.ELIDED:
        return turned_round(printed, best, seen) or best.match
    if best.match.label is Label.EXACT:
        return best.match
    return spliced(printed, best, seen) or _with_language(printed, best.match, seen)


def _with_language(printed: Printed, match: QuoteMatch, seen: Sequence[tuple[int, Document]]) -> QuoteMatch:
    """Add to an absent quote that the documents are in another language, where they are."""
    if match.label is not Label.ABSENT:
        return match
    found = tuple(match_warnings.of_absent(printed, [document for _, document in seen]))
    return replace(match, warnings=(*match.warnings, *found)) if found else match


def readings(printed: Printed, number: int, document: Document) -> Iterator[Reading]:
    """Yield the readings of a quote in one document that are worth weighing."""
    size = len(printed.forms)
    if size > LONG_QUOTE:
        source = document.whole
        runs = [Equal(run.old, run.new, run.length) for run in common_runs(printed.forms, source.forms)]
        if runs:
            yield pronounce(printed, number, source, Aligned(tuple(runs), float(size)))
        return
    for source in document.windows(printed):
        places = source.runs_of(printed.forms, most=1)
        if places:
            aligned: Aligned | None = Aligned((Equal(0, places[0], size),), float(size))
        else:
            aligned = align(printed, source)
        if aligned is None:
            continue
        aligned = without_narrator(source, aligned)
        reading = pronounce(printed, number, source, aligned)
        yield reading
        unspoken = any(edit.kind is EditKind.NOT_SPOKEN for edit in reading.match.edits)
        least = _STRAY if unspoken else 1
        stray = stray_end(aligned, least) if reading.match.label is Label.ALTERED else None
        far = stray is not None and stray[2] >= _STRAY
        for tighter in without(printed, source, aligned, stray) if stray is not None else ():
            other = pronounce(printed, number, source, tighter)
            if (far or _spelt_otherwise(other)) and all(e.source or not e.printed for e in other.match.edits):
                yield other  # its last words stand for other words, and are not just added
        if reading.match.label is Label.ALTERED:
            # another passage of the window may hold the words better: interrupted, but unaltered
            used = (aligned.runs[0].source, aligned.runs[-1].source + aligned.runs[-1].length)
            second = align(printed, source, without=used)
            if second is not None and second.matched() >= PRESENT * len(printed.plain()):
                yield pronounce(printed, number, source, second)


def without_narrator(source: Source, aligned: Aligned) -> Aligned:
    """Return an alignment without first words that stand before the quotation mark: he in `he said. "I think`."""
    runs = aligned.runs
    if len(runs) < 2 or runs[0].length > 2:
        return aligned
    words, end = source.words, runs[0].source + runs[0].length
    gap = words.normal.text[words.ends[end - 1] : words.starts[runs[1].source]]
    mark = _MARK.search(gap)
    if mark is None or "\n" in gap[: mark.start()]:  # a paragraph of a longer quote opens with a mark too
        return aligned
    opens = mark.group() == OPEN_QUOTE or gap[mark.start() - 1 : mark.start()] == " "
    return Aligned(runs[1:], aligned.score) if opens else aligned


def _spelt_otherwise(reading: Reading) -> bool:
    """Whether a reading differs in nothing but spelling, contractions and house style."""
    alike = (EditKind.CONTRACTION, EditKind.HOUSE_STYLE, EditKind.SPELLING)
    return all(edit.severity is Severity.NONE or edit.kind in alike for edit in reading.match.edits)


def stray_end(aligned: Aligned, least: int = 1) -> tuple[int, int, int] | None:
    """Return where a word or two at an end of the quote stand apart from the rest, perhaps by chance, and how far.

    They stand apart where the source has at least `least` words more between them and the rest than the quote.
    """
    runs = aligned.runs
    for run, apart in ((runs[-1], _apart(runs[-2], runs[-1])), (runs[0], _apart(runs[0], runs[1]))) if runs[1:] else ():
        if run.length <= 2 and apart >= least:
            return run.source, run.source + run.length, apart
    return None


def without(printed: Printed, source: Source, aligned: Aligned, stray: tuple[int, int, int]) -> Iterator[Aligned]:
    """Yield the alignment without a stray run, and the best one that never uses its words."""
    kept = tuple(run for run in aligned.runs if run.source != stray[0])
    yield Aligned(kept, aligned.score - 0.3)
    other = align(printed, source, without=stray[:2])
    if other is not None:
        yield other


def _apart(one: Equal, other: Equal) -> int:
    """Return how many words more the source has between two runs than the quote."""
    return other.source - one.source - (other.printed - one.printed)


def pronounce(printed: Printed, document: int, source: Source, aligned: Aligned) -> Reading:
    """Grade one alignment."""
    if aligned.matched() < HOPELESS * len(printed.plain()):
        lost = QuoteMatch(Label.ABSENT, Severity.NONE, None, None, None, aligned.matched() / len(printed.forms))
        return Reading(lost, document, source, aligned.runs, aligned.score)
    comparison = Comparison(printed, source)
    edits = tuple(comparison.edits(aligned.runs) + list(_kept_marks(printed, source, aligned)))
    plain = printed.plain()
    inside = {k for run in aligned.runs for k in range(run.printed, run.printed + run.length)}
    held = sum(1 for k in plain if k in inside) + comparison.equal_extra
    coverage = min(1.0, held / len(plain)) if plain else 0.0
    label, severity = _label(edits, coverage)
    first, last = aligned.runs[0], aligned.runs[-1]
    start, end = source.words.span(first.source, last.source + last.length)
    start, end = _widened(edits, start, end)
    warnings = match_warnings.of_reading(label, printed, source, aligned.runs, edits)
    if label is Label.ABSENT:
        match = QuoteMatch(label, Severity.NONE, None, None, None, coverage, (), warnings)
    else:
        match = QuoteMatch(label, severity, document, start, end, coverage, edits, warnings)
    return Reading(match, document, source, aligned.runs, aligned.score)


def _widened(edits: Sequence[Edit], start: int, end: int) -> tuple[int, int]:
    """Take in the source words of edits at the ends of the quote."""
    for edit in edits:
        if edit.source and edit.source_end > edit.source_start:
            start, end = min(start, edit.source_start), max(end, edit.source_end)
    return start, end


def _label(edits: Sequence[Edit], coverage: float) -> tuple[Label, Severity]:
    unmarked = [edit.severity for edit in edits if not edit.marked and edit.severity is not Severity.NONE]
    if coverage < PRESENT:
        return Label.ABSENT, Severity.NONE
    if unmarked:
        return Label.ALTERED, max(unmarked, key=ORDER.__getitem__)
    if any(edit.marked for edit in edits):
        return Label.ELIDED, Severity.NONE
    return Label.EXACT, Severity.NONE


def _kept_marks(printed: Printed, source: Source, aligned: Aligned) -> Iterator[Edit]:
    """Yield the marks inside runs of equal words that the source does not have itself."""
    words, given = source.words, printed.words.given
    for run in aligned.runs:
        for cut, place in printed.cuts.items():
            if run.printed < cut < run.printed + run.length:
                between = words.between(run.source + cut - run.printed, run.source + cut - run.printed)
                if ".." not in between and ". ." not in between and "-" not in between:
                    a, b = printed.words.normal.original(*place)
                    at = words.place(run.source + cut - run.printed)
                    yield Edit(EditKind.MARKED_ELISION, Severity.NONE, given[a:b], "", a, b, *at, True)
        for bracket in printed.brackets:
            if run.printed <= bracket.first and bracket.last <= run.printed + run.length > bracket.first:
                first = run.source + bracket.first - run.printed
                if bracket.first < bracket.last and not _has_bracket(source, first, bracket.round):
                    a, b = printed.words.span(bracket.first, bracket.last)
                    at = words.span(first, first + bracket.last - bracket.first)
                    if bracket.partial and source.text[slice(*at)].lower() == given[a:b].lower():
                        continue
                    yield Edit(
                        EditKind.MARKED_SUBSTITUTION,
                        Severity.NONE,
                        given[a:b],
                        source.text[slice(*at)],
                        a,
                        b,
                        *at,
                        True,
                    )


def _has_bracket(source: Source, at: int, is_round: bool) -> bool:
    text, start = source.words.normal.text, source.words.starts[at]
    return ("(" if is_round else "[") in text[max(0, start - 2) : start + 1]


def turned_round(printed: Printed, best: Reading, documents: Sequence[tuple[int, Document]]) -> QuoteMatch | None:
    """Return the match of a quote whose two halves stand in one place word for word, the second half first.

    A text that repeats a remark (in its headline, say) has the halves in the printed order as well, far apart.
    """
    cuts = [cut for cut in printed.cuts if 0 < cut < len(printed.forms)]
    if len(cuts) != 1 or printed.brackets or min(cuts[0], len(printed.forms) - cuts[0]) < _HALF:
        return None
    halves = printed.forms[cuts[0] :] + printed.forms[: cuts[0]]
    for number, document in documents:
        place = document.run_of(halves)
        if place is not None and number == best.document:
            source, at = place
            start, end = source.words.span(at, at + len(halves))
            a, b = printed.words.span(cuts[0], len(printed.forms))
            edit = Edit(
                EditKind.REORDERED, Severity.MEANING, printed.words.given[a:b], source.text[start:end], a, b, start, end
            )
            return QuoteMatch(Label.ALTERED, Severity.MEANING, number, start, end, 1.0, (edit,))
    return None


_HALF = 3
"""Words of the shorter half from which two halves in the other order are no chance."""


def spliced(printed: Printed, best: Reading, documents: Sequence[tuple[int, Document]]) -> QuoteMatch | None:
    """Return the match of a quote a part of which stands, word for word, somewhere else."""
    if best.match.severity is Severity.MEANING and best.match.coverage >= FULL:
        return None
    found: list[tuple[int, int]] = []
    edits: list[Edit] = []
    for first, last in _missing(printed, best.runs):
        place = _elsewhere(printed, (first, last), documents)
        if place is not None:
            number, source, at = place
            found.append((first, last))
            edits.append(_splice_edit(printed, source, (first, last), at, number == best.document, best))
    if not found:
        return None
    elsewhere = {k for first, last in found for k in range(first, last)}
    held = {k for run in best.runs for k in range(run.printed, run.printed + run.length)}
    plain = printed.plain() or [0]
    coverage = sum(1 for k in plain if k in held or k in elsewhere) / len(plain)
    kept = [piece for run in best.runs for piece in _outside(run, found)]
    if coverage < 0.8 or not kept:
        return None
    start, end = best.source.words.span(kept[0].source, kept[-1].source + kept[-1].length)
    for edit in edits:
        if edit.kind is EditKind.REORDERED and max(edit.source_end, end) - min(edit.source_start, start) <= FAR:
            start, end = min(start, edit.source_start), max(end, edit.source_end)
    others = [edit for edit in best.match.edits if not _covers(edit, edits)]
    return QuoteMatch(
        Label.ALTERED,
        Severity.MEANING,
        best.document,
        start,
        end,
        coverage,
        (*others, *edits),
        () if best.match.label is Label.ABSENT else best.match.warnings,
    )


def _outside(run: Equal, parts: Sequence[tuple[int, int]]) -> Iterator[Equal]:
    """Yield what is left of a run outside the parts of the quote that stand elsewhere."""
    first, last = run.printed, run.printed + run.length
    for a, b in sorted(parts):
        if a <= first < b:
            first = min(b, last)
        elif first < a < last:
            yield Equal(first, run.source + first - run.printed, a - first)
            first = min(b, last)
    if first < last:
        yield Equal(first, run.source + first - run.printed, last - first)


def _elsewhere(
    printed: Printed, part: tuple[int, int], documents: Sequence[tuple[int, Document]]
) -> tuple[int, Source, int] | None:
    """Return where a part of the quote stands word for word, if it is long enough to mean something."""
    first, last = part
    forms = printed.forms[first:last]
    if last - first < 3 or all(form in STOP_WORDS for form in forms):
        return None
    if last - first < _FRAGMENT and not _bounded(printed, first, last):
        return None
    for number, document in documents:
        place = document.run_of(forms)
        if place is not None:
            return number, *place
    return None


def _covers(edit: Edit, edits: Sequence[Edit]) -> bool:
    return any(
        e.printed_start <= edit.printed_start and edit.printed_end <= e.printed_end and edit.printed for e in edits
    )


def _splice_edit(
    printed: Printed, source: Source, part: tuple[int, int], place: int, at_home: bool, best: Reading
) -> Edit:
    a, b = printed.words.span(*part)
    c, d = source.words.span(place, place + part[1] - part[0])
    kind = EditKind.SPLICED
    if at_home:
        before = part[0] < best.runs[0].printed
        earlier = c < best.source.words.span(best.runs[0].source, best.runs[0].source + 1)[0]
        kind = EditKind.SPLICED if before == earlier else EditKind.REORDERED
    return Edit(kind, Severity.MEANING, printed.words.given[a:b], source.text[c:d], a, b, c, d)


def _missing(printed: Printed, runs: tuple[Equal, ...]) -> Iterator[tuple[int, int]]:
    """Yield stretches of printed words that no run holds: whole parts between cuts, then what is left."""
    held = {k for run in runs for k in range(run.printed, run.printed + run.length)}
    edges = sorted({0, len(printed.forms), *printed.cuts})
    if len(edges) > 2:
        for first, last in pairwise(edges):
            if any(k not in held for k in range(first, last)):
                yield first, last
        return
    at = 0
    for run in [*(run for run in runs if run.length > 2), Equal(len(printed.forms), 0, 0)]:
        if any(k not in held for k in range(at, run.printed)):
            yield at, run.printed
        at = run.printed + run.length


def _bounded(printed: Printed, first: int, last: int) -> bool:
    """Whether a mark or the end of a sentence stands at both ends of the stretch."""
    return _boundary(printed, first) and _boundary(printed, last)


def _boundary(printed: Printed, at: int) -> bool:
    if at in (0, len(printed.forms)) or at in printed.cuts:
        return True
    return any(char in printed.words.between(at, at) for char in ".!?;")
