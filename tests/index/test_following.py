"""Followed feeds and refreshed articles, against a web on the loopback interface."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest

from index import NewsIndex, Problem
from index import following as module
from index.following import LONGEST, Following, _by_turns, refresh
from index.sources import Fetcher
from index.store import Followed
from tests.index.sources.web import Web, running_web

Opener = Callable[..., NewsIndex]

PAGE = """<html lang="en"><head><title>{title}</title><meta property="og:site_name" content="The Lantern"></head><body><article>
<h1>{title}</h1><p>Rain fell on the lower town of Brey for three days, and the river rose by {metres} metres before dawn.</p>
<p>The mayor, Tomas Reik, said that the water would not fall before Tuesday, and asked people to stay at home.</p>
</article></body></html>"""


def page(title: str, metres: str = "two") -> bytes:
    return PAGE.format(title=title, metres=metres).encode()


def feed(web: Web, *names: str) -> bytes:
    items = "".join(f"<item><title>{n}</title><link>{web.root}/{n}</link></item>" for n in names)
    return f"<rss version='2.0'><channel><title>The Lantern</title>{items}</channel></rss>".encode()


@pytest.fixture
def web() -> Iterator[Web]:
    with running_web() as running:
        running.pages |= {f"/{n}": page(n) for n in ("one", "two", "three")}
        yield running


@pytest.fixture
def fetcher(web: Web) -> Iterator[Fetcher]:
    with Fetcher(allow=web.allow, pace=0.0) as made:
        yield made


class Clock:
    now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def problems() -> list[Problem]:
    return []


@pytest.fixture
def index(open_index: Opener) -> NewsIndex:
    return open_index()


@pytest.fixture
def following(index: NewsIndex, fetcher: Fetcher, problems: list[Problem], clock: Clock) -> Following:
    return following_of(index, fetcher, problems, clock)


def following_of(
    index: NewsIndex, fetcher: Fetcher, problems: list[Problem], clock: Clock, seconds: float = 60.0
) -> Following:
    fetchers = lambda: Fetcher(allow=fetcher._allow, pace=0.0)  # noqa: E731
    return Following(
        lambda: nullcontext(index), fetchers, problems.append, clock=clock, chance=lambda: 0.5, seconds=seconds
    )


def poll(following: Following) -> list[str]:
    return [p.feed.outcome for p in following.poll(["default"])]


def test_a_poll_adds_what_is_new_and_nothing_twice(
    web: Web, index: NewsIndex, following: Following, clock: Clock
) -> None:
    index.follow(Followed(f"{web.root}/feed", "default"))
    web.pages["/feed"] = (200, {"Content-Type": "application/rss+xml"}, feed(web, "one", "two"))
    assert poll(following) == ["2 added, 0 replaced"]
    assert poll(following) == []
    assert [f.looked for f in index.followed(["default"])] == [clock.now]
    clock.now += 1801
    web.pages["/feed"] = feed(web, "three", "one")
    assert poll(following) == ["1 added, 0 replaced"]
    assert sorted(t.title for t in index.titles(["default"])) == ["one", "three", "two"]
    assert web.paths().count("/one") == 1


def test_a_feed_that_has_not_changed_is_not_sent_again(
    web: Web, index: NewsIndex, following: Following, clock: Clock
) -> None:
    body = feed(web, "one")
    web.pages["/feed"] = lambda h: (
        (304, {}, b"") if h.headers.get("If-None-Match") == "x" else (200, {"ETag": "x"}, body)
    )
    index.follow(Followed(f"{web.root}/feed", "default"))
    poll(following)
    clock.now += 1801
    assert poll(following) == ["unchanged"]


def test_an_entry_that_could_not_be_had_is_tried_again_and_one_that_is_gone_is_not(
    web: Web, index: NewsIndex, following: Following, clock: Clock
) -> None:
    body = feed(web, "one", "busy", "gone")
    web.pages["/feed"] = lambda h: (
        (304, {}, b"") if h.headers.get("If-None-Match") == "x" else (200, {"ETag": "x"}, body)
    )
    web.pages |= {"/busy": (503, {}, b""), "/gone": (410, {}, b"")}
    index.follow(Followed(f"{web.root}/feed", "default"))
    poll(following)
    web.pages["/busy"] = page("busy")
    clock.now += 1801
    assert poll(following) == ["1 added, 0 replaced"]
    assert web.paths().count("/gone") == 1
    clock.now += 1801
    assert poll(following) == ["unchanged"]


def test_failures_make_the_next_poll_wait_longer_up_to_a_day(
    web: Web, index: NewsIndex, following: Following, clock: Clock, problems: list[Problem]
) -> None:
    index.follow(Followed(f"{web.root}/gone", "default"))
    waits = []
    for _ in range(9):
        poll(following)
        [held] = index.followed(["default"])
        waits.append(held.due - clock.now)
        clock.now = held.due
    assert waits[:3] == [3600, 7200, 14400]
    assert waits[-1] == LONGEST
    assert problems[0].why == "was not found"


def test_when_each_feed_is_due_again_is_written_before_any_is_fetched(
    web: Web, index: NewsIndex, following: Following, clock: Clock
) -> None:
    due: list[float] = []

    def reply(_: BaseHTTPRequestHandler) -> tuple[int, dict[str, str], bytes]:
        due.extend(f.due for f in index.followed(["default"]))
        return 404, {}, b""

    web.pages["/feed"] = reply
    index.follow(Followed(f"{web.root}/feed", "default"))
    poll(following)
    assert due == [clock.now + 1800]


def test_a_feed_that_takes_its_time_gives_the_rest_at_the_next_poll(
    web: Web, index: NewsIndex, fetcher: Fetcher, problems: list[Problem], clock: Clock
) -> None:
    web.pages["/feed"] = feed(web, "one", "two")
    index.follow(Followed(f"{web.root}/feed", "default"))
    assert poll(following_of(index, fetcher, problems, clock, seconds=0.0)) == ["0 added, 0 replaced"]
    assert {p.why for p in problems} == {"was left out: what lists it had taken its time"}
    clock.now += 1801
    assert poll(following_of(index, fetcher, problems, clock)) == ["2 added, 0 replaced"]


@pytest.mark.parametrize("what", ["etag", "redirect", "unheard of"])
def test_a_feed_whose_host_sends_nonsense_keeps_nobody_elses_waiting(
    web: Web, index: NewsIndex, following: Following, clock: Clock, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    web.pages["/bad"] = feed(web, "one") if what != "redirect" else (302, {"Location": "http://["}, b"")
    if what == "etag":
        web.pages["/bad"] = (200, {"Content-Type": "application/rss+xml", "ETag": '"a\udcff"'}, feed(web, "one"))
    if what == "unheard of":
        reads = getattr(module, "read_feed")  # noqa: B009 - what the module has imported
        monkeypatch.setattr(module, "read_feed", lambda url, *a, **k: {}[url] if "bad" in url else reads(url, *a, **k))
    web.pages["/good"] = feed(web, "two")
    for path in ("/bad", "/good"):
        index.follow(Followed(f"{web.root}{path}", "default"))
    outcomes = {p.feed.url.rsplit("/", 1)[1]: p.feed for p in following.poll(["default"])}
    assert outcomes["good"].outcome == "1 added, 0 replaced"
    assert (outcomes["bad"].failures > 0) is (what != "etag")
    assert all(f.due > clock.now for f in index.followed(["default"]))


def test_a_slow_feed_keeps_nobody_elses_waiting(
    web: Web, index: NewsIndex, fetcher: Fetcher, problems: list[Problem], clock: Clock
) -> None:
    let_go = threading.Event()

    def slowly(_: BaseHTTPRequestHandler) -> tuple[int, dict[str, str], bytes]:
        let_go.wait(10)
        return 404, {}, b""

    with running_web() as slow:
        slow.pages["/feed"] = slowly
        web.pages["/feed"] = feed(web, "one")
        fast = web.root.replace("127.0.0.1", "localhost")
        for url, collection in (
            (f"{slow.root}/feed", "default"),
            (f"{slow.root}/other", "default"),
            (f"{fast}/feed", "guild-1"),
        ):
            index.follow(Followed(url, collection))
        both = Following(
            lambda: nullcontext(index),
            lambda: Fetcher(allow=frozenset({*web.allow, *slow.allow, f"::1:{web.port}"}), pace=0.0),
            problems.append,
            clock=clock,
        )
        polled = both.poll(["default", "guild-1"])
        begun = time.monotonic()
        first = next(polled)
        assert (first.feed.collection, time.monotonic() - begun < 5) == ("guild-1", True)
        let_go.set()
        assert [p.feed.outcome for p in polled] == ["was not found", "was not found"]


def test_servers_feeds_come_by_turns() -> None:
    feeds = [Followed(f"https://a.example/{n}", "guild-1") for n in range(3)] + [
        Followed("https://b.example", "guild-2")
    ]
    assert [f.collection for f in _by_turns(feeds)] == ["guild-1", "guild-2", "guild-1", "guild-1"]


def test_what_was_unfollowed_while_it_was_fetched_stays_so(web: Web, index: NewsIndex, following: Following) -> None:
    def reply(_: BaseHTTPRequestHandler) -> tuple[int, dict[str, str], bytes]:
        return 200, {}, feed(web, "one")

    web.pages["/feed"] = reply
    index.follow(Followed(f"{web.root}/feed", "default"))
    polled = following.poll(["default"])
    stored = following._stored

    def unfollowed_meanwhile(polling: Any) -> Any:
        index.unfollow(polling.feed.url, "default")
        return stored(polling)

    following._stored = unfollowed_meanwhile  # type: ignore[method-assign, assignment]
    assert [p.feed.outcome for p in polled] == ["no longer followed"]
    assert index.followed(["default"]) == []


def test_what_is_followed_no_longer_keeps_its_articles(web: Web, index: NewsIndex, following: Following) -> None:
    web.pages["/feed"] = feed(web, "one")
    index.follow(Followed(f"{web.root}/feed", "default"))
    poll(following)
    assert index.unfollow(f"{web.root}/feed", "default")
    assert not index.unfollow(f"{web.root}/feed", "default")
    assert index.followed(["default"]) == []
    assert index.count(["default"])["articles"] == 1


def test_feeds_of_another_collection_are_not_seen(web: Web, index: NewsIndex) -> None:
    index.follow(Followed(f"{web.root}/feed", "guild-1"))
    assert index.followed(["default"]) == []


def test_refresh_replaces_what_changed_and_its_quotes_stay_traceable(
    web: Web, index: NewsIndex, following: Following, fetcher: Fetcher, problems: list[Problem]
) -> None:
    web.pages["/feed"] = feed(web, "one", "two")
    index.follow(Followed(f"{web.root}/feed", "default"))
    poll(following)
    quote = next(q for q in index.ask("how far did the river rise", ["default"]).quotes if q.article.title == "one")
    web.pages["/one"] = page("one", metres="three")
    report, without = refresh(index, "default", [], fetcher, problems.append)
    assert (report.replaced, report.unchanged, without) == (1, 1, 0)
    [again] = index.recall([quote.reference], ["default"])
    assert again is not None
    assert (again.text, again.since_changed) == (quote.text, True)


def test_a_page_that_is_gone_leaves_its_article_and_is_reported(
    web: Web, index: NewsIndex, following: Following, fetcher: Fetcher, problems: list[Problem]
) -> None:
    web.pages["/feed"] = feed(web, "one")
    index.follow(Followed(f"{web.root}/feed", "default"))
    poll(following)
    web.pages["/one"] = (410, {}, b"")
    refresh(index, "default", [], fetcher, problems.append)
    assert [p.why for p in problems] == ["is gone"]
    assert index.count(["default"])["articles"] == 1


def test_removed_text_is_gone_from_the_bytes_of_the_files(open_index: Opener, tmp_path: Path) -> None:
    from index import Article
    from index.sources.formats.layout import mark_blocks

    index = open_index()
    texts = {
        id_: f"The harbour master of Brey spoke of the {id_}word and closed the port at noon." * 4
        for id_ in ("keep", "gone")
    }
    index.add(Article(i, "default", t, mark_blocks(t), publisher=f"{i}press") for i, t in texts.items())
    changed = texts["gone"].replace("noon", "gonenight")
    index.add([Article("gone", "default", changed, mark_blocks(changed), publisher="gonepress")])
    gone = index.remove("default", index.ids_where("default", publisher="gonepress"))
    assert (gone.articles, gone.revisions) == (1, 1)
    index.close()
    held = b"".join(p.read_bytes() for p in tmp_path.rglob("*") if p.is_file())
    assert b"keepword" in held
    assert b"gone" not in held


def test_a_feed_is_due_as_soon_as_it_is_followed() -> None:
    assert Followed("https://a.example", "default").due == 0.0
