"""EPUBs → articles, one a chapter."""

import posixpath
import zipfile
from collections.abc import Iterator
from urllib.parse import unquote

from lxml import etree

from index.errors import SourceError
from index.records import Article
from index.sources.archives import entry_bytes, opened_zip
from index.sources.documents import Document, Filing, Kind
from index.sources.formats.web import article_from_page

XML = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
LEAST_CHAPTER = 200
"""Characters of a part of a book that is more than a title page."""


def articles_from_book(document: Document, filing: Filing) -> Iterator[Article]:
    """Yield an article for each chapter of an EPUB, in reading order.

    Read with zipfile and lxml: the one library that is kept for it is under a licence that would bind this project.

    Raises:
        SourceError: it is damaged, protected, too large, or holds no text.
    """
    found = False
    with opened_zip(document.raw, document.where) as book:
        if "META-INF/encryption.xml" in book.namelist():
            raise SourceError(document.where, "is protected; add a copy without protection")
        publisher, chapters = _spine(book, document.where)
        for chapter in chapters:
            raw = entry_bytes(book, chapter, document.where)
            where = f"{document.where}#{chapter}"
            page = Document(where, f"{document.name}#{posixpath.basename(chapter)}", raw, Kind.PAGE)
            try:
                article = article_from_page(page, Filing(filing.collection, publisher or filing.publisher))
            except SourceError:
                continue
            if len(article.text) >= LEAST_CHAPTER:
                found = True
                yield article
    if not found:
        raise SourceError(document.where, "holds no text that could be quoted")


def _spine(book: zipfile.ZipFile, where: str) -> tuple[str, list[str]]:
    """Return an EPUB's publisher and the names of its chapters, in order."""
    try:
        container = etree.fromstring(entry_bytes(book, "META-INF/container.xml", where), XML)
        package = container.xpath("string(//*[local-name()='rootfile']/@full-path)")
        tree = etree.fromstring(entry_bytes(book, str(package), where), XML)
    except etree.XMLSyntaxError as error:
        raise SourceError(where, "cannot be read as an EPUB: it is damaged") from error
    places = {i.get("id"): i.get("href") for i in tree.iter("{*}item")}
    named = [places.get(i.get("idref")) for i in tree.iter("{*}itemref")]
    folder = posixpath.dirname(str(package))
    chapters = [posixpath.normpath(posixpath.join(folder, unquote(str(n).split("#")[0]))) for n in named if n]
    return tree.xpath("string(//*[local-name()='publisher'])").strip(), chapters
