"""Every command: its name, where it lives, and its one line of help.

The list stands here so that `factcheck --help` need not import forty commands to say what they do. A
test holds each line to the command's own docstring.
"""

from __future__ import annotations

from typing import NamedTuple


class Entry(NamedTuple):
    """One command, or one group of commands, as `factcheck --help` lists it."""

    name: str
    module: str  # in factcheck.cli
    summary: str


SECTIONS: dict[str, tuple[Entry, ...]] = {
    "Start": (
        Entry("init", "start", "Make an empty database."),
        Entry("demo", "start", "Work through a whole example, offline, up to the report."),
    ),
    "Article": (
        Entry("add", "articles", "Add an article: a file, a URL, or - for what is piped in."),
        Entry("revise", "articles", "Bring in a new draft of an article and carry its claims over."),
        Entry("extract", "extract", "Print what is said in a text, and by whom, without a database."),
        Entry("status", "articles", "Show how far the work is: coverage, counts, what is open."),
        Entry("policy", "articles", "Choose the rules that an article is checked under."),
        Entry("close", "articles", "Close an article on which nothing is open."),
        Entry("reopen", "articles", "Open a closed article again."),
    ),
    "Claims": (
        Entry("claims", "claims", "List claims: what can be checked, and where each one stands."),
        Entry("show", "claims", "Show one claim with everything that bears on it."),
        Entry("claim", "claim", "Add, edit, split, merge or cut a claim."),
        Entry("source", "source", "List, show, edit or merge the people and bodies quoted."),
        Entry("skip", "articles", "Say why there is nothing to check in a sentence."),
    ),
    "Evidence": (
        Entry("cite", "evidence", "Archive a reference and record the passage that bears on a claim."),
        Entry("withdraw", "evidence", "Take a piece of evidence back; it stays on record."),
        Entry("contact", "evidence", "Log a conversation that bears on a claim."),
        Entry("fetch", "fetch", "Archive references, byte for byte."),
        Entry("refs", "references", "List the references and how their captures went."),
        Entry("capture", "capture", "Show, read, compare, draw or open what was archived."),
        Entry("search", "evidence", "Search the claims and everything archived."),
        Entry("suggest", "evidence", "Suggest archived passages that may bear on a claim."),
        Entry("check", "evidence", "Compare quotes with the archived words, and keep the findings."),
        Entry("recheck", "references", "Fetch references again and see whether the evidence still stands."),
        Entry("save-page", "references", "Ask a public archive to capture pages now."),
    ),
    "Verdicts": (
        Entry("verify", "verdicts", "Mark a claim verified, as far as the evidence allows."),
        Entry("dispute", "verdicts", "Mark a claim disputed, with evidence and a note."),
        Entry("mark", "verdicts", "Set the status of a claim, or of many from standard input."),
        Entry("sign", "verdicts", "Sign off an article or a claim as a second person."),
        Entry("undo", "verdicts", "Take back your last change by recording its reverse."),
    ),
    "Share": (
        Entry("report", "share", "Write the provenance report of an article."),
        Entry("bundle", "keep", "Write an article's dossier into a folder that can be checked without this program."),
        Entry("export", "exchange", "Write claims or captures to a file that other programs read."),
        Entry("import", "exchange", "Take in files and web archives as captures."),
        Entry("query", "share", "Run a named query or your own SQL, read-only."),
        Entry("serve", "serve", "Open the database in a browser: read-only, or as a desk to work at."),
        Entry("user", "user", "Say who may sign in at the desk in the browser."),
    ),
    "Keep safe": (
        Entry("log", "safe", "List what was done, by whom and when."),
        Entry("audit", "safe", "Verify the whole file: the chain, the bodies, every table."),
        Entry("backup", "keep", "Copy the database into a new file while others work in it, and audit the copy."),
        Entry("restore", "keep", "Put a backup in the place of a database that is gone or was moved away."),
        Entry("checkpoint", "keep", "Write down the state of the log, to be kept elsewhere."),
        Entry("merge", "keep", "Take over what another person's copy of the file has and this one lacks."),
        Entry("repair", "keep", "Make indexes and texts anew; with --to, save what a damaged file holds."),
        Entry("compact", "keep", "Press the archived bodies again, so that the file gets smaller."),
    ),
}

COMMANDS: dict[str, Entry] = {entry.name: entry for entries in SECTIONS.values() for entry in entries}
