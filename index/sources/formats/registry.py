"""A document → its articles, or the addresses it lists, by its kind; pure, and run in a throw-away process."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from index.errors import SourceError
from index.records import Article
from index.sources.archives import Unpacked, unpacked_zip
from index.sources.documents import Arrived, Document, Filing, Kind, Listed, document_of
from index.sources.formats.epub import articles_from_book
from index.sources.formats.feeds import listed_in_feed, listed_in_sitemap
from index.sources.formats.mail import article_from_mail
from index.sources.formats.markdown import article_from_markdown
from index.sources.formats.pdf import article_from_pdf
from index.sources.formats.plain import article_from_text
from index.sources.formats.subtitles import article_from_subtitles
from index.sources.formats.tables import Row, article_in_line, articles_in_table
from index.sources.formats.web import article_from_page
from index.sources.formats.word import article_from_word
from index.text.characters import HALVES, encodable

MOST_TEXT = 2_000_000
"""Characters of one article; a book has about half as many."""


@dataclass(slots=True)
class Parsed:
    """What a document holds: articles, addresses or files of some, by its kind, and what in it could not be read."""

    kind: Kind | None = None
    articles: list[Article] = field(default_factory=list)
    listed: list[Listed] = field(default_factory=list)
    unpacked: list[Unpacked] = field(default_factory=list)
    problems: list[tuple[str, str]] = field(default_factory=list)


SINGLE: Mapping[Kind, Callable[[Document, Filing], Article]] = {
    Kind.TEXT: article_from_text,
    Kind.MARKDOWN: article_from_markdown,
    Kind.PAGE: article_from_page,
    Kind.PDF: article_from_pdf,
    Kind.WORD: article_from_word,
    Kind.MAIL: article_from_mail,
    Kind.SUBRIP: article_from_subtitles,
    Kind.WEBVTT: article_from_subtitles,
}
LISTS: Mapping[Kind, Callable[[Document], list[Listed]]] = {
    Kind.FEED: listed_in_feed,
    Kind.SITEMAP: listed_in_sitemap,
}


def read(arrived: Arrived, filing: Filing, folder: Path) -> Parsed:
    """Return what bytes hold, whatever they are; the documents of an archive are laid into `folder`, made for them."""
    try:
        document = document_of(
            arrived.where, arrived.name, arrived.raw, url=arrived.url, content_type=arrived.content_type
        )
    except SourceError as error:
        return Parsed(problems=[(error.where, error.why)])
    return _unpacked(document, folder) if document.kind is Kind.ZIP else parse(document, filing)


def _unpacked(document: Document, folder: Path) -> Parsed:
    parsed = Parsed(document.kind)
    folder.mkdir()
    try:
        for entry in unpacked_zip(document, folder):
            if isinstance(entry, SourceError):
                parsed.problems.append((entry.where, entry.why))
            else:
                parsed.unpacked.append(entry)
    except SourceError as error:
        parsed.problems.append((error.where, error.why))
    return parsed


def parse(document: Document, filing: Filing) -> Parsed:
    """Return what a document holds; what is wrong with it is told, not raised."""
    parsed = Parsed(document.kind)
    try:
        if document.kind in LISTS:
            parsed.listed = LISTS[document.kind](document)
        else:
            for row in _rows(document, filing):
                _sort(row, document, parsed)
    except SourceError as error:
        parsed.problems.append((error.where, error.why))
    return parsed


def _sort(row: Row, document: Document, parsed: Parsed) -> None:
    if isinstance(row, SourceError):
        parsed.problems.append((row.where, row.why))
    elif len(row.text) > MOST_TEXT:
        parsed.problems.append((document.where, f"is longer than {MOST_TEXT:,} characters"))
    else:
        parsed.articles.append(_encodable(row))


def _encodable(article: Article) -> Article:
    """Return an article with a replacement mark for each half of a character, which no file could hold."""
    whole: dict[str, Any] = {
        f.name: encodable(value)
        for f in fields(article)
        if type(value := getattr(article, f.name)) is str and HALVES.search(value)
    }
    return replace(article, **whole)


def _rows(document: Document, filing: Filing) -> Iterator[Row]:
    if document.kind in SINGLE:
        yield SINGLE[document.kind](document, filing)
    elif document.kind is Kind.BOOK:
        yield from articles_from_book(document, filing)
    elif document.kind is Kind.TABLE:
        yield from articles_in_table(document, filing)
    elif document.kind is Kind.LINES:
        lines = enumerate(document.raw.splitlines(), 1)
        yield from (article_in_line(line, f"{document.where}:{n}", filing) for n, line in lines if line.strip())
    else:
        raise SourceError(document.where, f"is a {document.kind}, which is opened on its own only")
