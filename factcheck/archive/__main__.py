"""`python -m factcheck.archive URL...`: fetch without a database, one JSON line for each URL.

The library's own command line, for a look at what a fetch would bring. `factcheck fetch` keeps what it gets.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from factcheck.archive.coding import decode_body
from factcheck.archive.fetch import Fetcher
from factcheck.archive.model import Fetched
from factcheck.archive.options import FetchOptions, parse_allowed
from factcheck.errors import FactcheckError
from factcheck.pages import read_document

EXIT_STATUS = {"captured": 0, "not_modified": 0, "refused": 3, "failed": 4, "incomplete": 4, "http_error": 4}


def as_json(fetched: Fetched, page: dict[str, Any] | None = None) -> str:
    """One line, ASCII only, so that nothing a server sent can reach the terminal raw."""
    line: dict[str, Any] = {
        "outcome": fetched.outcome,
        "error": fetched.error,
        "detail": fetched.detail,
        "url": fetched.url,
        "final_url": fetched.final_url,
        "hops": [hop.url for hop in fetched.hops],
        "status": fetched.status,
        "bytes": len(fetched.body),
        "sha256": fetched.sha256,
        "attempts": fetched.attempts,
        "robots": fetched.robots,
        "started": fetched.started,
        "elapsed": fetched.elapsed,
    }
    return json.dumps(line | (page or {}), ensure_ascii=True)


def _page_fields(fetched: Fetched, limit: int) -> dict[str, Any]:
    """Title and text of a whole page."""
    if not fetched.complete:
        return {}
    data = decode_body(fetched.headers, fetched.body, limit)
    page = read_document(data, fetched.header("content-type"), fetched.final_url)
    return {"title": page.title, "text": page.text, "flags": list(page.flags)}


def _parser() -> argparse.ArgumentParser:
    defaults = FetchOptions()
    parser = argparse.ArgumentParser(prog="python -m factcheck.archive", description=__doc__)
    parser.add_argument("urls", nargs="*", metavar="URL")
    parser.add_argument("--urls-file", type=Path, help="a file with one URL a line")
    parser.add_argument("--allow", action="append", default=[], metavar="IP:PORT", help="one private address to use")
    parser.add_argument("--deadline", type=float, default=defaults.deadline, metavar="S")
    parser.add_argument("--max-bytes", type=int, default=defaults.max_bytes, metavar="N")
    parser.add_argument("--max-redirects", type=int, default=defaults.max_redirects, metavar="N")
    parser.add_argument("--max-attempts", type=int, default=defaults.max_attempts, metavar="N")
    parser.add_argument("--max-retry-after", type=float, default=defaults.max_retry_after, metavar="S")
    parser.add_argument("--workers", type=int, default=defaults.workers, metavar="N")
    parser.add_argument("--per-host", type=int, default=defaults.per_host, metavar="N")
    parser.add_argument("--delay", type=float, default=defaults.delay, metavar="S")
    parser.add_argument("--robots", choices=("ignore", "tell", "obey"), default=defaults.robots)
    parser.add_argument("--ca-bundle", metavar="FILE", help="certificates to trust instead of the usual ones")
    parser.add_argument("--no-text", action="store_true", help="leave title and text out")
    return parser


def _options(arguments: argparse.Namespace) -> FetchOptions:
    names = "deadline max_bytes max_redirects max_attempts max_retry_after workers per_host delay robots ca_bundle"
    chosen = {name: getattr(arguments, name) for name in names.split()}
    return FetchOptions(allow=frozenset(map(parse_allowed, arguments.allow)), **chosen)


def main(argv: list[str] | None = None) -> int:
    """Fetch, print, and return the exit status: 0, 3 when a rule refused one, 4 when one failed."""
    parser = _parser()
    arguments = parser.parse_args(argv)
    urls: list[str] = list(arguments.urls)
    try:
        if arguments.urls_file:
            urls += arguments.urls_file.read_text(encoding="utf-8").split("\n")
        options = _options(arguments)
    except (FactcheckError, OSError) as error:
        parser.error(str(error))
    worst = 0
    with Fetcher(options) as fetcher:
        for fetched in fetcher.fetch_many([url for url in urls if url.strip()]):
            page = {} if arguments.no_text else _page_fields(fetched, options.max_bytes)
            print(as_json(fetched, page), flush=True)
            worst = max(worst, EXIT_STATUS[fetched.outcome])
    return worst


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
