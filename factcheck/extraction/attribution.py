"""Which words are whose: the tagger's findings and the quotation marks, brought together.

The tagger finds contents, cues and sources; the marks say exactly where a quote begins and ends. What
the tagger left open is settled by where a quote stands: patterns beside it, the quote it goes on from,
the one before it in the paragraph.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

from factcheck.extraction.attributed import WORD, Attribution, Part
from factcheck.extraction.decoder import Decoded, decode
from factcheck.extraction.lexicon import DOCUMENTS
from factcheck.extraction.marks import Stretch
from factcheck.extraction.rules import (
    VERBS,
    closing_sentences,
    named_by_form,
    pattern_after_comma,
    pattern_beside,
    pattern_leading_in,
    pattern_opening,
    pattern_right_beside,
    pattern_whose,
    sounds_spoken,
    subject,
)
from factcheck.extraction.tokens import Tokens, foreign

MIN_WORDS = 3  # shorter quoted stretches inside a paraphrase stay part of it ("a “very weak” case")
BARE = (["that"], ["and"], ["but"], ["only"])  # words outside the marks that make no paraphrase of a quote
SPEECH = 0.25  # a quoted stretch at least this likely to be somebody's words is taken for a quote
ALONE = 0.5  # and this likely, where it is short and nothing beside it says whose they are
TAIL, LONGEST_TAIL = 0.3, 40  # how likely, and how long at most, words left over after a comma belong to it
UNSOURCED = 0.96  # a paraphrase that nobody is named for must be this likely to be one
REPORTED, LEAST_REPORTED = 0.6, 4  # or this likely and of so many words, after a verb of saying or thinking
PARAGRAPH = 2000  # characters to either side of an attribution, at least, that tell what its paragraph is written in
NEAR = 200  # characters between a quote and a cue that nothing else belongs to
LONGEST_SENTENCE = 600  # characters that a source named at a sentence's end is looked for in
LONG = 12  # words from which a quoted stretch is hardly ever a title or a slogan

_NEXT_SENTENCE = re.compile(r"[\"”’»'“]+\s+(?=[A-Z“\"])")
_PASSES_ON = ("according", "as report", "report", "quot")
_NOT_NAMED = re.compile(r"(?:not )?to be (?:named|identified|quoted)\b")
_REPORTS = re.compile(
    rf"\b(?:{VERBS}|accused|believe|blamed|called|considered|criticized|discussing|expect|expected|intended|known|"
    r"questions?|reportedly|rumored|seen|speculation|suspected|telling|think|understood|viewed|warning|worr(?:y|ied))\b",
    re.IGNORECASE,
)
_SHOWS = re.compile(r"\bshow(?:s|ed|n|ing)?\b", re.IGNORECASE)
_SENTENCE_END = re.compile(
    r"(?<!\bMr)(?<!\bMrs)(?<!\bMs)(?<!\bDr)(?<!\bSen)(?<!\bGov)(?<!\bRep)(?<![A-Z])[.?!][\"”’']*\s|\n"
)


def attribute(
    text: str,
    tokens: Tokens,
    quotes: list[Stretch],
    furniture: list[Part] | None = None,
    english: bool = True,
) -> list[Attribution]:
    """Return the attributions of an article in order; none of what lies in `furniture`.

    Where the article is not in English, these are the quotes, without a source.
    """
    if not english:
        spoken = [quote for quote in quotes if sounds_spoken(text, quote)]
        return _outside(_in_groups(spoken), furniture or [])
    decoded = decode(tokens)
    out, taken = _from_tagger(text, tokens, quotes, decoded)
    _subjects(text, [_chars(tokens, source) for source in decoded.sources], out)
    by_end = {quote.end: quote for quote in quotes}
    out = [part for item in out for part in _by_paragraph(text, by_end, item)]
    out = [part for item in out for part in _by_speaker(text, by_end, item)]
    out = [item for item in out if item.quotes or (_can_speak(text, item) and _sure(text, item))]
    out += _missed(text, tokens, quotes, decoded, taken)
    out += _said_at_the_end(text, out)
    out = _outside(out, furniture or [])
    out.sort(key=lambda item: item.start)
    spare = [
        (_chars(tokens, item.source), _chars(tokens, item.cue)) for item in decoded.spare if item.source and item.cue
    ]
    _settle(text, by_end, out, spare)
    abroad: dict[Part, bool] = {}
    out = [part for item in out for part in _in_our_letters(text, item, abroad)]
    return [item for item in out if not _is_title(text, item)]


def _in_groups(quotes: list[Stretch]) -> list[Attribution]:
    """One attribution a quote, however many paragraphs it goes over."""
    out: list[Attribution] = []
    for quote in quotes:
        if quote.continued and out:
            out[-1].quotes.append((quote.start, quote.end))
        else:
            out.append(Attribution(quotes=[(quote.start, quote.end)]))
    return out


def _in_our_letters(text: str, item: Attribution, abroad: dict[Part, bool]) -> list[Attribution]:
    """The item; of a paragraph in letters without case only its quotes: who speaks there cannot be told.

    `abroad` holds what is known already of the stretches that tell it.
    """
    floor = max(0, item.start // PARAGRAPH - 1) * PARAGRAPH
    end = text.find("\n", item.start, floor + 3 * PARAGRAPH)
    place = max(text.rfind("\n", floor, item.start) + 1, floor), end if end >= 0 else floor + 3 * PARAGRAPH
    if place not in abroad:
        paragraph = text[slice(*place)]
        abroad[place] = not paragraph.isascii() and foreign(WORD.findall(paragraph))
    if not abroad[place]:
        return [item]
    return [Attribution(quotes=item.quotes)] if item.quotes else []


def _is_title(text: str, item: Attribution) -> bool:
    """Whether a short stretch that nobody says is a title, a slogan or a word held at arm's length."""
    if item.source is not None or item.paraphrases or item.confidence >= ALONE:
        return False
    return all(_words(text, start, end) < LONG for start, end in item.quotes)


def _outside(items: list[Attribution], furniture: list[Part]) -> list[Attribution]:
    """The attributions that do not begin in the words of the page."""
    begins = [part[0] for part in furniture]
    kept = []
    for item in items:
        number = bisect_right(begins, item.start) - 1
        if number < 0 or item.start >= furniture[number][1]:
            kept.append(item)
    return kept


# ------------------------------------------------------------------ marks and contents


def _subjects(text: str, sources: list[Part], items: list[Attribution]) -> None:
    """Give a cue without a source the nearest one before it in its sentence ("..., who, after a pause, said")."""
    begins = [source[0] for source in sources]
    for item in items:
        if item.source is not None or item.cue is None or not item.quotes:
            continue
        number = bisect_left(begins, item.cue[0]) - 1
        if number >= 0 and not _SENTENCE_END.search(text, sources[number][1], item.cue[0]):
            within = any(start <= sources[number][0] < end for start, end in item.parts)
            item.source = None if within else sources[number]


def _participle(text: str, item: Attribution) -> None:
    """Give "chanting" the subject of its sentence, where no other source is found."""
    if item.source is not None or item.cue is None or not item.quotes:
        return
    if not text[slice(*item.cue)].lower().endswith("ing"):
        return
    floor = max(0, item.cue[0] - LONGEST_SENTENCE)
    ends = [found.end() for found in _SENTENCE_END.finditer(text, floor, item.cue[0])]
    if ends or floor == 0:
        item.source = subject(text, ends[-1] if ends else 0, item.cue[0])


def _sure(text: str, item: Attribution) -> bool:
    """Whether a paraphrase has a source, or is likely enough to be one without."""
    if item.source is not None or item.confidence >= UNSOURCED:
        return True
    if item.cue is None or item.confidence < REPORTED or not _REPORTS.search(text[slice(*item.cue)]):
        return False
    return sum(_words(text, *part) for part in item.paraphrases) >= LEAST_REPORTED


def _can_speak(text: str, item: Attribution) -> bool:
    """Whether somebody says something: not "buses showed no sign", nor "who did not want to be named"."""
    if item.paraphrases and _NOT_NAMED.match(text, *item.paraphrases[0]):
        return False
    if item.source is None or item.cue is None or not _SHOWS.search(text[slice(*item.cue)]):
        return True
    words = [word.lower() for word in WORD.findall(text[slice(*item.source)])]
    capitals = any(word[0].isupper() for word in WORD.findall(text[slice(*item.source)])[1:])
    return capitals or len(words) == 1 or any(word in DOCUMENTS or word.rstrip("s") in DOCUMENTS for word in words)


def _by_paragraph(text: str, by_end: dict[int, Stretch], item: Attribution) -> list[Attribution]:
    """Part what stands in another paragraph than its cue: only a quote that goes on belongs to it."""
    if item.cue is None:
        return [item]
    far_quotes = [part for part in item.quotes if _apart(text, part, item.cue) and not _continued(by_end, part)]
    far_words = [part for part in item.paraphrases if _apart(text, part, item.cue)]
    if not far_quotes and not far_words:
        return [item]
    out = [Attribution(quotes=[part], confidence=item.confidence) for part in far_quotes]
    item.quotes = [part for part in item.quotes if part not in far_quotes]
    item.paraphrases = [part for part in item.paraphrases if part not in far_words]
    return [item, *out] if item.quotes or item.paraphrases else out


def _by_speaker(text: str, by_end: dict[int, Stretch], item: Attribution) -> list[Attribution]:
    """Part quotes of one attribution beside which another speaker is named: `"Why?" Rowe said. "For you," he said.`"""
    if len(item.quotes) < 2 or item.source is None:
        return [item]
    out: list[Attribution] = []
    kept: list[Part] = []
    for part in item.quotes:
        quote = by_end.get(part[1])
        found = pattern_right_beside(text, quote) if quote else None
        beside = found is not None and found[0][0] < item.source[1] and item.source[0] < found[0][1]
        if found is None and out and not _apart(text, out[-1].quotes[0], part) and _apart(text, part, item.source):
            out[-1].quotes.append(part)  # goes on in the paragraph of the one before
        elif found is None or beside:
            kept.append(part)
        else:
            out.append(Attribution(quotes=[part], source=found[0], cue=found[1], confidence=item.confidence))
    if not kept or not out:
        return [item]
    item.quotes = kept
    return [item, *out]


def _apart(text: str, part: Part, cue: Part) -> bool:
    """Whether a paragraph ends between the two."""
    first, second = sorted((part, cue))
    return text.find("\n", first[1], second[0]) >= 0


def _continued(by_end: dict[int, Stretch], part: Part) -> bool:
    quote = by_end.get(part[1])
    return quote is not None and (quote.continued or quote.continues)


def _chars(tokens: Tokens, part: Part) -> Part:
    return tokens.starts[part[0]], tokens.ends[part[1] - 1]


def _from_tagger(
    text: str, tokens: Tokens, quotes: list[Stretch], decoded: Decoded
) -> tuple[list[Attribution], set[int]]:
    """The tagger's attributions, each quoted stretch in them made whole; and which stretches those are."""
    ends = [quote.end for quote in quotes]
    owner: dict[int, tuple[int, int]] = {}
    made: list[Attribution] = []
    loose: list[list[tuple[Part, list[int]]]] = []
    for found in decoded.found:
        item = Attribution(confidence=found.confidence)
        item.source = _chars(tokens, found.source) if found.source else None
        item.cue = _chars(tokens, found.cue) if found.cue else None
        pieces = []
        for content in found.contents:
            part = _chars(tokens, _extended(tokens, decoded, content))
            within = []
            for number in range(bisect_left(ends, part[0] + 1), len(quotes)):
                quote = quotes[number]
                if quote.start >= part[1]:
                    break
                shared = min(quote.end, part[1]) - max(quote.start, part[0])
                if 2 * shared >= quote.end - quote.start:
                    within.append(number)
                    if shared > owner.get(number, (-1, 0))[1]:
                        owner[number] = (len(made), shared)
            pieces.append((part, within))
        made.append(item)
        loose.append(pieces)
    for number, (item, pieces) in enumerate(zip(made, loose, strict=True)):
        for part, within in pieces:
            mine = [quotes[i] for i in within if owner[i][0] == number]
            for piece, inside in _by_sentence(text, part, mine):
                _divide(text, piece, inside, item)
        item.paraphrases = [_with_marks(part, quotes, ends) for part in item.paraphrases]
    return [item for item in made if item.quotes or item.paraphrases], set(owner)


def _by_sentence(text: str, part: Part, quotes: list[Stretch]) -> list[tuple[Part, list[Stretch]]]:
    """Part a content after a quote that ends its sentence: what is said after the marks is another sentence."""
    for number, quote in enumerate(quotes):
        after = _NEXT_SENTENCE.match(text, quote.end, part[1])
        if after and text[quote.end - 1] in ".?!" and _words(text, quote.start, quote.end) >= MIN_WORDS:
            rest = (after.end(), part[1])
            here = [((part[0], quote.end), quotes[: number + 1])]
            return here + (_by_sentence(text, rest, quotes[number + 1 :]) if _words(text, *rest) >= MIN_WORDS else [])
    return [(part, quotes)]


def _with_marks(part: Part, quotes: list[Stretch], ends: list[int]) -> Part:
    """A paraphrase that takes in one mark of a quoted stretch takes in the other too."""
    start, end = part
    for quote in quotes[bisect_left(ends, start) : bisect_left(ends, end) + 1]:
        if start <= quote.outer_start and quote.end <= end:
            end = max(end, quote.outer_end)
        elif quote.outer_end <= end and start <= quote.start:
            start = min(start, quote.outer_start)
    return start, end


def _extended(tokens: Tokens, decoded: Decoded, content: Part) -> Part:
    """A content cut short at a comma goes on to its sentence's end, where nothing else is found there."""
    words, end = tokens.words, content[1]
    if end >= len(words) or words[end] != "," or tokens.quoted[end]:
        return content
    stop = end + 1
    while stop < len(words) and words[stop] not in (".", "?", "!", "\n") and stop - end < LONGEST_TAIL:
        if tokens.quoted[stop] or decoded.used[stop]:
            return content
        stop += 1
    if stop - end < 3 or words[stop : stop + 1] == ["\n"] or stop - end >= LONGEST_TAIL:
        return content
    if float(decoded.content[end + 1 : stop].mean()) < TAIL:
        return content
    return content[0], stop


def _divide(text: str, part: Part, quotes: list[Stretch], item: Attribution) -> None:
    """Enter one content: its quotes, and the whole as a paraphrase where words stand outside the marks."""
    start = min([part[0], *(quote.start for quote in quotes)])
    end = max([part[1], *(quote.end for quote in quotes)])
    rest, at = "", start
    for quote in quotes:
        rest += text[at : max(at, quote.start)] + " "
        at = max(at, quote.end)
    rest += text[at:end]
    left_over = WORD.findall(rest)
    short = any(_words(text, quote.start, quote.end) < MIN_WORDS for quote in quotes)
    if quotes and (not left_over or ([word.lower() for word in left_over] in BARE and not short)):
        item.quotes.extend((quote.start, quote.end) for quote in quotes)
        return
    item.quotes.extend((q.start, q.end) for q in quotes if _words(text, q.start, q.end) >= MIN_WORDS)
    item.paraphrases.append((start, end))


def _said_at_the_end(text: str, items: list[Attribution]) -> list[Attribution]:
    """Sentences in which nothing is found, and that end with ", NAME said": rare, and sure."""
    taken = sorted(part for item in items for part in item.parts)
    begins = [part[0] for part in taken]
    out = []
    for comma, source, cue in closing_sentences(text):
        floor = max(0, comma - LONGEST_SENTENCE)
        ends = [found.end() for found in _SENTENCE_END.finditer(text, floor, comma)]
        start = ends[-1] if ends else floor
        number = bisect_left(begins, cue[1]) - 1
        free = number < 0 or taken[number][1] <= start
        if free and (ends or floor == 0) and _words(text, start, comma) >= MIN_WORDS:
            out.append(Attribution(paraphrases=[(start, comma)], source=source, cue=cue, confidence=0.5))
    return out


def _words(text: str, start: int, end: int) -> int:
    return sum(1 for _ in WORD.finditer(text, start, end))


def _missed(text: str, tokens: Tokens, quotes: list[Stretch], decoded: Decoded, taken: set[int]) -> list[Attribution]:
    """Quoted stretches that the tagger was not sure of, but that are likely enough to be speech."""
    out = []
    for number, quote in enumerate(quotes):
        if number in taken:
            continue
        words = _words(text, quote.start, quote.end)
        chance = _chance(tokens, decoded, quote)
        if words >= MIN_WORDS and (chance >= SPEECH or words >= LONG or quote.continued):
            out.append(Attribution(quotes=[(quote.start, quote.end)], confidence=max(0.2, min(0.6, chance))))
    return out


def _chance(tokens: Tokens, decoded: Decoded, quote: Stretch) -> float:
    """How likely the words of a quoted stretch are somebody's; even, beyond what the tagger has read."""
    if not tokens.ends or quote.start >= tokens.ends[-1]:
        return 0.5
    first, last = tokens.index(quote.start), tokens.index(quote.end - 1) + 1
    return float(decoded.content[first:last].mean()) if last > first else 0.0


# ------------------------------------------------------------------ who, where the tagger does not say


def _settle(text: str, by_end: dict[int, Stretch], items: list[Attribution], spare: list[tuple[Part, Part]]) -> None:
    """Give quotes without a source one, where their place tells it."""
    begins = [cue[0] for _, cue in spare]
    previous: Attribution | None = None
    for number, item in enumerate(items):
        if item.quotes:
            _beside(text, by_end, item)
            _nearest_cue(text, item, spare, begins)
        _participle(text, item)
        if item.source is None and item.quotes:
            following = items[number + 1] if number + 1 < len(items) else None
            _borrow(text, by_end, item, previous, following)
        if item.cue and text[slice(*item.cue)].lower().startswith("according to"):
            _unchain(text, by_end, item)
        if item.quotes:
            previous = item


def _beside(text: str, by_end: dict[int, Stretch], item: Attribution) -> None:
    quote = by_end.get(item.quotes[-1][1])
    if quote is None:
        return
    formal = named_by_form(text, quote)
    if formal and (item.source is None or item.source[0] != formal[0][0]):
        item.source, item.cue = formal
    elif item.source is not None:
        _right_beside(text, by_end, item)
    else:
        found = pattern_beside(text, quote) or pattern_leading_in(text, by_end.get(item.quotes[0][1], quote))
        if found:
            item.source, cue = found
            item.cue = item.cue or cue
        elif item.cue is None:
            item.source = pattern_whose(text, by_end.get(item.quotes[0][1], quote))


def _right_beside(text: str, by_end: dict[int, Stretch], item: Attribution) -> None:
    """Whoever is named right at a quote said it, not who is named farther off: "Y has a video in which X said: "."""
    for part in (item.quotes[-1], item.quotes[0]):
        quote = by_end.get(part[1])
        found = pattern_right_beside(text, quote) if quote else None
        if found is None or item.source is None:
            continue
        (start, end), cue = found
        apart = end <= item.source[0] or start >= item.source[1]
        within = start <= item.source[0] and item.source[1] <= end and text[slice(*item.source)].islower()
        if apart or (within and not text[start:end].islower()):
            if apart and item.cue and text[slice(*item.cue)].lower().startswith(_PASSES_ON):
                item.via = item.source
            item.source, item.cue = (start, end), cue
        return


def _unchain(text: str, by_end: dict[int, Stretch], item: Attribution) -> None:
    """ "X said ..., according to Y": the words are X's, and Y passed them on."""
    quote = by_end.get(item.quotes[-1][1]) if item.quotes else None
    led = pattern_after_comma(text, item.source[1], item.start) if item.source else None
    if led is not None:
        item.via = item.source
        item.source, item.cue = led
        return
    if quote is not None:
        found = pattern_beside(text, quote)
    else:
        found = pattern_opening(text, item.paraphrases[0]) if len(item.paraphrases) == 1 else None
    if found is None or item.source is None or found[0][0] == item.source[0]:
        return
    if quote is None:
        end = item.paraphrases[0][1]
        begin = found[1][1]
        begin += len(text[begin:end]) - len(text[begin:end].lstrip())
        if text.startswith("that ", begin):
            begin += 5
        if _words(text, begin, end) < MIN_WORDS:
            return
        item.paraphrases = [(begin, end)]
    item.via = item.source
    item.source, item.cue = found


def _nearest_cue(text: str, item: Attribution, spare: list[tuple[Part, Part]], begins: list[int]) -> None:
    """Take the nearest cue of the paragraph that has no words of its own yet."""
    if item.source is not None or not spare:
        return
    quote = item.quotes[-1]
    at = bisect_left(begins, quote[0])
    near = [
        (max(cue[0] - quote[1], quote[0] - cue[1]), source, cue)
        for source, cue in spare[max(0, at - 1) : at + 2]
        if not _apart(text, quote, cue)
    ]
    if near and min(near)[0] < NEAR:
        _, item.source, item.cue = min(near)


def _borrow(
    text: str, by_end: dict[int, Stretch], item: Attribution, before: Attribution | None, after: Attribution | None
) -> None:
    """Take the source over from the quote this one goes on from, or stands next to."""
    first, last = item.quotes[0], item.quotes[-1]
    start = by_end.get(first[1])
    end = by_end.get(last[1])
    if end and end.continues and after and after.source and after.quotes:
        gap = text[last[1] : after.quotes[0][0]]
        if not gap.strip(" \t\r\n\"“”'‘’»«"):
            item.source, item.borrowed = after.source, True
            return
    if before is None or before.source is None:
        return
    gap = text[before.quotes[-1][1] : first[0]]
    near = len(gap) < 400 and gap.count("\n") <= 3
    floor = max(0, first[0] - NEAR)
    line = text.rfind("\n", floor, first[0])
    opens = (line >= 0 or not floor) and not text[line + 1 : first[0]].strip(" \t\"“”'‘’»«—–-")
    if near and ((start and start.continued) or "\n" not in gap or opens):
        item.source, item.borrowed = before.source, True
