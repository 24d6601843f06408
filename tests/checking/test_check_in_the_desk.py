"""Quotes checked through the desk and at the command line: what is kept, told and shown."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from factcheck.cli.root import app
from factcheck.desk import Desk
from factcheck.model import Claim
from tests.conftest import TickingClock

ARTICLE = """Bridge opens in May.

“We will open the bridge in May,” Mayor Orla Venn said. “We had … hoped for more money,” she said.

“The bridge is not safe,” said Piet Hollar, the harbour master. The bridge cost 4 million.
"""
MINUTES = """Minutes of the board of works.

“The bridge is not safe,” said Mona Trask, the clerk. The bridge cost 5 million, she said.

“We had never hoped for more money,” Orla Venn said.
"""
LETTER = "“We will open the bridge in May,” Mayor Orla Venn wrote.\n"
FRENCH = "Le maire a dit que le pont serait ouvert en mai et que la ville ne pouvait pas attendre plus longtemps.\n"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    for name, text in (("story", ARTICLE), ("minutes", MINUTES), ("letter", LETTER), ("french", FRENCH)):
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    with Desk.open(tmp_path / "story.db", actor="ann", create=True, clock=TickingClock()) as opened:
        opened.add_article(tmp_path / "story.txt")
        yield opened


def quote(desk: Desk, words: str) -> Claim:
    return next(claim for claim in desk.claims() if words in claim.text)


def cite(desk: Desk, tmp_path: Path, words: str, name: str, passage: str) -> Claim:
    claim = quote(desk, words)
    desk.cite(claim, str(tmp_path / f"{name}.txt"), stance="context", passage=passage)
    return claim


def test_where_the_cited_text_lacks_a_quote_another_capture_is_named(desk: Desk, tmp_path: Path) -> None:
    claim = cite(desk, tmp_path, "open the bridge", "minutes", "Minutes of the board of works.")
    cite(desk, tmp_path, "4 million", "letter", "Mayor Orla Venn wrote")
    (checked,) = desk.check([claim.id])
    assert checked.match.label == "exact"
    assert checked.capture is not None
    assert checked.capture.final_url.endswith("letter.txt")
    (alone,) = desk.check([claim.id], everywhere=False)
    assert alone.match.label == "absent"
    assert alone.finding is not None
    assert alone.finding.label == "absent"


def test_a_translation_is_named_and_kept(desk: Desk, tmp_path: Path) -> None:
    claim = cite(desk, tmp_path, "open the bridge", "french", "Le maire a dit que le pont serait ouvert en mai")
    (checked,) = desk.check([claim.id])
    assert checked.finding is not None
    assert "another language" in checked.finding.detail


def test_the_command_tells_what_to_look_at_again(desk: Desk, tmp_path: Path) -> None:
    cite(desk, tmp_path, "is not safe", "minutes", "The bridge is not safe")
    cite(desk, tmp_path, "hoped for more", "minutes", "We had never hoped for more money")
    result = CliRunner().invoke(app, ["--db", str(tmp_path / "story.db"), "check", "--by", "ann"])
    assert "look again: the capture gives these words to Mona Trask" in result.output
    assert "look again: the cut leaves out never" in result.output
    assert result.exit_code == 1  # one quote is in no archived text


def test_the_worklist_says_how_a_quote_compares(desk: Desk, tmp_path: Path) -> None:
    claim = cite(desk, tmp_path, "is not safe", "minutes", "The bridge is not safe")
    rows = {row["claim"]: row["compared"] for row in desk.query("worklist").dicts()}
    assert rows[claim.id] == "exact"
    assert rows[quote(desk, "4 million").id] is None


def test_a_suggestion_that_contradicts_is_marked_and_changes_nothing(desk: Desk, tmp_path: Path) -> None:
    cite(desk, tmp_path, "is not safe", "minutes", "The bridge is not safe")
    claim = quote(desk, "4 million")
    best = desk.suggest(claim)[0]
    assert best.text.startswith("The bridge cost 5 million")
    assert any("5000000, not 4000000" in said for said in best.contradictions)
    assert desk.claim(claim).status == "unchecked"


def test_a_comma_that_moves_out_of_a_quote_changes_no_claim(desk: Desk, tmp_path: Path) -> None:
    claim = quote(desk, "is not safe")
    desk.mark(claim, "checking")
    (tmp_path / "story.txt").write_text(ARTICLE.replace("not safe,” said", "not safe”, said"), encoding="utf-8")
    revised = desk.revise(desk.articles()[0], tmp_path / "story.txt")
    assert revised.changed == ()
    now = desk.claim(claim)
    assert (now.status, now.text) == ("checking", "The bridge is not safe")
