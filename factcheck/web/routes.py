"""Which view answers which path of the desk."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from factcheck.desk.people import Right
from factcheck.errors import NotFoundError, UsageError
from factcheck.web.answers import Answer, Visit
from factcheck.web.views import account, articles, captures, charts, claims, drafts, evidence, lists, sources


class WrongMethodError(UsageError):
    """A page that is only read was written to, or the other way round."""


@dataclass(frozen=True, slots=True)
class Route:
    """A path and its view; `right` is what a write asks for, and None marks a page that is only read."""

    pattern: re.Pattern[str]
    view: Callable[[Visit], Answer]
    right: Right | None = None
    slow: bool = False
    open_to_all: bool = False


def _read(path: str, view: Callable[[Visit], Answer], *, slow: bool = False) -> Route:
    return Route(_pattern(path), view, slow=slow)


def _write(path: str, view: Callable[[Visit], Answer], right: Right = Right.CHECK, *, slow: bool = False) -> Route:
    return Route(_pattern(path), view, right, slow)


def _pattern(path: str) -> re.Pattern[str]:
    """Return the pattern of a path; `{number}` is a whole number, `{slug}` and others any one part."""
    spelled = re.sub(
        r"\{(\w+)\}",
        lambda found: {
            "number": r"(?P<number>[0-9]{1,18})",
            "sha256": r"(?P<sha256>[0-9a-f]{64})",
        }.get(found[1], rf"(?P<{found[1]}>[^/]+)"),
        path,
    )
    return re.compile(spelled)


ROUTES = (
    _read("/", articles.home),
    _read("/article/{slug}", articles.article),
    _read("/article/{slug}/state", articles.state),
    _read("/article/{slug}/charts", charts.charts),
    _read("/article/{slug}/report", articles.report),
    _read("/article/{slug}/report/{form}", articles.report_file),
    _write("/article/add", articles.add, slow=True),
    _read("/article/{slug}/draft", drafts.form),
    _write("/article/{slug}/draft", drafts.revise, slow=True),
    _write("/article/{slug}/skip", articles.skip),
    _write("/article/{slug}/claim", claims.add),
    _write("/article/{slug}/close", articles.close, Right.DIRECT),
    _write("/article/{slug}/reopen", articles.reopen, Right.DIRECT),
    _write("/article/{slug}/policy", articles.policy, Right.DIRECT),
    _write("/article/{slug}/sign", claims.sign_article, Right.SIGN),
    _write("/article/{slug}/check", evidence.check_all, slow=True),
    _read("/claim/{number}", articles.claim),
    _read("/claim/{number}/pane", claims.pane),
    _read("/claim/{number}/suggestions", evidence.suggestions, slow=True),
    _read("/review", claims.review),
    _write("/mark", claims.mark),
    _write("/undo", claims.undo),
    _write("/claim/{number}/sign", claims.sign, Right.SIGN),
    _write("/claim/{number}/edit", claims.edit),
    _write("/claim/{number}/split", claims.split),
    _write("/claim/{number}/merge", claims.merge),
    _write("/claim/{number}/cut", claims.cut),
    _write("/claim/{number}/cite", evidence.cite, slow=True),
    _write("/claim/{number}/accept", evidence.accept, slow=True),
    _write("/claim/{number}/contact", evidence.contact),
    _write("/claim/{number}/check", evidence.check, slow=True),
    _write("/evidence/{number}/withdraw", evidence.withdraw),
    _read("/references", lists.references),
    _read("/reference/{number}", captures.reference),
    _write("/reference/{number}/fetch", captures.fetch_again),
    _write("/reference/add", captures.fetch_new),
    _read("/job/{job}", captures.job),
    _read("/capture/{number}", captures.capture),
    _read("/capture/{sha256}", captures.download),
    _read("/capture/{sha256}/page", captures.original),
    _read("/sources", lists.sources),
    _read("/source/{number}", sources.source),
    _write("/source/{number}/edit", sources.edit),
    _write("/source/{number}/merge", sources.merge),
    _read("/search", lists.search, slow=True),
    _read("/activity", lists.activity),
    _read("/charts", charts.charts),
    _read("/sign-in", account.sign_in_page),
    Route(_pattern("/sign-in"), account.sign_in, Right.READ, slow=True, open_to_all=True),
    _write("/sign-out", account.sign_out, Right.READ),
    _read("/account", account.account),
    _write("/account/token", account.add_token, Right.CHECK),
    _write("/account/token/revoke", account.revoke_token, Right.READ),
    _write("/people/add", account.add_person, Right.DIRECT, slow=True),
    _write("/people/remove", account.remove_person, Right.DIRECT),
    _read("/static/{digest}/{name}", account.static),
)


def find(path: str, method: str) -> tuple[Route, dict[str, str]]:
    """Return the route of a path, and the names in it.

    Raises:
        NotFoundError: there is no such page.
        WrongMethodError: it is there, but not for this method.
    """
    writes = method not in ("GET", "HEAD")
    other = False
    for route in ROUTES:
        found = route.pattern.fullmatch(path)
        if found and (route.right is not None) == writes and (not writes or method == "POST"):
            return route, found.groupdict()
        other = other or found is not None
    if other:
        raise WrongMethodError(f"{method} is not for {path}", hint="pages are read with GET, changes made with POST")
    raise NotFoundError(f"there is no page {path}", hint="the desk begins at /-/factcheck")
