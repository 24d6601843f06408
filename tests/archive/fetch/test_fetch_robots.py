"""robots.txt is told, obeyed or ignored, as the user chooses."""

from __future__ import annotations

import time

import pytest

from factcheck.archive.robots import Robots

RULES = """
# for everybody
User-agent: *
Disallow: /private
Allow: /private/press
Disallow: /*.pdf$
Disallow: /a*b*c
Disallow:

User-agent: Otherbot
User-agent: FactCheck/2.0
Disallow: /only-us
"""


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/", True),
        ("/private", False),
        ("/private/x", False),
        ("/private/press/1", True),
        ("/report.pdf", False),
        ("/report.pdf?x", True),
        ("/axxbxxc", False),
        ("/axxb", True),
        ("/only-us", True),
    ],
)
def test_the_longest_rule_wins(path, allowed):
    assert Robots(RULES, "somebody").allows(path) is allowed


def test_rules_for_our_name_replace_those_for_all():
    robots = Robots(RULES, "factcheck")
    assert not robots.allows("/only-us/x")
    assert robots.allows("/private")


def test_nonsense_forbids_nothing_and_costs_no_time():
    assert Robots("\ufeff<html>Disallow / nothing</html>").allows("/")
    begun = time.process_time()
    rules = "User-agent: *\n" + "Disallow: /" + "*a" * 900 + "$\n" * 1 + ("Disallow: /" + "*x" * 100 + "\n") * 400
    Robots(rules).allows("/" + "a" * 5000)
    assert time.process_time() - begun < 10


@pytest.fixture
def pages(site):
    site.text("/robots.txt", "User-agent: *\nDisallow: /private\n")
    return [site.text("/open", "x"), site.text("/private", "x")]


def test_told_but_fetched_all_the_same(site, make_fetcher, pages):
    found = [make_fetcher(robots="tell").fetch(url) for url in pages]
    assert [(item.outcome, item.robots) for item in found] == [("captured", "allowed"), ("captured", "disallowed")]


def test_obeyed_when_asked_to(site, make_fetcher, pages):
    fetcher = make_fetcher(robots="obey")
    found = [fetcher.fetch(url) for url in pages]
    assert [(item.outcome, item.error) for item in found] == [("captured", None), ("refused", "robots")]
    assert not site.seen("/private")
    assert len(site.seen("/robots.txt")) == 1


def test_ignored_when_asked_to(site, make_fetcher, pages):
    assert make_fetcher(robots="ignore").fetch(pages[1]).robots is None
    assert not site.seen("/robots.txt")


@pytest.mark.parametrize(("status", "verdict"), [("404 Not Found", "allowed"), ("503 Busy", "unknown")])
def test_a_missing_file_allows_and_a_broken_server_leaves_it_open(status, verdict, site, make_fetcher):
    site.text("/robots.txt", "Disallow: /", status)
    assert make_fetcher(robots="tell").fetch(site.text("/", "x")).robots == verdict


def test_a_robots_file_that_redirects_inside_is_not_followed(site, make_fetcher):
    site.text("/robots.txt", "", "302 Found", Location="http://10.0.0.1/robots.txt")
    fetched = make_fetcher(robots="tell").fetch(site.text("/", "x"))
    assert (fetched.outcome, fetched.robots) == ("captured", "unknown")
