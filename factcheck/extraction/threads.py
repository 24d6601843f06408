"""One thread for numpy's matrix products while the network runs.

They are small: OpenBLAS hands each to all cores and waits for the slowest, which on a busy machine takes
longer than the product. What the program around set is set again afterwards. Where numpy comes with
another library, nothing is done.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from threading import Lock

import numpy as np

_PREFIXES, _SUFFIXES = ("scipy_openblas", "openblas"), ("64_", "_64", "")
_lock = Lock()
_inside = 0  # callers that run now
_before = 1  # threads before the first of them came


@contextmanager
def one_thread() -> Iterator[None]:
    """Let matrix products run on the calling thread alone; callers may overlap."""
    global _inside, _before
    count, limit = _calls()
    with _lock:
        if _inside == 0:
            _before = count()
            limit(1)
        _inside += 1
    try:
        yield
    finally:
        with _lock:
            _inside -= 1
            if _inside == 0:
                limit(_before)


@lru_cache(maxsize=1)
def _calls() -> tuple[Callable[[], int], Callable[[int], None]]:
    """How to ask for, and to set, the number of threads of the OpenBLAS that comes with numpy."""
    home = Path(np.__file__).parent
    for path in sorted([*home.parent.glob("numpy.libs/*openblas*"), *home.glob(".dylibs/*openblas*")]):
        try:
            library = ctypes.CDLL(str(path))
        except OSError:
            continue
        for prefix in _PREFIXES:
            for suffix in _SUFFIXES:
                count = getattr(library, f"{prefix}_get_num_threads{suffix}", None)
                limit = getattr(library, f"{prefix}_set_num_threads{suffix}", None)
                if count is not None and limit is not None:
                    return count, limit
    return (lambda: 1), (lambda _: None)
