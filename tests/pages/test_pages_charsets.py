"""Bytes become text as in a browser: mark, header, meta tag, sniffing."""

from __future__ import annotations

import pytest

from factcheck.pages.charsets import decode_as, encoding_of
from factcheck.pages.decode import decode_body

RUSSIAN = "<title>Мост закрыт</title><p>" + "Городской совет закрыл мост на ремонт до весны. " * 5
GERMAN = "<title>Brücke gesperrt</title><p>„Wir müssen prüfen“, sagte die Bürgermeisterin."


def test_the_byte_order_mark_beats_the_header():
    found = decode_body(b"\xef\xbb\xbf" + GERMAN.encode(), "text/html; charset=iso-8859-1")
    assert (found.text, found.encoding, found.origin) == (GERMAN, "UTF-8", "bom")


def test_the_header_beats_the_meta_tag():
    body = ('<meta charset="iso-8859-1">' + RUSSIAN).encode()
    found = decode_body(body, "text/html; charset=utf-8")
    assert (found.encoding, found.origin, found.flags) == ("UTF-8", "header", ())
    assert "Мост" in found.text


@pytest.mark.parametrize(
    "tag",
    [
        "<meta charset=windows-1251>",
        "<META http-equiv='Content-Type' content='text/html; charset=cp1251'>",
        '<?xml version="1.0" encoding="windows-1251"?>',
        "<!-- <meta charset=utf-8> --><meta charset='windows-1251'>",
    ],
)
def test_the_page_may_name_its_charset_itself(tag):
    found = decode_body((tag + RUSSIAN).encode("cp1251"), "text/html")
    assert (found.encoding, found.origin) == ("windows-1251", "meta")
    assert "Мост закрыт" in found.text


@pytest.mark.parametrize("codec", ["cp1251", "koi8_r", "utf-8", "utf-16"])
def test_without_any_declaration_the_bytes_tell(codec):
    assert "Городской совет" in decode_body(RUSSIAN.encode(codec), "text/html").text


def test_latin1_means_windows_1252_as_the_standard_says():
    found = decode_body("“café” – naïve".encode("cp1252"), "text/html; charset=iso-8859-1")
    assert (found.text, found.encoding) == ("“café” – naïve", "windows-1252")


def test_bytes_without_a_character_stand_for_themselves():
    assert decode_as(b"a\x81b\x93", "windows-1252") == "a\x81b“"


def test_utf16_by_its_header():
    assert decode_body(GERMAN.encode("utf-16-le"), "text/html; charset=utf-16le").text == GERMAN


def test_a_page_that_is_not_in_the_utf8_it_claims_is_read_as_what_it_is_and_flagged():
    found = decode_body(RUSSIAN.encode("cp1251"), "text/html; charset=utf-8")
    assert "Мост закрыт" in found.text
    assert "charset_mismatch" in found.flags


def test_sound_utf8_under_a_one_byte_charset_is_utf8_and_flagged():
    found = decode_body(GERMAN.encode(), "text/html; charset=iso-8859-1")
    assert (found.text, found.flags) == (GERMAN, ("charset_mismatch",))


def test_a_few_broken_bytes_do_not_change_the_charset():
    found = decode_body("Müller sagte ".encode() + b"\xff\xc0\xaf" + b" weiter", "text/html; charset=utf-8")
    assert found.encoding == "UTF-8"
    assert found.text.startswith("Müller sagte \ufffd")
    assert found.flags == ("undecodable_bytes",)


@pytest.mark.parametrize("label", ["zip", "undefined", "idna", "utf-7", "rot13", "punycode", "x" * 500, "", None])
def test_what_python_calls_a_codec_but_the_web_does_not_is_no_charset(label):
    assert encoding_of(label) is None
    found = decode_body(GERMAN.encode(), f"text/html; charset={label}")
    assert found.text == GERMAN


@pytest.mark.parametrize(
    ("label", "text"),
    [
        ("shift_jis", "橋は閉鎖された"),
        ("euc-kr", "다리가 폐쇄되었다"),
        ("gb2312", "大桥已关闭"),
        ("big5", "大橋已關閉"),
        ("euc-jp", "橋"),
    ],
)
def test_east_asian_charsets(label, text):
    assert decode_body(text.encode(label), f"text/html; charset={label}").text == text
