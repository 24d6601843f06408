"""requests' adapter with guarded connections: vetted where the socket opens, metered while it is read.

`Fetcher` takes its pools and asks them directly, since a `requests.Session` reads (and inflates) the body even
of a redirect that it is told not to follow. So the answers are for `Answer.read_body` alone, and the adapter
is not to be mounted on a Session. Proxies, cookies and `.netrc` never come into play: they live there.
"""

from __future__ import annotations

import hashlib
import queue
import socket
import ssl
import threading
import time
from collections import deque
from typing import Any, ClassVar, Final

import urllib3
from requests.adapters import HTTPAdapter
from requests.utils import DEFAULT_CA_BUNDLE_PATH
from urllib3.util.ssl_ import create_urllib3_context

from factcheck.archive.addresses import Resolver, vetted
from factcheck.archive.answer import Answer
from factcheck.archive.meter import Meter, active
from factcheck.archive.sockets import MeteredTLSSocket, open_socket

QUIET: Final = 0.02  # seconds that a connection must have been idle before it is used again
_SPARE_SECONDS: Final = 10.0  # for a connection made outside a fetch
_SPARE_BYTES: Final = 64 << 20


class Guard:
    """The rules under which connections are opened, the same for all of an adapter's pools."""

    def __init__(self, allow: frozenset[tuple[str, int]], resolver: Resolver, connect_timeout: float) -> None:
        self.allow = allow
        self.resolver = resolver
        self.connect_timeout = connect_timeout

    def connect(self, host: str, port: int) -> socket.socket:
        """Resolve, vet and connect.

        Raises: Failure, OSError.
        """
        meter = active() or Meter(_SPARE_SECONDS, _SPARE_BYTES)
        # urllib3 hands an IPv6 literal over in brackets, or not, depending on the way it came.
        name = host.strip("[]")
        endpoints = vetted(name, port, self.allow, self.resolver, meter.remaining())
        return open_socket(endpoints, meter, self.connect_timeout)


class QuietQueue:
    """The idle connections of one pool, the longest idle first; one that has just been used is not given out.

    Bytes behind the end of an answer could be a forged next one. They come close behind it, so a connection
    that is still quiet after `QUIET` seconds has none under way; meanwhile the pool opens another.
    """

    def __init__(self, maxsize: int = 0) -> None:
        self._maxsize = maxsize
        self._idle: deque[tuple[float, Any]] = deque()
        self._lock = threading.Lock()

    def put(self, connection: Any, block: bool = True, timeout: float | None = None) -> None:
        """Lay a connection aside; urllib3's empty places (None) are not kept."""
        if connection is None:
            return
        with self._lock:
            if self._maxsize and len(self._idle) >= self._maxsize:
                raise queue.Full
            self._idle.append((time.monotonic(), connection))

    def get(self, block: bool = True, timeout: float | None = -1.0) -> Any:
        """The connection that has been idle longest; queue.Empty has the pool open a new one.

        Without `timeout` any will do: so the pool asks when it closes them all.
        """
        with self._lock:
            if self._idle and (timeout == -1.0 or time.monotonic() - self._idle[0][0] >= QUIET):
                return self._idle.popleft()[1]
        raise queue.Empty

    def qsize(self) -> int:
        """How many connections are idle."""
        return len(self._idle)


class _Guarded:
    """What both kinds of connection have in common."""

    guard: ClassVar[Guard]
    response_class: Any = Answer
    remote: str | None = None
    tls: dict[str, Any] | None = None
    sock: Any
    port: int
    _dns_host: str

    def _new_conn(self) -> socket.socket:
        opened = self.guard.connect(self._dns_host, self.port)
        ip, port = opened.getpeername()[:2]
        self.remote = f"[{ip}]:{port}" if ":" in ip else f"{ip}:{port}"
        self.tls = None
        return opened

    def note_use(self) -> None:
        """Tell the meter whether this connection has been used before."""
        meter = active()
        if meter is not None:
            meter.reused = self.sock is not None


def _pool_classes(guard: Guard) -> dict[str, type[urllib3.HTTPConnectionPool]]:
    """Pools whose connections obey `guard`; classes, because urllib3 makes the connections itself."""

    class Plain(_Guarded, urllib3.connection.HTTPConnection):
        def request(self, *args: Any, **kwargs: Any) -> None:
            self.note_use()
            super().request(*args, **kwargs)

    class Secure(_Guarded, urllib3.connection.HTTPSConnection):
        def connect(self) -> None:
            active_meter = active()
            if active_meter is not None:
                active_meter.reused = False
            super().connect()
            self.tls = describe_tls(self.sock)

        def request(self, *args: Any, **kwargs: Any) -> None:
            if self.num_requests:
                self.note_use()
            self.num_requests += 1
            super().request(*args, **kwargs)

        num_requests = 0

    Plain.guard = Secure.guard = guard

    class PlainPool(urllib3.HTTPConnectionPool):
        ConnectionCls = Plain
        QueueCls: Any = QuietQueue

    class SecurePool(urllib3.HTTPSConnectionPool):
        ConnectionCls = Secure
        QueueCls: Any = QuietQueue

    return {"http": PlainPool, "https": SecurePool}


class GuardedAdapter(HTTPAdapter):
    """An adapter whose connections go only where `guard` lets them, with certificates verified."""

    def __init__(self, guard: Guard, *, connections: int = 64, hosts: int = 256, ca_bundle: str | None = None):
        self._guard = guard
        self._context = create_urllib3_context(cert_reqs=ssl.CERT_REQUIRED)
        self._context.sslsocket_class = MeteredTLSSocket
        self._ca_bundle = ca_bundle
        self._ca_loaded = False
        super().__init__(pool_connections=hosts, pool_maxsize=connections, max_retries=0)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """Make the pools, with the guarded kind of connection in them."""
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = _pool_classes(self._guard)

    def pool(self, scheme: str, host: str, port: int) -> urllib3.HTTPConnectionPool:
        """The pool of one origin."""
        secure: dict[str, Any] | None = None
        if scheme == "https":
            if not self._ca_loaded:  # 30 ms, which a fetch of plain http need not pay
                self._context.load_verify_locations(self._ca_bundle or DEFAULT_CA_BUNDLE_PATH)
                self._ca_loaded = True
            secure = {"ssl_context": self._context, "cert_reqs": "CERT_REQUIRED"}
        pool: urllib3.HTTPConnectionPool = self.poolmanager.connection_from_host(host, port, scheme, secure)
        return pool


def describe_tls(sock: ssl.SSLSocket) -> dict[str, Any]:
    """Protocol, cipher and certificate of the peer, as plain values for the record."""
    certificate = sock.getpeercert() or {}
    encoded = sock.getpeercert(binary_form=True)
    cipher = sock.cipher()
    return {
        "version": sock.version(),
        "cipher": cipher[0] if cipher else None,
        "subject": _names(certificate.get("subject")),
        "issuer": _names(certificate.get("issuer")),
        "not_before": certificate.get("notBefore"),
        "not_after": certificate.get("notAfter"),
        "sha256": hashlib.sha256(encoded).hexdigest() if encoded else None,
    }


def _names(value: Any) -> str:
    """A distinguished name as one line."""
    return ", ".join(f"{key}={text}" for part in value or () for key, text in part)
