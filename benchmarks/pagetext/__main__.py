"""Text extraction side by side: `python -m benchmarks.pagetext [FOLDER] [--repeat N]`.

FOLDER holds `pages/<id>.html.gz` and `ground-truth.json.gz`. Every tool reads every page in the same run,
one after the other, in one process; speeds are processor time.
"""

from __future__ import annotations

import argparse
import gc
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.pagetext.corpus import FOLDER, Page, Score, pages

Tool = Callable[[Page], str]


def ours(page: Page) -> str:
    """Charset, metadata, main text, rest and signs: everything a capture gets."""
    from factcheck.pages.kinds import read_here

    return read_here(page.body, "text/html", page.url).text


def trafilatura_fast(page: Page) -> str:
    """trafilatura without its fallbacks, without comments."""
    import trafilatura

    return trafilatura.extract(page.body, fast=True, include_comments=False) or ""


def trafilatura_full(page: Page) -> str:
    """trafilatura as it comes, without comments."""
    import trafilatura

    return trafilatura.extract(page.body, include_comments=False) or ""


def soup(page: Page) -> str:
    """BeautifulSoup's get_text."""
    from bs4 import BeautifulSoup

    return BeautifulSoup(page.body, "lxml").get_text(" ")


TOOLS: dict[str, Tool] = {
    "factcheck": ours,
    "trafilatura fast": trafilatura_fast,
    "trafilatura": trafilatura_full,
    "BeautifulSoup get_text": soup,
}


def main() -> None:
    """Score every tool and print a line for each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?", default=FOLDER)
    parser.add_argument("--repeat", type=int, default=1, help="rounds; more make the speeds steadier")
    options = parser.parse_args()
    corpus = list(pages(options.folder))
    if not corpus:
        print(f"no pages in {options.folder}: name a folder with pages/ and ground-truth.json.gz")
        return
    for tool in TOOLS.values():
        tool(corpus[0])  # imports are not counted
    scores = {name: Score() for name in TOOLS}
    spent = dict.fromkeys(TOOLS, 0.0)
    for turn in range(options.repeat):
        for page in corpus:
            for name, tool in TOOLS.items():
                gc.collect()  # nobody pays for what the tool before left behind
                started = time.process_time()
                text = tool(page)
                spent[name] += time.process_time() - started
                if turn == 0:
                    scores[name].add(page.article, text)
    print(f"{len(corpus)} pages")
    for name, score in scores.items():
        speed = len(corpus) * options.repeat / spent[name]
        print(f"{name:24}{score.line()}  {speed:6.1f} pages/s  cost {spent[name] / spent['trafilatura fast']:.2f}")


if __name__ == "__main__":
    main()
