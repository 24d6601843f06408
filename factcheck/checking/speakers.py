"""A quote that was found, but in another speaker's mouth.

The attributions of the capture are given by the caller (extraction finds them), so that nothing here
depends on how they are found.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from factcheck.checking.match_model import Warn, Warned
from factcheck.checking.match_words import SPEECH_VERBS

NEAR = 600
"""Characters from a passage within which an attribution may be its own."""

_TITLES = frozenset(
    "mr mrs ms dr sir dame lord lady senator sen representative rep governor gov president minister mayor judge"
    " general gen colonel col professor prof the secretary chairman chairwoman officer chief king queen prince".split()
)


@dataclass(frozen=True, slots=True)
class Voice:
    """Words of a capture, [start, end), that are given to a speaker."""

    start: int
    end: int
    speaker: str


def voice_of(start: int, end: int, voices: Sequence[Voice]) -> Voice | None:
    """Return the attribution that covers most of the passage [start, end), else the nearest one."""
    best: tuple[int, Voice] | None = None
    for voice in voices:
        shared = min(end, voice.end) - max(start, voice.start)
        if shared > -NEAR and (best is None or shared > best[0]):
            best = shared, voice
    return best[1] if best else None


def other_voice(start: int, end: int, names: Sequence[str], voices: Sequence[Voice]) -> Warned | None:
    """Warn where the capture gives the passage to somebody else than the claim's source.

    `names` are the source's name and aliases. Two names agree where they share their last word, or one
    is part of the other; a capture that names nobody near tells nothing.
    """
    voice = voice_of(start, end, voices)
    named = [name for name in names if _name(name)]
    if voice is None or not _name(voice.speaker) or not named:
        return None
    if any(same_person(voice.speaker, name) for name in named):
        return None
    return Warned(Warn.OTHER_SPEAKER, f"the capture gives these words to {voice.speaker.strip()}")


def same_person(one: str, other: str) -> bool:
    """Whether two names may be one person's."""
    a, b = _name(one), _name(other)
    if not a or not b:
        return True
    return a[-1] == b[-1] or set(a) <= set(b) or set(b) <= set(a)


def _name(name: str) -> list[str]:
    words = re.findall(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", name.lower())
    return [word.removesuffix("'s").removesuffix("’s") for word in words if word not in _TITLES]


def named_beside(text: str, start: int, end: int, names: Sequence[str]) -> bool:
    """Whether the words right behind or before the passage give it to one of these names: `," Hollar said`.

    Enough to know that nobody else is named, without reading the page for every attribution in it.
    """
    last = {word for name in names if (words := _name(name)) for word in words[-1:]}
    if not last:
        return False
    who = "|".join(map(re.escape, sorted(last)))
    closing = _CLOSING.search(text, end, end + 400)
    behind = _OPENING.split(text[closing.end() : closing.end() + 140].lower(), maxsplit=1)[0] if closing else ""
    said_name = rf"(?:{_SAID})\s+(?:[\w.'’-]+\s+){{0,3}}?(?:{who})\b(?!['’]s)"
    name_said = rf"(?:{_PLAIN}){{0,3}}?(?:{who})\s+(?:{_SAID})\b"
    if re.match(rf"[\s,]*(?:{said_name}|{name_said})", behind):
        return True
    before = text[max(text.rfind("\n", 0, start) + 1, start - 140) : start].lower()
    return re.search(rf"\b(?:{who})\s+(?:{_SAID})\b[^.!?\"\u201c\u201d]{{0,60}}[\"\u201c]\s*$", before) is not None


_SAID = "|".join(sorted(SPEECH_VERBS - {"reads", "read", "speaking", "interview", "according"}))
_PLAIN = rf"(?!(?:{_SAID})\b)[\w.'’-]+\s+"  # a word of a title or a first name
_CLOSING = re.compile('[\u201d"]')
_OPENING = re.compile('[\n\u201c"]')
