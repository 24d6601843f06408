"""The child process of `sandbox`: reads requests on standard input, answers with JSON on standard output.

    python -m factcheck.pages.child MEMORY PROCESSOR OUTPUT

Its limits are its own doing, before the first byte from outside is parsed: memory, processor time for each
request, no file may grow, no connection be made, no process started.
"""

from __future__ import annotations

import gc
import json
import os
import sys
from contextlib import suppress
from dataclasses import replace
from typing import Any, BinaryIO

from factcheck.pages.document import Document
from factcheck.pages.kinds import read_here
from factcheck.pages.sandbox import LENGTH

try:
    import resource
except ImportError:  # Windows: the parent's time limit has to do
    resource = None  # type: ignore[assignment]

_FORBIDDEN = frozenset(
    "socket.connect socket.bind socket.sendto subprocess.Popen os.exec os.fork os.forkpty os.system os.posix_spawn "
    "os.remove os.rename os.mkdir shutil.rmtree ctypes.dlopen".split()
)


def _stand_back() -> None:
    """Let whoever waits for this computer go first: a fetch must not be held up by the reading behind it."""
    with suppress(OSError, AttributeError):
        os.nice(10)


def main(memory: int, processor: int, output: int) -> None:
    """Answer requests until standard input ends."""
    _stand_back()
    requests = sys.stdin.buffer
    answers = os.fdopen(os.dup(1), "wb")
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)  # what a library prints must not end up among the answers
    _import_readers()
    gc.freeze()  # what is imported stays; and documents hold no cycles worth a search after every few
    gc.set_threshold(100_000, 20, 100)
    _limit(memory)
    while (head := _take(requests)) is not None:
        body = _take(requests)
        if body is None:
            return
        _allow(processor)
        _answer(answers, _read(body, **json.loads(head)), output)
        del body


def _read(body: bytes, content_type: str | None, url: str | None, start: int = 0) -> Document:
    if start:
        from factcheck.pages.pdf import pdf_document

        return pdf_document(body, start)
    return read_here(body, content_type, url)


def _answer(answers: BinaryIO, document: Document, output: int) -> None:
    """Write a document as JSON; where that is too long, the text is cut and the error says so."""
    data = _packed(document)
    flags = (*document.flags, "cut")
    while len(data) > output:
        share = 0.95 * output / len(data)
        text, rest = document.text[: int(len(document.text) * share)], document.rest[: int(len(document.rest) * share)]
        document = replace(document, text=text, rest=rest, pages=(), error="parse", flags=flags)
        if not (text or rest):
            document = Document(kind=document.kind, error="parse", flags=("cut",))
        data = _packed(document)
    answers.write(LENGTH.pack(len(data)) + data)
    answers.flush()


def _packed(document: Document) -> bytes:
    return json.dumps(document.as_dict(), ensure_ascii=False).encode("utf-8", "replace")


def _take(stream: BinaryIO) -> bytes | None:
    """The next part: its length, then its bytes; None at the end."""
    head = stream.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    return stream.read(LENGTH.unpack(head)[0])


def _import_readers() -> None:
    """Import what nearly every request needs; the readers of rarer kinds import theirs when one comes."""
    sys.dont_write_bytecode = True
    for name in ("factcheck.pages.html", "trafilatura"):
        __import__(name)


def _limit(memory: int) -> None:
    def refuse(event: str, arguments: Any) -> None:
        if event in _FORBIDDEN:
            raise PermissionError(f"{event} is not allowed while reading a document")

    if resource is not None:
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        for name in ("RLIMIT_FSIZE", "RLIMIT_CORE"):
            with suppress(ValueError, OSError):
                resource.setrlimit(getattr(resource, name), (0, 0))
    sys.addaudithook(refuse)


def _allow(seconds: int) -> None:
    """Set the processor time up to which this request may run; the kernel ends the process after it."""
    if resource is None:
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    spent = int(used.ru_utime + used.ru_stime) + 1
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CPU, (spent + seconds, hard))


if __name__ == "__main__":
    main(*(int(value) for value in sys.argv[1:4]))
