"""The file in Datasette 0.65 and 1.x, served for real on loopback: labels, facets, search, queries, read-only.

Datasette 1.x stands in an environment of its own, `.venv/datasette1` (`make test` makes it).
"""

from __future__ import annotations

import html
import json
import os
import re
import signal
import subprocess
import sys
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from factcheck.store import datasette, queries

ROOT = Path(__file__).resolve().parents[2]
PYTHONS = {"0.65": Path(sys.executable), "1.x": ROOT / ".venv" / "datasette1" / "bin" / "python"}


@dataclass(frozen=True)
class Site:
    """A running Datasette."""

    address: str
    version: str

    def get(self, path: str, **params: str) -> str:
        return self.status(path, **params)[1]

    def json(self, path: str, **params: str) -> Any:
        return json.loads(self.get(f"{path}.json", **params))

    def status(self, path: str, data: bytes | None = None, **params: str) -> tuple[int, str]:
        url = f"{self.address}{path}{'?' if params else ''}{urllib.parse.urlencode(params)}"
        try:
            with urllib.request.urlopen(urllib.request.Request(url, data), timeout=30) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()


@pytest.fixture(scope="module", params=PYTHONS)
def site(request: pytest.FixtureRequest, scale_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    python = PYTHONS[request.param]
    if not python.exists():
        pytest.skip(f"no Datasette {request.param} here; `make test` installs it in .venv/datasette1")
    version = subprocess.run(
        [python, "-c", "import datasette; print(datasette.__version__)"], capture_output=True, text=True, check=False
    ).stdout.strip()
    if not version:
        pytest.skip("Datasette is not installed: pip install 'factcheck-desk[web]'")
    assert datasette.is_zero(version) == (request.param == "0.65")
    given = datasette.arguments(tmp_path_factory.mktemp("datasette"), scale_file.stem, version)
    server = subprocess.Popen(
        [python, "-m", "datasette", "serve", scale_file, "--host", "127.0.0.1", "--port", "0", *given],
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
    )
    assert server.stderr is not None
    try:
        said = []
        for line in server.stderr:
            said.append(line)
            if found := re.search(r"running on (http://127\.0\.0\.1:\d+)", line):
                yield Site(found[1], version)
                break
        else:
            pytest.fail("Datasette did not start:\n" + "".join(said))
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=20)
        server.stderr.close()


def rows(answer: Any) -> list[Any]:
    """Return the rows of a JSON answer; the two versions differ in little else."""
    return list(answer["rows"])


def test_the_front_page_says_what_it_is(site: Site) -> None:
    page = site.get("/")
    assert "Every claim, its source, the archived evidence and the verdict." in page
    assert "claims_fts" not in site.get("/factcheck").split("hidden tables")[0]


def test_the_database_page_lists_every_named_query(site: Site) -> None:
    listed = site.get("/factcheck") + (
        site.get("/factcheck/-/queries", _size="100") if not datasette.is_zero(site.version) else ""
    )
    for query in queries.named_queries():
        assert f"/factcheck/{query.name}" in listed


@pytest.mark.parametrize("query", queries.named_queries(), ids=lambda query: query.name)
def test_a_named_query_answers_as_the_library_does(site: Site, query: queries.NamedQuery, conn: Any) -> None:
    values = {"article": "story-2", "claim": "7", "status": "disputed", "reference": "3", "words": "brou", "limit": "5"}
    given = {p.name: values[p.name] for p in query.parameters if p.name in values}
    expected = queries.run(conn, query.name, given)
    assert rows(site.json(f"/factcheck/{query.name}", _shape="arrays", **given)) == [list(row) for row in expected.rows]


@pytest.mark.parametrize("query", queries.named_queries(), ids=lambda query: query.name)
def test_the_page_of_a_named_query_opens_empty_and_explains_itself(site: Site, query: queries.NamedQuery) -> None:
    status, page = site.status(f"/factcheck/{query.name}")
    assert status == 200
    assert query.title in page
    assert "message-error" not in page
    assert query.description in html.unescape(page)


def test_foreign_keys_are_shown_by_name(site: Site, conn: Any) -> None:
    name = queries.run(
        conn, "SELECT s.name FROM attributions t JOIN sources s ON s.id = t.source_id ORDER BY t.id DESC LIMIT 1"
    ).rows[0][0]
    page = site.get("/factcheck/attributions")
    assert re.search(rf'<a href="/factcheck/sources/\d+">{name}</a>', page)


def test_claims_have_facets(site: Site) -> None:
    answer = site.json("/factcheck/claims", _facet="status", _facet_size="max", _extra="facet_results")
    results = answer["facet_results"]
    results = results.get("results", results)
    counted = {item["value"]: item["count"] for item in results["status"]["results"]}
    assert counted["verified"] > 50
    page = site.get("/factcheck/claims")
    assert "status" in page
    assert "_facet_array" not in page


@pytest.mark.parametrize(("table", "column"), [("claims", "text"), ("capture_texts", "text")])
def test_tables_can_be_searched(site: Site, table: str, column: str, conn: Any) -> None:
    word = queries.run(conn, f"SELECT {column} FROM {table} LIMIT 1").rows[0][0].split()[0]
    assert 'name="_search"' in site.get(f"/factcheck/{table}")
    found = rows(site.json(f"/factcheck/{table}", _search=word, _shape="objects"))
    assert found
    assert all(word.lower() in json.dumps(row).lower() for row in found)


def test_columns_are_explained(site: Site) -> None:
    assert "how much it asks to be checked" in site.get("/factcheck/claims")


def test_the_log_is_readable(site: Site) -> None:
    assert "claim.mark" in site.get("/factcheck/events")


def test_sql_of_ones_own_can_be_asked_but_changes_nothing(site: Site, conn: Any) -> None:
    path = "/factcheck" if datasette.is_zero(site.version) else "/factcheck/-/query"
    asked = {"sql": "select count(*) as n from claims", "_shape": "arrays"}
    assert rows(site.json(path, **asked)) == [[1000]]
    status, _ = site.status(f"{path}.json", sql="delete from aliases")
    assert status >= 400
    status, _ = site.status("/factcheck/aliases/-/insert", data=b'{"row": {"source_id": 1, "name": "x"}}')
    assert status >= 400
    assert queries.run(conn, "SELECT count(*) FROM claims").rows == [(1000,)]
