"""The provenance report as JSON: the exact text of everything, in a form that is inert wherever it is put."""

from __future__ import annotations

import json
import re
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from factcheck.model import Event
from factcheck.report.dossier import Dossier, Entry, Exhibit
from factcheck.report.protect import public
from factcheck.report.safe import HIDDEN

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

FORMAT = "factcheck-report"
VERSION = 1

_ESCAPED = re.compile(f"[<\u200c\u200d]|{HIDDEN.pattern}")
_SURROGATES = re.compile("[\ud800-\udfff]")


def render_json(dossier: Dossier) -> str:
    """Return the report as JSON, one member a line.

    The text is exact: what parses out is what was recorded, hidden characters included. In the file
    those characters, and every `<`, are written as escapes, so that the JSON neither acts on a terminal
    nor ends the script element of a page that holds it.
    """
    text = json.dumps(_report(public(dossier)), ensure_ascii=False, indent=2, allow_nan=False)
    return _ESCAPED.sub(lambda found: _escape(found[0]), text) + "\n"


def _escape(char: str) -> str:
    """Return a character as JSON escapes; half a pair has no meaning, so it becomes U+FFFD."""
    if _SURROGATES.match(char):
        return r"\ufffd"
    units = char.encode("utf-16-be")
    return "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2))


def _report(dossier: Dossier) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "version": VERSION,
        "program": f"factcheck {dossier.version}",
        "made_at": dossier.made_at,
        "made_by": dossier.made_by,
        "log": {"seq": dossier.head_seq, "hash": dossier.head_hash},
        "article": _members(dossier.article),
        "revision": _members(dossier.revision),
        "coverage": {
            **_members(dossier.coverage),
            "open_sentences": [sentence.number for sentence in dossier.coverage.open_sentences],
            "complete": dossier.coverage.complete,
        },
        "signoffs": [_members(item) for item in dossier.signoffs],
        "sentences": [_members(sentence) for sentence in dossier.sentences],
        "claims": [_claim(entry) for entry in dossier.entries],
        "sources": [_members(source) for source in dossier.sources],
        "references": [_members(reference) for reference in dossier.references],
        "health": [_members(health) for health in dossier.health],
        "captures": [_members(capture) for capture in dossier.captures],
        "findings": [_members(finding) for finding in dossier.findings],
        "history": [_event(event) for event in dossier.history],
    }


def _members(value: DataclassInstance) -> dict[str, Any]:
    """Return a record's fields by name; all but the coverage hold plain values only."""
    return {field.name: getattr(value, field.name) for field in fields(value)}


def _claim(entry: Entry) -> dict[str, Any]:
    return {
        **_members(entry.claim),
        "attributions": [_members(item) for item in entry.attributions],
        "evidence": [_exhibit(exhibit) for exhibit in entry.exhibits],
        "contacts": [_members(contact) for contact in entry.contacts],
        "findings": [_members(finding) for finding in entry.findings],
        "verdicts": [_members(verdict) for verdict in entry.verdicts],
        "signoffs": [_members(signoff) for signoff in entry.signoffs],
        "history": [_event(event) for event in entry.history],
    }


def _exhibit(exhibit: Exhibit) -> dict[str, Any]:
    capture = exhibit.capture
    return {
        **_members(exhibit.evidence),
        "before": exhibit.before,
        "after": exhibit.after,
        "link": exhibit.link,
        "flaw": exhibit.flaw,
        "capture": {  # the whole of it stands once, under "captures"
            "id": capture.id,
            "url": capture.url,
            "final_url": capture.final_url,
            "fetched_at": capture.fetched_at,
            "body_sha256": capture.body_sha256,
            "title": capture.title,
            "publisher": capture.publisher,
        },
    }


def _event(event: Event) -> dict[str, Any]:
    """Return what tells an event's story; its line is in the log, and may hold protected names."""
    return {
        "seq": event.seq,
        "at": event.at,
        "actor": event.actor,
        "action": event.action,
        "data": event.data,
        "prev": event.prev,
        "hash": event.hash,
    }
