"""People: who may do what on the desk, how they sign in, and how long that holds.

A person signs in with a one-time link or a password, and then holds a session; programs hold a token.
Every secret is 256 random bits, handed out once and kept as its SHA-256.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from factcheck.errors import MissingExtraError, NotFoundError, RefusedError, UsageError
from factcheck.ledger.canonical import clean
from factcheck.store.people import PeopleFile, Person, Proof, file_beside

if TYPE_CHECKING:
    from argon2 import PasswordHasher

HOUR = 3600
IDLE = 12 * HOUR
"""Seconds after which a session that is not used ends."""
LONGEST = 7 * 24 * HOUR
"""Seconds after which a session ends in any case."""
LINK_LIFE = 24 * HOUR
TOKEN_LIFE = 365 * 24 * HOUR
SHORTEST_PASSWORD = 10
FREE_FAILURES = 3
"""Failed sign-ins that cost no waiting; every further one doubles it."""
LONGEST_WAIT = 15 * 60
_RESERVED = frozenset({"root", "factcheck"})  # Datasette's and the program's own names


class Role(StrEnum):
    """What a person is on the desk."""

    VIEWER = "viewer"
    CHECKER = "checker"
    SECOND = "second"
    EDITOR = "editor"


class Right(StrEnum):
    """What can be allowed."""

    READ = "read"
    CHECK = "check"  # claims, sources, evidence, contacts, decisions, undo
    SIGN = "sign"  # approve another's decision
    DIRECT = "direct"  # close and reopen, choose the policy, pass a gate, manage people


RIGHTS: dict[Role, frozenset[Right]] = {
    Role.VIEWER: frozenset({Right.READ}),
    Role.CHECKER: frozenset({Right.READ, Right.CHECK}),
    Role.SECOND: frozenset({Right.READ, Right.CHECK, Right.SIGN}),
    Role.EDITOR: frozenset(Right),
}


class SlowDownError(RefusedError):
    """Too many sign-ins failed; `wait` is in seconds."""

    def __init__(self, wait: int) -> None:
        super().__init__("too many sign-ins failed", hint=f"try again in {wait} s")
        self.wait = wait


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody at the desk: the name goes into the log, the role says what is allowed."""

    name: str
    role: Role

    def may(self, right: Right) -> bool:
        """Whether the role allows it."""
        return right in RIGHTS[self.role]


@dataclass(frozen=True, slots=True)
class Session:
    """A sign-in that holds; `token` stands in the person's cookie."""

    member: Member
    token: str

    def csrf(self) -> str:
        """Return what every form of this session must bring along."""
        return hmac.new(self.token.encode(), b"factcheck form", hashlib.sha256).hexdigest()


class People:
    """The people of one factcheck file."""

    def __init__(self, path: str | Path, clock: Callable[[], float] = time.time) -> None:
        self._file = PeopleFile(file_beside(Path(path)))
        self._clock = clock

    @property
    def path(self) -> Path:
        """Where they are kept."""
        return self._file.path

    def everybody(self) -> list[Member]:
        """Return all people, by name."""
        return [Member(person.name, Role(person.role)) for person in self._file.people()]

    def member(self, name: str) -> Member | None:
        """Return the person of this name."""
        found = self._file.person(name)
        return Member(found.name, Role(found.role)) if found else None

    def add(self, name: str, role: str = Role.CHECKER, password: str | None = None) -> Member:
        """Add a person, or give one another role or password; a new password ends the old sessions.

        Raises:
            UsageError: a reserved or empty name, an unknown role, a short password.
        """
        name = clean(" ".join(name.split()))
        if not name or len(name) > 100 or name.lower() in _RESERVED:
            raise UsageError(f"{name!r} cannot be a person's name here", hint="take another")
        try:
            wanted = Role(role)
        except ValueError:
            raise UsageError(f"there is no role {role!r}", hint="one of " + ", ".join(Role)) from None
        here = self._file.person(name)
        hashed = here.password if here else None
        if password is not None:
            hashed = _hash(password)
        self._file.put(Person(name, wanted, hashed), self._now())
        if password is not None and here:
            self._file.end_sessions(name)
        return Member(name, wanted)

    def remove(self, name: str) -> None:
        """Take a person off the desk; what they did stays in the log.

        Raises:
            NotFoundError: there is none of that name.
        """
        if not self._file.remove(name):
            raise NotFoundError(f"there is no person {name}", hint="`factcheck user list` lists them")

    def link(self, name: str, life: int = LINK_LIFE) -> str:
        """Return a secret with which a person can sign in once.

        Raises:
            NotFoundError: there is none of that name.
        """
        return self._issue("link", name, life)

    def token(self, name: str, label: str, life: int = TOKEN_LIFE) -> str:
        """Return a secret with which a program may act for a person."""
        return self._issue("token", name, life, label)

    def tokens(self, name: str) -> list[Proof]:
        """Return a person's tokens that still hold."""
        now = self._now()
        return [proof for proof in self._file.proofs(name, "token") if proof.expires > now]

    def revoke(self, name: str, digest: str) -> None:
        """End one of a person's tokens."""
        found = self._file.proof(digest)
        if found is None or found.name != name:
            raise NotFoundError("there is no such token", hint="the account page lists them")
        self._file.take(digest, "token")

    def enter(self, link: str) -> Session:
        """Sign in with a one-time link.

        Raises:
            RefusedError: it is unknown, used or too old.
        """
        taken = self._file.take(_digest(link), "link")
        if taken is None or taken.expires <= self._now():
            raise RefusedError("this link is used up or too old", hint="ask for a new one: `factcheck user link NAME`")
        return self._begin(taken.name)

    def sign_in(self, name: str, password: str, address: str) -> Session:
        """Sign in with a password; failures slow down the name and the address that they come from.

        Raises:
            SlowDownError: too many failed before.
            RefusedError: the name or the password is wrong.
        """
        name = " ".join(name.split())
        keys = (f"name {name.lower()[:100]}", f"address {address}")
        now = self._now()
        wait = max(self._wait(key, now) for key in keys)
        if wait > 0:
            raise SlowDownError(wait)
        found = self._file.person(name)
        if not _matches(found.password if found else None, password) or found is None:
            for key in keys:
                self._file.failed(key, now, LONGEST_WAIT * 4)
            raise RefusedError("the name or the password is wrong", hint="an editor can give you a new link")
        for key in keys:
            self._file.succeeded(key)
        return self._begin(found.name)

    def session(self, token: str) -> Session | None:
        """Return the session that a cookie stands for, if it still holds."""
        digest, now = _digest(token), self._now()
        found = self._file.proof(digest)
        if found is None or found.kind != "session" or found.expires <= now:
            return None
        member = self.member(found.name)
        if member is None:
            return None
        if now - found.seen > 60:
            self._file.touch(digest, now, min(now + IDLE, found.made + LONGEST))
        return Session(member, token)

    def bearer(self, token: str) -> Member | None:
        """Return the person for whom a program acts."""
        found = self._file.proof(_digest(token))
        if found is None or found.kind != "token" or found.expires <= self._now():
            return None
        return self.member(found.name)

    def sign_out(self, token: str) -> None:
        """End a session."""
        self._file.take(_digest(token), "session")

    def _issue(self, kind: str, name: str, life: int, label: str = "") -> str:
        if self.member(name) is None:
            raise NotFoundError(f"there is no person {name}", hint="`factcheck user add NAME` adds one")
        secret, now = secrets.token_urlsafe(32), self._now()
        self._file.add_proof(Proof(_digest(secret), kind, name, label[:200], now, now, now + life))
        return secret

    def _begin(self, name: str) -> Session:
        member = self.member(name)
        if member is None:
            raise RefusedError(f"{name} is no longer on this desk", hint="an editor adds people: `factcheck user add`")
        return Session(member, self._issue("session", name, IDLE))

    def _wait(self, key: str, now: int) -> int:
        count, last = self._file.failures(key)
        if count < FREE_FAILURES:
            return 0
        longer = min(1 << min(count - FREE_FAILURES + 1, 20), LONGEST_WAIT)
        return last + longer - now

    def _now(self) -> int:
        return int(self._clock())


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


@cache
def _hasher() -> PasswordHasher:
    try:
        from argon2 import PasswordHasher
    except ImportError:
        raise MissingExtraError("a password", "web") from None
    return PasswordHasher()


def _hash(password: str) -> str:
    if len(password) < SHORTEST_PASSWORD:
        raise UsageError(
            f"a password has at least {SHORTEST_PASSWORD} characters", hint="a few words are easier to remember"
        )
    return _hasher().hash(password)


def _matches(hashed: str | None, password: str) -> bool:
    """Compare a password with its hash (Argon2id); takes as long where there is none to compare with."""
    from argon2.exceptions import InvalidHashError, VerificationError

    try:
        return _hasher().verify(hashed or _nobody(), password) and hashed is not None
    except (VerificationError, InvalidHashError):
        return False


@cache
def _nobody() -> str:
    return _hasher().hash(secrets.token_urlsafe(16))
