"""The spans and sentences of a long text are kept as numbers, and read as if they were not."""

import pickle

import pytest

from factcheck.extraction import Sentence, Span, builtin, extract
from factcheck.extraction.packed import PackedSentences, PackedSpans

TEXT = "“We open at nine,” Orla Venn said. “Bring a lamp,” she added, according to the ledger."
SPANS = [
    Span("quote", 1, 16, "We open at nine", "Orla Venn", 19, 28, "said", 29, 33, 0, 0.913, entity="Orla Venn"),
    Span(
        "quote", 36, 47, "Bring a lamp"[:11], "Orla Venn", 51, 54, "added", 55, 60, 1, 0.5,
        via="the ledger", via_start=75, via_end=85, check_worthiness=0.207, entity="Orla Venn",
    ),
    Span("paraphrase", 2, 9, "e open ", None, 19, 28, None, None, None, 2, 0.0, anonymous=True, entity="a clerk"),
    Span("statement", 0, 34, TEXT[:34], None, None, None, None, None, None, 3, 1.0, check_worthiness=1.0),
]  # fmt: skip


def packed():
    out = PackedSpans(TEXT)
    out.add(SPANS, 0, 0)
    return out


def test_what_is_packed_comes_out_as_it_was():
    found = packed()
    assert list(found) == [found[0], found[1], found[2], found[3]] == SPANS
    assert found == SPANS
    assert found == packed()
    assert found != SPANS[:3]
    assert found[-1] == SPANS[-1]
    assert found[1:3] == tuple(SPANS[1:3])
    assert hash(found) == hash(tuple(SPANS))
    with pytest.raises(IndexError):
        found[4]


def test_it_goes_to_another_process():
    assert pickle.loads(pickle.dumps(packed())) == SPANS


def test_offsets_and_groups_of_a_later_piece_are_shifted():
    out = PackedSpans("#" * 100 + TEXT)
    out.add(SPANS[:2], 100, 7)
    first, second = out
    assert (first.start, first.end, first.text, first.group) == (101, 116, "We open at nine", 7)
    assert (second.via, second.via_start, second.speaker_start, second.group) == ("the ledger", 175, 151, 8)
    sentences = PackedSentences()
    sentences.add([Sentence(0, 34, "body")], 100)
    assert list(sentences) == [Sentence(100, 134, "body")]


def test_a_text_in_pieces_has_what_its_parts_have(monkeypatch):
    part = (
        "“The road to the harbor is open,” a clerk said on Monday.\n\n“It is shut again,” Mayor Orla Venn said "
        "an hour later, according to the Harbor Voice.\n\nThe road was built in 1911.\n\n"
    )
    monkeypatch.setattr(builtin, "MOST_TOKENS", 1)
    monkeypatch.setattr(builtin, "WHOLE", 4 * len(part))
    monkeypatch.setattr(builtin, "PIECE", 2 * len(part))
    whole, pieces = extract(part * 4), extract(part * 8)
    assert isinstance(whole.spans, tuple)
    assert isinstance(pieces.spans, PackedSpans)
    kept = ("kind", "text", "speaker", "cue", "via", "anonymous", "entity")
    told = [[getattr(span, name) for name in kept] for span in pieces.spans]
    assert told[: len(whole.spans)] == [[getattr(span, name) for name in kept] for span in whole.spans]
    assert [span.text for span in pieces.spans] == [(part * 8)[span.start : span.end] for span in pieces.spans]
