"""Measure `suggest` on WiCE: rank the sentences of a cited page by a claim that rests on them.

    python benchmarks/verify/score_suggest.py [FILE]

In a page: mean reciprocal rank of the first supporting sentence, and how often one is among the first
five. Over all pages: the same with the sentences of every page together.
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path

from factcheck.checking.suggest import PassageIndex, rank_passages

ROOT = Path(__file__).resolve().parents[2]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    default = ROOT.parent / "shared" / "eval" / "claims" / "evidence_wice_dev.jsonl"
    parser.add_argument("file", nargs="?", type=Path, default=default)
    parser.add_argument("--half", choices=("tune", "check", "all"), default="all")
    parser.add_argument("--pages", action="store_true", help="also over all pages")
    args = parser.parse_args()
    cases = [json.loads(line) for line in args.file.open(encoding="utf-8")]
    cases = [case for case in cases if gold(case)]
    if args.half != "all":
        cases = [c for k, c in enumerate(cases) if k % 2 == (args.half == "check")]
    in_a_page(cases)
    in_a_page([case for case in cases if case["label"] == "supported"])
    if args.pages:
        over_all_pages(cases)


def gold(case: dict) -> set[int]:
    return {number for group in case["supporting"] for number in (group if isinstance(group, list) else [group])}


def report(name: str, ranks: list[int], seconds: float, sentences: int) -> None:
    mrr = sum(1 / rank for rank in ranks if rank) / len(ranks)
    hit = sum(1 for rank in ranks if 0 < rank <= 5) / len(ranks)
    one = sum(1 for rank in ranks if rank == 1) / len(ranks)
    print(
        f"{name}: {len(ranks)} claims, MRR {mrr:.3f}, hit@5 {hit:.3f}, first {one:.3f}"
        f", {sentences / seconds:,.0f} sentences/s"
    )


def in_a_page(cases: list[dict]) -> None:
    ranks, sentences, started = [], 0, time.process_time()
    for case in cases:
        sentences += len(case["sentences"])
        found = [s.index for s in rank_passages(case["claim"], case["sentences"], most=20)]
        ranks.append(first(found, gold(case)))
    report("in a page", ranks, time.process_time() - started, sentences)


def over_all_pages(cases: list[dict]) -> None:
    pages: dict[tuple[str, ...], int] = {}
    everything: list[str] = []
    for case in cases:
        key = tuple(case["sentences"])
        if key not in pages:
            pages[key] = len(everything)
            everything.extend(case["sentences"])
    started = time.process_time()
    index = PassageIndex(everything)
    print(f"index of {len(everything)} sentences: {time.process_time() - started:.1f} s")
    ranks, started = [], time.process_time()
    for case in cases:
        offset = pages[tuple(case["sentences"])]
        found = [s.index for s in index.rank(case["claim"], most=20)]
        ranks.append(first(found, {offset + number for number in gold(case)}))
    report("over all pages", ranks, time.process_time() - started, len(everything) * len(cases))


def first(found: list[int], wanted: set[int]) -> int:
    return next((rank for rank, number in enumerate(found, 1) if number in wanted), 0)


if __name__ == "__main__":
    main()
