"""Word documents → articles, through mammoth: with what was inserted in them, without what was deleted."""

import io
import zipfile
from collections.abc import Iterator

import docx
import mammoth
from docx.opc.exceptions import OpcError, PackageNotFoundError
from lxml import etree
from lxml.html import HtmlElement, fragment_fromstring

from index.errors import SourceError
from index.records import Article
from index.sources.archives import opened_zip
from index.sources.documents import Document, Filing
from index.sources.formats.layout import mark_blocks
from index.sources.formats.plain import assemble
from index.sources.formats.readings import SENTENCE

HEADINGS = frozenset(f"h{n}" for n in range(1, 7))
DAMAGED = "cannot be read as a Word document: it is damaged"


def article_from_word(document: Document, filing: Filing) -> Article:
    """Return the article of a .docx file: its paragraphs, lists, tables and notes in order, its headings by style.

    Raises:
        SourceError: it is damaged, too large, or holds no text.
    """
    opened_zip(document.raw, document.where).close()
    try:
        about = docx.Document(io.BytesIO(document.raw)).core_properties
        page = mammoth.convert_to_html(io.BytesIO(document.raw), convert_image=mammoth.images.img_element(_no_image))
    except (OpcError, PackageNotFoundError, KeyError, ValueError, etree.XMLSyntaxError, zipfile.BadZipFile) as error:
        raise SourceError(document.where, DAMAGED) from error
    tree = fragment_fromstring(page.value, create_parent="div")
    lines = list(_lines(tree))
    text = "\n".join(words for words, _ in lines)
    headings = frozenset(words for words, is_heading in lines if is_heading)
    return assemble(
        text, mark_blocks(text, headings=headings), document, filing, title=about.title or "", author=about.author or ""
    )


def _no_image(_: object) -> dict[str, str]:
    return {}


def _lines(tree: HtmlElement) -> Iterator[tuple[str, bool]]:
    """Yield a line for each paragraph, item and row of a table, and whether it is a heading."""
    for note in tree.xpath('//a[starts-with(@href, "#footnote") or starts-with(@href, "#endnote")]'):
        note.drop_tree()
    for block in tree.xpath("//p | //li | //tr | //h1 | //h2 | //h3 | //h4 | //h5 | //h6"):
        if block.tag == "tr":
            yield from ((line, False) for line in _row(block))
        elif not block.xpath("ancestor::table | self::li/p") and (words := _words(block)):
            yield words, block.tag in HEADINGS


def _row(row: HtmlElement) -> Iterator[str]:
    """Yield a row's short cells on one line, and the paragraphs of each that holds sentences on their own."""
    short: list[str] = []
    for cell in row.xpath("td | th"):
        paragraphs = [words for p in cell.xpath(".//p") or [cell] if (words := _words(p))]
        if not any(SENTENCE.search(words) for words in paragraphs):
            short += paragraphs
            continue
        yield from filter(None, [" | ".join(short), *paragraphs])
        short = []
    if short:
        yield " | ".join(short)


def _words(block: HtmlElement) -> str:
    """Return the words of a block on one line, but for those of items inside it, which are blocks of their own."""
    own = (t for t in block.xpath(".//text()") if block.tag != "li" or next(_items(t.getparent())) is block)
    return " ".join("".join(own).split())


def _items(element: HtmlElement) -> Iterator[HtmlElement]:
    yield from (e for e in (element, *element.iterancestors()) if e.tag == "li")
