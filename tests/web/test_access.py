"""WCAG 2.2 AA by axe, on every page, in light and dark, wide and narrow; and what axe cannot see."""

from __future__ import annotations

from typing import Any

import pytest

from factcheck.archive.options import FetchOptions, parse_allowed

from .conftest import STATEMENT, Served, Web

pytestmark = pytest.mark.browser

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
MINUTES = (
    "<html><head><title>Minutes of the council</title></head><body><article><h1>Minutes</h1><p>“We always planned for"
    " a year without the bridge,” Mayor Ada Rowe said.</p><p>The bridge carries 4,200 people every day.</p>"
    "<p>It is so said in the count of spring, which is kept in the old hall.</p></article></body></html>"
)


def worked_on(served: Served, web: Web) -> None:
    """Leave something of every kind on the desk: evidence, a comparison, a contact, statuses, a newer capture."""
    url = web.put("/minutes", MINUTES)
    options = FetchOptions(allow=frozenset({parse_allowed(web.address)}))
    with served.desk() as desk:
        desk.cite(1, url, stance="refutes", passage="We always planned", note="the clerk's copy", options=options)
        desk.mark(1, "disputed", "The minutes say always.")
        desk.cite(2, url, passage=STATEMENT, directness="primary")
        desk.contact(2, "Ada Rowe", "Yes, four thousand.", protected=True)
        desk.mark(2, "verified")
        desk.add_claim(text="It is an ugly bridge.")
        desk.mark(3, "checking")
        web.put("/minutes", MINUTES.replace("4,200", "2,400"))
        desk.recheck([1], options=options)
        desk.add_claim(parent=1, text="Nobody had planned for a year without the bridge")
        desk.skip(1, "headline")


PAGES = (
    "", "/article/bridge", "/claim/1", "/claim/2", "/claim/3", "/claim/3/suggestions", "/capture/1", "/capture/2",
    "/reference/1", "/references", "/sources", "/source/1", "/activity", "/charts", "/search?q=bridge", "/account",
    "/review?claim=1", "/claim/99", "/article/bridge/draft",
)  # fmt: skip


@pytest.mark.parametrize(
    "look",
    [
        {"color_scheme": "light", "viewport": {"width": 1360, "height": 860}},
        {"color_scheme": "dark", "viewport": {"width": 390, "height": 844}},
    ],
    ids=["light and wide", "dark and narrow"],
)
def test_axe_finds_nothing(here: Served, web: Web, window: Any, look: dict[str, Any]) -> None:
    worked_on(here, web)
    page = window(here, bypass_csp=True, **look)
    found = {path: violations(page) for path in PAGES if page.goto(f"/-/factcheck{path}")}
    page.goto("/-/factcheck/claim/3")
    for box in page.locator("details > summary").all():
        if box.is_visible():
            box.click()
    found["everything open"] = violations(page)
    page.locator("#claim-title").focus()
    page.keyboard.press("?")
    page.get_by_role("dialog").wait_for()
    found["the keys"] = violations(page)
    page.context.clear_cookies()
    page.goto("/-/factcheck/sign-in")
    found["sign in"] = violations(page)
    told = [f"{path}: {rule}" for path, rules in found.items() for rule in rules]
    assert not told, "\n".join(told)


def violations(page: Any) -> list[str]:
    from axe_playwright_python.sync_playwright import Axe

    results = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}})
    return [
        f"{rule['id']}: {node['target']} {node['html'][:160]}"
        for rule in results.response["violations"]
        for node in rule["nodes"][:3]
    ]


def test_every_control_is_reached_with_tab_and_shows_it(here: Served, window: Any) -> None:
    page = window(here)
    page.goto("/-/factcheck/claim/2")
    page.locator("body").focus()
    wanted = page.evaluate(
        """() => [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary")]
            .filter(node => node.checkVisibility()).length"""
    )
    reached = 0
    for _ in range(wanted + 5):
        page.keyboard.press("Tab")
        state = page.evaluate(
            """() => {
                const node = document.activeElement;
                if (!node || node === document.body) return null;
                const style = getComputedStyle(node);
                return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
            }"""
        )
        if state is None:
            break
        assert state, page.evaluate("document.activeElement.outerHTML.slice(0, 200)")
        reached += 1
    assert reached >= wanted - 2  # radio buttons of one group share a stop


def test_single_keys_can_be_turned_off(here: Served, window: Any) -> None:
    page = window(here)
    page.goto("/-/factcheck/claim/2")
    page.keyboard.press("?")
    page.get_by_label("Single keys act").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("c")
    page.wait_for_timeout(300)
    with here.desk() as desk:
        assert desk.claim(2).status == "unchecked"


def test_a_change_is_announced_and_the_focus_moves_to_the_next_claim(here: Served, window: Any) -> None:
    page = window(here)
    page.goto("/-/factcheck/claim/1")
    page.keyboard.press("u")
    page.keyboard.type("Rang twice.")
    page.keyboard.press("Enter")
    page.locator(".claim-pane[data-claim='2']").wait_for()
    assert page.locator("#said[aria-live=polite]").inner_text() == "Claim 1: unverifiable"
    assert page.evaluate("document.activeElement.id") == "claim-title"


def test_status_is_told_by_shape_and_word_as_well_as_colour(here: Served, web: Web, window: Any) -> None:
    worked_on(here, web)
    page = window(here)
    page.goto("/-/factcheck/article/bridge")
    shapes = {flag.locator("use").get_attribute("href") for flag in page.locator(".flag[data-flag]").all()}
    assert shapes == {"#i-disputed", "#i-verified", "#i-checking"} or "#i-needs-recheck" in shapes
    rules = page.locator(".prose mark").evaluate_all("nodes => nodes.map(n => getComputedStyle(n).textDecorationStyle)")
    assert len(set(rules)) == 3
