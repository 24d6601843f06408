"""Programs that talk to the command line: acknowledgements, streams, and the JSON of a fetch."""

from __future__ import annotations

import json
import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from typer.testing import Result

Run = Callable[..., Result]
ACK = re.compile(r"ACK (\d+) ([0-9a-f]{64})")


def in_the_log(db: Path, ack: str) -> bool:
    found = ACK.fullmatch(ack.strip())
    assert found, ack
    reader = sqlite3.connect(db)
    try:
        return reader.execute("SELECT 1 FROM events WHERE seq = ? AND hash = ?", found.groups()).fetchone() is not None
    finally:
        reader.close()


def test_an_acknowledged_mark_is_in_the_log(run: Run, story: Path) -> None:
    result = run("mark", "--ack", "1", "checking", "--reviewer", "ben")
    assert in_the_log(story, result.stdout)


def test_each_line_is_on_disk_before_the_next_is_read(story: Path) -> None:
    code = "from factcheck.cli import main; main()"
    process = subprocess.Popen(
        [sys.executable, "-c", code, "--db", str(story), "mark", "--stdin", "--ack"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, bufsize=1,
    )  # fmt: skip
    assert process.stdin is not None
    assert process.stdout is not None
    for line in ("1 checking ana", "2 unverifiable ben asked twice, no answer", "1 unchecked"):
        process.stdin.write(line + "\n")
        assert in_the_log(story, process.stdout.readline())
    _, errors = process.communicate(timeout=60)
    assert (process.returncode, errors) == (0, "")


def test_lines_that_are_refused_do_not_stop_the_others(run: Run, story: Path) -> None:
    lines = "1 verified ana\n999 checking ana\n\n# a remark\nx\n2 checking ana\n"
    result = run("mark", "--stdin", "--ack", stdin=lines)
    assert result.exit_code == 3
    assert len(ACK.findall(result.stdout)) == 1
    assert [line.split(":")[1].strip() for line in result.stderr.splitlines() if line.startswith("Error")] == [
        "line 1",
        "line 2",
        "line 5",
    ]


def test_the_json_of_a_fetch(run: Run, site) -> None:
    site.pages["/odd"] = (200, "<title>Ö \u202e</title><p>Ångström said so, and so did everybody else.</p>".encode())
    result = run("fetch", "--json", "--allow", site.address, f"{site.url}/record", f"{site.url}/odd", f"{site.url}/no")
    assert result.exit_code == 4
    assert result.stdout.isascii()
    records = {record["url"].rsplit("/", 1)[1]: record for record in map(json.loads, result.stdout.splitlines())}
    keys = ["outcome", "error", "url", "final_url", "hops", "status", "bytes", "sha256", "title", "text"]
    assert all(list(record)[: len(keys)] == keys for record in records.values())
    assert records["record"]["title"] == "Council record"
    assert "212 million" in records["record"]["text"]
    assert records["no"]["outcome"] == "http_error"
    assert records["odd"]["title"].startswith("Ö")


def test_a_fetch_is_acknowledged_and_the_addresses_come_from_a_file(run: Run, site, tmp_path: Path) -> None:
    site.pages["/two"] = (200, b"<p>two</p>")
    (tmp_path / "urls.txt").write_text(f"# references\n{site.url}/record\n\n{site.url}/two\n")
    for words in (("--urls-file", "urls.txt"), ("urls.txt",)):
        result = run("fetch", "--ack", "--allow", site.address, "--delay", "0", *words)
        assert result.exit_code == 0
        assert len(ACK.findall(result.stdout)) == 2
        assert all(in_the_log(tmp_path / "story.db", line) for line in result.stdout.splitlines())


def test_what_failed_is_pending(run: Run, site) -> None:
    assert run("fetch", f"{site.url}/late", "--allow", site.address).exit_code == 4
    site.pages["/late"] = (200, b"<p>Here it is, at last.</p>")
    assert run("fetch", "--pending", "--allow", site.address).exit_code == 0
    assert "Nothing is pending" in run("fetch", "--pending").stderr


def test_limits_are_checked(run: Run) -> None:
    assert run("fetch", "http://127.0.0.1/", "--workers", "0").exit_code == 2
    assert run("fetch", "http://127.0.0.1/", "--allow", "10.0.0.0/8").exit_code == 2
    assert run("fetch").exit_code == 2


def test_an_address_named_twice_is_fetched_twice_and_in_a_file_once(run: Run, site, tmp_path: Path) -> None:
    url = f"{site.url}/record"
    assert len(run("fetch", "--json", "--allow", site.address, "--delay", "0", url, url).stdout.splitlines()) == 2
    (tmp_path / "urls.txt").write_text(f"{url}\n{url}\n")
    assert len(run("fetch", "--json", "--allow", site.address, "--urls-file", "urls.txt").stdout.splitlines()) == 1
