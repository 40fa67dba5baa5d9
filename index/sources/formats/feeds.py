"""Feeds and sitemaps → the addresses they list; bytes in, nothing is fetched here."""

import io
import re
from calendar import timegm
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import feedparser
from lxml import etree

from index.errors import SourceError
from index.publication import publication
from index.sources.documents import Document, Listed
from index.sources.formats.dates import as_stated, parse_date

MOST_LISTED = 50_000
"""Addresses of one list; what a sitemap may hold at most."""
XML = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True, huge_tree=False)


def listed_in_feed(document: Document) -> list[Listed]:
    """Return the entries of an RSS or Atom feed, in its order.

    Raises:
        SourceError: it is no feed.
    """
    feed = feedparser.parse(io.BytesIO(document.raw), sanitize_html=False, resolve_relative_uris=False)
    if not feed.get("version"):
        raise SourceError(document.where, "is not a feed that can be read")
    publisher = str(feed.feed.get("title") or "").strip()
    return [_entry(e, publisher) for e in feed.entries[:MOST_LISTED] if e.get("link")]


def _entry(entry: Any, publisher: str) -> Listed:  # noqa: ANN401 - feedparser names no type
    moment = entry.get("published_parsed")
    bodies = [c.get("value") or "" for c in entry.get("content") or ()]
    return Listed(
        url=str(entry["link"]).strip(),
        title=_plain(entry.get("title")),
        author=_plain(entry.get("author")),
        published=_moment(moment) if moment else None,
        publisher=publisher,
        page=max([*bodies, str(entry.get("summary") or "")], key=len),
    )


def _moment(parsed: Sequence[int]) -> str | None:
    try:
        return publication(datetime.fromtimestamp(timegm(tuple(parsed)), UTC).isoformat())
    except (ValueError, OverflowError, OSError):
        return None


def _plain(words: object) -> str:
    return " ".join(re.sub(r"<[^<>]*>", "", str(words or "")).split())


def listed_in_sitemap(document: Document) -> list[Listed]:
    """Return the pages of a sitemap, the newest first, or the sitemaps of an index of them.

    Read with lxml: trafilatura's own reader of sitemaps gives addresses without their dates.

    Raises:
        SourceError: it is no sitemap.
    """
    try:
        tree = etree.fromstring(document.raw, XML)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise SourceError(document.where, "is not a sitemap that can be read") from error
    if tree is None:
        raise SourceError(document.where, "is not a sitemap that can be read")
    places = [p for p in tree if isinstance(p.tag, str)][:MOST_LISTED]
    listed = [_place(p) for p in places]
    return sorted((entry for entry in listed if entry.url), key=lambda entry: entry.day, reverse=True)


def _place(place: etree._Element) -> Listed:
    def words(name: str) -> str:
        return str(place.xpath(f"string(.//*[local-name()='{name}'])")).strip()

    return Listed(
        url=words("loc"),
        title=words("title"),
        published=as_stated(words("publication_date")) or parse_date(words("lastmod")),
        publisher=words("name"),
    )


def newest(listed: Sequence[Listed], most: int, since: str = "") -> list[Listed]:
    """Return the first `most` entries of a list that are not older than `since`; undated ones stay."""
    return [entry for entry in listed if not since or not entry.day or entry.day >= since][:most]
