"""Risky formats are read in a child process: whatever happens there, the caller gets a document."""

from __future__ import annotations

import os
import re
import zlib
from pathlib import Path

from pages_samples import docx, pdf

from factcheck.pages.sandbox import Child, Limits, Readers

PAGE = b"<title>Bridge closed</title><article><p>The bridge is closed.</p></article>"


def child(**limits) -> Child:
    return Child(Limits(**{"wall": 600.0, **limits}))  # how long a busy machine takes is not the question


def most_memory(reader: Child) -> int:
    """Return the most address space that a child had, in bytes; 0 where the system does not tell, or it is gone."""
    status = Path(f"/proc/{reader._process.pid}/status") if reader._process else None
    told = re.search(r"VmPeak:\s+(\d+) kB", status.read_text()) if status and status.exists() else None
    return int(told[1]) << 10 if told else 0


def test_a_child_reads_one_document_after_another():
    reader = child()
    try:
        assert reader.read(PAGE, "text/html").title == "Bridge closed"
        assert reader.read(pdf("One."), None).text == "One."
    finally:
        reader.close()


def test_memory_is_limited():
    zeros = zlib.compress(zlib.compress(bytes(1 << 30), 9), 9)
    reader = child(memory=256 << 20)
    try:
        found = reader.read(pdf("x", content=zeros, filters=b"[/FlateDecode /FlateDecode]"), None)
        assert (found.kind, found.error) == ("pdf", "parse")
        assert most_memory(reader) <= 256 << 20
        assert reader.read(PAGE, "text/html").title == "Bridge closed"
    finally:
        reader.close()


def test_processor_time_is_limited_and_the_next_request_gets_a_new_child():
    # Nested brackets that name one another cost a PDF reader time without end.
    kids = b"".join(b"%d 0 obj\n<< /Type /Pages /Kids [%s] /Count 9 >>\nendobj\n" % (n, b"%d 0 R " % (n + 1) * 9)
                    for n in range(2, 40))  # fmt: skip
    bomb = (
        b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n" + kids + b"trailer << /Root 1 0 R >>\n%%EOF"
    )
    reader = child(processor=2, wall=600)  # the processor time is what ends it
    try:
        assert reader.read(bomb, None).error == "parse"
        assert reader.read(PAGE, "text/html").title == "Bridge closed"
    finally:
        reader.close()


def test_wall_time_is_limited():
    reader = child(wall=0.0)
    try:
        found = reader.read(PAGE, "text/html")
        assert (found.kind, found.error, found.flags) == ("html", "parse", ("reader_stopped",))
    finally:
        reader.close()


def test_output_is_limited():
    reader = child(output=1000)
    try:
        found = reader.read(b"<p>" + b"word " * 1000, "text/html")
        assert 0 < len(found.text) <= 1000
        assert (found.error, found.flags) == ("parse", ("cut",))
    finally:
        reader.close()


def test_entities_never_open_a_file():
    prolog = '<!DOCTYPE x [<!ENTITY leak SYSTEM "file:///etc/hostname">]>'
    reader = child()
    try:
        assert reader.read(docx("&leak;", prolog=prolog), None).text.strip() == ""
        assert reader.read(f'<?xml version="1.0"?>{prolog}<x>&leak;</x>'.encode(), "text/xml").text.strip() == ""
    finally:
        reader.close()


def test_a_killed_child_costs_one_document():
    reader = child()
    try:
        reader.read(PAGE, "text/html")
        os.kill(reader._process.pid, 9)
        assert reader.read(PAGE, "text/html").kind == "html"
        assert reader.read(PAGE, "text/html").title == "Bridge closed"
    finally:
        reader.close()


def test_a_pool_reads_on_several_cores_and_keeps_the_order_of_its_futures():
    with Readers(2) as readers:
        futures = [readers.submit(f"<title>{n}</title><p>Page {n}.</p>".encode(), "text/html") for n in range(20)]
        assert [future.result().title for future in futures] == [str(n) for n in range(20)]


COSTLY = {
    "paragraphs": b"<p>word</p>" * 60_000,
    "links": b"<a href=/x>word</a> " * 40_000,
    "line breaks": b"<p>" + b"word<br>" * 40_000,
    "nested lists": b"<ul><li>word" * 20_000,
    "nested tables": b"<table><tr><td>word" * 20_000,
    "nested bold": b"<b>word" * 40_000,
    "comments": b"<!-- x -->" * 100_000 + b"<p>word",
    "entities": b"<p>word" + b"&amp;&#x41;" * 100_000,
    "deep json": b'<script type="application/ld+json">' + b'{"a":' * 200_000 + b"</script><p>word",
    "many articles": b'<script type="application/ld+json">['
    + b'{"@type":"Article"},' * 20_000
    + b"{}]</script><p>word",
    "meta tags": b'<meta name="author" content="x">' * 60_000 + b"<p>word",
    "alike paragraphs": b"<div class=a>" * 150 + b"<p class=b>word %s</p>" % (b"and " * 30) * 10_000,
}


def test_costly_pages_are_read_within_the_limits():
    reader = child()
    try:
        for name, body in COSTLY.items():
            found = reader.read(body, "text/html")
            assert (found.error, "word" in found.text) == (None, True), name
    finally:
        reader.close()


def test_a_long_pdf_is_read_in_several_requests(monkeypatch):
    from factcheck.pages import pdf as pdf_reader
    from factcheck.pages import sandbox

    monkeypatch.setattr(pdf_reader, "ENOUGH_TIME", -1.0)  # time is up after each page
    monkeypatch.setattr(sandbox, "FEWEST_PAGES", 1)
    monkeypatch.setattr(Child, "_read", lambda self, body, kind, url, start=0: pdf_reader.pdf_document(body, start))
    texts = [f"This is page {number}." for number in range(6)]
    found = child().read(pdf(*texts), None)
    assert [found.text[start:end] for start, end in found.pages] == texts
    assert (found.error, found.properties) == (None, {"pages": 6})
    monkeypatch.setattr(sandbox, "MOST_ROUNDS", 2)
    cut = child().read(pdf(*texts), None)
    assert [cut.text[start:end] for start, end in cut.pages] == texts[:3]
    assert (cut.error, cut.flags) == ("parse", ("cut",))
