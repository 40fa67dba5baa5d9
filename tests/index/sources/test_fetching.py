"""The one fetcher against a web on the loopback interface; every connection is counted at its socket."""

import gzip
import ipaddress
import socket
import time
import zlib
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from index import Bounds, Problem, SourceError, read_articles
from index.sources import fetching
from index.sources.documents import MOST_BYTES
from index.sources.fetching import DISCORD_HOSTS, Fetcher, Since
from tests.index.sources.test_addresses import REFUSED
from tests.index.sources.web import Leading, Web, running_web


@pytest.fixture
def web() -> Iterator[Web]:
    with running_web() as running:
        yield running


@pytest.fixture
def fetcher(web: Web) -> Iterator[Fetcher]:
    with Fetcher(allow=web.allow, seconds=2.0, pace=0.0) as made:
        yield made


@pytest.fixture
def connected(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The addresses that sockets were asked to connect to."""
    made: list[Any] = []

    class Counting(socket.socket):
        def connect(self, address: Any) -> None:
            made.append(address)
            raise OSError("no connection leaves a test")

        def connect_ex(self, address: Any) -> int:
            made.append(address)
            return 111

    monkeypatch.setattr(socket, "socket", Counting)
    return made


@pytest.fixture
def connecting(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The addresses that sockets connect to, and do."""
    made: list[Any] = []

    class Noting(socket.socket):
        def connect(self, address: Any) -> None:
            made.append(address)
            super().connect(address)

    monkeypatch.setattr(socket, "socket", Noting)
    return made


def why(fetcher: Fetcher, url: str, **more: Any) -> str:
    with pytest.raises(SourceError) as caught:
        fetcher.fetch(url, **more)
    assert caught.value.where == url
    return caught.value.why


def test_a_page_comes_with_its_type_and_marks(web: Web, fetcher: Fetcher) -> None:
    web.pages["/a"] = (200, {"ETag": '"1"', "Last-Modified": "Sun, 03 Sep 2023 10:00:00 GMT"}, b"<p>Rain")
    found = fetcher.fetch(f"{web.root}/a")
    assert (found.raw, found.content_type, found.etag, found.is_unchanged) == (b"<p>Rain", "text/html", '"1"', False)
    _, headers = web.asked[-1]
    assert headers["user-agent"].startswith("OnRecord/")
    assert not headers.keys() & {"cookie", "authorization", "referer"}


def test_what_has_not_changed_is_not_sent_again(web: Web, fetcher: Fetcher) -> None:
    web.pages["/a"] = lambda h: (
        (304, {}, b"") if h.headers.get("If-None-Match") == '"1"' else (200, {"ETag": '"1"'}, b"x")
    )
    first = fetcher.fetch(f"{web.root}/a")
    assert fetcher.fetch(f"{web.root}/a", Since(first.etag, first.modified)).is_unchanged


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "bare"])
def test_packed_answers_are_unpacked(web: Web, fetcher: Fetcher, encoding: str) -> None:
    packed = {"gzip": gzip.compress(b"rain"), "deflate": zlib.compress(b"rain"), "bare": zlib.compress(b"rain")[2:-4]}
    header = "gzip" if encoding == "gzip" else "deflate"
    web.pages["/a"] = (200, {"Content-Encoding": header}, packed[encoding])
    assert fetcher.fetch(f"{web.root}/a").raw == b"rain"


def test_a_bomb_is_refused_though_it_is_small_on_the_wire(web: Web, fetcher: Fetcher) -> None:
    web.pages["/a"] = (200, {"Content-Encoding": "gzip"}, gzip.compress(b"0" * (MOST_BYTES + 1)))
    assert "larger than 10 MB" in why(fetcher, f"{web.root}/a")


def test_too_much_is_refused(web: Web, fetcher: Fetcher) -> None:
    web.pages["/a"] = b"0" * (MOST_BYTES + 1)
    assert "larger than 10 MB" in why(fetcher, f"{web.root}/a")


def test_a_slow_host_is_given_up(web: Web, fetcher: Fetcher) -> None:
    def slow(_: Any) -> Any:
        time.sleep(3)
        return b"late"

    web.pages["/a"] = slow
    assert "timed out" in why(fetcher, f"{web.root}/a")


@pytest.mark.parametrize(
    ("status", "words"), [(404, "not found"), (403, "refuses"), (500, "answered 500"), (410, "gone")]
)
def test_a_refusal_is_named(web: Web, fetcher: Fetcher, status: int, words: str) -> None:
    web.pages["/a"] = (status, {}, b"")
    assert words in why(fetcher, f"{web.root}/a")


def test_robots_are_honoured_and_asked_for_once(web: Web, fetcher: Fetcher) -> None:
    web.pages |= {"/robots.txt": b"User-agent: *\nDisallow: /private/*.html", "/a": b"x", "/private/a.html": b"x"}
    fetcher.fetch(f"{web.root}/a")
    assert "robots.txt" in why(fetcher, f"{web.root}/private/a.html")
    assert web.paths() == ["/a"]
    assert len(web.asked) == 2


def test_a_host_whose_robots_fail_is_left_alone(web: Web, fetcher: Fetcher) -> None:
    web.pages |= {"/robots.txt": (503, {}, b""), "/a": b"x"}
    assert "robots.txt" in why(fetcher, f"{web.root}/a")


def test_requests_to_one_host_keep_their_pace(web: Web) -> None:
    web.pages |= {"/a": b"x"}
    with Fetcher(allow=web.allow, pace=0.3) as fetcher:
        begun = time.monotonic()
        for _ in range(3):
            fetcher.fetch(f"{web.root}/a")
        assert time.monotonic() - begun >= 0.6


def test_five_redirects_are_followed_and_a_sixth_is_not(web: Web, fetcher: Fetcher) -> None:
    web.pages |= {f"/{n}": (302, {"Location": f"/{n + 1}"}, b"") for n in range(6)} | {"/6": b"x"}
    assert fetcher.fetch(f"{web.root}/1").url.endswith("/6")
    assert "more than 5 times" in why(fetcher, f"{web.root}/0")


@pytest.mark.parametrize(
    ("url", "told"),
    [("file:///etc/passwd", "only http and https"), ("ftp://h.example/a", "only http and https"),
     ("gopher://h.example/", "only http and https"), ("http:///a", "only http and https"),
     ("http://u:p@h.example/", "carries credentials"), ("http://u@h.example/", "carries credentials"),
     ("http://:p@h.example/", "carries credentials"), ("http://h.example:99999/", "is not an address"),
     ("http://h.example:22/", "port 22"), ("javascript://x", "only http and https"), ("http://[::1", "is not an address"),
     ("http://h.example:6379/", "port 6379"), ("https://h.example:8443/", "port 8443"), ("data://text", "only http and https")],
)  # fmt: skip
def test_addresses_of_other_kinds_are_refused_by_their_looks(connected: list[Any], url: str, told: str) -> None:
    with Fetcher(seconds=2.0, pace=0.0) as fetcher:
        assert told in why(fetcher, url)
    assert connected == []


@pytest.mark.parametrize("location", ["http://[", "http://[::1", "/a\udcff", "//\udcff/", "http://h\udcff.example/"])
@pytest.mark.parametrize("path", ["/a", "/robots.txt"])
def test_a_redirect_to_what_is_no_address_is_refused(web: Web, fetcher: Fetcher, path: str, location: str) -> None:
    web.pages["/robots.txt"] = b"User-agent: *\nDisallow: /private"
    web.pages[path] = (302, {"Location": location}, b"")
    assert "not an address" in why(fetcher, f"{web.root}/a")


def test_marks_of_an_answer_can_be_written_down_whatever_its_host_sends(web: Web, fetcher: Fetcher) -> None:
    web.pages["/a"] = (200, {"ETag": '"a\udcff"', "Last-Modified": "\udcfe"}, b"x")
    found = fetcher.fetch(f"{web.root}/a")
    assert (found.etag, found.modified) == ('"a\ufffd"', "\ufffd")


def test_a_redirect_is_looked_at_like_the_address_it_came_from(web: Web, fetcher: Fetcher) -> None:
    web.pages["/a"] = (302, {"Location": f"http://user:secret@127.0.0.1:{web.port}/b"}, b"")
    web.pages["/b"] = b"x"
    assert "carries credentials" in why(fetcher, f"{web.root}/a")
    assert web.paths() == ["/a"]


LITERALS = [f"[{a}]" if ":" in a else a for a in REFUSED] + [
    "0x7f000001", "2130706433", "017700000001", "127.1", "0", "0177.0.0.1", "127.0.0.1.", "localhost", "LOCALHOST",
    "①②⑦.⓪.⓪.①", "127。0。0。1",
]  # fmt: skip
PORT80 = [f"http://{host}/" for host in LITERALS]


@pytest.mark.parametrize("url", PORT80)
def test_no_form_of_a_private_address_connects_directly(connected: list[Any], url: str) -> None:
    with Fetcher(seconds=2.0, pace=0.0) as fetcher:
        why(fetcher, url)
    assert connected == []


@pytest.mark.parametrize("address", [a for a in REFUSED if "%" not in a])
def test_no_name_that_resolves_to_a_private_address_connects(connected: list[Any], address: str) -> None:
    with Fetcher(seconds=2.0, pace=0.0, resolver=Leading(address)) as fetcher:
        assert "forbidden" in why(fetcher, "http://news.example/a")
    assert connected == []


@pytest.mark.parametrize("url", PORT80)
def test_no_redirect_leads_to_a_private_address(web: Web, fetcher: Fetcher, url: str) -> None:
    web.pages["/a"] = (302, {"Location": url}, b"")
    before = len(web.asked)
    why(fetcher, f"{web.root}/a")
    assert [path for path, _ in web.asked[before:]] == ["/robots.txt", "/a"]


def flipped(web: Web, connecting: list[Any], address: str) -> str:
    """Return why a page is not fetched whose name leads to the web for its robots.txt, and then to an address."""
    web.pages["/a"] = b"x"
    with Fetcher(allow=web.allow, seconds=2.0, pace=0.0, resolver=Leading("127.0.0.1", address)) as fetcher:
        told = why(fetcher, f"http://news.example:{web.port}/a")
    # The first name did lead there, so that it is the second answer that is refused.
    assert connecting == [("127.0.0.1", web.port)]
    connecting.clear()
    return told


def test_a_name_that_flips_after_its_first_answer_does_not_connect(web: Web, connecting: list[Any]) -> None:
    for address in ("10.0.0.1", "169.254.169.254", "127.0.0.2", "::1"):
        assert "forbidden" in flipped(web, connecting, address)
    assert web.paths() == []


def test_no_proxy_is_taken_from_the_environment(web: Web, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    web.pages["/a"] = b"x"
    assert fetcher.fetch(f"{web.root}/a").raw == b"x"


@pytest.mark.parametrize(
    "url",
    ["http://cdn.discordapp.com/a", "https://cdn.discordapp.com.evil.example/a", "https://evil.example/cdn.discordapp.com",
     "https://cdn.discordapp.com@evil.example/", "https://cdn.discordapp.com:8443/a", "https://discordapp.com/a"],
)  # fmt: skip
def test_an_attachment_from_anywhere_else_is_none(fetcher: Fetcher, connected: list[Any], url: str) -> None:
    assert "forbidden" in why(fetcher, url, hosts=DISCORD_HOSTS)
    assert connected == []


CARRIED = (
    "{}",
    "::ffff:{}",
    "::{}",
    "64:ff9b::{}",
    "2002:{:x}:{:x}::1",
    "2606:4700::5efe:{}",
    "2001:0:{:x}:{:x}:0:0:0:1",
)
"""Ways in which an IPv6 address carries an IPv4 one."""


def forms_of(address: str) -> Iterator[str]:
    """Yield other spellings of a private IPv4 address that some resolver or client takes."""
    number = int(ipaddress.IPv4Address(address))
    a, b, c, d = address.split(".")
    yield from (
        str(number),
        hex(number),
        f"0{number:o}",
        f"0x{number:X}",
        f"{a}.{number & 0xFFFFFF}",
        f"{a}.{b}.{number & 0xFFFF}",
    )
    yield from (f"0{int(a):o}.{b}.{c}.{d}", f"{hex(int(a))}.{b}.{c}.{d}", f"{address}.", f"0{a}.0{b}.0{c}.0{d}")
    for form in CARRIED:
        yield (
            f"[{form.format(number >> 16, number & 0xFFFF) if ':x' in form else form.format(address)}]"
            if ":" in form
            else address
        )


ADDRESS_FORMS = sorted({
    *LITERALS,
    *(form for address in REFUSED if ":" not in address for form in forms_of(address)),
})  # fmt: skip
ADDRESSES_CARRIED = sorted({
    *(a for a in REFUSED if "%" not in a),
    *(f.strip("[]") for a in REFUSED if ":" not in a for f in forms_of(a) if f.startswith("[") or f == a),
})  # fmt: skip


@pytest.mark.promise
@pytest.mark.timeout(1800)
def test_no_form_of_a_private_address_connects_by_any_path(
    web: Web, connecting: list[Any], scale: Callable[[int, int], int], promised: Callable[[str], None]
) -> None:
    forms, carried = ADDRESS_FORMS[:: scale(9, 1)], ADDRESSES_CARRIED[:: scale(9, 1)]
    with Fetcher(seconds=2.0, pace=0.0) as fetcher:
        for form in forms:
            why(fetcher, f"http://{form}/")
    for address in carried:
        with Fetcher(seconds=2.0, pace=0.0, resolver=Leading(address)) as fetcher:
            assert "forbidden" in why(fetcher, "http://news.example/a")
        assert connecting == []
        assert "forbidden" in flipped(web, connecting, address)
    assert connecting == [] == web.paths()
    promised(
        f"{len(forms)} spellings directly, {len(carried)} addresses by name and by a name that flips: 0 connections"
    )


@pytest.mark.promise
@pytest.mark.timeout(1800)
def test_no_redirect_and_no_feed_leads_to_any_form(
    web: Web, scale: Callable[[int, int], int], promised: Callable[[str], None]
) -> None:
    forms = ADDRESS_FORMS[:: scale(9, 1)]
    with Fetcher(allow=web.allow, seconds=2.0, pace=0.0) as fetcher:
        for form in forms:
            web.pages["/a"] = (302, {"Location": f"http://{form}/"}, b"")
            why(fetcher, f"{web.root}/a")
        items = "".join(f"<item><title>T</title><link>http://{form}/</link></item>" for form in forms)
        web.pages["/feed"] = f"<rss version='2.0'><channel>{items}</channel></rss>".encode()
        problems: list[Problem] = []
        found = list(
            read_articles(
                [f"{web.root}/feed"], "default", "", problems.append, bounds=Bounds(most=1000), fetcher=fetcher
            )
        )
    assert found == []
    # Only the web of the tests was asked, for what was named there.
    assert set(web.paths()) <= {"/a", "/feed"}
    assert len(problems) >= 0.9 * len(set(forms))
    promised(f"{len(forms)} spellings by redirect and {len(problems)} by feed: 0 connections")


@pytest.mark.parametrize(("asked", "waited"), [("0.4", 0.4), ("nonsense", 0.0), ("99999", None)])
def test_a_host_sets_its_own_pace_within_reason(web: Web, asked: str, waited: float | None) -> None:
    web.pages |= {"/robots.txt": f"User-agent: *\nCrawl-delay: {asked}".encode(), "/a": b"x"}
    with Fetcher(allow=web.allow, pace=0.0) as fetcher:
        fetcher.fetch(f"{web.root}/a")
        [pace] = fetcher._paces.values()
        assert pace.every == (fetching.LONGEST_PACE if waited is None else waited)
