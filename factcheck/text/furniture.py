"""Which lines of a page belong to the page and not to the article.

"View Comments", "Recommended For You", "Follow us on ...", "Advertisement": words that a copy of an
article drags along. They are recognised by their form, and only where a line holds nothing else.
"""

from __future__ import annotations

import re

LONGEST = 260  # characters; a longer line is never taken for furniture

_ACTS = "share|tweet|print|e-?mail|save|follow|like"
_SITES = "facebook|twitter|instagram|linkedin|youtube|google\\+?|snapchat|social media"
_BUTTONS = (
    "share|tweet|print|e-?mail|save|like|pin|comment|reprints?|subscribe|sign up|sign in|log in|login|register|"
    "newsletter|menu|search|close|next|previous|back to top|skip to (?:main )?content"
)
_AFTER_ACT = "this|us|it|on|via|article|story|page|link|whatsapp|reddit|by|e-?mail|print|save|share|more"
_LISTS = "articles?|stories|news|posts?|topics?|links?|videos?|coverage"
_LETTERS = "newsletters?|alerts?|updates?|app|inbox|e-?mail|podcast|free trial"
_FORMS = (
    r"(?:view|show|read|see|post|leave|add|hide|load)?\s*(?:all\s+|a\s+|more\s+|\d+\s+)*comments?(?:\s*\(\d+\))?",
    r"(?:recommended|suggested|picked|more)\s+(?:for|from)\s+(?:you|us|around the web|our partners)",
    rf"(?:related|trending|popular|more|latest|top|must[- ]read)\s+(?:{_LISTS})",
    r"(?:most|editors?['’]?s?)\s+(?:popular|read|viewed|shared|emailed|picks?)",
    r"you (?:may|might) also (?:like|be interested in)",
    r"also on \w[\w ]{0,30}",
    r"read more|learn more|continue reading|see also|read next|up next",
    r"advertisements?(?:\s*[-–—|]\s*.{0,60})?|continue reading.{0,40}|skip to.{0,40}|article continues.{0,40}",
    r"(?:(?:also read|read (?:more|also|next)|see (?:also|more)|watch(?: (?:now|live|more|this|next))?|listen now"
    r"|click here|don['’]t miss|more on this(?: story)?)\s*[:»>]"
    r"|(?:related|video|gallery|slideshow|in pictures|in photos|must read|most read|trending|sponsored by)"
    r"(?:\s+(?:articles?|stories|story|links?|in \w+|now))?\s*[:|])\s*.{3,160}",
    r"(?:most read|trending|popular)(?: (?:in|on|this|right)(?: \w+){1,3}| now)",
    r"sponsored(?: content| links?)?|promoted(?: content)?|paid content",
    r"story continues below.{0,30}",
    _BUTTONS,
    rf"(?:{_ACTS})(?:\s+(?:{_AFTER_ACT}|{_SITES})){{1,6}}",
    rf"(?:follow|like|find|join)\s+(?:us|me|[\w .]{{2,30}})\s+on\s+(?:{_SITES})(?:[ ,:@/\w.]{{0,60}})?",
    r"(?:copyright|©|\(c\)|all rights reserved)\b.{0,160}",
    rf"(?:sign up|subscribe|click here|download|get)\b.{{0,80}}\b(?:{_LETTERS})\b.{{0,60}}",
    r"this (?:article|story|post) (?:was|is|has been|originally).{0,20}(?:published|appeared|updated|corrected).{0,99}",
    r"(?:terms of (?:use|service)|privacy policy|cookie policy|contact us|about us|advertise with us)"
    r"(?:\s*[|·•]\s*.{0,120})?",
    r"(?:photo|image|video|picture|caption|credit)s?\s*(?:by|:|credit)\s*.{0,100}",
    r"(?:loading|please wait|enable javascript).{0,60}",
    r"(?:we use|this site uses) cookies.{0,200}",
    r"\d+\s+(?:shares?|likes?|comments?|tweets?|views?|retweets?)",
    r"(?:tags?|topics?|filed under|keywords?|categories)\s*:.{0,160}",
    r"\d{1,2}/\d{1,2}/\d{2,4},?(?:\s+\d{1,2}:\d{2}(?:\s*[ap]\.?m\.?)?,?)?\s+.{0,100}\s[-–—|•]\s.{2,60}",
    r"printed (?:from|on|by)\b.{3,100}",
    r"https?://\S+(?:\s+\d+\s*/\s*\d+|\s+page \d+)?",
    r"(?:\W|_)+",
)
_WHOLE = re.compile(rf"(?:{'|'.join(_FORMS)})[\s.:!»>→…]*", re.IGNORECASE | re.DOTALL)


def is_furniture(line: str) -> bool:
    """Whether a whole line is page furniture rather than a sentence of the article."""
    line = line.strip()
    if not line:
        return True
    return len(line) <= LONGEST and _WHOLE.fullmatch(line) is not None
