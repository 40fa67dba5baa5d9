"""What goes wrong with requests, as a test tells it beforehand."""

import asyncio
import re
from dataclasses import dataclass
from typing import Any

from aiohttp import web

JSON = "application/json"
STATUSES = {"500": 500, "502": 502, "503": 503, "504": 504}
VIA = {"Via": "1.1 stand-in"}


@dataclass
class Fault:
    """One kind of fault for requests of a method to paths that match; `times` or until so many `seconds` have passed.

    Kinds: a status of 500 to 504; `429`, `429-global`, `429-shared`, `429-no-via`, of `retry_after` seconds; `reset`
    (the connection is cut); `silent` (nothing is ever answered); `half-open` (an answer begun and not ended);
    `bad-json`; `slow` (answered after `delay`). With `after`, the request has taken effect all the same.
    """

    kind: str
    path: str = ".*"
    method: str = ".*"
    times: int = 1_000_000
    seconds: float = 1e9
    after: bool = False
    skip: int = 0
    retry_after: float = 1.0
    delay: float = 1.0
    begun: float | None = None

    def meets(self, method: str, path: str, now: float) -> bool:
        """Tell whether this request meets the fault, and count it."""
        if self.times <= 0 or not re.fullmatch(self.method, method) or not re.fullmatch(self.path, path):
            return False
        self.begun = self.begun or now
        if now - self.begun > self.seconds:
            return False
        if self.skip > 0:
            self.skip -= 1
            return False
        self.times -= 1
        return True


async def answer_of(fault: Fault, request: web.Request) -> web.StreamResponse | None:
    """Return what a request is answered that met this fault; None where it is answered as if nothing was wrong."""
    if fault.kind in STATUSES:
        return web.Response(status=STATUSES[fault.kind], body=b'{"message": "fault", "code": 0}', content_type=JSON)
    if fault.kind.startswith("429"):
        return _limited(fault)
    if fault.kind == "bad-json":
        return web.Response(status=200, body=b'{"id": ', headers={"Content-Type": JSON})
    if fault.kind == "reset":
        _cut(request)
    if fault.kind == "silent":
        await asyncio.sleep(3600)
    if fault.kind == "half-open":
        return await _half(request)
    await asyncio.sleep(fault.delay)
    return None


def _limited(fault: Fault) -> web.Response:
    is_global = fault.kind == "429-global"
    headers = {} if fault.kind == "429-no-via" else dict(VIA)
    headers["Retry-After"] = str(fault.retry_after)
    headers["X-RateLimit-Scope"] = {"429-global": "global", "429-shared": "shared"}.get(fault.kind, "user")
    body: dict[str, Any] = {"message": "limited", "retry_after": fault.retry_after, "global": is_global}
    return web.json_response(body, status=429, headers={**headers, "Content-Type": JSON})


def _cut(request: web.Request) -> None:
    transport = request.transport
    if transport is not None:
        transport.abort()
    raise ConnectionResetError


async def _half(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Type": JSON, "Content-Length": "1000"})
    await response.prepare(request)
    await response.write(b'{"id": "1')
    await asyncio.sleep(3600)
    return response
