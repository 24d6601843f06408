"""What somebody decides while another person's change waits for the file is seen by that change."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from factcheck.desk import Desk
from factcheck.desk.context import Context
from factcheck.errors import ConflictError, UsageError
from factcheck.model import Claim
from tests.desk.conftest import claim_with

STORY = "The pier of Osk cost nine million crowns in all. It has forty lamps.\n"
RECORD = "The clerk noted that the pier had cost nine million crowns in all.\n"

First = Callable[[Callable[[Desk], object]], None]


@pytest.fixture
def claim(desk: Desk, tmp_path: Path) -> Claim:
    (tmp_path / "pier.txt").write_text(STORY)
    (tmp_path / "record.txt").write_text(RECORD)
    desk.add_article(tmp_path / "pier.txt")
    found = claim_with(desk, "nine million")
    desk.cite(found, tmp_path / "record.txt", passage="the pier had cost nine million crowns")
    return found


@pytest.fixture
def first(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> First:
    """Let Ben do something just before the next change gets hold of the file."""
    usual = Context.writing

    def arrange(act: Callable[[Desk], object]) -> None:
        @contextmanager
        def writing(self: Context) -> Iterator[object]:
            monkeypatch.setattr(Context, "writing", usual)
            with Desk.open(desk.path, "ben") as ben:
                act(ben)
            with usual(self) as conn:
                yield conn

        monkeypatch.setattr(Context, "writing", writing)

    return arrange


def verifying(claim: Claim) -> Callable[[Desk], object]:
    return lambda ben: ben.verify(claim.id)


CHANGES: dict[str, Callable[[Desk, Claim], object]] = {
    "edit": lambda desk, claim: desk.edit_claim(claim, text="in all"),
    "split": lambda desk, claim: desk.split_claim(claim, "nine million"),
    "merge": lambda desk, claim: desk.merge_claims(claim, claim_with(desk, "forty lamps")),
    "withdraw": lambda desk, claim: desk.withdraw(1, "another pier"),
}


@pytest.mark.parametrize("change", list(CHANGES))
def test_a_claim_that_was_just_verified_does_not_stay_so(desk: Desk, claim: Claim, first: First, change: str) -> None:
    first(verifying(claim))
    CHANGES[change](desk, claim)
    assert desk.claim(claim).status == "needs_recheck"
    assert desk.audit().ok


def test_what_was_just_cut_is_not_changed_any_more(desk: Desk, claim: Claim, first: First, tmp_path: Path) -> None:
    first(lambda ben: ben.cut_claim(claim.id, "said twice"))
    with pytest.raises(UsageError, match="was cut"):
        desk.cite(claim, tmp_path / "record.txt", passage="nine million crowns")


# --- two files of one story

REWORDINGS: dict[str, Callable[[Desk, Claim], object]] = {
    "edit": lambda desk, claim: desk.edit_claim(claim, text="nine million crowns in all"),
    "split": lambda desk, claim: desk.split_claim(claim, "nine million"),
    "another source": lambda desk, claim: desk.edit_claim(claim, source="The harbour office"),
    "a new draft": lambda desk, claim: desk.revise(1, "-", content=STORY.replace("nine", "ten").encode()),
}


@pytest.mark.parametrize("change", list(REWORDINGS))
@pytest.mark.parametrize("whose", ["ours", "theirs"])
def test_a_verdict_of_the_one_does_not_fall_on_the_words_of_the_other(
    desk: Desk, claim: Claim, tmp_path: Path, change: str, whose: str
) -> None:
    desk.backup(tmp_path / "copy.db")
    with Desk.open(tmp_path / "copy.db", "ben") as copy:
        decides, rewords = (desk, copy) if whose == "ours" else (copy, desk)
        REWORDINGS[change](rewords, claim)
        decides.verify(claim.id)
    assert desk.merge(tmp_path / "copy.db").rechecked == (claim.id,)
    now = desk.claim(claim)
    assert (now.status, now.status_by) == ("needs_recheck", "factcheck")
    assert "had not seen the words" in str(now.status_note)
    assert desk.audit().ok
    with Desk.open(tmp_path / "copy.db", "ben") as copy:
        assert copy.merge(desk.path).rechecked == ()
        assert copy.claim(claim.id).status == "needs_recheck"


def test_a_verdict_on_words_that_both_had_stands_after_a_merge(desk: Desk, claim: Claim, tmp_path: Path) -> None:
    desk.edit_claim(claim, text="nine million crowns in all")
    desk.backup(tmp_path / "copy.db")
    with Desk.open(tmp_path / "copy.db", "ben") as copy:
        copy.verify(claim.id)
    assert desk.merge(tmp_path / "copy.db").rechecked == ()
    assert desk.claim(claim).status == "verified"


# --- taking back


def test_a_draft_cannot_be_taken_back_from_under_a_verdict_on_its_words(desk: Desk, claim: Claim) -> None:
    desk.revise(1, "-", content=STORY.replace("cost nine", "had cost nine").encode())
    with Desk.open(desk.path, "ben") as ben:
        ben.verify(claim.id)
    with pytest.raises(ConflictError, match="by ben"):
        desk.undo()
    assert desk.claim(claim).text == "The pier of Osk had cost nine million crowns in all."
