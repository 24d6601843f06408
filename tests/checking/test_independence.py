"""Two papers that print one agency's copy are one source; two reporters at one event are two."""

from __future__ import annotations

import random

import pytest

from factcheck.checking.credits import credit_line, house_of
from factcheck.checking.independence import Report, groups, independent, same_story

WIRE = """The harbour council of Port Ellery voted on Tuesday night to close the old toll bridge for eighteen months.
Engineers hired by the council had found cracks in four of the nine piers during an inspection in March.
The bridge carries about eleven thousand vehicles a day between the fish market and the northern suburbs.
Drivers will be sent over the inland road, which adds some twelve kilometres to the trip.
The repair is expected to cost forty million crowns, a third of it paid out of the regional road fund.
Shopkeepers near the market asked the council to wait until after the summer season.
A motion to keep one lane open for buses failed by a single vote after three hours of debate.
Work begins in the second week of May, and the council promised a report every month."""

QUOTE = (
    "“We have looked at every other way of doing this and there is none, so we close the bridge now or we lose the"
    " bridge for good, and I will not be the mayor who waited for it to fall,” the mayor said."
)

FIRST_HAND = """Dozens of residents filled the gallery as councillors in Port Ellery argued until midnight.
In the end they chose to shut the toll crossing in May, after a survey that alarmed its authors.
Ana Brodick, who sells herring by the quay, fears that her customers will stay away all summer.
Her stall has stood there since her grandmother's time, she says, and July pays for the winter.
Buses lose their lane as well: a compromise was rejected, eight hands against seven.
The detour leads through Inverlan, where people already complain about lorries before dawn.
Money comes from town and region alike, though nobody on the podium could say what follows if it runs out."""

MENU = "Home\nNews\nSport\nMy account\nShare this article\nMost read"
FOOT = (
    "Read more: ten walks by the sea\nSign up for our newsletter and get the day's news in your inbox every morning.\n"
    "Copyright 2031. All rights reserved. This material may not be published or rewritten without permission."
)


def paragraphs(text: str) -> list[str]:
    return text.splitlines()


def edited(text: str, share: float) -> str:
    """Replace that share of the words by others, as an editor does."""
    chance = random.Random(5)
    return "\n".join(
        " ".join("rather" if chance.random() < share else word for word in line.split()) for line in paragraphs(text)
    )


def filler(seed: int) -> str:
    """Return a paragraph of words that stand nowhere else."""
    chance = random.Random(seed)
    return " ".join(f"word{chance.randrange(100_000)}" for _ in range(120)) + "."


class TestOneStory:
    def test_a_copy_is_one_story(self) -> None:
        found = same_story(WIRE, WIRE)
        assert found.verdict == "same"
        assert found.score == 1.0
        assert found.shared_words > 120

    def test_a_copy_under_another_headline_with_other_furniture_is_one_story(self) -> None:
        printed = f"{MENU}\nBridge shut: what drivers must know\n{WIRE}\n{FOOT}"
        assert same_story(WIRE, printed).score > 0.95

    @pytest.mark.parametrize("kept", [slice(0, 3), slice(5, 8), slice(0, 8, 3)])
    def test_a_copy_cut_short_is_one_story(self, kept: slice) -> None:
        assert same_story(WIRE, "\n".join(paragraphs(WIRE)[kept]))

    @pytest.mark.parametrize("share", [0.1, 0.2])
    def test_a_copy_edited_word_by_word_is_one_story(self, share: float) -> None:
        assert same_story(WIRE, edited(WIRE, share))

    def test_a_copy_with_paragraphs_of_ones_own_is_one_story(self) -> None:
        own = paragraphs(FIRST_HAND)
        assert same_story(WIRE, "\n".join([*own[:3], *paragraphs(WIRE)[:6], *own[3:5]]))

    def test_two_papers_that_each_cut_and_edited_one_copy_are_one_story(self) -> None:
        lines = paragraphs(WIRE)
        one = "\n".join([*lines[:6], paragraphs(FIRST_HAND)[0]])
        other = "\n".join([paragraphs(FIRST_HAND)[5], *paragraphs(edited(WIRE, 0.1))[2:]])
        assert same_story(one, other)

    def test_quotation_marks_dashes_and_case_do_not_matter(self) -> None:
        assert same_story(WIRE, WIRE.upper().replace(",", " – ")).score > 0.95

    def test_the_order_of_the_two_does_not_matter(self) -> None:
        short = "\n".join(paragraphs(WIRE)[:3])
        assert same_story(WIRE, short) == same_story(short, WIRE)

    def test_two_versions_with_one_agencys_credit_need_less_in_common(self) -> None:
        shared = paragraphs(WIRE)[0]
        one = f"PORT ELLERY (Reuters) - {shared}\n{FIRST_HAND}"
        other = "\n".join([shared, *(f"{line} {line[::-1]}" for line in paragraphs(WIRE)[4:]), "— Reuters"])
        assert "both credit reuters" in same_story(one, other).reason
        assert not same_story(one.replace("(Reuters) - ", ""), other)


class TestIndependent:
    def test_two_reports_of_one_event_are_independent(self) -> None:
        found = same_story(WIRE, FIRST_HAND)
        assert found.verdict == "independent"
        assert found.score < 0.1

    def test_a_quote_that_both_print_does_not_make_them_one(self) -> None:
        assert same_story(f"{WIRE}\n{QUOTE}", f"{QUOTE}\n{FIRST_HAND}").verdict == "independent"

    def test_two_stories_of_one_site_share_only_its_furniture(self) -> None:
        assert same_story(f"{MENU}\n{WIRE}\n{FOOT}", f"{MENU}\n{FIRST_HAND}\n{FOOT}").score < 0.1

    def test_a_passage_taken_over_is_told(self) -> None:
        taken = " ".join(paragraphs(WIRE)[:2])
        found = same_story(f"{WIRE}\n{filler(1)}", f"{FIRST_HAND}\n{taken}\n{filler(2)}")
        assert found.verdict == "partly"
        assert "in one run" in found.reason

    @pytest.mark.parametrize("empty", ["", "  \n ", "Home", "…"])
    def test_nothing_is_no_story(self, empty: str) -> None:
        assert same_story(empty, WIRE).verdict == "independent"
        assert same_story(empty, empty).shared_words <= 1

    def test_a_set_phrase_is_no_story(self) -> None:
        assert not same_story("A spokesman for the harbour council of Port Ellery declined to comment.", WIRE)


class TestGroups:
    def test_copies_are_one_group_and_a_report_of_ones_own_another(self) -> None:
        texts = [WIRE, FIRST_HAND, "\n".join(paragraphs(WIRE)[2:7]), edited(WIRE, 0.1)]
        assert groups(texts) == [{0, 2, 3}, {1}]

    def test_nothing_and_one_text(self) -> None:
        assert groups([]) == []
        assert groups([WIRE]) == [{0}]
        assert groups(["", ""]) == [{0}, {1}]

    def test_many_copies_among_many_others(self) -> None:
        texts = [WIRE if n % 10 == 0 else filler(n) for n in range(300)]
        found = groups(texts)
        assert max(found, key=len) == set(range(0, 300, 10))
        assert len(found) == 271


class TestHouses:
    def test_two_pages_of_one_house_count_as_one_and_say_why(self) -> None:
        reports = [
            Report(WIRE, "https://www.ellery-post.example/1"),
            Report(FIRST_HAND, "https://live.ellery-post.example/2"),
        ]
        (group,) = independent(reports)
        assert group.members == {0, 1}
        assert group.reasons == ("both are on ellery-post.example",)

    def test_one_publisher_on_two_hosts_counts_as_one(self) -> None:
        reports = [
            Report(WIRE, "https://one.example/", "Ellery  Media"),
            Report(FIRST_HAND, "https://two.test/", "ellery media"),
        ]
        assert len(independent(reports)) == 1

    def test_copies_in_two_houses_count_as_one_and_say_how_much_they_share(self) -> None:
        (group,) = independent([Report(WIRE, "https://one.example/"), Report(WIRE, "https://two.test/")])
        assert "words stand in the other" in group.reasons[0]

    def test_two_reports_in_two_houses_are_two(self) -> None:
        reports = [Report(WIRE, "https://one.example/"), Report(FIRST_HAND, "https://two.test/")]
        assert [group.members for group in independent(reports)] == [{0}, {1}]

    @pytest.mark.parametrize(
        ("url", "house"),
        [
            ("https://www.post.example/a", "post.example"),
            ("http://m.news.post.example.co.uk:8080/x", "example.co.uk"),
            ("https://web.archive.org/web/20310102030405/https://www.post.example/a", "post.example"),
            ("https://archive.today/2031/http://post.example/a", "post.example"),
            ("http://127.0.0.1:8000/a", "127.0.0.1"),
            ("file:///notes.txt", None),
            ("", None),
        ],
    )
    def test_the_house_is_the_registered_name(self, url: str, house: str | None) -> None:
        assert house_of(url) == house


class TestCredits:
    @pytest.mark.parametrize(
        ("text", "agency"),
        [
            (f"PORT ELLERY (Reuters) - {WIRE}", "reuters"),
            (f"Port Ellery, May 3 (AP) — {WIRE}", "associated press"),
            (f"{WIRE}\n— Reuters", "reuters"),
            (f"{WIRE} (AFP)", "agence france-presse"),
            (f"{WIRE}\nSource: Associated Press", "associated press"),
            (f"By The Associated Press\n{WIRE}", "associated press"),
            (f"{WIRE}\n(with Coast News Agency)", "coast news agency"),
            (f"PORT ELLERY (Northern Wire) – {WIRE}", "northern wire"),
            (f"{WIRE}\n© 2031 Agence France-Presse", "agence france-presse"),
        ],
    )
    def test_an_agencys_credit_is_found(self, text: str, agency: str) -> None:
        assert credit_line(text) == agency

    @pytest.mark.parametrize(
        "text",
        [
            WIRE,
            f"By Ana Brodick\n{WIRE}",
            f"{WIRE}\nThe mayor (Labour).",
            f"{WIRE}\n— Ana Brodick",
            "He told Reuters that the bridge is safe.",
            "",
        ],
    )
    def test_a_persons_name_or_a_mention_is_none(self, text: str) -> None:
        assert credit_line(text) is None
