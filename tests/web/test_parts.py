"""The small parts of the desk that need no server: marks, charts, differences, forms."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import Any

import pytest

from factcheck.desk.desk import Desk
from factcheck.errors import UsageError
from factcheck.web.charts import Bar, Line, Part, bars, lines
from factcheck.web.forms import Form, TooLargeError, read_form
from factcheck.web.lines import changes
from factcheck.web.marks import blocks
from factcheck.web.render import short, without_command


def read(content_type: str, *parts: bytes) -> Form:
    messages = [{"type": "http.request", "body": part, "more_body": True} for part in parts]
    messages.append({"type": "http.request", "body": b"", "more_body": False})

    async def receive() -> dict[str, Any]:
        return messages.pop(0)

    return finish(read_form(content_type, receive))


def finish(work: Coroutine[Any, Any, Form]) -> Form:
    """Run what never waits to its end: the browser's tests may have a loop running in this thread."""
    try:
        work.send(None)
    except StopIteration as done:
        form: Form = done.value
        return form
    raise AssertionError("it waited")


def test_a_form_comes_in_parts_and_keeps_its_line_ends() -> None:
    form = read("application/x-www-form-urlencoded", b"note=one%0D%0A", b"two&claim=7")
    assert form.text("note") == "one\ntwo"
    assert form.needed("claim") == 7


def test_json_is_a_form_too() -> None:
    form = read("application/json", b'{"claim": 7, "override": true, "note": null}')
    assert (form.needed("claim"), form.ticked("override"), form.maybe("note")) == (7, True, None)


@pytest.mark.parametrize("body", [b"[1]", b"nothing", b'"x"', b"[" * 100_000])
def test_json_that_is_no_object_is_refused(body: bytes) -> None:
    with pytest.raises(UsageError):
        read("application/json", body)


def test_a_file_keeps_its_bytes_and_loses_its_path() -> None:
    data = bytes(range(256)) + b"\r\n--notthebound\r\n"
    body = (
        b'--b\r\nContent-Disposition: form-data; name="f"; filename="..\\\\..\\\\a.bin"\r\n\r\n'
        + data
        + b"\r\n--b--\r\n"
    )
    form = read('multipart/form-data; boundary="b"', body[:100], body[100:])
    assert form.files["f"].name == "a.bin"
    assert form.files["f"].data == data


def test_what_is_too_large_is_not_read() -> None:
    with pytest.raises(TooLargeError):
        read("application/x-www-form-urlencoded", *[b"x" * 1_000_000] * 5)


@pytest.mark.parametrize("value", ["-1", "1.0", "٣", "9" * 30, "1 "])
def test_a_number_is_a_plain_whole_number(value: str) -> None:
    form = Form({"claim": value})
    if value.strip() == "1":
        assert form.number("claim") == 1
        return
    with pytest.raises(UsageError):
        form.number("claim")


def test_every_piece_of_the_text_knows_its_place(tmp_path: Any) -> None:
    text = "Head line\n\n \n“Ålesund is 𝄞 far,” she said. “Far.” “Far.”\r\n\r\nThe  end\u202e.\n"
    with Desk.open(tmp_path / "a.db", actor="ines", create=True) as desk:
        article = desk.add_article("a.txt", content=text.encode(), extract=False).article
        kept = desk.revision(article).text
        desk.add_claim(text="Ålesund is 𝄞 far,")
        desk.add_claim(start=kept.rindex("Far."), end=kept.rindex("Far.") + 4)
        made = blocks(kept, desk.claims(), desk.sentences(), desk.sentences(open_only=True))
    for block in made:
        for placed in block.pieces:
            assert kept[placed.start : placed.start + len(placed.piece.text)] == placed.piece.text
    marked = [placed for block in made for placed in block.pieces if placed.piece.claims]
    assert [placed.start for placed in marked] == [kept.index("Åle"), kept.rindex("Far.")]


def test_differences_are_told_word_by_word() -> None:
    (change,) = changes("The same.\nThe bridge carries 4,200 people.", "The same.\nThe bridge carries 2,400 people.")
    assert [text for changed, text in change.old if changed] == ["4,200"]
    assert [text for changed, text in change.new if changed] == ["2,400"]
    assert changes("a\n\n  b", "a\nb") == ()


def test_charts_escape_what_they_are_given() -> None:
    hostile = "<script>alert(1)</script>\u202e"
    drawn = bars(hostile, [Bar(hostile, (Part(hostile, 2, "verified"),))])
    drawn += lines(hostile, [Line(hostile, "verified", ((0.0, 0.0), (1.0, 1.0)))], hostile, hostile, hostile)
    assert "<script" not in drawn
    assert "\u202e" not in drawn


def test_a_chart_of_nothing_is_drawn_all_the_same() -> None:
    assert "<svg" in bars("Nothing", [])


def test_what_the_gate_asks_for_is_told_without_the_command() -> None:
    assert without_command('a passage (factcheck cite 3 URL --passage "...")') == "a passage"
    assert without_command(
        "two references, or a primary one (policy newsroom; now: 1) (factcheck cite 3 URL)"
    ).endswith("now: 1)")
    assert short("word " * 100, 20) == "word word word word…"
