"""Pages to serve: your own folder of HTML files, or synthetic ones of the size and texture of news pages."""

from __future__ import annotations

import gzip
import random
from collections.abc import Iterator
from pathlib import Path

SYLLABLES = "ba be bi bo da de di do fa fe ga go ka ki ko la le li lo ma me mi na ne no pa pe ra re ri ro sa se".split()
HOSTS = 40


def own_pages(folder: Path) -> Iterator[bytes]:
    """The pages below a folder, `.html` or `.html.gz`."""
    for path in sorted(folder.rglob("*.html*")):
        data = path.read_bytes()
        yield gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data


def synthetic_pages(count: int, seed: int = 1) -> Iterator[bytes]:
    """Pages of made-up words: each host has its own template around articles that differ."""
    words = _words(random.Random(seed))
    for number in range(count):
        rng = random.Random(seed * 1_000_003 + number)
        yield _page(number, rng, words).encode()


def _words(rng: random.Random) -> list[str]:
    return ["".join(rng.choices(SYLLABLES, k=rng.choice((1, 2, 2, 3, 3, 4)))) for _ in range(6000)]


def _sentence(rng: random.Random, words: list[str]) -> str:
    # Low numbers come more often, as common words do.
    chosen = [words[int(len(words) * rng.random() ** 3)] for _ in range(rng.randint(6, 28))]
    return " ".join(chosen).capitalize() + "."


def _page(number: int, rng: random.Random, words: list[str]) -> str:
    template = random.Random(number % HOSTS)  # what the pages of one host have in common
    title = _sentence(rng, words)
    story = "".join(
        "<p>" + " ".join(_sentence(rng, words) for _ in range(rng.randint(2, 6))) + "</p>"
        for _ in range(int(rng.lognormvariate(3.2, 0.6)) + 4)
    )
    return "".join(
        (
            f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>',
            f'<meta property="og:title" content="{title}"><meta name="author" content="{words[rng.randrange(500)]}">',
            _styles(template),
            _scripts(template),
            f"</head><body><header><ul>{_menu(template, words)}</ul></header><main><h1>{title}</h1>{story}</main>",
            f"<aside>{_cards(rng, words)}</aside><footer>page {number}</footer></body></html>",
        )
    )


def _styles(template: random.Random) -> str:
    rules = (
        f".c{index}{{margin:{template.randrange(40)}px;color:#{template.randrange(4096):03x}}}" for index in range(900)
    )
    return f"<style>{''.join(rules)}</style>"


def _scripts(template: random.Random) -> str:
    values = (f'window.config["key{index}"]="{template.randrange(1 << 32):x}";' for index in range(900))
    return f"<script>{''.join(values)}</script>"


def _menu(template: random.Random, words: list[str]) -> str:
    return "".join(
        f'<li class="nav__item"><a class="nav__link nav__link--top" href="/section/{words[template.randrange(500)]}">'
        f"{_sentence(template, words)[:24]}</a></li>"
        for _ in range(template.randint(60, 220))
    )


def _cards(rng: random.Random, words: list[str]) -> str:
    return "".join(
        f'<article class="card" data-component="teaser" data-id="{rng.randrange(1 << 24)}"><h3 class="head">'
        f'{_sentence(rng, words)[:60]}</h3><img loading="lazy" src="/{rng.randrange(1 << 24):x}.jpg">'
        "</article>"
        for _ in range(rng.randint(40, 260))
    )
