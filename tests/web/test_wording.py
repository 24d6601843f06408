"""What becomes of an error's words on their way to a browser."""

from __future__ import annotations

import pytest

from factcheck.web import wording


@pytest.mark.parametrize(
    ("hint", "said"),
    [
        ("`factcheck claims` lists them", None),
        ("ask for a new one: `factcheck user link NAME`", "Ask for a new one."),
        ("cut a claim that is none first: factcheck claim cut 3 --reason ...", "Cut a claim that is none first."),
        ("--by NAME, or set FACTCHECK_ACTOR", None),
        ("try again later, or another --tsa-url", "Try again later."),
        ("paste its text, choose a file, or give its address", "Paste its text, choose a file, or give its address."),
        (None, None),
    ],
)
def test_a_hint_keeps_what_is_no_command(hint: str | None, said: str | None) -> None:
    assert wording.hint(hint) == said


def test_a_message_keeps_the_words_that_it_quotes() -> None:
    assert wording.without_command("the mayor --who left-- said so") == "the mayor --who left-- said so"
    assert wording.heading("10.0.0.1 is not a public address (--allow 10.0.0.1:80 permits it)") == (
        "10.0.0.1 is not a public address"
    )
    assert wording.heading("http://tower.example/ was not captured").startswith("http://")
