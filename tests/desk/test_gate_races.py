"""What somebody decides while another person's change waits for the file is seen by that change."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from factcheck.desk import Desk
from factcheck.desk.context import Context
from factcheck.errors import UsageError
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
