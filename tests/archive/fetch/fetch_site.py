"""A small web on loopback whose pages are functions that write raw bytes, so that it can misbehave at will."""

from __future__ import annotations

import contextlib
import socket
import ssl
import struct
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

CERTIFICATE = Path(__file__).with_name("testonia.pem")  # for 127.0.0.1 and news.testonia.example, until 2126


@dataclass
class Request:
    """One request as the site saw it."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    at: float
    connection: int
    active: int = 0


@dataclass
class Visitor:
    """What a page has to answer on."""

    site: Site
    sock: socket.socket
    request: Request

    def send(self, *parts: bytes | str) -> None:
        self.sock.sendall(b"".join(part.encode() if isinstance(part, str) else part for part in parts))

    def answer(self, body: bytes | str = b"", status: str = "200 OK", **headers: str) -> None:
        data = body.encode() if isinstance(body, str) else body
        lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(data)}"]
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        self.send("\r\n".join(lines), "\r\n\r\n", data)

    def reset(self) -> None:
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.hang_up()

    def hang_up(self) -> None:
        self.sock.close()


class Incoming:
    """What a client sends; unlike `makefile` it does not keep the socket open once that is closed."""

    def __init__(self, sock: socket.socket) -> None:
        self.sock = sock
        self.buffer = b""

    def readline(self) -> bytes:
        while b"\n" not in self.buffer:
            piece = self.sock.recv(65536)
            if not piece:
                return b""
            self.buffer += piece
        line, _newline, self.buffer = self.buffer.partition(b"\n")
        return line + b"\n"

    def read(self, count: int) -> bytes:
        while len(self.buffer) < count and (piece := self.sock.recv(65536)):
            self.buffer += piece
        data, self.buffer = self.buffer[:count], self.buffer[count:]
        return data


Page = Callable[[Visitor], None]


@dataclass
class Site:
    """The server: `pages` maps a path (without query) to its page; `requests` is the log."""

    pages: dict[str, Page] = field(default_factory=dict)
    requests: list[Request] = field(default_factory=list)
    secure: bool = False

    def __post_init__(self) -> None:
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.port: int = self.listener.getsockname()[1]
        self.address = f"127.0.0.1:{self.port}"
        self.url = f"{'https' if self.secure else 'http'}://{self.address}"
        self.closing = threading.Event()
        self.lock = threading.Lock()
        self.connections = 0
        self.active = 0
        self.open: set[socket.socket] = set()
        self.context: ssl.SSLContext | None = None
        if self.secure:
            self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self.context.load_cert_chain(CERTIFICATE)
        threading.Thread(target=self._accept, daemon=True).start()

    def page(self, path: str) -> Callable[[Page], Page]:
        def keep(function: Page) -> Page:
            self.pages[path] = function
            return function

        return keep

    def text(self, path: str, body: bytes | str, status: str = "200 OK", **headers: str) -> str:
        """Put up a fixed answer; returns its URL."""
        self.pages[path] = lambda visitor: visitor.answer(body, status, **headers)
        return self.url + path

    def raw(self, path: str, answer: bytes | str) -> str:
        """Put up these very bytes, after which the connection closes; returns the URL."""

        def page(visitor: Visitor) -> None:
            visitor.send(answer)
            visitor.hang_up()

        self.pages[path] = page
        return self.url + path

    def seen(self, path: str) -> list[Request]:
        return [request for request in self.requests if request.path.partition("?")[0] == path]

    def close(self) -> None:
        self.closing.set()
        with contextlib.suppress(OSError):
            self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        for sock in list(self.open):
            with contextlib.suppress(OSError):
                socket.socket.shutdown(sock, socket.SHUT_RDWR)

    def _accept(self) -> None:
        while not self.closing.is_set():
            try:
                sock, _address = self.listener.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self._serve, args=(sock, self.connections), daemon=True).start()

    def _serve(self, sock: socket.socket, number: int) -> None:
        try:
            if self.context:
                sock = self.context.wrap_socket(sock, server_side=True)
        except OSError:
            sock.close()
            return
        self.open.add(sock)
        with contextlib.suppress(OSError, ValueError), sock:
            stream = Incoming(sock)
            while line := stream.readline():
                self._one(sock, stream, line, number)
        self.open.discard(sock)

    def _one(self, sock: socket.socket, stream: Incoming, line: bytes, number: int) -> None:
        method, path, _version = line.decode("latin-1").split(" ")
        headers: dict[str, str] = {}
        while (field_line := stream.readline().strip()) != b"":
            name, _colon, value = field_line.decode("latin-1").partition(":")
            headers[name.lower()] = value.strip()
        body = stream.read(int(headers.get("content-length", "0")))
        request = Request(method, path, headers, body, time.monotonic(), number)
        with self.lock:
            self.active += 1
            request.active = self.active
            self.requests.append(request)
        page = self.pages.get(path.partition("?")[0])
        try:
            visitor = Visitor(self, sock, request)
            if page:
                page(visitor)
            else:
                visitor.answer("nothing here", "404 Not Found")
        finally:
            with self.lock:
                self.active -= 1


def resolver_of(*addresses: str):
    """A resolver that gives every name these addresses."""

    def resolve(host, port, **_options):
        return [
            (socket.AF_INET6 if ":" in ip else socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, port))
            for ip in addresses
        ]

    return resolve
