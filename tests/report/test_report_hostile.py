"""Whatever stands in a page's title, passage or URL is text in the report, and nothing more."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
import report_dossiers as made
from bs4 import BeautifulSoup
from markdown_it import MarkdownIt

from factcheck.report import render_html, render_json, render_markdown
from factcheck.report.safe import HIDDEN, plain, real_host, shown, web_link

KIT = Path(__file__).parents[3] / "shared" / "eval" / "hostile" / "output_check.py"

PAYLOADS = {
    "script": "<script>pwn()</script>",
    "end of title": "</title></style></textarea><script>pwn()</script>",
    "attribute": "\"'><img src=x onerror=pwn()>",
    "single quote": "' onmouseover='pwn()",
    "script link": "javascript:pwn()",
    "data link": "data:text/html,<script>pwn()</script>",
    "upper-case script link": " \tJaVa\nScript:pwn()",
    "comment": "--><!--<script>pwn()//-->",
    "svg": "<svg><a><animate attributeName=href values=javascript:pwn() /></a></svg>",
    "template": "{{ 7*7 }}{% raw %}${7*7}<%=7*7%>",
    "markdown link": "[pwn](javascript:pwn()) ![pwn](http://pwn.invalid/x.png) <http://pwn.invalid>",
    "markdown block": "# pwn\n\n- pwn\n\n> pwn\n\n    pwn\n\n```\npwn\n```\n| a | b |\n|---|---|\n<b>pwn</b>",
    "bare link": "see http://pwn.invalid/x and www.pwn.invalid or pwn@pwn.invalid",
    "terminal": "\x1b]8;;http://pwn.invalid/\x07clear\x1b[2J\x9b31m pwn\x07",
    "backspace": "disputed\b\b\b\b\b\b\b\bverified\rverified pwn",
    "bidi": "he said \u202e\u201cyllaer\u201d\u202c \u2066pwn\u2069 \u200f",
    "invisible": "zero\u200bwidth\u2060 \ufeffpwn\u00ad\U000e0041\U000e0042",
    "joiner": "pay\u200dpal pwn",
    "separators": "line\u2028separator\u2029\x0b\x0c\x1c\x85 pwn",
    "interlinear": "\ufff9a\ufffab\ufffb pwn",
    "lone surrogate": "half \ud83d pwn",
    "nul": "a\x00b pwn",
}

payloads = pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS.keys())


@payloads
def test_html_has_only_its_own_elements_and_web_links(payload):
    page = BeautifulSoup(render_html(made.hostile(payload)), "html.parser")
    known = {node.name for node in BeautifulSoup(render_html(made.example()), "html.parser").find_all(True)}
    assert {node.name for node in page.find_all(True)} <= known | {"details", "summary", "blockquote"}
    for node in page.find_all(True):
        assert not [name for name in node.attrs if name.startswith("on") or name in ("src", "srcset", "style")]
        if node.name == "a":
            assert re.match("(https?:|#)", node["href"])


@payloads
def test_html_shows_hidden_characters_as_marks(payload):
    page = render_html(made.hostile(payload))
    found = [char for char in payload if HIDDEN.match(char)]
    assert not [char for char in found if char in page and char not in "\r"]
    page.encode("utf-8")
    for char in found:
        if char not in "\r\x0b\x0c\x1c\x85\u2028\u2029":  # in a one-line place these are white space
            assert f"U+{ord(char):04X}" in page


@payloads
def test_markdown_has_no_markup_of_the_payload_s(payload):
    text = render_markdown(made.hostile(payload))
    assert not [char for char in text if HIDDEN.match(char)]
    tokens = MarkdownIt("commonmark", {"html": True}).enable("table").parse(text)
    flat = [*tokens, *(child for token in tokens for child in token.children or ())]
    kinds = {token.type for token in flat}
    assert not kinds & {"html_block", "html_inline", "image", "fence", "code_block", "table_open"}
    links = [token.attrs["href"] for token in flat if token.type == "link_open"]
    assert all(re.match("https://(evil|council|courier)[.]example", str(link)) for link in links)


@payloads
def test_json_keeps_the_exact_text_in_an_inert_form(payload):
    text = render_json(made.hostile(payload))
    assert "<" not in text
    assert not [char for char in text if HIDDEN.match(char)]
    exact = payload.encode("utf-8", "surrogatepass").decode("utf-8", "replace").replace("\ufffd\ufffd\ufffd", "\ufffd")
    assert json.loads(text)["captures"][0]["title"] == exact


@pytest.mark.skipif(not KIT.exists(), reason="the hostile kit is not beside this checkout")
@pytest.mark.parametrize("kind", ["html", "jsonld"])
def test_the_output_kit_finds_nothing(kind, tmp_path):
    render, suffix = (render_html, "html") if kind == "html" else (render_json, "json")
    files = [tmp_path / f"{number}.{suffix}" for number in range(len(PAYLOADS))]
    for file, payload in zip(files, PAYLOADS.values(), strict=True):
        file.write_text(render(made.hostile(payload)), encoding="utf-8")
    command = [sys.executable, str(KIT), kind, *map(str, files), "--need", made.capture().body_sha256]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout


@pytest.mark.parametrize(
    "url",
    [
        "javascript:pwn()",
        "file:///etc/passwd",
        "ftp://council.example/x",
        "//council.example/x",
        "https:///x",
        "https://[::1",
        "http:\\\\council.example",
        " https://council.example/",
        "https://council.example\u202e/x",
        "",
        None,
    ],
)
def test_what_is_no_web_link_is_not_linked(url):
    assert web_link(url) is None


def test_hidden_characters_in_a_link_are_encoded():
    assert web_link("https://council.example/a b\u202e?q=%20<x>") == (
        "https://council.example/a%20b%E2%80%AE?q=%20%3Cx%3E"
    )


def test_marks_name_the_character():
    assert plain("a\u202eb") == "a⟨U+202E⟩b"
    assert shown("<\u200b>") == '&lt;<span class="hidden-char">U+200B</span>&gt;'


def test_joiners_are_left_to_the_scripts_that_need_them():
    assert plain("می\u200cخواهم 👩\u200d🔬") == "می\u200cخواهم 👩\u200d🔬"
    assert plain("pay\u200dpal") == "pay⟨U+200D⟩pal"


def test_a_url_that_reads_like_another_one_tells_its_host():
    assert real_host("https://www.council.example/x") is None
    assert real_host("https://\u0440\u0430\u0443.example/") == "xn--80a5ak.example"
    assert real_host("https://bank.example@other.example/") == "other.example"
    assert real_host("https://[::1") is None
    assert real_host(None) is None
    page = render_html(made.dossier(captures=(made.capture(url="https://bank.example@other.example/"),)))
    assert "(host: <code>other.example</code>)" in page
