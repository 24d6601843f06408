"""A block quote is whoever's the sentence before it says that it is."""

import pytest

from factcheck.extraction import extract


@pytest.mark.parametrize(
    ("block", "kind"),
    [
        ("> I can no longer serve this council.\n> The harbor is not safe.", "quote"),
        ("    I can no longer serve this council.\n    The harbor is not safe.", "paraphrase"),
    ],
)
def test_a_block_is_hers_who_wrote_it(block: str, kind: str) -> None:
    text = f"Orla Venn resigned on Monday.\n\nVenn wrote in her letter:\n\n{block}\n\nThe council met on Tuesday."
    spans = extract(text).spans
    mine = [span for span in spans if span.kind == kind]
    assert [(span.speaker, span.text) for span in mine] == [
        ("Orla Venn", "I can no longer serve this council."),
        ("Orla Venn", "The harbor is not safe."),
    ]
    assert mine[0].group == mine[1].group
    assert spans[-1].text == "The council met on Tuesday."


def test_a_block_that_nobody_is_said_to_have_written_is_left() -> None:
    text = "Orla Venn resigned on Monday. The steps are these:\n\n    Open the gate.\n    Close the gate."
    assert not [span for span in extract(text).spans if span.speaker]
