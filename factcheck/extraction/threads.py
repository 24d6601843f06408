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
from importlib import import_module

_PREFIXES, _SUFFIXES = ("scipy_openblas", "openblas"), ("64_", "_64", "")


@contextmanager
def one_thread() -> Iterator[None]:
    """Let matrix products run on the calling thread alone.

    Whoever comes while another is inside finds it so and leaves it so: at worst it loses speed when the
    other ends, and the setting of before comes back in any case.
    """
    count, limit = _calls()
    before = count()
    if before > 1:
        limit(1)
    try:
        yield
    finally:
        if before > 1:
            limit(before)


@lru_cache(maxsize=1)
def _calls() -> tuple[Callable[[], int], Callable[[int], None]]:
    """How to ask for, and to set, the number of threads of the OpenBLAS that comes with numpy."""
    try:
        library = ctypes.CDLL(
            import_module("numpy._core._multiarray_umath").__file__
        )  # what it was linked with is found through it
    except (ImportError, OSError):
        return (lambda: 1), (lambda _: None)
    for prefix in _PREFIXES:
        for suffix in _SUFFIXES:
            count = getattr(library, f"{prefix}_get_num_threads{suffix}", None)
            limit = getattr(library, f"{prefix}_set_num_threads{suffix}", None)
            if count is not None and limit is not None:
                return count, limit
    return (lambda: 1), (lambda _: None)
