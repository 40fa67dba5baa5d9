"""A followed feed → what it gives that is new."""

from collections.abc import Iterator, Sequence, Set
from contextlib import AbstractContextManager
from dataclasses import replace

from index.errors import SourceError
from index.records import Article
from index.sources.documents import Arrived, Filing, Kind, Listed
from index.sources.fetching import Fetched, Fetcher, Since
from index.sources.formats.publishers import host_of
from index.sources.gathering import Bounds, Gathering, Report
from index.sources.parsing import Parsers


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
    arrived = Arrived(url, "", found.raw, found.url, found.content_type, host_of(found.url))
    parsers = Parsers()
    try:
        parsed = parsers.parsed(parsers.begin(arrived, filing), url)
        if parsed.problems:
            raise SourceError(*parsed.problems[0])
        if parsed.kind is not Kind.FEED:
            raise SourceError(url, "is not a feed")
    except BaseException:
        parsers.close()
        raise
    gathering = Gathering(filing, report, fetcher, parsers, bounds)
    listed = [replace(x, host=arrived.host) for x in parsed.listed]
    return FeedRead(listed, known, found, gathering, parsers)


class FeedRead(AbstractContextManager["FeedRead"]):
    """A feed as it was fetched: its marks, the addresses it gives, and the articles of those that are new."""

    def __init__(
        self, listed: Sequence[Listed], known: Set[str], found: Fetched, gathering: Gathering, parsers: Parsers
    ) -> None:
        self.urls = [x.url for x in listed]
        self.title = next((x.publisher for x in listed if x.publisher), "")
        self.etag, self.modified = found.etag, found.modified
        self._new = [x for x in listed if x.url not in known]
        self._gathering = gathering
        self._parsers = parsers

    def __exit__(self, *_: object) -> None:
        self._parsers.close()

    def articles(self) -> Iterator[Article]:
        """Yield the new articles; fetched one by one, so that this may take a while."""
        yield from (placed.article for placed in self._gathering.listed(self._new))
