"""Protected contacts and sources have no name in any form of the report."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
import report_dossiers as made

from factcheck.report import render_html, render_json, render_markdown

FORMS = [render_html, render_markdown, render_json]
TEXT = "Salt prices\n\nA port worker said the salt was wet.\n"


def secret(**changes):
    words = "the salt was wet"
    hidden = made.contact(
        1, who="Marta Velde", how="Signal, Velde's own phone", said="I, Marta, saw it.", protected=True
    )
    whole = made.event(2, "contact.add", who="Marta Velde", how="Signal", said="I, Marta, saw it.", protected=True)
    claim = made.claim(
        1, words, TEXT, kind="paraphrase", source="Jonas Kray", source_id=4, status="verified", status_at=made.AT,
        status_by="Ines Holt", status_note="Velde and KRAY agree",
    )  # fmt: skip
    parts = {
        "attributions": (made.attribution(1, "Jonas Kray", 4, mention="A port worker"),),
        "contacts": (hidden,),
        "verdicts": (made.verdict(1, "verified", note="as marta velde told us"),),
        "history": (whole, made.event(3, "claim.mark", status="verified", was="unchecked", note="Marta   Velde")),
    }
    sources = (made.source(4, "Jonas Kray", protected=True, anonymous=True, aliases=("Jojo",), description="foreman"),)
    return replace(made.dossier(made.entry(claim, **parts), text=TEXT, sources=sources), **changes)


@pytest.mark.parametrize("render", FORMS)
def test_no_form_holds_a_protected_name(render):
    page = render(secret()).lower()
    for name in ("marta", "velde", "jonas", "kray", "jojo", "foreman"):
        assert name not in page


@pytest.mark.parametrize("render", FORMS)
def test_that_somebody_was_asked_is_still_told(render):
    page = render(secret())
    assert "a protected contact" in page
    assert "a protected source" in page
    assert "saw it." in page


def test_a_withdrawn_contact_stays_hidden_in_the_notes():
    base = secret()
    gone = replace(base.entries[0], contacts=())
    assert "velde" not in render_json(replace(base, entries=(gone,))).lower()


def test_the_article_and_the_archived_words_are_not_touched():
    text = TEXT.replace("A port worker", "Velde")
    base = secret()
    page = json.loads(render_json(replace(base, revision=replace(base.revision, text=text))))
    assert page["revision"]["text"] == text


def test_other_names_stand():
    page = render_html(made.example())
    assert "Tomas Berg" in page
    assert "Ada Rowe" in page


@pytest.mark.parametrize("render", FORMS)
def test_a_reader_learns_a_file_s_name_and_not_its_folder(render):
    path = "file:///home/ines/drafts%20of%20May/the%20record.pdf"
    held = made.capture(7, url=path, final_url=path)
    claim = made.claim(1, "the salt was wet", TEXT)
    exhibit = replace(made.exhibit(1, 1, "the salt was wet"), capture=held)
    dossier = made.dossier(made.entry(claim, exhibits=(exhibit,)), text=TEXT, captures=(held,))
    dossier = replace(dossier, references=tuple(replace(ref, url=path, canonical=path) for ref in dossier.references))
    page = render(dossier)
    assert "the record.pdf" in page
    assert "ines/" not in page
    assert "drafts" not in page
