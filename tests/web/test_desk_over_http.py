"""What the server holds to, whatever the page says: roles, tokens, conflicts, the gate; in both Datasettes."""

from __future__ import annotations

import json
import re
import stat
import time
from pathlib import Path
from urllib.parse import urlencode

import pytest

from factcheck.desk.desk import Desk
from factcheck.store.people import PeopleFile
from factcheck.web.site import cookie_name

from .conftest import PYTHONS, SECRET, Served, Web, serving, version_of


def test_nobody_comes_in_without_signing_in(served: Served) -> None:
    page = served.ask("GET", "/-/factcheck/claim/1", headers={"Accept": "text/html"})
    assert page.status == 303
    assert page.headers["location"] == "/-/factcheck/sign-in?next=%2F-%2Ffactcheck%2Fclaim%2F1"
    for path in ("/-/factcheck/claim/1.json", "/story.json?sql=select+1", "/story", "/story/contacts.json"):
        assert served.ask("GET", path).status == 401, path
    assert served.ask("GET", "/-/factcheck/sign-in").status == 200


def test_a_link_signs_in_once(served: Served) -> None:
    token = served.people.link("ann")
    first = served.ask("POST", "/-/factcheck/sign-in", urlencode({"token": token, "next": "/-/factcheck/claim/2"}))
    assert first.status == 303
    assert first.headers["location"] == "/-/factcheck/claim/2"
    cookie = first.headers["set-cookie"]
    assert "httponly" in cookie.lower()
    assert "samesite=lax" in cookie.lower()
    assert served.ask("GET", "/-/factcheck/claim/2", cookie=cookie.split(";")[0]).status == 200
    assert served.ask("POST", "/-/factcheck/sign-in", urlencode({"token": token})).status == 403


def test_signing_in_leads_to_no_other_site(served: Served) -> None:
    for there in (
        "https://evil.example/",
        "//evil.example",
        "/-/factcheck//evil.example",
        "/-/factcheck\\evil",
        "/story",
    ):
        body = urlencode({"token": served.people.link("ann"), "next": there})
        assert served.ask("POST", "/-/factcheck/sign-in", body).headers["location"] == "/-/factcheck", there


def test_a_password_signs_in_and_failures_slow_down(here: Served) -> None:
    here.people.add("bo", "checker", "a bridge too far")
    wrong = urlencode({"name": "bo", "password": "a guess or two"})
    right = urlencode({"name": "bo", "password": "a bridge too far"})
    assert here.ask("POST", "/-/factcheck/sign-in", right).status == 303
    assert here.ask("POST", "/-/factcheck/sign-in", wrong).status == 403
    for _ in range(9):  # as if ten had failed by now, so that the wait outlasts this test
        PeopleFile(here.people.path).failed("name bo", int(time.time()), forget=3600)
    assert here.ask("POST", "/-/factcheck/sign-in", wrong).status == 429
    assert here.ask("POST", "/-/factcheck/sign-in", right).status == 429  # even the right one has to wait
    assert stat.S_IMODE(here.people.path.stat().st_mode) == 0o600
    assert b"a bridge too far" not in here.people.path.read_bytes()


def test_the_person_signed_in_is_the_actor_in_the_log(served: Served) -> None:
    answer = served.post("/mark", "bo", claim=2, status="unverifiable", note="tried", actor="ann", by="ann")
    assert answer.status == 200
    assert answer.json()["next"] == 1
    with served.desk() as desk:
        event = desk.log(limit=1)[0]
        assert (event.actor, event.action, event.seq) == ("bo", "claim.mark", answer.json()["seq"])


WRITES = {
    "/mark": {"claim": 2, "status": "unverifiable", "note": "tried"},
    "/undo": {},
    "/article/add": {"text": "A new text that is long enough."},
    "/article/bridge/skip": {"sentence": 1, "reason": "headline"},
    "/article/bridge/claim": {"text": "an ugly bridge"},
    "/article/bridge/policy": {"policy": "newsroom"},
    "/article/bridge/draft": {"text": "A new text that is long enough."},
    "/article/bridge/close": {},
    "/article/bridge/reopen": {},
    "/article/bridge/sign": {},
    "/article/bridge/check": {},
    "/claim/1/sign": {},
    "/claim/1/edit": {"kind": "paraphrase"},
    "/claim/1/split": {"at": "for a year"},
    "/claim/1/merge": {"other": 2},
    "/claim/1/cut": {"reason": "twice"},
    "/claim/1/cite": {"url": "https://example.org/"},
    "/claim/1/accept": {"capture": 1, "passage": "x"},
    "/claim/1/contact": {"who": "Ada Rowe", "said": "yes"},
    "/claim/1/check": {},
    "/evidence/1/withdraw": {"claim": 1, "reason": "wrong"},
    "/reference/1/fetch": {},
    "/reference/add": {"url": "https://example.org/"},
    "/source/1/edit": {"name": "A. Rowe"},
    "/source/1/merge": {"other": "x"},
    "/account/token": {"label": "mine"},
    "/people/add": {"name": "eve", "role": "editor"},
    "/people/remove": {"name": "bo"},
}


def test_a_viewer_writes_nothing(here: Served) -> None:
    before = here.events()
    for path, fields in WRITES.items():
        assert here.post(path, "vi", **fields).status == 403, path
    assert here.events() == before
    assert {member.name for member in here.people.everybody()} == {"ann", "bo", "sam", "vi"}


def test_every_write_is_named_here() -> None:
    from factcheck.web.routes import ROUTES

    written = {route.pattern.pattern for route in ROUTES if route.right is not None and not route.open_to_all}
    tried = {pattern for pattern in written for path in WRITES if re.fullmatch(pattern, path)}
    assert written - tried == {"/sign-out", "/account/token/revoke"}  # a viewer may do these


@pytest.mark.parametrize(
    ("who", "path", "status"),
    [
        ("bo", "/article/bridge/close", 403),
        ("sam", "/article/bridge/close", 403),
        ("bo", "/article/bridge/sign", 403),
        ("bo", "/people/add", 403),
        ("bo", "/article/bridge/policy", 403),
        ("ann", "/people/remove", 403),  # not oneself
    ],
)
def test_roles_are_held_to(here: Served, who: str, path: str, status: int) -> None:
    fields = {"policy": "newsroom", "name": who, "role": "editor"}
    assert here.post(path, who, **fields).status == status


def test_only_an_editor_passes_the_gate(here: Served) -> None:
    fields = {"claim": 2, "status": "verified", "override": "1", "note": "the deadline"}
    assert here.post("/mark", "bo", **fields).status == 403
    assert here.post("/mark", "ann", **fields).status == 200
    with here.desk() as desk:
        assert desk.claim(2).overridden


def test_the_gate_says_what_is_missing(served: Served) -> None:
    answer = served.post("/mark", claim=2, status="verified")
    assert answer.status == 422
    assert answer.json()["missing"] == ["a supporting passage that stands in an archived capture"]


def test_quoted_words_in_a_paraphrase_are_compared_and_asked_for(here: Served, tmp_path: Path) -> None:
    page = tmp_path / "minutes.txt"
    page.write_text("She called the harbor plan ambitious.\n", encoding="utf-8")
    with here.desk() as desk:
        desk.add_article(
            "harbor.txt", content="Mayor Orla Venn called the harbor plan “reckless” on Monday.\n".encode()
        )
        claim = next(item for item in desk.claims() if item.kind == "paraphrase")
        desk.cite(claim, page, passage="She called the harbor plan ambitious")
    told = here.get(f"/claim/{claim.id}").text
    assert "Compare the quoted words with what is cited" in told
    assert "puts between quotation marks: “reckless”" in told
    assert "does not have those between quotation marks: see the comparison" in told
    assert "absent" in here.post(f"/claim/{claim.id}/check").text
    refused = here.post("/mark", claim=claim.id, status="verified")
    assert refused.status == 422
    assert "“reckless”" in refused.json()["error"]


def test_the_second_gets_the_new_state(served: Served) -> None:
    seen = served.get("/claim/2.json").json()["entry"]["claim"]["seq"]
    served.post("/mark", "ann", claim=2, status="unverifiable", note="tried", if_seq=seen)
    for path, fields in {
        "/mark": {"status": "not_checkable", "note": "rhetoric"},
        "/claim/2/edit": {"kind": "paraphrase"},
        "/claim/2/contact": {"who": "Ada Rowe", "said": "yes"},
        "/claim/2/cut": {"reason": "twice"},
    }.items():
        answer = served.post(path, "bo", claim=2, if_seq=seen, **fields)
        assert answer.status == 409, path
        assert answer.json()["claim"]["status"] == "unverifiable"
        assert "It is now “Unverifiable”, set by ann with the note “tried”" in answer.json()["error"]


def test_nobody_in_a_browser_is_told_to_type_a_command(served: Served) -> None:
    answers = [
        served.get("/claim/404"),
        served.get("/article/none"),
        served.get("/sign-in?token=used"),
        served.post("/mark", claim=2, status="verified"),
        served.post("/mark", claim=2, status="sure"),
        served.post("/claim/2/cite", claim=2, url="http://10.0.0.1/"),
        served.post("/article/bridge/close"),
        served.post("/article/add", url="http://10.0.0.1/"),
        served.post("/undo"),
    ]
    for answer in answers:
        text = re.sub(r"<(script|style).*?</\1>|<[^>]*>", "", answer.text, flags=re.DOTALL)
        assert not re.search(r"factcheck [a-z]+ (?:[A-Z0-9]|--)|`|\s--[a-z]", text), text


def test_a_program_writes_with_a_token_and_needs_no_form(served: Served) -> None:
    token = served.people.token("bo", "a script")
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    body = json.dumps({"claim": 2, "status": "unverifiable", "note": "tried"})
    answer = served.ask("POST", "/-/factcheck/mark.json", body, headers)
    assert (answer.status, answer.json()["status"]) == (200, "unverifiable")
    assert served.ask("GET", "/-/factcheck/article/bridge.json", headers=headers).json()["progress"]["claims"] == 2
    assert served.ask("GET", "/story.json?sql=select+1", headers=headers).status in (200, 302)
    headers["Authorization"] = "Bearer something-else"
    assert served.ask("POST", "/-/factcheck/mark.json", body, headers).status == 401


def test_every_page_has_its_data(served: Served, web: Web) -> None:
    with served.desk() as desk:
        desk.keep_upload("minutes.txt", b"The bridge carries 4,200 people every day.")
    paths = ("", "/article/bridge", "/claim/1", "/references", "/reference/1", "/capture/1", "/sources", "/source/1")
    for path in (
        *paths,
        "/search",
        "/activity",
        "/charts",
        "/account",
        "/article/bridge/state",
        "/claim/1/suggestions",
    ):
        page = served.get(path or "/")
        data = served.get(f"{path or '/'}.json")
        assert (page.status, data.status) == (200, 200), (path, page.text[-300:], data.text[-300:])
        assert data.json()["ok"] is True


def test_serve_alone_is_read_only(story: Path, python: Path) -> None:
    with serving(story, python, desk=False) as plain:
        page = plain.ask("GET", "/-/factcheck/claim/1", headers={"Accept": "text/html"})
        assert page.status == 200
        assert 'method="post"' not in page.text
        before = plain.events()
        answer = plain.ask("POST", "/-/factcheck/mark", "claim=2&status=unverifiable&note=x")
        assert answer.status == 403
        assert plain.events() == before
        assert not plain.people.path.exists()


def test_files_are_sent_with_forms(here: Served) -> None:
    session = here.people.enter(here.people.link("ann"))
    boundary = "----bound"
    parts = {"csrftoken": session.csrf(), "stance": "supports", "passage": "carries 4,200 people"}
    body = "".join(
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in parts.items()
    )
    body += (
        f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="../../count.txt"\r\n'
        f"Content-Type: text/plain\r\n\r\nThe bridge carries 4,200 people every day.\r\n--{boundary}--\r\n"
    )
    headers = {"Content-Type": f"multipart/form-data; boundary={boundary}", "Accept": "application/json"}
    cookie = f"{cookie_name(here.path)}={session.token}"
    answer = here.ask("POST", "/-/factcheck/claim/2/cite", body, headers, cookie)
    assert answer.status == 200, answer.text
    with here.desk() as desk:
        capture = desk.capture(1)
        assert capture.url.startswith("file:///uploaded/")
        assert capture.url.endswith("/count.txt")
        assert str(here.path.parent) not in capture.url


def test_the_desk_reads_no_file_of_its_machine(here: Served) -> None:
    for url in ("/etc/passwd", "file:///etc/passwd", "story.db", "ftp://127.0.0.1/x"):
        assert here.post("/claim/2/cite", url=url, passage="root").status == 400, url
        assert here.post("/article/add", url=url).status == 400, url
        assert here.post("/reference/add", url=url).status == 400, url


def test_private_addresses_are_not_fetched(here: Served) -> None:
    answer = here.post("/claim/2/cite", url=f"http://127.0.0.1:{here.port}/-/factcheck/sign-in", passage="x")
    assert answer.status == 403


def test_another_database_is_left_alone(tmp_path: Path) -> None:
    import sqlite3

    other = tmp_path / "other.db"
    conn = sqlite3.connect(other)
    conn.execute("create table t (x)")
    conn.commit()
    conn.close()
    with serving(other, PYTHONS["0.65"]) as plain:
        page = plain.ask("GET", "/")
        assert page.status == 200
        assert "content-security-policy" not in page.headers
        assert plain.ask("GET", "/-/factcheck").status == 404


def test_sessions_end(here: Served) -> None:
    session = here.people.enter(here.people.link("bo"))
    cookie = f"{cookie_name(here.path)}={session.token}"
    assert here.ask("GET", "/-/factcheck", cookie=cookie).status == 200
    body = urlencode({"csrftoken": session.csrf()})
    assert here.ask("POST", "/-/factcheck/sign-out", body, cookie=cookie).status == 303
    assert here.ask("GET", "/-/factcheck", cookie=cookie).status == 401
    again = f"{cookie_name(here.path)}={here.people.enter(here.people.link('bo')).token}"
    here.people.remove("bo")
    assert here.ask("GET", "/-/factcheck", cookie=again).status == 401


def test_people_in_the_tests_are_only_in_their_own_file(here: Served) -> None:
    here.people.add("bo", "checker", "a bridge too far")
    with Desk.open(here.path, readonly=True) as desk:
        tables = [row[0] for row in desk.query("select name from sqlite_master where type = 'table'").rows]
    assert not {"people", "proofs", "failures"} & set(tables)


def test_an_empty_file_has_pages_too(tmp_path: Path) -> None:
    path = tmp_path / "empty.db"
    Desk.open(path, actor="ines", create=True).close()
    with serving(path, PYTHONS["0.65"]) as running:
        for page in ("/", "/references", "/sources", "/charts", "/search", "/activity", "/account", "/review"):
            assert running.get(page).status == 200, page
        for page in ("/article/none", "/claim/1", "/capture/1", "/reference/1", "/source/1", "/job/x", "/nothing"):
            assert running.get(page).status == 404, page
        assert running.post("/undo").status == 400


def test_whom_another_plugin_vouches_for(here: Served) -> None:
    from datasette.app import Datasette

    cookie = "ds_actor=" + Datasette(secret=SECRET).sign({"a": {"id": "zoe"}}, "actor")
    assert here.ask("GET", "/-/factcheck/account.json", cookie=cookie).json()["role"] == "viewer"
    here.people.add("zoe", "second")
    assert here.ask("GET", "/-/factcheck/account.json", cookie=cookie).json()["role"] == "second"
    for member in here.people.everybody():
        here.people.remove(member.name)
    assert here.ask("GET", "/-/factcheck/account.json", cookie=cookie).json()["role"] == "checker"  # one's own desk
    form = here.ask("GET", "/-/factcheck/review", cookie=cookie).text
    token = re.search(r'name="csrftoken" value="([^"]+)"', form)
    assert token
    values = {"claim": 2, "status": "unverifiable", "note": "tried"}
    assert here.ask("POST", "/-/factcheck/mark", urlencode(values), cookie=cookie).status == 403
    body = urlencode(values | {"csrftoken": token[1]})
    assert here.ask("POST", "/-/factcheck/mark", body, cookie=cookie).status == 303
    with here.desk() as desk:
        assert desk.claim(2).status_by == "zoe"
    forged = cookie[:-3] + "xyz"
    assert here.ask("POST", "/-/factcheck/mark", body, cookie=forged).status == 401


def test_a_token_of_datasettes_own_names_its_person_too(story: Path, web: Web) -> None:
    from datasette.app import Datasette

    if version_of(PYTHONS["1.x"]) is None:
        pytest.skip("only Datasette 1.x has tokens of its own; `make test` installs it in .venv/datasette1")
    values = {"a": "zoe", "token": "dstok", "t": int(time.time())}
    token = "dstok_" + Datasette(secret=SECRET).sign(values, namespace="token")
    body = json.dumps({"claim": 2, "status": "unverifiable", "note": "tried"})
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    with serving(story, PYTHONS["1.x"]) as running:
        running.people.add("zoe", "checker")
        assert running.ask("POST", "/-/factcheck/mark.json", body, headers).status == 200
        assert running.ask("POST", "/-/factcheck/mark.json", body, headers, cookie="a=b").status == 403
        with running.desk() as desk:
            assert desk.claim(2).status_by == "zoe"
