"""Attackers: text that would run script, forged requests, SQL where none belongs, another's site."""

from __future__ import annotations

import subprocess
import sys
from typing import Any
from urllib.parse import quote, urlencode

import pytest

from factcheck.desk.desk import Desk
from factcheck.web.site import cookie_name

from .conftest import PYTHONS, ROOT, STATEMENT, Served, Web, serving, version_of

SCRIPTS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(2)>",
    '"><svg onload=alert(3)>',
    "</textarea></style></title><script>alert(4)</script>",
    "javascript:alert(5)",
    "{{ 7*7 }}{% print(1) %}",
)
HIDDEN = "turned \u202eround\u202c and\u200b hidden \u0007 bell"


def hostile_page(web: Web) -> str:
    """Put up a page with script wherever a page can have some."""
    attacks = "".join(f"<p>Before {item} after, a hostile passage of some length.</p>" for item in SCRIPTS)
    html = (
        f"<html><head><title>Title {SCRIPTS[0]} {SCRIPTS[1]}</title><script>alert(6)</script>"
        f'<meta http-equiv="refresh" content="0;url=javascript:alert(7)"></head><body onload="alert(8)"><article>'
        f"<h1>Head {HIDDEN}</h1>{attacks}<p>Ada Rowe paid 900 crowns for the {SCRIPTS[1]} bridge.</p>"
        f'<a href="javascript:alert(9)" target="_top">x</a><form action="http://evil.example"><button>go</button></form>'
        f"<iframe srcdoc='<script>parent.alert(10)</script>'></iframe></article></body></html>"
    )
    return web.put("/hostile", html)


def fill_with_attacks(desk: Desk, url: str, web: Web) -> None:
    from factcheck.archive.options import FetchOptions, parse_allowed

    text = "\n\n".join([f"Headline {SCRIPTS[0]}", *(f"He said {item} aloud {HIDDEN}." for item in SCRIPTS)])
    added = desk.add_article("evil.txt", content=text.encode(), title=f"Title {SCRIPTS[2]}", extract=False)
    for item in SCRIPTS:
        desk.add_claim(added.article, text=f"He said {item} aloud", source=f"Source {item}")
    options = FetchOptions(allow=frozenset({parse_allowed(web.address)}))
    desk.cite(3, url, passage="a hostile passage of some length", note=f"note {SCRIPTS[1]}", options=options)
    desk.contact(3, f"Who {SCRIPTS[0]}", f"Said {SCRIPTS[1]}", how=f"how {SCRIPTS[2]}")
    desk.edit_source("Ada Rowe", description=f"about {SCRIPTS[3]}", add_alias=[f"alias {SCRIPTS[0]}"])
    desk.mark(3, "unverifiable", f"noted {SCRIPTS[3]}")
    desk.add_claim(parent=3, text=f"child {SCRIPTS[0]}")


PAGES = (
    "", "/article/evil", "/claim/3", "/claim/3/suggestions", "/capture/1", "/reference/1", "/references", "/sources",
    "/source/1", "/source/2", "/activity", "/charts?article=evil", "/search?q=hostile", "/review?claim=3",
    "/article/evil/report", f"/search?q={quote(SCRIPTS[0])}", f"/claim/{quote(SCRIPTS[1], safe='')}",
    f"/article/evil?status={quote(SCRIPTS[2])}&source={quote(SCRIPTS[3])}", f"/sign-in?next={quote(SCRIPTS[4])}",
    f"/sign-in?token={quote(SCRIPTS[2])}", "/article/evil/draft",
)  # fmt: skip


@pytest.mark.browser
def test_text_from_outside_never_runs(here: Served, web: Web, window: Any) -> None:
    url = hostile_page(web)
    with here.desk() as desk:
        fill_with_attacks(desk, url, web)
        digest = desk.capture(1).body_sha256
    page = window(here)
    tables = ("/story", "/story/claims", "/story/captures", "/story/sources", "/story/events", "/story/evidence/1")
    for path in (*(f"/-/factcheck{path}" for path in PAGES), *tables, f"/-/factcheck/capture/{digest}/page"):
        answer = page.goto(path)
        assert answer is not None
        assert answer.status < 500, path
        page.wait_for_timeout(30)
    page.goto("/-/factcheck/capture/1")
    page.locator(".original summary").click()
    page.wait_for_timeout(300)
    page.goto("/-/factcheck/claim/3")
    page.locator("#suggestions .count:not(:empty)").wait_for(state="attached")  # they come by themselves
    page.goto("/-/factcheck/article/evil")
    assert page.locator(".hidden-char", has_text="U+202E").count() > 0


@pytest.mark.browser
def test_a_script_that_got_into_a_page_could_not_run(here: Served, window: Any) -> None:
    page = window(here)
    for path in ("/-/factcheck", "/story", "/story/claims"):
        page.goto(path)
        page.evaluate(
            """() => {
                const inline = document.createElement("script");
                inline.textContent = "window.pwned = 1";
                const image = document.createElement("div");
                image.innerHTML = "<img src=x onerror='window.pwned = 1'>";
                document.body.append(inline, image);
            }"""
        )
        page.wait_for_timeout(100)
        assert page.evaluate("window.pwned") is None, path


@pytest.mark.browser
def test_the_archived_page_is_another_origin(here: Served, web: Web, window: Any) -> None:
    with here.desk() as desk:
        from factcheck.archive.options import FetchOptions, parse_allowed

        desk.obtain(hostile_page(web), options=FetchOptions(allow=frozenset({parse_allowed(web.address)})))
    page = window(here)
    page.goto("/-/factcheck/capture/1")
    page.locator(".original summary").click()
    frame = page.frame_locator("iframe")
    frame.locator("h1").wait_for()
    inner = next(item for item in page.frames if item.url.endswith("/page"))
    assert inner.evaluate("self.origin") == "null"


def test_captures_are_downloads_that_nothing_runs_or_sniffs(served: Served) -> None:
    with served.desk() as desk:
        kept = desk.keep_upload("evil.html", b"<script>alert(1)</script>")
    answer = served.get(f"/capture/{kept.body_sha256}")
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-security-policy"].startswith("sandbox")
    page = served.get(f"/capture/{kept.body_sha256}/page")
    assert page.headers["content-security-policy"].startswith("sandbox; default-src 'none'")


FORGERIES = {
    "no token": ({}, {}),
    "another's token": ({"csrftoken": "0" * 64}, {}),
    "another origin": (None, {"Origin": "http://evil.example"}),
    "no origin": (None, {"Origin": "null"}),
    "another site": (None, {"Sec-Fetch-Site": "cross-site"}),
    "a sister site": (None, {"Sec-Fetch-Site": "same-site"}),
}


@pytest.mark.parametrize("forgery", FORGERIES)
def test_a_forged_post_changes_nothing(here: Served, forgery: str) -> None:
    fields, headers = FORGERIES[forgery]
    session = here.people.enter(here.people.link("ann"))
    values = {"csrftoken": session.csrf()} if fields is None else fields
    body = urlencode(values | {"claim": "2", "status": "unverifiable", "note": "x"})
    before = here.events()
    answer = here.ask("POST", "/-/factcheck/mark", body, headers, f"{cookie_name(here.path)}={session.token}")
    assert answer.status == 403
    assert here.events() == before


def test_nothing_is_written_by_reading(served: Served) -> None:
    before = served.events()
    cookie = served.cookie("ann")
    for method in ("GET", "HEAD", "PUT", "DELETE", "PATCH"):
        answer = served.ask(method, "/-/factcheck/mark?claim=2&status=unverifiable&note=x", cookie=cookie)
        assert answer.status == 405
    assert served.events() == before


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "", "localhost@evil.example", "[::1]x"])
def test_a_foreign_host_is_refused(here: Served, host: str) -> None:
    assert here.ask("GET", "/-/factcheck/sign-in", headers={"Host": host}).status == 421


def test_every_answer_has_a_policy(served: Served) -> None:
    cookie = served.cookie("ann")
    for path in ("/", "/story", "/-/factcheck", "/-/factcheck/nothing", "/nothing", "/-/factcheck/static/x/desk.js"):
        policy = served.ask("GET", path, cookie=cookie).headers["content-security-policy"]
        assert "frame-ancestors 'none'" in policy, path
        assert "'unsafe-inline'" not in policy.split("style-src")[0], path  # no inline script


SQL = ("1 OR 1=1", "1; DROP TABLE events", "' OR ''='", "-1", "99999999999999999999", "1e3", "\x00", "%27")
READ = {
    "": ("page",),
    "/article/bridge": ("status", "kind", "source", "risk", "only", "claim"),
    "/references": ("page", "article"),
    "/sources": ("page", "article", "q"),
    "/search": ("q",),
    "/activity": ("article", "actor"),
    "/charts": ("article",),
    "/article/bridge/state.json": ("since",),
    "/review": ("claim",),
    "/sign-in": ("next", "token"),
}
WRITTEN = {
    "/mark": ("claim", "status", "if_seq"),
    "/article/bridge/claim": ("start", "end", "kind", "source", "parent"),
    "/article/bridge/skip": ("sentence",),
    "/article/bridge/policy": ("policy",),
    "/claim/1/cite": ("capture", "stance", "directness"),
    "/claim/1/edit": ("kind", "parent", "if_seq"),
    "/claim/1/merge": ("other",),
    "/source/1/edit": ("kind",),
    "/source/1/merge": ("other",),
    "/evidence/1/withdraw": ("claim",),
}


@pytest.mark.parametrize("attack", SQL)
def test_sql_in_every_parameter(here: Served, attack: str) -> None:
    spelled = quote(attack, safe="")
    with here.desk() as desk:
        claims = desk.claims()
    for path, names in READ.items():
        for name in names:
            assert here.get(f"{path or '/'}?{name}={spelled}").status < 500, (path, name)
    for path in ("/claim/", "/capture/", "/source/", "/reference/", "/article/", "/job/"):
        assert here.get(path + spelled).status in (200, 400, 404), path
    for path, names in WRITTEN.items():
        for name in names:
            valid = {"text": STATEMENT, "status": "checking", "claim": "2"} if name == "source" else {}
            assert here.post(path, **(valid | {name: attack})).status < 500, (path, name)
    with here.desk() as desk:
        assert desk.claims()[: len(claims)] == claims
        assert desk.audit().ok


def test_a_huge_form_is_refused(here: Served) -> None:
    answer = here.ask("POST", "/-/factcheck/mark", b"note=" + b"x" * 4_100_000, cookie=here.cookie("ann"))
    assert answer.status == 413
    many = "&".join(f"a{number}=1" for number in range(1000))
    assert here.ask("POST", "/-/factcheck/mark", many, cookie=here.cookie("ann")).status == 400


KIT = ROOT.parent / "shared" / "eval" / "hostile" / "serve_check.py"


@pytest.mark.parametrize("which", PYTHONS)
def test_the_hostile_kits_attacks_are_held_off(which: str, story: Any, web: Web) -> None:
    if not KIT.exists():
        pytest.skip("the hostile kit is not here (../shared/eval)")
    if version_of(PYTHONS[which]) is None:
        pytest.skip(f"no Datasette {which} with the desk here")
    with serving(story, PYTHONS[which]) as running:
        with running.desk() as desk:
            digest = desk.keep_upload("a.txt", b"archived words").body_sha256
        database = "story" if which == "0.65" else "story/-/query"  # 1.x answers SQL there
        command = [sys.executable, KIT, "--base", running.base, "--db", database, "--actor", "ann"]
        command += ["--cookie", running.cookie("ann"), "--mark", "/-/factcheck/mark", "--form", "/-/factcheck/review"]
        command += ["--mark-data", "claim=2&status=not_checkable&note=opinion"]
        command += ["--capture", f"/-/factcheck/capture/{digest}", "--capture", f"/-/factcheck/capture/{digest}/page"]
        command += ["--state-sql", "SELECT count(*), max(hash) FROM events"]
        command += ["--actor-sql", "SELECT actor FROM events ORDER BY seq DESC LIMIT 1"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr


def test_the_report_over_http_can_reach_nothing(here: Served) -> None:
    answer = here.get("/article/bridge/report")
    assert answer.headers["content-security-policy"].startswith("sandbox")
    assert "script-src" not in answer.headers["content-security-policy"]


def test_datasettes_own_ways_to_write_are_closed(served: Served) -> None:
    before = served.events()
    cookie, json_type = served.cookie("ann"), {"Content-Type": "application/json"}
    token = {"Authorization": f"Bearer {served.people.token('ann', 'x')}"} | json_type
    row = '{"row": {"name": "x", "kind": "unknown", "seq": 1, "uid": "x"}, "rows": [], "table": "t", "sql": "select 1"}'
    paths = ("/story/sources/-/insert", "/story/-/create", "/story/-/execute-write", "/story/sources/1/-/delete")
    for path in (*paths, "/story/sources/1/-/update", "/story/sources/-/drop", "/story/sources/-/upsert"):
        assert served.ask("POST", path, row, json_type, cookie).status >= 400, path
        assert served.ask("POST", path, row, token).status >= 400, path
    assert served.events() == before


def test_a_capture_cannot_choose_how_it_is_served(here: Served, web: Web) -> None:
    from factcheck.archive.options import FetchOptions, parse_allowed

    url = web.put("/odd", "<p>Some words of a page.</p>", "text/html; charset=utf-8; x=<script>")
    with here.desk() as desk:
        held = desk.obtain(url, options=FetchOptions(allow=frozenset({parse_allowed(web.address)})))
    page = here.get(f"/capture/{held.body_sha256}/page")
    assert page.headers["content-type"] == "text/html; charset=utf-8"


def test_the_report_of_a_hostile_article_is_inert(here: Served, web: Web, tmp_path: Any) -> None:
    kit = KIT.with_name("output_check.py")
    if not kit.exists():
        pytest.skip("the hostile kit is not here (../shared/eval)")
    url = hostile_page(web)
    with here.desk() as desk:
        fill_with_attacks(desk, url, web)
    page = tmp_path / "report.html"
    page.write_text(here.get("/article/evil/report").text, encoding="utf-8")
    done = subprocess.run([sys.executable, kit, "html", page], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
