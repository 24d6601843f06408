"""The whole path on a real article: added, checked against references over HTTP, reported, asked about.

The article and its answers stand with the benchmarks beside the checkout, and nothing of them here: the
references are made at run time, out of the article's own quotes, in pages of invented words.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from html import escape
from pathlib import Path
from typing import Any

import pytest
from typer.testing import Result

Run = Callable[..., Result]
Ok = Callable[..., str]

ARTICLE = ("articles", "aleppo.txt")
GOLD = ("eval", "quotes", "aleppo_gold.json")
FURNITURE = ("View Comments", "Recommended For You")
FEWEST_PARAPHRASES = 6
AROUND = (
    "The chamber was full when the session began on the stroke of ten, and the lamps along the gallery were lit.",
    "A clerk read out the list of those who had asked to speak, and nobody raised an objection to its order.",
    "Copies of the record were laid out on the long table, and the visitors were asked to keep their seats.",
)


@pytest.fixture
def files(shared: Path) -> tuple[Path, list[dict[str, Any]]]:
    """The article, and the attributions that its answers hold."""
    article, gold = shared.joinpath(*ARTICLE), shared.joinpath(*GOLD)
    if not (article.is_file() and gold.is_file()):
        pytest.skip("the real article is not among the benchmarks beside the checkout")
    return article, json.loads(gold.read_text(encoding="utf-8"))["spans"]


@pytest.fixture
def text(files: tuple[Path, list[dict[str, Any]]]) -> str:
    return files[0].read_bytes().decode("utf-8")


@pytest.fixture
def added(files: tuple[Path, list[dict[str, Any]]], ok: Ok) -> None:
    """The article is in the file."""
    assert "Added article 1" in ok("add", str(files[0]), "--slug", "real")


def recorded(ok: Ok) -> dict[tuple[int, int], dict[str, Any]]:
    """The claims by their place in the text, with the attribution of the speaker."""
    claims = {claim["id"]: claim for claim in json.loads(ok("claims", "real", "--json"))}
    query = "select claim_id, cue_start, cue_end, mention_start, mention_end from attributions where role = 'speaker'"
    for row in json.loads(ok("query", query, "--json")):
        claims[row["claim_id"]] |= row
    return {(claim["start"], claim["end"]): claim for claim in claims.values()}


def same_name(found: str | None, wanted: str) -> bool:
    return found is not None and found.casefold().split() == wanted.casefold().split()


def meet(claim: dict[str, Any], span: dict[str, Any], part: str, called: str | None = None) -> bool:
    """Whether the claim's cue or mention is that of the answers, or one that says a word more ("said by letter")."""
    start, end = span[f"{called or part}_start"], span[f"{called or part}_end"]
    return bool(claim[f"{part}_start"] < end and start < claim[f"{part}_end"])


def page(title: str, *paragraphs: str) -> bytes:
    body = "".join(f"<p>{escape(words)}</p>\n" for words in (AROUND[0], *paragraphs, *AROUND[1:]))
    head = f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title></head>'
    return f"{head}<body><article><h1>{escape(title)}</h1>\n{body}</article></body></html>".encode()


def words_of(claim: dict[str, Any], words: str) -> str:
    """A paragraph in which the claim's own speaker says the words."""
    return f"{claim['source']} said: “{words.rstrip(',')}.”"


@pytest.mark.usefixtures("added")
def test_the_ten_quotes_are_recorded_with_speaker_cue_and_mention(files: Any, ok: Ok) -> None:
    claims = recorded(ok)
    wanted = [span for span in files[1] if span["kind"] == "quote"]
    assert len(wanted) == 10
    for span in wanted:
        claim = claims[span["start"], span["end"]]
        assert claim["kind"] == "quote"
        assert claim["text"] == span["quote"]
        assert same_name(claim["source"], span["speaker"]), span["speaker"]
        assert meet(claim, span, "cue")
        assert meet(claim, span, "mention", "speaker")
    assert len([claim for claim in claims.values() if claim["kind"] == "quote"]) == 10


@pytest.mark.usefixtures("added")
def test_the_named_paraphrases_are_recorded(files: Any, ok: Ok) -> None:
    claims = recorded(ok)
    wanted = [span for span in files[1] if span["kind"] == "paraphrase" and "borderline" not in span["note"]]
    assert len(wanted) >= FEWEST_PARAPHRASES
    for span in wanted:
        claim = claims[span["start"], span["end"]]
        assert claim["kind"] == "paraphrase"
        assert same_name(claim["source"], span["speaker"] or span["mention"])
        assert meet(claim, span, "cue")


@pytest.mark.usefixtures("added")
def test_every_sentence_is_accounted_for_or_open_and_furniture_is_no_claim(text: str, ok: Ok) -> None:
    places = list(recorded(ok))
    still_open = {item["id"] for item in json.loads(ok("status", "real", "--json"))[0]["open_sentences"]}
    rows = json.loads(ok("query", "select id, start_pos, end_pos, role, skip_reason from sentences", "--json"))
    for row in rows:
        carried = any(start < row["end_pos"] and row["start_pos"] < end for start, end in places)
        assert carried or row["skip_reason"] or row["id"] in still_open, text[row["start_pos"] : row["end_pos"]]
    outside = "".join(
        char for at, char in enumerate(text) if not any(row["start_pos"] <= at < row["end_pos"] for row in rows)
    )
    assert not outside.strip()
    for start, end in places:
        assert not any(words.casefold() in text[start:end].casefold() for words in FURNITURE)


@pytest.mark.usefixtures("added")
def test_the_whole_path(run: Run, ok: Ok, site: Any, tmp_path: Path) -> None:
    claims = [claim for _, claim in sorted(recorded(ok).items())]
    quotes = [claim for claim in claims if claim["kind"] == "quote"]
    marked = next(claim for claim in quotes if " ... " in claim["text"])
    plain = [claim for claim in quotes if claim is not marked]
    altered, absent, by_contact, *exact = sorted(plain, key=lambda claim: " have " not in claim["text"])
    paraphrase = next(claim for claim in claims if claim["kind"] == "paraphrase")
    statement = next(claim for claim in claims if claim["kind"] == "statement" and claim["start"] > 100)

    def publish(path: str, *paragraphs: str) -> str:
        site.pages[path] = (200, page(f"Record of the session {path[1:]}", *paragraphs))
        return f"{site.url}{path}"

    def cite(claim: dict[str, Any], url: str, *more: str) -> Result:
        return run("cite", claim["id"], url, "--allow", site.address, *more)

    # exact: in the verbatim record, found without naming the passage
    record = publish("/record", *(words_of(claim, claim["text"]) for claim in exact))
    for claim in exact:
        refused = run("verify", claim["id"])
        assert refused.exit_code == 3
        assert "factcheck cite" in refused.stderr
        assert "exact" in cite(claim, record, "--primary").stdout
        assert "verified" in ok("verify", claim["id"], "--note", "stands in the record")

    # elided: the words that the three points stand for are in the source
    full = marked["text"].replace(" ... ", " what all of us had dreaded since the spring, namely ")
    assert "elided" in cite(marked, publish("/full", words_of(marked, full))).stdout
    assert "verified" in ok("verify", marked["id"])

    # altered: the source has a "not" that the article has lost
    denied = altered["text"].replace(" have ", " have not ", 1)
    assert denied != altered["text"]
    cite(altered, publish("/denied", words_of(altered, denied)), "--refutes")
    assert run("verify", altered["id"]).exit_code == 3
    assert "disputed" in ok("dispute", altered["id"], "--note", "the record has the opposite")

    # absent: the source holds nothing of the kind
    elsewhere = publish("/elsewhere", "The member for the western ward asked about the price of coal and of bread.")
    result = cite(absent, elsewhere)
    assert result.exit_code == 1
    assert "not found" in result.stderr
    assert run("verify", absent["id"]).exit_code == 3
    assert "unverifiable" in ok("mark", absent["id"], "unverifiable", "--note", "asked twice, no answer")

    # a quote that its speaker confirms; a paraphrase; a statement that a figure speaks against
    ok("contact", by_contact["id"], "--who", by_contact["source"], "--how", "telephone", "--said", "Yes.", "--supports")
    assert "verified" in ok("verify", by_contact["id"])
    told = publish("/told", f"{paraphrase['source']} told the session the same, in a letter of three pages.")
    assert cite(paraphrase, told, "-p", "told the session the same").exit_code == 0
    assert "verified" in ok("verify", paraphrase["id"])
    assert cite(statement, told, "--refutes", "-p", "in a letter of three pages").exit_code == 0
    assert run("dispute", statement["id"]).exit_code in (2, 3)  # not without a note
    ok("dispute", statement["id"], "--note", "the letter says otherwise")
    seen = [claim for claim in claims if claim["kind"] == "statement"][-1]
    assert run("verify", seen["id"]).exit_code == 3
    ok("verify", seen["id"], "--override", "--note", "seen by eye")
    assert "OVERRIDDEN" in ok("show", seen["id"])

    # every quote against all that is archived
    labels = {row["claim"]: row["label"] for row in json.loads(run("check", "-a", "real", "--json").stdout)}
    assert {labels[claim["id"]] for claim in exact} == {"exact"}
    assert (labels[marked["id"]], labels[altered["id"]]) == ("elided", "altered")
    assert labels[absent["id"]] == "absent"

    # the report, the audit, the queries
    standing = {claim["id"]: claim["status"] for claim in json.loads(ok("claims", "real", "--json"))}
    ok("report", "real", "-o", str(tmp_path / "report.html"))
    html = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert html.lower().startswith("<!doctype html>")
    for words in (record, escape(marked["source"], quote=False), "disputed", "unverifiable", "past the gate"):
        assert words.casefold() in html.casefold()
    assert "# " in ok("report", "real", "-f", "md")
    told_of = json.loads(ok("report", "real", "-f", "json"))
    assert told_of
    assert json.loads(ok("audit", "--json"))["ok"]
    verified = json.loads(ok("query", "claims-by-status", "status=verified", "article=real", "--json"))
    assert len(verified) == list(standing.values()).count("verified") == len(exact) + 4
    assert json.loads(ok("query", "quotes-that-differ", "article=real", "--json"))
    assert run("close", "real").exit_code == 1
