"""The errors a user may meet; each says what was found, and its hint says what to do.

    FactcheckError            1  what was asked for falls short
    ├── UsageError            2  wrong usage
    │   ├── NotFoundError     2  an id, name or file that is not there
    │   └── MissingExtraError 2  the command needs a package that is not installed
    ├── RefusedError          3  refused
    │   ├── GateClosedError   3  a rule of the policy is not met
    │   └── ConflictError     3  somebody else was first
    ├── FetchError            4  a fetch failed or is incomplete
    ├── StorageError          5  full, read-only or locked
    └── DamagedError          6  the file is damaged, not ours, or newer than the program

The number is the exit status of the command line (see `docs/reference/exit-codes.md`).
"""

from __future__ import annotations

from typing import ClassVar


class FactcheckError(Exception):
    """Base of every error that is told to the user in one line, with a hint."""

    exit_code: ClassVar[int] = 1

    def __init__(self, message: str, *, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageError(FactcheckError):
    """What was asked cannot be done as it was asked."""

    exit_code = 2


class NotFoundError(UsageError):
    """An id, a name or a file that is not there."""


class MissingExtraError(UsageError):
    """A package of an optional extra is needed and not installed."""

    def __init__(self, what: str, extra: str) -> None:
        super().__init__(f"{what} needs the extra '{extra}'", hint=f"pip install 'factcheck-desk[{extra}]'")
        self.what = what
        self.extra = extra

    def __reduce__(self) -> tuple[type[MissingExtraError], tuple[str, str], dict[str, object]]:
        return MissingExtraError, (self.what, self.extra), self.__dict__  # it comes back from another process so


class RefusedError(FactcheckError):
    """A rule says no; nothing was changed."""

    exit_code = 3


class GateClosedError(RefusedError):
    """A verdict lacks what the policy asks for; `missing` lists it."""

    def __init__(self, message: str, *, missing: tuple[str, ...] = (), hint: str | None = None) -> None:
        super().__init__(message, hint=hint)
        self.missing = missing


class ConflictError(RefusedError):
    """Somebody else changed the record after its reader saw it."""


class FetchError(FactcheckError):
    """A fetch failed or is incomplete; the failed capture is kept all the same."""

    exit_code = 4


class StorageError(FactcheckError):
    """The disk or the file cannot take the change: full, read-only, or locked for too long."""

    exit_code = 5


class DamagedError(FactcheckError):
    """The file is damaged, is not a factcheck file, or is newer than the program."""

    exit_code = 6
