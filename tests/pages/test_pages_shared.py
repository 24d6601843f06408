"""On the measuring kits, where they are checked out beside the project: real pages, and hostile ones."""

from __future__ import annotations

import json
import subprocess
import sys
import time

import pytest

from benchmarks.pagetext.corpus import FOLDER, Score, pages
from factcheck.pages import read_document
from factcheck.pages.kinds import read_here

HOSTILE = FOLDER.parent / "hostile"
needs_pages = pytest.mark.skipif(not FOLDER.exists(), reason="the page kit is not beside the project")
needs_hostile = pytest.mark.skipif(not HOSTILE.exists(), reason="the hostile kit is not beside the project")

GOAL = 0.960
REACHED = 0.970


@needs_pages
def test_the_main_text_is_the_article_on_real_pages():
    score = Score()
    known = {"title": 0, "author": 0, "publisher": 0, "published": 0}
    flagged = []
    for page in pages(FOLDER):
        found = read_here(page.body, "text/html", page.url)
        score.add(page.article, found.text)
        flagged += [page.id for flag in found.flags if flag not in ("login_wall",)]
        for name in known:
            known[name] += getattr(found, name) is not None
    assert score.f1 >= max(GOAL, REACHED), score.line()
    assert flagged == []
    assert known["title"] == score.pages
    assert min(known.values()) >= 0.8 * score.pages, known


@needs_hostile
def test_every_hostile_document_ends_as_its_listing_says(tmp_path):
    sys.path.insert(0, str(HOSTILE))
    try:
        from hostile_site import HostileSite
    finally:
        sys.path.remove(str(HOSTILE))
    listing = subprocess.run(
        [sys.executable, "hostile_site.py", "--list"], cwd=HOSTILE, capture_output=True, text=True, check=True
    )
    groups = ("charset", "html", "type", "pdf", "docx", "xml")
    wanted = [item for item in json.loads(listing.stdout)["endpoints"] if item["group"] in groups]
    wrong = []
    with HostileSite() as site:
        for item in wanted:
            wrong += [f"{item['path']}: {fault}" for fault in faults(item["expect"], *fetch(site.url(item["path"])))]
        assert site.canary_hits() in (0, [])
    assert wrong == []


def fetch(url: str) -> tuple[bytes, str | None, str]:
    import urllib.error
    import urllib.request

    try:
        answer = urllib.request.urlopen(url, timeout=20)
    except urllib.error.HTTPError as error:
        answer = error
    with answer:
        return answer.read(), answer.headers.get("Content-Type"), url


def faults(expect: dict, body: bytes, content_type: str | None, url: str) -> list[str]:
    started = time.monotonic()
    found = read_document(body, content_type, url)
    wrong = []
    if time.monotonic() - started > expect["max_seconds"] + 60:  # a busy machine is not a fault
        wrong.append("took too long")
    if expect.get("title") is not None and found.title != expect["title"]:
        wrong.append(f"title {found.title!a}")
    if expect.get("text") and expect["text"] not in found.text:
        wrong.append(f"text {found.text[:80]!a}")
    if found.error and found.error not in expect.get("errors", []):
        wrong.append(f"error {found.error}")
    json.dumps(found.as_dict(), ensure_ascii=False).encode()  # can be stored and printed
    return wrong
