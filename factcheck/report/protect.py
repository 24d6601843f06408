"""The dossier as it may be shown: protected contacts and sources lose their names, everywhere.

The names stay in the file, for the desk. They are taken out of the values themselves, before anything
is rendered, so that no form of the report can let one through: also out of notes and of what a contact
said, where a checker may have written the name again. The words of the article and of the archived
pages are public and stay as they are. Nor does a reader learn in which folders a cited file lay.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any
from urllib.parse import unquote

from factcheck.model import (
    Attribution,
    Capture,
    Claim,
    Contact,
    Event,
    Evidence,
    Finding,
    Reference,
    Sentence,
    Signoff,
    Source,
    Verdict,
)
from factcheck.report.dossier import Dossier, Entry

PROTECTED_CONTACT = "a protected contact"
PROTECTED_SOURCE = "a protected source"
REMOVED = "[protected]"

Clean = Callable[[str], str]

_EVENT_FIELDS = frozenset(
    "status was note override reason stance directness kind label severity detail how sentence state role page"
    " undoes undoes_seq".split()
)
"""What an event may show of its data; the rest (whole texts, names) is told elsewhere or not at all."""

_CHANGED = {"by": "source", "anchor": "place", "parent": "parent claim"}
"""Parts of a claim that an edit names by their technical names."""


def public(dossier: Dossier, also: Iterable[str] = ()) -> Dossier:
    """Return the dossier without the names that are protected, in it or elsewhere (`also`)."""
    hidden = frozenset(source.id for source in dossier.sources if source.protected)
    clean = cleaner((*_names(dossier), *also))
    return replace(
        dossier,
        sentences=tuple(_sentence(sentence, clean) for sentence in dossier.sentences),
        entries=tuple(_entry(entry, hidden, clean) for entry in dossier.entries),
        sources=tuple(_source(source, clean) for source in dossier.sources),
        coverage=replace(
            dossier.coverage,
            open_sentences=tuple(_sentence(sentence, clean) for sentence in dossier.coverage.open_sentences),
        ),
        signoffs=tuple(_signoff(signoff, clean) for signoff in dossier.signoffs),
        findings=tuple(_finding(finding, clean) for finding in dossier.findings),
        references=tuple(_reference(reference) for reference in dossier.references),
        captures=tuple(_capture(capture) for capture in dossier.captures),
        history=tuple(_event(event, clean) for event in dossier.history),
    )


def _names(dossier: Dossier) -> Iterable[str]:
    for source in dossier.sources:
        if source.protected:
            yield from (source.name, *source.aliases)
    for entry in dossier.entries:
        yield from (contact.who for contact in entry.contacts if contact.protected)
        # A withdrawn contact is no longer listed, but its event still names it.
        yield from (
            str(event.data["who"])
            for event in entry.history
            if event.action == "contact.add" and event.data.get("protected") and event.data.get("who")
        )


_FILLERS = frozenset("the and for von van der den del della des les los las dos das die mrs".split())
"""Words of names that are words of every text."""


def cleaner(names: Iterable[str]) -> Clean:
    """Return what takes the names, and each capitalised word of one, out of a text."""
    words: set[str] = set()
    for name in names:
        words.add(" ".join(name.split()))
        words.update(word for word in re.findall(r"[^\W\d_][\w'’-]{2,}", name) if _tells(word))
    if not words:
        return lambda text: text
    choices = "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in sorted(words, key=len, reverse=True) if word)
    pattern = re.compile(rf"(?<!\w)(?:{choices})(?!\w)", re.IGNORECASE)
    return lambda text: pattern.sub(REMOVED, text)


def _tells(word: str) -> bool:
    return not word.islower() and word.lower() not in _FILLERS


def _maybe(text: str | None, clean: Clean) -> str | None:
    return clean(text) if text else text


def _entry(entry: Entry, hidden: frozenset[int], clean: Clean) -> Entry:
    return replace(
        entry,
        claim=_claim(entry.claim, hidden, clean),
        attributions=tuple(_attribution(item, hidden) for item in entry.attributions),
        exhibits=tuple(
            replace(item, evidence=_evidence(item.evidence, clean), capture=_capture(item.capture))
            for item in entry.exhibits
        ),
        contacts=tuple(_contact(contact, clean) for contact in entry.contacts),
        findings=tuple(_finding(finding, clean) for finding in entry.findings),
        verdicts=tuple(_verdict(verdict, clean) for verdict in entry.verdicts),
        signoffs=tuple(_signoff(signoff, clean) for signoff in entry.signoffs),
        history=tuple(_event(event, clean) for event in entry.history),
    )


def _reference(reference: Reference) -> Reference:
    return replace(reference, url=_address(reference.url), canonical=_address(reference.canonical))


def _capture(capture: Capture) -> Capture:
    return replace(capture, url=_address(capture.url), final_url=_address(capture.final_url))


def _address(url: str) -> str:
    """An address for readers: of a file on somebody's machine its name, and not the folders that it lies in."""
    return unquote(url.rstrip("/").rpartition("/")[2]) if url.lower().startswith("file:") else url


def _claim(claim: Claim, hidden: frozenset[int], clean: Clean) -> Claim:
    source = PROTECTED_SOURCE if claim.source_id in hidden else claim.source
    # A claim under another may be in the checker's own words: they stand nowhere in the article.
    text = clean(claim.text) if claim.parent_id is not None and claim.start is None else claim.text
    return replace(claim, source=source, text=text, status_note=_maybe(claim.status_note, clean))


def _attribution(item: Attribution, hidden: frozenset[int]) -> Attribution:
    return replace(item, source=PROTECTED_SOURCE) if item.source_id in hidden else item


def _source(source: Source, clean: Clean) -> Source:
    if source.protected:
        return replace(source, name=PROTECTED_SOURCE, aliases=(), description=None)
    return replace(source, description=_maybe(source.description, clean))


def _contact(contact: Contact, clean: Clean) -> Contact:
    who = PROTECTED_CONTACT if contact.protected else contact.who
    return replace(contact, who=who, how=clean(contact.how), said=clean(contact.said))


def _evidence(evidence: Evidence, clean: Clean) -> Evidence:
    return replace(evidence, note=_maybe(evidence.note, clean))


def _finding(finding: Finding, clean: Clean) -> Finding:
    return replace(finding, detail=clean(finding.detail))


def _verdict(verdict: Verdict, clean: Clean) -> Verdict:
    return replace(verdict, note=_maybe(verdict.note, clean))


def _signoff(signoff: Signoff, clean: Clean) -> Signoff:
    return replace(signoff, note=_maybe(signoff.note, clean))


def _sentence(sentence: Sentence, clean: Clean) -> Sentence:
    return replace(sentence, skip_note=_maybe(sentence.skip_note, clean))


def _event(event: Event, clean: Clean) -> Event:
    """Keep of an event what tells its story; its line would hold the names."""
    data = {key: _value(event.data[key], clean) for key in event.data if key in _EVENT_FIELDS}
    change = event.data.get("set")
    if isinstance(change, dict):
        data["changed"] = ", ".join(sorted(_CHANGED.get(str(key), str(key)) for key in change))
        before = event.data.get("was")
        for name, values in (("before", before), ("after", change)):
            if isinstance(values, dict) and isinstance(values.get("text"), str):
                data[name] = clean(values["text"])
        for key in ("state", "note"):
            if isinstance(change.get(key), str):
                data[key] = clean(change[key])
        data.pop("was", None)
    return replace(event, data=data, line="")


def _value(value: Any, clean: Clean) -> Any:
    return clean(value) if isinstance(value, str) else value if isinstance(value, int) else None
