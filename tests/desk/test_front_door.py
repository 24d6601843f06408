"""The library's front door, as its documents show it."""

from __future__ import annotations

from pathlib import Path

import pytest

from factcheck.archive.options import FetchOptions
from factcheck.desk import Desk
from factcheck.errors import ConflictError, FetchError, NotFoundError, RefusedError, UsageError
from factcheck.model import Article
from tests.conftest import SmallWeb
from tests.desk.conftest import claim_with


def test_the_lines_of_the_documents_run_as_they_stand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, article_file: Path, record: str, options: FetchOptions
) -> None:
    monkeypatch.chdir(tmp_path)
    with Desk.open("aleppo.db", actor="checker") as desk:
        article = desk.add_article(article_file.name)
        for claim in desk.claims(article, status="unchecked"):
            assert claim.article == article.article.slug
        claim = claim_with(desk, "We tested every cable")
        desk.obtain(record, options=options)  # an address of this machine has to be allowed
        evidence = desk.cite(claim, record, stance="supports", passage="We tested every cable.")
        assert evidence.evidence.stance == "supports"
        desk.verify(claim, note="matches the verbatim record")
        desk.report(article).write("report.html")
    assert "matches the verbatim record" in (tmp_path / "report.html").read_text(encoding="utf-8")


def test_only_who_works_makes_a_file(tmp_path: Path) -> None:
    for path, how in (("a.db", {}), ("b.db", {"readonly": True, "actor": "ann"}), ("c.db", {"create": False})):
        with pytest.raises(NotFoundError, match="no database"):
            Desk.open(tmp_path / path, **how)  # type: ignore[arg-type]
    with pytest.raises(NotFoundError, match="no folder"):
        Desk.open(tmp_path / "nodir" / "x.db", actor="ann")
    (tmp_path / "empty.db").touch()
    with Desk.open(tmp_path / "empty.db", actor="ann") as desk:
        assert desk.created
    with Desk.open(tmp_path / "empty.db", actor="ann") as desk:
        assert not desk.created


def test_what_is_named_wrongly_is_told_in_one_line(desk: Desk, article: Article) -> None:
    with pytest.raises(NotFoundError) as told:
        desk.article("no such " * 200)
    assert len(str(told.value)) < 120


def test_a_report_needs_its_folder(desk: Desk, article: Article, tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="no folder"):
        desk.report(article).write(tmp_path / "nodir" / "report.html")


def test_a_claim_is_not_recorded_twice(desk: Desk, article: Article) -> None:
    first = desk.add_claim(article, text="the old bridge")
    assert desk.add_claim(article, text="the old bridge") == first
    assert desk.add_claim(article, text="the old bridge", kind="quote").id != first.id
    assert desk.add_claim(article, text="the old bridge", source="Joss Arden").id != first.id


def test_a_sentence_with_claims_is_not_skipped(desk: Desk, article: Article) -> None:
    claim = claim_with(desk, "It cost 41 million crowns")
    (number,) = [item.id for item in desk.sentences() if "It cost 41" in item.text]
    with pytest.raises(RefusedError, match=f"claim {claim.id}"):
        desk.skip(number, "background")
    desk.cut_claim(claim, "background")
    desk.skip(number, "background")


def test_a_name_is_one_line(desk: Desk, article: Article) -> None:
    event = desk.acting_as(" Ann\n of  Velmouth ").mark(claim_with(desk, "What a sight"), "checking")
    assert event.actor == "Ann of Velmouth"
    assert desk.acting_as("Ann\tof Velmouth").undo().data["undoes_seq"] == event.seq


def test_an_undo_that_is_blocked_names_what_blocks_it(desk: Desk, article: Article) -> None:
    claim = claim_with(desk, "What a sight")
    desk.mark(claim, "checking")
    later = desk.acting_as("Bo Lind").mark(claim, "unchecked")
    with pytest.raises(ConflictError, match=f"event {later.seq} .*by Bo Lind") as told:
        desk.undo()
    assert "undo --by 'Bo Lind'" in str(told.value.hint)


def test_passwords_are_not_kept(
    desk: Desk, article: Article, web: SmallWeb, record: str, options: FetchOptions
) -> None:
    secret = record.replace("http://", "http://carla:hunter2@")
    (stored,) = desk.fetch([secret], options=options)
    assert stored.capture.url == record
    desk.cite(claim_with(desk, "We tested every cable"), secret, options=options)
    added = desk.add_article(secret, allow=[web.address])
    assert "hunter2" not in f"{added.article}"
    found = desk.query("SELECT (SELECT group_concat(line) FROM events) || (SELECT group_concat(url) FROM refs)").rows
    assert "hunter2" not in str(found)


def test_what_may_not_be_fetched_is_refused_wherever_it_is_asked_for(desk: Desk, article: Article, record: str) -> None:
    claim = claim_with(desk, "We tested every cable")
    for url in (record, "ftp://files.example/record"):
        with pytest.raises(RefusedError):
            desk.cite(claim, url)
        with pytest.raises(RefusedError):
            desk.add_article(url)
    with pytest.raises(RefusedError, match=r": 127\.0\.0\.1 is not a public address"):
        desk.cite(claim, record, refetch=True)


def test_what_names_no_page_is_no_file(desk: Desk, article: Article) -> None:
    for name in ("http://", "https:"):
        with pytest.raises(UsageError, match="names no page"):
            desk.cite(claim_with(desk, "We tested every cable"), name)


def test_an_empty_answer_says_so(desk: Desk, article: Article, web: SmallWeb, options: FetchOptions) -> None:
    url = web.publish("/empty.html", "")
    with pytest.raises(FetchError, match="the answer was empty") as told:
        desk.add_article(url, allow=[web.address])
    assert "capture show" in str(told.value.hint)


def test_a_server_that_does_not_answer_is_told_in_words(desk: Desk) -> None:
    import socket
    from dataclasses import replace

    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = silent.getsockname()
        limits = replace(
            FetchOptions(), allow=frozenset({address}), delay=0.0, robots="ignore", max_attempts=1, deadline=0.5
        )
        (stored,) = desk.fetch([f"http://127.0.0.1:{address[1]}/slow"], options=limits)
    assert stored.capture.error == "deadline"
    assert "Pool" not in str(stored.capture.detail)
