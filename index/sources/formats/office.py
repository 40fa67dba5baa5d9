"""Word documents, EPUBs and mails → articles."""

import email
import email.policy
import io
import posixpath
import zipfile
from collections.abc import Iterator
from email.message import EmailMessage
from urllib.parse import unquote

import docx
from docx.opc.exceptions import OpcError, PackageNotFoundError
from lxml import etree

from index.errors import SourceError
from index.publication import publication
from index.records import Article, DateBasis
from index.sources.archives import entry_bytes, opened_zip
from index.sources.documents import Document, Filing, Kind
from index.sources.formats.layout import mark_blocks
from index.sources.formats.plain import assemble
from index.sources.formats.web import article_from_page
from index.sources.formats.web_dates import Published

XML = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
LEAST_CHAPTER = 200
"""Characters of a part of a book that is more than a title page."""


def article_from_word(document: Document, filing: Filing) -> Article:
    """Return the article of a .docx file: its paragraphs in order, its headings known by their style.

    Raises:
        SourceError: it is damaged, too large, or holds no text.
    """
    opened_zip(document.raw, document.where).close()
    try:
        word = docx.Document(io.BytesIO(document.raw))
        paragraphs = [(p.text.strip(), str(p.style.name if p.style else "")) for p in word.paragraphs]
    except (OpcError, PackageNotFoundError, KeyError, ValueError, etree.XMLSyntaxError, zipfile.BadZipFile) as error:
        raise SourceError(document.where, "cannot be read as a Word document: it is damaged") from error
    kept = [(words, style) for words, style in paragraphs if words]
    text = "\n".join(words.replace("\n", " ") for words, _ in kept)
    headings = frozenset(" ".join(w.split()) for w, style in kept if style.startswith(("Heading", "Title")))
    about = word.core_properties
    return assemble(
        text, mark_blocks(text, headings=headings), document, filing, title=about.title or "", author=about.author or ""
    )


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


def article_from_mail(document: Document, filing: Filing) -> Article:
    """Return the article that a mail holds, as newsletters and press releases are sent.

    Raises:
        SourceError: it holds no text.
    """
    mail = email.message_from_bytes(document.raw, policy=email.policy.default)
    body = mail.get_body(("plain", "html"))
    if body is None:
        raise SourceError(document.where, "holds no text that could be quoted")
    title, author = str(mail.get("subject") or "").strip(), _sender(mail)
    published = _sent(mail)
    try:
        words = body.get_content()
    except (LookupError, ValueError, KeyError) as error:
        raise SourceError(document.where, "is not text") from error
    if body.get_content_type() == "text/html":
        page = Document(document.where, document.name, words.encode(), Kind.PAGE, charset="utf-8")
        found = article_from_page(page, filing)
        blocks = mark_blocks(found.text, title)
        return assemble(found.text, blocks, document, filing, title=title, author=author, published=published)
    text = words.replace("\r\n", "\n").strip()
    blocks = mark_blocks(text, title, wrapped=True)
    return assemble(text, blocks, document, filing, title=title, author=author, published=published)


def _sender(mail: EmailMessage) -> str:
    sender = mail.get("from")
    names = [a.display_name or a.addr_spec for a in getattr(sender, "addresses", ())]
    return names[0] if names else ""


def _sent(mail: EmailMessage) -> Published | None:
    stamp = getattr(mail.get("date"), "datetime", None)
    published = publication(stamp.isoformat()) if stamp is not None else None
    return Published(published, DateBasis.STATED) if published else None
