"""Signs that a page is not the article: walls, challenges, soft 404s, empty shells.

Each is a flag beside the text, never a reason to drop it: a person decides, but nobody cites such a page
unawares.  A flag needs words of the kind in a place where an article would not have them (the title, or
a page with hardly any text).
"""

from __future__ import annotations

import re
from typing import Final

# A page with less main text than this (characters) may be a wall or an error page as a whole.
LITTLE_TEXT: Final = 1200
# Below this a page with scripts is an empty shell.
NEXT_TO_NOTHING: Final = 60
# Words are looked for in this much of the page's text.
WINDOW: Final = 6000

_CHALLENGE = re.compile(
    r"just a moment\b|checking (?:your|if the site|the site) (?:browser|connection)|"
    r"verify(?:ing)? (?:that )?you are (?:a )?human|are you (?:a )?(?:human|robot)|attention required!?|"
    r"enable (?:javascript|js) and (?:cookies|disable any ad ?blocker)|ddos[ -](?:protection|guard)|"
    r"pardon our interruption|unusual traffic|access (?:to this page has been )?denied|request (?:was )?blocked|"
    r"request unsuccessful|incident id\b|complete the (?:security check|captcha)|robot check|human verification|"
    r"press (?:and|&) hold|bot (?:detection|verification)|please wait while we (?:verify|check)|captcha|"
    r"security check to access|i['’]m not a robot",
    re.I,
)
_THING = r"(?:page|article|story|content|file|document|site|url|post|video)"
_NOT_FOUND = re.compile(
    rf"\b(?:error )?404\b|\b410 gone\b|not found|no longer (?:available|exists?|here|online)|page missing|"
    rf"{_THING}[^.!?]{{0,40}}(?:not|n['’]t) (?:be |currently )?(?:found|exist|available)|"
    rf"{_THING}[^.!?]{{0,20}} (?:is|are) (?:currently |temporarily )?unavailable|"
    rf"(?:can(?:no|['’])t|could ?n[o'’]t|unable to|not able to) (?:find|locate)[^.!?]{{0,30}}{_THING}|"
    rf"{_THING}[^.!?]{{0,40}}(?:does|did) ?(?:not|n['’]t) exist|{_THING}[^.!?]{{0,20}}has been (?:removed|deleted)|"
    r"nothing (?:was )?found|(?:seite|artikel|inhalt)[^.!?]{0,30} nicht (?:mehr )?(?:gefunden|verfügbar)|"
    r"(?:seite|artikel) existiert nicht|"
    r"page introuvable|page n['’]existe (?:pas|plus)|p[áa]gina no (?:encontrada|existe)|página que buscas no|"
    r"p[áa]gina n[ãa]o (?:foi )?encontrada|pagina non trovata|pagina niet gevonden|pagina bestaat niet|"
    r"страница не найдена|sidan (?:hittades inte|finns inte)|siden (?:finnes|findes) ikke|sivua ei löyt|"
    r"strona nie (?:istnieje|została znaleziona)|stránka nenalezena|ページが見つかりません|页面不存在|"
    r"找不到(?:页面|頁面)|페이지를 찾을 수 없습니다",
    re.I,
)
_COOKIES = re.compile(
    r"(?:accept|agree|consent|manage|reject|allow)\b.{0,60}\bcookies?|"
    r"cookies?\b.{0,80}\b(?:accept|agree|consent|preferences|settings|policy)|"
    r"we (?:and our (?:\d+ )?partners )?(?:value|care about|respect) your privacy|before you continue|"
    r"your privacy choices|store and/or access information on a device|"
    r"privacy (?:settings|preferences|centre|center)|zustimmen und weiter|cookies (?:akzeptieren|zulassen|accepteren)|"
    r"alle akzeptieren|einwilligung|accepter et continuer|accepter (?:les|tous les) cookies|continuer sans accepter|"
    r"aceptar y continuar|aceptar (?:las |todas las )?cookies|accetta (?:e continua|i cookie|tutti)",
    re.I | re.S,
)
_LOGIN = re.compile(
    r"\b(?:sign|log) ?in to (?:continue|read|view|your account)|"
    r"(?:subscribe|register|subscription|membership|sign up|become a member)\b.{0,60}\bto "
    r"(?:continue|keep|read|unlock)\b|"
    r"(?:this|the) (?:article|content|story) is (?:reserved |only |exclusively )?(?:available )?(?:for|to) "
    r"(?:our )?(?:paying )?(?:subscribers|members)|"
    r"to (?:read|continue reading) (?:the|this) (?:full|rest of the|entire) (?:article|story)|"
    r"already a subscriber|subscribers? only|create (?:a |an |your )?(?:free )?account to|members only|"
    r"you(?:['’]ve| have) (?:reached|read) (?:your|all|the)\b.{0,40}\b(?:free )?articles?|"
    r"(?:réservé aux|article réservé à nos) abonnés|il vous reste .{1,20} de cet article|jetzt weiterlesen|"
    r"(?:exclusivo|solo) para suscriptores|contenuto riservato agli abbonati|alleen voor abonnees",
    re.I | re.S,
)
_SCRIPT_NEEDED = re.compile(
    r"(?:enable|requires?|need to enable|turn on|activate)\b.{0,30}\bjavascript|"
    r"javascript (?:is )?(?:required|disabled|not enabled)",
    re.I,
)


def page_signs(
    *,
    title: str | None,
    main: str,
    rest: str,
    heading: str | None = None,
    scripts: int = 0,
    refresh: bool = False,
    free: bool | None = None,
) -> tuple[str, ...]:
    """Return the flags of a page: challenge, soft_404, cookie_wall, login_wall, empty_shell, meta_refresh.

    `heading` is the page's first <h1>, `scripts` counts its script elements, `refresh` tells of a meta refresh
    to another address; `free` is what the page says of itself (schema.org isAccessibleForFree).
    """
    head = f"{(title or '')[:300]}\n{(heading or '')[:300]}"
    shown = f"{main[:WINDOW]}\n{rest[:WINDOW]}"
    little = len(main) < LITTLE_TEXT
    flags = []
    if _CHALLENGE.search(head) or (little and _CHALLENGE.search(shown)):
        flags.append("challenge")
    if (little and _NOT_FOUND.search(head)) or (len(main) < LITTLE_TEXT / 2 and _NOT_FOUND.search(main)):
        flags.append("soft_404")
    if _is_cookie_wall(head, main, shown):
        flags.append("cookie_wall")
    if little and (free is False or _LOGIN.search(shown)):
        flags.append("login_wall")
    if (len(main) + len(rest) < NEXT_TO_NOTHING and scripts) or (little and _SCRIPT_NEEDED.search(shown)):
        flags.append("empty_shell")
    if not (main or rest or flags):
        flags.append("empty_shell")
    if refresh:
        flags.append("meta_refresh")
    return tuple(flags)


def _is_cookie_wall(head: str, main: str, shown: str) -> bool:
    """Consent words in the title of a short page, or making up much of what a short page says."""
    if len(main) >= LITTLE_TEXT:
        return False
    hits = len(_COOKIES.findall(shown[:WINDOW]))
    dense = hits >= 2 and len(re.findall(r"cookie", shown, re.I)) >= 3 and len(shown) < 4000
    return (
        (bool(_COOKIES.search(head)) and hits >= 1)
        or dense
        or (hits >= 1 and len(main) < 300 and bool(_COOKIES.search(main)))
    )
