"""Block quotes: lines after ">" or set in, which a sentence before them says that somebody wrote or said."""

from __future__ import annotations

import re

from factcheck.extraction.attributed import BY_FORM, Attribution, Part
from factcheck.extraction.rules import SPOKEN, WHO

LEAD = 300  # characters of the sentence that leads in
LONGEST = 200  # lines

_LINE = re.compile(r"^(?P<sign>[ \t]{0,3}>[> \t]*|\t[ \t]*| {4,})?(?P<words>\S.*)$", re.MULTILINE)
_LEADS_IN = re.compile(
    rf"(?P<who>{WHO})(?:,[^,\n]{{1,80}},| <[^>\n]{{1,60}}>)? (?:\w+ly |(?:had|has|also|then|later|again) )?"
    rf"(?P<cue>{SPOKEN})\b[^.!?\n“”\"]{{0,120}}:$"
)


def with_blocks(text: str, items: list[Attribution]) -> list[Attribution]:
    """Return `items` with the block quotes that somebody is said to have written, in place of what lies in them."""
    blocks = _blocks(text)
    if not blocks:
        return items
    out, at = [], 0
    for item in sorted(items, key=lambda item: item.start):
        while at < len(blocks) and _parts(blocks[at])[-1][1] <= item.start:
            at += 1
        if at == len(blocks) or item.end <= _parts(blocks[at])[0][0]:
            out.append(item)
    return sorted([*out, *blocks], key=lambda item: item.start)


def _parts(item: Attribution) -> list[Part]:
    return item.quotes or item.paraphrases


def _blocks(text: str) -> list[Attribution]:
    """The block quotes with a sentence before them that says whose they are."""
    if ":" not in text or not re.search(r"^(?:[ \t]{0,3}>|\t| {4})", text, re.MULTILINE):
        return []
    out: list[Attribution] = []
    lead: Part | None = None
    made: Attribution | None = None
    for line in _LINE.finditer(text):
        if line["sign"] is None:
            lead, made = _words(line), None
            continue
        if made is None and lead is not None:
            made = _led_in(text, lead)
            lead = None
            out += [made] if made else []
        if made is not None and len(_parts(made)) < LONGEST and re.search(r"\w", line["words"]):
            (made.quotes if ">" in line["sign"] else made.paraphrases).append(_words(line))
    return [item for item in out if bool(item.quotes) != bool(item.paraphrases) and not _is_marked(text, item)]


def _words(line: re.Match[str]) -> Part:
    return line.start("words"), line.start("words") + len(line["words"].rstrip())


def _led_in(text: str, lead: Part) -> Attribution | None:
    """The source and the cue of a sentence that ends in a colon."""
    if text[lead[1] - 1] != ":":
        return None
    found = None
    begin = max(lead[0], lead[1] - LEAD)
    sentence = text[begin : lead[1]]
    for clause in _LEADS_IN.finditer(sentence):
        found = clause
    if found is None:
        return None
    who, cue = found.span("who"), found.span("cue")
    return Attribution(
        source=(begin + who[0], begin + who[1]), cue=(begin + cue[0], begin + cue[1]), confidence=BY_FORM
    )


def _is_marked(text: str, item: Attribution) -> bool:
    """Whether the block stands in quotation marks of its own, which say as much."""
    return text[_parts(item)[0][0]] in "\"“„«'‘"
