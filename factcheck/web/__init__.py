"""The desk in a browser: a plug-in for Datasette 0.65 and 1.x.

It asks and changes the file through `Desk` alone and holds no rules of its own. On a Datasette that
serves no factcheck file it does nothing. `docs/how-to/use-the-web-desk.md` tells how to run it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pluggy import HookimplMarker

hookimpl = HookimplMarker("datasette")


@hookimpl
def register_routes() -> list[tuple[str, Callable[..., Any]]]:
    """Hand everything under `/-/factcheck` to the desk's own router."""
    from factcheck.web.dispatch import desk

    return [(r"^/-/factcheck(?P<rest>/.*)?$", desk)]


@hookimpl
def asgi_wrapper(datasette: Any) -> Callable[[Any], Any]:
    """Stand before the whole site: foreign hosts, odd paths, headers, and who may come in."""
    from factcheck.web.guard import Guard

    return lambda app: Guard(app, datasette)


@hookimpl
def actor_from_request(request: Any) -> dict[str, Any] | None:
    """Tell Datasette who is signed in at the desk."""
    from factcheck.web.guard import member_of

    member = member_of(request.scope)
    return {"id": member.name, "role": str(member.role)} if member else None


@hookimpl
def skip_csrf(datasette: Any, scope: dict[str, Any]) -> bool:
    """Keep Datasette 0.65's own check from the desk's forms, which carry the desk's token."""
    base = str(datasette.setting("base_url")).rstrip("/")
    return str(scope.get("path", "")).removeprefix(base).startswith("/-/factcheck/")


@hookimpl
def menu_links(datasette: Any) -> list[dict[str, str]]:
    """Lead from Datasette's pages back to the desk."""
    from factcheck.web.site import site_of

    return [{"href": datasette.urls.path("/-/factcheck"), "label": "The desk"}] if site_of(datasette) else []


@hookimpl
def prepare_connection(conn: Any, datasette: Any) -> None:
    """Bound what one value may cost in an SQL query (bytes)."""
    import sqlite3

    from factcheck.web.site import site_of

    if site_of(datasette) and hasattr(conn, "setlimit"):
        conn.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, 100_000_000)


@hookimpl
def prepare_jinja2_environment(env: Any, datasette: Any) -> None:
    """Mark the scripts in Datasette's own templates as allowed, so that none else can run."""
    from factcheck.web.nonce import allow_own_scripts
    from factcheck.web.site import site_of

    if site_of(datasette):
        allow_own_scripts(env)
