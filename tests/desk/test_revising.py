"""A new draft: verdicts stay with the words they were given on, and what a person settled is not brought up again."""

from __future__ import annotations

import random
import re
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest

from factcheck import Desk
from factcheck.errors import NotFoundError
from factcheck.extraction import get_extractor
from factcheck.extraction.builtin import BuiltinExtractor
from factcheck.model import Claim
from factcheck.text.sentences import sentences

DRAFT = """Bridge opens

“The bridge is safe,” Mayor Ilse Tamm said on Monday. It cost 41 million crowns. The mayor said the pier will stay open.

Nobody was hurt in the flood, the clerk Orla Venn said. Piet Hollar wrote the report in 2019. “We have run out of \
money,” he told the council.

The old pier did not fall. The harbour was closed for two days in May.
"""


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk.open(tmp_path / "drafts.db", actor="checker", create=True)


def decided(desk: Desk, text: str = DRAFT) -> list[Claim]:
    """Add the draft and settle every claim of it."""
    desk.add_article("-", content=text.encode())
    for claim in desk.claims():
        desk.mark(claim, "not_checkable", "settled")
    return desk.claims()


def revise(desk: Desk, text: str) -> list[Claim]:
    desk.revise(None, "-", content=text.encode())
    return desk.claims()


def spelt(text: str) -> list[str]:
    return re.findall(r"\w+", text)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("Mayor Ilse Tamm said", "Clerk Udo Brenn said", id="another speaker"),
        pytest.param("Ilse Tamm said on", "Ilse Tamm denied on", id="another verb"),
        pytest.param("Ilse Tamm said on", "Ilse Tamm never said on", id="a denial"),
        pytest.param("“The bridge is safe,”", "The bridge is safe,", id="no quotation marks"),
    ],
)
def test_the_same_words_said_otherwise_are_looked_at_again(desk: Desk, old: str, new: str) -> None:
    decided(desk)
    after = revise(desk, DRAFT.replace(old, new))
    statuses = {claim.text.strip(","): claim.status for claim in after}
    assert statuses["The bridge is safe"] == "needs_recheck"
    assert statuses["The harbour was closed for two days in May."] == "not_checkable"


def test_a_paraphrase_put_into_quotation_marks_is_looked_at_again(desk: Desk) -> None:
    decided(desk)
    after = revise(desk, DRAFT.replace("the pier will stay open.", "“the pier will stay open”."))
    assert [c.text for c in after if c.status == "needs_recheck"] == ["the pier will stay open"]


def test_a_pronoun_that_now_means_somebody_else_is_looked_at_again(desk: Desk) -> None:
    decided(desk)
    new = DRAFT.replace("the clerk Orla Venn said", "the clerk said").replace("Piet Hollar wrote", "Udo Brenn wrote")
    assert "We have run out of money," in [c.text for c in revise(desk, new) if c.status == "needs_recheck"]


def test_typography_puts_nothing_back_on_the_worklist(desk: Desk) -> None:
    decided(desk)
    new = DRAFT.replace("“", '"').replace("”", '"').replace(" in the flood", "\nin the flood").replace("\n\n", "\n\n\n")
    assert {claim.status for claim in revise(desk, new)} == {"not_checkable"}


def test_what_a_person_cut_is_not_claimed_again(desk: Desk) -> None:
    for claim in decided(desk):
        desk.cut_claim(claim, "not of interest")
    after = revise(desk, DRAFT + "\nThe tower was sold for 3 million crowns.\n")
    assert [claim.text for claim in after] == ["The tower was sold for 3 million crowns."]
    after = revise(desk, DRAFT.replace("said on Monday", "said on Tuesday").replace(" It cost 41 million crowns.", ""))
    assert "The bridge is safe," not in [claim.text for claim in after]


def test_sentences_that_moved_without_a_claim_stay_without_one(desk: Desk) -> None:
    desk.add_article("-", content=DRAFT.encode(), extract=False)
    parts = DRAFT.strip().split("\n\n")
    assert revise(desk, "\n\n".join([parts[0], parts[2], parts[1], parts[3]])) == []


def test_a_second_copy_of_a_sentence_is_a_new_claim(desk: Desk) -> None:
    decided(desk)
    after = revise(desk, DRAFT + "\nIt cost 41 million crowns.\n")
    assert sorted(c.status for c in after if c.text.startswith("It cost")) == ["not_checkable", "unchecked"]


def edited(text: str, chosen: random.Random) -> str:
    """Return the text with sentences moved, dropped, doubled, split and merged, words swapped, marks respelt."""
    parts = [text[start:end] for start, end in sentences(text)]
    for _ in range(chosen.randrange(1, 6)):
        at, other = chosen.randrange(len(parts)), chosen.randrange(len(parts))
        match chosen.randrange(7):
            case 0:
                parts.insert(other, parts.pop(at))
            case 1 if len(parts) > 2:
                parts.pop(at)
            case 2:
                parts.insert(other, parts[at])
            case 3:
                words = parts[at].split()
                words[chosen.randrange(len(words))] = chosen.choice(["not", "5", "Karl Dorn", "said", "never"])
                parts[at] = " ".join(words)
            case 4:
                parts[at] = (
                    parts[at].replace(" ", ". ", 1) if chosen.random() < 0.5 else parts[at].rstrip(".") + ", and"
                )
            case 5:
                parts[at] = parts[at].replace("“", '"').replace("”", '"').replace(" ", "\u00a0", 1)
            case _:
                half = len(parts[at]) // 2
                parts[at] = parts[at][:half] + parts[other] + parts[at][half:]
    return chosen.choice([" ", "\n\n", "\n"]).join(parts)


@pytest.mark.parametrize("seed", range(8))
def test_no_edit_puts_a_verdict_on_other_words_or_loses_anything(desk: Desk, seed: int) -> None:
    chosen = random.Random(seed)
    before, text = {claim.id: claim for claim in decided(desk)}, DRAFT
    for _ in range(3):
        new = edited(text, chosen)
        if new.strip() == text.strip():
            continue
        after = {claim.id: claim for claim in revise(desk, new)}
        holds(desk, before, after, new)
        only_in_new_sentences(text, new, [claim for claim in after.values() if claim.id not in before])
        before, text = after, new
    assert desk.audit().ok


def holds(desk: Desk, before: dict[int, Claim], after: dict[int, Claim], new: str) -> None:
    for number, claim in before.items():
        now = after.get(number)
        if now is None:
            assert desk.claim(number).state == "cut"
            continue
        assert now.start is not None
        assert now.end is not None
        assert spelt(new[now.start : now.end]) == spelt(now.text)
        if now.status == "not_checkable":
            assert spelt(now.text) == spelt(claim.text)
    lived_on = sorted((c for c in after.values() if c.id in before), key=place)
    for one, other in pairwise(lived_on):
        if (
            place(before[one.id])[1] <= place(before[other.id])[0]
            or place(before[other.id])[1] <= place(before[one.id])[0]
        ):
            assert place(one)[1] <= place(other)[0]


def place(claim: Claim) -> tuple[int, int]:
    return claim.start or 0, claim.end or 0


def only_in_new_sentences(old: str, new: str, added: list[Claim]) -> None:
    known = Counter(tuple(spelt(old[a:b])) for a, b in sentences(old))
    held: Counter[tuple[str, ...]] = Counter()
    copies = Counter(tuple(spelt(new[a:b])) for a, b in sentences(new))
    for start, end in sentences(new):
        if any(start < c_end and c_start < end for c_start, c_end in map(place, added)):
            held[tuple(spelt(new[start:end]))] += 1
    assert all(copies[words] > known[words] or not known[words] for words in held)


NAMED = """Pier closes

“We have run out of pier,” Hollar said. The pier will close in May, the port authority said.

A senior official said that the state would pay. “It is over,” said Nadia Kessler. Kessler left at noon.
"""


def revised(desk: Desk) -> dict[str, list[str]]:
    """Record a draft with one more quote; return the sources and the names of each."""
    desk.revise(None, "-", content=(NAMED + "\n“We will be back,” Hollar said on Friday.\n").encode())
    return {source.name: sorted(source.aliases) for source in desk.sources()}


def test_a_name_that_a_person_corrected_is_the_same_source_in_the_next_draft(desk: Desk) -> None:
    desk.add_article("-", content=NAMED.encode())
    desk.edit_source("Hollar", name="Piet Hollar")
    desk.edit_source("the port authority", name="Port Alder Port Authority")
    before = {source.name for source in desk.sources()}
    assert set(revised(desk)) == before
    assert [c.source for c in desk.claims() if "be back" in c.text] == ["Piet Hollar"]


def test_sources_that_a_person_merged_stay_one(desk: Desk) -> None:
    desk.add_article("-", content=NAMED.encode())
    desk.add_claim(text="The pier will close in May", kind="paraphrase", source="Captain Piet Hollar")
    desk.merge_sources("Captain Piet Hollar", "Hollar")
    before = {source.name for source in desk.sources()}
    assert set(revised(desk)) == before


def test_an_alias_that_a_person_took_away_does_not_come_back(desk: Desk) -> None:
    desk.add_article("-", content=NAMED.encode())
    desk.edit_source("Nadia Kessler", remove_alias=["Kessler"])
    assert revised(desk)["Nadia Kessler"] == []


def test_a_draft_that_names_nobody_new_makes_no_source(desk: Desk) -> None:
    desk.add_article("-", content=NAMED.encode())
    before = {source.id for source in desk.sources()}
    revised(desk)
    assert {source.id for source in desk.sources()} == before


def test_a_long_attribution_that_stands_as_it_stood_changes_nothing(desk: Desk) -> None:
    said = "Mr. Hollar, a fisherman, called the plan “a gift to nobody” on Monday and said that he would sue."
    decided(desk, f"{said}\n\nThe pier is old.\n")
    after = [claim for claim in revise(desk, f"{said}\n\nThe pier is old and rotten.\n") if claim.text in said]
    assert [claim.status for claim in after] == ["not_checkable"] * 3


def test_an_article_added_without_claims_gets_none_from_a_draft(desk: Desk) -> None:
    desk.add_article("-", content=NAMED.encode(), extract=False)
    assert revise(desk, NAMED + "\n“We will be back,” Hollar said.\n") == []
    desk.revise(None, "-", content=(NAMED + "\n“We shall be back,” Hollar said.\n").encode(), extractor="builtin")
    assert [claim.text for claim in desk.claims()] == ["We shall be back,"]


def test_a_draft_is_not_read_by_another_extractor_than_the_one_before_unless_asked_for(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as other:
        other.setattr(BuiltinExtractor, "name", "guillemets")
        get_extractor.cache_clear()
        desk.add_article("-", content=NAMED.encode())
    with pytest.raises(
        NotFoundError, match="the extractor 'guillemets', which read pier-closes before, is not installed"
    ):
        revise(desk, NAMED.replace("May", "June"))
    desk.revise(None, "-", content=NAMED.replace("May", "June").encode(), extractor="builtin")
    assert revise(desk, NAMED)
