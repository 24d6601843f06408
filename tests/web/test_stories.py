"""Whole stories in a real browser: what a fact-checker does from signing in to closing an article."""

from __future__ import annotations

import re
from typing import Any

import pytest

from factcheck.desk.desk import Desk

from .conftest import QUOTE, STATEMENT, TEXT, Served, Web

pytestmark = pytest.mark.browser

MINUTES = """<!doctype html><html><head><title>Minutes of the council</title></head><body><article><h1>Minutes</h1>
<p>Mayor Ada Rowe opened the sitting. “We always planned for a year without the bridge,” Mayor Ada Rowe said.</p>
<p>According to the count of spring, the bridge carries 4,200 people every day, on foot and by cart.</p>
<p>The sitting was closed at noon, and the next one is to be held in the old hall.</p></article></body></html>"""


def pane(page: Any) -> Any:
    return page.locator(".claim-pane")


def select(page: Any, words: str) -> None:
    """Select words in the article as a mouse would."""
    page.evaluate(
        """words => {
            for (const piece of document.querySelectorAll(".piece")) {
                const walker = document.createTreeWalker(piece, NodeFilter.SHOW_TEXT);
                for (let node; (node = walker.nextNode());) {
                    const at = node.data.indexOf(words);
                    if (at < 0) continue;
                    getSelection().setBaseAndExtent(node, at, node, at + words.length);
                    return;
                }
            }
        }""",
        words,
    )


def test_from_signing_in_to_closing(here: Served, web: Web, window: Any) -> None:
    url = web.put("/minutes", MINUTES)
    text = TEXT.replace("bridge", "pier")
    page = window(here)

    # add an article by pasting, and record its claims by selecting words
    page.get_by_label("Paste its text").fill(text)
    page.get_by_label("find the claims").uncheck()
    page.get_by_role("button", name="Add the article").click()
    page.get_by_role("heading", level=1, name="Harbour pier to close").wait_for()
    assert "0 of 4 sentences" in page.locator("#progress").inner_text()
    select(page, QUOTE.replace("bridge", "pier"))
    page.get_by_role("button", name="Quote", exact=True).click()
    page.wait_for_url("**/claim/3")
    select(page, STATEMENT.replace("bridge", "pier"))
    page.keyboard.press("a")
    page.wait_for_url("**/claim/4")
    with here.desk() as desk:
        assert desk.claim(3).text == QUOTE.replace("bridge", "pier")
        assert desk.claim(4).text == STATEMENT.replace("bridge", "pier")
        assert {event.actor for event in desk.log(limit=3)} == {"ann"}

    # cite a page: the source's words differ, the gate refuses, and the quote is disputed
    page.keyboard.press("k")
    page.wait_for_url("**/claim/3")
    page.keyboard.press("e")
    page.get_by_label("Address", exact=True).fill(url)
    page.get_by_label("refute it").check()
    page.get_by_role("button", name="Archive and cite").click()
    page.locator(".comparison.l-altered").wait_for()
    assert "always" in page.locator(".comparison ins").first.inner_text()
    assert "never" in page.locator(".comparison del").first.inner_text()
    page.locator("h2#claim-title").focus()
    page.keyboard.press("v")
    page.locator("#refused").wait_for()
    assert "supporting passage" in page.locator("#refused").inner_text()
    page.locator("h2#claim-title").focus()
    page.keyboard.press("d")
    page.keyboard.type("The minutes say always.")
    page.keyboard.press("Enter")
    page.wait_for_url("**/claim/4")  # the next open claim
    with here.desk() as desk:
        assert desk.claim(3).status == "disputed"
        assert desk.claim(3).status_note == "The minutes say always."

    # verify another, undo it, verify it again
    page.keyboard.press("e")
    page.get_by_label("Address", exact=True).fill(url)
    page.get_by_label("The words that bear on it").fill("carries 4,200 people every day")
    page.get_by_role("button", name="Archive and cite").click()
    page.locator(".exhibit.supports").wait_for()
    page.get_by_text("The gate is open").wait_for()
    page.locator("h2#claim-title").focus()
    page.keyboard.press("v")
    page.get_by_text("No claim is open any more").wait_for()
    page.keyboard.press("z")
    page.locator(".claim-pane[data-status=unchecked]").wait_for()
    page.keyboard.press("v")
    page.locator(".claim-pane[data-status=verified]").wait_for()

    # the article cannot be closed while sentences are open; skip them, then close
    page.get_by_text("More", exact=True).click()
    page.get_by_role("button", name="Close the article").click()
    assert "not accounted for" in page.get_by_role("heading", level=1).inner_text()
    page.go_back()
    for left in (1, 0):
        page.locator("a.flag.open").first.click()
        page.get_by_role("button", name="Skip the sentence").click()
        page.get_by_text(f"{4 - left} of 4 sentences").wait_for()
    page.get_by_text("4 of 4 sentences").wait_for()
    page.get_by_text("More", exact=True).click()
    page.get_by_role("button", name="Close the article").click()
    page.locator(".article-head .closed").wait_for()
    page.get_by_role("link", name="Report").click()
    assert "The minutes say always." in page.locator("body").inner_text()


def test_a_key_may_come_before_the_browser_tells_of_the_selection(here: Served, window: Any) -> None:
    with here.desk() as desk:
        article = desk.add_article("ferry.txt", content=TEXT.replace("bridge", "ferry").encode(), extract=False).article
    page = window(here)
    page.goto(f"{here.base}/-/factcheck/article/{article.id}")
    page.evaluate(
        """() => {
            const piece = document.querySelector(".piece");
            getSelection().selectAllChildren(piece);
            document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "a", bubbles: true }));
        }"""
    )
    page.wait_for_url("**/claim/3")


def test_with_the_keyboard_alone(served: Served, web: Web, window: Any) -> None:
    url = web.put("/minutes", MINUTES)
    with served.desk() as desk:
        desk.fetch([url], options=_allowing(web))
    page = window(served, who=None)
    page.goto(served.link("bo"))
    page.locator("button:focus", has_text="Go to the desk").wait_for()
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Articles").wait_for()
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.closest('.articles') !== null"):
            break
    page.keyboard.press("Enter")
    page.locator("#worklist").wait_for()
    page.keyboard.press("j")
    page.wait_for_url("**/claim/1")
    page.keyboard.press("J")
    page.wait_for_url("**/claim/2")
    page.locator("[data-suggestion='1']").wait_for()  # they come by themselves, and one key takes one up
    page.keyboard.press("1")
    page.locator(".exhibit.supports").wait_for()
    page.keyboard.press("v")
    page.wait_for_url("**/claim/1")
    page.keyboard.press("u")
    page.keyboard.type("Asked the mayor's office twice.")
    page.keyboard.press("Enter")
    page.get_by_text("No claim is open any more").wait_for()
    page.keyboard.press("?")
    page.get_by_role("dialog").wait_for()
    page.keyboard.press("Escape")
    page.keyboard.press("w")
    page.locator("#worklist").wait_for()
    with served.desk() as desk:
        assert [claim.status for claim in desk.claims()] == ["unverifiable", "verified"]
        assert {claim.status_by for claim in desk.claims()} == {"bo"}


def _allowing(web: Web) -> Any:
    from factcheck.archive.options import FetchOptions, parse_allowed

    return FetchOptions(allow=frozenset({parse_allowed(web.address)}))


def test_on_a_phone(here: Served, window: Any) -> None:
    page = window(here, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page.goto("/-/factcheck/claim/2")
    assert _overflow(page) == 0
    assert page.locator(".decision").first.bounding_box()["height"] >= 44
    page.get_by_text("Not checkable", exact=False).first.tap()
    page.get_by_label("Why? Opinion").fill("rhetoric")
    page.locator(".decision-note[open] button.main").tap()
    page.locator(".claim-pane[data-claim='1']").wait_for()
    page.get_by_role("link", name="All claims").tap()
    page.locator("#worklist").wait_for()
    for path in ("", "/references", "/sources", "/charts", "/activity", "/account", "/search?q=bridge"):
        page.goto(f"/-/factcheck{path}")
        assert _overflow(page) == 0, path


def _overflow(page: Any) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def test_two_people_see_each_others_change(here: Served, window: Any) -> None:
    ann, bo = window(here, "ann"), window(here, "bo")
    for page in (ann, bo):
        page.goto("/-/factcheck/claim/2")
    ann.keyboard.press("n")
    ann.keyboard.type("a figure of speech")
    ann.keyboard.press("Enter")
    ann.wait_for_url("**/claim/1")
    bo.keyboard.press("u")
    bo.keyboard.type("nobody counts them")
    bo.keyboard.press("Enter")
    bo.locator("#refused").wait_for()
    told = bo.locator("#refused").inner_text()
    assert "It is now “Not checkable”, set by ann with the note “a figure of speech”" in told
    assert "You wanted “Unverifiable”" in told
    assert "not checkable" in pane(bo).locator("h2").inner_text().lower()  # the new state is shown
    with here.desk() as desk:
        assert desk.claim(2).status_by == "ann"
    assert bo.locator("#note-unverifiable").input_value() == "nobody counts them"  # and what was typed is kept
    bo.keyboard.press("Enter")  # having seen it, bo may decide otherwise
    bo.wait_for_url("**/claim/1")
    with here.desk() as desk:
        assert desk.claim(2).status_by == "bo"
    for page in (ann, bo):
        page.goto("/-/factcheck/claim/2")
    bo.keyboard.press("p")
    bo.locator("#contact-who").fill("Ada Rowe")
    bo.get_by_label("What they said").fill("I never count them.")
    ann.keyboard.press("c")
    pane(ann).locator("h2", has_text="Being checked").wait_for()
    bo.get_by_role("button", name="Log it").click()
    bo.locator("#refused").wait_for()
    assert bo.get_by_label("What they said").input_value() == "I never count them."
    bo.get_by_role("button", name="Log it").click()
    bo.locator(".exhibit.contact", has_text="I never count them.").wait_for()


def test_what_another_does_comes_up_by_itself(here: Served, window: Any) -> None:
    page = window(here)
    page.goto("/-/factcheck/article/bridge")
    with here.desk("bo") as desk:
        desk.mark(2, "unverifiable", "tried")
    page.locator("[data-flag='2'].s-unverifiable").wait_for()


def test_a_reference_is_fetched_while_the_page_tells_how_it_goes(here: Served, web: Web, window: Any) -> None:
    url = web.put("/minutes", MINUTES)
    page = window(here)
    page.goto("/-/factcheck/references")
    page.get_by_label("Archive an address").fill(url)
    page.get_by_role("button", name="Archive").click()
    page.wait_for_url("**/capture/1")
    assert "carries 4,200 people" in page.locator(".archived").inner_text()
    web.put("/minutes", MINUTES.replace("4,200", "2,400"))
    page.get_by_role("button", name="Fetch it anew").click()
    page.wait_for_url("**/reference/1")
    assert page.locator(".changes ins").first.inner_text() == "2,400"


def test_a_form_that_fails_keeps_what_is_in_it(here: Served, web: Web, window: Any) -> None:
    page = window(here)
    page.goto("/-/factcheck")
    page.get_by_label("Title").fill("The tower")
    page.get_by_label("or give its address").fill(f"http://{web.address}/nowhere")
    page.get_by_role("button", name="Add the article").click()
    alert = page.get_by_role("alert")
    alert.wait_for()
    assert "404" in alert.inner_text()
    assert page.get_by_label("Title").input_value() == "The tower"


def test_without_scripts_everything_works_by_forms(here: Served, window: Any) -> None:
    page = window(here, java_script_enabled=False)
    page.goto("/-/factcheck/article/bridge")
    page.locator(".rows a").nth(1).click()
    page.locator("summary", has_text="Unverifiable").click()
    page.get_by_label("What was tried?").fill("Rang twice.")
    page.locator(".decision-note[open] button.main").click()
    page.wait_for_url("**/claim/1")
    assert "Claim 2: unverifiable" in page.locator("#said").inner_text()
    page.locator("form[data-decide=verified] button").click()
    assert "cannot be verified" in page.get_by_role("heading", level=1).inner_text()
    page.goto("/-/factcheck/claim/1")
    with here.desk("bo") as desk:
        desk.mark(1, "checking")
    page.locator("summary", has_text="Unverifiable").click()
    page.get_by_label("What was tried?").fill("Wrote twice.")
    page.locator(".decision-note[open] button.main").click()
    page.get_by_role("button", name="Set “Unverifiable” all the same").click()  # bo was first
    assert "Claim 1: unverifiable" in page.locator("#said").inner_text()


def test_a_right_to_left_text_and_long_names_hold_the_page(here: Served, window: Any) -> None:
    with here.desk() as desk:
        text = "العنوان هنا\n\nقال المتحدث إن الجسر مغلق اليوم.\n"
        added = desk.add_article("rtl.txt", content=text.encode(), extract=False)
        desk.add_claim(added.article, text="قال المتحدث إن الجسر مغلق اليوم.", source="N" * 300)
    page = window(here, viewport={"width": 390, "height": 844})
    page.goto("/-/factcheck/claim/3")
    assert _overflow(page) == 0
    assert page.locator(".words").evaluate("node => getComputedStyle(node).direction") == "rtl"


def test_five_hundred_claims_in_one_article(here: Served, window: Any) -> None:
    lines = [f"Sentence number {n} says that {n} carts crossed the bridge." for n in range(500)]
    with here.desk() as desk:
        added = desk.add_article("long.txt", content="\n\n".join(lines).encode(), extract=False)
        _add_many(desk, added.article.id, lines)
    page = window(here)
    page.goto("/-/factcheck/article/long")
    assert page.locator(".rows li").count() == 500
    page.locator(".rows a").nth(250).click()
    page.locator(".claim-pane").wait_for()
    assert re.search(r"251 of 500", page.locator(".pane-nav").inner_text())


def _add_many(desk: Desk, article: int, lines: list[str]) -> None:
    with desk.unchanged(1, None):  # one transaction
        for line in lines:
            desk.add_claim(article, text=line)


def test_a_skipped_sentence_is_taken_back_with_one_key(here: Served, window: Any) -> None:
    page = window(here)
    page.goto("/-/factcheck/article/bridge")
    page.locator("a.flag.open").first.click()
    page.get_by_role("button", name="Skip the sentence").click()
    page.get_by_text("Sentence skipped").wait_for()
    assert page.locator("a.flag.open").count() == 1
    page.keyboard.press("z")
    page.get_by_text("Took back").wait_for()
    page.locator("a.flag.open").nth(1).wait_for()


def test_a_new_draft_comes_in_and_tells_what_became_of_the_claims(here: Served, window: Any) -> None:
    with here.desk() as desk:
        desk.mark(2, "unverifiable", "no count is public")
    draft = TEXT.replace("4,200", "4,300").replace("It is an ugly bridge.", "The ferry runs every day.")
    page = window(here)
    page.goto("/-/factcheck/article/bridge")
    page.get_by_text("More", exact=True).click()
    page.get_by_role("link", name="Bring in a new draft").click()
    page.get_by_label("Paste the whole text").fill(TEXT)
    page.get_by_role("button", name="Bring in the draft").click()
    page.get_by_text("this is the text that bridge has already").wait_for()
    page.get_by_label("Paste the whole text").fill(draft)
    page.get_by_role("button", name="Bring in the draft").click()
    page.get_by_text("Revision 2: 1 claim kept").wait_for()
    assert "1 changed (2)" in page.locator("#said").inner_text()
    assert "The ferry runs every day." in page.locator(".prose").inner_text()
    with here.desk() as desk:
        assert desk.claim(2).status == "needs_recheck"
        assert "4,300 people" in desk.claim(2).text


def test_what_is_typed_at_once_after_a_key_goes_into_its_field(here: Served, window: Any) -> None:
    page = window(here)
    page.goto("/-/factcheck/claim/2")
    page.keyboard.press("e")
    page.keyboard.type("https://council.example/minutes")
    page.wait_for_timeout(200)
    assert page.get_by_label("Address", exact=True).input_value() == "https://council.example/minutes"
    assert page.evaluate("document.activeElement.id") == "cite-url"


def test_words_are_selected_to_the_letter(here: Served, window: Any) -> None:
    """Characters beyond the first plane, hidden ones and marks before the words must not shift them."""
    text = "Head 𝄞 line\n\n\U0001f6b2 Carts \u202eturn\u202c here, and the 𝄞 band plays. The clerk counted them all.\n"
    with here.desk() as desk:
        added = desk.add_article("odd.txt", content=text.encode(), extract=False)
        desk.add_claim(added.article, text="the 𝄞 band plays")
    page = window(here)
    for words in ("The clerk counted", "here, and", "Carts"):
        page.goto("/-/factcheck/article/odd")
        select(page, words)
        page.get_by_role("button", name="Paraphrase").click()
        page.wait_for_url("**/claim/*")
        with here.desk() as desk:
            made = desk.claim(int(page.url.rsplit("/", 1)[1]))
            assert made.text == words.strip()
            assert desk.revision(added.article).text[made.start : made.end] == words.strip()
