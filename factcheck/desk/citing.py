"""Where cited words stand in a capture, and what whoever cites them should know."""

from __future__ import annotations

from typing import TYPE_CHECKING

from factcheck.checking import gate
from factcheck.checking.match_model import in_words
from factcheck.desk import captures as archive
from factcheck.errors import FactcheckError, MissingExtraError, UsageError
from factcheck.model import Capture, Claim, ClaimKind, Stance
from factcheck.store.records.captures import CaptureText

if TYPE_CHECKING:
    from factcheck.checking.match import QuoteMatch

Place = tuple[int, int]


def readable(words: CaptureText, held: Capture) -> None:
    """See that a capture holds words.

    Raises:
        MissingExtraError: they could be read if an extra were installed.
        FactcheckError: it holds none.
    """
    for flag, (what, extra, _) in archive.EXTRAS.items():
        if flag in words.flags:
            raise MissingExtraError(what, extra)
    if not words.text.strip():
        raise FactcheckError(
            f"capture {held.id} holds no words that could be read: {_why_not(words)}",
            hint=f"it is kept (`factcheck capture show {held.id}`); cite a text, or log who told you (`contact`)",
        )


def _why_not(words: CaptureText) -> str:
    if "encrypted" in words.flags:
        return "it opens only with a password"
    if words.kind == "pdf" and words.error is None:
        return "the PDF is pictures only, perhaps a scan"
    if words.kind in ("image", "svg"):
        return "it is a picture"
    if words.kind == "other":
        return "it is not a text, a page or a document"
    return "it is damaged or incomplete" if words.error else "it is empty"


def place_of(claim: Claim, words: CaptureText, held: Capture, passage: str | None, match: QuoteMatch | None) -> Place:
    """Return where the cited words stand: as named, else where the quote was found.

    Raises:
        FactcheckError: they do not stand there as whole words.
        UsageError: no words were named, or none that are words.
    """
    if passage is not None:
        return _named(words, held, passage)
    found = matched(match)
    if found:
        return found
    if claim.kind == ClaimKind.QUOTE:
        raise FactcheckError(
            f"the quote was not found in capture {held.id}",
            hint='name the passage that bears on it with --passage "..."',
        )
    raise UsageError(
        "which words of the reference bear on the claim?",
        hint=f'--passage "..."; the reference is kept: `factcheck suggest {claim.id}` ranks its passages',
    )


def _named(words: CaptureText, held: Capture, passage: str) -> Place:
    from factcheck.text import selectors

    found = selectors.locate_whole(words.text, passage)
    if found:
        return found
    if not any(char.isalnum() for char in passage):
        raise UsageError("a passage is at least one word", hint='--passage "the words, as the reference has them"')
    if selectors.locate(words.text, passage):
        raise FactcheckError(
            f"{_short(passage)} stands in capture {held.id} only as a part of longer words",
            hint="name whole words",
        )
    raise FactcheckError(
        f"these words do not stand in capture {held.id}: {_short(passage)}", hint=_nearest(passage, words, held)
    )


def _nearest(passage: str, words: CaptureText, held: Capture) -> str:
    from factcheck.checking.match import match_quote

    match = match_quote(passage, words.text)
    if match.start is None or match.end is None or match.label == "absent":
        return f"`factcheck capture text {held.id}` prints its text"
    return f"the capture says: {_short(words.text[match.start : match.end], 200)}"


def matched(match: QuoteMatch | None) -> Place | None:
    """Return where a quote was found, if it was."""
    if match is None or match.start is None or match.end is None or match.label == "absent":
        return None
    return match.start, match.end


def quote_elsewhere(claim: Claim, words: CaptureText, place: Place, match: QuoteMatch | None) -> Place | None:
    """Return where the quote agrees with the capture, if what is cited in support of it is another place."""
    found = matched(match)
    if match is None or found is None or match.label not in gate.FAITHFUL:
        return None
    if max(found[0], place[0]) < min(found[1], place[1]):
        return None
    return None if gate.holds_quote(claim.text, words.text[slice(*place)]) else found


def warnings(
    words: CaptureText, start: int, match: QuoteMatch | None, capture: Capture, held: gate.Held, stance: str
) -> tuple[str, ...]:
    """Say what whoever cites a passage should know of it."""
    found = [archive.NOT_THE_ARTICLE[flag] for flag in words.flags if flag in archive.NOT_THE_ARTICLE]
    why = gate.worthless(held)
    if why:
        found.append(f"capture {capture.id} {why}: nothing can be decided on it without --override")
    if words.main_end and start >= words.main_end:
        found.append("the passage stands outside the page's main text (a menu, a caption, a comment)")
    if match is not None:
        found += [in_words(str(warning)) for warning in match.warnings]
        if match.label == "altered" and match.severity == "meaning" and stance == Stance.SUPPORTS:
            found.append(
                "the source's words change the quote's meaning: this speaks against it; cite it with --refutes"
            )
    return tuple(found)


def _short(text: str, most: int = 80) -> str:
    flat = " ".join(text.split())
    return f"“{flat if len(flat) <= most else flat[: most - 1] + '…'}”"
