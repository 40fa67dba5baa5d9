"""The one fetcher: every byte that comes from the network comes through here.

The address is checked where the socket is made, so neither a name's resolution nor a redirect can lead
elsewhere. Nothing is taken from the environment, no cookie is kept, and robots.txt is honoured.
"""

import asyncio
import socket
import time
import zlib
from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any
from urllib.parse import urljoin, urlsplit

import aiohttp
from aiohttp.abc import AbstractResolver
from protego import Protego

from index.errors import SourceError
from index.settings import IndexSettings
from index.sources.addresses import is_public
from index.sources.documents import MOST_BYTES, TOO_LARGE
from index.text.characters import encodable

AGENT = "OnRecord"
PORTS = {"http": 80, "https": 443}
MOST_REDIRECTS = 5
SECONDS = 20.0
PACE, LONGEST_PACE = 1.0, 10.0
"""Seconds between two requests to one host, at least, and as many as its robots.txt may ask for."""
MOST_ROBOTS = 512 * 1024
REDIRECTS = frozenset({301, 302, 303, 307, 308})
DISCORD_HOSTS = frozenset({"cdn.discordapp.com", "media.discordapp.net"})
"""Where Discord keeps attachments; an attachment from anywhere else is none."""
NOT_PUBLIC = "is not a public address"
FAILED = "cannot be fetched"
"""How the words of a failure begin that may pass."""
STATUS_WORDS = {401: "asks for a login", 403: "refuses access", 404: "was not found", 410: "is gone",
                429: "asks to come back later", 451: "is withheld for legal reasons"}  # fmt: skip


class ForbiddenAddressError(OSError):
    """A socket was asked for to an address that is not public."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address answered: `url` after all redirects; `raw` is empty where nothing has changed since."""

    url: str
    raw: bytes
    content_type: str
    etag: str = ""
    modified: str = ""
    is_unchanged: bool = False


@dataclass(frozen=True, slots=True)
class Since:
    """What an address said of its content the last time, by which it can answer that nothing has changed."""

    etag: str = ""
    modified: str = ""


@dataclass(slots=True)
class _Pace:
    due: float = 0.0
    every: float = PACE


class Fetcher(AbstractContextManager["Fetcher"]):
    """Fetches documents over http and https; a context manager, one request at a time.

    `allow` are `address:port` pairs of the operator's own network that may be reached though they are private.
    """

    def __init__(
        self,
        *,
        contact: str = "",
        allow: frozenset[str] = frozenset(),
        seconds: float = SECONDS,
        pace: float = PACE,
        resolver: AbstractResolver | None = None,
    ) -> None:
        self._agent = f"{AGENT}/{version('onrecord')} (quotes news by its source{f'; {contact}' if contact else ''})"
        self._allow = allow
        self._seconds = seconds
        self._pace = pace
        self._resolver = resolver
        self._runner = asyncio.Runner()
        self._session: aiohttp.ClientSession | None = None
        self._robots: dict[str, Protego | None] = {}
        self._paces: dict[str, _Pace] = {}
        self._dead: dict[str, SourceError] = {}

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close what connections there are."""
        if self._session is not None:
            self._runner.run(self._session.close())
            self._session = None
        self._runner.close()

    def fetch(self, url: str, since: Since | None = None, *, hosts: frozenset[str] | None = None) -> Fetched:
        """Return what lies at `url`.

        With `hosts` only they may answer, and robots.txt, which is meant for crawlers, is not asked.

        Raises:
            SourceError: the address is forbidden, refused by robots.txt, not found, too large or too slow.
        """
        headers = {"If-None-Match": since.etag, "If-Modified-Since": since.modified} if since else {}
        return self._runner.run(self._fetch(url, {k: v for k, v in headers.items() if v}, hosts))

    async def _fetch(self, url: str, headers: Mapping[str, str], hosts: frozenset[str] | None) -> Fetched:
        try:
            async with asyncio.timeout(self._seconds + LONGEST_PACE * MOST_REDIRECTS):
                return await self._follow(url, headers, hosts)
        except TimeoutError:
            raise SourceError(url, f"timed out: no whole answer within {self._seconds:.0f} s", passing=True) from None

    async def _follow(self, url: str, headers: Mapping[str, str], hosts: frozenset[str] | None) -> Fetched:
        here = url
        for _ in range(MOST_REDIRECTS + 1):
            self._check(here, url, hosts)
            if hosts is None:
                await self._ask_robots(here, url)
            await self._wait(here)
            found = await self._get(here, headers, url)
            if isinstance(found, Fetched):
                return found
            here = _led_on(here, found, url)
        raise SourceError(url, f"leads on more than {MOST_REDIRECTS} times")

    def _check(self, here: str, url: str, hosts: frozenset[str] | None) -> None:
        """Refuse what is wrong with an address by its looks; what it resolves to is checked at its socket."""
        try:
            here.encode()
            parts = urlsplit(here)
            port = parts.port or PORTS.get(parts.scheme, 0)
        except ValueError:
            raise SourceError(url, "is not an address that can be fetched") from None
        if parts.scheme not in PORTS or not parts.hostname:
            raise SourceError(url, "is a forbidden address: only http and https are fetched")
        if parts.username or parts.password:
            raise SourceError(url, "is a forbidden address: it carries credentials")
        if port not in PORTS.values() and not any(a.endswith(f":{port}") for a in self._allow):
            raise SourceError(url, f"is a forbidden address: port {port}")
        if hosts is not None and (parts.scheme != "https" or parts.hostname not in hosts):
            raise SourceError(url, "is a forbidden address: not a host of Discord's attachments")

    # --- robots and pace

    async def _ask_robots(self, here: str, url: str) -> None:
        parts = urlsplit(here)
        root = f"{parts.scheme}://{parts.netloc}"
        if root in self._dead:
            raise SourceError(url, self._dead[root].why, passing=self._dead[root].passing)
        if root not in self._robots:
            try:
                self._robots[root] = await self._robots_of(root)
            except SourceError as error:
                self._dead[root] = error
                raise SourceError(url, error.why, passing=error.passing) from error
            self._paces[parts.netloc] = _Pace(0.0, self._pace_for(self._robots[root]))
        rules = self._robots[root]
        if rules is None:
            raise SourceError(url, "cannot be fetched: its host does not answer for robots.txt", passing=True)
        if not rules.can_fetch(here, AGENT):
            raise SourceError(url, "is refused by its host's robots.txt")

    def _pace_for(self, rules: Protego | None) -> float:
        asked = rules.crawl_delay(AGENT) if rules is not None else None
        return min(max(self._pace, float(asked or 0)), LONGEST_PACE)

    async def _robots_of(self, root: str) -> Protego | None:
        """Return a host's rules: none where it has no file, None where it fails, as RFC 9309 has it."""
        here = f"{root}/robots.txt"
        try:
            for _ in range(MOST_REDIRECTS + 1):
                self._check(here, root, None)
                found = await self._get(here, {}, root)
                if isinstance(found, Fetched):
                    return Protego.parse(found.raw[:MOST_ROBOTS].decode("utf-8", "replace"))
                here = _led_on(here, found, root)
        except _Status as answer:
            return Protego.parse("") if 400 <= answer.status < 500 else None
        return Protego.parse("")

    async def _wait(self, here: str) -> None:
        pace = self._paces.setdefault(urlsplit(here).netloc, _Pace(0.0, self._pace))
        await asyncio.sleep(max(0.0, pace.due - time.monotonic()))
        pace.due = time.monotonic() + pace.every

    # --- one request

    async def _get(self, here: str, headers: Mapping[str, str], url: str) -> "Fetched | str":
        """Return the answer, or the address it leads on to."""
        try:
            async with (
                asyncio.timeout(self._seconds),
                self._connected().get(here, headers=headers, allow_redirects=False) as answer,
            ):
                if answer.status in REDIRECTS and answer.headers.get("Location"):
                    return answer.headers["Location"]
                if answer.status == 304 and headers:
                    return Fetched(here, b"", "", is_unchanged=True)
                if answer.status != 200:
                    raise _Status(url, answer.status)
                return Fetched(
                    here, await _body(answer, url), answer.headers.get("Content-Type", ""),
                    encodable(answer.headers.get("ETag", "")), encodable(answer.headers.get("Last-Modified", "")),
                )  # fmt: skip
        except aiohttp.ClientError as error:
            words = _why(error)
            raise SourceError(url, words, passing=words.startswith(FAILED)) from error
        except (ValueError, UnicodeError) as error:
            raise SourceError(url, "is not an address that can be fetched") from error

    def _connected(self) -> aiohttp.ClientSession:
        if self._session is None:
            connector = aiohttp.TCPConnector(
                resolver=self._resolver, use_dns_cache=False, force_close=True, socket_factory=self._socket
            )
            self._session = aiohttp.ClientSession(
                connector=connector, trust_env=False, cookie_jar=aiohttp.DummyCookieJar(), auto_decompress=False,
                headers={"User-Agent": self._agent, "Accept-Encoding": "gzip, deflate", "Accept": "*/*"},
                timeout=aiohttp.ClientTimeout(total=None), max_line_size=16_384, max_field_size=16_384,
                requote_redirect_url=False,
            )  # fmt: skip
        return self._session

    def _socket(self, info: Any) -> socket.socket:  # noqa: ANN401 - what getaddrinfo gives
        family, kind, protocol, _, address = info
        if f"{address[0]}:{address[1]}" not in self._allow and not (
            is_public(str(address[0])) and address[1] in PORTS.values()
        ):
            raise ForbiddenAddressError(f"{address[0]} {NOT_PUBLIC}")
        return socket.socket(family, kind, protocol)


def _led_on(here: str, location: str, url: str) -> str:
    """Return where an answer leads on to.

    Raises:
        SourceError: that is no address.
    """
    try:
        return urljoin(here, location)
    except ValueError:
        raise SourceError(url, "leads on to what is not an address") from None


def fetcher_for(settings: IndexSettings) -> Fetcher:
    """Return a fetcher as the settings want it."""
    allowed = frozenset(pair.strip() for pair in settings.fetch_allow.split(",") if pair.strip())
    return Fetcher(contact=settings.contact, allow=allowed)


class _Status(SourceError):
    def __init__(self, url: str, status: int) -> None:
        words = STATUS_WORDS.get(status, f"cannot be fetched: its host answered {status}")
        super().__init__(url, words, passing=status == 429 or status >= 500)
        self.status = status


async def _body(answer: aiohttp.ClientResponse, url: str) -> bytes:
    """Return an answer's content, inflated, with limits on both."""
    raw = bytearray()
    async for block in answer.content.iter_chunked(64 * 1024):
        raw += block
        if len(raw) > MOST_BYTES:
            raise SourceError(url, TOO_LARGE)
    encoding = answer.headers.get("Content-Encoding", "").strip().lower()
    if encoding in ("", "identity"):
        return bytes(raw)
    if encoding not in ("gzip", "x-gzip", "deflate"):
        raise SourceError(url, f"is packed as {encoding[:20]}, which was not asked for")
    return _inflated(bytes(raw), url)


def _inflated(raw: bytes, url: str) -> bytes:
    # 47: gzip or zlib, whichever it is; some hosts send bare deflate under that name.
    for window in (47, -15):
        inflater = zlib.decompressobj(window)
        try:
            held = inflater.decompress(raw, MOST_BYTES + 1)
        except zlib.error:
            continue
        if len(held) > MOST_BYTES or inflater.unconsumed_tail:
            raise SourceError(url, TOO_LARGE)
        return held
    raise SourceError(url, "cannot be read: it is not whole")


def _why(error: aiohttp.ClientError) -> str:
    cause: BaseException | None = error
    while cause is not None:
        # Of several addresses that all failed, only the words of their errors are kept.
        if isinstance(cause, ForbiddenAddressError) or NOT_PUBLIC in str(cause):
            return "is a forbidden address: not one of the public internet"
        if isinstance(cause, socket.gaierror):
            return f"{FAILED}: there is no such host"
        cause = getattr(cause, "os_error", None) or cause.__cause__
    if isinstance(error, aiohttp.InvalidURL):
        return "is not an address that can be fetched"
    return f"{FAILED}: its host does not answer as it should"
