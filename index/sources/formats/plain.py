"""Raw page text → Article: the furniture, headings and captions of a copied page are marked."""

from index.errors import SourceError
from index.records import Article, Block, BlockKind
from index.sources.documents import Document, Filing
from index.sources.formats.dates import date_of_page
from index.sources.formats.layout import mark_blocks
from index.sources.formats.web_dates import Published


def article_from_text(document: Document, filing: Filing) -> Article:
    """Return the article that a text holds; its offsets are offsets into the text.

    Raises:
        SourceError: nothing in it could be quoted.
    """
    text = document.text()
    return assemble(text, mark_blocks(text), document, filing)


def assemble(
    text: str,
    blocks: tuple[Block, ...],
    document: Document,
    filing: Filing,
    *,
    title: str = "",
    author: str = "",
    published: Published | None = None,
    pages: tuple[int, ...] = (),
) -> Article:
    """Return the article of marked text: titled by its first heading, dated as it states, unless told otherwise.

    Raises:
        SourceError: nothing in it could be quoted.
    """
    if not any(b.kind is not BlockKind.FURNITURE for b in blocks):
        raise SourceError(document.where, "holds no text that could be quoted")
    known = published or Published(*date_of_page(text, blocks))
    return Article(
        id=document.name,
        collection=filing.collection,
        text=text,
        blocks=blocks,
        title=" ".join(title.split()) or title_of(text, blocks),
        publisher=filing.publisher,
        author=author,
        url=document.url,
        published=known.when,
        published_basis=known.basis,
        pages=pages,
    )


def title_of(text: str, blocks: tuple[Block, ...]) -> str:
    """Return the first heading, or nothing."""
    heading = next((b for b in blocks if b.kind is BlockKind.HEADING), None)
    return " ".join(heading.span.of(text).split()) if heading else ""
