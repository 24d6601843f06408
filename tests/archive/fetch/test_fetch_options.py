"""Options are checked where they are made, and the module's own command line uses them."""

from __future__ import annotations

import json

import pytest

from factcheck.archive.__main__ import main
from factcheck.archive.options import FetchOptions, parse_allowed
from factcheck.errors import UsageError


@pytest.mark.parametrize(
    "wrong",
    [
        {"deadline": 0},
        {"deadline": float("nan")},
        {"max_bytes": 0},
        {"workers": 0},
        {"per_host": 0},
        {"delay": -1},
        {"max_attempts": 0},
        {"robots": "maybe"},
    ],
)
def test_options_that_make_no_sense_are_refused(wrong):
    with pytest.raises(UsageError, match=next(iter(wrong))):
        FetchOptions(**wrong)


@pytest.mark.parametrize(
    ("text", "pair"), [("127.0.0.1:80", ("127.0.0.1", 80)), ("[::1]:8080", ("::1", 8080)), ("::1:80", ("::1", 80))]
)
def test_an_allowance_is_an_address_and_a_port(text, pair):
    assert parse_allowed(text) == pair


@pytest.mark.parametrize("text", ["", "127.0.0.1", "localhost:80", "10.0.0.0/8:80", "127.0.0.1:0", "127.0.0.1:x", "*"])
def test_anything_wider_is_refused(text):
    with pytest.raises(UsageError, match="IP:PORT"):
        parse_allowed(text)


def test_the_command_prints_a_line_for_each_url_and_exits_with_the_worst(site, capsys, tmp_path):
    page = "<html><title>Grüße \u202e</title><p>Der Bürgermeister sagte es.</p></html>"
    site.text("/", page, Content_Type="text/html; charset=utf-8")
    urls = tmp_path / "urls.txt"
    urls.write_text(f"{site.url}/\n\n{site.url}/missing\nhttp://10.0.0.1/\n", encoding="utf-8")
    status = main(["--allow", site.address, "--delay", "0", "--robots", "ignore", "--urls-file", str(urls)])
    out = capsys.readouterr().out
    assert out.isascii()
    lines = {line["url"]: line for line in map(json.loads, out.splitlines())}
    assert status == 4
    assert lines[site.url + "/"]["outcome"] == "captured"
    assert "Grüße" in lines[site.url + "/"]["title"]
    assert "Bürgermeister" in lines[site.url + "/"]["text"]
    assert lines[site.url + "/missing"]["status"] == 404
    assert lines["http://10.0.0.1/"]["error"] == "blocked_address"


def test_the_command_tells_wrong_usage_in_one_line(capsys):
    with pytest.raises(SystemExit) as caught:
        main(["--allow", "everything", "http://news.example/"])
    assert caught.value.code == 2
    assert "IP:PORT" in capsys.readouterr().err
