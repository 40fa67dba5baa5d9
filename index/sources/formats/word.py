"""Word documents → articles."""

import io
import zipfile

import docx
from docx.opc.exceptions import OpcError, PackageNotFoundError
from lxml import etree

from index.errors import SourceError
from index.records import Article
from index.sources.archives import opened_zip
from index.sources.documents import Document, Filing
from index.sources.formats.layout import mark_blocks
from index.sources.formats.plain import assemble


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
