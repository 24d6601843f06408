"""The example's whole job as commands of the command line, each with a comment that says what it shows."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

SLUG = "bridge"

_PLACEHOLDER = re.compile(r"\{(claim|sentence):([^{}]+)\}")

RECORD = "/council/record-2-march.html"
STATEMENT = "/press/tannery-bridge"  # moved: the archive keeps the redirect
TRAFFIC = "/statistics/traffic-2025.html"
COURIER = "/courier/bridge-money.html"
LEDGER = "/ledger/velmouth-crossing.html"
BLOG = "/blog/bridge-diary.html"
INSPECTION = "/inspection/report-2026.html"
FERRY = "/ferry/notice.html"
REFERENCES = (RECORD, STATEMENT, TRAFFIC, COURIER, LEDGER, BLOG, INSPECTION, FERRY)


@dataclass(frozen=True, slots=True)
class Step:
    """One command of the demo.

    `argv` is what follows `factcheck`; `{claim:words}` in it stands for the number of the claim that has
    these words, `{sentence:words}` for the number of the open sentence that has them. `exit_status` is
    what the command is to end with: a gate that refuses is part of the show.
    """

    comment: str
    argv: tuple[str, ...]
    exit_status: int = 0


def article_path() -> Path:
    """Return where the example article lies."""
    return Path(__file__).parent / "article.html"


def fill(argv: tuple[str, ...], claim: Callable[[str], int], sentence: Callable[[str], int]) -> list[str]:
    """Return `argv` with each placeholder as the number that `claim` or `sentence` finds for its words."""
    finders = {"claim": claim, "sentence": sentence}
    return [_PLACEHOLDER.sub(lambda found: str(finders[found[1]](found[2])), word) for word in argv]


def steps(base_url: str, folder: Path | None = None) -> list[Step]:
    """Return the commands of the whole job, in order.

    `base_url` is the address that `serve` yields; the report is written into `folder` (the current one).
    """
    return [
        *_start(base_url),
        *_quotes(base_url),
        *_figures(base_url),
        *_agency(base_url),
        *_people(),
        *_statements(base_url),
        *_opinions(),
        *_finish((folder / "report.html") if folder else Path("report.html")),
    ]


def _start(base: str) -> list[Step]:
    urls = [base + page for page in REFERENCES]
    return [
        Step("A new file to work in", ("init",)),
        Step(
            "An article to check; the newsroom's rules ask for two independent references, or a primary one",
            ("add", str(article_path()), "--slug", SLUG, "--policy", "newsroom"),
        ),
        Step("What it says, quote by quote and claim by claim", ("claims", SLUG)),
        Step(
            "Archive the references, byte for byte; this machine's own addresses are refused unless allowed",
            ("fetch", "--allow", urlsplit(base).netloc, "--delay", "0", "--per-host", "8", *urls),
        ),
    ]


def _quotes(base: str) -> list[Step]:
    exact, elided = "{claim:patched this bridge for thirty years}", "{claim:without one letter}"
    altered, document = "{claim:unsafe for people on foot}", "{claim:end of their working life}"
    absent = "{claim:carry me off it}"
    return [
        Step("The mayor's words, as the council's record has them: exact", ("cite", exact, base + RECORD, "--primary")),
        Step("So it can be verified", ("verify", exact, "--note", "Word for word in the verbatim record.")),
        Step("And what she added", ("cite", "{claim:wanted to take this vote}", base + RECORD, "--primary")),
        Step("", ("verify", "{claim:wanted to take this vote}")),
        Step("A quote cut short: every change is marked, with … and [ ]", ("cite", elided, base + RECORD, "--primary")),
        Step("", ("verify", elided, "--note", "The cut leaves out “in six weeks, over the holidays”.")),
        Step(
            "The engineer's words: the article has lost a “not”",
            ("cite", altered, base + RECORD, "--refutes", "--primary"),
        ),
        Step("The gate does not let that through", ("verify", altered), exit_status=3),
        Step("", ("dispute", altered, "--note", "He said the opposite: “I do not believe ...”. Must be corrected.")),
        Step("Words of a document", ("cite", document, base + INSPECTION, "--primary")),
        Step("", ("verify", document)),
        Step(
            "A quote that stands nowhere in what is given as its source",
            ("cite", absent, base + BLOG, "--context", "--primary", "-p", "No, I shall not chain myself to anything."),
        ),
        Step("", ("mark", absent, "unverifiable", "--note", "Not on his blog; asked the author where it is from.")),
    ]


def _figures(base: str) -> list[Step]:
    figure, pictures = "{claim:9,400 vehicles}", "{claim:photographed the bridge every day}"
    return [
        Step(
            "A figure that the official count contradicts",
            (
                "cite",
                figure,
                base + TRAFFIC,
                "--refutes",
                "--primary",
                "-p",
                "6,912 motor vehicles crossed the Tannery Bridge",
            ),
        ),
        Step("", ("dispute", figure, "--note", "6,912 in 2025; some 9,400 is the count for the bridge at Orrhead.")),
        Step(
            "",
            (
                "cite",
                pictures,
                base + BLOG,
                "--primary",
                "-p",
                "I have photographed this bridge every day since 6 June 2011",
            ),
        ),
        Step("Not every claim can be settled by one passage", ("mark", pictures, "checking")),
    ]


def _agency(base: str) -> list[Step]:
    share = "{claim:60 per cent}"
    passage = "The region will pay 60 per cent of the cost of rebuilding the Tannery Bridge"
    return [
        Step("One newspaper has it ...", ("cite", share, base + COURIER, "-p", passage)),
        Step("... and another one", ("cite", share, base + LEDGER, "-p", passage)),
        Step("But both printed one agency's story: that is one reference, not two", ("verify", share), exit_status=3),
        Step(
            "So somebody asks",
            ("contact", share, "--who", "Press office, ministry of transport", "--how", "e-mail",
             "--said", "The region's share is 60 per cent of the final cost.", "--supports"),
        ),
        Step("", ("verify", share, "--note", "Confirmed by the ministry.")),
    ]  # fmt: skip


def _people() -> list[Step]:
    baker, foreman = "{claim:My customers come over that bridge}", "{claim:put back once}"
    return [
        Step(
            "Words that stand in no document: ask the one who said them",
            ("contact", baker, "--who", "Ines Adeyemi", "--how", "telephone",
             "--said", "Yes, that is what I told her.", "--supports"),
        ),
        Step("", ("verify", baker)),
        Step(
            "A contact whose name never leaves the newsroom: no report shows it",
            ("contact", foreman, "--who", "Joris Falk", "--how", "in person", "--protected",
             "--said", "It should have begun in November; the steel was late.", "--supports"),
        ),
        Step("", ("verify", foreman)),
    ]  # fmt: skip


def _statements(base: str) -> list[Step]:
    cited = [
        ("close the Tannery Bridge", RECORD, "that the Tannery Bridge be closed to all traffic from 4 May 2026"),
        ("18.6 million", RECORD, "at a sum not above 18.6 million crowns"),
        ("nine votes", RECORD, "nine votes for, four against"),
        ("7.5 tonnes", STATEMENT, "The weight limit of 7.5 tonnes, in force since 19 January"),
        ("every 20 minutes", FERRY, "Passengers on foot and cyclists travel free of charge"),
    ]
    found: list[Step] = []
    for words, page, passage in cited:
        claim = f"{{claim:{words}}}"
        found += (
            Step(
                "" if found else "The plain facts, one by one", ("cite", claim, base + page, "--primary", "-p", passage)
            ),
            Step("", ("verify", claim)),
        )
    return found


def _opinions() -> list[Step]:
    return [
        Step("No fact in it: the claim goes ...", ("claim", "cut", "{claim:an ugly bridge}", "--reason", "an opinion")),
        Step(
            "... and the sentence is accounted for all the same",
            ("skip", "{sentence:an ugly bridge}", "--reason", "opinion", "--note", "a matter of taste"),
        ),
        Step(
            "A claim that nobody can check stays, and says why",
            ("mark", "{claim:few are reassured}", "not-checkable", "--note", "A mood; the baker's words bear it out."),
        ),
        Step("", ("claim", "cut", "{claim:This story is an example}", "--reason", "a note to the reader")),
        Step("", ("skip", "{sentence:This story is an example}", "--reason", "note to the reader")),
    ]


def _finish(report: Path) -> list[Step]:
    altered = "{claim:unsafe for people on foot}"
    return [
        Step("Every quote against all that is archived: which ones fall short?", ("check", "-a", SLUG), exit_status=1),
        Step("What is still open: nothing slips", ("status", SLUG)),
        Step(
            "A second person looks at the quote that matters most",
            ("sign", "--claim", altered, "--by", "Dana Editor", "--note", "Read the record myself."),
        ),
        Step("The provenance report", ("report", SLUG, "-o", str(report))),
        Step("And the file agrees with its log", ("audit",)),
    ]
