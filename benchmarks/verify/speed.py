"""Time quote matching: one quote in one long document, and many quotes in many documents.

python benchmarks/verify/speed.py [CASES_DIR]
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import resource
import time
from pathlib import Path

from factcheck.checking.match import find_quote, match_quote

ROOT = Path(__file__).resolve().parents[2]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT.parent / "shared" / "eval" / "verify")
    folder = parser.parse_args().folder
    cases = [json.loads(line) for line in (folder / "cases_open.jsonl").open(encoding="utf-8")]
    with gzip.open(folder / "docs_open.jsonl.gz", "rt", encoding="utf-8") as lines:
        texts = {doc["id"]: doc["text"] for doc in map(json.loads, lines)}
    one_in_a_long_document(cases, texts)
    many_in_many(cases, texts)
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def one_in_a_long_document(cases: list[dict], texts: dict[str, str]) -> None:
    cold, warm = [], []
    for case in [case for case in cases if case["setting"] == "long"][:40]:
        text = texts[case["docs"][0]]
        cold.append(timed(lambda text=text, case=case: match_quote(case["quote"], text)))
        warm.append(timed(lambda text=text, case=case: match_quote(case["quote"], text)))
    for name, times in (("cold", cold), ("warm", warm)):
        times.sort()
        print(f"1 quote in 53,000 words, {name}: median {times[len(times) // 2]:.1f} ms, worst {times[-1]:.1f} ms")


def many_in_many(cases: list[dict], texts: dict[str, str]) -> None:
    chosen = random.Random(5)
    short = [case for case in cases if len(case["docs"]) == 1 and len(texts[case["docs"][0]]) < 60_000]
    sample = chosen.sample(short, 100)
    names = {case["docs"][0] for case in sample}
    names |= set(chosen.sample(sorted(n for n, t in texts.items() if len(t) < 60_000), 2000 - len(names)))
    documents = [texts[name] for name in sorted(names)][:2000]
    for name in ("cold", "warm"):
        spent = timed(lambda: [find_quote(case["quote"], documents) for case in sample])
        print(f"100 quotes x {len(documents)} documents, {name}: {spent / 1000:.2f} s")


def timed(work: object) -> float:
    """Return processor milliseconds, so that what else the machine does is left out."""
    started = time.process_time()
    work()  # type: ignore[operator]
    return 1000 * (time.process_time() - started)


if __name__ == "__main__":
    main()
