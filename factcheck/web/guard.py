"""What stands before the whole site, Datasette's own pages included.

It refuses foreign Host headers (DNS rebinding) and paths that Datasette would redirect off the site,
lets nobody in who has not signed in where the desk is open, and gives every answer a content policy.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Awaitable, Callable, MutableMapping
from functools import partial
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import quote

from factcheck.desk.people import Member, Role, Session
from factcheck.web import nonce
from factcheck.web.site import Site, site_of

Scope = MutableMapping[str, Any]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]

DESK_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self';"
    " form-action 'self'; frame-src 'self'; frame-ancestors 'none'; base-uri 'none'"
)
DATASETTE_POLICY = (
    "default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
    " font-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
_OPEN_TO_ALL = ("/-/factcheck/sign-in", "/-/factcheck/static/", "/-/static/", "/favicon.ico")


class Guard:
    """The ASGI application around Datasette's."""

    def __init__(self, app: Any, datasette: Any) -> None:
        self._app = app
        self._datasette = datasette

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer what is refused, hand the rest on."""
        site = site_of(self._datasette) if scope["type"] == "http" else None
        if site is None:
            await self._app(scope, receive, send)
            return
        path, desk_page = scope["path"], _is_desk(site, scope["path"])
        token = secrets.token_urlsafe(16)
        nonce.current.set(token)
        send = _with_headers(send, DESK_POLICY if desk_page else DATASETTE_POLICY.format(nonce=token))
        if "\\" in path or path.startswith("//"):
            await _refuse(send, 400, "this path is refused")
        elif not _known_host(site, scope):
            await _refuse(send, 421, "this site is not known under that name (FACTCHECK_HOSTS adds one)")
        else:
            await self._enter(site, scope, receive, send)

    async def _enter(self, site: Site, scope: Scope, receive: Receive, send: Send) -> None:
        """Let people in who have signed in, and everybody where nothing can be written."""
        if site.desk_open:
            await _recognise(site, scope)
            if not (scope.get("factcheck_member") or _is_open_to_all(site, scope["path"])):
                await _ask_to_sign_in(site, scope, send)
                return
        await self._app(scope, receive, send)


def member_of(scope: Scope) -> Member | None:
    """Return who asks."""
    member: Member | None = scope.get("factcheck_member")
    return member


def session_of(scope: Scope) -> Session | None:
    """Return the session by which they do (None: a token, or another plug-in's sign-in)."""
    session: Session | None = scope.get("factcheck_session")
    return session


def header(scope: Scope, name: bytes) -> str:
    """Return a request's header."""
    return next((value.decode("latin-1") for key, value in scope["headers"] if key == name), "")


async def _recognise(site: Site, scope: Scope) -> None:
    """Find out who asks: by a token, by the desk's session, or by what another plug-in of Datasette says."""
    kind, _, token = header(scope, b"authorization").partition(" ")
    if kind.lower() == "bearer":
        member = await _aside(site, lambda: site.people.bearer(token.strip())) or await _other_actor(site, scope)
        scope["factcheck_member"] = member
        # No page of another site can send this header; with a cookie beside it, the form's token decides.
        scope["factcheck_token"] = member is not None and not header(scope, b"cookie")
        return
    cookie = cookies(scope).get(site.cookie)
    session = await _aside(site, lambda: site.people.session(cookie)) if cookie else None
    if session:
        scope["factcheck_session"], scope["factcheck_member"] = session, session.member
        return
    scope["factcheck_member"] = await _other_actor(site, scope)


async def _aside(site: Site, work: Callable[[], Any]) -> Any:
    return await site.desks.run(lambda _desk: work())


async def _other_actor(site: Site, scope: Scope) -> Member | None:
    """Return the person whom another plug-in, or Datasette itself, vouches for.

    Their role is the one they have here. Where nobody has been added yet they are checkers: it is one
    person's own desk; later, strangers to the people's file only read.
    """
    from datasette.plugins import pm
    from datasette.utils import await_me_maybe
    from datasette.utils.asgi import Request

    for found in pm.hook.actor_from_request(datasette=site.datasette, request=Request(scope, None)):
        actor = await await_me_maybe(found)
        name = str(actor.get("id") or "") if isinstance(actor, dict) else ""
        if name:
            here = await _aside(site, partial(site.people.member, name))
            nobody = here is None and not await _aside(site, site.people.everybody)
            return here or Member(name, Role.CHECKER if nobody else Role.VIEWER)
    return None


def cookies(scope: Scope) -> dict[str, str]:
    """Return a request's cookies."""
    try:
        return {name: morsel.value for name, morsel in SimpleCookie(header(scope, b"cookie")).items()}
    except CookieError:
        return {}


def _inside(site: Site, path: str) -> str:
    base = str(site.datasette.setting("base_url")).rstrip("/")
    return path.removeprefix(base) if base else path


def _is_desk(site: Site, path: str) -> bool:
    inside = _inside(site, path)
    return inside == "/-/factcheck" or inside.startswith("/-/factcheck/")


def _is_open_to_all(site: Site, path: str) -> bool:
    return _inside(site, path).startswith(_OPEN_TO_ALL)


def _known_host(site: Site, scope: Scope) -> bool:
    host = header(scope, b"host").strip().lower()
    name = host if host.endswith("]") else host.rpartition(":")[0] or host
    return name in site.hosts or host in site.hosts


async def _ask_to_sign_in(site: Site, scope: Scope, send: Send) -> None:
    wants_page = scope["method"] in ("GET", "HEAD") and "text/html" in header(scope, b"accept")
    if not wants_page:
        await _refuse(send, 401, "sign in first, or send a token: Authorization: Bearer ...")
        return
    query = scope.get("query_string", b"").decode("latin-1")
    back = quote(scope["path"] + (f"?{query}" if query else ""), safe="")
    location = f"{site.url('/sign-in')}?next={back}"
    await send({"type": "http.response.start", "status": 303, "headers": [(b"location", location.encode("latin-1"))]})
    await send({"type": "http.response.body", "body": b""})


async def _refuse(send: Send, status: int, why: str) -> None:
    body = json.dumps({"ok": False, "status": status, "error": why}).encode()
    headers = [(b"content-type", b"application/json"), (b"cache-control", b"no-store")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def _with_headers(send: Send, policy: str) -> Send:
    """Add to every answer what protects it, unless it brings its own."""
    protection = [
        (b"content-security-policy", policy.encode()),
        (b"x-content-type-options", b"nosniff"),
        (b"referrer-policy", b"same-origin"),
        (b"cross-origin-opener-policy", b"same-origin"),
        (b"cross-origin-resource-policy", b"same-origin"),
        (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"),
    ]

    async def sender(message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            given = list(message.get("headers") or ())
            names = {name.lower() for name, _ in given}
            message = {**message, "headers": given + [item for item in protection if item[0] not in names]}
        await send(message)

    return sender
