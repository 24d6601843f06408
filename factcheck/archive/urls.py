"""URLs: what to send for what was typed, and one form under which a reference is found again.

`parse_target` is strict where two programs could read a URL in two ways (backslashes, percent signs or
blanks in the host), since that is how a filter is led past what a socket does. `canonical` is for looking
up only: the exact URL is always kept beside it.
"""

from __future__ import annotations

import contextlib
import ipaddress
import re
from functools import lru_cache
from typing import Final, NamedTuple
from urllib.parse import quote, unquote_to_bytes, urljoin

import idna

from factcheck.archive.failures import Failure

DEFAULT_PORTS: Final = {"http": 80, "https": 443}
MAX_URL: Final = 64 * 1024

_SCHEME: Final = re.compile(r"([A-Za-z][A-Za-z0-9+.\-]*):")
_PLAIN: Final = re.compile(
    r"(https?)://([a-z0-9][a-z0-9.\-_]{0,252})(?::([0-9]{1,5}))?(/[A-Za-z0-9\-._~!$&'()*+,;=:@%/]*)?"
    r"(\?[A-Za-z0-9\-._~!$&'()*+,;=:@%/?]*)?"
)
_HOST: Final = re.compile(r"[A-Za-z0-9_\-.~]{1,253}")
_PATH_SAFE: Final = "!$&'()*+,;=:@%/-._~[]"
_QUERY_SAFE: Final = _PATH_SAFE + "?"


class Target(NamedTuple):
    """Where a URL leads: `url` is the full form without fragment or user, `path` what goes on the wire."""

    scheme: str
    host: str
    port: int
    path: str
    url: str


@lru_cache(maxsize=1024)
def parse_target(url: str) -> Target:
    """Read a URL strictly.

    Raises: Failure `blocked_scheme` for anything but http and https, `bad_url` for what cannot be read.
    """
    if len(url) > MAX_URL:
        raise Failure("bad_url", f"a URL of {len(url):,} characters")
    plain = _PLAIN.fullmatch(url)
    if plain:
        scheme, host, port_text, path, query = plain.groups()
        return _target(scheme, host, port_text or "", (path or "/") + (query or ""))
    text = url.strip("".join(map(chr, range(33)))).translate({9: None, 10: None, 13: None})
    scheme_found = _SCHEME.match(text)
    if not scheme_found:
        raise Failure("bad_url", "no scheme: a URL begins with https:// or http://")
    scheme = scheme_found[1].lower()
    if scheme not in DEFAULT_PORTS:
        raise Failure("blocked_scheme", f"only http and https are fetched, not {scheme[:40]}")
    rest = text[scheme_found.end() :]
    if not rest.startswith("//"):
        raise Failure("bad_url", f"{scheme}: is not followed by //")
    authority, tail = _split_authority(rest[2:])
    host, port_text = _split_port(authority.rpartition("@")[2])
    return _target(scheme, _clean_host(host), port_text, _clean_tail(tail))


def follow(base: Target, location: str) -> Target:
    """Where a redirect from `base` leads; `location` is the header as received.

    Raises: Failure `blocked_scheme` or `bad_url`.
    """
    with contextlib.suppress(UnicodeError):
        # Headers come as Latin-1 characters; servers that put raw bytes in mean UTF-8.
        location = location.encode("latin-1").decode("utf-8")
    if len(location) > MAX_URL:
        raise Failure("bad_url", f"a redirect to a URL of {len(location):,} characters")
    try:
        text = location.strip()
        # With a scheme it stands for itself: urljoin would read "http:///x" as a path of the same host.
        joined = text if _SCHEME.match(text) else urljoin(base.url, text)
    except ValueError as error:
        raise Failure("bad_url", f"a redirect to {location[:80]!a}: {error}") from error
    return parse_target(joined)


def _target(scheme: str, host: str, port_text: str, path: str) -> Target:
    port = int(port_text) if port_text else DEFAULT_PORTS[scheme]
    if not 0 < port < 65536:
        raise Failure("bad_url", f"port {port_text[:20]} does not exist")
    shown = f"[{host}]" if ":" in host else host
    suffix = "" if port == DEFAULT_PORTS[scheme] else f":{port}"
    return Target(scheme, host, port, path, f"{scheme}://{shown}{suffix}{path}")


def _split_authority(rest: str) -> tuple[str, str]:
    found = re.search(r"[/?#]", rest)
    end = found.start() if found else len(rest)
    if "\\" in rest[:end]:
        raise Failure("bad_url", "a backslash in the host")
    return rest[:end], rest[end:]


def _split_port(authority: str) -> tuple[str, str]:
    host, port = authority, ""
    found = re.fullmatch(r"(.*?)(?::([^\]:]*))?", authority, re.DOTALL) if authority[:1] != "[" else None
    if authority[:1] == "[":
        found = re.fullmatch(r"(\[[^\]]*\])(?::(.*))?", authority, re.DOTALL)
    if not found:
        raise Failure("bad_url", f"cannot read the host {authority[:80]!a}")
    host, port = found[1], found[2] or ""
    if port and not (port.isascii() and port.isdigit()):
        raise Failure("bad_url", f"a port that is no number: {port[:20]!a}")
    return host, port


def _clean_host(host: str) -> str:
    """The host as it is looked up and sent: lower case, IDN as `xn--`."""
    if host.startswith("["):
        try:
            return str(ipaddress.IPv6Address(host[1:-1]))
        except ValueError as error:
            raise Failure("bad_url", f"not an IPv6 address: {host[:60]!a}") from error
    if not host:
        raise Failure("bad_url", "no host")
    if not host.isascii():
        try:
            host = idna.encode(host, uts46=True).decode("ascii")
        except (idna.IDNAError, UnicodeError) as error:
            raise Failure("bad_url", f"not a host name: {host[:60]!a}") from error
    if not _HOST.fullmatch(host) or ".." in host or host.startswith("."):
        raise Failure("bad_url", f"not a host name: {host[:60]!a}")
    return host.lower()


def _clean_tail(tail: str) -> str:
    """Path and query for the wire: fragment off, backslashes of the path turned, odd characters escaped."""
    tail = tail.partition("#")[0]
    path, mark, query = tail.partition("?")
    path = quote(path.replace("\\", "/"), safe=_PATH_SAFE, errors="replace")
    if not path.startswith("/"):
        path = "/" + path
    return path + mark + quote(query, safe=_QUERY_SAFE, errors="replace")


# --- one form for looking up

_TRACKING: Final = re.compile(
    r"(?:utm_|mtm_|pk_|piwik_|hsa_|_hs|vero_|oly_|at_(?:medium|campaign|link|format|bbc)|xtor$|wt\.?mc|s_cid$|"
    r"(?:fbclid|gclid|gclsrc|gbraid|wbraid|dclid|msclkid|yclid|twclid|ttclid|igshid|igsh|li_fat_id|mc_cid|mc_eid|"
    r"mkt_tok|ref_src|ref_url|cmpid|ncid|ocid|icid|soc_src|soc_trk|smid|smtyp|spm|_ga|_gl|__twitter_impression|"
    r"guccounter|guce_referrer|guce_referrer_sig|ns_mchannel|ns_source|ns_campaign|ns_linkname|ns_fee|"
    r"dicbo|cvid|rb_clickid|wickedid|sc_campaign|sc_channel|trk|trkcampaign|taid|ftag|fb_action_ids|"
    r"fb_action_types|fb_source|share_id|feature=share)$)",
    re.IGNORECASE,
)
_AMP_QUERY: Final = re.compile(r"(?:amp|amp=(?:1|true)|outputtype=amp|output=amp|_amp=true)", re.IGNORECASE)
_AMP_PATH: Final = re.compile(r"(/.+?)(?:/amp(?:\.html)?/?|\.amp)")
_UNRESERVED: Final = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_ARCHIVES: Final = re.compile(
    r"(?:web\.archive\.org|(?:www\.)?archive\.org|wayback\.archive-it\.org|web-beta\.archive\.org|"
    r"archive\.(?:today|is|ph|li|vn|fo|md)|(?:www\.)?webarchive\.org\.uk|webarchive\.nationalarchives\.gov\.uk|"
    r"webarchive\.loc\.gov|arquivo\.pt|web\.archive\.bibalex\.org|swap\.stanford\.edu)"
)
_MEMENTO_PATH: Final = re.compile(
    r"/(?:[a-z0-9\-_.]+/){0,3}?(\d{4,14})(?:[a-z]{2}_)?/(https?:/{1,3}\S+)", re.IGNORECASE
)
_AMP_CACHE: Final = re.compile(r"/(?:c|v|i|wp)/(s/)?(.+)")
_AMP_VIEWER: Final = re.compile(r"/amp/(s/)?(.+)")


class Memento(NamedTuple):
    """An archived copy named by its URL: what was archived, and when (14 digits, or as many as given)."""

    original: str
    timestamp: str


def memento_of(url: str) -> Memento | None:
    """What a URL of a web archive is a copy of, or None for any other URL."""
    try:
        target = parse_target(url)
    except Failure:
        return None
    if not _ARCHIVES.fullmatch(target.host):
        return None
    found = _MEMENTO_PATH.match(target.path)
    if not found:
        return None
    original = re.sub(r"^(https?):/{1,3}", r"\1://", found[2], flags=re.IGNORECASE)
    return Memento(original, found[1])


def canonical(url: str) -> str:
    """One form for all spellings of a reference's URL: for finding it again, never for fetching.

    Drops the fragment, tracking parameters, default ports and user names; writes host, escapes and dot
    segments in one way; takes archived copies and AMP forms back to the page they stand for. A URL that
    cannot be read comes back stripped of blanks and otherwise as it is.
    """
    for _ in range(3):  # an archived copy of an AMP page of ...
        try:
            target = parse_target(url)
        except Failure:
            return url.strip()
        inner = _stands_for(url, target)
        if inner is None:
            return _canonical(target)
        url = inner
    return _canonical(target)


def same_reference(one: str, other: str) -> bool:
    """Whether two URLs name one reference, whichever of http and https they use."""
    return canonical(one).partition(":")[2] == canonical(other).partition(":")[2]


def _stands_for(url: str, target: Target) -> str | None:
    memento = memento_of(url)
    if memento is not None:
        return memento.original
    found = None
    if target.host.endswith(".cdn.ampproject.org") or target.host == "cdn.ampproject.org":
        found = _AMP_CACHE.fullmatch(target.path)
    elif re.fullmatch(r"(?:www\.)?google\.[a-z.]{2,6}", target.host):
        found = _AMP_VIEWER.fullmatch(target.path)
    return f"http{'s' if found[1] else ''}://{found[2]}" if found else None


def _canonical(target: Target) -> str:
    path, _mark, query = target.path.partition("?")
    kept = [
        part
        for part in query.split("&")
        if part and not _TRACKING.match(part.partition("=")[0]) and not _AMP_QUERY.fullmatch(part)
    ]
    path = _remove_dots(_normal_escapes(path))
    # ".../story/amp" is the AMP form of ".../story"; a bare "/amp" may well be about amplifiers.
    while amp := _AMP_PATH.fullmatch(path):
        path = amp[1]
    host = target.host.rstrip(".")
    shown = f"[{host}]" if ":" in host else host
    port = "" if target.port == DEFAULT_PORTS[target.scheme] else f":{target.port}"
    tail = "?" + "&".join(map(_normal_escapes, kept)) if kept else ""
    return f"{target.scheme}://{shown}{port}{path}{tail}"


def _normal_escapes(text: str) -> str:
    """Escapes of unreserved characters undone, the others in capitals (RFC 3986 section 6.2.2)."""

    def one(found: re.Match[str]) -> str:
        byte = unquote_to_bytes(found[0])
        return byte.decode("ascii") if byte[0] in _UNRESERVED else found[0].upper()

    return re.sub(r"%[0-9A-Fa-f]{2}", one, text)


def _remove_dots(path: str) -> str:
    """Resolve `.` and `..` (RFC 3986 section 5.2.4)."""
    if "/." not in path:
        return path
    kept: list[str] = []
    parts = path.split("/")[1:]
    for index, part in enumerate(parts):
        last = index == len(parts) - 1
        if part in (".", ".."):
            if part == ".." and kept:
                kept.pop()
            if last:
                kept.append("")
        else:
            kept.append(part)
    return "/" + "/".join(kept)
