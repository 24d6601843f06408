"""What a comparison of a quote with a document says."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Label(StrEnum):
    """How a quote stands to its source."""

    EXACT = "exact"  # the same words in the same order; typography is free
    ELIDED = "elided"  # every difference is marked
    ALTERED = "altered"  # at least one difference is not marked
    ABSENT = "absent"  # no passage holds enough of the words


RANK = {Label.EXACT: 0, Label.ELIDED: 1, Label.ALTERED: 2, Label.ABSENT: 3}
"""For taking the best of several."""


class Severity(StrEnum):
    """How much the unmarked differences weigh, from nothing to a change of meaning."""

    NONE = "none"
    COSMETIC = "cosmetic"
    WORDING = "wording"
    MEANING = "meaning"


ORDER = {Severity.NONE: 0, Severity.COSMETIC: 1, Severity.WORDING: 2, Severity.MEANING: 3}
"""For taking the worst of several."""


class EditKind(StrEnum):
    """What sort of difference one edit is."""

    # free: not a change of the speaker's words
    TYPOGRAPHY = "typography"
    INTERRUPTION = "interruption"  # an attribution in the middle, in the source
    PAGE_FURNITURE = "page-furniture"
    FOOTNOTE = "footnote"
    STAGE_DIRECTION = "stage-direction"
    SOURCE_INSERTION = "source-insertion"  # the source's own bracket
    # marked
    MARKED_ELISION = "marked-elision"
    MARKED_INSERTION = "marked-insertion"
    MARKED_SUBSTITUTION = "marked-substitution"
    # cosmetic
    FILLER = "filler"
    CONTRACTION = "contraction"
    FUNCTION_WORD = "function-word"
    INTENSIFIER = "intensifier"
    SPELLING = "spelling"
    HOUSE_STYLE = "house-style"
    DOUBLED_WORD = "doubled-word"
    # wording
    WORD_SUBSTITUTED = "word-substituted"
    WORD_FORM = "word-form"  # tense, number
    WORDS_DROPPED = "words-dropped"
    WORDS_ADDED = "words-added"
    ORDER_CHANGED = "order-changed"
    # meaning
    NEGATION_DROPPED = "negation-dropped"
    NEGATION_ADDED = "negation-added"
    NUMBER_CHANGED = "number-changed"
    NAME_CHANGED = "name-changed"
    DATE_CHANGED = "date-changed"
    PRONOUN_CHANGED = "pronoun-changed"
    MODAL_CHANGED = "modal-changed"
    OPPOSITE_WORD = "opposite-word"
    QUALIFIER_CHANGED = "qualifier-changed"
    SPLICED = "spliced"
    REORDERED = "reordered"
    HIDDEN_SUBSTITUTION = "hidden-substitution"
    NOT_SPOKEN = "not-spoken"  # the quote goes on in words outside the source's quotation marks


class Warn(StrEnum):
    """What a reader of the result should look at."""

    HIDES_QUALIFIER = "elision_hides_qualifier"
    STOCK_PHRASE = "stock_phrase"
    OTHER_LANGUAGE = "other_language"
    SOURCE_CUT_NOT_SHOWN = "source_cut_not_shown"
    STARTS_LATE = "starts_late"
    ENDS_EARLY = "ends_early"
    QUESTION_MARK = "question_mark"
    PARTLY_FOUND = "partly_found"
    OTHER_SPEAKER = "other_speaker"


class Warned(str):
    """A warning: it reads and compares as its kind, and `detail` says in a few words why."""

    kind: Warn
    detail: str

    def __new__(cls, kind: Warn, detail: str = "") -> Warned:
        """Make a warning of a kind."""
        made = super().__new__(cls, kind.value)
        made.kind, made.detail = kind, detail
        return made

    def __getnewargs__(self) -> tuple[Warn, str]:  # type: ignore[override]
        """Say how to make it again, so that it can be copied and pickled."""
        return self.kind, self.detail

    def __str__(self) -> str:
        """Return the kind and the detail, as a person reads them."""
        return f"{self.kind.value}: {self.detail}" if self.detail else self.kind.value

    def __repr__(self) -> str:
        return f"Warned({self.kind.value!r}, {self.detail!r})"


def in_words(warning: str) -> str:
    """Return a warning (or one that was stored, "kind: why") as a person reads it, without the name of its kind."""
    kind, _, why = str(warning).partition(": ")
    return why or kind.replace("_", " ")


@dataclass(frozen=True, slots=True)
class Edit:
    """One difference: the words on both sides and where they stand (either side may be empty)."""

    kind: EditKind
    severity: Severity
    printed: str
    source: str
    printed_start: int
    printed_end: int
    source_start: int
    source_end: int
    marked: bool = False


@dataclass(frozen=True, slots=True)
class QuoteMatch:
    """Where a quote stands and how it differs.

    `coverage` is the share of the printed words that the passage holds. `start` and `end` are None
    where nothing was found.
    """

    label: Label
    severity: Severity
    document: int | None
    start: int | None
    end: int | None
    coverage: float
    edits: tuple[Edit, ...] = ()
    warnings: tuple[Warned, ...] = ()
