"""Sources → articles: finds documents on disk and on the network, and has each read by the reader of its kind.

Documents are parsed ahead, in their own processes, while whoever takes the articles is busy with the last.
"""

import gzip
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import ExitStack
from dataclasses import dataclass, replace
from html import escape
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from courlan import clean_url

from index.errors import SourceError
from index.records import Article, digest
from index.sources.admission import as_listed, borne_out, bounded
from index.sources.archives import documents_in_warc
from index.sources.documents import (
    MOST_BYTES,
    READ_FROM,
    TOO_LARGE,
    ZIPPED,
    Arrived,
    Filing,
    Kind,
    Listed,
    known_by,
)
from index.sources.expecting import LINES, is_address, is_read
from index.sources.fetching import Fetcher
from index.sources.formats.feeds import newest
from index.sources.formats.publishers import host_of, is_host_of
from index.sources.formats.registry import Parsed
from index.sources.formats.tables import articles_in_lines
from index.sources.parsing import Parsers
from index.text.characters import one_line

AHEAD = 16
"""Documents that are being parsed while earlier ones are stored."""
MOST_FROM_LIST = 200
"""Articles taken from one feed or sitemap, unless told otherwise."""
MOST_NESTED = 2
"""A feed or sitemap may lead to lists once more, not further."""
FULL_TEXT = 1500
"""Characters of markup from which what a feed carries is taken for an article where its page cannot be had."""
SOURCE_SECONDS = 900.0
"""Seconds that one address may take, with all that it lists, before the rest of it is left out."""
NO_ARTICLE = "holds or lists no article"
MOST_WHERE = 1000
"""Characters by which a document that could not be read is named."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A document, or a line of one, that could not be read, and why; `passing` where it may be another time."""

    where: str
    why: str
    passing: bool = False


@dataclass(frozen=True, slots=True)
class Bounds:
    """What is taken: of a list so many articles, none older than `since` (an ISO day); from `hosts` only, where named.

    With `hosts` addresses are those of attachments: known by their file's name, and no place to lead readers to.
    Without `disk` nothing on this machine's own disk is read, whatever a source says. One address may take `seconds`.
    """

    most: int = MOST_FROM_LIST
    since: str = ""
    hosts: frozenset[str] | None = None
    disk: bool = True
    seconds: float = SOURCE_SECONDS


class Placed(NamedTuple):
    """An article with the path or address it was read from."""

    where: str
    article: Article


Report = Callable[[Problem], None]
Found = Arrived | Placed


def read_articles(
    sources: Iterable[Path | str],
    collection: str,
    publisher: str,
    report: Report,
    *,
    bounds: Bounds | None = None,
    fetcher: Fetcher | None = None,
) -> Iterator[Article]:
    """Yield the articles of files, folders and addresses, in a stable order.

    What cannot be read is passed to `report`, by path, line or address, and never stops the rest.
    `publisher` is used where a document names none.
    """
    found = read_placed(sources, Filing(collection, publisher), report, bounds=bounds, fetcher=fetcher)
    yield from (one.article for one in found)


def read_placed(
    sources: Iterable[Path | str],
    filing: Filing,
    report: Report,
    *,
    bounds: Bounds | None = None,
    fetcher: Fetcher | None = None,
) -> Iterator[Placed]:
    """Yield the articles of sources as `read_articles` does, each with where it was read from."""
    with ExitStack() as owned:
        parsers = owned.enter_context(Parsers())
        if fetcher is None:
            fetcher = owned.enter_context(Fetcher())
        yield from Gathering(filing, report, fetcher, parsers, bounds or Bounds()).articles(sources)


class Gathering:
    """One run over sources: what it reads with, and what came of it so far."""

    def __init__(self, filing: Filing, report: Report, fetcher: Fetcher, parsers: Parsers, bounds: Bounds) -> None:
        self._filing = filing
        self._report = report
        self._fetcher = fetcher
        self._parsers = parsers
        self._bounds = bounds
        self._seen: dict[str, str] = {}

    def articles(self, sources: Iterable[Path | str]) -> Iterator[Placed]:
        """Yield the articles of all sources, each id once."""
        for placed in self._parsed(self._found(sources)):
            article = placed.article
            if self._seen.setdefault(article.id, digest(article.text)) == digest(article.text):
                yield placed
            else:
                self._tell(placed.where, f"is another document with the id {article.id}; only the first is in")

    def listed(self, entries: Sequence[Listed]) -> Iterator[Placed]:
        """Yield the articles that a list leads to."""
        yield from self._parsed(self._told(self._of_entries(entries, 0, self._deadline())))

    def _tell(self, where: str, why: str, *, passing: bool = False) -> None:
        self._report(Problem(where[:MOST_WHERE], one_line(why), passing))

    def _told(self, found: Iterable[Found | SourceError]) -> Iterator[Found]:
        for one in found:
            if isinstance(one, SourceError):
                self._tell(one.where, one.why, passing=one.passing)
            else:
                yield one

    def _deadline(self) -> float:
        return time.monotonic() + self._bounds.seconds

    # --- parsed

    def _parsed(self, found: Iterable[Found]) -> Iterator[Placed]:
        """Parse documents ahead of those whose articles are taken, and keep their order."""
        waiting: deque[Placed | tuple[Arrived, Future[Parsed]]] = deque()
        for one in found:
            waiting.append(one if isinstance(one, Placed) else (one, self._parsers.begin(one, self._filing)))
            while len(waiting) > AHEAD:
                yield from self._taken(waiting.popleft())
        while waiting:
            yield from self._taken(waiting.popleft())

    def _taken(self, one: "Placed | tuple[Arrived, Future[Parsed]]") -> Iterator[Placed]:
        if isinstance(one, Placed):
            yield Placed(one.where, bounded(one.article))
            return
        arrived, future = one
        try:
            parsed = self._parsers.parsed(future, arrived.where)
        except SourceError as error:
            self._tell(error.where, error.why)
            return
        for where, why in parsed.problems:
            self._tell(where, why)
        yield from (Placed(arrived.where, self._admitted(a, arrived, parsed.kind)) for a in parsed.articles)
        yield from self._parsed(self._told(self._inside(arrived, parsed)))

    def _admitted(self, article: Article, arrived: Arrived, kind: Kind | None) -> Article:
        return bounded(as_listed(borne_out(article, arrived, kind, self._filing), arrived))

    def _inside(self, arrived: Arrived, parsed: Parsed) -> Iterator[Found | SourceError]:
        """Yield what a list leads to or an archive holds."""
        if parsed.kind is Kind.ZIP:
            for entry in parsed.unpacked:
                yield replace(arrived, where=entry.where, name=entry.name, raw=entry.path.read_bytes(), content_type="")
                entry.path.unlink()
        elif parsed.kind in (Kind.FEED, Kind.SITEMAP):
            yield from self._of_list(arrived, parsed)
        is_empty = not (parsed.listed or parsed.unpacked or parsed.articles or parsed.problems)
        if is_empty:
            yield SourceError(arrived.where, NO_ARTICLE)

    def _of_list(self, arrived: Arrived, parsed: Parsed) -> Iterator[Found | SourceError]:
        """Follow what a feed or sitemap lists."""
        if arrived.depth >= MOST_NESTED:
            yield SourceError(arrived.where, "is a list inside a list inside a list, which is not followed")
            return
        is_bound = parsed.kind is Kind.SITEMAP and bool(arrived.host)
        fitting = [x for x in parsed.listed if not is_bound or is_host_of(x.url, arrived.host or "")]
        if parsed.listed and not fitting:
            yield SourceError(arrived.where, NO_ARTICLE)
        entries = [replace(x, host=arrived.host) for x in fitting]
        yield from self._of_entries(entries, arrived.depth, arrived.deadline)

    # --- where documents are found

    def _found(self, sources: Iterable[Path | str]) -> Iterator[Found]:
        for source in sources:
            yield from self._told(_or_nothing(self._of_source(source), str(source)))

    def _of_source(self, source: Path | str) -> Iterator[Found | SourceError]:
        try:
            if is_address(source):
                yield from self._of_address(Listed(str(source)), 0, self._deadline())
            elif not self._bounds.disk:
                yield SourceError(str(source), "is not an address of the network")
            else:
                yield from self._of_path(Path(source))
        except SourceError as error:
            yield error
        except (OSError, EOFError, gzip.BadGzipFile) as error:
            yield SourceError(str(source), getattr(error, "strerror", None) or "cannot be read")

    def _of_path(self, path: Path) -> Iterator[Found | SourceError]:
        if not path.is_dir():
            yield from self._of_file(path, path.name)
            return
        inside = path.resolve()
        for file in (p for p in sorted(path.rglob("*")) if p.is_file() and is_read(p.name)):
            try:
                if not file.resolve().is_relative_to(inside):
                    raise SourceError(str(file), "is a link that leads out of the folder, which is not followed")
                yield from self._of_file(file, file.relative_to(path).as_posix())
            except SourceError as error:
                yield error
            except OSError as error:
                yield SourceError(str(file), error.strerror or "cannot be read")

    def _of_file(self, path: Path, name: str) -> Iterator[Found | SourceError]:
        low = path.name.lower().removesuffix(ZIPPED)
        if low.endswith(LINES):
            rows = articles_in_lines(path, self._filing)
            yield from (row if isinstance(row, SourceError) else Placed(str(path), row) for row in rows)
        elif low.endswith(".warc"):
            yield from (d if isinstance(d, SourceError) else _named(d) for d in documents_in_warc(path))
        else:
            if path.stat().st_size > MOST_BYTES and not low.endswith(".zip"):
                raise SourceError(str(path), TOO_LARGE)
            if not is_read(path.name) and path.suffix:
                raise SourceError(str(path), f"is not a kind of document that is read ({READ_FROM})")
            yield Arrived(str(path), name, path.read_bytes(), deadline=self._deadline())

    def _of_entries(self, entries: Sequence[Listed], depth: int, deadline: float) -> Iterator[Found | SourceError]:
        for listed in newest(entries, self._bounds.most, self._bounds.since):
            if time.monotonic() > deadline:
                yield SourceError(listed.url, "was left out: what lists it had taken its time", passing=True)
                continue
            try:
                yield from self._of_address(listed, depth + 1, deadline)
            except SourceError as error:
                yield self._carried(listed) or error

    def _of_address(self, listed: Listed, depth: int, deadline: float) -> Iterator[Found | SourceError]:
        if self._bounds.hosts is not None:
            yield self._attachment(listed.url, self._bounds.hosts)
            return
        found = self._fetcher.fetch(listed.url)
        url = clean_url(found.url) or found.url
        yield Arrived(
            listed.url, known_by(url), found.raw, url, found.content_type, host_of(url), listed, depth, deadline
        )

    def _attachment(self, url: str, hosts: frozenset[str]) -> Arrived:
        found = self._fetcher.fetch(url, hosts=hosts)
        name = unquote(urlsplit(url).path.rsplit("/", 1)[-1])
        return Arrived(name, name, found.raw, content_type=found.content_type, host="")

    def _carried(self, listed: Listed) -> Arrived | None:
        """Return what a feed itself carries of an article of its own host, where that is the whole of it."""
        if len(listed.page) < FULL_TEXT or (listed.host is not None and not is_host_of(listed.url, listed.host)):
            return None
        page = f"<html><body><article><h1>{escape(listed.title)}</h1>{listed.page}</article></body></html>"
        url = clean_url(listed.url) or listed.url
        host = host_of(url) if listed.host is None else listed.host
        return Arrived(listed.url, known_by(url), page.encode(), url, "text/html; charset=utf-8", host, listed)


def _or_nothing(found: Iterable[Found | SourceError], where: str) -> Iterator[Found | SourceError]:
    """Pass on what was found, or that nothing was."""
    empty = True
    for one in found:
        empty = False
        yield one
    if empty:
        yield SourceError(where, NO_ARTICLE)


def _named(arrived: Arrived) -> Arrived:
    url = clean_url(arrived.url) or arrived.url
    return replace(arrived, name=known_by(url), url=url)
