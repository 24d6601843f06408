"""Writes docs/reference/python.md and exit-codes.md out of the code's own signatures, fields and docstrings.

`docs/generate.py` calls `files()`; by itself: python docs/generate_python.py
"""

from __future__ import annotations

import ast
import enum
import importlib
import inspect
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT)]

import factcheck  # noqa: E402
from factcheck import errors  # noqa: E402
from factcheck.desk import Desk  # noqa: E402

HEAD = """# Python

<!-- Made by docs/generate.py from the code; do not edit. -->

`import factcheck` gives the names in the first table; they are loaded when they are first used. Everything that the
command line does goes through [`Desk`](#desk). What its methods return are frozen dataclasses, described
[below](#values). Every error is a [`FactcheckError`](#errors).

Offsets count code points, half-open. Times are ISO 8601 in UTC.
"""

VALUES: dict[str, tuple[str, tuple[str, ...]]] = {
    "What Desk hands back": (
        "factcheck.desk.results",
        ("Added", "Revised", "Stored", "Cited", "Checked", "Rechecked", "Suggestion", "Hit"),
    ),
    "The record": (
        "factcheck.model",
        (
            "Article", "Revision", "Sentence", "Claim", "Attribution", "Source", "Reference", "Capture", "Evidence",
            "Contact", "Finding", "Verdict", "Signoff", "Event", "Coverage",
        ),
    ),
    "Words that fields hold": (
        "factcheck.model",
        (
            "ClaimKind", "Status", "Stance", "Directness", "Role", "SourceKind", "Outcome", "SentenceRole", "Origin",
            "PolicyName",
        ),
    ),
    "Quotes compared": (
        "factcheck.checking.match_model",
        ("QuoteMatch", "Edit", "Label", "Severity", "EditKind", "Warn", "Warned"),
    ),
    "Texts read": (
        "factcheck.extraction.interface",
        ("Extraction", "Span", "Sentence", "SpeakerEntity", "Extractor"),
    ),
    "Reports": ("factcheck.report.dossier", ("Dossier", "Entry", "Exhibit")),
    "A report": ("factcheck.desk.reports", ("Report",)),
    "The words of a capture": ("factcheck.store.records.captures", ("CaptureText",)),
    "Answers of queries": ("factcheck.store.queries", ("NamedQuery", "Parameter", "Rows")),
    "Fetching": ("factcheck.archive.options", ("FetchOptions",)),
    "Progress of a fetch": ("factcheck.archive.pool", ("Progress",)),
    "Audits": ("factcheck.desk.audit", ("Audit", "Problem")),
    "Dossiers in a folder": ("factcheck.desk.bundles", ("Bundle",)),
    "Merges": ("factcheck.desk.merging", ("Merged", "Difference")),
    "Repairs": ("factcheck.desk.keeping", ("Repaired",)),
    "Compacting": ("factcheck.desk.compacting", ("Compacted",)),
}  # fmt: skip
"""Which values the reference describes: heading, module, names."""


def files() -> dict[str, str]:
    """Return every file made here: its path from the project's folder, and its text."""
    return {"docs/reference/python.md": python_page(), "docs/reference/exit-codes.md": exit_codes_page()}


# --- the pages


def python_page() -> str:
    """Return the reference of the library."""
    parts = [HEAD, _public_names()]
    parts += [_function(name, getattr(factcheck, name)) for name in factcheck.__all__ if _is_function(name)]
    parts += [_desk(), "## Values\n", *_values(), _errors()]
    return "\n".join(parts).rstrip() + "\n"


def exit_codes_page() -> str:
    """Return the reference of the exit statuses and environment variables."""
    raised: dict[int, list[str]] = {}
    for error in _error_classes():
        raised.setdefault(error.exit_code, []).append(f"`{error.__name__}`")
    rows = [f"| {status} | {meaning} | {', '.join(raised.get(status, []))} |" for status, meaning in _STATUSES.items()]
    missing = set(raised) - set(_STATUSES)
    if missing:
        raise RuntimeError(f"exit statuses that the reference does not explain: {missing}")
    return _EXIT_PAGE.replace("ROWS", "\n".join(rows))


_STATUSES = {
    0: "done",
    1: "what was asked for falls short (an altered quote, a broken chain, open sentences), or an error",
    2: "wrong usage: an unknown option, id or status, a missing file",
    3: "refused: the gate is closed, or somebody else was first",
    4: "a fetch failed or is incomplete",
    5: "storage: the disk is full, or the file is read-only, or was locked for 30 s",
    6: "the file is damaged, not a factcheck file, or newer than the program",
    130: "stopped with Ctrl-C; what was reported done is on disk",
    141: "the reader of its output was gone (behind `head`) before it was done; a list then ends with 0",
}

_EXIT_PAGE = """# Exit status

<!-- Made by docs/generate.py; do not edit. -->

| status | meaning | [errors](python.md#errors) |
| --- | --- | --- |
ROWS

An error is one line with a hint. `FACTCHECK_DEBUG=1` adds the traceback for a bug report.

## Environment

| variable | meaning |
| --- | --- |
| `FACTCHECK_DB` | the database, where `--db` names none |
| `FACTCHECK_ACTOR` | who acts, where `--by` names nobody |
| `FACTCHECK_DEBUG` | print tracebacks |
| `NO_COLOR` | no colours |
"""


# --- names and functions


def _public_names() -> str:
    rows = []
    for name in factcheck.__all__:
        made = getattr(factcheck, name)
        anchor = "errors" if made is errors.FactcheckError else name.lower()
        rows.append(f"| [`{name}`](#{anchor}) | {_first_sentence(made)} |")
    return "\n".join(["| name | |", "| --- | --- |", *rows, ""])


def _is_function(name: str) -> bool:
    return inspect.isfunction(getattr(factcheck, name))


def _function(name: str, function: Any, level: str = "##") -> str:
    return f"{level} {name}\n\n```text\n{_signature(name, function)}\n```\n\n{_docstring(function)}\n"


def _signature(name: str, function: Any, *, owner: str = "") -> str:
    """Return a signature as it is written, one parameter a line where it is long."""
    found = inspect.signature(function)
    shown, starred = [], False
    for parameter in found.parameters.values():
        if parameter.name in ("self", "cls"):
            continue
        if parameter.kind is parameter.KEYWORD_ONLY and not starred:
            shown.append("*")
            starred = True
        shown.append(_parameter(parameter))
    back = "" if found.return_annotation is found.empty else f" -> {_annotation(found.return_annotation)}"
    head = f"{owner}{name}"
    line = f"{head}({', '.join(shown)}){back}"
    return line if len(line) <= 110 else f"{head}(\n" + "".join(f"    {item},\n" for item in shown) + f"){back}"


def _parameter(parameter: inspect.Parameter) -> str:
    stars = {parameter.VAR_POSITIONAL: "*", parameter.VAR_KEYWORD: "**"}.get(parameter.kind, "")
    text = f"{stars}{parameter.name}"
    if parameter.annotation is not parameter.empty:
        text += f": {_annotation(parameter.annotation)}"
    if parameter.default is not parameter.empty:
        # A function's repr holds an address, which differs from run to run.
        default = parameter.default
        shown = default.__name__ if inspect.isroutine(default) else repr(default)
        text += f" = {shown}" if parameter.annotation is not parameter.empty else f"={shown}"
    return text


def _annotation(value: Any) -> str:
    return value if isinstance(value, str) else getattr(value, "__name__", str(value))


def _docstring(thing: Any) -> str:
    """Return a docstring as Markdown: `Raises:` and `Example:` become paragraphs."""
    text = inspect.getdoc(thing) or ""
    text = re.sub(r"^Raises:\n((?:    .*\n?)+)", _raises, text, flags=re.MULTILINE)
    return re.sub(r"^Example:\n((?:(?:    .*)?\n?)+)", _example, text, flags=re.MULTILINE).strip()


def _raises(found: re.Match[str]) -> str:
    lines: list[str] = []
    for line in inspect.cleandoc(found[1]).splitlines():
        name, colon, why = line.partition(": ")
        if colon and name.isidentifier():
            lines.append(f"- `{name}`: {why}")
        else:
            lines[-1] += f" {line.strip()}"
    return "Raises:\n\n" + "\n".join(lines) + "\n"


def _example(found: re.Match[str]) -> str:
    return inspect.cleandoc(found[1]) + "\n"


def _first_sentence(thing: Any) -> str:
    return " ".join((inspect.getdoc(thing) or "").split("\n\n")[0].split())


# --- Desk


def _desk() -> str:
    parts = [
        "## Desk",
        "",
        "```text\nfrom factcheck import Desk\n```",
        "",
        _docstring(Desk),
        "",
        "In the signatures, an article is `ArticleLike` (a number, a slug, an `Article`, or None for the only one), a\n"
        "claim `ClaimLike` (a number or a `Claim`), a source `SourceLike` (a number, a name or a `Source`).",
        "",
    ]
    for title, names in _desk_sections():
        parts += [f"### {title}\n", *(_method(name) for name in names)]
    return "\n".join(parts)


def _desk_sections() -> Iterator[tuple[str, list[str]]]:
    """Yield the groups of Desk's public methods, as the comments `# --- title` in its source divide them."""
    title, names = "Opening a file", list[str]()
    for line in inspect.getsource(Desk).splitlines():
        if heading := re.match(r"    # --- (.+)", line):
            yield title, names
            title, names = heading[1].strip().capitalize(), []
        elif (method := re.match(r"    def (\w+)\(", line)) and not method[1].startswith("_"):
            names.append(method[1])
    yield title, names


def _method(name: str) -> str:
    raw = inspect.getattr_static(Desk, name)
    heading = f"#### Desk.{name}\n"
    if isinstance(raw, property):
        kind = _annotation(inspect.signature(raw.fget).return_annotation)  # type: ignore[arg-type]
        return f"{heading}\n```text\ndesk.{name}: {kind}\n```\n\n{_docstring(raw)}\n"
    bound = isinstance(raw, (staticmethod, classmethod))
    function = raw.__func__ if bound else raw
    signature = _signature(name, function, owner="Desk." if bound else "desk.")
    return f"{heading}\n```text\n{signature}\n```\n\n{_docstring(function)}\n"


# --- dataclasses and enums


def _values() -> Iterator[str]:
    for heading, (module_name, names) in VALUES.items():
        module = importlib.import_module(module_name)
        yield f"### {heading}\n\nFrom `{module_name}`.\n"
        for name in names:
            made = getattr(module, name)
            yield f"#### {name}\n\n{_docstring(made)}\n"
            yield from _value(made)


def _value(made: type) -> Iterator[str]:
    comments = _comments(made)
    if issubclass(made, enum.Enum):
        rows = [f"| `{member.value}` | {comments.get(member.name, '')} |" for member in made]
        yield "| value | |\n| --- | --- |\n" + "\n".join(rows) + "\n"
        return
    fields = {name: kind for name, kind in inspect.get_annotations(made).items() if not name.startswith("_")}
    if fields:
        rows = [f"| `{name}` | `{_cell(kind)}` | {comments.get(name, '')} |" for name, kind in fields.items()]
        yield "| field | type | |\n| --- | --- | --- |\n" + "\n".join(rows) + "\n"
    methods = [name for name in vars(made) if not name.startswith("_") and name not in fields]
    rows = [_member(made, name) for name in methods]
    if any(rows):
        yield "\n".join(row for row in rows if row) + "\n"


def _member(made: type, name: str) -> str:
    raw = inspect.getattr_static(made, name)
    if isinstance(raw, property):
        return f"- `.{name}`: {_first_sentence(raw)}"
    if inspect.isfunction(raw):
        return f"- `.{_signature(name, raw)}`: {_first_sentence(raw)}"
    return ""


def _cell(kind: Any) -> str:
    return _annotation(kind).replace("|", "\\|")


def _comments(made: type) -> dict[str, str]:
    """Return the comment at the end of the line of each field or member, as its class's source has it."""
    source = inspect.getsource(made)
    lines = source.splitlines()
    body = next(node for node in ast.parse(source).body if isinstance(node, ast.ClassDef)).body
    found = {}
    for node in body:
        target = node.target if isinstance(node, ast.AnnAssign) else None
        target = node.targets[0] if isinstance(node, ast.Assign) else target
        comment = re.search(r"\s#\s(?!noqa|type:|fmt:)(.*)$", lines[(node.end_lineno or 1) - 1])
        if isinstance(target, ast.Name) and comment:
            found[target.id] = comment[1].replace("|", "\\|")
    return found


# --- errors


def _error_classes() -> list[type[errors.FactcheckError]]:
    return [
        made
        for made in vars(errors).values()
        if inspect.isclass(made) and issubclass(made, errors.FactcheckError) and made.__module__ == errors.__name__
    ]


def _errors() -> str:
    rows = []
    for error in _error_classes():
        base = error.__bases__[0].__name__
        rows.append(f"| `{error.__name__}` | `{base}` | {error.exit_code} | {_first_sentence(error)} |")
    return "\n".join(
        [
            "## Errors",
            "",
            "From `factcheck.errors`; `FactcheckError` from `factcheck` as well. Each has a `message` (also\n"
            "`str(error)`) and a `hint`, which is None where there is nothing to advise.",
            "",
            "| error | is a | [exit status](exit-codes.md) | |",
            "| --- | --- | --- | --- |",
            *rows,
            "",
        ]
    )


def main() -> None:
    """Write every file anew."""
    for path, text in files().items():
        (ROOT / path).parent.mkdir(parents=True, exist_ok=True)
        (ROOT / path).write_text(text, encoding="utf-8")
        print(path)


if __name__ == "__main__":
    main()
