"""Dossiers for the report's tests: a small example, one full of payloads, one with hundreds of claims."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import Any

from factcheck.model import (
    Article,
    Attribution,
    Capture,
    Claim,
    Contact,
    Coverage,
    Event,
    Finding,
    Health,
    Reference,
    Revision,
    Sentence,
    Signoff,
    Source,
    Verdict,
)
from factcheck.report.dossier import Dossier, Entry, Exhibit
from tests.records import evidence

AT = "2026-03-04T09:30:00.000000Z"
LATER = "2026-04-02T08:00:00.000000+00:00"

TEXT = (
    "Harbour bridge to close for a year\n\n"
    "The bridge over the Sill will close in May, the mayor said on Tuesday. "
    "“We did not plan for a year without the bridge,” Ada Rowe said, adding that 4,200 people cross it every day.\n\n"
    "It is an ugly bridge. Repairs will cost 12 million crowns.\n\n"
    "View comments\n"
)


def sha(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def event(seq: int, action: str, **data: Any) -> Event:
    line = f"line {seq} {data}"
    return Event(
        seq=seq,
        at=AT,
        actor="Ines Holt",
        action=action,
        data=data,
        prev=sha(f"{seq - 1}"),
        hash=sha(f"{seq}"),
        line=line,
    )


def claim(number: int, words: str, text: str = TEXT, **changes: Any) -> Claim:
    start = text.find(words)
    made = Claim(
        id=number,
        uid=f"{number:016x}.0",
        article_id=1,
        article="harbour-bridge",
        parent_id=None,
        kind="statement",
        text=words,
        start=start if start >= 0 else None,
        end=start + len(words) if start >= 0 else None,
        status="unchecked",
        source=None,
        source_id=None,
        origin="extracted",
        confidence=900,
        check_worthiness=500,
        state="live",
        status_by=None,
        status_at=None,
        status_note=None,
        overridden=False,
        seq=1,
    )
    return replace(made, **changes)


def entry(of: Claim, **parts: Any) -> Entry:
    empty: dict[str, Any] = dict.fromkeys(
        ("attributions", "exhibits", "contacts", "findings", "verdicts", "signoffs", "history"), ()
    )
    return Entry(claim=of, **{**empty, **parts})


def capture(number: int = 1, **changes: Any) -> Capture:
    url = f"https://council.example/minutes/{number}"
    made = Capture(
        id=number,
        uid=f"c{number:015x}.1",
        ref_id=number,
        url=url,
        final_url=url,
        outcome="captured",
        error=None,
        detail=None,
        status=200,
        reason="OK",
        content_type="text/html; charset=utf-8",
        body_sha256=sha(url),
        decoded_sha256=None,
        bytes=18_420,
        same_as=None,
        robots=None,
        memento=None,
        fetched_at=AT,
        elapsed_ms=84,
        remote_address="192.0.2.7:443",
        headers=(("Content-Type", "text/html; charset=utf-8"), ("ETag", '"a1"')),
        request_headers=(("User-Agent", "factcheck"),),
        hops=(),
        tls=None,
        attempts=1,
        tool="factcheck 0.1.0",
        title="Minutes of the council",
        publisher="Sill Council",
        published="2026-03-03",
    )
    return replace(made, **changes)


def exhibit(of: int, number: int, words: str, **changes: Any) -> Exhibit:
    context = {key: changes.pop(key) for key in ("before", "after", "link", "capture") if key in changes}
    archived = context.get("capture", capture())
    given: dict[str, Any] = {"capture_id": archived.id, "directness": "primary", "start": 120}
    return Exhibit(
        evidence=evidence(number, of, words, **given | changes),
        capture=archived,
        before=context.get("before", "The mayor took the floor. "),
        after=context.get("after", " The council took note."),
        link=context.get("link", f"{archived.final_url}#:~:text=We%20did%20not"),
    )


def quote_match(of: int, **data: Any) -> Finding:
    base: dict[str, Any] = {
        "printed": "We planned for a year without the bridge",
        "passage": "We did not plan for a year without the bridge",
        "edits": [
            {
                "kind": "negation",
                "printed": "planned",
                "source": "did not plan",
                "printed_start": 3,
                "printed_end": 10,
                "source_start": 3,
                "source_end": 15,
            }
        ],
        "coverage": 0.875,
        "warnings": [],
    }
    return Finding(
        id=of,
        uid=f"f{of:015x}.0",
        kind="quote-match",
        claim_id=of,
        capture_id=1,
        label=data.pop("label", "altered"),
        severity=data.pop("severity", "meaning"),
        detail=data.pop("detail", "a negation is gone"),
        data={**base, **data},
        current=True,
        found_at=AT,
    )


def verdict(of: int, status: str, **changes: Any) -> Verdict:
    made = Verdict(
        id=of,
        uid=f"v{of:015x}.0",
        claim_id=of,
        status=status,
        was="unchecked",
        note=None,
        override=False,
        decided_at=AT,
        decided_by="Ines Holt",
    )
    return replace(made, **changes)


def attribution(of: int, source: str, source_id: int, **changes: Any) -> Attribution:
    made = Attribution(
        claim_id=of,
        source_id=source_id,
        source=source,
        role="speaker",
        cue="said",
        cue_start=None,
        cue_end=None,
        mention=None,
        mention_start=None,
        mention_end=None,
        group=None,
    )
    return replace(made, **changes)


def source(number: int, name: str, **changes: Any) -> Source:
    made = Source(
        id=number,
        uid=f"s{number:015x}.0",
        name=name,
        kind="person",
        description=None,
        anonymous=False,
        protected=False,
        merged_into=None,
    )
    return replace(made, **changes)


def contact(of: int, **changes: Any) -> Contact:
    made = Contact(
        id=of,
        uid=f"k{of:015x}.0",
        claim_id=of,
        who="Tomas Berg",
        how="by telephone",
        said="The cost was never agreed.",
        stance="refutes",
        protected=False,
        added_at=AT,
        added_by="Ines Holt",
    )
    return replace(made, **changes)


def sentences(text: str = TEXT) -> tuple[Sentence, ...]:
    parts = [part for line in text.split("\n") for part in line.replace(". ", ".\0").split("\0") if part.strip()]
    found, at = [], 0
    for number, part in enumerate(parts, 1):
        start = text.index(part, at)
        at = start + len(part)
        role = "headline" if number == 1 else "furniture" if part.startswith("View") else "body"
        found.append(Sentence(number, 1, number, start, at, role, part))
    return tuple(found)


def dossier(*entries: Entry, text: str = TEXT, **changes: Any) -> Dossier:
    """Return a dossier with these claims; `changes` replace any of its parts."""
    parts = sentences(text)
    by_status: dict[str, int] = {}
    for item in entries:
        by_status[item.claim.status] = by_status.get(item.claim.status, 0) + 1
    open_claims = tuple(item.claim.id for item in entries if item.claim.status in ("unchecked", "checking"))
    made = Dossier(
        article=Article(
            id=1,
            uid="0000000000000001.0",
            slug="harbour-bridge",
            title="Harbour bridge to close for a year",
            author="Lena Quist",
            publisher="The Sill Courier",
            published="2026-03-04",
            url="https://courier.example/bridge",
            language="en",
            policy="solo",
            state="open",
            revision_id=1,
            added_at=AT,
            added_by="Ines Holt",
        ),
        revision=Revision(1, "0000000000000001.1", 1, 1, text, sha(text), None, "utf-8", AT, "Ines Holt"),
        sentences=parts,
        entries=entries,
        sources=(),
        references=(),
        captures=(),
        coverage=Coverage(len(parts), len(parts), (), len(entries), by_status, {}, open_claims),
        signoffs=(),
        findings=(),
        history=(event(1, "article.add", text=text),),
        head_seq=9,
        head_hash=sha("head"),
        made_at=AT,
        made_by="Ines Holt",
        version="0.1.0",
    )
    return replace(made, **changes)


def example() -> Dossier:
    """Return a dossier that has one of everything."""
    quote = claim(
        2,
        "We did not plan for a year without the bridge,",
        kind="quote",
        status="disputed",
        status_by="Ines Holt",
        status_at=AT,
        status_note="The record has the opposite.",
        source="Ada Rowe",
        source_id=1,
    )
    inner = claim(3, "a year without the bridge", parent_id=2)
    cost = claim(
        5,
        "Repairs will cost 12 million crowns",
        status="verified",
        status_by="Ines Holt",
        status_at=AT,
        overridden=True,
    )
    minutes = capture()
    skipped = [
        replace(item, skip_reason="opinion", skip_note="a matter of taste", skipped_by="Ines Holt", skipped_at=AT)
        if item.text.startswith("It is an ugly")
        else item
        for item in sentences()
    ]
    return dossier(
        entry(
            claim(
                1, "The bridge over the Sill will close in May", status="verified", status_by="Ines Holt", status_at=AT
            ),
            exhibits=(exhibit(1, 1, "The bridge is closed from 4 May."),),
        ),
        entry(
            quote,
            attributions=(attribution(2, "Ada Rowe", 1, mention="Ada Rowe"),),
            exhibits=(exhibit(2, 2, "We did plan for a year without the bridge.", stance="refutes"),),
            findings=(quote_match(2),),
            verdicts=(verdict(2, "disputed", note="The record has the opposite."),),
            signoffs=(Signoff(1, "g.0", 1, 2, "seen", AT, "Olaf Brandt"),),
            history=(
                event(2, "claim.add"),
                event(6, "claim.mark", status="disputed", was="unchecked", note="opposite"),
            ),
        ),
        entry(inner),
        entry(claim(4, "4,200 people cross it every day", status="unverifiable"), contacts=(contact(4),)),
        entry(cost, verdicts=(verdict(5, "verified", override=True, note="The editor decides."),)),
        sentences=tuple(skipped),
        sources=(source(1, "Ada Rowe", aliases=("Mayor Rowe",), claims=1),),
        references=(Reference(1, "r.0", minutes.url, minutes.url, "web", minutes.title, 1, "captured", AT),),
        health=(Health(1, minutes.url, minutes.title, "gone", LATER, "status 410: Gone", AT, LATER, 4, 2),),
        captures=(minutes,),
    )


def hostile(payload: str) -> Dossier:
    """Return a dossier in which every string from outside is, or holds, `payload`."""
    text = f"{payload} said one.\n\n{payload} said two.\n"
    quote = claim(
        1,
        payload,
        text,
        kind="quote",
        status="verified",
        status_by=payload,
        status_at=payload,
        status_note=payload,
        source=payload,
        source_id=1,
    )
    page = capture(
        url=f"https://evil.example/{payload}",
        final_url=payload,
        title=payload,
        author=payload,
        publisher=payload,
        published=payload,
        reason=payload,
        content_type=payload,
        remote_address=payload,
        error=payload,
        detail=payload,
        flags=(payload,),
        headers=((payload, payload),),
    )
    shown = exhibit(1, 1, payload, capture=page, before=payload, after=payload, link=payload, note=payload)
    linked = exhibit(1, 2, payload, capture=page, link=f"https://evil.example/?q={payload}#:~:text={payload}")
    whole = event(3, "claim.mark", status=payload, was=payload, note=payload)
    made = dossier(
        entry(
            quote,
            attributions=(attribution(1, payload, 1, cue=payload, mention=payload),),
            exhibits=(shown, linked),
            contacts=(contact(1, who=payload, how=payload, said=payload, stance=payload),),
            findings=(
                quote_match(
                    1,
                    printed=payload,
                    passage=payload,
                    label=payload,
                    detail=payload,
                    warnings=[payload],
                    edits=[{"kind": payload, "printed": payload, "source": payload}],
                ),
                replace(quote_match(1), kind=payload, label=payload, detail=payload, data={}),
            ),
            verdicts=(verdict(1, "verified", override=True, note=payload, decided_by=payload),),
            signoffs=(Signoff(1, "g.0", 1, 1, payload, payload, payload),),
            history=(whole, event(4, payload, stance=payload, note=payload), event(5, "sentence.skip", reason=payload)),
        ),
        text=text,
        sources=(source(1, payload, description=payload, aliases=(payload,)),),
        references=(Reference(1, "r.0", payload, payload, "web", payload, 1, payload, payload),),
        health=(Health(1, payload, payload, "gone", payload, payload, payload, payload, 1, 1),),
        captures=(page,),
        signoffs=(Signoff(2, "g.1", 1, None, payload, payload, payload),),
        findings=(replace(quote_match(9), claim_id=None, kind="same-story", detail=payload, data={}),),
        made_by=payload,
        made_at=payload,
    )
    skipped = tuple(
        replace(item, skip_reason=payload, skip_note=payload, skipped_by=payload, skipped_at=payload)
        for item in made.sentences
    )
    article = replace(
        made.article, title=payload, author=payload, publisher=payload, published=payload, url=payload, slug=payload
    )
    return replace(made, article=replace(article, language=payload), sentences=skipped)


def large(count: int) -> Dossier:
    """Return a dossier of `count` quotes, each with a passage, a comparison and a history."""
    lines = [
        f"“Number {n} of the reasons is the price of salt in the north,” said speaker {n} of the guild."
        for n in range(count)
    ]
    text = "Salt\n\n" + "\n\n".join(" ".join(lines[at : at + 4]) for at in range(0, count, 4)) + "\n"
    pages = tuple(capture(number) for number in range(1, max(2, count // 4) + 1))
    entries = []
    for number in range(1, count + 1):
        words = f"Number {number - 1} of the reasons is the price of salt in the north,"
        of = claim(number, words, text, kind="quote", status=("verified", "disputed", "unchecked")[number % 3])
        entries.append(
            entry(
                of,
                attributions=(attribution(number, f"Speaker {number}", number),),
                exhibits=(exhibit(number, number, words, capture=pages[number % len(pages)]),),
                findings=(quote_match(number),),
                verdicts=(verdict(number, "verified"),),
                history=tuple(
                    event(number * 10 + step, "claim.mark", status="verified", was="unchecked") for step in range(5)
                ),
            )
        )
    return dossier(
        *entries,
        text=text,
        sources=tuple(source(number, f"Speaker {number}") for number in range(1, count + 1)),
        references=tuple(
            Reference(page.ref_id, f"r{page.id}.0", page.url, page.url, "web", page.title, 1, "captured", AT)
            for page in pages
        ),
        captures=pages,
    )
