"""A text in an old encoding is read as what it is, or the person who knows names it; zeros are never text."""

from __future__ import annotations

import pytest

from factcheck.errors import UsageError
from factcheck.reading import read_article, read_article_bytes

FRENCH = "Les habitants sont très fiers."
TEXTS = [
    (FRENCH, "cp1252"),
    ("« Nous n’irons pas », a-t-il dit à la presse. L’été fut long.", "cp1252"),
    ("Die Brücke ist gesperrt, sagte die Bürgermeisterin.", "cp1252"),
    ("La niña sonrió.", "cp1252"),
    ("“The bridge is safe,” the mayor said — twice.", "cp1252"),
    ("Le maire a déclaré que le pont était fermé.", "mac_roman"),
    ("“The bridge is safe,” the mayor said — twice.", "mac_roman"),
    ("Most je uzavřen, řekl starosta. Není jasné, kdy bude otevřen.", "cp1250"),
    ("Most jest zamknięty. Nie wiadomo, dlaczego się tak stało.", "cp1250"),
    ("Мост закрыт на ремонт до весны.", "cp1251"),
    ("Мост закрыт на ремонт до весны.", "koi8_r"),
    ("Η γέφυρα είναι κλειστή, είπε ο δήμαρχος.", "cp1253"),
    ("橋は閉鎖されたと市長は述べた。", "cp932"),
    ("橋は閉鎖されたと市長は述べた。", "euc_jp"),
    ("大桥已经关闭，市长说。目前还不知道什么时候重新开放。", "gb18030"),
    ("大橋已經關閉，市長說。目前還不知道什麼時候重新開放。", "big5hkscs"),
    ("다리가 폐쇄되었다고 시장이 말했다. 언제 다시 열릴지는 아직 알 수 없다.", "cp949"),
    ("The bridge is closed, the mayor said.", "utf-16-be"),
    ("The bridge is closed, the mayor said.", "utf-16-le"),
    ("Мост закрыт на ремонт до весны.", "utf-16-le"),
]
WIDEST = [("The bridge is closed.", "utf-32"), ("The bridge is closed.", "utf-32-be")]  # no page may be in it


@pytest.mark.parametrize(("text", "codec"), TEXTS + WIDEST)
def test_a_short_text_tells_its_encoding(tmp_path, text, codec):
    (tmp_path / "story.txt").write_bytes(text.encode(codec))
    assert read_article(tmp_path / "story.txt").text == text


@pytest.mark.parametrize(("text", "codec"), TEXTS)
def test_a_page_that_does_not_name_it_too(text, codec):
    body = f"<html><body><p>Home page</p>\n<p>{text}</p></body></html>".encode(codec)
    assert text in read_article_bytes(body, None, "text/html").text


def test_what_it_was_read_as_is_named_with_the_way_out():
    found = read_article_bytes(FRENCH.encode("cp1252"), "a.txt")
    assert found.encoding == "windows-1252"
    assert "windows-1252" in found.warnings[0]
    assert "--encoding" in found.warnings[0]


@pytest.mark.parametrize("data", [b"hello\0world", b"hello world\n" * 50 + b"\0", b"\0hello", b"\xef\xbb\xbfx\0y z"])
def test_zeros_are_no_text(data):
    with pytest.raises(UsageError, match="binary data"):
        read_article_bytes(data, "a.txt")


@pytest.mark.parametrize(
    ("name", "codec", "known"),
    [("latin1", "cp1252", "windows-1252"), ("cp850", "cp850", "cp850"), ("UTF-16", "utf-16-le", "UTF-16LE"),
     ("windows-1250", "cp1250", "windows-1250"), ("utf-32", "utf-32", "utf-32")],
)  # fmt: skip
def test_a_named_encoding_is_the_one(name, codec, known):
    found = read_article_bytes("Çe que à".encode(codec, "replace"), "a.txt", encoding=name)
    assert found.text == "Çe que à".encode(codec, "replace").decode(codec)
    assert (found.encoding, found.warnings) == (known, ())


def test_a_named_encoding_goes_before_what_a_page_says():
    body = f'<meta charset="utf-8"><p>{FRENCH}</p>'.encode("mac_roman")
    found = read_article_bytes(body, "a.html", "text/html; charset=koi8-r", encoding="macintosh")
    assert (found.text, found.encoding) == (FRENCH, "macintosh")


def test_a_wrong_name_and_wrong_bytes_are_told():
    with pytest.raises(UsageError, match="no encoding 'x-none'") as caught:
        read_article_bytes(b"text", "a.txt", encoding="x-none")
    assert "windows-1252" in caught.value.hint
    for name in ("rot13", "punycode", "base64", "undefined"):
        with pytest.raises(UsageError, match="no encoding"):
            read_article_bytes(b"text", "a.txt", encoding=name)
    with pytest.raises(UsageError, match="is not in UTF-8"):
        read_article_bytes("é".encode("cp1252"), "a.txt", encoding="utf-8")
    with pytest.raises(UsageError, match="no text file"):
        read_article_bytes(b"%PDF-1.7\n", "a.pdf", encoding="utf-8")
