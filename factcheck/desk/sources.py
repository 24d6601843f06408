"""Sources: corrected, described, protected, and merged where two names are one person."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from typing import Any

from factcheck.desk import find
from factcheck.desk.context import Context
from factcheck.errors import UsageError
from factcheck.ledger.canonical import clean
from factcheck.model import Source, SourceKind
from factcheck.store.records import sources


def edit(
    ctx: Context,
    source: Source,
    changes: dict[str, Any],
    add_alias: Iterable[str] = (),
    remove_alias: Iterable[str] = (),
) -> Source:
    """Change what is recorded of a source; a new name keeps the old one as an alias.

    Raises:
        UsageError: nothing to change, or an empty name.
    """
    new = {name: value for name, value in changes.items() if value is not None and value != getattr(source, name)}
    if "name" in new:
        new["name"] = clean(new["name"].strip())
        if not new["name"]:
            raise UsageError("a source needs a name", hint='--name "..."')
    if "kind" in new:
        new["kind"] = find.choice(SourceKind, new["kind"], "kind of source")
    if new.get("description"):
        new["description"] = clean(new["description"])
    added = [clean(name.strip()) for name in add_alias if name.strip() and name.strip() not in source.aliases]
    if "name" in new and source.name not in source.aliases:
        added.append(source.name)
    removed = [name for name in remove_alias if name in source.aliases]
    if not (new or added or removed):
        raise UsageError("nothing to change", hint="--name, --kind, --description, --alias, --protected...")
    ctx.record(
        "source.edit",
        {
            "source": source.uid,
            "set": new,
            "was": {name: getattr(source, name) for name in new},
            "aliases_added": added,
            "aliases_removed": removed,
            "salt": secrets.token_hex(16),  # so that the hash tells nothing when the line is left out
        },
    )
    return find.source(ctx, source)


def merge(ctx: Context, into: Source, other: Source) -> Source:
    """Make one source of two; the other's claims and names go to the first.

    Raises:
        UsageError: they are one, or one of them was merged away already.
    """
    if into.id == other.id or into.merged_into or other.merged_into:
        raise UsageError("two different sources can be merged", hint="`factcheck source list` lists them")
    with ctx.writing() as conn:
        names = [name for name in (other.name, *other.aliases) if name not in (into.name, *into.aliases)]
        ctx.record(
            "source.merge",
            {
                "source": into.uid,
                "from": other.uid,
                "attributions": [[uid, role] for uid, role in sources.attributions_of(conn, other.id)],
                "aliases": names,
            },
        )
    return find.source(ctx, into)
