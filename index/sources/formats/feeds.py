"""Feeds and sitemaps → the addresses they list; bytes in, nothing is fetched here."""

import io
import re
from collections.abc import Mapping, Sequence
from html import unescape
from typing import Any

import feedparser
from lxml import etree

from index.errors import SourceError
from index.sources.documents import Document, Listed
from index.sources.formats.dates import as_stated, parse_date

MOST_LISTED = 50_000
"""Addresses of one list; what a sitemap may hold at most."""
TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
XML = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True, huge_tree=False)


def listed_in_feed(document: Document) -> list[Listed]:
    """Return the entries of an RSS or Atom feed, in its order.

    Raises:
        SourceError: it is no feed.
    """
    # Links are relative to the nearest xml:base, and above all to where the feed lies.
    where = {"content-location": document.url} if document.url else {}
    feed = feedparser.parse(io.BytesIO(document.raw), sanitize_html=False, response_headers=where)
    if not feed.get("version"):
        raise SourceError(document.where, "is not a feed that can be read")
    publisher = str(feed.feed.get("title") or "").strip()
    return [_entry(e, publisher) for e in feed.entries[:MOST_LISTED] if e.get("link")]


def _entry(entry: Any, publisher: str) -> Listed:  # noqa: ANN401 - feedparser names no type
    bodies = [c.get("value") or "" for c in entry.get("content") or ()]
    return Listed(
        url=str(entry["link"]).strip(),
        title=_plain(entry.get("title"), entry.get("title_detail")),
        author=_plain(entry.get("author")),
        published=as_stated(str(entry.get("published") or "")),
        publisher=publisher,
        page=max([*bodies, str(entry.get("summary") or "")], key=len),
    )


def _plain(words: object, detail: Mapping[str, str] | None = None) -> str:
    """Return words on one line without tags; entities in what is HTML are of the words' own, "<3 %" is no tag."""
    bare = TAG.sub("", str(words or ""))
    is_html = detail is not None and "html" in str(detail.get("type"))
    return " ".join((unescape(bare) if is_html else bare).split())


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
