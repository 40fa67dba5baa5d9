"""Sources → documents → articles: files, pages, feeds, sitemaps, archives, through the one fetcher."""

from index.sources.documents import Filing
from index.sources.expecting import expected_articles
from index.sources.feed_reading import Tried, read_feed, try_feed
from index.sources.fetching import DISCORD_HOSTS, Fetcher, Since, fetcher_for
from index.sources.formats.publishers import host_of
from index.sources.formats.tables import opened
from index.sources.gathering import (
    Bounds,
    Placed,
    Problem,
    Report,
    read_articles,
    read_placed,
)

__all__ = [
    "DISCORD_HOSTS",
    "Bounds",
    "Fetcher",
    "Filing",
    "Placed",
    "Problem",
    "Report",
    "Since",
    "Tried",
    "expected_articles",
    "fetcher_for",
    "host_of",
    "opened",
    "read_articles",
    "read_feed",
    "read_placed",
    "try_feed",
]
