"""Sockets whose every read passes through the meter of the fetch under way."""

from __future__ import annotations

import socket
import ssl
from typing import Any, Final, cast

from factcheck.archive.addresses import Endpoint
from factcheck.archive.meter import Meter, active

# What the system may take in beyond what is read: left to itself it grows to 6 MB, so that a fetch cut off
# at its limit would have moved that much more. 256 KiB a round trip is plenty for pages.
_RECEIVE_BUFFER: Final = 256 * 1024


class MeteredSocket(socket.socket):
    """A TCP socket that counts what is read and keeps to the deadline."""

    def recv_into(self, buffer: Any, nbytes: int = 0, flags: int = 0) -> int:
        """Read as the parent does, within the limits of the thread's fetch."""
        meter = active()
        if meter is None:
            return super().recv_into(buffer, nbytes, flags)
        meter.before_read(self)
        count = super().recv_into(buffer, nbytes, flags)
        meter.after_read(count)
        return count


class MeteredTLSSocket(ssl.SSLSocket):
    """The same over TLS; counted after decryption."""

    def recv_into(self, buffer: Any, nbytes: int | None = None, flags: int = 0) -> int:
        """Read as the parent does, within the limits of the thread's fetch."""
        meter = active()
        if meter is None:
            return super().recv_into(buffer, nbytes, flags)
        meter.before_read(self)
        count = super().recv_into(buffer, nbytes, flags)
        meter.after_read(count)
        return count


def open_socket(endpoints: list[Endpoint], meter: Meter, connect_timeout: float) -> MeteredSocket:
    """Connect to the first endpoint that answers; all of them are vetted already.

    Raises: OSError of the last attempt, Failure when the fetch's time is over.
    """
    failure: OSError | None = None
    for left, endpoint in zip(range(len(endpoints) - 1, -1, -1), endpoints, strict=True):
        sock = MeteredSocket(endpoint.family, socket.SOCK_STREAM)
        try:
            # With other addresses still to try, a dead one may not use up the time for all of them.
            sock.settimeout(min(connect_timeout / 2 if left else connect_timeout, meter.remaining()))
            meter.socket = sock
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _RECEIVE_BUFFER)
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            sock.connect(endpoint.sockaddr)
        except OSError as error:
            sock.close()
            failure = error
            continue
        except BaseException:
            sock.close()
            raise
        return sock
    raise cast(OSError, failure)
