"""Files read one after the other, or several at once where there are many."""

from __future__ import annotations

import os
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from factcheck.cli.extract_given import Given, read_text
from factcheck.cli.options import messages_apart
from factcheck.cli.terminal import is_terminal
from factcheck.errors import FactcheckError

if TYPE_CHECKING:
    from concurrent.futures import Future

    from factcheck.extraction import Extraction

PARALLEL_FROM = 8
"""Files from which on more than one core is used; below that, starting processes costs more than it saves."""

AHEAD = 64
"""Files for each process that may be read before those before them are printed: what they hold waits in memory."""

Form = Callable[[str, Given, "Extraction"], Iterable[str]]
"""How what is found in a file is written: from the file's name, its text and the finds to pieces of text."""


@dataclass(frozen=True, slots=True)
class Made:
    """What is to be printed for one file, in pieces, and what its reader should know."""

    file: str
    pieces: Iterable[str]
    warnings: tuple[str, ...]


def read_all(files: Sequence[str], extractor: str | None, form: Form, workers: int) -> Iterator[Made | FactcheckError]:
    """Yield what is to be printed for each file, in the order given, or why there is nothing.

    `workers` is the most processes; 0 is one for each core.

    Raises:
        FactcheckError: one of the processes was ended from outside.
    """
    read = partial(_read, extractor=extractor, form=form)
    processes = min(workers or cores(), len(files))
    if processes < 2 or len(files) < PARALLEL_FROM or "-" in files:
        yield from _with_progress(map(read, files), len(files))
    else:
        yield from _in_parallel(files, partial(_whole, read=read), processes)


def _in_parallel(
    files: Sequence[str], read: Callable[[str], Made | FactcheckError], processes: int
) -> Iterator[Made | FactcheckError]:
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    context = multiprocessing.get_context("fork" if os.name == "posix" and sys.platform != "darwin" else "spawn")
    pool = ProcessPoolExecutor(processes, mp_context=context, initializer=_ignore_interrupts)
    remaining = iter(files)
    waiting: deque[Future[Made | FactcheckError]] = deque()

    def hand_out(number: int) -> None:
        waiting.extend(pool.submit(read, file) for file in islice(remaining, number))

    def made() -> Iterator[Made | FactcheckError]:
        while waiting:
            result = waiting.popleft().result()
            hand_out(1)
            yield result

    done = False
    try:
        hand_out(processes * AHEAD)  # the processes part before the progress bar starts its thread
        yield from _with_progress(made(), len(files))
        done = True
    except BrokenProcessPool:
        hint = "if memory ran out, ask for fewer with --workers"
        raise FactcheckError("one of the processes was ended from outside", hint=hint) from None
    finally:  # where the reader has gone, or pressed Ctrl-C, nobody waits for what is being made
        unwanted = [] if done else multiprocessing.active_children()
        pool.shutdown(wait=done, cancel_futures=True)
        for process in unwanted:
            process.terminate()


def cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _ignore_interrupts() -> None:
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent stops them


def _with_progress(results: Iterator[Any], total: int) -> Iterator[Any]:
    if total < PARALLEL_FROM or not is_terminal(sys.stderr) or is_terminal(sys.stdout):
        yield from results
        return
    from factcheck.cli.terminal import Bar

    with Bar("extracting") as bar:
        for number, result in enumerate(results, start=1):
            bar(number, total)
            yield result


def _whole(file: str, read: Callable[[str], Made | FactcheckError]) -> Made | FactcheckError:
    """What is made of one file in one piece, as it comes back from another process."""
    made = read(file)
    return made if isinstance(made, FactcheckError) else Made(file, ("".join(made.pieces),), made.warnings)


def _read(file: str, *, extractor: str | None, form: Form) -> Made | FactcheckError:
    try:
        given = read_text(file)
        found = _extracted(given.text, extractor)
    except FactcheckError as error:
        if Path(file).name not in error.message:
            error.message = f"{file}: {error.message}"
        return error
    return Made(file, form(file, given, found), (*given.warnings, *found.warnings))


def _extracted(text: str, extractor: str | None) -> Extraction:
    from factcheck.extraction import get_extractor

    with messages_apart():
        return get_extractor(extractor).extract(text)
