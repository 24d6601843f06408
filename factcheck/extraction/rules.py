"""Who said a quote, by the plainest patterns beside it: `"...," NAME said`, `NAME said: "..."`.

For quotes that the tagger leaves without a speaker.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from factcheck.extraction.marks import Stretch
from factcheck.extraction.tokens import CAPITAL

REACH = 200  # characters to either side of a quote that are looked at

VERBS = (
    "said|says|say|saying|asked|asks|added|adds|told|tells|telling|wrote|writes|replied|replies|continued|"
    "explained|explains|declared|declares|noted|notes|recalled|recalls|answered|insisted|insists|joked|tweeted|"
    "warned|warns|announced|announces|stated|states|argued|argues|concluded|concludes|remarked|responded|"
    "claimed|claims|believes|believed|thinks|thought|acknowledged|admitted|confirmed|denied|suggested|suggests|"
    "predicted|predicts|promised|vowed|urged|fears|feared|hopes|hoped|described|describes|reported|reports|"
    "alleged|estimated|estimates|found|testified|complained|conceded|emphasized|stressed|contends|contended"
)
# Verbs that say that somebody speaks, beside a quote alone: "scoffed", "shot back".
SPOKEN = (
    rf"{VERBS}|agreed|agrees|advised|affirmed|barked|began|blasted|boasted|bragged|charged|chided|chimed in|commented|"
    "confessed|confided|countered|cracked|cried|cried out|demanded|deadpanned|demurred|elaborated|exclaimed|exhorted|"
    "exulted|fumed|gushed|implored|intoned|interjected|joked|jokes|lamented|laughed|maintained|maintains|mused|muses|"
    "objected|observed|observes|offered|opined|opines|pleaded|pledged|pointed out|points out|put it|puts it|queried|"
    "quipped|quips|railed|rejoined|reads|retaliated|retorted|riffed|roared|scoffed|scoffs|screamed|shot back|"
    "shouted|sighed|snapped|sneered|summed up|sums up|thundered|urges|ventured|volunteered|whispered|wondered|yelled"
)
# Verbs that a quote follows right away, of whoever speaks it.
_TELLS = (
    "said|says|asked|asks|added|adds|told|tells|wrote|writes|replied|replies|explained|explains|declared|declares|"
    "recalled|recalls|answered|insisted|insists|joked|quipped|tweeted|warned|warns|announced|stated|states|concluded|"
    "concludes|remarked|responded|responds|retorted|shouted|observed|cautioned|conceded|boasted|lamented"
)
_S = r"[ \t\u00a0]"
_CAPITAL = rf"(?:{CAPITAL}[\w.'’-]*|al-{CAPITAL}[\w'’-]*|ki-{CAPITAL}\w*)"
_NAME = rf"{_CAPITAL}(?:{_S}(?:(?:of|for|the|de|van|von|bin|ki|to){_S})?{_CAPITAL}){{0,12}}"
_NOUN = r"(?!(?:and|but|or|that|who|which|be|because|when|as|if|is|was|were|has|had|so|while|he|she|they)\b)[\w'’-]+"
_THING = rf"(?:[Tt]he|[Aa]n?|[Oo]ne|[Hh]is|[Hh]er|[Tt]heir|[Mm]y){_S}(?:{_NOUN}{_S}){{0,4}}?{_NOUN}"
_WHO = rf"(?:@\w{{2,30}}|[Hh]e|[Ss]he|[Tt]hey|I|{_THING}|{_NAME})"
WHO, NAME = _WHO, _NAME
"""Who may say something, as a regular expression: a pronoun, a handle, "the mayor", a name; a name alone."""
# What may stand before a name without a capital: "public defender".
_LOWER_TITLE = (
    rf"(?:{_NOUN}{_S}){{0,2}}(?!(?:after|her|over|under|never|other|their|for|nor|later|further|earlier|rather)\b)"
    r"[a-z-]*(?:er|or|man|woman|person|ist|ent|ant|aide|chief|coach|host|mate|judge|friend|star)"
)
_AFTER = re.compile(
    rf"[\s,\"”’'.]{{0,8}}(?:as{_S})?(?:(?P<cue1>{VERBS}){_S}(?P<who>{_WHO})"
    rf"|(?P<who2>{_WHO}|{_LOWER_TITLE}{_S}{_NAME}){_S}(?:\w+ly{_S}|(?:then|also|once|later|has|had|would|will|again|today|yesterday|earlier){_S})?(?P<cue2>{SPOKEN})\b)"
)
_BEFORE = re.compile(rf"(?P<who>{_WHO})(?:,[^,\n]{{1,80}},)?{_S}(?:\w+ly{_S})?(?P<cue>{VERBS})\b[^\n.!?]{{0,80}}$")
_SPEAKER = rf"(?:[Hh]e|[Ss]he|[Tt]hey|I|{_THING}|{_NAME})"
_RIGHT_BEFORE = re.compile(
    rf"\b(?P<who>{_SPEAKER}){_S}(?:\w+ly{_S}|(?:had|has|have|also|later|then|once){_S})?(?P<cue>{_TELLS})"
    rf"(?:{_S}(?:me|us|him|her|them|reporters))?[,:]?\s*$"
)
# What is written on something: "a note that read: ", "a plaque on the wall says: ".
_WRITTEN_ON = re.compile(
    rf"\b(?P<who>(?:[Tt]he|[Aa]n?|[Oo]ne|[Hh]is|[Hh]er|[Ii]ts){_S}(?:{_NOUN}{_S}){{0,3}}?(?:message|text|note|sign|plaque|letter|"
    rf"e-?mail|tweet|post|banner|placard|poster|inscription|label|card|memo|headline|caption|notice|sticker)"
    rf"(?:{_S}(?:from|by|to|on|in|of){_S}[^.:;\n\"“”]{{1,80}}?)?)(?:,[^.:;\n\"“”]{{1,60}},)?{_S}(?:(?:that|which){_S})?"
    rf"(?P<cue>reads?|said|says)[:,]\s*$"
)
_LABEL = re.compile(rf"(?:^|[-–—.?!]{_S}|\b(?:from|by){_S})(?P<who>{_NAME}(?:{_S}and{_S}{_NAME})?)(?P<cue>:)\s*$")
_PRONOUN_LAST = re.compile(rf"{_S}(?:[Hh]e|[Ss]he|[Tt]hey|I|{_NAME})$")
_WHO_BEFORE = re.compile(rf",{_S}?{_S}(?P<who>who){_S}(?:\w+ly{_S})?(?P<cue>{SPOKEN})\b[^\n.!?;:“”\"]{{0,60}}[,:]\s*$")
# What leads in a quote that begins the next paragraph: `Said Marlow:`, `She told the crowd, to applause:`.
_CLAUSE = re.compile(
    rf"(?:^|(?<=[.!?\"”,;]{_S})|(?<=\band{_S})|(?<=\bbut{_S}))(?:(?P<cue1>(?i:{SPOKEN}|continued)){_S}(?P<who>{_NAME}|he|she)"
    rf"|(?P<who2>{_WHO})(?:,[^,\n]{{1,80}},)?{_S}(?:\w+ly{_S}|(?:had|has|also|then){_S})?(?P<cue2>{SPOKEN}"
    rf"|(?:made|issued|posted|released|sent|offered|gave)(?={_S}(?:the|this|these|a|an){_S}\w+)))\b"
)
# "His answer was short: ", "Marlow's slogan, ": the phrase says whose.
_WHOSE = re.compile(
    rf"\b(?P<who>(?:[Hh]is|[Hh]er|{_NAME}['’]s){_S}(?:[\w-]+{_S}){{0,2}}?(?:response|answer|reply|message|advice|verdict|statement"
    rf"|explanation|tweets?|remarks?|comments?|words|slogan|motto|quip|warning|question|conclusion|advice|prediction))"
    rf"(?P<cue>\b)[^.!?\n\"“”]{{0,60}}?(?::|,|[—–]|--)?\s*$"
)
# The subject that a participle has: "Dozens of drivers marched to the port, chanting ".
_SUBJECT = re.compile(
    rf"(?P<who>{_WHO}|(?:Hundreds|Thousands|Dozens|Scores|Many|Some|Several){_S}(?:of{_S})?(?:{_NOUN}{_S}){{0,3}}?{_NOUN})"
    rf"(?:,[^,\n]{{1,80}},)?{_S}(?:\w+ly{_S}|(?:also|then|has|have|had){_S})?(?:\w+ed|went|took|stood|wore|came|sent|ran|led)\b"
)
_OPENING = re.compile(
    rf"(?P<who>{_WHO})(?:,[^,\n]{{1,80}},)?{_S}(?:(?:had|has|have|\w+ly){_S})?(?P<cue>{VERBS}){_S}(?!by\b|to\b)"
)
_OPENS_AFTER_COMMA = re.compile(
    rf",{_S}+(?P<who>{_WHO})(?:,[^,\n]{{1,80}},)?{_S}(?:\w+ly{_S}|(?:had|has|also|later){_S})?(?P<cue>{_TELLS})\b"
)
_SENTENCE_STOP = re.compile(r"[a-z\"”][.!?][\"”]?\s")
_TRANSCRIPT = re.compile(rf"(?P<who>[A-Z][A-Z'’.\-]+(?:{_S}[A-Z][A-Z'’.\-]+){{0,3}})(?P<cue>:)(?=\s)")
# A line of a post: `@handle: "..."`, `Ada Rowe (@adarowe): "..."`, `@adarowe (Ada Rowe) wrote: "..."`.
_HANDLED = re.compile(
    rf"(?<![^\n])[ \t]*(?:{_NAME}{_S}\(?)?(?P<who>@\w{{2,30}})\)?(?:{_S}\([^()\n]{{2,40}}\))?"
    rf"(?:{_S}(?:wrote|said|tweeted|posted))?(?P<cue>[:—–-]){_S}*$"
)
_SIGNED = re.compile(
    rf"{_S}{{0,4}}(?:\.?\n{{0,2}})?{_S}{{0,4}}(?P<cue>[―—–]|--?){_S}{{0,4}}(?P<who>{_NAME})(?=[,\s.]{{0,9}}(?:\n|$)|,)"
)
_WORDS_OF = re.compile(
    rf"\b(?P<cue>[Ii]n the words of|[Aa]ccording to|[Tt]o quote|[Aa]s quoted by|[Pp]er){_S}"
    r"(?P<who>[^\n\"“”;:]{2,120}?)[,:]?\s*$"
)
_AS_PUT = re.compile(
    rf"[,.]?[\s\"”’']{{0,8}}(?P<cue>according to|as quoted by|per){_S}"
    rf"(?P<who>(?:the{_S}|an?{_S})?(?:[\w’'-]+{_S}){{0,3}}?{_NAME})"
)


_CLOSING_SENTENCE = re.compile(
    r"(?<=[\w)%]),\s(?:(?:its|the|his|her|their|an?)\s[^,;:“”\"\n.?!]{1,50},\s)?"
    r"(?:(?:operator|owner|publisher|maker)\s)?(?P<who>(?:[Tt]he|[Aa]n?|[A-Z]|(?:residents|officials|witnesses)\b)[^,;:“”\"\n.?!]{0,80}?),?"
    r"\s(?:ha(?:s|ve|d)\s)?(?P<cue>said|says|announced|reported)"
    r"(?:\s(?:in|on|at|late|early|yesterday|by|after|during)\b[^,;:“”\"\n.?!]{0,60})?[.](?=\s|$)"
)

# Scripts without spaces between words, and what tells speech from a title in any language.
_UNSPACED = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]")
_LEAST_UNSPACED = 6  # characters; about three words
_ENDS_AS_SPEECH = ".!?…。！？｡"
_SPOKEN_AFTER = re.compile(r"\s?[,，、]\s*\S|\s[—–-]\s?\S|(?:と|って|라고|이라고|고|며)(?!\s?[,.。、])")
_SPOKEN_BEFORE = re.compile(r"[:：,，]\s*$")


def sounds_spoken(text: str, quote: Stretch) -> bool:
    """Whether a quoted stretch in another language than English may be speech: it is no short title or single word."""
    words = text[quote.start : min(quote.end, quote.start + REACH)]
    unspaced = sum(1 for _ in _UNSPACED.finditer(words))
    if unspaced >= _LEAST_UNSPACED or (not unspaced and len(re.findall(r"[^\W\d_]+", words)) >= 3):
        return True
    if text[quote.end - 1] in _ENDS_AS_SPEECH or quote.continued or quote.continues:
        return True
    before = text[max(0, quote.outer_start - 3) : quote.outer_start]
    return bool(_SPOKEN_BEFORE.search(before) or _SPOKEN_AFTER.match(text, quote.outer_end, quote.outer_end + 4))


def closing_sentences(text: str) -> Iterator[tuple[int, tuple[int, int], tuple[int, int]]]:
    """Where ", NAME said." ends a sentence: the comma's offset, and the offsets of the source and the cue."""
    for found in _CLOSING_SENTENCE.finditer(text):
        yield found.start(), found.span("who"), found.span("cue")


def closing_at(text: str, comma: int) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """The offsets of the source and the cue, where ", NAME said." stands at the comma."""
    found = _CLOSING_SENTENCE.match(text, comma)
    return (found.span("who"), found.span("cue")) if found else None


def named_by_form(text: str, quote: Stretch) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """The source and the cue where the form of the page says it: `"NAME: ...` or `"..." — Name`."""
    found = _TRANSCRIPT.match(text, quote.start, min(quote.end, quote.start + 80))
    if found is None:
        found = _HANDLED.search(text, _line_before(text, quote.outer_start), quote.outer_start)
    if found is None:
        found = _SIGNED.match(text, quote.outer_end, min(len(text), quote.outer_end + REACH))
    return (found.span("who"), found.span("cue")) if found else None


def pattern_beside(text: str, quote: Stretch) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """The offsets of the source and the cue right after a quote, or right before it; None without any."""
    line = text.find("\n", quote.outer_end, quote.outer_end + REACH)
    stop = line if line >= 0 else min(len(text), quote.outer_end + REACH)
    after = _AFTER.match(text, quote.outer_end, stop)
    if after:
        who, cue = ("who", "cue1") if after["cue1"] else ("who2", "cue2")
        return after.span(who), after.span(cue)
    begin = _line_before(text, quote.outer_start)
    leading = text[begin : quote.outer_start]
    before = (
        _WORDS_OF.search(leading)
        or _WRITTEN_ON.search(leading)
        or _WHO_BEFORE.search(leading)
        or _BEFORE.search(leading)
    )
    if before:
        who_at, cue_at = before.span("who"), before.span("cue")
        return (begin + who_at[0], begin + who_at[1]), (begin + cue_at[0], begin + cue_at[1])
    put = _AS_PUT.match(text, quote.outer_end, stop)
    return (put.span("who"), put.span("cue")) if put else None


def pattern_opening(text: str, part: tuple[int, int]) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """The source and the cue with which a paraphrase itself begins: `NAME said that ...`."""
    found = _OPENING.match(text, part[0], min(part[1], part[0] + REACH))
    return (found.span("who"), found.span("cue")) if found else None


def pattern_right_beside(text: str, quote: Stretch) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """The source and the cue that touch a quote: `..., NAME said: "` before it, or `," NAME said` after it."""
    line = text.find("\n", quote.outer_end, quote.outer_end + REACH)
    stop = line if line >= 0 else min(len(text), quote.outer_end + REACH)
    if text[quote.end - 1] in ",?!":
        after = _AFTER.match(text, quote.outer_end, stop)
        if after:
            who, cue = ("who", "cue1") if after["cue1"] else ("who2", "cue2")
            return after.span(who), after.span(cue)
    begin = _line_before(text, quote.outer_start)
    leading = text[begin : quote.outer_start]
    before = _WRITTEN_ON.search(leading) or _RIGHT_BEFORE.search(leading) or _LABEL.search(leading)
    if before is None:
        return None
    named, cue_at = before.span("who"), before.span("cue")
    inner = _PRONOUN_LAST.search(before["who"]) if before["who"][0].islower() else None
    if inner:  # "the letter because she wrote"
        named = named[0] + inner.start() + 1, named[1]
    return _moved(begin, named), _moved(begin, cue_at)


def pattern_leading_in(text: str, quote: Stretch) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """The source and the cue of a sentence that ends in a colon, right before the quote or its paragraph."""
    head = text[max(0, quote.outer_start - 4) : quote.outer_start]
    end = quote.outer_start - (len(head) - len(head.rstrip(' \t\u00a0\r\n…"“')))
    if end <= 0 or text[end - 1] != ":":
        return None
    begin = _line_before(text, end, 2 * REACH)
    found = None
    for clause in _CLAUSE.finditer(text[begin:end]):
        found = clause
    if found is None or _SENTENCE_STOP.search(text, begin + found.end(), end - 1):
        return None
    who, cue = ("who", "cue1") if found["cue1"] else ("who2", "cue2")
    return _moved(begin, found.span(who)), _moved(begin, found.span(cue))


def subject(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Who does something at the beginning of the sentence from `start` to `end`."""
    found = _SUBJECT.match(text, start, end)
    return found.span("who") if found else None


def pattern_whose(text: str, quote: Stretch) -> tuple[int, int] | None:
    """The phrase before a quote that says whose words it is: `His answer: "`."""
    begin = _line_before(text, quote.outer_start)
    found = _WHOSE.search(text[begin : quote.outer_start])
    return _moved(begin, found.span("who")) if found else None


def _line_before(text: str, end: int, reach: int = REACH) -> int:
    """Where the line that `end` stands in begins, or `reach` before it: a paragraph may be as long as a book."""
    floor = max(0, end - reach)
    return max(text.rfind("\n", floor, end) + 1, floor)


def _moved(base: int, span: tuple[int, int]) -> tuple[int, int]:
    """A span within a piece of text as one of the whole."""
    return base + span[0], base + span[1]


def pattern_after_comma(text: str, at: int, end: int) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """The source and the cue right after "according to NAME, ", up to `end`: whose words NAME passes on."""
    found = _OPENS_AFTER_COMMA.match(text, at, end)
    return (found.span("who"), found.span("cue")) if found else None
