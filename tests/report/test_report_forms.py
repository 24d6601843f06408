"""Markdown and JSON tell what the HTML report tells."""

from __future__ import annotations

import json
from dataclasses import replace

import report_dossiers as made

import factcheck.report
from factcheck.report import render_json, render_markdown


def test_markdown_marks_the_claims_in_the_text():
    text = render_markdown(made.example())
    assert "The bridge over the Sill will close in May, **\\[✓ 1\\]** the mayor said" in text
    assert "It is an ugly bridge. *\\[skipped: sentence 4\\]*" in text


def test_markdown_tells_verdict_evidence_comparison_and_override():
    text = render_markdown(made.example())
    for words in (
        "### Claim 2: ✗ Disputed",
        "Status set by Ines Holt, 4 Mar 2026, 09:30 UTC",
        "**Quote compared with the source: Altered**, the difference changes the meaning",
        "printed “planned”, the source has “did not plan”",
        "**The bridge is closed from 4 May.**",
        f"SHA-256: `{made.capture().body_sha256}`",
        "**OVERRIDE: set to verified past the gate by Ines Holt",
        "- Claim 3, unchecked: “a year without the bridge”",
        '- Header ETag: "a1"',
    ):
        assert words in text


def test_every_form_tells_what_has_become_of_the_references():
    text = render_markdown(made.example())
    assert "- **No longer as archived: 1 gone**" in text
    assert "  - **Gone since 2 Apr 2026, 08:00 UTC**: status 410: Gone" in text
    assert "  - Last looked at 2 Apr 2026, 08:00 UTC; archived whole 4 Mar 2026, 09:30 UTC" in text
    (health,) = json.loads(render_json(made.example()))["health"]
    assert (health["state"], health["since"], health["reference"]) == ("gone", made.LATER, 1)
    page = factcheck.report.render_html(made.example())
    assert "<b>Gone since <time" in page
    assert "1 gone" in page


def test_a_reference_that_is_as_it_was_is_not_complained_of():
    fine = replace(made.example().health[0], state="fine", since=None, why="")
    dossier = replace(made.example(), health=(fine,))
    assert "No longer as archived" not in render_markdown(dossier)
    assert "Last looked at 2 Apr 2026, 08:00 UTC" in render_markdown(dossier)
    page = factcheck.report.render_html(dossier)
    assert "No longer as archived" not in page
    assert "as it was archived" in page


def test_json_holds_every_claim_with_its_record():
    page = json.loads(render_json(made.example()))
    assert page["format"] == "factcheck-report"
    assert [claim["id"] for claim in page["claims"]] == [1, 2, 3, 4, 5]
    quote = page["claims"][1]
    assert quote["status"] == "disputed"
    assert quote["attributions"][0]["source"] == "Ada Rowe"
    assert quote["evidence"][0]["capture"]["body_sha256"] == made.capture().body_sha256
    assert quote["findings"][0]["data"]["edits"][0]["kind"] == "negation"
    assert quote["history"][1]["data"] == {"status": "disputed", "was": "unchecked", "note": "opposite"}
    assert page["revision"]["text"] == made.TEXT
    assert page["coverage"]["open_claims"] == [3]
    assert page["log"]["hash"] == made.sha("head")


def test_the_same_dossier_gives_the_same_bytes():
    assert render_json(made.example()) == render_json(made.example())
    assert render_markdown(made.example()) == render_markdown(made.example())


def test_the_package_offers_three_functions():
    assert factcheck.report.__all__ == ["render_html", "render_json", "render_markdown"]
