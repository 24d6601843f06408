"""Predictions of the built-in extractor in the form that the corpus's scorer reads, one line an article.

    python benchmarks/extraction/predict.py POLNEAR/dev/text > predictions.jsonl

Prints to stderr how many articles a second one core read, and how much memory it took. The scorer's
definitions and the figures are in docs/explanation/extraction.md.
"""

from __future__ import annotations

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import argparse
import json
import resource
import sys
import time
from dataclasses import asdict
from pathlib import Path

from factcheck.extraction import extract


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("folder", type=Path)
    options = parser.parse_args()
    extract("The weights are read here.")
    texts = {path.stem: path.read_bytes().decode("utf-8") for path in sorted(options.folder.glob("*.txt"))}
    begun, begun_cpu = time.monotonic(), time.process_time()
    found = {stem: extract(text) for stem, text in texts.items()}
    took, cpu = time.monotonic() - begun, time.process_time() - begun_cpu
    for stem, extraction in found.items():
        spans = [asdict(span) for span in extraction.spans]
        print(json.dumps({"id": stem, "spans": [span for span in spans if span["kind"] != "statement"]}))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    speed = f"{len(texts) / took:.1f} a second ({len(texts) / cpu:.1f} by processor time)"
    print(f"{len(texts)} articles, {speed}, {memory} MB at most", file=sys.stderr)


if __name__ == "__main__":
    main()
