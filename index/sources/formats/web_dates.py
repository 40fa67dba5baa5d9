"""When a web page says that it was published: its marks for machines, htmldate, and the dates people see.

A day is stated only where these do not contradict one another; one that only tells of a change is none.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from htmldate import find_date
from lxml.html import HtmlElement

from index.publication import publication
from index.records import DateBasis
from index.sources.formats.dates import PUBLISHED, as_stated, dates_in, is_date_line, parse_date

MARKS = (
    '//meta[@property="article:published_time" or @property="og:article:published_time"]/@content',
    '//*[@itemprop="datePublished"]/@datetime',
    '//*[@itemprop="datePublished"]/@content',
)
"""Where pages state for machines when they were published; JSON-LD does so too."""
CHANGES = (
    '//meta[contains(@property, "modified_time") or contains(@property, "updated_time")]/@content'
    ' | //*[@itemprop="dateModified"]/@content | //*[@itemprop="dateModified"]/@datetime'
)
TITLES = '//title/text() | //meta[@property="og:title"]/@content'
LAST_PART = re.compile(r"[|–—»·]\s*([^|–—»·]+)$")
"""What stands behind a title's last mark of parting; some sites put the day there."""
TIMES = '//time[not(@itemprop="dateModified")]/@datetime'
OF_OTHERS = frozenset(
    """
    itemListElement liveBlogUpdate hasPart isPartOf mentions citation isBasedOn relatedLink subjectOf about comment
    review video image associatedMedia
    """.split()
)
"""What linked data (schema.org) lists, mentions or is part of beside the page's own article."""
IN_UTC = re.compile(r"(?:Z|[+-]00:?00)$")
IN_ADDRESS = re.compile(r"/((?:19|20)\d{2})[/-]?(0[1-9]|1[0-2])[/-]?(0[1-9]|[12]\d|3[01])(?=\D)")
SHOWN = (
    "//body//text()[not(ancestor::script or ancestor::style or ancestor::noscript"
    " or ancestor::*[@itemprop='dateModified'])]"
)
MOST_SEEN = 60_000
"""Characters of a page's visible text that are looked through for dates."""


@dataclass(frozen=True, slots=True)
class Published:
    """When, as ISO text (None: not known), and how that is known."""

    when: str | None
    basis: DateBasis


@dataclass(frozen=True, slots=True)
class _Marks:
    """The days a page gives: in stamps for machines, in <time>, in its words, on a line of their own, of changes."""

    stamps: Sequence[str]
    marked: set[str]
    times: set[str]
    seen: Sequence[str]
    own: str | None
    changes: set[str]


UNKNOWN = Published(None, DateBasis.UNKNOWN)


def published_of(tree: HtmlElement, url: str) -> Published:
    """Return when a page was published, to the second where it gives a stamp, and how that is known."""
    stamps = list(_stamps(tree))
    marked = {s[:10] for s in stamps}
    shown = _shown(tree)
    seen = list(dates_in(" ".join(shown)[:MOST_SEEN]))
    # Prose speaks of days too: a page shows its own on a line that gives nothing but a date.
    own = next((d for words in shown if is_date_line(words) and (d := parse_date(words))), None)
    found = _found(tree, extensive=False)
    if found is not None:
        if found == _in_address(url):
            return Published(_with_time(stamps, found), DateBasis.STATED)
        times = {t[:10] for t in _dated(tree, TIMES)}
        return _agreed(found, _Marks(stamps, marked, times, seen, own, _changes(tree)))
    if len(marked) == 1:
        return Published(_with_time(stamps, next(iter(marked))), DateBasis.STATED)
    if (in_address := _in_address(url)) is not None:
        return Published(in_address, DateBasis.ADDRESS)
    said = {d for words in shown if is_date_line(words) and PUBLISHED.match(words) and (d := parse_date(words))}
    if len(said) == 1:
        return _stated(said.pop())
    guessed = _found(tree, extensive=True)
    return _stated(guessed) if guessed is not None and (not seen or guessed == own) else UNKNOWN


def _agreed(found: str, page: _Marks) -> Published:
    """Return the day found, or the one that most kinds of marks agree on where they contradict one another."""
    alone = page.times if len(page.times) == 1 else set()
    against = page.marked or alone
    if any(_apart(found, m) > 1 for m in against) and not any(_apart(found, m) <= 1 for m in against):
        if len(page.marked) == 1 and page.marked <= set(page.seen):
            return Published(_with_time(page.stamps, *page.marked), DateBasis.STATED)
        return _outvoted([{found}, page.marked, alone, set(page.seen[:1])], page.stamps)
    days = {d for d in page.marked if len(d) == len(found)}
    if days and found not in {*days, *page.seen, *page.times}:
        # What htmldate found lies a day beside: that of a picture, or in another zone than the publisher's.
        found = min(days, key=lambda day: (_apart(found, day), day))
    if not page.marked and found not in page.seen and (found in page.changes or (page.seen and not page.times)):
        return UNKNOWN
    # A stamp in UTC may lie a day beside the one that the page shows its readers.
    in_utc = any(IN_UTC.search(s) for s in page.stamps if s.startswith(found))
    if page.own and _apart(found, page.own) == 1 and in_utc:
        return _stated(page.own)
    return Published(_with_time(page.stamps, found), DateBasis.STATED)


def _outvoted(kinds: Sequence[set[str]], stamps: Sequence[str]) -> Published:
    (day, most), *others = Counter(d for kind in kinds for d in kind).most_common()
    if others and others[0][1] == most:
        return UNKNOWN
    return Published(_with_time(stamps, day), DateBasis.STATED)


def _stated(day: str) -> Published:
    return Published(day, DateBasis.STATED)


def _found(tree: HtmlElement, *, extensive: bool) -> str | None:
    """Ask htmldate; a first of January is how it rounds a bare year, and a first of a month a day that there is not."""
    found = publication(find_date(tree, extensive_search=extensive, original_date=True))
    is_rounded = found is not None and (
        (extensive and found.endswith("-01-01")) or (found.endswith("-01") and found not in _given(tree))
    )
    return None if is_rounded else found


def _stamps(tree: HtmlElement) -> Iterator[str]:
    yield from _linked_data(tree)
    for place in MARKS:
        yield from _dated(tree, place)
    parts = (part[1] for title in tree.xpath(TITLES) if (part := LAST_PART.search(title)))
    yield from (day for part in parts if is_date_line(part) and (day := parse_date(part)))


def _dated(tree: HtmlElement, place: str) -> Iterator[str]:
    yield from (when for words in tree.xpath(place) if (when := as_stated(words)))


def _given(tree: HtmlElement) -> set[str]:
    """Return the days that stand anywhere in a page: in its words, attributes, and data for machines."""
    attributes = " ".join(
        tree.xpath("//@content | //@datetime | //@title | //@href | //@*[starts-with(name(), 'data-')]")
    )
    machines = " ".join(tree.xpath("//script/text()"))
    return {d for part in (" ".join(_shown(tree)), attributes, machines) for d in dates_in(part[:MOST_SEEN])}


def _linked_data(tree: HtmlElement) -> Iterator[str]:
    for script in tree.xpath('//script[contains(@type, "ld+json")]/text()'):
        try:
            found = [_published(node) for node in _nodes(json.loads(script))]
        except (ValueError, RecursionError):
            found = re.findall(r'"datePublished"\s*:\s*"([^"]+)"', script)
        yield from (when for words in found if (when := as_stated(words)))


def _nodes(data: object) -> Iterator[Mapping[str, object]]:
    """Yield what linked data says of the page itself: what it lists, mentions or is part of is of its own day."""
    if isinstance(data, list):
        for inner in data:
            yield from _nodes(inner)
    elif isinstance(data, dict):
        yield data
        for key, inner in data.items():
            if key not in OF_OTHERS:
                yield from _nodes(inner)


def _published(node: Mapping[str, object]) -> str:
    words = node.get("datePublished")
    return words if isinstance(words, str) else ""


def _changes(tree: HtmlElement) -> set[str]:
    return {d[:10] for d in _dated(tree, CHANGES)}


def _shown(tree: HtmlElement) -> list[str]:
    texts = tree.xpath(SHOWN)
    return [words for t in texts if (words := " ".join(t.split()))]


def _with_time(stamps: Sequence[str], day: str) -> str:
    return next((s for s in stamps if s.startswith(day) and "T" in s), day)


def _in_address(url: str) -> str | None:
    found = IN_ADDRESS.search(url)
    return parse_date("-".join(found.groups())) if found else None


def _apart(one: str, other: str) -> int:
    if len(one) < 10 or len(other) < 10:
        return 0 if one[:7] == other[:7] else 99
    return abs((date.fromisoformat(one) - date.fromisoformat(other)).days)
