"""`claim add`: words of the article as a person types them, and which of several places is meant."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ARTICLE = """The pier

“We’ve  run out of pier,” said Nadia Kessler. The pier will close. Twelve men work there.

The pier will close. It cost 4.2 million crowns
a year to run. Zoe\u0301 Marsh said it is 140\u2009m long and “rotten”…
"""

Ok = Callable[..., str]


@pytest.fixture
def pier(ok: Ok, tmp_path: Path) -> None:
    (tmp_path / "pier.txt").write_text(ARTICLE, encoding="utf-8")
    ok("add", "pier.txt", "--no-extract")


def claims(ok: Ok) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(ok("claims", "--json"))
    return found


@pytest.mark.usefixtures("pier")
@pytest.mark.parametrize(
    ("typed", "kind", "there"),
    [
        ("It cost 4.2 million crowns a year to run.", "statement", "It cost 4.2 million crowns\na year to run."),
        ("twelve men work there", "statement", "Twelve men work there"),
        ("Twelve men work there. The pier", "statement", "Twelve men work there.\n\nThe pier"),
        ("We've run out of pier,", "quote", "We’ve  run out of pier,"),
        ('"We\'ve run out of pier,"', "quote", "We’ve  run out of pier,"),
        ("«We've run out of pier,»", "quote", "We’ve  run out of pier,"),
        ('"We\'ve run out of pier,"', "statement", "“We’ve  run out of pier,”"),
        ('Zoé Marsh said it is 140 m long and "rotten"...', "paraphrase", ARTICLE[ARTICLE.index("Zoe") : -1]),
    ],
)
def test_what_a_person_types_is_found_as_the_article_has_it(ok: Ok, typed: str, kind: str, there: str) -> None:
    ok("claim", "add", "pier", "--text", typed, "--kind", kind)
    (claim,) = claims(ok)
    assert claim["text"] == there == ARTICLE[claim["start"] : claim["end"]]


@pytest.mark.usefixtures("pier")
def test_of_words_that_stand_twice_the_first_are_taken_and_it_is_told(run, ok: Ok) -> None:  # type: ignore[no-untyped-def]
    first, second = ARTICLE.index("The pier will"), ARTICLE.rindex("The pier will")
    added = run("claim", "add", "pier", "The pier will close.")
    again = run("claim", "add", "pier", "The pier will close.")
    told = f"These words stand 2 times in the article; this is at {first}. For another: --start {second}\n"
    assert (added.stderr, again.stderr) == (told, told)
    assert "already" in again.stdout
    other = run("claim", "add", "pier", "The pier will close.", "--start", str(first + 1))
    assert other.stderr == ""
    assert [claim["start"] for claim in claims(ok)] == [first, second]


@pytest.mark.usefixtures("pier")
def test_edited_words_are_looked_for_where_the_claim_stands(ok: Ok) -> None:
    second = ARTICLE.rindex("The pier will")
    ok("claim", "add", "pier", "The pier will close.", "--start", str(second))
    ok("claim", "edit", "1", "--text", "the pier will close")
    assert [(claim["start"], claim["text"]) for claim in claims(ok)] == [(second, "The pier will close")]


@pytest.mark.usefixtures("pier")
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["It cost 5 million"], "these words do not stand in the article: “It cost 5 million”"),
        (["The pier will close.", "--start", "120"], "these words do not stand in the article from 120 on"),
        (["The pier", "--text", "The pier"], "TEXT and --text cannot be had together"),
        (["The pier", "--end", "9"], "TEXT and --end cannot be had together"),
        ([" "], "which words?"),
        (["--start", "10"], "which words?"),
        (["--start", "10", "--end", "9000"], "offsets 10 to 9000 are not in the article"),
        (["a year to run", "--source", " "], "a source needs a name"),
    ],
)
def test_what_is_not_there_is_refused_and_nothing_recorded(run, ok: Ok, words: list[str], said: str) -> None:  # type: ignore[no-untyped-def]
    result = run("claim", "add", "pier", *words)
    assert result.exit_code == 2
    assert said in result.stderr
    assert claims(ok) == []
