"""Try quote matching on kinds of edit that the open cases do not have.

    python benchmarks/verify/invented.py [CASES_DIR] [--errors N] [--kind KIND]

Takes the open cases whose quote is printed word for word, edits the quote or the document with a fixed
seed, and compares what is said with what the edit was.
"""

from __future__ import annotations

import argparse
import collections
import gzip
import json
import random
import re
from collections.abc import Callable
from pathlib import Path

from factcheck.checking.match import match_quote

ROOT = Path(__file__).resolve().parents[2]
Case = tuple[str, str]  # quote, document


class Skip(Exception):
    """The edit cannot be made on this case."""


def swap(quote: str, table: dict[str, str], rng: random.Random) -> str:
    """Replace one word of the quote by the table, keeping the case of its first letter."""
    places = [m for m in re.finditer(r"[A-Za-z’']+", quote) if m.group().lower() in table]
    if not places:
        raise Skip
    found = rng.choice(places)
    new = table[found.group().lower()]
    new = new.capitalize() if found.group()[0].isupper() else new
    return quote[: found.start()] + new + quote[found.end() :]


def quote_swap(table: dict[str, str]) -> Callable[[str, str, tuple[int, int], random.Random], Case]:
    return lambda quote, text, span, rng: (swap(quote, table, rng), text)


def both(pairs: str) -> dict[str, str]:
    table = {}
    for pair in pairs.split():
        a, b = pair.split("/")
        table[a.replace("_", " ")] = b.replace("_", " ")
        table[b.replace("_", " ")] = a.replace("_", " ")
    return table


def inside(span: tuple[int, int], text: str, rng: random.Random) -> int:
    """Return a place between two words of the passage, away from its ends."""
    places = [m.start() for m in re.finditer(r"(?<=[a-z]) (?=[a-z])", text[slice(*span)])]
    places = [p for p in places if 8 < p < span[1] - span[0] - 8]
    if not places:
        raise Skip
    return span[0] + rng.choice(places)


def insert(what: str) -> Callable[[str, str, tuple[int, int], random.Random], Case]:
    def edit(quote: str, text: str, span: tuple[int, int], rng: random.Random) -> Case:
        at = inside(span, text, rng)
        return quote, text[:at] + what + text[at:]

    return edit


def line_numbers(quote: str, text: str, span: tuple[int, int], rng: random.Random) -> Case:
    lines, number, page = [], 1, 1
    for paragraph in text.split("\n"):
        words = paragraph.split()
        while words:
            lines.append(f"{number:3d}  " + " ".join(words[:10]))
            words = words[10:]
            number += 1
            if number > 25:
                number, page = 1, page + 1
                lines += ["", f"Page {page}", "HEARING OF THE COMMITTEE", ""]
    return quote, "\n".join(lines)


def upper(quote: str, text: str, span: tuple[int, int], rng: random.Random) -> Case:
    return quote, text.upper()


def fullwidth(quote: str, text: str, span: tuple[int, int], rng: random.Random) -> Case:
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" and c.isalnum() else c for c in quote), text


def broken_encoding(quote: str, text: str, span: tuple[int, int], rng: random.Random) -> Case:
    if not any(c in quote for c in "’“—"):
        quote = quote.replace("'", "’")
    try:
        return quote, text.replace("'", "’").encode("utf-8").decode("cp1252", errors="strict")
    except UnicodeDecodeError as error:
        raise Skip from error


def british_marks(quote: str, text: str, span: tuple[int, int], rng: random.Random) -> Case:
    at = inside(span, text, rng)
    head = text[: span[0]].rstrip('"“')
    tail = text[span[1] :].lstrip('"”')
    return quote, head + "‘" + text[span[0] : at] + ",’ she told the inquiry, ‘" + text[at + 1 : span[1]] + "’ " + tail


def tags(quote: str, text: str, span: tuple[int, int], rng: random.Random) -> Case:
    words = text[slice(*span)].split(" ")
    if len(words) < 4:
        raise Skip
    k = rng.randrange(1, len(words) - 1)
    words[k] = f"<em>{words[k]}</em>"
    return quote, text[: span[0]] + " ".join(words) + text[span[1] :]


def markdown(quote: str, text: str, span: tuple[int, int], rng: random.Random) -> Case:
    words = quote.split(" ")
    k = rng.randrange(len(words))
    words[k] = f"*{words[k]}*"
    return " ".join(words), text


def crlf_wrapped(quote: str, text: str, span: tuple[int, int], rng: random.Random) -> Case:
    return quote, re.sub(r"(?<=\w) (?=\w)", lambda m: "\r\n" if rng.random() < 0.12 else " ", text)


def footnote_glued(quote: str, text: str, span: tuple[int, int], rng: random.Random) -> Case:
    at = inside(span, text, rng)
    return quote, text[:at] + "12" + text[at:]


def doubled(quote: str, text: str, span: tuple[int, int], rng: random.Random) -> Case:
    words = quote.split(" ")
    k = rng.randrange(len(words) - 1)
    if not words[k].isalpha():
        raise Skip
    return " ".join([*words[: k + 1], words[k].lower(), *words[k + 1 :]]), text


def typo(quote: str, text: str, span: tuple[int, int], rng: random.Random) -> Case:
    places = list(re.finditer(r"\b[a-z]{6,}\b", quote))
    if not places:
        raise Skip
    found = rng.choice(places)
    word = found.group()
    k = rng.randrange(1, len(word) - 2)
    if word[k] == word[k + 1]:
        raise Skip
    return quote[: found.start()] + word[:k] + word[k + 1] + word[k] + word[k + 2 :] + quote[found.end() :], text


def number_word(quote: str, text: str, span: tuple[int, int], rng: random.Random) -> Case:
    table = both(
        "two/four three/five six/nine seven/eleven million/billion hundred/thousand second/third twenty/thirty"
    )
    return swap(quote, table, rng), text


def figure(quote: str, text: str, span: tuple[int, int], rng: random.Random) -> Case:
    places = list(re.finditer(r"\d+", quote))
    if not places:
        raise Skip
    found = rng.choice(places)
    digits = found.group()
    new = str(int(digits[-1]) * 3 % 10 + 1) if len(digits) == 1 else digits[1] + digits[0] + digits[2:]
    if new == digits:
        raise Skip
    return quote[: found.start()] + new + quote[found.end() :], text


def currency(quote: str, text: str, span: tuple[int, int], rng: random.Random) -> Case:
    if "$" not in quote:
        raise Skip
    return quote.replace("$", "£", 1), text


def glued_brackets(quote: str, text: str, span: tuple[int, int], rng: random.Random) -> Case:
    places = list(re.finditer(r"\b[a-z]{3,}(?:ed|ing|s)\b", quote))
    if not places:
        raise Skip
    found = rng.choice(places)
    word = re.sub(r"(ed|ing|s)$", "", found.group())
    new = word + ("[ed]" if not found.group().endswith("ed") else "[s]")
    return quote[: found.start()] + new + quote[found.end() :], text


def round_insert(quote: str, text: str, span: tuple[int, int], rng: random.Random) -> Case:
    at = inside((0, len(quote)), quote, rng)
    return quote[:at] + " (the mayor)" + quote[at:], text


def censored(quote: str, text: str, span: tuple[int, int], rng: random.Random) -> Case:
    at = inside(span, text, rng)
    k = text[span[0] : at].count(" ")
    words = quote.split(" ")
    return " ".join([*words[: k + 1], rng.choice(["f***ing", "s---ty", "f—ing"]), *words[k + 1 :]]), text[
        :at
    ] + " fucking" + text[at:]


def cut(mark: str) -> Callable[[str, str, tuple[int, int], random.Random], Case]:
    def edit(quote: str, text: str, span: tuple[int, int], rng: random.Random) -> Case:
        words = quote.split(" ")
        if len(words) < 10:
            raise Skip
        k = rng.randrange(3, len(words) - 6)
        return " ".join([*words[:k], mark, *words[k + 3 :]]), text

    return edit


def swapped_parts(quote: str, text: str, span: tuple[int, int], rng: random.Random) -> Case:
    words = quote.rstrip(",.").split(" ")
    if len(words) < 12:
        raise Skip
    k = len(words) // 2
    return " ".join(words[k:]) + " ... " + " ".join(words[:k]), text


def word_added(quote: str, text: str, span: tuple[int, int], rng: random.Random) -> Case:
    at = inside((0, len(quote)), quote, rng)
    return quote[:at] + " " + rng.choice(["corrupt", "yesterday", "quietly", "federal"]) + quote[at:], text


def hedge_added(quote: str, text: str, span: tuple[int, int], rng: random.Random) -> Case:
    at = inside((0, len(quote)), quote, rng)
    return quote[:at] + " " + rng.choice(["perhaps", "probably", "allegedly", "only"]) + quote[at:], text


def two_speakers(quote: str, text: str, span: tuple[int, int], rng: random.Random) -> Case:
    at = inside(span, text, rng)
    middle = ",” said Orla Venn, a teacher.\n\n“"
    end = ",” said Piet Hollar, her neighbour. "
    return quote, text[: span[0]] + text[span[0] : at] + middle + text[at + 1 : span[1]] + end + text[span[1] :].lstrip(
        '"”'
    )


def two_speakers_cut(quote: str, text: str, span: tuple[int, int], rng: random.Random) -> Case:
    at = inside(span, text, rng)
    k = text[span[0] : at].count(" ") + 1
    words = quote.split(" ")
    printed = " ".join([*words[:k], "...", *words[k:]])
    return printed, two_speakers(
        quote, text[: span[0]] + text[slice(*span)] + text[span[1] :], span, random.Random(at)
    )[1] if False else (
        text[: span[0]]
        + text[span[0] : at]
        + ",” said Orla Venn, a teacher.\n\n“"
        + text[at + 1 : span[1]]
        + ",” said Piet Hollar, her neighbour. "
        + text[span[1] :].lstrip('"”')
    )


def narrator_resumes(quote: str, text: str, span: tuple[int, int], rng: random.Random) -> Case:
    at = inside(span, text, rng)
    return quote, text[:at] + ",” he said. Reporters saw that" + text[at:]


def attribution(middle: str) -> Callable[[str, str, tuple[int, int], random.Random], Case]:
    def edit(quote: str, text: str, span: tuple[int, int], rng: random.Random) -> Case:
        at = inside(span, text, rng)
        return quote, text[:at] + middle + text[at + 1 :]

    return edit


def moved_not(quote: str, text: str, span: tuple[int, int], rng: random.Random) -> Case:
    words = quote.split(" ")
    places = [k for k, word in enumerate(words) if word.lower() == "not" and k > 0]
    if not places or len(words) < 10:
        raise Skip
    k = rng.choice(places)
    rest = words[:k] + words[k + 1 :]
    spots = [j for j in range(2, len(rest) - 1) if abs(j - k) > 2 and rest[j - 1].isalpha() and rest[j].islower()]
    if not spots:
        raise Skip
    j = rng.choice(spots)
    return " ".join([*rest[:j], "not", *rest[j:]]), text


def swapped_figures(quote: str, text: str, span: tuple[int, int], rng: random.Random) -> Case:
    found = list(re.finditer(r"(?<![\d.,])\d+(?![\d.,])", quote))
    pairs = [(a, b) for k, a in enumerate(found) for b in found[k + 1 :] if a.group() != b.group()]
    if not pairs:
        raise Skip
    a, b = rng.choice(pairs)
    return quote[: a.start()] + b.group() + quote[a.end() : b.start()] + a.group() + quote[b.end() :], text


def swapped_names(quote: str, text: str, span: tuple[int, int], rng: random.Random) -> Case:
    words = quote.split(" ")
    names = [
        k for k in range(1, len(words)) if re.fullmatch(r"[A-Z][a-z]{3,}", words[k]) and words[k - 1][-1].isalpha()
    ]
    pairs = [(a, b) for a in names for b in names if a < b - 1 and words[a] != words[b]]
    if not pairs:
        raise Skip
    a, b = rng.choice(pairs)
    words[a], words[b] = words[b], words[a]
    return " ".join(words), text


def named_by_pronoun(quote: str, text: str, span: tuple[int, int], rng: random.Random) -> Case:
    found = list(re.finditer(r"(?<=[a-z] )[A-Z][a-z]{4,}\b", quote))
    if not found:
        raise Skip
    name = rng.choice(found)
    return quote[: name.start()] + rng.choice(["he", "she", "they"]) + quote[name.end() :], text


def linked(quote: str, text: str, span: tuple[int, int], rng: random.Random) -> Case:
    at = inside(span, text, rng) + 1
    word = re.match(r"[a-z]+(?!['’])", text[at:])
    if not word:
        raise Skip
    return quote, f"{text[:at]}[{word.group()}](https://venn.example/x){text[at + word.end() :]}"


def wrapped_number(quote: str, text: str, span: tuple[int, int], rng: random.Random) -> Case:
    found = list(re.finditer(r"\d+ (?:million|billion|percent|thousand)\b", quote))
    found = [match for match in found if len(quote[: match.start()].split()) > 6]
    if not found:
        raise Skip
    match = rng.choice(found)
    return quote[: match.end()].rsplit(" ", 1)[0], text


NEGATIVES = both(
    "is/is_not was/was_not will/won't can/cannot do/don't are/aren't never/always nobody/everybody without/with"
    " nothing/everything have/haven't did/didn't would/wouldn't should/shouldn't no/a"
)
KINDS: dict[str, tuple[str, str | None, Callable[[str, str, tuple[int, int], random.Random], Case]]] = {
    "src_line_numbers": ("exact", None, line_numbers),
    "src_stage_direction": ("exact", None, insert(" [Applause.]")),
    "src_stage_direction_round": ("exact", None, insert(" (LAUGHTER)")),
    "src_crosstalk": ("exact", None, insert(" (CROSSTALK) --")),
    "src_footnote_square": ("exact", None, insert("[12]")),
    "src_footnote_super": ("exact", None, insert("¹²")),
    "src_footnote_glued": ("exact", None, footnote_glued),
    "src_time_stamp": ("exact", None, insert("\n[00:12:31]\n")),
    "src_page_break": ("exact", None, insert("\n\n\f\n12 THE VENN REPORT\n\n")),
    "src_page_header": ("exact", None, insert("\n\nVenn County Board of Works - Minutes\n\n")),
    "src_advert": ("exact", None, insert("\n\nAdvertisement - story continues below\n\n")),
    "src_stage_angle": ("exact", None, insert(" <laughter>")),
    "src_stage_star": ("exact", None, insert(" *laughs*")),
    "src_interpreter": ("exact", None, insert(" (through interpreter)")),
    "src_note_letter": ("exact", None, insert("[a]")),
    "src_time_line": ("exact", None, insert("\n12:31\n")),
    "src_read_more": ("exact", None, insert("\n\nRead more: The river at night\n\n")),
    "src_photo_credit": ("exact", None, insert("\n\nShare on Facebook\n\nPhoto: O. Venn\n\n")),
    "src_print_header": ("exact", None, insert("\n12/3/2016 The flood that was - The Courier\n")),
    "src_link": ("exact", None, linked),
    "src_upper": ("exact", None, upper),
    "src_tags": ("exact", None, tags),
    "src_crlf": ("exact", None, crlf_wrapped),
    "src_editor_bracket": ("exact", None, insert(" [of Venn County]")),
    "fullwidth": ("exact", None, fullwidth),
    "broken_encoding": ("exact", None, broken_encoding),
    "british_marks": ("exact", None, british_marks),
    "markdown": ("exact", None, markdown),
    "attribution_dash": ("exact", None, attribution("” — she paused for a moment here — “")),
    "attribution_long": (
        "exact",
        None,
        attribution(",” said Orla Venn, who has led the board of works since the flood of 1998, “"),
    ),
    "attribution_sentence": ("exact", None, attribution(".” She looked at the river, then added: “")),
    "attribution_guillemets": ("exact", None, attribution("», a déclaré la maire, «")),
    "doubled": ("altered", "cosmetic", doubled),
    "typo": ("altered", "cosmetic", typo),
    "homophone": (
        "altered",
        "cosmetic",
        quote_swap(both("their/there your/you're its/it's to/too then/than here/hear know/no right/write")),
    ),
    "house_style": (
        "altered",
        "cosmetic",
        quote_swap(both("senator/Sen. percent/% going_to/gonna okay/ok governor/Gov. president/Pres.")),
    ),
    "number_word": ("altered", "meaning", number_word),
    "figure": ("altered", "meaning", figure),
    "currency": ("altered", "meaning", currency),
    "weekday": (
        "altered",
        "meaning",
        quote_swap(both("monday/friday tuesday/sunday january/june march/april 2015/2013 today/tomorrow week/month")),
    ),
    "negative": ("altered", "meaning", quote_swap(NEGATIVES)),
    "pronoun": ("altered", "meaning", quote_swap(both("he/she i/we they/you him/her my/your our/their"))),
    "quantifier": (
        "altered",
        "meaning",
        quote_swap(both("all/some many/few every/no most/some more/less always/often")),
    ),
    "any_every": ("altered", "meaning", quote_swap(both("any/every both/one each/no several/two much/little"))),
    "relative_date": ("altered", "meaning", quote_swap(both("morning/night yesterday/today tonight/tomorrow"))),
    "moved_not": ("altered", "meaning", moved_not),
    "swapped_figures": ("altered", "meaning", swapped_figures),
    "swapped_names": ("altered", "meaning", swapped_names),
    "named_by_pronoun": ("altered", "meaning", named_by_pronoun),
    "wrapped_number": ("altered", "meaning", wrapped_number),
    "hedge_added": ("altered", "meaning", hedge_added),
    "word_added": ("altered", "wording", word_added),
    "swapped_parts": ("altered", "meaning", swapped_parts),
    "two_speakers": ("altered", "meaning", two_speakers),
    "two_speakers_cut": ("altered", "meaning", two_speakers_cut),
    "narrator_resumes": ("altered", "meaning", narrator_resumes),
    "preposition": ("altered", None, quote_swap(both("in/on for/of to/with from/by at/in"))),
    "glued_brackets": ("elided", None, glued_brackets),
    "round_insert": ("elided", None, round_insert),
    "censored": ("elided", None, censored),
    "cut_round": ("elided", None, cut("(...)")),
    "cut_four_dots": ("elided", None, cut(". . . .")),
    "cut_stars": ("elided", None, cut("* * *")),
    "cut_glued": ("elided", None, cut("…")),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT.parent / "shared" / "eval" / "verify")
    parser.add_argument("--errors", type=int, default=0)
    parser.add_argument("--kind")
    parser.add_argument("--most", type=int, default=40)
    args = parser.parse_args()
    cases = [json.loads(line) for line in (args.folder / "cases_open.jsonl").open(encoding="utf-8")]
    with gzip.open(args.folder / "docs_open.jsonl.gz", "rt", encoding="utf-8") as lines:
        texts = {doc["id"]: doc["text"] for doc in map(json.loads, lines)}
    plain = [c for c in cases if c["label"] == "exact" and c["setting"] == "plain" and len(c["quote"].split()) >= 8]
    for name, (label, severity, edit) in KINDS.items():
        if not args.kind or args.kind == name:
            measure(name, (label, severity), edit, plain, texts, args)


def measure(name, gold, edit, cases, texts, args) -> None:  # type: ignore[no-untyped-def]
    rng = random.Random(name)
    labels: collections.Counter[str] = collections.Counter()
    shown = right = tried = 0
    for case in rng.sample(cases, len(cases)):
        place = case["gold"][0]
        text, span = texts[place["doc"]], (place["start"], place["end"])
        if tried >= args.most or match_quote(text[slice(*span)], text).label != "exact":
            continue
        passage = text[slice(*span)]
        if any(c in passage for c in '\n[]…"“”') or "..." in passage:
            continue
        try:
            quote, document = edit(passage, text, span, rng)
        except Skip:
            continue
        tried += 1
        found = match_quote(quote, document)
        labels[f"{found.label}/{found.severity}"] += 1
        good = found.label == gold[0] and (gold[1] is None or found.severity == gold[1])
        right += good
        if not good and shown < args.errors:
            shown += 1
            print("   Q", repr(quote[:300]))
            if found.start is not None:
                print("   M", repr(document[found.start : found.end][:400]))
            for change in found.edits:
                print("    ", change.kind, change.severity, repr(change.printed), "<-", repr(change.source[:100]))
    print(f"{name:26} {gold[0]}/{gold[1] or '-':9} right {right:3} of {tried:3}   {dict(labels)}")


if __name__ == "__main__":
    main()
