"""What a view is asked and what it may answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, is_dataclass
from enum import Enum
from typing import Any

from factcheck.desk.desk import Desk
from factcheck.desk.people import Member, Right
from factcheck.web.forms import Form
from factcheck.web.site import Site


@dataclass(frozen=True, slots=True)
class Visit:
    """One request to the desk."""

    site: Site
    desk: Desk  # acts as the member
    member: Member | None  # None: nobody can sign in, everything is read-only
    csrf: str  # what every form must bring along; empty where nothing can be written
    path: str  # without the desk's own prefix
    names: Mapping[str, str]  # from the path
    query: Mapping[str, str]
    form: Form
    scripted: bool  # the desk's own script asks: a fragment or JSON will do
    address: str
    session: str | None = None  # the session's secret
    secure: bool = False

    def may(self, right: Right) -> bool:
        """Whether the one who asks may do this."""
        return self.member is not None and self.member.may(right)

    @property
    def name(self) -> str:
        """Who acts, for the log."""
        return self.member.name if self.member else ""


@dataclass(frozen=True, slots=True)
class Page:
    """A page, or with `.json` the data behind it."""

    template: str
    data: dict[str, Any]
    json: Any = None
    status: int = 200


@dataclass(frozen=True, slots=True)
class Done:
    """A change was made. `to` is where to go; `claim` is shown next, `changed` have a new look."""

    message: str
    to: str
    claim: int | None = None
    changed: tuple[int, ...] = ()
    data: dict[str, Any] = field(default_factory=dict)
    session: str | None = None  # a new session's secret; "" ends it


@dataclass(frozen=True, slots=True)
class Raw:
    """Bytes as they are."""

    body: bytes
    content_type: str
    headers: dict[str, str] = field(default_factory=dict)


Answer = Page | Done | Raw


def plain(value: Any) -> Any:
    """Return model values as JSON has them."""
    if is_dataclass(value) and not isinstance(value, type):
        return plain(asdict(value))
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item) for item in value]
    return value.value if isinstance(value, Enum) else value
