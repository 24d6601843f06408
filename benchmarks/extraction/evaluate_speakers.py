"""How often a quote's speaker is resolved to the right person: against `speakers.jsonl`.

    python benchmarks/extraction/evaluate_speakers.py [POLNEAR/train] [--labels FILE] [--weights FILE] [--wrong]

`speakers_fresh.jsonl` and the others are later samples, labelled after the rules of their day; `--weights` measures
with a tagger that has not seen these articles (`train_tagger.py --without-last 120`).

Each line of a sample is an article: its name, and for each direct quote [start, end, name start,
name end], the offsets of the quote and of the fullest name that the article gives its speaker (two more
for each further one, where several speak as one); -1 where a reader cannot tell a name. How the labels
were made: docs/explanation/extraction.md.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from factcheck.extraction import decoder, extract
from factcheck.extraction.interface import Span
from factcheck.extraction.mentions import key
from factcheck.extraction.weights import unpack

HERE = Path(__file__).resolve().parent


def same(said: str | None, wanted: str) -> bool:
    """The same name, whatever its case, hyphens, initials, nicknames between marks and article."""
    if not said:
        return False
    one, other = (
        [key(w) for w in name.split() if len(key(w)) > 1 and w.lower() != "the" and w[0] not in '“"']
        for name in (said, wanted)
    )
    return bool(one) and (one == other or "".join(one) == "".join(other))


def best(spans: list[Span], start: int, end: int) -> Span | None:
    """The quote that shares most with the labelled one."""
    shared = [(min(s.end, end) - max(s.start, start), -s.start, s) for s in spans if s.kind == "quote"]
    found = max(shared, key=lambda item: item[:2], default=None)
    return found[2] if found and found[0] > 0 else None


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    home = HERE.parents[1]
    parser.add_argument("corpus", type=Path, nargs="?", default=home.parent / "shared/eval/quotes/polnear/train")
    parser.add_argument("--labels", type=Path, default=HERE / "speakers.jsonl")
    parser.add_argument("--weights", type=Path, help="read with this tagger, not the one that is shipped")
    parser.add_argument("--wrong", action="store_true", help="print what was missed")
    options = parser.parse_args()
    if options.weights:
        held_back = unpack(options.weights.read_bytes())
        decoder.load = lambda: held_back
    right = known = named = unknown = 0
    for line in options.labels.read_text(encoding="utf-8").splitlines():
        label = json.loads(line)
        text = (options.corpus / "text" / f"{label['article']}.txt").read_bytes().decode("utf-8")
        read = extract(text)
        spans, aliases = list(read.spans), {source.name: source.aliases for source in read.sources}
        for start, end, *names in label["quotes"]:
            first = names[0]
            found = best(spans, start, end)
            if first < 0:
                unknown += 1
                named += bool(found and found.speaker)
                if options.wrong and found and found.speaker:
                    print(label["article"][:40], start, "wanted nobody, got", found.speaker)
                continue
            known += 1
            wanted = " and ".join(text[a:b] for a, b in zip(names[::2], names[1::2], strict=True))
            said = found.speaker if found else None
            if any(same(name, wanted) for name in (said, *(a for a in aliases.get(said or "", ()) if " " in a))):
                right += 1
            elif options.wrong:
                at = (found.speaker_start, found.speaker_end) if found and found.speaker_start is not None else (0, 0)
                got = found and (found.speaker, text[slice(*at)], found.cue)
                print(label["article"][:40], start, "wanted", wanted, "got", got)
    print(f"resolved right: {right} of {known} = {100 * right / known:.1f} %")
    print(f"given a name where a reader cannot: {named} of {unknown}")


if __name__ == "__main__":
    main()
