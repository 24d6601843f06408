"""Invented words, names and articles, the same from the same seed; nothing in them is real."""

from __future__ import annotations

import itertools
import random
from dataclasses import dataclass

_STARTS = ("b", "br", "d", "dr", "f", "g", "h", "k", "kr", "l", "m", "n", "p", "pl", "r", "s", "st", "t", "tr", "v")
_VOWELS = ("a", "e", "i", "o", "u", "ai", "ea", "ou")
_ENDS = ("", "l", "m", "n", "nd", "r", "rk", "s", "st", "t")
CUES = ("said", "added", "told reporters", "warned", "explained")


@dataclass(frozen=True, slots=True)
class Piece:
    """One sentence of an article: where it stands, and what claim it carries, if any."""

    start: int
    end: int
    role: str
    kind: str | None = None  # of the claim in it
    claim: tuple[int, int] = (0, 0)
    speaker: int | None = None  # index into the article's names
    cue: tuple[int, int] = (0, 0)
    mention: tuple[int, int] = (0, 0)


class Language:
    """A made-up vocabulary whose words are as unevenly used as real ones (Zipf's law)."""

    def __init__(self, seed: int, size: int = 20_000) -> None:
        self.random = random.Random(seed)
        syllables = [a + b + c for a, b, c in itertools.product(_STARTS, _VOWELS, _ENDS)]
        self._random_word = lambda: "".join(self.random.choices(syllables, k=self.random.choice((1, 2, 2, 3))))
        words = list(dict.fromkeys(self._random_word() for _ in range(2 * size)))
        self.vocabulary = words[:size]
        self._weights = list(itertools.accumulate(1 / rank for rank in range(3, len(self.vocabulary) + 3)))

    def phrase(self, words: int) -> str:
        """Return that many words in a row."""
        return " ".join(self.random.choices(self.vocabulary, cum_weights=self._weights, k=words))

    def sentence(self, words: int) -> str:
        """Return a sentence of that many words."""
        return self.phrase(words).capitalize() + "."

    def prose(self, words: int) -> str:
        """Return paragraphs of about that many words."""
        return "\n\n".join(" ".join(self.sentence(16) for _ in range(5)) for _ in range(max(1, words // 80)))

    def name(self) -> str:
        """Return a person's name."""
        return f"{self._random_word().capitalize()} {self._random_word().capitalize()}"

    def article(self, names: list[str], claims: int) -> tuple[str, list[Piece]]:
        """Return an article's text and its sentences: a headline, `claims` claims, a few open sentences."""
        parts: list[str] = []
        pieces: list[Piece] = []
        at = 0

        def put(text: str, **made: object) -> None:
            nonlocal at
            pieces.append(Piece(at, at + len(text), **made))  # type: ignore[arg-type]
            parts.append(text)
            at += len(text) + 1

        put(self.phrase(8).capitalize(), role="headline")
        for number in range(claims):
            kind = ("quote", "statement", "paraphrase", "statement")[number % 4]
            who = self.random.randrange(len(names))
            put_claim = {"quote": self._quote, "paraphrase": self._paraphrase}.get(kind)
            if put_claim is None:
                text = self.sentence(14)
                put(text, role="body", kind=kind, claim=(at, at + len(text) - 1))
            else:
                put_claim(put, at, names[who], who)
            if number % 12 == 11:
                put(self.sentence(12), role="body")  # nobody has accounted for it
        put("View Comments", role="furniture")
        return "\n".join(parts), pieces

    def _quote(self, put: object, at: int, name: str, who: int) -> None:
        words, cue = self.phrase(12).capitalize(), self.random.choice(CUES)
        text = f"“{words},” {name} {cue}."
        mention = at + len(words) + 4
        self._attributed(put, text, "quote", (at + 1, at + 1 + len(words)), mention, name, cue, who)

    def _paraphrase(self, put: object, at: int, name: str, who: int) -> None:
        words, cue = self.phrase(11), self.random.choice(CUES)
        text = f"{name} {cue} that {words}."
        self._attributed(
            put, text, "paraphrase", (at + len(text) - 1 - len(words), at + len(text) - 1), at, name, cue, who
        )

    def _attributed(
        self, put: object, text: str, kind: str, claim: tuple[int, int], mention: int, name: str, cue: str, who: int
    ) -> None:
        cue_at = mention + len(name) + 1
        put(  # type: ignore[operator]
            text,
            role="body",
            kind=kind,
            claim=claim,
            speaker=who,
            mention=(mention, mention + len(name)),
            cue=(cue_at, cue_at + len(cue)),
        )
