"""A saved web page → Article, through trafilatura, which never fetches anything here."""

import logging

import trafilatura
from trafilatura.settings import Document

from index.errors import SourceError
from index.records import Article, BlockKind, DateBasis
from index.sources.layout import mark_blocks

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
logging.getLogger("htmldate").setLevel(logging.CRITICAL)


STATED_ONLY = {"extensive_search": False, "original_date": True}
"""For htmldate: what the page states of itself, never a date found somewhere in its text."""
NOT_AN_ARTICLE = "is not an article: no text was found in the page"


def article_from_page(raw: bytes, where: str, name: str, collection: str, publisher: str) -> Article:
    """Return the article of a saved page: its text, and what the page says of itself.

    Raises:
        SourceError: the page holds no article text.
    """
    page = trafilatura.bare_extraction(
        raw, include_comments=False, with_metadata=True, date_extraction_params=STATED_ONLY
    )
    if not isinstance(page, Document):
        raise SourceError(where, NOT_AN_ARTICLE)
    text = (page.text or "").strip()
    blocks = mark_blocks(text, page.title or "")
    if not any(b.kind is not BlockKind.FURNITURE for b in blocks):
        raise SourceError(where, NOT_AN_ARTICLE)
    return Article(
        id=name,
        collection=collection,
        text=text,
        blocks=blocks,
        title=page.title or "",
        publisher=page.sitename or publisher,
        author=page.author or "",
        url=page.url or "",
        language=page.language or "",
        published=page.date or None,
        published_basis=DateBasis.STATED if page.date else DateBasis.UNKNOWN,
    )
