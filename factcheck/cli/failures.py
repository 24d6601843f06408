"""Every way a command can fail, told in one line with a hint, and its exit status."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
import traceback
from collections.abc import Callable
from typing import Any, NoReturn

import typer
from typer.exceptions import TyperException

from factcheck.cli import settings
from factcheck.cli.text import inline
from factcheck.errors import FactcheckError

INTERRUPTED = 130
READER_GONE = 141
"""As shells put it: 128 + SIGPIPE. What was printed until then is all that its reader wanted."""
STORAGE_ERRNOS = frozenset({errno.ENOSPC, errno.EROFS, errno.EDQUOT, errno.EFBIG, errno.EIO})
USAGE_ERRNOS = frozenset({errno.ENOENT, errno.EISDIR, errno.ENOTDIR, errno.EACCES, errno.EPERM, errno.EEXIST})


def exit_with_status(run: Callable[[], Any]) -> NoReturn:
    """Run a command and exit: a number that it returns is its status, an exception is told."""
    _use_plain_streams()
    status = _flushed(status_of(run))
    sys.exit(status)


def status_of(run: Callable[[], Any]) -> int:
    """Run a command and return its exit status; tell what went wrong, never with a traceback."""
    try:
        result = run()
    except typer.Abort:
        tell("stopped: there was no answer")
        return 1
    except typer.Exit as stop:
        return int(stop.exit_code)
    except KeyboardInterrupt:
        return _interrupted()
    except FactcheckError as error:
        told(error, error.hint)
        return error.exit_code
    except TyperException as error:
        tell(error.format_message().split(" (Possible options")[0].rstrip("."), _usage_hint(error))
        return error.exit_code
    except BrokenPipeError:
        return _quiet()
    except OSError as error:
        return _os_error(error)
    except Exception as error:
        return _unexpected(error)
    if result == INTERRUPTED:
        return _interrupted()
    return result if isinstance(result, int) else 0


def told(error: FactcheckError, hint: str | None) -> None:
    """Print an error of ours, and where it came from if it came of another and that was asked for."""
    tell(error.message, hint)
    if error.__cause__ and os.environ.get("FACTCHECK_DEBUG"):
        traceback.print_exception(error.__cause__)


def tell(message: str, hint: str | None = None, *, kind: str = "Error") -> None:
    """Print a problem, and what to do about it, on stderr."""
    print(f"{kind}: {inline(message)}", file=sys.stderr)
    if hint:
        print(f"Hint: {inline(hint)}", file=sys.stderr)


def _usage_hint(error: TyperException) -> str | None:
    context = getattr(error, "ctx", None)
    if getattr(error, "option_name", None) in ("-d", "--db"):
        return "--db stands before the command: factcheck --db FILE claims"
    return f"`{context.command_path} -h` tells how it is used" if context else None


def _interrupted() -> int:
    print("Stopped. What was reported done is on disk.", file=sys.stderr)
    return INTERRUPTED


def _os_error(error: OSError) -> int:
    what = f"{error.filename}: {error.strerror}" if error.filename else (error.strerror or str(error))
    if error.errno in STORAGE_ERRNOS:
        tell(what, "free some space, or name another place")
        return 5
    tell(what, "see that the path is right and may be used" if error.errno in USAGE_ERRNOS else None)
    _debug()
    return 2 if error.errno in USAGE_ERRNOS else 1


def _unexpected(error: Exception) -> int:
    sqlite = sys.modules.get("sqlite3")
    if sqlite is not None and isinstance(error, sqlite.Error):
        from factcheck.store.connection import explain

        known = explain(error, settings.db_path())
        tell(known.message, known.hint)
        _debug()
        return known.exit_code
    tell(
        f"something went wrong that should not have: {type(error).__name__}: {error}",
        "run it again with FACTCHECK_DEBUG=1 and report what it prints",
    )
    _debug()
    return 1


def _debug() -> None:
    if os.environ.get("FACTCHECK_DEBUG"):
        traceback.print_exc()


def _use_plain_streams() -> None:
    # A terminal or pipe that cannot show a character gets a question mark, not a crash.
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError, ValueError, OSError):
            stream.reconfigure(errors="replace")  # type: ignore[union-attr]


def _flushed(status: int) -> int:
    """Flush what was printed; a full disk behind `>` is an error too, a closed pipe is not."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        return _quiet(status)
    except OSError as error:
        status = _os_error(error)
        drop_stdout()
    except ValueError:  # closed by somebody else
        pass
    return status


def _quiet(status: int = READER_GONE) -> int:
    drop_stdout()
    return status


def drop_stdout() -> None:
    """Let what is still to be printed go nowhere; the interpreter flushes once more at its exit."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
