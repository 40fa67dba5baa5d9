"""Following feeds, and looking again at what changed at its source."""

import logging
import random
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from itertools import zip_longest

from index.engine import NewsIndex
from index.errors import SourceError
from index.records import AddReport, Article
from index.sources import Bounds, Fetcher, Filing, Problem, Report, Since, host_of, read_articles, read_feed
from index.store import Followed

log = logging.getLogger(__name__)

SHORTEST, LONGEST = 300, 24 * 3600
"""Seconds between two polls of a feed: at least, and after many failures."""
JITTER = 0.1
"""Share of the interval by which polls are moved, so that feeds added together do not stay together."""
MOST_OF_POLL = 200
"""New articles taken from a feed at one poll."""


AT_ONCE = 4
"""Hosts that feeds are fetched from at a time."""
FEED_SECONDS = 120.0
"""Seconds that one feed may take with its pages; what is left comes at the next poll."""


@dataclass(frozen=True, slots=True)
class Polled:
    """What came of polling a feed: its new state, and what was added."""

    feed: Followed
    report: AddReport


@dataclass(frozen=True, slots=True)
class Polling:
    """What a feed gave: its state without the outcome, the addresses it lists, and its new articles.

    `urls` is None where there is nothing new to be written down.
    """

    feed: Followed
    urls: tuple[str, ...] | None = None
    articles: tuple[Article, ...] = ()


class Following:
    """Polls feeds: fetches from several hosts at once, and holds the library only to store what each gave."""

    def __init__(
        self,
        write: Callable[[], AbstractContextManager[NewsIndex]],
        fetcher: Callable[[], AbstractContextManager[Fetcher]],
        report: Report,
        *,
        clock: Callable[[], float] = time.time,
        chance: Callable[[], float] = random.random,
        seconds: float = FEED_SECONDS,
    ) -> None:
        """Hold the library by `write`, and fetch each feed by a `fetcher` of its own, for `seconds` at most."""
        self._write = write
        self._fetcher = fetcher
        self._report = report
        self._clock = clock
        self._chance = chance
        self._bounds = Bounds(MOST_OF_POLL, seconds=seconds)

    def poll(self, collections: Sequence[str], *, only_due: bool = True) -> Iterator[Polled]:
        """Poll the feeds of collections, each as it is done; those that are not due are passed over.

        When each is due again is written down before any is fetched, so that none is begun anew at once where this
        is cut off.
        """
        with self._write() as index:
            due = [f for f in index.followed(collections) if not only_due or f.due <= self._clock()]
            begun = [(self._postponed(f), index.feed_entries(f)) for f in _by_turns(due)]
            for feed, _ in begun:
                index.follow(feed)
        for fetched in self._fetched(begun):
            yield self._stored(fetched)

    def _fetched(self, begun: Sequence[tuple[Followed, set[str]]]) -> Iterator[Polling]:
        """Yield what feeds give as it comes: one feed of a host at a time, several hosts at once."""
        waiting = deque(begun)
        running: dict[Future[Polling], str] = {}
        with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="feeds") as beside:
            while waiting or running:
                for _ in range(len(waiting)):
                    feed, known = waiting.popleft()
                    host = host_of(feed.url)
                    if len(running) < AT_ONCE and host not in running.values():
                        running[beside.submit(self._fetch, feed, known)] = host
                    else:
                        waiting.append((feed, known))
                for done in wait(running, return_when=FIRST_COMPLETED).done:
                    del running[done]
                    yield done.result()

    def _fetch(self, feed: Followed, known: set[str]) -> Polling:
        missed: set[str] = set()

        def report(problem: Problem) -> None:
            self._report(problem)
            missed.update({problem.where} if problem.passing else ())

        try:
            with self._fetcher() as fetcher:
                filing, since = Filing(feed.collection, feed.publisher), Since(feed.etag, feed.modified)
                read = read_feed(feed.url, since, known, filing, report, bounds=self._bounds, fetcher=fetcher)
                if read is None:
                    return Polling(replace(feed, failures=0, outcome="unchanged"))
                with read:
                    articles = tuple(read.articles())
        except SourceError as error:
            self._report(Problem(error.where, error.why))
            return Polling(replace(feed, failures=feed.failures + 1, outcome=error.why))
        except Exception:
            # One feed's host, whatever it sends, keeps nobody else's waiting.
            log.exception("%s could not be polled", feed.url)
            return Polling(replace(feed, failures=feed.failures + 1, outcome="could not be read; the log says why"))
        feed = replace(feed, failures=0, title=read.title or feed.title)
        if not missed:
            # A feed that "has not changed" would hide what could not be had this time.
            feed = replace(feed, etag=read.etag, modified=read.modified)
        return Polling(feed, tuple(url for url in read.urls if url not in missed), articles)

    def _stored(self, fetched: Polling) -> Polled:
        added, feed = AddReport(), fetched.feed
        with self._write() as index:
            if feed.key not in {f.key for f in index.followed([feed.collection])}:
                return Polled(replace(feed, outcome="no longer followed"), added)
            if fetched.urls is not None:
                added = index.add(fetched.articles)
                index.keep_feed_entries(feed, fetched.urls)
                feed = replace(feed, outcome=f"{added.added} added, {added.replaced} replaced")
            feed = replace(self._postponed(feed), looked=self._clock())
            index.follow(feed)
        return Polled(feed, added)

    def _postponed(self, feed: Followed) -> Followed:
        """Return a feed due after its interval, doubled with every failure, moved a little."""
        wait_for = min(feed.every * 2.0 ** min(feed.failures, 16), LONGEST)
        moved = max(wait_for, feed.every) * (1 + JITTER * (2 * self._chance() - 1))
        return replace(feed, due=self._clock() + moved)


def _by_turns(feeds: Sequence[Followed]) -> list[Followed]:
    """Return feeds so that each collection's first comes before any other's second."""
    own: dict[str, list[Followed]] = {}
    for feed in feeds:
        own.setdefault(feed.collection, []).append(feed)
    return [feed for rank in zip_longest(*own.values()) for feed in rank if feed is not None]


def refresh(
    index: NewsIndex, collection: str, ids: Sequence[str], fetcher: Fetcher, report: Report
) -> tuple[AddReport, int]:
    """Fetch articles again from their addresses; return what came of it, and how many have no address.

    One that changed gets a new revision; what cannot be fetched stays as it is and is reported.
    """
    addresses = dict(index.addresses(collection))
    wanted = [(id_, addresses.get(id_)) for id_ in ids or addresses]
    known = [(id_, url) for id_, url in wanted if url]

    def fetched() -> Iterator[Article]:
        for id_, url in known:
            held = index.article(id_, [collection])
            found = read_articles([url], collection, held.publisher if held else "", report, fetcher=fetcher)
            yield from (replace(a, id=id_) for a in found)

    return index.add(fetched()), len(wanted) - len(known)
