"""The spans and sentences of a long text, kept as numbers: a tenth of the room that as many objects take.

Each is made anew when it is asked for. An article's own are few, and stay what they are.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar, overload

from factcheck.extraction.interface import Sentence, Span

ROLES = ("headline", "body", "furniture")
KINDS = ("quote", "paraphrase", "statement")
COLUMNS = 16  # numbers a span
NOTHING, AS_WRITTEN, AS_SPEAKER = -1, -2, -3  # no string; the words of the mention; what `speaker` is

Item = TypeVar("Item")


class _Packed(Sequence[Item]):
    """A sequence that makes its items of so many numbers each."""

    _columns: int

    def __init__(self) -> None:
        self._numbers = array("i")

    def _made(self, numbers: Sequence[int]) -> Item:
        raise NotImplementedError

    def __len__(self) -> int:
        """Count the items."""
        return len(self._numbers) // self._columns

    @overload
    def __getitem__(self, index: int) -> Item: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Item, ...]: ...
    def __getitem__(self, index: int | slice) -> Item | tuple[Item, ...]:
        """Make one item, or a tuple of some."""
        if isinstance(index, slice):
            return tuple(self[number] for number in range(*index.indices(len(self))))
        at = range(len(self))[index] * self._columns
        return self._made(self._numbers[at : at + self._columns])

    def __iter__(self) -> Iterator[Item]:
        """Make one item after the other."""
        return (self[number] for number in range(len(self)))

    def __eq__(self, other: object) -> bool:
        """Whether the other sequence has equal items."""
        if not isinstance(other, Sequence) or isinstance(other, str):
            return NotImplemented
        return len(self) == len(other) and all(mine == theirs for mine, theirs in zip(self, other, strict=True))

    def __hash__(self) -> int:
        """Hash as a tuple of the same items does."""
        return hash(tuple(self))

    def __repr__(self) -> str:
        """Tell how many there are."""
        return f"<{type(self).__name__}: {len(self):,}>"


class PackedSentences(_Packed[Sentence]):
    """Sentences, three numbers each."""

    _columns = 3

    def add(self, sentences: Iterable[Sentence], base: int) -> None:
        """Append sentences whose offsets count from `base`."""
        self._numbers.extend(
            number for item in sentences for number in (item.start + base, item.end + base, ROLES.index(item.role))
        )

    def _made(self, numbers: Sequence[int]) -> Sentence:
        return Sentence(numbers[0], numbers[1], ROLES[numbers[2]])


class PackedSpans(_Packed[Span]):
    """Spans of `text`; strings that stand in it are not kept, others once."""

    _columns = COLUMNS

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text
        self._strings: list[str] = []
        self._known: dict[str, int] = {}

    def add(self, spans: Iterable[Span], base: int, group: int) -> None:
        """Append spans whose offsets count from `base`, and whose groups from `group`."""
        for span in spans:
            self._numbers.extend(self._row(span, base, group))

    def _row(self, span: Span, base: int, group: int) -> tuple[int, ...]:
        who = _shifted(span.speaker_start, base), _shifted(span.speaker_end, base)
        via = _shifted(span.via_start, base), _shifted(span.via_end, base)
        same = span.entity is not None and span.entity == span.speaker
        return (
            KINDS.index(span.kind) + len(KINDS) * span.anonymous,
            span.start + base,
            span.end + base,
            self._number(span.speaker, *who),
            *who,
            _shifted(span.cue_start, base),
            _shifted(span.cue_end, base),
            span.group + group,
            round(span.confidence * 1000),
            self._number(span.via, *via),
            *via,
            round(span.check_worthiness * 1000),
            AS_SPEAKER if same else self._number(span.entity, *who),
            NOTHING if span.cue is None else AS_WRITTEN,
        )

    def _number(self, string: str | None, start: int, end: int) -> int:
        if string is None:
            return NOTHING
        if start >= 0 and end - start == len(string) and self._text.startswith(string, start):
            return AS_WRITTEN
        number = self._known.setdefault(string, len(self._strings))
        if number == len(self._strings):
            self._strings.append(string)
        return number

    def _string(self, number: int, start: int, end: int) -> str | None:
        if number == AS_WRITTEN:
            return self._text[start:end]
        return self._strings[number] if number >= 0 else None

    def _made(self, numbers: Sequence[int]) -> Span:
        kind, start, end, speaker, who_start, who_end, cue_start, cue_end, group, confidence = numbers[:10]
        via, via_start, via_end, worth, entity, cue = numbers[10:]
        name = self._string(speaker, who_start, who_end)
        return Span(
            kind=KINDS[kind % len(KINDS)],
            start=start,
            end=end,
            text=self._text[start:end],
            speaker=name,
            speaker_start=_offset(who_start),
            speaker_end=_offset(who_end),
            cue=self._string(cue, cue_start, cue_end),
            cue_start=_offset(cue_start),
            cue_end=_offset(cue_end),
            group=group,
            confidence=confidence / 1000,
            via=self._string(via, via_start, via_end),
            via_start=_offset(via_start),
            via_end=_offset(via_end),
            anonymous=kind >= len(KINDS),
            check_worthiness=worth / 1000,
            entity=name if entity == AS_SPEAKER else self._string(entity, who_start, who_end),
        )


def _shifted(offset: int | None, by: int) -> int:
    return NOTHING if offset is None else offset + by


def _offset(number: int) -> int | None:
    return None if number == NOTHING else number
