"""From an alignment to a list of typed edits: what lies between the runs of equal words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from factcheck.checking.match_align import Equal
from factcheck.checking.match_beside import article_for_one, of_amount, of_neighbours, one_number
from factcheck.checking.match_gaps import FAR, Gap, other_speaker, read_gap
from factcheck.checking.match_model import Edit, EditKind, Severity
from factcheck.checking.match_moves import moved_words, same_money
from factcheck.checking.match_numbers import is_number
from factcheck.checking.match_pairs import (
    Grade,
    Side,
    grade_dropped,
    grade_replaced,
    negations,
    same_words,
)
from factcheck.checking.match_printed import Bracket, Printed
from factcheck.checking.match_source import Source
from factcheck.checking.match_words import INTENSIFIERS, OPENING_LIMITS, PRONOUNS, QUALIFIERS, STOP_WORDS, TITLES
from factcheck.text.words import Words

_SENTENCE_START = '.!?"\u201c\u201d:'
_MARKS = '"\u201c\u201d'
_SENTENCE_CLOSE = '.!?"\u201d'
_ENDINGS = ("'ll", "'d", "'ve", "'re", "'m", "n't")
_POINTERS = frozenset("he him his she her hers they them their theirs it its this that these those there here".split())
"""Words for which an editor puts a name in brackets."""

_SCALES = frozenset("hundred thousand million billion trillion percent".split())
_OPENERS = frozenset("no not never nobody nothing neither without if unless only hardly".split())
_SENTENCE = 6
"""Words from which a quote that ends a sentence is taken for the whole of it."""

_LONG_BRACKET = 25
"""A bracket that stands for more words of the source than this hides a passage."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """Printed words [first, last) against source words [begin, end), none of them equal."""

    first: int
    last: int
    begin: int
    end: int
    inner: bool = True


class Comparison:
    """One reading of a quote in one document, difference by difference."""

    def __init__(self, printed: Printed, source: Source) -> None:
        self.printed, self.source = printed, source
        self.here = Chunk(0, 0, 0, 0)
        self.equal_extra = 0  # printed words that agree although their forms differ

    def edits(self, runs: tuple[Equal, ...]) -> list[Edit]:
        """Return every difference of this reading, in the order of the quote."""
        found: list[Edit] = []
        for chunk in self.chunks(runs):
            self.here = chunk
            found.extend(self._chunk_edits(chunk))
        found.extend(self._beheaded(runs))
        found.extend(self._broken_number(runs))
        return moved_words(same_money(found), self.source.text)

    def _beheaded(self, runs: tuple[Equal, ...]) -> Iterator[Edit]:
        """Yield the "No", "If" or "Nearly" that opens the source's sentence right before a quote of the rest of it.

        A phrase that starts behind one is a fragment, and its reporter may say "not" himself; a whole
        sentence that lost its first word says another thing.
        """
        first, last = runs[0], runs[-1]
        at, end = first.source, last.source + last.length
        if first.printed or 0 in self.printed.cuts or at < 1 or len(self.printed) < _SENTENCE:
            return
        words, text = self.source.words, self.source.words.normal.text
        begin = self._sentence_start(at)
        if begin is None or not self._limits(begin, at):
            return
        if not any(char in text[words.starts[at] : words.ends[end - 1] + 2] for char in _SENTENCE_CLOSE):
            return
        self.here = Chunk(0, 0, begin, at, inner=False)
        grade = grade_dropped(self._source_side(list(range(begin, at))), sentence=False)
        if grade.severity is not Severity.MEANING:
            grade = Grade(EditKind.QUALIFIER_CHANGED, Severity.MEANING)
        yield self._edit(grade, (), (begin, at))

    def _sentence_start(self, at: int) -> int | None:
        """Return where the sentence begins that has word `at` among its first, with no sign between them."""
        words, text = self.source.words, self.source.words.normal.text
        for begin in range(at - 1, max(-1, at - 4), -1):
            if text[words.ends[begin] : words.starts[begin + 1]].strip():
                return None
            before = words.between(begin, begin) if begin else "\n"
            if any(char in before for char in _SENTENCE_START + "\n"):
                return begin
        return None

    def _limits(self, begin: int, at: int) -> bool:
        """Whether the words of a sentence before word `at` change what the rest says when it is made the whole."""
        forms = self.source.forms
        opening = tuple(forms[begin:at])
        if len(opening) == 1 and opening[0] in _OPENERS:
            return True
        if opening == ("a",):
            return forms[at] in ("few", "little")
        return opening in OPENING_LIMITS and (is_number(forms[at]) or self._made_a_start(at))

    def _made_a_start(self, at: int) -> bool:
        """Whether the quote opens with a capital where the source goes on small: a part printed as a sentence."""
        mine, theirs = self.printed.words, self.source.words
        opening = mine.given[slice(*mine.span(0, 1))]
        return (
            opening[:1].isupper() and not opening[1:].isupper() and theirs.given[theirs.span(at, at + 1)[0]].islower()
        )

    def _broken_number(self, runs: tuple[Equal, ...]) -> Iterator[Edit]:
        """Yield what the source has right beside a number at an end of the quote, and which is part of it.

        "million" or "percent" behind it, "twenty" of twenty-five before it; also the "not" that ends a sentence.
        """
        words, size = self.source.words, len(self.printed)
        head, tail = runs[0].source, runs[-1].source + runs[-1].length
        if runs[0].printed == 0 and 0 not in self.printed.cuts and head and one_number(words, head):
            self.here = Chunk(0, 0, head - 1, head, inner=False)
            yield self._edit(Grade(EditKind.NUMBER_CHANGED, Severity.MEANING), (), (head - 1, head))
        if runs[-1].printed + runs[-1].length != size or size in self.printed.cuts or tail >= len(words):
            return
        form, between = self.source.forms[tail], words.normal.text[words.ends[tail - 1] : words.starts[tail]]
        closes = any(char in _SENTENCE_CLOSE for char in words.between(tail + 1, tail + 1)[:3])
        if form == "not" and not between.strip() and closes:
            self.here = Chunk(size, size, tail, tail + 1, inner=False)  # "or not.", "We will not."
            yield self._edit(Grade(EditKind.NEGATION_DROPPED, Severity.MEANING), (), (tail, tail + 1))
        scaled = form in _SCALES and is_number(self.source.forms[tail - 1]) and not between.strip(" -")
        if scaled or one_number(words, tail):
            self.here = Chunk(size, size, tail, tail + 1, inner=False)
            yield self._edit(Grade(EditKind.NUMBER_CHANGED, Severity.MEANING), (), (tail, tail + 1))

    def chunks(self, runs: tuple[Equal, ...]) -> Iterator[Chunk]:
        """Yield what lies before, between and behind the runs."""
        size = len(self.printed.words)
        head, tail = runs[0], runs[-1]
        yield from self._edge(0, head.printed, head.source, before=True)
        for one, other in pairwise(runs):
            yield Chunk(one.printed + one.length, other.printed, one.source + one.length, other.source)
        yield from self._edge(tail.printed + tail.length, size, tail.source + tail.length, before=False)

    def _edge(self, first: int, last: int, at: int, *, before: bool) -> Iterator[Chunk]:
        """Yield the chunk at an end of the quote; the source side reaches to the end of its sentence."""
        wanted = last - first
        if not wanted:
            if (0 if before else last) in self.printed.cuts:
                yield Chunk(first, last, at, at, inner=False)
            return
        words, reach = self.source.words, 0
        while reach < wanted + 2:
            k = at - reach if before else at + reach
            if k <= 0 or k >= len(words):
                break
            if self._parted(k, (last if before else first) + (-reach if before else reach)):
                break
            reach += 1
            if self._spelt_otherwise(first, last, at - reach if before else at, reach):
                break
        reach = (
            reach
            if reach <= wanted or self._spelt_otherwise(first, last, at - reach if before else at, reach)
            else wanted
        )
        yield Chunk(first, last, at - reach if before else at, at if before else at + reach, inner=False)

    def _parted(self, at: int, printed: int) -> bool:
        """Whether a sentence ends before word `at` of the source and not before the printed word beside it."""
        words = self.source.words
        between = words.normal.text[words.ends[at - 1] : words.starts[at]]
        if not any(char in between for char in _SENTENCE_START) or words.forms[at - 1] in TITLES:
            return False
        mine = self.printed.words.between(printed, printed) if 0 < printed < len(self.printed) else ""
        return any(char in between for char in _MARKS) or not any(char in mine for char in _SENTENCE_START)

    def _spelt_otherwise(self, first: int, last: int, at: int, reach: int) -> bool:
        """Whether the printed words are another spelling of `reach` words of the source from `at`."""
        if last - first > 6:
            return False
        return same_words(self.printed.forms[first:last], self.source.forms[at : at + reach]) is not None

    def _chunk_edits(self, chunk: Chunk) -> Iterator[Edit]:
        printed = self.printed
        brackets = [k for k in range(chunk.first, chunk.last) if k in printed.bracket_of]
        plain = [k for k in range(chunk.first, chunk.last) if k not in printed.bracket_of]
        cuts = [k for k in range(chunk.first, chunk.last + 1) if k in printed.cuts]
        if not chunk.inner:
            cuts = [k for k in cuts if chunk.first <= k <= chunk.last]
        gap = read_gap(self.source, chunk.begin, chunk.end) if chunk.inner else self._edge_gap(chunk)
        if gap.relabelled:
            yield self._edit(Grade(EditKind.SPLICED, Severity.MEANING), plain, (chunk.begin, chunk.end))
            return
        yield from self._free_edits(gap)
        if plain and (cuts or brackets):
            yield from self._mixed(chunk, plain, gap)
        elif plain:
            yield from self._unmarked(chunk, plain, gap)
        elif cuts:
            yield from self._cut(chunk, cuts, brackets, gap)
        elif brackets:
            yield from self._bracketed(chunk, brackets, gap)
        elif gap.spoken or not gap.reopened:
            yield from self._dropped(chunk, gap)
        elif "interruption" in gap.kinds and other_speaker(self.source, gap, chunk.end):
            yield self._edit(Grade(EditKind.SPLICED, Severity.MEANING), (), (chunk.begin, chunk.end))

    def _edge_gap(self, chunk: Chunk) -> Gap:
        return Gap(chunk.begin, chunk.end, tuple(range(chunk.begin, chunk.end)))

    def _free_edits(self, gap: Gap) -> Iterator[Edit]:
        for kind in gap.kinds:
            yield self._edit(Grade(EditKind(kind), Severity.NONE), (), (gap.first, gap.last))

    def _cut(self, chunk: Chunk, cuts: list[int], brackets: list[int], gap: Gap) -> Iterator[Edit]:
        """A marked cut: free, unless it joins two passages that are not one."""
        if brackets:
            yield self._marked(EditKind.MARKED_SUBSTITUTION, brackets, ())
        if gap.characters > FAR or not gap.reopened or other_speaker(self.source, gap, chunk.end):
            yield self._edit(Grade(EditKind.SPLICED, Severity.MEANING), (), (chunk.begin, chunk.end))
            return
        if gap.spoken or gap.kinds or not self._source_marks(chunk.begin):
            yield self._marked(EditKind.MARKED_ELISION, [], gap.spoken, place=cuts[0])

    def _source_marks(self, at: int) -> bool:
        """Whether the source itself has an ellipsis before word `at`."""
        between = self.source.words.between(at, at)
        return ".." in between or ". ." in between

    def _bracketed(self, chunk: Chunk, brackets: list[int], gap: Gap) -> Iterator[Edit]:
        """Words in brackets that stand for words of the source, or for none."""
        bracket = self.printed.bracket_of[brackets[0]]
        if not gap.spoken and {"source-insertion", "footnote"} & set(gap.kinds):
            yield self._replaced(brackets, list(range(chunk.begin, chunk.end)), hidden=True)
            return
        if not gap.spoken:
            yield self._marked(EditKind.MARKED_INSERTION, brackets, ())
            return
        signs = "()" if bracket.round else "[]"
        if self._in_source_bracket(gap.spoken[0], signs):
            yield self._replaced(brackets, list(gap.spoken), hidden=True)
            return
        if (
            self._letters_do_not_fit(bracket, gap)
            or self._ending_differs(bracket, gap)
            or len(gap.spoken) > _LONG_BRACKET
        ):
            span = (gap.spoken[0], gap.spoken[-1] + 1)
            yield self._edit(Grade(EditKind.HIDDEN_SUBSTITUTION, Severity.MEANING), brackets, span)
            return
        yield self._marked(EditKind.MARKED_SUBSTITUTION, brackets, gap.spoken)

    def _letters_do_not_fit(self, bracket: Bracket, gap: Gap) -> bool:
        """Whether the letters outside a bracket inside a word are not those of the source's word."""
        if bracket.partial and len(gap.spoken) == 1:
            form = self.source.forms[gap.spoken[0]]
            return not (form.startswith(bracket.prefix) and form.endswith(bracket.suffix.lstrip("'")))
        return False

    def _ending_differs(self, bracket: Bracket, gap: Gap) -> bool:
        """Whether the contraction after a bracket is not the source's: `[he]'ll` for `he'd`."""
        last = self.source.forms[gap.spoken[-1]]
        mine = bracket.suffix if bracket.suffix in _ENDINGS else ""
        theirs = next((ending for ending in _ENDINGS if last.endswith(ending)), "")
        return bool(mine and theirs) and mine != theirs

    def _in_source_bracket(self, at: int, signs: str = "[]") -> bool:
        text, start = self.source.words.normal.text, self.source.words.starts[at]
        before = text[max(0, start - 120) : start]
        return before.rfind(signs[0]) > before.rfind(signs[1]) and signs[1] in text[start : start + 160]

    def _mixed(self, chunk: Chunk, plain: list[int], gap: Gap) -> Iterator[Edit]:
        """Plain words next to a mark: pair them from both ends, the rest belongs to the mark."""
        spoken = list(gap.spoken)
        marks = [k for k in range(chunk.first, chunk.last + 1) if k in self.printed.cuts]
        marks += [k for k in range(chunk.first, chunk.last) if k in self.printed.bracket_of]
        first_mark, last_mark = min(marks), max(marks)
        left = [k for k in plain if k < first_mark]
        right = [k for k in plain if k >= last_mark]
        middle = [k for k in plain if first_mark <= k < last_mark and k not in right]
        room = len(spoken)
        take_left = min(len(left), room)
        take_right = min(len(right), room - take_left)
        yield from self._paired(left, spoken[:take_left], chunk.begin)
        rest = spoken[take_left : room - take_right]
        brackets = [k for k in range(chunk.first, chunk.last) if k in self.printed.bracket_of]
        kind = EditKind.MARKED_SUBSTITUTION if brackets else EditKind.MARKED_ELISION
        count = min(len(middle), len(rest))
        if first_mark in self.printed.cuts:  # what is cut stands before the words between two marks
            rest, between = rest[: len(rest) - count], rest[len(rest) - count :]
        else:
            between, rest = rest[:count], rest[count:]
        yield self._marked(kind, brackets, tuple(rest), place=first_mark)
        yield from self._paired(middle, between, chunk.end)
        yield from self._paired(right, spoken[room - take_right :], chunk.end)

    def _paired(self, printed: list[int], spoken: list[int], at: int) -> Iterator[Edit]:
        if not printed:
            return
        if spoken:
            yield self._replaced(printed, spoken)
        else:
            grade = grade_dropped(self._printed_side(printed), sentence=False, added=True)
            yield self._edit(grade, printed, (at, at))

    def _unmarked(self, chunk: Chunk, plain: list[int], gap: Gap) -> Iterator[Edit]:
        """Printed words that the source does not have there, with nothing that owns up to it."""
        spoken = list(gap.spoken)
        if not spoken:
            if "source-insertion" in gap.kinds and self._points(plain):
                self.equal_extra += len(plain)
                return
            if self._doubled_printed(plain):
                yield self._edit(Grade(EditKind.DOUBLED_WORD, Severity.COSMETIC), plain, (chunk.begin, chunk.end))
                return
            grade = of_neighbours(self.printed.words, plain) or grade_dropped(
                self._printed_side(plain), sentence=False, added=True
            )
            yield self._edit(grade, plain, (chunk.begin, chunk.end))
            return
        extra = len(spoken) - len(plain)
        if extra >= 2 and self._sentence_in(spoken):
            grade = Grade(EditKind.SPLICED, Severity.MEANING)
            yield self._edit(grade, plain, (spoken[0], spoken[-1] + 1))
            return
        yield self._replaced(plain, spoken)

    def _replaced(self, plain: list[int], spoken: list[int], *, hidden: bool = False) -> Edit:
        """Grade words that stand for others; `hidden` where a bracket of the source's own is rewritten."""
        mine, theirs = self._printed_side(plain), self._source_side(spoken)
        if article_for_one(self.printed.words, plain, self.source.words, spoken):
            self.equal_extra += 1
            return self._edit(Grade(EditKind.HOUSE_STYLE, Severity.COSMETIC), plain, (spoken[0], spoken[-1] + 1))
        if not hidden and self._pointed_at(plain, spoken):
            self.equal_extra += len(plain)
            return self._edit(Grade(EditKind.SOURCE_INSERTION, Severity.NONE), plain, (spoken[0], spoken[-1] + 1))
        grade = of_amount(self.printed.words, plain, self.source.words, spoken) or self._footnoted(mine, theirs)
        grade = grade or grade_replaced(mine, theirs, self.source.document.knows)
        if hidden and grade.severity is Severity.WORDING:
            grade = Grade(EditKind.HIDDEN_SUBSTITUTION, Severity.MEANING)
        if grade.severity in (Severity.NONE, Severity.COSMETIC) and grade.kind is not EditKind.FUNCTION_WORD:
            self.equal_extra += len(plain)
        return self._edit(grade, plain, (spoken[0], spoken[-1] + 1))

    def _pointed_at(self, plain: list[int], spoken: list[int]) -> bool:
        """Whether the printed word only points, and the source's own bracket says at what: them for [the fishers]."""
        words = self.source.words
        text, start, end = words.normal.text, words.starts[spoken[0]], words.ends[spoken[-1]]
        opening, closing = text[:start].rstrip(" \"'")[-1:], text[end:].lstrip(" \"'")[:1]
        bracketed = (opening, closing) in (("[", "]"), ("(", ")")) and not any(c in text[start:end] for c in "[]()")
        return bracketed and self._points(plain)

    def _points(self, plain: list[int]) -> bool:
        """Whether a printed word only points at somebody or something, so that an editor may name it in brackets."""
        return len(plain) == 1 and self.printed.forms[plain[0]].split("'")[0] in _POINTERS

    def _footnoted(self, mine: Side, theirs: Side) -> Grade | None:
        """A footnote's number that sticks to the word: `country12`."""
        if len(mine.forms) == len(theirs.forms) and all(
            b == a or (b.startswith(a) and b[len(a) :].isdigit() and not a[-1:].isdigit())
            for a, b in zip(mine.forms, theirs.forms, strict=True)
        ):
            return Grade(EditKind.FOOTNOTE, Severity.NONE)
        return None

    def _dropped(self, chunk: Chunk, gap: Gap) -> Iterator[Edit]:
        """Words of the source that are left out without a mark."""
        spoken = list(gap.spoken)
        if not gap.reopened:
            yield self._edit(Grade(EditKind.NOT_SPOKEN, Severity.MEANING), (), (chunk.begin, chunk.end))
            return
        if self._doubled(chunk, spoken):
            yield self._edit(Grade(EditKind.DOUBLED_WORD, Severity.COSMETIC), (), (chunk.begin, chunk.end))
            return
        grade = of_neighbours(self.source.words, spoken) or grade_dropped(
            self._source_side(spoken), sentence=self._sentence_in(spoken), set_off=self._set_off(chunk)
        )
        yield self._edit(grade, (), (spoken[0], spoken[-1] + 1))

    def _set_off(self, chunk: Chunk) -> bool:
        """Whether the words left out stand between commas or dashes, as words of filling do."""
        words = self.source.words
        before = words.between(chunk.begin, chunk.begin)
        after = words.between(chunk.end, chunk.end)
        return any(c in after for c in ",-.;") and (chunk.begin == 0 or any(c in before for c in ',-.;?!"\u201c'))

    def _doubled(self, chunk: Chunk, spoken: list[int]) -> bool:
        """Whether the words left out only repeat what stands next to them."""
        forms = self.source.forms
        count = chunk.end - chunk.begin
        if count != len(spoken) or count > 8 or negations(forms[chunk.begin : chunk.end]):
            return False
        here = forms[chunk.begin : chunk.end]
        return here in (forms[chunk.begin - count : chunk.begin], forms[chunk.end : chunk.end + count])

    def _doubled_printed(self, plain: list[int]) -> bool:
        forms, count = self.printed.forms, len(plain)
        if plain[-1] - plain[0] + 1 != count or count > 2:
            return False
        here = forms[plain[0] : plain[0] + count]
        return here in (forms[max(0, plain[0] - count) : plain[0]], forms[plain[-1] + 1 : plain[-1] + 1 + count])

    def _sentence_in(self, spoken: list[int]) -> bool:
        """Whether a whole sentence lies in these words: one ends before, and one within or after, them."""
        words = self.source.words
        text = words.normal.text
        ends = 0
        for k in [*spoken, spoken[-1] + 1]:
            if 0 < k < len(words) and any(c in text[words.ends[k - 1] : words.starts[k]] for c in ".!?;"):
                ends += 1
        return ends >= 2 or (ends >= 1 and len(spoken) >= 12)

    def _printed_side(self, places: list[int]) -> Side:
        words = self.printed.words
        forms = tuple(words.forms[k] for k in places)
        return Side(forms, tuple(_is_name(words, k) for k in places), _between(words, places))

    def _source_side(self, places: list[int]) -> Side:
        words = self.source.words
        forms = tuple(words.forms[k] for k in places)
        names = tuple(_is_name(words, k) or self._always_capital(k) for k in places)
        return Side(forms, names, _between(words, places))

    def _always_capital(self, at: int) -> bool:
        """Whether a capitalised word at the start of a sentence is never written small in the document."""
        words, form = self.source.words, self.source.forms[at]
        if not words.given[words.span(at, at + 1)[0]].isupper():
            return False
        if form in STOP_WORDS or form in QUALIFIERS or form in INTENSIFIERS or "'" in form or form.endswith("ly"):
            return False
        return self.source.document.always_capital(form)

    def _marked(self, kind: EditKind, printed: list[int], spoken: tuple[int, ...], place: int | None = None) -> Edit:
        span = (spoken[0], spoken[-1] + 1) if spoken else (self.here.begin, self.here.begin)
        edit = self._edit(Grade(kind, Severity.NONE), printed, span)
        start, end = edit.printed_start, edit.printed_end
        if place is not None and not printed and place in self.printed.cuts:
            start, end = self.printed.words.normal.original(*self.printed.cuts[place])
        given = self.printed.words.given
        return Edit(
            kind, Severity.NONE, given[start:end], edit.source, start, end, edit.source_start, edit.source_end, True
        )

    def _place_in_quote(self) -> tuple[int, int]:
        """Return where the words that are missing from the quote would stand in it."""
        first = self.here.first
        at = self.printed.words.span(first - 1, first)[1] if first else 0
        return at, at

    def _edit(self, grade: Grade, printed: list[int] | tuple[int, ...], source: tuple[int, int]) -> Edit:
        mine, theirs = self.printed.words, self.source.words
        a, b = mine.span(printed[0], printed[-1] + 1) if printed else self._place_in_quote()
        c, d = theirs.span(*source)
        return Edit(grade.kind, grade.severity, mine.given[a:b], theirs.given[c:d], a, b, c, d)


def _between(words: Words, places: list[int]) -> str:
    """Return the signs between these words."""
    text = words.normal.text
    return "".join(text[words.ends[a] : words.starts[b]] for a, b in pairwise(places))


def _is_name(words: Words, at: int) -> bool:
    """Whether a word is written as a name where no sentence begins."""
    start, end = words.span(at, at + 1)
    raw = words.given[start:end]
    if not raw[:1].isupper() or words.forms[at] in PRONOUNS:
        return False
    if at == 0:
        return False
    between = words.normal.text[words.ends[at - 1] : words.starts[at]]
    return words.forms[at - 1] in TITLES or not any(char in between for char in _SENTENCE_START)
