"""Words that go through several mouths: "Y quoted X as saying: ...", "Y said X told him that ...": X's, passed on by Y.

And sources that stand where the tagger does not look: at the end of a sentence (", its owner, Ada Rowe, said").
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from factcheck.extraction.attributed import WORD, Attribution
from factcheck.extraction.interface import Sentence
from factcheck.extraction.rules import NAME, WHO, closing_at

REACH = 120  # characters before the words that are looked at
LEAST = 3  # words that a paraphrase must keep

_QUOTED_AS = re.compile(
    rf"\b(?:quot|cit)(?:ed|es|ing)[ \u00a0](?P<who>{WHO})[ \u00a0]as[ \u00a0](?P<cue>saying|having said|telling)"
    r"\b[^.!?\n\"“”]{0,60}?[\s\"“‘']*$"
)
_TOLD_HIM = re.compile(
    rf"(?:that )?(?P<who>{NAME})[ \u00a0](?:had |has |once )?(?P<cue>told)[ \u00a0]"
    r"(?:him|her|them|me|reporters|colleagues)\b[^.,;:!?\n\"“”]{0,40}?\bthat[ \u00a0]"
)
_WHO_SAID = re.compile(rf"(?:^|[.!?]\s|\n)(?P<who>{NAME})[ \u00a0](?:said|says|recalled|recalls)(?: that)?[ \u00a0]$")
_ACCORDING = re.compile(r"(?P<cue>According to) (?P<who>[^,.;:\n\"“”]{2,80}(?:[A-Z]\.[^,.;:\n\"“”]{1,40})?), ")
_SAID = re.compile(r"(?:sa(?:id|ys)|claim(?:ed|s)|recall(?:ed|s)|testif(?:ied|ies)|told|remember(?:ed|s)|reported)\b")
_SUBJECT = re.compile(
    rf"(?:^|[.!?:]\s|\n|—\s|--\s)(?P<who>{NAME}),(?:(?!--)[^.!?\n“”\"—]){{1,120}},\s$|(?P<who2>{NAME})(?:\son\s\w+day)?\s$"
)
_DAY = re.compile(r"\bon \w+day\s$")
_TIME = re.compile(r"(?:today|yesterday|on \w+day|earlier|tonight)$")


def chained(text: str, items: list[Attribution], parts: list[Sentence]) -> list[Attribution]:
    """Return `items` with each one's words given to whose they are; who passed them on is `via`.

    A sentence of `parts` that begins "According to NAME, " and has nothing in it is a paraphrase.
    """
    for item in items:
        if item.labelled:
            continue
        _quoted_as(text, item)
        _told(text, item)
        _at_the_end(text, item)
        _instead_of_a_time(text, item)
    found = list(_according(text, items, parts))
    return sorted([*items, *found], key=lambda item: item.start) if found else items


def _according(text: str, items: list[Attribution], parts: list[Sentence]) -> Iterator[Attribution]:
    taken = sorted(part for item in items for part in item.parts)
    number = 0
    for sentence in parts:
        while number < len(taken) and taken[number][1] <= sentence.start:
            number += 1
        free = number == len(taken) or taken[number][0] >= sentence.end
        if sentence.role != "body" or not free:
            continue
        opens = _ACCORDING.match(text, sentence.start, min(sentence.end, sentence.start + REACH))
        end = sentence.start + len(text[sentence.start : sentence.end].rstrip(" .!?\n")) if opens else 0
        if opens and sum(1 for _ in WORD.finditer(text, opens.end(), end)) > LEAST:
            cue, who = opens.span("cue"), opens.span("who")
            yield Attribution(paraphrases=[(opens.end(), end)], source=who, cue=cue, confidence=0.6)


def _quoted_as(text: str, item: Attribution) -> None:
    """ "One of them quoted the president as saying: ..."."""
    begin = max(0, item.start - REACH)
    found = _QUOTED_AS.search(text[begin : item.start])
    if found is None:
        return
    who = (begin + found.start("who"), begin + found.end("who"))
    if item.source is not None and item.source[1] <= who[0]:
        item.via = item.source
    item.source, item.cue = who, (begin + found.start("cue"), begin + found.end("cue"))
    item.paraphrases = [part for part in item.paraphrases if part[1] <= who[0] or part[0] >= who[1]] or (
        [] if item.quotes else item.paraphrases
    )


def _told(text: str, item: Attribution) -> None:
    """ "Dale said Rowe told him that the job was "like being eaten"": the words are Rowe's."""
    if item.source is not None and item.cue is not None and text[slice(*item.cue)].endswith("told") and not item.via:
        begin = max(0, item.source[0] - REACH)
        passing = _WHO_SAID.search(text[begin : item.source[0]])
        item.via = (begin + passing.start("who"), begin + passing.end("who")) if passing else None
    if item.source is None or item.cue is None or len(item.paraphrases) != 1 or not item.quotes:
        return
    start, end = item.paraphrases[0]
    found = _TOLD_HIM.match(text, start, min(end, start + REACH))
    if found is None or not _SAID.match(text, *item.cue) or min(item.quotes)[0] < found.end():
        return
    if sum(1 for _ in WORD.finditer(text, found.end(), end)) < LEAST:
        return
    item.via, item.source, item.cue = item.source, found.span("who"), found.span("cue")
    item.paraphrases = [(found.end(), end)]


def _at_the_end(text: str, item: Attribution) -> None:
    """A paraphrase of nobody after which ", residents said." stands is theirs; they are no part of it."""
    if item.source is not None or item.quotes or not item.paraphrases:
        return
    start, end = item.paraphrases[-1]
    after = closing_at(text, end)
    comma = end if after else text.rfind(", ", max(start, end - REACH), end)
    found = after or (closing_at(text, comma) if comma > start else None)
    if found is not None and (comma == end or found[0][1] == end):
        item.source, item.cue = found
        item.paraphrases[-1] = (start, comma)


def _instead_of_a_time(text: str, item: Attribution) -> None:
    """ "Rowe Mills, a maker of boats, today announced": the source is not "today"."""
    if item.cue is None or (item.source is not None and not _TIME.match(text, *item.source)):
        return
    stop = item.source[0] if item.source is not None else item.cue[0]
    if item.source is None and (item.quotes or stop > item.start or not _DAY.search(text, max(0, stop - 14), stop)):
        return
    begin = max(text.rfind("\n", max(0, stop - 2 * REACH), stop) + 1, stop - 2 * REACH, 0)
    found = _SUBJECT.search(text[begin:stop])
    if found is None:
        item.source = None
        return
    who = found.span("who") if found["who"] else found.span("who2")
    item.source = (begin + who[0], begin + who[1])
