"""People: roles, one-time links, passwords, sessions that end; by a clock that the test turns."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from factcheck.desk.people import IDLE, LINK_LIFE, LONGEST, RIGHTS, People, Role, SlowDownError
from factcheck.errors import NotFoundError, RefusedError, UsageError


class Clock:
    now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def people(tmp_path: Path, clock: Clock) -> People:
    return People(tmp_path / "story.db", clock)


def test_each_role_may_do_more_than_the_one_before() -> None:
    ladder = [RIGHTS[role] for role in (Role.VIEWER, Role.CHECKER, Role.SECOND, Role.EDITOR)]
    assert all(below < above for below, above in pairwise(ladder))


def test_a_link_is_good_once_and_for_a_day(people: People, clock: Clock) -> None:
    people.add("ann", "editor")
    link = people.link("ann")
    assert people.enter(link).member.name == "ann"
    with pytest.raises(RefusedError):
        people.enter(link)
    late = people.link("ann")
    clock.now += LINK_LIFE
    with pytest.raises(RefusedError):
        people.enter(late)


def test_a_session_ends_when_it_is_not_used_and_in_any_case_after_a_week(people: People, clock: Clock) -> None:
    people.add("ann")
    token = people.enter(people.link("ann")).token
    for _ in range(LONGEST // (IDLE - 100)):
        clock.now += IDLE - 100
        assert people.session(token)
    clock.now += IDLE - 100
    assert people.session(token) is None
    other = people.enter(people.link("ann")).token
    clock.now += IDLE
    assert people.session(other) is None


def test_failed_sign_ins_cost_more_and_more_time(people: People, clock: Clock) -> None:
    people.add("ann", "checker", "harbour bridge")
    waits = []
    for _ in range(8):
        with pytest.raises(RefusedError) as caught:
            people.sign_in("ann", "wrong wrong", "192.0.2.1")
        if isinstance(caught.value, SlowDownError):
            waits.append(caught.value.wait)
            clock.now += caught.value.wait
    assert waits == sorted(waits)
    assert waits[-1] > waits[0]
    clock.now += 1000
    assert people.sign_in("ann", "harbour bridge", "192.0.2.1").member.name == "ann"


def test_an_address_that_tries_many_names_is_slowed_too(people: People) -> None:
    for name in ("a", "b", "c"):
        with pytest.raises(RefusedError):
            people.sign_in(name, "wrong wrong", "192.0.2.1")
    with pytest.raises(SlowDownError):
        people.sign_in("d", "wrong wrong", "192.0.2.1")
    with pytest.raises(RefusedError) as other:
        people.sign_in("d", "wrong wrong", "192.0.2.2")
    assert not isinstance(other.value, SlowDownError)


def test_a_new_password_ends_the_old_sessions(people: People) -> None:
    people.add("ann", "checker", "harbour bridge")
    token = people.sign_in("ann", "harbour bridge", "x").token
    people.add("ann", "checker", "another bridge")
    assert people.session(token) is None


def test_a_role_that_is_changed_holds_at_once(people: People) -> None:
    people.add("ann", "checker")
    token = people.enter(people.link("ann")).token
    people.add("ann", "viewer")
    session = people.session(token)
    assert session is not None
    assert session.member.role is Role.VIEWER


@pytest.mark.parametrize(
    ("name", "role", "password"),
    [("", "checker", None), ("root", "checker", None), ("ann", "king", None), ("ann", "checker", "short")],
)
def test_what_cannot_be_is_refused(people: People, name: str, role: str, password: str | None) -> None:
    with pytest.raises(UsageError):
        people.add(name, role, password)


def test_nobody_unknown_gets_a_link(people: People) -> None:
    with pytest.raises(NotFoundError):
        people.link("eve")


def test_the_file_cannot_be_read_by_others_and_holds_no_secret(people: People) -> None:
    people.add("ann", "checker", "harbour bridge")
    token, link = people.enter(people.link("ann")).token, people.link("ann")
    held = people.path.read_bytes()
    assert people.path.stat().st_mode & 0o077 == 0
    for secret in ("harbour bridge", token, link):
        assert secret.encode() not in held


def test_a_token_acts_for_its_person_until_it_is_ended(people: People) -> None:
    people.add("ann")
    token = people.token("ann", "a script")
    member = people.bearer(token)
    assert member is not None
    assert member.name == "ann"
    people.revoke("ann", people.tokens("ann")[0].digest)
    assert people.bearer(token) is None
