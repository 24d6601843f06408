"""Measure quote matching on a set of labelled cases (see the shared evaluation kit's TAXONOMY).

    python benchmarks/verify/score_open.py [CASES_DIR] [--half tune|check|all] [--errors N]

The set is split in two halves by a hash of the case's id: rules may be tuned on `tune`; `check` shows
whether they hold. Prints the kit's own score, then the errors asked for.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import subprocess
import sys
import tempfile
import time
from multiprocessing import Pool
from pathlib import Path

from factcheck.checking.match import Warn, find_quote, match_quote

ROOT = Path(__file__).resolve().parents[2]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT.parent / "shared" / "eval" / "verify")
    parser.add_argument("--half", choices=("tune", "check", "all"), default="all")
    parser.add_argument("--errors", type=int, default=0)
    parser.add_argument("--kinds", action="store_true")
    parser.add_argument("--processes", type=int, default=2)
    args = parser.parse_args()
    cases = [json.loads(line) for line in (args.folder / "cases_open.jsonl").open(encoding="utf-8")]
    if args.half != "all":
        cases = [case for case in cases if half(case["id"]) == args.half]
    with gzip.open(args.folder / "docs_open.jsonl.gz", "rt", encoding="utf-8") as lines:
        texts = {doc["id"]: doc["text"] for doc in map(json.loads, lines)}
    pools = json.loads((args.folder / "pools_open.json").read_text(encoding="utf-8"))
    started = time.perf_counter()
    with Pool(args.processes, start, (texts, pools)) as pool:
        predictions = pool.map(predict, cases, chunksize=20)
    print(f"{len(cases)} cases in {time.perf_counter() - started:.1f} s")
    score(args.folder / "score_verify.py", cases, predictions, args.kinds)
    if args.errors:
        show_errors(cases, predictions, texts, args.errors)


def half(name: str) -> str:
    return "tune" if int(hashlib.md5(name.encode()).hexdigest(), 16) % 2 == 0 else "check"


KIT: list[dict] = []


def start(texts: dict[str, str], pools: dict[str, list[str]]) -> None:
    KIT[:] = [texts, pools]


def predict(case: dict) -> dict:
    texts, pools = KIT
    names = pools[case["pool"]] if case["pool"] else case["docs"]
    if len(names) == 1:
        found = match_quote(case["quote"], texts[names[0]])
    else:
        found = find_quote(case["quote"], [texts[name] for name in names])
    line = {
        "id": case["id"],
        "label": str(found.label),
        "doc": names[found.document] if found.document is not None else None,
        "start": found.start,
        "end": found.end,
        "severity": str(found.severity),
        "warn": any(warned.kind is Warn.HIDES_QUALIFIER for warned in found.warnings),
    }
    return line | {"match": found}


def score(scorer: Path, cases: list[dict], predictions: list[dict], kinds: bool) -> None:
    with tempfile.TemporaryDirectory() as folder:
        gold, mine = Path(folder, "gold.jsonl"), Path(folder, "mine.jsonl")
        gold.write_text("".join(json.dumps(case) + "\n" for case in cases), encoding="utf-8")
        lines = [{key: value for key, value in line.items() if key != "match"} for line in predictions]
        mine.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
        command = [sys.executable, str(scorer), str(gold), str(mine)]
        subprocess.run(command + (["--kinds"] if kinds else []), check=True)


def show_errors(cases: list[dict], predictions: list[dict], texts: dict[str, str], most: int) -> None:
    shown = 0
    for case, line in zip(cases, predictions, strict=True):
        wrong = line["label"] != case["label"] and line["label"] not in case["also_ok"]
        graded = case["label"] == "altered" == line["label"] and line["severity"] != case["severity"]
        if not (wrong or graded) or shown >= most:
            continue
        shown += 1
        print(f"\n== {case['id']} {case['label']}/{case['severity']}/{case['kind']} {case['setting']} {case['noise']}")
        print(f"   got {line['label']}/{line['severity']} coverage {line['match'].coverage:.2f}")
        print("   Q", repr(case["quote"]))
        for gold in case["gold"][:1]:
            print("   G", repr(texts[gold["doc"]][gold["start"] : gold["end"]]))
        if line["doc"]:
            print("   M", repr(texts[line["doc"]][line["start"] : line["end"]]))
        for edit in line["match"].edits:
            print("    ", edit.kind, edit.severity, repr(edit.printed), "<-", repr(edit.source), "*" * edit.marked)


if __name__ == "__main__":
    main()
