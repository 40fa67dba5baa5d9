"""Following feeds, and looking again at what changed at its source."""

import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from index.engine import AddReport, NewsIndex
from index.errors import SourceError
from index.records import Article
from index.sources import Bounds, Fetcher, Filing, Problem, Report, Since, read_articles, read_feed
from index.store import Followed

SHORTEST, LONGEST = 300, 24 * 3600
"""Seconds between two polls of a feed: at least, and after many failures."""
JITTER = 0.1
"""Share of the interval by which polls are moved, so that feeds added together do not stay together."""
MOST_OF_POLL = 200
"""New articles taken from a feed at one poll."""


@dataclass(frozen=True, slots=True)
class Polled:
    """What came of polling a feed: its new state, and what was added."""

    feed: Followed
    report: AddReport


class Following:
    """Polls the feeds of a library, which is open for writing, through one fetcher."""

    def __init__(
        self,
        index: NewsIndex,
        fetcher: Fetcher,
        report: Report,
        *,
        clock: Callable[[], float] = time.time,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._index = index
        self._fetcher = fetcher
        self._report = report
        self._clock = clock
        self._chance = chance

    def poll(self, feeds: Sequence[Followed], *, only_due: bool = True) -> Iterator[Polled]:
        """Poll feeds one after the other; those that are not due are passed over."""
        for feed in feeds:
            if not only_due or feed.due <= self._clock():
                yield self._poll(feed)

    def _poll(self, feed: Followed) -> Polled:
        filing = Filing(feed.collection, feed.publisher)
        added = AddReport()
        missed: set[str] = set()

        def report(problem: Problem) -> None:
            self._report(problem)
            missed.update({problem.where} if problem.passing else ())

        try:
            read = read_feed(
                feed.url, Since(feed.etag, feed.modified), self._index.feed_entries(feed), filing, report,
                bounds=Bounds(MOST_OF_POLL), fetcher=self._fetcher,
            )  # fmt: skip
        except SourceError as error:
            self._report(Problem(error.where, error.why))
            return self._kept(replace(feed, failures=feed.failures + 1, outcome=error.why), added)
        if read is None:
            return self._kept(replace(feed, failures=0, outcome="unchanged"), added)
        with read:
            added = self._index.add(read.articles())
        self._index.keep_feed_entries(feed, [url for url in read.urls if url not in missed])
        outcome = f"{added.added} added, {added.replaced} replaced"
        feed = replace(feed, title=read.title or feed.title)
        if not missed:
            # A feed that "has not changed" would hide what could not be had this time.
            feed = replace(feed, etag=read.etag, modified=read.modified)
        return self._kept(replace(feed, failures=0, outcome=outcome), added)

    def _kept(self, feed: Followed, added: AddReport) -> Polled:
        feed = replace(feed, due=self._clock() + self._wait(feed))
        self._index.follow(feed)
        return Polled(feed, added)

    def _wait(self, feed: Followed) -> float:
        """Return the seconds until the next poll: the interval, doubled with every failure, moved a little."""
        wait = min(feed.every * 2.0 ** min(feed.failures, 16), LONGEST)
        return max(wait, feed.every) * (1 + JITTER * (2 * self._chance() - 1))


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
