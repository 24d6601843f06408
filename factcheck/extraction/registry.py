"""Which extractor to use: the built-in one, or one that another package offers."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from factcheck.errors import FactcheckError, NotFoundError, UsageError
from factcheck.extraction.interface import Extraction, Extractor

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint, EntryPoints

BUILTIN = "builtin"
GROUP = "factcheck.extractors"


def _offered() -> EntryPoints:
    from importlib.metadata import entry_points  # costs as much as reading an article, and is seldom asked

    return entry_points(group=GROUP)


def available_extractors() -> tuple[str, ...]:
    """Names that `get_extractor` accepts, the built-in one first."""
    return (BUILTIN, *sorted({entry.name for entry in _offered()} - {BUILTIN}))


@lru_cache(maxsize=8)
def get_extractor(name: str | None = None) -> Extractor:
    """Return the extractor called `name`, or the built-in one.

    What another package's finds is held to the interface (`factcheck.extraction.foreign`).

    Raises:
        NotFoundError: no installed package offers an extractor of that name.
        UsageError: what the package offers is not an extractor.
        FactcheckError: the package cannot be loaded.
    """
    if name is None or name == BUILTIN:
        from factcheck.extraction.builtin import BuiltinExtractor

        return BuiltinExtractor()
    for entry in _offered():
        if entry.name == name:
            return _loaded(entry)
    known = ", ".join(available_extractors())
    raise NotFoundError(f"no extractor is called {name!r}", hint=f"installed: {known}")


def _loaded(entry: EntryPoint) -> Extractor:
    from factcheck.extraction.foreign import Foreign, failed

    try:
        found = entry.load()
        made = found() if isinstance(found, type) else found
    except FactcheckError:  # the package says itself what is missing
        raise
    except (Exception, SystemExit) as error:
        raise failed(f"{entry.name!r} ({entry.value})", error) from error
    if not isinstance(made, Extractor):
        raise UsageError(
            f"the extractor {entry.name!r} ({entry.value}) lacks name, version or extract()",
            hint="see factcheck.extraction.interface.Extractor",
        )
    return Foreign(entry.name, made)


def extract(text: str) -> Extraction:
    """Read `text` with the built-in extractor; also usable as a worker of a process pool."""
    return get_extractor(None).extract(text)
