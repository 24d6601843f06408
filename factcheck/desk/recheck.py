"""Rechecking: is the passage that a verdict stands on still on the page?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from factcheck.checking.recheck import PassageCheck, PassageState, compare_passage
from factcheck.desk import captures as archive
from factcheck.desk import fetching, find, quoted
from factcheck.desk.claims import consequence
from factcheck.desk.context import PROGRAM, Context
from factcheck.desk.results import Rechecked
from factcheck.model import Capture, Evidence, Reference
from factcheck.store.records import captures, evidence
from factcheck.text.selectors import Passage

if TYPE_CHECKING:
    from factcheck.archive.options import FetchOptions

_STATES = {
    PassageState.STILL_THERE: "standing",
    PassageState.MOVED: "moved",
    PassageState.CHANGED: "changed",
    PassageState.GONE: "gone",
}


_LOST = ("changed", "gone")


def recheck(
    ctx: Context, references: Iterable[Reference], options: FetchOptions | None, *, claims: Sequence[int] = ()
) -> list[Rechecked]:
    """Fetch references anew and compare what stands on them; a claim whose passage changed is checked again.

    `claims` adds what these claims are based on; of that, only their own passages are compared.
    """
    wanted = {reference.id: reference for reference in references if reference.kind == "web"}
    only: dict[int, set[int]] = {}
    for claim in claims:
        for reference in of_claim(ctx, claim):
            if reference.kind == "web" and (reference.id in only or reference.id not in wanted):
                only.setdefault(reference.id, set()).add(claim)
                wanted[reference.id] = reference
    fetching.fetch(ctx, [reference.url for reference in wanted.values()], options=options, conditional=True)
    results: list[Rechecked] = []
    for number in wanted:
        newest = captures.of_reference(ctx.conn, number)[-1]
        items = [item for item in evidence.of_reference(ctx.conn, number) if _counts(item)]
        results += [
            _compare(ctx, item, newest) for item in items if number not in only or item.claim_id in only[number]
        ]
    return results


def cited(ctx: Context, article: int | None) -> list[Reference]:
    """Return the references that evidence stands on (of an article's claims)."""
    return _references(ctx, "c.article_id = ?" if article is not None else "? IS NULL", article)


def of_claim(ctx: Context, claim: int) -> list[Reference]:
    """Return the references that a claim's evidence stands on."""
    return _references(ctx, "c.id = ?", claim)


def _references(ctx: Context, which: str, value: int | None) -> list[Reference]:
    rows = ctx.conn.execute(
        "SELECT DISTINCT k.ref_id FROM evidence e JOIN claims c ON c.id = e.claim_id"
        f" JOIN captures k ON k.id = e.capture_id WHERE e.state <> 'withdrawn' AND {which} ORDER BY k.ref_id",
        (value,),
    )
    found = [captures.reference(ctx.conn, row[0]) for row in rows.fetchall()]
    return [reference for reference in found if reference is not None]


def _counts(item: Evidence) -> bool:
    return item.state != "withdrawn"


def _compare(ctx: Context, item: Evidence, newest: Capture) -> Rechecked:
    claim = find.claim(ctx, item.claim_id)
    if newest.outcome not in ("captured", "not_modified"):
        detail = f"the page could not be read: {newest.detail or newest.error or newest.outcome}"
        _finding(ctx, claim.uid, newest, "unreachable", detail, {})
        return Rechecked(item, claim, newest, "unreachable", detail)
    words = archive.text_of(ctx, newest)
    passage = Passage(item.exact, item.prefix, item.suffix, item.start, item.end)
    check = compare_passage(passage, words.text)
    state = _STATES[check.state]
    detail = _detail(check)
    if state == "standing" and _page_changed(ctx, item, words.text):
        detail = "the page has changed, the passage has not"
    with ctx.writing():
        item, claim = find.evidence(ctx, item.id), find.claim(ctx, claim)  # somebody may have changed them meanwhile
        if _counts(item) and state != item.state:
            ctx.record(
                "evidence.restate",
                {
                    "claim": claim.uid,
                    "evidence": item.uid,
                    "set": {"state": state},
                    "was": {"state": item.state},
                    "capture": newest.uid,
                    "recheck": consequence(claim, f"a passage it stands on {detail}") if state in _LOST else [],
                },
                actor=PROGRAM,
            )
            _finding(ctx, claim.uid, newest, state, detail, _data(check))
            quoted.unsettle(ctx, claim)
    return Rechecked(item, find.claim(ctx, claim), newest, state, detail)


def _page_changed(ctx: Context, item: Evidence, now: str) -> bool:
    """Whether the page reads otherwise than the capture that was cited."""
    cited = captures.by_id(ctx.conn, item.capture_id)
    return cited is not None and archive.text_of(ctx, cited).text != now


def _detail(check: PassageCheck) -> str:
    if check.state is PassageState.STILL_THERE:
        return "stands as it was cited"
    if check.state is PassageState.MOVED:
        return "stands elsewhere on the page, word for word"
    if check.state is PassageState.GONE:
        return "is gone from the page"
    changes = "; ".join(f"“{edit.printed}” became “{edit.source}”" for edit in check.differences[:5])
    return f"was changed: {changes}" if changes else "was changed"


def _data(check: PassageCheck) -> dict[str, Any]:
    return {"severity": str(check.severity), "now": check.passage.exact if check.passage else None}


def _finding(ctx: Context, claim: str, capture: Capture, label: str, detail: str, data: dict[str, Any]) -> None:
    ctx.record(
        "finding.add",
        {
            "kind": "recheck",
            "claim": claim,
            "capture": capture.uid,
            "label": label,
            "severity": data.get("severity", "none")
            if label == "changed"
            else "meaning"
            if label == "gone"
            else "none",
            "detail": detail,
            "data": data,
        },
        actor=PROGRAM,
    )
