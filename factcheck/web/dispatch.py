"""From a request to a view and back: who may, the form's token, errors in words, HTML or JSON."""

from __future__ import annotations

import hmac
import json
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl

from factcheck.desk.desk import Desk
from factcheck.desk.people import SlowDownError
from factcheck.errors import (
    ConflictError,
    DamagedError,
    FactcheckError,
    FetchError,
    GateClosedError,
    MissingExtraError,
    NotFoundError,
    RefusedError,
    StorageError,
    UsageError,
)
from factcheck.model import Claim
from factcheck.web import guard, wording
from factcheck.web.answers import Answer, Done, Page, Raw, Visit, plain
from factcheck.web.forms import Form, TooLargeError, read_form
from factcheck.web.render import render
from factcheck.web.routes import Route, WrongMethodError, find
from factcheck.web.site import Site, site_of
from factcheck.web.views.claims import after

_STATUS: tuple[tuple[type[FactcheckError], HTTPStatus], ...] = (
    (TooLargeError, HTTPStatus.REQUEST_ENTITY_TOO_LARGE),
    (NotFoundError, HTTPStatus.NOT_FOUND),
    (MissingExtraError, HTTPStatus.NOT_IMPLEMENTED),
    (UsageError, HTTPStatus.BAD_REQUEST),
    (SlowDownError, HTTPStatus.TOO_MANY_REQUESTS),
    (GateClosedError, HTTPStatus.UNPROCESSABLE_ENTITY),
    (ConflictError, HTTPStatus.CONFLICT),
    (RefusedError, HTTPStatus.FORBIDDEN),
    (FetchError, HTTPStatus.BAD_GATEWAY),
    (StorageError, HTTPStatus.SERVICE_UNAVAILABLE),
    (DamagedError, HTTPStatus.INTERNAL_SERVER_ERROR),
    (FactcheckError, HTTPStatus.UNPROCESSABLE_ENTITY),
)


async def desk(datasette: Any, request: Any, scope: dict[str, Any], receive: Any) -> Any:
    """Answer everything under `/-/factcheck`."""
    site = site_of(datasette)
    if site is None:
        return _response(b"this Datasette serves no factcheck file", "text/plain", HTTPStatus.NOT_FOUND, {})
    path = request.url_vars.get("rest") or "/"
    wants_json = path.endswith(".json") or "application/json" in guard.header(scope, b"accept").split(",")[0]
    path = path.removesuffix(".json").rstrip("/") or "/"
    visit = _visit(site, scope, path)
    try:
        route, names = find(path, scope["method"])
        if route.right is not None:
            visit = replace(visit, form=await _form(site, scope, receive))
            _allow(visit, scope, route)
        visit = replace(visit, names=names)
        writes = route.right is not None
        answer = partial(_answer_at, route, visit, wants_json)
        return await site.desks.run(answer, writes=writes, slow=route.slow)
    except FactcheckError as error:
        found = error
        return await site.desks.run(lambda held: _failure(found, _at(visit, held), wants_json))


def _visit(site: Site, scope: Mapping[str, Any], path: str) -> Visit:
    session, member = guard.session_of(dict(scope)), guard.member_of(dict(scope))
    client = scope.get("client") or ("", 0)
    query = parse_qsl(scope.get("query_string", b"").decode("latin-1"), keep_blank_values=True)
    return Visit(
        site=site,
        desk=None,  # type: ignore[arg-type]  # given in the thread that answers
        member=member,
        csrf=session.csrf() if session else site.form_token(member.name) if member else "",
        path=path,
        names={},
        query=dict(query),
        form=Form(),
        scripted=bool(guard.header(dict(scope), b"x-desk")),
        address=str(client[0]),
        session=session.token if session else None,
        secure=scope.get("scheme") == "https",
    )


def _at(visit: Visit, held: Desk) -> Visit:
    return replace(visit, desk=held.acting_as(visit.name) if visit.name else held)


async def _form(site: Site, scope: dict[str, Any], receive: Any) -> Form:
    return await read_form(guard.header(scope, b"content-type"), receive)


def _allow(visit: Visit, scope: dict[str, Any], route: Route) -> None:
    """Hold a write to its role, its origin and its form's token.

    Raises:
        RefusedError: one of them is wrong.
    """
    if not visit.site.desk_open:
        raise RefusedError("this file is open for reading only", hint="`factcheck serve --desk` opens the desk")
    if guard.header(scope, b"sec-fetch-site") not in ("", "same-origin", "none"):
        raise RefusedError("another site sent this", hint="work on the desk's own pages")
    origin = guard.header(scope, b"origin")
    if origin and origin.partition("://")[2] != guard.header(scope, b"host"):
        raise RefusedError("another site sent this", hint="work on the desk's own pages")
    if route.open_to_all:
        return
    if visit.member is None:
        raise RefusedError("sign in first", hint="with your link or password")
    if not scope.get("factcheck_token"):
        given = visit.form.text("csrftoken") or guard.header(scope, b"x-csrf-token")
        if not hmac.compare_digest(given.encode(), visit.csrf.encode()):
            raise RefusedError("this form is not from your session", hint="load the page again and repeat it")
    assert route.right is not None
    if not visit.may(route.right):
        raise RefusedError(f"a {visit.member.role} may not do this", hint="an editor can give you another role")


def _answer_at(route: Route, visit: Visit, wants_json: bool, held: Desk) -> Any:
    return _answer(route, _at(visit, held), wants_json)


def _answer(route: Route, visit: Visit, wants_json: bool) -> Any:
    answer: Answer = route.view(visit)
    if isinstance(answer, Raw):
        return _response(answer.body, answer.content_type, HTTPStatus.OK, answer.headers)
    if isinstance(answer, Page):
        return _page(answer, visit, wants_json)
    return _done(answer, visit, wants_json)


def _page(page: Page, visit: Visit, wants_json: bool) -> Any:
    if wants_json:
        data = page.data if page.json is None else page.json
        return _json({"ok": page.status < 400, **data} if isinstance(data, dict) else data, page.status)
    message = visit.site.flash.pop(visit.session or "", "") if not visit.scripted else ""
    html = render(page.template, visit, message=message, **page.data)
    return _response(html.encode("utf-8", "replace"), "text/html; charset=utf-8", page.status, {})


def _done(done: Done, visit: Visit, wants_json: bool) -> Any:
    if visit.scripted or wants_json:
        data = {"ok": True, "message": done.message, "to": visit.site.url(done.to), **done.data}
        if visit.scripted:
            data |= after(visit, done)
        answer = _json(data, HTTPStatus.OK)
    else:
        if visit.session:
            visit.site.flash[visit.session] = done.message
        answer = _response(b"", "text/plain", HTTPStatus.SEE_OTHER, {"Location": visit.site.url(done.to)})
    if done.session is not None:
        answer.set_cookie(
            visit.site.cookie,
            done.session,
            max_age=7 * 24 * 3600 if done.session else 0,
            path="/",
            httponly=True,
            samesite="lax",
            secure=visit.secure,
        )
    return answer


def _failure(error: FactcheckError, visit: Visit, wants_json: bool) -> Any:
    status = next(code for kind, code in _STATUS if isinstance(error, kind))
    if isinstance(error, WrongMethodError):
        status = HTTPStatus.METHOD_NOT_ALLOWED
    data: dict[str, Any] = {
        "ok": False,
        "status": int(status),
        "error": wording.heading(error.message),
        "hint": wording.hint(error.hint),
    }
    if missing := [wording.without_command(item) for item in getattr(error, "missing", ())]:
        data["missing"] = missing
    changed = _changed_by_another(error, visit)
    wanted = visit.form.maybe("status") if changed is not None and visit.path == "/mark" else None
    if changed is not None:
        data |= {"error": wording.conflict(changed, wanted), "hint": None, "claim": plain(changed)}
    if visit.scripted or wants_json:
        if changed is not None and visit.scripted:
            data |= after(visit, Done("", "", claim=changed.id, changed=(changed.id,)))
        return _json(data, status)
    html = render("error.html", visit, message="", told=data, changed=changed, wanted=wanted)
    return _response(html.encode("utf-8", "replace"), "text/html; charset=utf-8", status, {})


def _changed_by_another(error: FactcheckError, visit: Visit) -> Claim | None:
    """Return the claim of the form as it stands now, where somebody else was first."""
    number = visit.form.maybe("claim")
    if not isinstance(error, ConflictError) or not number or not number.isdecimal():
        return None
    claim, seen = visit.desk.claim(number), visit.form.number("if_seq")
    return claim if seen is None or claim.seq > seen else None  # else the page was of another copy of the file


def _json(data: Any, status: int) -> Any:
    text = json.dumps(plain(data), ensure_ascii=True, allow_nan=False)
    return _response(text.encode(), "application/json; charset=utf-8", status, {})


def _response(body: bytes, content_type: str, status: int, headers: dict[str, str]) -> Any:
    from datasette.utils.asgi import Response

    kept = {"Cache-Control": "no-store", "Vary": "Cookie", **headers}
    return Response(body, status=int(status), headers=kept, content_type=content_type)
