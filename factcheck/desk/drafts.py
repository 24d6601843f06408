"""Living drafts: a new text of an article, and what becomes of its claims."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from factcheck.checking.drafts import Anchor, Fate, Reanchored, reanchor
from factcheck.desk import articles as article_desk
from factcheck.desk import find, intake
from factcheck.desk.anchors import anchor_data
from factcheck.desk.claims import attribution_data, consequence
from factcheck.desk.context import Context
from factcheck.desk.draft_speakers import Speakers, attributions_moved, led_away, other_setting, speakers_read
from factcheck.desk.intake import Extracted, Intake
from factcheck.desk.results import Revised
from factcheck.errors import NotFoundError, UsageError
from factcheck.extraction import BUILTIN, available_extractors
from factcheck.ledger.canonical import clean
from factcheck.model import Article, Claim, Revision, Sentence
from factcheck.store import bodies, log
from factcheck.store.records import articles, claims

if TYPE_CHECKING:
    from factcheck.reading import ReadArticle


@dataclass(slots=True)
class _Changes:
    """What a new text does to the claims of the old one."""

    anchors: list[dict[str, Any]] = field(default_factory=list)
    recheck: list[dict[str, Any]] = field(default_factory=list)
    cut: list[str] = field(default_factory=list)
    kept: int = 0
    changed: list[str] = field(default_factory=list)
    gone: list[int] = field(default_factory=list)
    places: list[tuple[int, int]] = field(default_factory=list)
    new_sentences: Sequence[tuple[int, int]] = ()


def revise(
    ctx: Context,
    article: Article,
    target: str | Path,
    content: bytes | None,
    allow: Iterable[tuple[str, int]] = (),
    encoding: str | None = None,
    extractor: str | None = None,
) -> Revised:
    """Record a new text of an article, as one event.

    It is read by `extractor`, else by that which read the draft before, or none if none did. Claims whose words
    still stand keep their status; changed ones go to `needs_recheck` (if they were decided), and so do those to
    which the new text gives another speaker or takes the quotation marks; vanished ones are cut and kept. Claims
    are extracted only from sentences that are new, and what a person cut is not claimed again.

    Raises:
        FactcheckError: the file cannot be read.
        UsageError: its text is the one that is here.
        NotFoundError: the extractor of the draft before is not installed any more.
        RefusedError: the article was closed.
    """
    found, data = article_desk.read(ctx, target, content, allow, encoding)
    while True:
        draft = _read(ctx, article, found, extractor)  # others can write meanwhile
        with ctx.writing():
            article = find.open_article(ctx, article)
            if article.revision_id == draft.before.id:  # else somebody brought in another draft first
                return _record(ctx, article, draft, data)


@dataclass(frozen=True, slots=True)
class _Draft:
    """A new text and the one before it, both as an extractor reads them."""

    found: ReadArticle
    text: str
    before: Revision
    extract: bool
    reading: Extracted
    earlier: Extracted


def _read(ctx: Context, article: Article, found: ReadArticle, extractor: str | None) -> _Draft:
    """Read a new text and the one before it; that takes its time."""
    text = clean(found.text)
    before = articles.revision(ctx.conn, article.revision_id)
    if before.text.strip() == text.strip():
        raise UsageError(f"this is the text that {article.slug} has already", hint="nothing was changed")
    extract, by = _read_by(ctx, article, before, extractor)
    reading, earlier = intake.extracted(text, by, found.marks), intake.extracted(before.text, by)
    return _Draft(found, text, before, extract, reading, earlier)


def _record(ctx: Context, article: Article, draft: _Draft, data: bytes) -> Revised:
    """Record a draft that follows the article's current one; `data` is its file."""
    conn, text, before = ctx.conn, draft.text, draft.before
    read = partial(intake.read_out, conn, extract=draft.extract, article=article.id)
    reading, earlier = read(text, draft.reading), read(before.text, draft.earlier)
    live = claims.listing(conn, article=article.id)
    readings = (speakers_read(earlier), speakers_read(reading))
    changes = _compare(ctx, before, text, live, readings if not draft.found.marks else None)
    reading.claims = _only_new(reading.claims, changes, _cut_by_hand(ctx, article))
    reading.sources = _still_named(reading)
    reading.known_as = _not_known_before(reading, earlier)
    event_data = reading.event_data()
    event_data["sentences"] = _with_skips(reading.sentences, text, articles.sentences(conn, before), before)
    event = ctx.record(
        "article.revise",
        {
            "article": article.uid,
            "was_revision": before.uid,
            "text": text,
            "text_sha256": hashlib.sha256(text.encode()).hexdigest(),
            "file_sha256": bodies.keep(conn, data),
            "encoding": draft.found.encoding,
            "anchors": changes.anchors,
            "recheck": changes.recheck,
            "changed": changes.changed,
            "cut": changes.cut,
            **event_data,
        },
    )
    revised = find.article(ctx, article)
    return Revised(
        article=revised,
        revision=articles.revision(conn, revised.revision_id),
        kept=changes.kept,
        changed=tuple(found for uid in changes.changed if (found := claims.by_uid(conn, uid))),
        cut=tuple(find.claim(ctx, number) for number in changes.gone),
        added=len(event.data["claims"]),
        warnings=(*draft.found.warnings, *reading.warnings),
    )


def _compare(
    ctx: Context,
    before: Revision,
    text: str,
    live: Sequence[Claim],
    speakers: tuple[Speakers, Speakers] | None,
) -> _Changes:
    """Find every live claim of the old text in the new one."""
    placed = {claim.id: claim for claim in live if claim.start is not None and claim.end is not None}
    wanted = [Anchor(claim.id, claim.start or 0, claim.end or 0) for claim in placed.values()]
    changes = _Changes()
    redraft = reanchor(before.text, text, wanted)
    changes.new_sentences = redraft.new_sentences
    for result in redraft.anchors:
        claim = placed[result.id]
        if result.fate is Fate.GONE or result.start is None or result.end is None:
            changes.cut.append(claim.uid)
            changes.gone.append(claim.id)
            continue
        _place(ctx, changes, claim, result, before.text, text, speakers)
    return changes


def _place(
    ctx: Context,
    changes: _Changes,
    claim: Claim,
    result: Reanchored,
    old: str,
    text: str,
    speakers: tuple[Speakers, Speakers] | None,
) -> None:
    assert result.start is not None
    assert result.end is not None
    place = anchor_data(text, result.start, result.end)
    entry = {"claim": claim.uid, **{k: place[k] for k in ("start", "end", "prefix", "suffix")}, "exact": place["text"]}
    changes.places.append((result.start, result.end))
    was = attribution_data(ctx, claim)
    entry.update(attributions_moved(was, claim, (result.start, result.end), text))
    if place["text"] != claim.text:
        entry.update(text=place["text"], was_text=claim.text)
    if result.fate is Fate.KEPT and _spelt(place["text"]) == _spelt(claim.text):
        # the same words; perhaps a comma moved out of the quotation marks
        why = other_setting(was, claim, (result.start, result.end), old, text)
        here = (claim.start or 0, claim.end or 0)
        if not why and speakers and speakers[0].get(here) != speakers[1].get((result.start, result.end)):
            why = led_away(claim, (result.start, result.end), old, text)
    else:
        why = "its words changed: " + "; ".join(f"“{part.old}” became “{part.new}”" for part in result.differences[:5])
    if why:
        changes.changed.append(claim.uid)
        changes.recheck += consequence(claim, why)
    else:
        changes.kept += 1
    changes.anchors.append(entry)


def _spelt(text: str) -> list[str]:
    """Return the words of a text as they are written, capitals too: "US officials" are not "us officials"."""
    return re.findall(r"[^\W_]+", text)


def _cut_by_hand(ctx: Context, article: Article) -> list[list[str]]:
    """Return the words of the claims that a person took out of the article (not of those that a draft lost)."""
    rows = ctx.conn.execute(
        "SELECT c.text FROM claims c JOIN events e ON e.seq = c.seq"
        " WHERE c.article_id = ? AND c.state = 'cut' AND e.action <> 'article.revise'",
        (article.id,),
    )
    return [_spelt(row[0]) for row in rows]


def _only_new(entries: list[dict[str, Any]], changes: _Changes, cut: Sequence[list[str]]) -> list[dict[str, Any]]:
    """Return the claims read out of new sentences, without those that live on and those that a person cut."""
    return [
        entry
        for entry in entries
        if _overlaps(entry, changes.new_sentences)
        and not _overlaps(entry, changes.places)
        and _spelt(entry["text"]) not in cut
    ]


def _read_by(ctx: Context, article: Article, before: Revision, extractor: str | None) -> tuple[bool, str | None]:
    """Whether claims are to be looked for in a new draft, and by which extractor."""
    if extractor is not None:
        return True, extractor
    made = log.that_made(ctx.conn, before.uid)
    recorded = str(made.data.get("extractor") or f"{BUILTIN} -") if made else f"{BUILTIN} -"
    if recorded == "none":
        return False, None
    name = recorded.rpartition(" ")[0]  # without its version
    if name not in available_extractors():
        raise NotFoundError(
            f"the extractor {name!r}, which read {article.slug} before, is not installed",
            hint=f"install it, or --extractor {BUILTIN}",
        )
    return True, name


def _still_named(reading: Intake) -> list[dict[str, Any]]:
    """Return the new sources to whom a new claim is given, and number the claims' speakers anew."""
    numbers = sorted({by["source"] for entry in reading.claims for by in entry["by"] if isinstance(by["source"], int)})
    for entry in reading.claims:
        entry["by"] = [
            by | {"source": numbers.index(by["source"])} if isinstance(by["source"], int) else by for by in entry["by"]
        ]
    return [reading.sources[number] for number in numbers]


def _not_known_before(reading: Intake, earlier: Intake) -> list[dict[str, Any]]:
    """Return the names that the draft before did not offer: a person may have said that they are no names of it."""
    offered = {(entry["source"], alias) for entry in earlier.known_as for alias in entry["aliases"]}
    named = {by["source"] for entry in reading.claims for by in entry["by"]}
    return [
        {"source": entry["source"], "aliases": new}
        for entry in reading.known_as
        if entry["source"] in named
        and (new := [alias for alias in entry["aliases"] if (entry["source"], alias) not in offered])
    ]


def _overlaps(entry: dict[str, Any], places: Sequence[tuple[int, int]]) -> bool:
    return any(entry["start"] < end and start < entry["end"] for start, end in places)


def _with_skips(
    entries: list[dict[str, Any]], text: str, old: Sequence[Sentence], before: Revision
) -> list[dict[str, Any]]:
    """Carry the reasons of skipped sentences over to the same words in the new text."""
    skipped: dict[str, list[Sentence]] = {}
    for sentence in old:
        if sentence.skip_reason is not None and sentence.role != "furniture":
            skipped.setdefault(_words(before.text[sentence.start : sentence.end]), []).append(sentence)
    for entry in entries:
        same = skipped.get(_words(text[entry["start"] : entry["end"]]))
        if same and "reason" not in entry:
            sentence = same.pop(0)
            entry.update(
                reason=sentence.skip_reason, note=sentence.skip_note, by=sentence.skipped_by, at=sentence.skipped_at
            )
    return entries


def _words(text: str) -> str:
    return " ".join(text.split())
