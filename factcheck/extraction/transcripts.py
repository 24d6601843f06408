"""Transcripts: paragraphs that begin with who speaks, `VENN: We will not close the harbor.`

Only where the article clearly holds one: three such paragraphs or more, one label at least twice or words that
only speech has, and labels that are persons', or "Q" and "A". A list of facts is none, nor is a dateline.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from factcheck.extraction.attributed import BY_FORM, Attribution, Part
from factcheck.extraction.lexicon import BODY_WORDS, NATIONS, TITLES, common_words, sex_of
from factcheck.extraction.tokens import Tokens
from factcheck.text.sentences import paragraphs

LEAST = 3  # labelled paragraphs
LONGEST = 40  # paragraphs of a turn
FOLLOWING = 3  # paragraphs without a label that still belong to the last one

_WORD = r"[^\W\d_][\w'’.-]{0,30}"
_LABEL = re.compile(
    rf"(?:\*\*|__)?(?P<who>{_WORD}(?: {_WORD}){{0,4}})(?: ?\([^)\n]{{1,40}}\)| ?\[[^\]\n]{{1,40}}\])?(?:\*\*|__)?"
    r"(?P<cue>:)(?:\*\*|__)?(?:[ \t\u00a0]+|$)"
)
_ASKED = re.compile(r"(?:\*\*|__)?(?P<who>[QA])(?P<cue>[.:])(?:\*\*|__)?[ \t\u00a0]+")
ROLES = frozenset(
    """q a question answer interviewer interviewee moderator host reporter anchor correspondent caller operator
    questioner audience judge prosecutor witness counsel clerk""".split()
)
_ASKING = frozenset(["q", "a", "question", "answer"])
_NO_NAMES = frozenset(
    """note update updates breaking correction editor where when what why how who date time place price cost address
    phone email website source sources photo video related location ingredients directions verdict rating result
    results score background context summary warning tip exclusive opinion analysis watch listen read new developing
    alert live subject from to re cc""".split()
)
_SPEECH = re.compile(r"\b(?:I|[Ww]e|[Yy]ou|[Mm]y|[Oo]ur|[Yy]our|us|me|[Ll]et['’]s|[Yy]es|[Nn]o|Well|Thank)\b|\?")
_FIRST = re.compile(r"\b(?:I|[Ww]e|[Mm]y|[Oo]ur|us|me)\b")
_ENDS = re.compile(r"[.?!…—–-][\"”’)\]*_]*$|[\"”)\]]$")
_MARKED = re.compile(r"[\"“«][^\"”»\n]*[\"”»]?")
_EDGES = ' \t\u00a0"“”«»,;*_'
_SAYING = re.compile(r"\b(?:said|says|told|tells|added|according to|tweeted|wrote)\b")
_WITH = re.compile(
    r"(?:\b(?:[Ii]nterview(?:ed|s)?(?: with| of)?|[Ss]poke (?:with|to)(?! the )|[Tt]alk(?:ed|s) (?:with|to)(?! the )"
    r"|[Ss]at down with"
    r"|Q ?(?:&|and) ?A with|[Qq]uestions (?:to|for)|[Cc]onversation with)[^.:;\n]{0,60}?"
    r"(?P<who>[^\W\d_a-z][\w'’-]+(?: [^\W\d_a-z][\w'’.-]*){1,3}))"
    r"|(?P<who2>(?!The )[^\W\d_a-z][\w'’-]+(?: [^\W\d_a-z][\w'’.-]*){1,3})(?:, [^.\n]{1,80},)? "
    r"(?:was interviewed|answered (?:\w+ ){0,2}questions|(?:spoke|talked) (?:to|with) (?:us|the|reporters)\b"
    r"|gave an interview)"
)


@dataclass(slots=True)
class Turn:
    """What one speaker says until the next one does: the label, the colon after it, and the paragraphs."""

    who: Part
    cue: Part
    parts: list[Part] = field(default_factory=list)


def with_turns(text: str, tokens: Tokens, items: list[Attribution], furniture: list[Part]) -> list[Attribution]:
    """Return `items` with the turns of the article's transcript, if it has one, in place of what lies in them."""
    items = [item for item in items if not _is_listed(text, item)]
    found = turns(text, tokens, furniture)
    if not found:
        return [
            item for item in items if not _is_label(text, item) or not text[slice(*item.source or (0, 0))].isupper()
        ]
    begins = [(part, number) for number, turn in enumerate(found) for part in turn.parts]
    out: list[Attribution] = []
    quoted: list[list[tuple[Part, bool]]] = [[] for _ in found]
    at = 0
    for item in sorted(items, key=lambda item: item.start):
        while at < len(begins) and begins[at][0][1] <= item.start:
            at += 1
        if at == len(begins) or item.end <= min(found[begins[at][1]].who[0], begins[at][0][0]):
            out.append(item)
            continue
        turn = found[begins[at][1]]
        kept = _kept(text, item, turn)
        if kept is not None:
            quoted[begins[at][1]] += [(part, kept is turn.who) for part in item.quotes]
            if kept is not turn.who:
                item.paraphrases = []
                out.append(item)
    for turn, inside in zip(found, quoted, strict=True):
        made = Attribution(source=turn.who, cue=turn.cue, confidence=BY_FORM, labelled=True)
        made.quotes = [part for part, own in inside if own]
        taken = sorted(part for part, _ in inside)
        first = 0
        for part in turn.parts:
            while first < len(taken) and taken[first][1] <= part[0]:
                first += 1
            made.paraphrases += _rest(text, part, taken, first)
        if made.quotes or made.paraphrases:
            out.append(made)
    return sorted(out, key=lambda item: item.start)


def _is_listed(text: str, item: Attribution) -> bool:
    """Whether "Ingredients: ..." was taken for somebody's words."""
    return _is_label(text, item) and not _may_name(text[slice(*item.source or (0, 0))])


def _is_label(text: str, item: Attribution) -> bool:
    """Whether words without marks were given to what stands before a colon."""
    return bool(not item.quotes and item.source and item.cue and text[slice(*item.cue)] == ":")


def _kept(text: str, item: Attribution, turn: Turn) -> Part | None:
    """Whose the quotes of `item` in a turn are: somebody's whom the speaker names, or the turn's; None: no quote."""
    inside = all(any(start <= part[0] and part[1] <= end for start, end in turn.parts) for part in item.parts)
    if not item.quotes or not inside:
        return None
    source = item.source
    if source is not None and source[0] <= turn.who[0] and turn.cue[1] < source[1]:  # "Orla Venn: Peter Rowe"
        source = item.source = _trimmed(text, turn.cue[1], source[1])
    if source is not None and not item.borrowed and any(a <= source[0] and source[1] <= b for a, b in turn.parts):
        return turn.who if text[slice(*source)] in ("I", "we", "We") else source
    opens = text[turn.cue[1] : item.quotes[0][0]].strip(_EDGES + "'‘’")
    return None if opens else turn.who


def _rest(text: str, part: Part, taken: list[Part], first: int) -> list[Part]:
    """The words of a paragraph that stand in none of the quotes `taken`."""
    out, at = [], part[0]
    while first < len(taken) and taken[first][0] < part[1]:
        out.append((at, taken[first][0]))
        at = taken[first][1]
        first += 1
    whole = not out
    out.append((at, part[1]))
    trimmed = [part] if whole else [_trimmed(text, *piece) for piece in out]
    return [(start, end) for start, end in trimmed if any(letter.isalnum() for letter in text[start:end])]


def _trimmed(text: str, start: int, end: int) -> Part:
    while start < end and text[start] in _EDGES + ".?!":
        start += 1
    while start < end and text[end - 1] in _EDGES:
        end -= 1
    return start, end


def turns(text: str, tokens: Tokens, furniture: list[Part]) -> list[Turn]:
    """The turns of the transcript that the article is or holds; none if it is no transcript."""
    lines = list(paragraphs(text)) if text.count(":") + 2 * text.count("Q.") >= LEAST else []
    labels = [_ASKED.match(text, *line) or _LABEL.match(text, *line) for line in lines]
    names = [found["who"] for found in labels if found and _may_name(found["who"])]
    if len(names) < LEAST:
        return []
    wanted = _speakers(names, tokens)
    made: list[Turn] = []
    page = {start for start, _ in furniture}
    open_, since = False, 0
    strict = max((n for n, found in enumerate(labels) if found and found["who"] in wanted), default=-1)
    for number, ((start, end), found) in enumerate(zip(lines, labels, strict=True)):
        heading = number == 0 and names.count(found["who"]) < 2 if found else False
        if found and found["who"] in wanted and start not in page and not heading:
            made.append(Turn(found.span("who"), found.span("cue")))
            open_, since = True, 0
            if found.end() < end:
                made[-1].parts.append((found.end(), end))
        elif open_:
            since += 1
            empty = not made[-1].parts
            line = text[start:end]
            open_ = start not in page and (empty or _goes_on(line, text[slice(*made[-1].who)], since, number > strict))
            open_ = open_ and len(made[-1].parts) < LONGEST and not (found and _closes(found["who"]))
            if open_:
                made[-1].parts.append((start, end))
    made = [turn for turn in made if turn.parts]
    return made if _is_transcript(text, made) else []


def _closes(label: str) -> bool:
    """Whether a label that is no known speaker's says that the one before has ended: better nobody's than another's."""
    return label[0].isupper()


def _may_name(label: str) -> bool:
    words = label.lower().rstrip(".").split()
    return bool(words) and words[0] not in _NO_NAMES and (label[0].isupper() and words[-1] not in _NO_NAMES)


def _speakers(names: list[str], tokens: Tokens) -> set[str]:
    """The labels that are persons', or say who asks and who answers."""
    counts = Counter(names)
    asked = {"q", "question"} & {name.lower() for name in counts}
    known = Counter(word for word in tokens.words if word[0].isupper())
    for name in names:
        known.subtract(set(name.split()))
    out = set()
    for name, count in counts.items():
        low = name.lower()
        asking = low in _ASKING
        if asked if asking else low in ROLES or _is_person(name, count, known):
            out.add(name)
    surnames = {name.split()[-1].casefold() for name in out if " " in name}
    return out | {name for name in counts if name.casefold() in surnames and name.lower() not in common_words()}


def _is_person(name: str, count: int, known: Counter[str]) -> bool:
    """Whether a label is a person's name: one told elsewhere in the article, or written or repeated as names are."""
    words = name.split()
    low = [word.lower() for word in words]
    titled = low[0] in TITLES or low[0].rstrip(".") in ("mr", "mrs", "ms", "dr", "sen", "rep", "gov")
    if not titled and any(word in BODY_WORDS or word in NATIONS for word in low):
        return False
    if not all(word[0].isupper() or word in ("de", "van", "von", "bin", "al", "of", "the") for word in words):
        return False
    given = len(words) > 1 and sex_of(words[0].capitalize()) is not None
    marked = len(words) > 1 and len(words[-1]) > 1 and words[-1].isupper() and not name.isupper()  # "Cllr MARSH"
    if titled or given or marked or (low[0] == "the" and len(low) == 2 and (low[1] in TITLES or low[1] in ROLES)):
        return True
    last = words[-1]
    if last.lower() in common_words() and not known[last] > 0 < count:
        return False
    told = known[last.capitalize() if last.isupper() else last] > 0
    common = any(word in common_words() for word in low)
    return (told and not common) or (count > 1 and not common and (name.isupper() or len(words) == 2))


def _goes_on(line: str, who: str, since: int, after_last: bool) -> bool:
    """Whether a paragraph without a label goes on with the one before: the author neither speaks nor names who does."""
    if line[0] in "([>#" or not _ENDS.search(line):
        return False
    plain = _MARKED.sub("", line)
    surname = who.split()[-1]
    names = surname.capitalize() in plain or (len(surname) > 1 and surname in plain)
    if names or _SAYING.search(plain):
        return False
    return bool(_FIRST.search(plain)) if after_last or since > FOLLOWING else True


def _is_transcript(text: str, made: list[Turn]) -> bool:
    """Whether turns are enough, and their words such as are spoken."""
    if len(made) < LEAST:
        return False
    labels = Counter(text[slice(*turn.who)].split()[-1].casefold() for turn in made)
    firsts = [_MARKED.sub("", text[slice(*turn.parts[0])]) for turn in made]
    ended = sum(bool(_ENDS.search(text[slice(*turn.parts[0])])) for turn in made)
    spoken = sum(bool(_SPEECH.search(words)) for words in firsts)
    if 3 * ended < 2 * len(made):
        return False
    if max(labels.values()) > 1:
        return 4 * spoken >= len(made)
    if all(text[slice(*turn.who)].isupper() for turn in made):
        return 2 * spoken > len(made)
    return sum(bool(_FIRST.search(words) or "?" in words) for words in firsts) == len(made)


def interviewed(text: str, before: int) -> list[Part]:
    """The names of whoever is said to be interviewed in what stands before offset `before`."""
    found = (match.span("who" if match["who"] else "who2") for match in _WITH.finditer(text, 0, before))
    return list(found)
