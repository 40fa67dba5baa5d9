"""A web of the tests' own on the loopback interface, and a resolver that leads every name to it or elsewhere."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from aiohttp.abc import AbstractResolver, ResolveResult

Reply = tuple[int, dict[str, str], bytes]
Page = Reply | bytes | Callable[[BaseHTTPRequestHandler], Reply]


class Web:
    """Pages by path; what was asked for is kept in order."""

    def __init__(self) -> None:
        self.pages: dict[str, Page] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        web = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                web.asked.append((self.path, {k.lower(): v for k, v in self.headers.items()}))
                page = web.pages.get(self.path, (404, {}, b""))
                reply = page(self) if callable(page) else page
                status, headers, body = (200, {}, reply) if isinstance(reply, bytes) else reply
                self.send_response(status)
                for name, value in {"Content-Type": "text/html", "Content-Length": str(len(body)), **headers}.items():
                    self.send_header(name, value.encode("utf-8", "surrogateescape").decode("latin-1"))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    @property
    def root(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def allow(self) -> frozenset[str]:
        return frozenset({f"127.0.0.1:{self.port}"})

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def paths(self) -> list[str]:
        return [path for path, _ in self.asked if path != "/robots.txt"]


@contextmanager
def running_web() -> Iterator[Web]:
    web = Web()
    try:
        yield web
    finally:
        web.close()


class Leading(AbstractResolver):
    """Resolves every name to the next of the addresses given, the last for ever."""

    def __init__(self, *addresses: str) -> None:
        self._addresses = list(addresses)

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        address = self._addresses.pop(0) if len(self._addresses) > 1 else self._addresses[0]
        kind = socket.AF_INET6 if ":" in address else socket.AF_INET
        found: Any = {"hostname": host, "host": address, "port": port, "family": kind, "proto": 0, "flags": 0}
        return [found]

    async def close(self) -> None:
        pass
