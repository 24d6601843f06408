"""Content codings are undone, never beyond the limit, and breakage is told apart."""

from __future__ import annotations

import gzip
import hashlib
import zlib

import pytest
import zstandard

from factcheck.archive import coding
from factcheck.archive.coding import CodingError, codings_of, decode_body, decode_prefix, measure


@pytest.fixture(params=["zlib", "isal"], autouse=True)
def either_inflater(request, monkeypatch):
    """All of this holds with and without the extra `fast`."""
    if request.param == "isal":
        monkeypatch.setattr(coding, "inflater", pytest.importorskip("isal.isal_zlib"))
    else:
        monkeypatch.setattr(coding, "inflater", zlib)


PAGE = b"<p>The mayor of Testonia said so.</p>" * 3000


def raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


CODED = {
    "gzip": gzip.compress(PAGE, mtime=0),
    "x-gzip": gzip.compress(PAGE, mtime=0),
    "GZIP": gzip.compress(PAGE, mtime=0),
    "deflate": zlib.compress(PAGE),
    "zstd": zstandard.compress(PAGE),
    "gzip, zstd": zstandard.compress(gzip.compress(PAGE, mtime=0)),
    "identity": PAGE,
    "utf-8": PAGE,
    "": PAGE,
}


def coded(label: str) -> tuple[tuple[str, str], ...]:
    return (("Content-Type", "text/html"), ("content-encoding", label))


@pytest.mark.parametrize("label", CODED)
def test_each_coding_is_undone(label):
    body = CODED[label]
    assert decode_body(coded(label), body, 1_000_000) == PAGE
    found = measure(coded(label), body, 1_000_000, hashlib.sha256(body).hexdigest())
    assert found == (len(PAGE), hashlib.sha256(PAGE).hexdigest())


def test_deflate_without_its_wrapper_is_understood():
    assert decode_body(coded("deflate"), raw_deflate(PAGE), 1_000_000) == PAGE


def test_brotli_is_undone_where_its_package_is_installed():
    brotli = pytest.importorskip("brotli")
    if not hasattr(brotli.Decompressor, "process"):
        pytest.skip("the brotli here is an old one that cannot bound its output")
    assert decode_body(coded("br"), brotli.compress(PAGE), 1_000_000) == PAGE
    with pytest.raises(CodingError) as caught:
        decode_body(coded("br"), brotli.compress(PAGE), 1000)
    assert caught.value.code == "too_large"
    with pytest.raises(CodingError):
        decode_body(coded("br"), brotli.compress(PAGE)[:-3], 1_000_000)


def test_two_headers_are_two_layers():
    headers = (("Content-Encoding", "gzip"), ("Content-Encoding", "deflate"))
    assert codings_of(headers) == ("gzip", "deflate")
    assert decode_body(headers, zlib.compress(gzip.compress(PAGE, mtime=0)), 1_000_000) == PAGE


@pytest.mark.parametrize("label", ["gzip", "deflate", "zstd", "gzip, zstd"])
def test_no_more_than_the_limit_comes_out(label):
    body = CODED[label]
    assert decode_body(coded(label), body, len(PAGE)) == PAGE
    with pytest.raises(CodingError) as caught:
        decode_body(coded(label), body, len(PAGE) - 1)
    assert caught.value.code == "too_large"


@pytest.mark.parametrize("label", ["gzip", "deflate", "zstd", "gzip, zstd"])
@pytest.mark.parametrize("kept", [1, 2, 20, -1])
def test_a_body_that_is_cut_off_is_told_apart_from_a_whole_one(label, kept):
    with pytest.raises(CodingError) as caught:
        decode_body(coded(label), CODED[label][:kept], 1_000_000)
    assert caught.value.code == "decode"
    assert caught.value.partial


@pytest.mark.parametrize("label", ["gzip", "deflate", "zstd"])
def test_a_body_that_is_not_what_it_says_is_an_error(label):
    with pytest.raises(CodingError) as caught:
        decode_body(coded(label), b"\xff\xfe<html>plain</html>", 1_000_000)
    assert caught.value.code == "decode"
    assert not caught.value.partial


def test_unknown_codings_and_too_many_layers_are_errors():
    for label in ("quux", "gzip, gzip, gzip"):
        with pytest.raises(CodingError):
            decode_body(coded(label), b"x", 1000)


def test_an_empty_body_has_no_coding_to_undo():
    assert decode_body(coded("gzip"), b"", 10) == b""


def test_gzip_in_several_members_is_one_body_and_rubbish_behind_it_is_ignored():
    body = gzip.compress(PAGE, mtime=0) + gzip.compress(b"", mtime=1) + gzip.compress(PAGE, 1) + b"\0\0rubbish"
    assert decode_body(coded("gzip"), body, 1_000_000) == PAGE * 2


def test_a_million_empty_members_end_soon():
    with pytest.raises(CodingError):
        decode_body(coded("gzip"), gzip.compress(b"") * 100_000, 1_000_000)
    with pytest.raises(CodingError):
        decode_body(coded("zstd"), zstandard.compress(b"") * 100_000, 1_000_000)


def test_what_decodes_of_a_broken_body_can_be_shown():
    half = decode_prefix(coded("gzip"), CODED["gzip"][:-20], 1_000_000)
    assert half
    assert PAGE.startswith(half)
    assert decode_prefix((), PAGE, 50) == PAGE[:50]
