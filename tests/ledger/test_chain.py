"""The chain: canonical lines, hashes that name one another, and what verification says of damage."""

from __future__ import annotations

import hashlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.ledger import chain, checkpoint, merkle
from factcheck.ledger.canonical import canonical, clean
from factcheck.model import Event

texts = st.text(st.characters(exclude_categories=["Cs"]))
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text("abcxyz_", min_size=1), inner, max_size=4),
    max_leaves=12,
)


def log_of(count: int) -> list[Event]:
    events, prev = [], chain.GENESIS
    for seq in range(1, count + 1):
        event = chain.seal(
            seq=seq, at=f"2026-03-02T09:00:{seq:02d}.000000Z", actor="ann", action="note", data={"n": seq}, prev=prev
        )
        events.append(event)
        prev = event.hash
    return events


def rows(events: list[Event]) -> list[tuple[int, str, str]]:
    return [(event.seq, event.line, event.hash) for event in events]


@given(st.dictionaries(st.text("abcxyz_", min_size=1), values, max_size=5))
def test_a_canonical_line_says_the_same_and_is_one_line(value: dict[str, object]) -> None:
    line = canonical(value)
    assert json.loads(line) == value
    assert canonical(json.loads(line)) == line
    assert "\n" not in line


def test_events_hold_no_floats_and_no_lone_surrogates() -> None:
    with pytest.raises(TypeError, match="float"):
        canonical({"share": 0.5})
    with pytest.raises(ValueError, match="surrogates"):
        canonical({"text": "\ud800"})
    assert clean("a\ud800b") == "a\ufffdb"


def test_an_event_is_read_back_as_it_was_sealed() -> None:
    event = log_of(1)[0]
    assert chain.parse(event.line, event.hash) == event
    assert hashlib.sha256(event.line.encode()).hexdigest() == event.hash


def test_a_whole_chain_has_no_problems() -> None:
    assert list(chain.verify(rows(log_of(5)))) == []


@pytest.mark.parametrize(
    ("damage", "code"),
    [
        (lambda r: [*r[:1], *r[2:]], "gap"),
        (lambda r: [r[0], (2, r[1][1].replace("ann", "eve"), r[1][2]), r[2]], "hash"),
        (lambda r: [r[0], (2, "{}", r[1][2]), r[2]], "line"),
        (lambda r: [r[1], r[0], r[2]], "prev"),
    ],
)
def test_damage_is_named(damage, code: str) -> None:  # type: ignore[no-untyped-def]
    assert code in {problem.code for problem in chain.verify(damage(rows(log_of(3))))}


def test_an_event_rewritten_with_its_hash_breaks_the_link_after_it() -> None:
    events = log_of(3)
    forged = chain.seal(seq=2, at=events[1].at, actor="eve", action="note", data={"n": 2}, prev=events[0].hash)
    found = list(chain.verify(rows([events[0], forged, events[2]])))
    assert [(problem.seq, problem.code) for problem in found] == [(3, "prev")]


def test_an_event_of_another_file_keeps_its_author_and_hash() -> None:
    original = log_of(2)[1]
    carrier = chain.seal(
        seq=9, at="2026-03-03T00:00:00.000000Z", actor="bob", action=chain.MERGED,
        data=chain.wrapping(original, 7), prev=chain.GENESIS,
    )  # fmt: skip
    inner = chain.unwrap(carrier)
    assert (inner.actor, inner.hash, inner.seq) == ("ann", original.hash, 9)
    forged = {**carrier.data, "line": carrier.data["line"].replace("ann", "eve")}
    with pytest.raises(ValueError, match="hash"):
        chain.unwrap(chain.seal(seq=9, at="x", actor="bob", action=chain.MERGED, data=forged, prev=chain.GENESIS))


def test_order_follows_the_log_even_when_the_clock_goes_back() -> None:
    ordering = chain.Ordering()
    places = [
        ordering.of(chain.seal(seq=n, at=at, actor="a", action="x", data={}, prev=chain.GENESIS))
        for n, at in enumerate(["2026-01-01T00:00:00.000000Z", "1970-01-01T00:00:00.000000Z", "rubbish"], 1)
    ]
    assert places == sorted(places)
    assert len(set(places)) == 3


# Test vectors of RFC 6962's tree hash, as published with Certificate Transparency's reference code.
LEAVES = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
ROOTS = {
    1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    2: "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    3: "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    5: "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
}


@pytest.mark.parametrize("size", ROOTS)
def test_merkle_roots_are_those_of_the_rfc(size: int) -> None:
    lines = [bytes.fromhex(leaf).decode("latin-1") for leaf in LEAVES[:size]]
    assert merkle.root(lines) == ROOTS[size]


def test_a_checkpoint_tells_a_cut_and_a_rewritten_log() -> None:
    events = log_of(5)
    pairs = [(event.line, event.hash) for event in events]
    kept = checkpoint.take(pairs, "2026-03-02T10:00:00.000000Z")
    assert checkpoint.parse(kept.text()) == kept
    assert checkpoint.contradiction(kept, kept) is None
    assert "cut off" in str(checkpoint.contradiction(kept, checkpoint.take(pairs[:3], kept.at)))
    other = [(event.line, event.hash) for event in log_of(4)] + [("{}", "0" * 64)]
    assert "rewritten" in str(checkpoint.contradiction(kept, checkpoint.take(other, kept.at)))
