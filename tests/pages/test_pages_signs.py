"""Pages that are not the article are flagged; articles about such things are not."""

from __future__ import annotations

import pytest
from pages_samples import ARTICLE, page

from factcheck.pages.decode import Decoded
from factcheck.pages.html import html_document

PAID = '<script type="application/ld+json">{"@type": "NewsArticle", "isAccessibleForFree": "False"}</script>'
LONG = ARTICLE * 6


def flags(html: str) -> tuple[str, ...]:
    return html_document(Decoded(html, "UTF-8", "header")).flags


@pytest.mark.parametrize(
    ("html", "flag"),
    [
        (
            "<title>One moment</title><h1>Just a moment...</h1><p>Enable JavaScript and cookies to continue</p>",
            "challenge",
        ),
        ("<title>Access denied</title><p>Your request was blocked. Reference 12.</p>", "challenge"),
        ("<title>Sorry</title><p>Please verify that you are a human. Press and hold the button.</p>", "challenge"),
        ("<title>Courier</title><h1>Page not found</h1><p>The story may have moved.</p>", "soft_404"),
        ("<title>404</title><p>Nothing here.</p>", "soft_404"),
        ("<title>Courier</title><p>Sorry, this article is no longer available.</p>", "soft_404"),
        ("<title>Courier</title><p>Die Seite wurde nicht gefunden.</p>", "soft_404"),
        (
            "<title>Before you continue</title><p>We use cookies. Accept all cookies, or see the cookie settings.</p>",
            "cookie_wall",
        ),
        (
            "<title>Bridge closed</title><p>The council voted.</p><p>Subscribe now to continue reading.</p>",
            "login_wall",
        ),
        ("<title>Site</title><p>Please enable JS and disable any ad blocker</p>", "challenge"),
        ("<title>Site</title><h1>Oops! That page can’t be found.</h1><p>Try the search.</p>", "soft_404"),
        ("<title>Site</title><p>This video is currently unavailable.</p>", "soft_404"),
        ("<title>Blatt</title><p>Dieser Artikel ist leider nicht mehr verfügbar.</p>", "soft_404"),
        ("<title>Zeitung</title><p>Wir und unsere Partner verwenden Cookies. Alle akzeptieren</p>", "cookie_wall"),
        ("<title>Journal</title><p>Le conseil a voté.</p><p>Article réservé à nos abonnés.</p>", "login_wall"),
        ("<title>Paper</title><p>The council voted.</p><p>Become a member to read the whole story.</p>", "login_wall"),
        (f"<title>Paper</title>{PAID}<p>The council voted.</p>", "login_wall"),
        ("<title>App</title><div id=root></div><script>start()</script>", "empty_shell"),
        ("<title>App</title><div>You need to enable JavaScript to run this app.</div>", "empty_shell"),
        ("<meta http-equiv=refresh content='0; url=/elsewhere'><p>Moved.</p>", "meta_refresh"),
    ],
)
def test_what_is_not_the_article_is_flagged(html, flag):
    assert flag in flags(html)


@pytest.mark.parametrize(
    "sentence",
    [
        "The page was not found in the archive, the clerk told the court, and the file has been removed since.",
        "The regulator fined the shop for asking visitors to accept cookies before they saw its privacy settings.",
        "Readers were told to subscribe to continue reading, which the ombudsman called unfair.",
        "A spokesman said that access was denied to the inspectors, and asked: are you human?",
        "The ministry’s site answered with error 404 for three days.",
    ],
)
def test_an_article_about_such_things_is_not(sentence):
    assert flags(page(f"<article>{LONG}<p>{sentence}</p></article>")) == ()


def test_an_ordinary_page_with_a_cookie_banner_is_not_a_wall():
    banner = (
        "<div class=banner>We use cookies. <button>Accept all cookies</button> <a href=/c>Cookie settings</a></div>"
    )
    assert flags(page(f"{banner}<article>{LONG}</article>")) == ()
