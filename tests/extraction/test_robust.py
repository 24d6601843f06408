"""Any text in, ordered offsets out, in time that grows with the length and no faster."""

import subprocess
import sys
import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factcheck.extraction import attribution, builtin, extract
from factcheck.extraction.marks import stretches
from factcheck.text.sentences import sentences

PIECES = st.sampled_from(
    ['"', "“", "”", "''", "„", "«", "»", "「", "」", "'", "’", " said ", "he ", " Orla Venn ", ", according to ", ". ",
     "\n", "\n\n", "the board", "Mr. ", "\u00a0", "\u2028", "\ud800", "é", "👩‍🚀", "1,200 ", "a-b", "U.N.", "(", ")"]
)  # fmt: skip
TEXTS = st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=60).map("".join))


def check(text):
    found = extract(text)
    for span in found.spans:
        assert 0 <= span.start < span.end <= len(text)
        assert span.text == text[span.start : span.end]
        assert 0 <= span.confidence <= 1
        assert 0 <= span.check_worthiness <= 1
        for start, end in ((span.speaker_start, span.speaker_end), (span.cue_start, span.cue_end)):
            assert (start is None) == (end is None)
            assert start is None or 0 <= start < end <= len(text)
    assert [s.start for s in found.spans] == sorted(s.start for s in found.spans)
    for one, other in pairwise(found.spans):
        if other.start < one.end:  # only a quote inside the paraphrase that it is part of
            assert one.group == other.group
            assert {one.kind, other.kind} == {"paraphrase", "quote"}
            assert other.end <= one.end or one.start == other.start
    last = 0
    for sentence in found.sentences:
        assert last <= sentence.start < sentence.end <= len(text)
        last = sentence.end


@settings(max_examples=40, derandomize=True, deadline=None)
@given(TEXTS)
def test_any_text_gives_valid_ordered_offsets(text):
    check(text)


@settings(max_examples=200, derandomize=True, deadline=None)
@given(TEXTS)
def test_sentences_leave_no_word_out(text):
    covered = "".join(text[a:b] for a, b in sentences(text))
    kept = [c for c in text if not c.isspace() and c not in "\u200b\ufeff"]
    assert [c for c in covered if not c.isspace() and c not in "\u200b\ufeff"] == kept


@settings(max_examples=200, derandomize=True, deadline=None)
@given(TEXTS)
def test_stretches_never_overlap(text):
    last = 0
    for stretch in stretches(text):
        assert last <= stretch.start < stretch.end <= len(text)
        last = stretch.end


def seconds(text):
    begun = time.process_time()
    extract(text)
    return time.process_time() - begun


COMMAND = "del text; from factcheck.cli.extract import extract; extract([sys.argv[1]], nl=True, workers=1)"
HOSTILE = {
    "marks": '"',
    "opening marks": "“",
    "one word": "a",
    "quotes": '"Hi there you," he said.\n',
    "apostrophes": "' ",
    "capitals": "Ab ",
    "initials": "A.",
    "cues": "he said ",
    "names": "Orla Venn and Tom Reed said. ",
    "stops": ". ",
    "lines": "a\n",
    "short quotes": '"one two three" ',
    "short sentences": "A b c.\n",
    "turns": "VENN: We saw it and I was late.\n",
    "block quotes": "> We saw it and it was late.\n",
    "accents of their own": "e\u0301",
    "soft hyphens": "\u00ad",
    "handles": "@orlavenn ",
    "joined emoji": "👩\u200d🚀",
}
# No two pieces of these are alike: # is a number, ~ the same in letters.
HOSTILE |= {
    "other quotes": '"Hi # there you," he said.\n',
    "other wide quotes": "“Hi # there 👩,” he said.\n",
    "other sentences": "Ab b#.\n",
    "one person's other names": '"Hi there you #," Orla~ Venn said.\n',
    "other persons": '"Hi there you," Orla V~ said.\n',
    "other bodies": "The V~ Company said it would open.\n",
    "other cues": "Orla Venn ~ that it would open.\n",
    "other turns": "Ms. V~: We saw it at # and I was late.\n\n",
    "questions and answers": "Q: Did you see it?\nA: I did, at #.\n",
    "other labels": "V~:\n",
    "led-in block quotes": "Orla V~ wrote:\n> We saw it and # was late.\n\n",
    "other handles": "@v~ said: “We are late, #.” ",
    "other words with accents": "Zoe\u0301 Marche\u0301 said “cafe\u0301 # is here.” ",
    "hyphenated words": "Or\u00adla Ve\u00adnn said the pi\u00ader was late at #. ",
    "names in one paragraph": "Orla V~ and Tom R~ met. ",
    "quotes in one paragraph": "“We are late at #,” Orla V~ said. ",
}


def hostile(name, size):
    """The first `size` characters of one kind of text."""
    piece = HOSTILE[name]
    if not {"#", "~"} & set(piece):
        return (piece * (size // len(piece) + 1))[:size]
    letters = str.maketrans("0123456789", "abcdefghij")
    made, length, number = [], 0, 0
    while length < size:
        made.append(piece.replace("#", str(number)).replace("~", str(number).translate(letters)))
        length, number = length + len(made[-1]), number + 1
    return "".join(made)[:size]


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_is_read(name):
    check(hostile(name, 3_000))


def test_a_person_has_no_more_spellings_than_people_have():
    sources = extract(hostile("one person's other names", 8_000)).sources
    assert max(len(source.aliases) for source in sources) < 40


def test_of_a_paragraph_as_long_as_a_book_only_what_is_near_is_looked_at(monkeypatch):
    looked_at = []
    monkeypatch.setattr(attribution, "foreign", lambda words: looked_at.append(len(words)))
    extract(hostile("quotes in one paragraph", 40_000))
    assert 10 < len(looked_at) < 30
    assert max(looked_at) < 2_000


def test_a_book_is_read_in_pieces(monkeypatch):
    monkeypatch.setattr(builtin, "WHOLE", 400)
    monkeypatch.setattr(builtin, "PIECE", 200)
    text = '"The road to the harbor is open," Orla Venn said.\n\n' * 40
    check(text)
    found = extract(text)
    quotes = [span for span in found.spans if span.kind == "quote"]
    assert len(quotes) == 40
    assert {span.speaker for span in quotes} == {"Orla Venn"}
    assert len({span.group for span in quotes}) == 40
    assert "quotes throughout" in found.warnings[0]


def test_a_text_without_end_is_left_where_memory_would_be(monkeypatch):
    monkeypatch.setattr(builtin, "WHOLE", 400)
    monkeypatch.setattr(builtin, "PIECE", 200)
    monkeypatch.setattr(builtin, "MOST_SPANS", 20)
    text = '"The road to the harbor is open," Orla Venn said.\n\n' * 80
    found = extract(text)
    assert 20 < len(found.spans) + len(found.sources) < 40
    left_at = found.sentences[-1].end
    assert f"nothing after character {left_at + 2:,} was read" in found.warnings[-1]


def test_a_row_of_marks_is_a_line_across_the_page():
    assert stretches('""""""""""""""""""\n"We are late," she said.')[0].start == 20


@pytest.mark.soak
@pytest.mark.parametrize("how", ["from factcheck.extraction import extract; extract(text)", COMMAND])
@pytest.mark.parametrize("name", HOSTILE)
def test_memory_is_bounded(name, how, tmp_path):
    """A process of its own for each text, so that one does not borrow another's memory."""
    path = tmp_path / "text.txt"
    path.write_bytes(hostile(name, 10_000_000).encode()[:10_000_000])
    program = (
        "import resource, sys\nfrom pathlib import Path\n"
        f"text = Path(sys.argv[1]).read_text(errors='replace')\n{how}\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, path], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=True
    )
    assert int(done.stderr.split()[-1]) < 300


@pytest.mark.soak
@pytest.mark.parametrize("name", HOSTILE)
def test_time_is_linear(name):
    one, ten = (hostile(name, size) for size in (1_000_000, 10_000_000))
    assert seconds(ten) < 25 * max(seconds(one), 0.5)
