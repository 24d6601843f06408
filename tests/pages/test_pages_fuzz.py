"""Bytes that somebody damaged or made up never raise, and never give text that cannot be stored."""

from __future__ import annotations

import json
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pages_samples import ARTICLE, docx, page, pdf, photograph, png

from factcheck.pages.kinds import kind_of, read_here

LINKED = '<script type="application/ld+json">{"@type": "Article"}</script>'
SEEDS = [
    page(f"<article><h1>Bridge closed</h1>{ARTICLE}</article>", LINKED).encode(),
    page(ARTICLE).encode("utf-16"),
    pdf("One page.", "Another page."),
    docx("One paragraph.", "Another."),
    png(),
    photograph(),
    b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "b">]><rss><title>&a;</title></rss>',
    b'{"a": [1, 2, {"b": "c"}]}',
]
TYPES = [None, "text/html", "text/html; charset=utf-8", "text/html; charset=shift_jis", "application/pdf", "text/plain"]
PIECES = [*rb"<div> </p> &#x110000; <!-- <![CDATA[ endobj".split(), b"\0", b"\xff\xfe", b"\xed\xa0\x80"]


def damaged(seed: int) -> tuple[bytes, str | None]:
    chance = random.Random(seed)
    data = bytearray(chance.choice(SEEDS))
    for _ in range(chance.randint(1, 12)):
        at = chance.randrange(len(data) + 1)
        action = chance.randrange(4)
        if action == 0:
            data[at : at + chance.randint(1, 40)] = b""
        elif action == 1:
            data[at:at] = chance.choice(PIECES) * chance.randint(1, 30)
        elif action == 2:
            data[at:at] = chance.randbytes(chance.randint(1, 20))
        elif data:
            data[min(at, len(data) - 1)] ^= 1 << chance.randrange(8)
    return bytes(data), chance.choice(TYPES)


def check(body: bytes, content_type: str | None) -> None:
    found = read_here(body, content_type, "https://courier.example/a")
    assert found.kind in ("html", "text", "pdf", "docx", "json", "image", "other")
    assert found.error in (None, "parse", "decode", "unsupported_type")
    json.dumps(found.as_dict(), ensure_ascii=False).encode()
    for start, end in found.pages:
        assert 0 <= start <= end <= len(found.text)


def test_damaged_documents():
    for seed in range(400):
        check(*damaged(seed))


@pytest.mark.soak
def test_many_damaged_documents():
    for seed in range(400, 20_000):
        check(*damaged(seed))


@settings(max_examples=150, derandomize=True, deadline=None)
@given(st.binary(max_size=400), st.sampled_from(TYPES))
def test_any_bytes(body, content_type):
    kind_of(body, content_type)
    check(body, content_type)


@settings(max_examples=150, derandomize=True, deadline=None)
@given(st.text(max_size=200), st.sampled_from(["utf-8", "cp1251", "utf-16", "shift_jis", "latin-1"]))
def test_any_text_in_any_charset(text, codec):
    check(f"<title>{text}</title><p>{text}".encode(codec, "replace"), f"text/html; charset={codec}")
