"""Evidence: `cite`, `contact`, `refs`, `search`, `suggest`, `check`, `recheck`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from factcheck.cli import settings
from factcheck.cli.options import By, ClaimArgument, Note, number_of, one_of, only_one, warn
from factcheck.cli.references import options_of
from factcheck.cli.rows import Column, Format, emit, listed, to_json
from factcheck.cli.terminal import signed, style_of
from factcheck.cli.text import inline, shorten, when
from factcheck.errors import UsageError

if TYPE_CHECKING:
    from factcheck.desk import Desk
    from factcheck.desk.results import Checked, Cited
    from factcheck.model import Finding

app = typer.Typer(rich_markup_mode=None)

Supports = Annotated[bool, typer.Option("--supports", help="It bears the claim out (the default).")]
Refutes = Annotated[bool, typer.Option("--refutes", help="It speaks against the claim.")]
Context = Annotated[bool, typer.Option("--context", help="It is background.")]
VERBS = {"supports": "supports", "refutes": "refutes", "context": "is context for"}
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@app.command()
def cite(
    claim: ClaimArgument,
    target: Annotated[str | None, typer.Argument(metavar="URL|FILE", help="The reference.")] = None,
    supports: Supports = False,
    refutes: Refutes = False,
    context: Context = False,
    passage: Annotated[
        str | None, typer.Option("--passage", "-p", metavar="TEXT", help="The words of the reference, exactly.")
    ] = None,
    primary: Annotated[bool, typer.Option("--primary", help="It is the thing itself: a record, a recording.")] = False,
    secondary: Annotated[bool, typer.Option("--secondary", help="It is a report of it (the default).")] = False,
    capture: Annotated[
        str | None, typer.Option("--capture", metavar="N", help="A capture that is here already, instead.")
    ] = None,
    refetch: Annotated[bool, typer.Option("--refetch", help="Fetch it again, even if it is here already.")] = False,
    note: Note = None,
    allow: Annotated[
        list[str] | None, typer.Option("--allow", metavar="IP:PORT", help="A private address that may be fetched from.")
    ] = None,
    as_json: Json = False,
    by: By = None,
) -> None:
    """Archive a reference and record the passage that bears on a claim.

    The passage must stand in what was archived, word for word. For a quote it may be left out: the place
    where the quote stands is looked for, and the differences are told.

    \b
    Exit status: 0 recorded; 1 the passage is not in it; 4 it could not be fetched.

    \b
    Examples:
      factcheck cite 4 https://un.example/record --primary
      factcheck cite 9 https://news.example/count --refutes --passage "at least 212 people"
      factcheck cite 9 minutes.pdf --passage "carried by nine votes to two"
    """
    stance = only_one({"supports": supports, "refutes": refutes, "context": context}, "supports")
    directness = only_one({"primary": primary, "secondary": secondary}, "secondary")
    if (target is None) == (capture is None):
        raise UsageError("name one reference", hint="a URL, a file, or --capture N")
    with settings.writing(by) as desk:
        cited = desk.cite(
            number_of(claim),
            target,
            stance,
            passage=passage,
            directness=directness,
            note=note,
            refetch=refetch,
            capture=number_of(capture, "capture") if capture else None,
            options=options_of(allow),
        )
        findings = _comparisons(desk, cited)
    warn(cited.warnings)
    if as_json:
        print(to_json(_cited_record(cited)))
        return
    from factcheck.cli.comparison import print_finding

    evidence, held = cited.evidence, cited.capture
    said = f"{VERBS[evidence.stance]} claim {evidence.claim_id} ({evidence.directness})"
    print(f"Evidence {evidence.id} {said}" + (": on record already, nothing was added" if cited.already else ""))
    print(f"  capture {held.id} of {when(held.fetched_at)}: {inline(held.final_url)}")
    print(f"  “{shorten(evidence.exact, 200)}”")
    for finding in findings:
        print_finding(finding)


def _comparisons(desk: Desk, cited: Cited) -> list[Finding]:
    """Return how the quote compares with what was just cited."""
    if cited.match is None:
        return []
    found = desk.entry(cited.evidence.claim_id).findings
    return [item for item in found if item.kind == "quote-match" and item.capture_id == cited.capture.id][-1:]


def _cited_record(cited: Cited) -> dict[str, Any]:
    from factcheck.cli.records import capture_record, evidence_record, match_record

    return {
        "evidence": evidence_record(cited.evidence),
        "capture": capture_record(cited.capture),
        "match": match_record(cited.match) if cited.match is not None else None,
        "warnings": list(cited.warnings),
        "already": cited.already,
    }


@app.command()
def withdraw(
    evidence: Annotated[str, typer.Argument(metavar="EVIDENCE", help="Its number, as `factcheck show` tells it.")],
    reason: Annotated[str, typer.Option("--reason", "-r", metavar="TEXT", help="Why it does not count.")],
    by: By = None,
) -> None:
    """Take a piece of evidence back; it stays on record.

    A claim that was decided on it is put back on the worklist.

    \b
    Example:
      factcheck withdraw 3 --reason "the page quotes our own article"
    """
    number = number_of(evidence, "evidence")
    with settings.writing(by) as desk:
        desk.withdraw(number, reason)
    print(f"Withdrew evidence {number}: {inline(reason)}")


@app.command()
def contact(
    claim: ClaimArgument,
    who: Annotated[str, typer.Option("--who", "-w", metavar="NAME", help="Who was asked.")],
    said: Annotated[str, typer.Option("--said", metavar="TEXT", help="What they said.")],
    how: Annotated[str, typer.Option("--how", metavar="TEXT", help="phone, email, interview...")] = "interview",
    supports: Supports = False,
    refutes: Refutes = False,
    context: Context = False,
    protected: Annotated[bool, typer.Option("--protected", help="The name must not leave the newsroom.")] = False,
    by: By = None,
) -> None:
    """Log a conversation that bears on a claim.

    \b
    Example:
      factcheck contact 4 --who "Press office" --how email --said "Those were her words." --supports
    """
    stance = only_one({"supports": supports, "refutes": refutes, "context": context}, "supports")
    with settings.writing(by) as desk:
        logged = desk.contact(number_of(claim), who, said, how=how, stance=stance, protected=protected)
    name = "a protected source" if logged.protected else inline(logged.who)
    print(f"Logged contact {logged.id}: {name} ({inline(logged.how)}) {VERBS[logged.stance]} claim {logged.claim_id}")


HITS = (
    Column("kind", "found in"),
    Column("id", "id", right=True),
    Column("title", "title", show=lambda title: shorten(title or "", 32)),
    Column("snippet", "words", grow=True),
)


@app.command()
@listed
def search(
    text: Annotated[str, typer.Argument(metavar="WORDS", help='Words, prefix*, or a "phrase".')],
    what: Annotated[str, typer.Option("--in", metavar="WHAT", help="claims, captures or all.")] = "all",
    limit: Annotated[int, typer.Option("--limit", metavar="N", min=1, help="Show at most N of each.")] = 20,
    *,
    out: Format,
) -> None:
    """Search the claims and everything archived.

    \b
    Examples:
      factcheck search ceasefire
      factcheck search '"barrel bombs" hospital*' --in captures
    """
    with settings.reading() as desk:
        hits = desk.search(text, what=one_of(what, ("all", "claims", "captures"), "place to search"), limit=limit)
    emit(
        (
            {
                "kind": hit.kind,
                "id": hit.id,
                "title": hit.title,
                "snippet": hit.snippet.replace("\x02", "[").replace("\x03", "]"),
                "score": hit.score,
            }
            for hit in hits
        ),
        HITS,
        out,
        none="nothing found",
    )


SUGGESTIONS = (
    Column("capture", "capture", right=True),
    Column("score", "score", right=True, show=lambda score: f"{score:.2f}"),
    Column("text", "passage", grow=True),
    Column("why", "why", grow=True),
)


@app.command()
@listed
def suggest(
    claim: ClaimArgument,
    limit: Annotated[int, typer.Option("--limit", metavar="N", min=1, help="Show at most N.")] = 5,
    *,
    out: Format,
) -> None:
    """Suggest archived passages that may bear on a claim.

    \b
    Example:
      factcheck suggest 9
    """
    with settings.reading() as desk:
        found = desk.suggest(number_of(claim), limit)
    emit(
        (
            {
                "capture": item.capture.id,
                "url": item.capture.final_url,
                "start": item.start,
                "end": item.end,
                "text": item.text,
                "score": round(item.score, 4),
                "reasons": list(item.reasons),
                "contradictions": list(item.contradictions),
                "why": "; ".join([*item.reasons, *(f"but {reason}" for reason in item.contradictions)]),
            }
            for item in found
        ),
        SUGGESTIONS,
        out,
        none="no passage found; fetch references first",
    )


CHECKS = (
    Column("claim", "claim", right=True),
    Column("label", "quote", style=style_of, show=signed),
    Column("severity", "severity", show=lambda severity: "" if severity in (None, "none") else severity),
    Column("capture", "capture", right=True),
    Column("detail", "what differs", grow=True),
    Column("text", "printed", grow=True),
)


@app.command()
@listed
def check(
    claims: Annotated[
        list[str] | None, typer.Argument(metavar="CLAIM...", help="Claims; else all quoted words.")
    ] = None,
    article: Annotated[
        str | None, typer.Option("--article", "-a", metavar="ARTICLE", help="All quotes of this article.")
    ] = None,
    cited_only: Annotated[
        bool, typer.Option("--cited-only", help="Look only in what is cited for a quote, not in the whole archive.")
    ] = False,
    by: By = None,
    *,
    out: Format,
) -> None:
    """Compare quotes with the archived words, and keep the findings.

    Words between quotation marks in a paraphrase are compared too, with the passages cited for it.

    exact: word for word. elided: shortened or filled in, and marked so. altered: it differs. absent: no
    archived text holds it.

    \b
    Exit status: 0 every quote is exact or elided; 1 one is altered or absent.

    \b
    Examples:
      factcheck check
      factcheck check 4 7
      factcheck check --article aleppo --json
    """
    with settings.writing(by) as desk:
        found = desk.check(
            [number_of(handle) for handle in claims or ()] or None, article=article, everywhere=not cited_only
        )
    emit(map(_check_record, found), CHECKS, out, none="no quotes to compare")
    if out.kind == "table":
        _print_differences(found)
    if any(str(item.match.label) not in ("exact", "elided") for item in found):
        raise typer.Exit(1)


def _check_record(item: Checked) -> dict[str, Any]:
    from factcheck.cli.records import match_record

    match = match_record(item.match)
    return {
        "claim": item.claim.id,
        "label": match["label"],
        "severity": match["severity"] if match["label"] != "absent" else None,  # nothing there to be graded
        "capture": item.capture.id if item.capture else None,
        "url": item.capture.final_url if item.capture else None,
        "detail": item.finding.detail if item.finding else _nothing(item),
        "text": item.words or item.claim.text,
        "match": match,
    }


def _nothing(item: Checked) -> str:
    return "no passage is cited that has it" if item.words else "no archived text holds it"


def _print_differences(found: list[Checked]) -> None:
    from factcheck.cli.comparison import print_finding

    for item in found:
        finding = item.finding
        if finding is not None and (finding.label in ("altered", "elided") or finding.data.get("warnings")):
            print(f"\nclaim {item.claim.id}")
            print_finding(finding)
