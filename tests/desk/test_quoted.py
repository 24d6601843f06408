"""Words between quotation marks in a paraphrase: nothing is printed as said that no supporting passage has."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from factcheck.checking import gate
from factcheck.cli.root import app
from factcheck.desk import Desk
from factcheck.errors import GateClosedError
from factcheck.model import Claim, ClaimKind, Status
from tests.records import evidence

TAME = "She called the harbor plan ambitious and asked for a second reading."
FIERCE = "She called the harbor plan Reckless, and asked for a second reading. The clerk spoke of recklessness."
GIFT = "“It is a gift to nobody in this town at all,” Orla Venn told the council. She asked for a second reading."

Write = Callable[[str], Claim]


@pytest.fixture
def claim_of(desk: Desk, tmp_path: Path) -> Write:
    def write(text: str, kind: str = ClaimKind.PARAPHRASE) -> Claim:
        (tmp_path / "story.txt").write_text(text + "\n", encoding="utf-8")
        desk.add_article(tmp_path / "story.txt")
        return next(claim for claim in desk.claims() if claim.kind == kind)

    return write


def page(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "record.txt"
    path.write_text(text + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize("marks", ["“{}”", '"{}"', "‘{}’", "'{}'", "«{}»"])
def test_a_quoted_word_that_the_record_lacks_closes_the_gate(
    desk: Desk, claim_of: Write, tmp_path: Path, marks: str
) -> None:
    claim = claim_of(f"Mayor Orla Venn called the town's harbor plan {marks.format('reckless')} on Monday.")
    cited = desk.cite(claim, page(tmp_path, TAME), passage="She called the harbor plan ambitious")
    assert any("“reckless”" in warning for warning in cited.warnings)
    (found,) = desk.check([claim])
    assert (found.words, str(found.match.label)) == ("reckless", "absent")
    assert found.claim == desk.claim(claim)
    with pytest.raises(GateClosedError, match="between quotation marks: “reckless”") as refused:
        desk.verify(claim)
    assert "--override" in str(refused.value.hint)
    assert "contact" in str(refused.value.hint)
    desk.verify(claim, "heard on the recording", override=True)
    assert desk.claim(claim).overridden


def test_a_quoted_word_stands_in_the_passage_and_not_just_somewhere(
    desk: Desk, claim_of: Write, tmp_path: Path
) -> None:
    claim = claim_of("Mayor Orla Venn called the harbor plan “reckless” on Monday.")
    record = page(tmp_path, FIERCE)
    for passage in ("asked for a second reading", "The clerk spoke of recklessness."):
        desk.cite(claim, record, passage=passage)
        with pytest.raises(GateClosedError, match="“reckless”"):
            desk.verify(claim)
    cited = desk.cite(claim, record, passage="She called the harbor plan Reckless")
    assert not cited.warnings
    (finding,) = (item for item in desk.entry(claim).findings if item.kind == "quote-match")
    assert (finding.label, finding.data["passage"]) == ("exact", "Reckless")
    assert not desk.missing(claim, "verified")
    desk.verify(claim)
    assert desk.claim(claim).status == Status.VERIFIED
    assert desk.audit().ok


def test_each_of_several_quoted_words_keeps_its_own_comparison(desk: Desk, claim_of: Write, tmp_path: Path) -> None:
    claim = claim_of("Mayor Orla Venn called the harbor plan “reckless” and the bridge “ugly” on Monday.")
    record = page(tmp_path, "She called the harbor plan ambitious and the bridge ugly.")
    desk.cite(claim, record, passage="She called the harbor plan ambitious and the bridge ugly.")

    def compared() -> list[tuple[str, str]]:
        return [(item.data["printed"], item.label) for item in desk.entry(claim).findings]

    assert compared() == [("reckless", "absent"), ("ugly", "exact")]
    events = len(desk.log(limit=None))
    assert len(desk.check([claim])) == 2
    assert len(desk.log(limit=None)) == events  # what is on record is not recorded again
    desk.edit_claim(claim, text="the bridge “ugly”")
    assert compared() == [("ugly", "exact")]
    assert desk.audit().ok


def test_a_refuting_passage_does_not_supply_the_word(desk: Desk, claim_of: Write, tmp_path: Path) -> None:
    claim = claim_of("Mayor Orla Venn called the harbor plan “reckless” on Monday.")
    record = page(tmp_path, FIERCE)
    desk.cite(claim, record, "refutes", passage="She called the harbor plan Reckless")
    desk.cite(claim, record, passage="asked for a second reading")
    with pytest.raises(GateClosedError, match="“reckless”"):
        desk.verify(claim)


def test_a_contact_vouches_for_quoted_words(desk: Desk, claim_of: Write, tmp_path: Path) -> None:
    claim = claim_of("Mayor Orla Venn called the harbor plan “reckless” on Monday.")
    desk.cite(claim, page(tmp_path, TAME), passage="She called the harbor plan ambitious")
    desk.contact(claim, "Orla Venn", "Yes, I said reckless.", stance="supports")
    desk.verify(claim)


def test_a_contact_alone_is_enough(desk: Desk, claim_of: Write) -> None:
    claim = claim_of("Mayor Orla Venn called the harbor plan “reckless” on Monday.")
    desk.contact(claim, "Orla Venn", "She said: reckless, and meant it", how="phone")
    desk.verify(claim)


def test_words_at_arms_length_in_the_authors_own_sentence_are_not_held_to_it(
    desk: Desk, claim_of: Write, tmp_path: Path
) -> None:
    claim = claim_of("The so-called “green” bridge opened in 2019.", ClaimKind.STATEMENT)
    desk.cite(claim, page(tmp_path, "The bridge was opened in 2019."), passage="The bridge was opened in 2019.")
    desk.verify(claim)


def test_words_of_a_verified_quote_are_settled(desk: Desk, claim_of: Write, tmp_path: Path) -> None:
    text = (
        "Mayor Orla Venn said the plan was “a gift to nobody in this town at all” and would cost three million crowns."
    )
    claim = claim_of(text)
    quote = next(item for item in desk.claims() if item.kind == "quote")
    assert quote.text in claim.text
    cost = page(tmp_path, "Orla Venn told the council that the plan would cost three million crowns.")
    desk.cite(claim, cost, passage="the plan would cost three million crowns")
    with pytest.raises(GateClosedError, match="a gift to nobody"):
        desk.verify(claim)
    assert len(desk.check()) == 1  # the quote is compared as itself, and not twice
    said = tmp_path / "said.txt"
    said.write_text(GIFT + "\n", encoding="utf-8")
    desk.cite(quote, said)
    desk.verify(quote)
    desk.verify(claim)


SAID = "“The harbor plan is reckless and far too big,” Mayor Orla Venn said on Monday."


CHANGES: dict[str, Callable[[Desk, Claim], object]] = {
    "decided otherwise": lambda desk, quote: desk.mark(quote, "unverifiable", "the minutes are withdrawn"),
    "marked in a batch": lambda desk, quote: desk.mark_many([(quote.id, "checking", None)]),
    "evidence withdrawn": lambda desk, quote: desk.withdraw(2, "a forgery"),
    "edited": lambda desk, quote: desk.edit_claim(quote, text="a gift to nobody in this town"),
    "split": lambda desk, quote: desk.split_claim(quote, "in this town"),
    "cut": lambda desk, quote: desk.cut_claim(quote, "said twice"),
    "given to another": lambda desk, quote: desk.edit_claim(quote, source="The town clerk"),
    "taken back": lambda desk, quote: desk.undo(),
    "merged": lambda desk, quote: _merged(desk, lambda other: other.withdraw(2, "a forgery")),
}


def _merged(desk: Desk, act: Callable[[Desk], object]) -> None:
    copy = desk.backup(desk.path.with_name("copy.db"))
    with Desk.open(copy, "ben") as other:
        act(other)
    desk.merge(copy)


@pytest.mark.parametrize("change", list(CHANGES))
def test_what_a_verified_quote_settled_is_open_again_when_the_quote_is(
    desk: Desk, claim_of: Write, tmp_path: Path, change: str
) -> None:
    claim = claim_of(
        "Mayor Orla Venn said the plan was “a gift to nobody in this town at all” and would cost three million crowns."
    )
    quote = next(item for item in desk.claims() if item.kind == "quote")
    cost = page(tmp_path, "Orla Venn told the council that the plan would cost three million crowns.")
    desk.cite(claim, cost, passage="the plan would cost three million crowns")
    (tmp_path / "said.txt").write_text(GIFT + "\n", encoding="utf-8")
    desk.cite(quote, tmp_path / "said.txt")
    desk.verify(quote)
    desk.acting_as("ben").verify(claim)
    CHANGES[change](desk, quote)
    now = desk.claim(claim)
    assert (now.status, now.status_by) == ("needs_recheck", "factcheck")
    assert "a gift to nobody" in str(now.status_note)
    assert desk.audit().ok


def test_what_has_the_words_in_its_own_evidence_stands_without_the_quote(
    desk: Desk, claim_of: Write, tmp_path: Path
) -> None:
    claim = claim_of("Mayor Orla Venn said the plan was “a gift to nobody in this town at all” and would fail.")
    quote = next(item for item in desk.claims() if item.kind == "quote")
    said = page(tmp_path, GIFT)
    for one in (quote, claim):
        desk.cite(one, said, passage="It is a gift to nobody in this town at all")
        desk.verify(one)
    desk.cut_claim(quote, "said twice")
    assert desk.claim(claim).status == "verified"


def test_marks_around_a_claim_count_as_those_in_it(desk: Desk, claim_of: Write, tmp_path: Path) -> None:
    claim = claim_of(SAID, ClaimKind.QUOTE)
    desk.cite(claim, page(tmp_path, TAME), passage="She called the harbor plan ambitious")
    desk.edit_claim(claim, kind=ClaimKind.PARAPHRASE)  # it is printed between marks all the same
    with pytest.raises(GateClosedError, match="“The harbor plan is reckless and far too big"):
        desk.verify(claim)


def test_a_claim_that_ends_amid_a_quote_is_held_to_the_words_it_has(desk: Desk, claim_of: Write) -> None:
    claim = claim_of("Mayor Orla Venn called the harbor plan “reckless and far too big” on Monday.")
    desk.edit_claim(claim, text="the harbor plan “reckless and far")
    assert desk.quoted_words(claim) == ("reckless and far",)


def test_what_is_stated_within_a_quote_is_checked_for_its_truth_alone(desk: Desk, claim_of: Write) -> None:
    quote = claim_of(SAID, ClaimKind.QUOTE)
    stated = desk.add_claim(text="The harbor plan is reckless", parent=quote, source=quote.source)
    assert desk.quoted_words(stated) == ()


def test_apostrophes_are_no_quotation_marks(desk: Desk, claim_of: Write) -> None:
    claim = claim_of("Mayor Orla Venn said it's the town's fishermen and the pilots' union who don't want the plan.")
    assert desk.quoted_words(claim) == ()
    assert desk.check([claim]) == []


def test_many_verdicts_at_once_are_held_to_it(desk: Desk, claim_of: Write, tmp_path: Path) -> None:
    claim = claim_of("Mayor Orla Venn called the harbor plan “reckless” on Monday.")
    desk.cite(claim, page(tmp_path, TAME), passage="She called the harbor plan ambitious")
    with pytest.raises(GateClosedError, match="“reckless”"):
        desk.mark_many([(claim.id, "verified", None)])


def test_the_report_shows_the_comparison(desk: Desk, claim_of: Write, tmp_path: Path) -> None:
    claim = claim_of("Mayor Orla Venn called the harbor plan “reckless” on Monday.")
    desk.cite(claim, page(tmp_path, TAME), passage="She called the harbor plan ambitious")
    report = desk.report(desk.article(claim.article_id))
    assert "no passage cited has these words" in report.markdown()
    assert "reckless" in report.html()


def test_at_the_command_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "story.txt").write_text("Mayor Orla Venn called the harbor plan “reckless” on Monday.\n")
    page(tmp_path, TAME)
    run = CliRunner()
    assert run.invoke(app, ["add", "story.txt"]).exit_code == 0
    cited = ["cite", "1", "record.txt", "--supports", "--passage", "She called the harbor plan ambitious"]
    assert "“reckless”" in run.invoke(app, cited).output
    for checked in (["check", "1"], ["check"], ["check", "--cited-only"]):
        result = run.invoke(app, checked)
        assert result.exit_code == 1
        assert "absent" in result.output
    refused = run.invoke(app, ["verify", "1"])
    assert refused.exit_code == 3
    assert "“reckless”" in refused.output
    page(tmp_path, FIERCE)
    (tmp_path / "record.txt").rename(tmp_path / "full.txt")
    cited = ["cite", "1", "full.txt", "--supports", "--passage", "She called the harbor plan Reckless"]
    assert run.invoke(app, cited).exit_code == 0
    assert run.invoke(app, ["check", "1"]).exit_code == 0
    assert run.invoke(app, ["verify", "1"]).exit_code == 0


# --- the rule itself


def lacking(words: str, passage: str) -> list[str]:
    """Return what the gate asks for where one passage supports a paraphrase with quoted words."""
    held = evidence(1, 1, passage)
    facts = gate.Facts(1, "paraphrase", [held], [], [], None, quoted=(words,))
    return [item.what for item in gate.missing(facts, "verified")]


@pytest.mark.parametrize(
    ("words", "passage"),
    [
        ("reckless", "a RECKLESS plan"),
        ("Reckless,", "a reckless plan"),
        ("too big", "it is “too  big”, she said"),
        ("a plan … for nobody", "a plan that is good for nobody"),
        ("reckless", "The plan, she said, was “Reckless.”"),
        ("reckless", "‘It is reckless,’ she told the council."),
        ("reckless", "A reader wrote that the plan was reckless."),  # whoever cites it answers for it
    ],
)
def test_words_in_the_passage_pass(words: str, passage: str) -> None:
    assert lacking(words, passage) == []


@pytest.mark.parametrize(
    ("words", "passage"),
    [
        ("reckless", "sheer recklessness"),
        ("reckless", "She called the plan reck-less-ish."),
        ("too big", "big, and too late"),
        ("too big", "too very big"),
        ("not safe", "safe"),
    ],
)
def test_other_words_do_not(words: str, passage: str) -> None:
    (told,) = lacking(words, passage)
    assert f"“{words}”" in told
