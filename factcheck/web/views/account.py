"""Signing in and out, tokens for programs, and the people of the desk."""

from __future__ import annotations

import mimetypes

from factcheck.desk.people import Right, Role
from factcheck.errors import NotFoundError, RefusedError
from factcheck.web.answers import Answer, Done, Page, Raw, Visit
from factcheck.web.render import static_digest, static_file

STATIC = ("desk.css", "desk.js", "icon.svg")


def sign_in_page(visit: Visit) -> Answer:
    """The form to sign in with; a one-time link fills in its token, and the button uses it up."""
    if not visit.site.desk_open:
        raise NotFoundError("this file is open for reading only", hint="`factcheck serve --desk` opens the desk")
    data = {"token": visit.query.get("token", "")[:200], "next": _local(visit, visit.query.get("next", ""))}
    return Page("sign_in.html", data, json={})


def sign_in(visit: Visit) -> Answer:
    """Begin a session, with a one-time link's token or with name and password."""
    form, people = visit.form, visit.site.people
    if token := form.maybe("token"):
        session = people.enter(token)
    else:
        session = people.sign_in(form.text("name"), form.text("password"), visit.address)
    to = _local(visit, form.text("next"))
    return Done(f"Signed in as {session.member.name}", to, session=session.token)


def _local(visit: Visit, path: str) -> str:
    """Return a path of the desk to go on to; anything else leads to its front page."""
    inside = path.removeprefix(visit.site.url(""))
    if inside != path and (not inside or inside[0] in "/?") and "\\" not in inside and not inside.startswith("//"):
        return inside
    return "/"


def sign_out(visit: Visit) -> Answer:
    """End the session."""
    if visit.session:
        visit.site.people.sign_out(visit.session)
    return Done("Signed out", "/sign-in", session="")


def account(visit: Visit) -> Answer:
    """Who one is here, one's tokens, and for an editor the people."""
    if visit.member is None:
        raise NotFoundError("nobody signs in here: the file is open for reading only", hint="`factcheck serve --desk`")
    everybody = visit.site.people.everybody() if visit.may(Right.DIRECT) else []
    data = {
        "tokens": visit.site.people.tokens(visit.name),
        "people": everybody,
        "roles": tuple(Role),
        "fresh": visit.site.shown_once.pop(visit.session or "", None),
    }
    return Page("account.html", data, json={"name": visit.name, "role": str(visit.member.role), "people": everybody})


def add_token(visit: Visit) -> Answer:
    """Make a token with which a program may act for this person; it is shown once."""
    token = visit.site.people.token(visit.name, visit.form.maybe("label") or "a program")
    _show_once(visit, "Your new token", token)
    return Done("The token is made", "/account", data={"token": token})


def revoke_token(visit: Visit) -> Answer:
    """End a token."""
    visit.site.people.revoke(visit.name, visit.form.text("digest"))
    return Done("The token is ended", "/account")


def add_person(visit: Visit) -> Answer:
    """Add a person, or change a role, and make a link to sign in with; it is shown once."""
    form, people = visit.form, visit.site.people
    if form.text("name").strip() == visit.name:
        raise RefusedError("nobody changes their own role", hint="another editor can")
    member = people.add(form.text("name"), form.maybe("role") or Role.CHECKER, form.maybe("password"))
    link = visit.site.url(f"/sign-in?token={people.link(member.name)}")
    _show_once(visit, f"A link for {member.name}, good for one sign-in within a day", link)
    return Done(f"{member.name} has the role {member.role} now", "/account", data={"link": link})


def remove_person(visit: Visit) -> Answer:
    """Take a person off the desk."""
    name = visit.form.text("name")
    if name == visit.name:
        raise RefusedError("nobody removes themselves", hint="another editor can")
    visit.site.people.remove(name)
    return Done(f"{name} can no longer sign in", "/account")


def _show_once(visit: Visit, label: str, secret: str) -> None:
    if visit.session:
        visit.site.shown_once[visit.session] = (label, secret)


def static(visit: Visit) -> Answer:
    """A style sheet or script of the desk; its address changes with its content, so it may be kept."""
    name = visit.names["name"]
    if name not in STATIC or visit.names["digest"] != static_digest(name):
        raise NotFoundError(f"there is no file {name}")
    kind = mimetypes.guess_type(name)[0] or "text/plain"
    return Raw(
        static_file(name),
        f"{kind}; charset=utf-8",
        {"Cache-Control": "public, max-age=31536000, immutable"},
    )
