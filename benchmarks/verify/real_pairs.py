"""Score quote matching on real pairs: the same remark as two news outlets printed it.

    python benchmarks/verify/real_pairs.py [POLNEAR] [--errors]

`real_pairs.tsv` names the pairs by article (a digest of its name) and offsets (code points, line ends as
one) and labels them by hand; the articles themselves are PolNeAR's and are not part of the project. A label reads
`altered/wording+absent`: altered, severity wording, and `absent` counts as right too. Pairs were found by
comparing the direct quotes of 924 articles with all the other articles; those labelled `exact` hold the same
words one after another, everything else was read by a person. Only pairs that are one remark were kept.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
from collections import Counter
from pathlib import Path

from factcheck.checking.match import match_quote

HERE = Path(__file__).resolve()
CORPUS = HERE.parents[3] / "shared" / "eval" / "quotes" / "polnear"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=CORPUS)
    parser.add_argument("--errors", action="store_true")
    args = parser.parse_args()
    found_in = articles(args.folder)
    counts: Counter[str] = Counter()
    with HERE.with_name("real_pairs.tsv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            quote = found_in[row["printed_in"]].read_text(encoding="utf-8")[int(row["start"]) : int(row["end"])]
            found = match_quote(quote, found_in[row["compared_with"]].read_text(encoding="utf-8"))
            right = count(counts, row["label"], str(found.label), str(found.severity))
            if args.errors and not right:
                print(f"{row['label']}: {found.label}/{found.severity} {found.coverage:.2f} {quote!r}")
                for edit in found.edits:
                    print("    ", edit.kind, edit.severity, repr(edit.printed), "<-", repr(edit.source))
    report(counts)


def articles(folder: Path) -> dict[str, Path]:
    """Return the corpus's articles by the first letters of the SHA-256 of their names."""
    paths = folder.glob("*/text/*.txt")
    return {hashlib.sha256(path.stem.encode()).hexdigest()[:12]: path for path in paths}


def count(counts: Counter[str], gold: str, label: str, severity: str) -> bool:
    """Count one pair; return whether label and severity are right."""
    first, *others = gold.split("+")
    wanted, _, weight = first.partition("/")
    got = wanted if label in others else label
    counts["pairs"] += 1
    counts[f"gold {wanted}"] += 1
    counts["right"] += got == wanted
    counts["costly"] += weight == "meaning"
    counts["false verifications"] += weight == "meaning" and got in ("exact", "elided")
    counts["false alarms"] += wanted == "exact" and got in ("altered", "absent")
    if wanted == label == "altered":
        counts["graded"] += 1
        counts["severity right"] += severity == weight
        return severity == weight
    return got == wanted


def report(counts: Counter[str]) -> None:
    pairs, graded = counts["pairs"], max(1, counts["graded"])
    print(f"{pairs} pairs: {', '.join(f'{counts[k]} {k[5:]}' for k in sorted(counts) if k.startswith('gold '))}")
    print(f"accuracy {counts['right'] / pairs:.3f}   severity {counts['severity right'] / graded:.3f} of {graded}")
    print(f"false verifications {counts['false verifications']} of {counts['costly']}")
    print(f"false alarms {counts['false alarms']} of {counts['gold exact']}")


if __name__ == "__main__":
    main()
