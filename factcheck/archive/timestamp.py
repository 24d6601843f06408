"""Time stamps (RFC 3161): an authority's word that a text existed at a moment.

The query is made and the answer checked by `openssl ts`, which anyone else can run on the same files.
"""

from __future__ import annotations

import queue
import subprocess
import tempfile
import threading
from pathlib import Path
from typing import Final

from factcheck.errors import FactcheckError, FetchError, NotFoundError

LARGEST: Final = 1 << 20
"""Bytes of an answer; a real one has a few thousand."""

WAIT: Final = 30.0
"""Seconds that an authority may take, from the question to the last byte of its answer."""


def stamp(path: Path, url: str, anchor: Path | None) -> bytes:
    """Ask the authority at `url` for a stamp on a file and return its answer, checked.

    `anchor` holds the authority's certificates (PEM); without it, only that the answer is to this query
    is checked.

    Raises:
        FetchError: no answer, or not a granted stamp.
        FactcheckError: the answer is not a valid stamp on this file.
    """
    if anchor is not None and not anchor.is_file():
        raise NotFoundError(f"there is no file {anchor}", hint="--tsa-ca names the authority's certificates (PEM)")
    with tempfile.TemporaryDirectory(prefix="factcheck-stamp-") as folder:
        query, answer = Path(folder) / "query.tsq", Path(folder) / "answer.tsr"
        query.write_bytes(_openssl("ts", "-query", "-data", path, "-sha256", "-cert"))
        answer.write_bytes(_post(url, query.read_bytes()))
        _check_answer(answer, query, anchor)
        return answer.read_bytes()


def check(path: Path, answer: Path, anchor: Path) -> str | None:
    """Return what is wrong with a stamp on a file, or None."""
    try:
        _openssl("ts", "-verify", "-data", path, "-in", answer, "-CAfile", anchor)
    except FactcheckError as error:
        return error.message
    return None


def _check_answer(answer: Path, query: Path, anchor: Path | None) -> None:
    text = _openssl("ts", "-reply", "-in", answer, "-text").decode("utf-8", "replace")
    if "Status: Granted" not in text:
        raise FetchError("the time-stamp authority refused", hint="try again, or another --tsa-url")
    asked = _imprint(_openssl("ts", "-query", "-in", query, "-text").decode("utf-8", "replace"))
    if _imprint(text) != asked:
        raise FactcheckError("the time stamp is of something else than was asked", hint="use another --tsa-url")
    if anchor is not None:
        _openssl("ts", "-verify", "-queryfile", query, "-in", answer, "-CAfile", anchor)


def _imprint(text: str) -> str:
    """Return the hash that a query or an answer is about, from openssl's text form."""
    _, _, after = text.partition("Message data:")
    digits = []
    for line in after.splitlines()[1:]:
        head, dash, rest = line.strip().partition(" - ")
        if not dash or len(head) != 4:
            break
        digits.append(rest[:49].replace("-", " ").replace(" ", ""))
    return "".join(digits)


def _post(url: str, query: bytes) -> bytes:
    """Return the authority's answer; its whole way takes at most `WAIT` seconds.

    A timeout bounds one read only: against an answer that drips, somebody has to look at the clock.
    """
    came: queue.Queue[bytes | Exception] = queue.Queue()
    threading.Thread(target=_ask, args=(url, query, came), name="time stamp", daemon=True).start()
    try:
        answer = came.get(timeout=WAIT)
    except queue.Empty:
        raise FetchError(
            f"the time-stamp authority at {url} did not answer within {WAIT:g} s", hint="try again later"
        ) from None
    if isinstance(answer, FactcheckError):
        raise answer
    if isinstance(answer, Exception):
        raise FetchError(
            f"the time-stamp authority at {url} did not answer ({type(answer).__name__})", hint="try again later"
        ) from answer
    return answer


def _ask(url: str, query: bytes, came: queue.Queue[bytes | Exception]) -> None:
    try:
        came.put(_answer_of(url, query))
    except Exception as error:  # whatever it is, it rises where it is waited for
        came.put(error)


def _answer_of(url: str, query: bytes) -> bytes:
    import requests

    with requests.Session() as session:
        session.trust_env = False
        with session.post(
            url,
            data=query,
            headers={"Content-Type": "application/timestamp-query"},
            timeout=(min(10, WAIT), WAIT),
            stream=True,
            allow_redirects=False,
        ) as response:
            if response.status_code != 200:
                raise FetchError(
                    f"the time-stamp authority answered with status {response.status_code}",
                    hint="try another --tsa-url",
                )
            body: bytes = response.raw.read(LARGEST + 1)
    if len(body) > LARGEST:
        raise FetchError("the time-stamp authority's answer is too long", hint="try another --tsa-url")
    return body


def _openssl(*arguments: str | Path) -> bytes:
    try:
        done = subprocess.run(["openssl", *map(str, arguments)], capture_output=True, timeout=60)
    except FileNotFoundError:
        raise FactcheckError("time stamps need the program openssl", hint="install openssl") from None
    if done.returncode:
        lines = (done.stdout + done.stderr).decode("utf-8", "replace").strip().splitlines() or ["no reason given"]
        raise FactcheckError(
            f"the time stamp is not valid: {lines[-1][:200]}", hint="use another --tsa-url or --tsa-ca"
        )
    return done.stdout
