"""A feed → what it gives that is new, or, before it is followed, what it gives at all."""

from collections.abc import Iterator, Sequence, Set
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from itertools import islice

from index.errors import SourceError
from index.records import Article
from index.sources.documents import Arrived, Filing, Kind, Listed
from index.sources.fetching import Fetched, Fetcher, Since
from index.sources.formats.publishers import host_of
from index.sources.gathering import Bounds, Gathering, Report
from index.sources.parsing import Parsers

MOST_TITLE = 200
LATEST = 3
"""Titles that tell whoever is about to follow a feed what it is."""


@dataclass(frozen=True, slots=True)
class Tried:
    """A feed that can be followed: what it calls itself, and the titles of the first entries that it lists."""

    title: str
    latest: tuple[str, ...]


def try_feed(url: str, fetcher: Fetcher) -> Tried:
    """Return what a feed is, by looking at it once; its articles are not fetched.

    Raises:
        SourceError: it cannot be fetched, or is no feed.
    """
    parsers = Parsers()
    try:
        listed = _listed(url, fetcher.fetch(url), Filing(""), parsers)
    finally:
        parsers.close()
    titles = ((entry.title or entry.url)[:MOST_TITLE] for entry in listed)
    return Tried(_title(listed), tuple(islice(titles, LATEST)))


def read_feed(
    url: str,
    since: Since,
    known: Set[str],
    filing: Filing,
    report: Report,
    *,
    bounds: Bounds,
    fetcher: Fetcher,
) -> "FeedRead | None":
    """Return what a feed gives that is not `known`; None where its host says that it has not changed.

    Raises:
        SourceError: it cannot be fetched, or is no feed.
    """
    found = fetcher.fetch(url, since)
    if found.is_unchanged:
        return None
    parsers = Parsers()
    try:
        listed = _listed(url, found, filing, parsers)
    except BaseException:
        parsers.close()
        raise
    return FeedRead(listed, known, found, Gathering(filing, report, fetcher, parsers, bounds), parsers)


def _listed(url: str, found: Fetched, filing: Filing, parsers: Parsers) -> list[Listed]:
    """Return the entries of what was fetched, each with the host that it came from."""
    arrived = Arrived(url, "", found.raw, found.url, found.content_type, host_of(found.url))
    parsed = parsers.parsed(parsers.begin(arrived, filing), url)
    if parsed.problems:
        raise SourceError(*parsed.problems[0])
    if parsed.kind is not Kind.FEED:
        raise SourceError(url, "is not a feed")
    return [replace(entry, host=arrived.host) for entry in parsed.listed]


def _title(listed: Sequence[Listed]) -> str:
    return next((entry.publisher[:MOST_TITLE] for entry in listed if entry.publisher), "")


class FeedRead(AbstractContextManager["FeedRead"]):
    """A feed as it was fetched: its marks, the addresses it gives, and the articles of those that are new."""

    def __init__(
        self, listed: Sequence[Listed], known: Set[str], found: Fetched, gathering: Gathering, parsers: Parsers
    ) -> None:
        self.urls = [x.url for x in listed]
        self.title = _title(listed)
        self.etag, self.modified = found.etag, found.modified
        self._new = [x for x in listed if x.url not in known]
        self._gathering = gathering
        self._parsers = parsers

    def __exit__(self, *_: object) -> None:
        self._parsers.close()

    def articles(self) -> Iterator[Article]:
        """Yield the new articles; fetched one by one, so that this may take a while."""
        yield from (placed.article for placed in self._gathering.listed(self._new))
