"""Which network addresses may be connected to, judged on the very address that the socket will use.

Vetting a name before the fetch protects nothing: the name may answer otherwise a moment later (DNS
rebinding) or with a public and a private address at once. So a name is resolved once for each connection,
every answer must pass, and the connection goes to an address of that answer. Odd spellings of 127.0.0.1
(decimal, octal, mapped into IPv6) need no special case, since only the resolved address counts.
"""

from __future__ import annotations

import ipaddress
import socket
import threading
from collections.abc import Callable
from functools import lru_cache
from typing import Any, Final, NamedTuple, TypeAlias

from factcheck.archive.failures import Failure

Address: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolver: TypeAlias = Callable[..., Any]
"""Anything called like `socket.getaddrinfo(host, port, type=...)` and answering like it."""

MAX_ADDRESSES: Final = 4  # how many addresses of one name are tried

# IANA's special-purpose registries (RFC 6890 and what came after), checked here as well as by
# `ipaddress.is_global`, whose tables differ between Python versions.
_NOT_PUBLIC: Final = tuple(
    ipaddress.ip_network(text)
    for text in (
        *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12"),
        *("192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24"),
        *("192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24"),
        *("224.0.0.0/4", "240.0.0.0/4"),
        *("64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "2620:4f:8000::/48", "3fff::/20"),
        *("5f00::/16", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8"),
    )
)
_GLOBAL_UNICAST: Final = ipaddress.ip_network("2000::/3")
_NAT64: Final = ipaddress.ip_network("64:ff9b::/96")
_ISATAP: Final = (0x00005EFE, 0x02005EFE)  # RFC 5214: the IPv4 address is the last 32 bits


class Endpoint(NamedTuple):
    """One address to connect to, in the form that `socket` takes."""

    family: int
    sockaddr: tuple[Any, ...]

    @property
    def ip(self) -> str:
        """The address as text."""
        return str(self.sockaddr[0])


@lru_cache(maxsize=4096)
def is_public(text: str) -> bool:
    """Whether an address is on the public internet; whatever is doubtful is not.

    An IPv6 address that carries an IPv4 address in it (mapped, 6to4, NAT64, ISATAP) must pass as both.
    """
    try:
        address = ipaddress.ip_address(text)  # a scope ("%eth0") does not parse in 3.11's IPv4, and fails below
    except ValueError:
        return False
    if getattr(address, "scope_id", None):
        return False
    if isinstance(address, ipaddress.IPv6Address):
        inner = _carried(address)
        if inner is not None and not is_public(str(inner)):
            return False
        if address in _NAT64 or address.ipv4_mapped is not None:
            return True
        if address not in _GLOBAL_UNICAST:
            return False
    if any(address in network for network in _NOT_PUBLIC if network.version == address.version):
        return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def _carried(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address inside an IPv6 address, where a gateway would send the packet on to it."""
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address.sixtofour is not None:
        return address.sixtofour
    low = int(address) & 0xFFFFFFFF
    if address in _NAT64 or (int(address) >> 32) & 0xFFFFFFFF in _ISATAP:
        return ipaddress.IPv4Address(low)
    return None


def vetted(
    host: str, port: int, allow: frozenset[tuple[str, int]], resolver: Resolver, seconds: float
) -> list[Endpoint]:
    """Resolve `host` once and return where it may be connected to.

    Raises: Failure `dns` when there is no answer within `seconds`, `blocked_address` when any of the
    addresses is neither public nor in `allow`.
    """
    endpoints: list[Endpoint] = []
    for family, _type, _proto, _name, sockaddr in _resolve(host, port, resolver, seconds):
        if family not in (socket.AF_INET, socket.AF_INET6):
            continue
        endpoint = Endpoint(int(family), tuple(sockaddr))
        if endpoint not in endpoints:
            endpoints.append(endpoint)
    for endpoint in endpoints:
        if (endpoint.ip, port) not in allow and not is_public(endpoint.ip):
            raise Failure(
                "blocked_address",
                f"{_named(host, endpoint.ip)} is not a public address (--allow {endpoint.ip}:{port} permits it)",
            )
    if not endpoints:
        raise Failure("dns", f"{host} has no address")
    return endpoints[:MAX_ADDRESSES]


def _named(host: str, ip: str) -> str:
    return ip if host.strip("[]") == ip else f"{host} is at {ip}, which"


def _is_literal(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _resolve(host: str, port: int, resolver: Resolver, seconds: float) -> list[Any]:
    """Call the resolver; a look-up takes no timeout, so one of a name waits in a thread of its own."""
    answer: list[Any] = []
    error: list[BaseException] = []

    def look_up() -> None:
        try:
            answer.extend(resolver(host, port, type=socket.SOCK_STREAM))
        except Exception as caught:
            error.append(caught)

    if _is_literal(host):
        look_up()
    else:
        thread = threading.Thread(target=look_up, name=f"resolve {host}", daemon=True)
        thread.start()
        thread.join(max(0.0, seconds))
        if thread.is_alive():
            raise Failure("deadline", f"the name {host} was not resolved within {seconds:.1f} s", passing=True)
    if error:
        cause = error[0]
        passing = isinstance(cause, socket.gaierror) and cause.errno == socket.EAI_AGAIN
        told = str(cause.strerror or cause).lower() if isinstance(cause, OSError) else str(cause)
        raise Failure("dns", f"cannot resolve {host}: {told}", passing=passing) from cause
    return answer
