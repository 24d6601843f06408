"""Work that takes a while, such as a fetch: begun in a thread, looked at until it is done."""

from __future__ import annotations

import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from factcheck.desk.desk import Desk
from factcheck.errors import FactcheckError, NotFoundError
from factcheck.web import wording

MOST_KEPT = 200


@dataclass(slots=True)
class Job:
    """One piece of work, and how far it has come."""

    id: str
    title: str
    actor: str
    begun: float = field(default_factory=time.monotonic)
    ended: float | None = None
    bytes: int = 0
    attempts: int = 1
    to: str | None = None  # where its outcome is shown
    error: str | None = None
    hint: str | None = None
    captures: list[int] = field(default_factory=list)

    @property
    def done(self) -> bool:
        """Whether it has ended, well or not."""
        return self.ended is not None

    def seconds(self) -> float:
        """How long it has taken."""
        return round((self.ended or time.monotonic()) - self.begun, 1)

    def note(self, progress: Any) -> None:
        """Take up what the fetcher tells."""
        self.bytes, self.attempts = progress.wire_bytes, 1 + progress.retries

    def told(self) -> dict[str, Any]:
        """Return it for the page that waits."""
        return {
            "id": self.id,
            "title": self.title,
            "done": self.done,
            "seconds": self.seconds(),
            "bytes": self.bytes,
            "attempts": self.attempts,
            "to": self.to,
            "error": self.error,
            "hint": self.hint,
            "captures": list(self.captures),
        }


class Jobs:
    """The work under way, and the last that has ended."""

    def __init__(self, begin: Callable[[Callable[[Desk], Any]], None]) -> None:
        self._begin = begin
        self._jobs: OrderedDict[str, Job] = OrderedDict()
        self._lock = threading.Lock()

    def begin(self, title: str, actor: str, work: Callable[[Job, Desk], str]) -> Job:
        """Start `work`; it returns the path of the page that shows its outcome."""
        job = Job(secrets.token_urlsafe(12), title, actor)
        with self._lock:
            self._jobs[job.id] = job
            while len(self._jobs) > MOST_KEPT:
                self._jobs.popitem(last=False)
        self._begin(lambda desk: self._run(job, desk.acting_as(actor), work))
        return job

    def job(self, number: str) -> Job:
        """Return a piece of work.

        Raises:
            NotFoundError: it is unknown, or long over.
        """
        found = self._jobs.get(number)
        if found is None:
            raise NotFoundError("this work is no longer known", hint="the references' page shows what is archived")
        return found

    @staticmethod
    def _run(job: Job, desk: Desk, work: Callable[[Job, Desk], str]) -> None:
        try:
            job.to = work(job, desk)
        except FactcheckError as error:
            job.error, job.hint = wording.without_command(error.message), wording.hint(error.hint)
        except Exception as error:  # a bug of ours: told on the page that waits, and not waited for in vain
            job.error, job.hint = f"the program failed: {type(error).__name__}", "see the server's log"
            raise
        finally:
            job.ended = time.monotonic()
