"""The invented articles that the tagger learns from: their marks can be read, and say what the guide asks for."""

import sys
from itertools import pairwise
from pathlib import Path

import pytest

HOME = Path(__file__).parents[2] / "benchmarks" / "extraction"


@pytest.fixture(scope="module")
def corpus():
    sys.path.insert(0, str(HOME))
    try:
        import corpus

        yield corpus
    finally:
        sys.path.remove(str(HOME))
        sys.modules.pop("corpus", None)


def test_marks_become_offsets(corpus, tmp_path):
    marked = tmp_path / "marked.txt"
    marked.write_text("%% court\n{s1,2 She} {c1 said} {t1 no}, and {c2 left} {t2 it at that}.\n", encoding="utf-8")
    (article,) = corpus.read_marked(marked)
    assert article.text == "She said no, and left it at that.\n"
    told = [
        {role: [article.text[a:b] for a, b in parts] for role, parts in item.items()} for item in article.attributions
    ]
    assert told == [
        {"source": ["She"], "cue": ["said"], "content": ["no"]},
        {"source": ["She"], "cue": ["left"], "content": ["it at that"]},
    ]


def test_every_article_is_marked_right(corpus):
    articles = corpus.read_marked(HOME / "own_articles.txt")
    assert len(articles) >= 60
    for article in articles:
        assert not set("{}%") & set(article.text.replace(" %", "")), article.stem
        for item in article.attributions:
            words = [article.text[a:b] for parts in item.values() for a, b in parts]
            assert item["content"], words
            assert item["cue"] or item["source"], words
            assert len(item["source"]) <= 1, words


def test_no_word_of_an_article_has_two_roles(corpus):
    for article in corpus.read_marked(HOME / "own_articles.txt"):
        parts = sorted({part for item in article.attributions for found in item.values() for part in found})
        assert all(one[1] <= other[0] for one, other in pairwise(parts)), article.stem
