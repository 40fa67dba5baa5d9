"""Raw page text → Article: the furniture, headings and captions of a copied page are marked."""

from index.errors import SourceError
from index.records import Article, Block, BlockKind
from index.sources.dates import date_of_page
from index.sources.layout import mark_blocks


def article_from_text(text: str, where: str, name: str, collection: str, publisher: str) -> Article:
    """Return the article that `text` holds; its offsets are offsets into `text`.

    Raises:
        SourceError: nothing in it could be quoted.
    """
    return assemble(text, mark_blocks(text), where, name, collection, publisher)


def assemble(text: str, blocks: tuple[Block, ...], where: str, name: str, collection: str, publisher: str) -> Article:
    """Return the article of marked text: title from its first heading, date only as the page states it.

    Raises:
        SourceError: nothing in it could be quoted.
    """
    if not any(b.kind is not BlockKind.FURNITURE for b in blocks):
        raise SourceError(where, "holds no text that could be quoted")
    published, basis = date_of_page(text, blocks)
    return Article(
        id=name,
        collection=collection,
        text=text,
        blocks=blocks,
        title=title_of(text, blocks),
        publisher=publisher,
        published=published,
        published_basis=basis,
    )


def title_of(text: str, blocks: tuple[Block, ...]) -> str:
    """Return the first heading, or nothing."""
    heading = next((b for b in blocks if b.kind is BlockKind.HEADING), None)
    return " ".join(heading.span.of(text).split()) if heading else ""
