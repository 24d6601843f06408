"""What a body is, is told by its bytes; the header only decides where they do not."""

from __future__ import annotations

import json

import pytest
from pages_samples import docx, pdf, photograph, png

from factcheck.pages import Document, kind_of, read_document

HTML = b"<!doctype html><title>Bridge closed</title><article><p>The bridge is closed.</p></article>"


@pytest.mark.parametrize(
    ("body", "content_type", "kind"),
    [
        (HTML, "text/html", "html"),
        (HTML, "application/pdf", "html"),
        (HTML, None, "html"),
        (HTML, "<script>;=;charset=\x1b[2J", "html"),
        ("<html><p>Мост".encode("utf-16"), "text/html", "html"),
        (b"Fragment without a tag", "text/html; charset=utf-8", "html"),
        (pdf("x"), "text/html", "pdf"),
        (docx("x"), "application/octet-stream", "docx"),
        (png(), "text/html", "image"),
        (b'{"a": 1}', None, "json"),
        (b" [1, 2]\n", None, "json"),
        (b"[sic] he said", None, "text"),
        (b'{"a": 1}', "application/ld+json", "json"),
        (b"plain words", "text/plain", "text"),
        (b"plain words", None, "text"),
        (b'<?xml version="1.0"?><rss/>', "application/rss+xml", "xml"),
        (b'<?xml version="1.0"?><a>not a link</a>', None, "xml"),
        (b'<?xml version="1.0"?><!DOCTYPE html><html/>', "text/xml", "html"),
        (b"<!-- x -->" * 400 + b"<p>text", None, "html"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "image/svg+xml", "svg"),
        (b"MZ\x90\0\3\0\0\0" + bytes(200), "text/html", "other"),
        (bytes(range(256)) * 4, "text/html", "other"),
        (b"SQLite format 3\0" + bytes(100), "text/plain", "other"),
        (b"", None, "text"),
    ],
)
def test_kinds(body, content_type, kind):
    assert kind_of(body, content_type) == kind


def test_a_page():
    found = read_document(HTML, "text/html", "https://courier.example/bridge")
    assert (found.kind, found.title, found.text, found.error) == (
        "html",
        "Bridge closed",
        "The bridge is closed.",
        None,
    )


def test_a_pdf_tells_where_its_pages_are():
    found = read_document(pdf("First page.", "Second page."), "application/pdf")
    assert [found.text[start:end] for start, end in found.pages] == ["First page.", "Second page."]


def test_a_word_file():
    found = read_document(docx("First paragraph.", "Second &amp; last."), None)
    assert (found.kind, found.text) == ("docx", "First paragraph.\nSecond & last.")


def test_an_image_tells_its_dimensions():
    found = read_document(png(3, 2), "image/png")
    assert found.properties == {"format": "png", "width": 3, "height": 2}


def test_a_photograph_tells_its_exif():
    exif = read_document(photograph(), "image/jpeg").properties["exif"]
    assert exif["Model"] == "Camera Nine"


def test_plain_text_is_kept_as_it_is():
    assert (
        read_document("Línea uno\r\n\r\n  Línea dos\n".encode(), "text/plain").text == "Línea uno\r\n\r\n  Línea dos\n"
    )


def test_a_feed_is_text():
    item = b"<item><title>Bridge closed</title></item>"
    feed = b'<?xml version="1.0"?><rss><channel><title>News</title>' + item + b"</channel></rss>"
    found = read_document(feed, "application/rss+xml")
    assert (found.kind, found.title, found.text) == ("text", "News", "News\nBridge closed")


def test_json_keeps_its_text():
    found = read_document(b'{"rating": "false"}', "application/json")
    assert (found.kind, found.text, found.properties["keys"]) == ("json", '{"rating": "false"}', ["rating"])


def test_what_cannot_be_read_says_so():
    assert read_document(b"MZ" + bytes(100), "text/html").error == "unsupported_type"
    assert read_document(pdf("x")[:200], "application/pdf").error == "parse"
    assert read_document(docx("x")[:100], None).error is not None
    assert read_document(png()[:20], "image/png").error == "parse"


def test_a_document_survives_json():
    found = read_document(pdf("One.", "Two."), None)
    assert Document.from_dict(json.loads(json.dumps(found.as_dict()))) == found
