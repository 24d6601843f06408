"""Article files come in as text and metadata; what cannot be an article is refused in one clear line."""

from __future__ import annotations

import sys

import pytest
from pages_samples import ARTICLE, PARAGRAPHS, docx, page, pdf, png

from factcheck.errors import FactcheckError, MissingExtraError, NotFoundError, UsageError
from factcheck.reading import read_article, read_article_bytes

TEXT = "Bridge closed until spring\n\n“We will not gamble,” said Maren Holt.\r\n\r\nTraders objected.\n"


def write(folder, name, data):
    path = folder / name
    path.write_bytes(data)
    return path


def test_a_text_file_is_read_code_point_for_code_point(tmp_path):
    found = read_article(write(tmp_path, "bridge.txt", TEXT.encode()))
    assert found.text == TEXT
    assert (found.encoding, found.warnings) == ("UTF-8", ())
    assert found.title == "Bridge closed until spring"


@pytest.mark.parametrize(
    "text",
    ["\ufeffMarked.\n", "Line one\r\nLine two\rLine three\n\n\n", "  spaces \t kept \u00a0 \u2028 ", "e\u0301 is not é",
     "<b>not a tag</b> & no entity &amp;", '{"looks": "like JSON"}', "😀 beyond the first plane"],
)  # fmt: skip
@pytest.mark.parametrize("name", ["a.txt", "a.md"])
def test_offsets_into_a_utf8_file_always_hold(tmp_path, text, name):
    path = write(tmp_path, name, text.encode())
    assert read_article(path).text == path.read_bytes().decode("utf-8")


def test_another_encoding_is_detected_and_named(tmp_path):
    text = "Le maire a déclaré que le pont serait fermé jusqu’au printemps. « Nous ne jouerons pas », a-t-il ajouté."
    found = read_article(write(tmp_path, "pont.txt", text.encode("cp1252")))
    assert "déclaré" in found.text
    assert found.encoding in found.warnings[0]
    wide = read_article(write(tmp_path, "wide.txt", text.encode("utf-16")))
    assert (wide.text, wide.encoding) == (text, "UTF-16LE")


def test_a_markdown_file_tells_its_title_author_and_date(tmp_path):
    head = "---\ntitle: Bridge closed\nauthor: Ida Lund\ndate: 2026-02-17\nurl: https://courier.example/bridge\n---\n"
    text = f"{head}\n# Other\n\nText.\n"
    found = read_article(write(tmp_path, "bridge.md", text.encode()))
    assert (found.title, found.author, found.date) == ("Bridge closed", "Ida Lund", "2026-02-17")
    assert found.url == "https://courier.example/bridge"
    assert found.text == text


def test_a_markdown_heading_is_the_title(tmp_path):
    assert read_article(write(tmp_path, "b.md", b"# Bridge closed\n\nText.\n")).title == "Bridge closed"


@pytest.mark.parametrize(
    "text",
    [
        "<!--" * 50_000,
        "![](" * 50_000,
        "* " * 50_000,
        "| " * 50_000,
        "- " * 50_000,
        "# " + " " * 50_000,
        "---\n" + "title: " + " " * 9000 + "\n",
        "# #" * 30_000,
        "\n" * 50_000 + "x",
    ],
)
def test_a_hostile_markdown_file_costs_no_time(text):
    assert read_article_bytes(text.encode(), "x.md").text == text


def test_a_page_gives_its_article_without_the_furniture(tmp_path):
    html = page(
        f"<nav><a href=/>Home</a></nav><article><h1>Bridge closed</h1>{ARTICLE}<p>View Comments</p></article>"
        "<div><h2>Recommended For You</h2><a href=/seal>A seal in the canal</a></div>",
        '<meta name="author" content="Ida Lund"><meta property="og:site_name" content="Courier">'
        '<meta property="article:published_time" content="2026-02-17"><link rel=canonical href="https://courier.example/b">',
    )
    found = read_article(write(tmp_path, "bridge.html", html.encode()))
    assert found.text.splitlines() == PARAGRAPHS
    assert (found.title, found.author, found.publisher) == ("Bridge closed", "Ida Lund", "Courier")
    assert (found.date, found.url) == ("2026-02-17", "https://courier.example/b")


def test_word_and_pdf_files(tmp_path):
    assert read_article(write(tmp_path, "a.docx", docx(*PARAGRAPHS[:2]))).text == "\n".join(PARAGRAPHS[:2])
    assert read_article(write(tmp_path, "a.pdf", pdf("The bridge is closed."))).text == "The bridge is closed."


def test_bytes_from_standard_input_are_told_by_their_content():
    assert read_article_bytes(page(ARTICLE).encode(), None).text.splitlines() == PARAGRAPHS
    assert read_article_bytes(TEXT.encode(), None).text == TEXT
    assert read_article_bytes(docx("One."), None).text == "One."


def test_a_fetched_page_is_decoded_by_its_header():
    body = "<p>Городской совет закрыл мост.</p>".encode("cp1251")
    found = read_article_bytes(body, None, "text/html; charset=windows-1251", "https://courier.example/b")
    assert (found.text, found.url) == ("Городской совет закрыл мост.", "https://courier.example/b")


def test_a_page_that_is_not_the_article_is_read_with_a_warning():
    found = read_article_bytes(b"<title>Just a moment...</title><p>Checking your browser</p>", None)
    assert any("robots" in warning for warning in found.warnings)


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("empty.txt", b"", "holds no text"),
        ("blank.txt", b" \n\t\r\n", "holds no text"),
        ("mark.txt", b"\xef\xbb\xbf", "holds no text"),
        ("empty.html", b"<html><body></body></html>", "holds no text"),
        ("photo.txt", png(), "PNG image"),
        ("notes.txt", b"SQLite format 3\0" + bytes(100), "SQLite database"),
        ("data.txt", bytes(range(256)) * 8, "binary data"),
        ("broken.pdf", b"%PDF-1.7\nnothing", "cannot be read"),
        ("broken.docx", docx("x")[:300], None),
    ],
)
def test_what_is_no_article_is_refused_in_one_line(tmp_path, name, data, words):
    with pytest.raises(FactcheckError) as caught:
        read_article(write(tmp_path, name, data))
    assert name in caught.value.message
    assert "\n" not in caught.value.message
    assert caught.value.hint
    if words:
        assert words in caught.value.message


def test_a_missing_file_and_a_folder(tmp_path):
    with pytest.raises(NotFoundError, match="no file"):
        read_article(tmp_path / "missing.txt")
    with pytest.raises(UsageError, match="folder"):
        read_article(tmp_path)
    with pytest.raises(UsageError):
        read_article("nul\0byte.txt")


def test_an_unknown_encoding_is_named():
    with pytest.raises(UsageError, match="x-none"):
        read_article_bytes(b"text", "a.txt", "text/plain; charset=x-none")


@pytest.mark.parametrize(("module", "data"), [("docx", docx("x")), ("pypdf", pdf("x"))])
def test_a_missing_extra_is_named(monkeypatch, module, data):
    from factcheck.pages import sandbox
    from factcheck.pages.kinds import read_here

    monkeypatch.setitem(sys.modules, module, None)
    monkeypatch.setattr(sandbox, "read_in_child", read_here)
    with pytest.raises(MissingExtraError, match="extra"):
        read_article_bytes(data, None)


MARKDOWN = """---
title: "*Bridge* closes"
author: Ida Lund
---

# The *bridge* closes

![the bridge](bridge.png)

> The bridge is old.

* It cost 41 million crowns
* they never paid it.

1. Nobody came to the opening.

| year | cars |
|------|-----:|
| 1 | 2 |
| The year 2025 | 9,400 cars |

<!-- a note
to the desk -->

[1]: https://courier.example/bridge

## What comes next ##

```
code = 1
```
"""


def test_the_marks_of_markdown_are_told_from_its_words():
    found = read_article_bytes(MARKDOWN.encode(), "a.md")
    assert found.text == MARKDOWN
    assert found.title == "Bridge closes"
    kept = "".join(char for at, char in enumerate(MARKDOWN) if not any(a <= at < b for a, b in found.marks))
    assert [line.strip() for line in kept.splitlines() if line.strip()] == [
        "The *bridge* closes",
        "The bridge is old.",
        "It cost 41 million crowns",
        "they never paid it.",
        "Nobody came to the opening.",
        "The year 2025 | 9,400 cars",
        "What comes next",
    ]
    assert read_article_bytes(MARKDOWN.encode(), "a.txt").marks == ()
    for kind, url in (
        ("text/markdown; charset=utf-8", "https://x.example/a"),
        ("text/plain", "https://x.example/a.md?v=1"),
    ):
        assert read_article_bytes(MARKDOWN.encode(), None, kind, url).marks == found.marks


@pytest.mark.parametrize(
    ("heading", "title"),
    [
        ("# The *bridge* closes", "The bridge closes"),
        ("# **Bridge** [closes](https://x.example) #", "Bridge closes"),
        ("# snake_case_names stay", "snake_case_names stay"),
        ("*Bridge* closes\n", "Bridge closes"),
    ],
)
def test_the_title_has_no_marks(heading, title):
    assert read_article_bytes(f"{heading}\n\nText is here.\n".encode(), "a.md").title == title


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("story.docx", b"The bridge is closed.", "no Word file: it was read as plain text"),
        ("story.pdf", b"<html><body><p>The bridge is closed.</p></body></html>", "no PDF: it was read as a web page"),
        ("story.pdf", docx("The bridge is closed."), "no PDF: it was read as docx"),
    ],
)
def test_a_file_that_is_not_what_its_name_promises_is_read_with_a_warning(name, data, told):
    found = read_article_bytes(data, name)
    assert found.text.strip() == "The bridge is closed."
    assert any(told in warning for warning in found.warnings)


@pytest.mark.parametrize(("name", "kind"), [("data.json", None), (None, "application/json"), (None, None)])
def test_data_is_no_article(name, kind):
    with pytest.raises(UsageError, match="JSON"):
        read_article_bytes(
            b'{"temperature": 12, "place": "Velmouth"}', name, kind, None if name else "http://x.example/a"
        )
    text = '["The bridge is closed," said Maren Holt, and "it stays closed" ]'
    assert read_article_bytes(text.encode(), name, kind).text == text
