"""Imports only go down: each room may reach the floors below its own, and no room of its own floor."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import resolve_name
from pathlib import Path

import pytest

from tests.conftest import ROOT

FLOORS = {
    "cli": 5,
    "web": 5,
    "demo": 4,
    "desk": 4,
    "extraction": 3,
    "checking": 3,
    "store": 3,
    "text": 2,
    "ledger": 2,
    "report": 2,
    "archive": 2,
    "reading": 2,
    "pages": 1.5,
    "model": 1,
    "errors": 1,
    "_resources": 1,
    "__main__": 6,
}
PURE = {"extraction", "checking", "text", "ledger", "report", "model", "errors"}
OUTSIDE_WORLD = {"requests", "urllib3", "sqlite3", "socket", "subprocess", "sqlite_utils", "http", "threading"}
ALLOWED_SIDEWAYS = {("demo", "desk"), ("desk", "demo")}
FILES = sorted((ROOT / "factcheck").rglob("*.py"))


def module_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def targets(tree: ast.AST, package: str) -> Iterator[str]:
    """Yield the full names that the import statements of a file reach for."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = resolve_name("." * node.level + (node.module or ""), package) if node.level else node.module or ""
            yield from (f"{base}.{alias.name}" for alias in node.names)


def room_of(name: str) -> str | None:
    parts = name.split(".")
    return parts[1] if parts[0] == "factcheck" and len(parts) > 1 else None


@pytest.mark.parametrize("path", FILES, ids=module_of)
def test_imports_go_down(path: Path) -> None:
    name = module_of(path)
    room = room_of(name)
    if room not in FLOORS:
        return
    package = name if path.name == "__init__.py" else name.rpartition(".")[0]
    for target in targets(ast.parse(path.read_text(encoding="utf-8")), package):
        other = room_of(target)
        if other in (None, room, "__version__") or (room, other) in ALLOWED_SIDEWAYS:
            continue
        assert other in FLOORS, f"{name} imports {target}: which floor is it on?"
        assert FLOORS[other] < FLOORS[room], f"{name} (floor {FLOORS[room]}) imports {target} (floor {FLOORS[other]})"


@pytest.mark.parametrize("path", FILES, ids=module_of)
def test_pure_rooms_do_not_touch_the_outside_world(path: Path) -> None:
    name = module_of(path)
    if room_of(name) not in PURE:
        return
    reached = {target.split(".")[0] for target in targets(ast.parse(path.read_text(encoding="utf-8")), name)}
    assert not reached & OUTSIDE_WORLD


def test_only_archive_uses_requests() -> None:
    users = {
        room_of(module_of(path))
        for path in FILES
        if any(
            t.split(".")[0] in ("requests", "urllib3") for t in targets(ast.parse(path.read_text()), module_of(path))
        )
    }
    assert users <= {"archive"}


def test_every_room_is_known() -> None:
    rooms = {room_of(module_of(path)) for path in FILES} - {None}
    assert rooms <= set(FLOORS)


def test_importing_the_package_loads_nothing_heavy() -> None:
    code = "import sys, factcheck; print(' '.join(sys.modules))"
    loaded = set(
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    )
    assert not loaded & {"requests", "lxml", "bs4", "sqlite3", "rapidfuzz", "trafilatura", "typer", "jinja2"}


def test_public_names_are_there() -> None:
    import factcheck

    assert sorted(factcheck.__all__) == list(factcheck.__all__) or factcheck.__all__
    for name in factcheck.__all__:
        assert getattr(factcheck, name) is not None
