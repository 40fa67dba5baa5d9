"""A PDF → Article, through pypdf: its lines as paragraphs, the place of every page kept."""

import io
import logging
import re
from collections import Counter
from collections.abc import Sequence

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from index.errors import SourceError
from index.records import Article
from index.sources.documents import Document, Filing
from index.sources.formats.layout import mark_blocks
from index.sources.formats.plain import assemble

logging.getLogger("pypdf").setLevel(logging.CRITICAL)

MOST_PAGES = 500
LEAST_OF_PAGE = 20
"""Characters a page has on average; fewer are the marks of a scanner."""
RUNNING_SHARE, EDGE = 0.5, 2
"""A line among the first or last two of so many pages, figures aside, is a running head."""


def article_from_pdf(document: Document, filing: Filing) -> Article:
    """Return the article of a PDF; its `pages` tell where each page begins.

    Raises:
        SourceError: it is encrypted, scanned, too long, or cannot be read.
    """
    try:
        reader = PdfReader(io.BytesIO(document.raw))
        if reader.is_encrypted and not reader.decrypt(""):
            raise SourceError(document.where, "is encrypted; add a copy that opens without a password")
        if len(reader.pages) > MOST_PAGES:
            raise SourceError(document.where, f"has more than {MOST_PAGES} pages")
        sheets = [_showable(page.extract_text()) for page in reader.pages]
        title = str((reader.metadata.title if reader.metadata else "") or "").strip()
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError) as error:
        raise SourceError(document.where, "cannot be read as a PDF: it is damaged") from error
    if sum(map(len, sheets)) < LEAST_OF_PAGE * len(sheets):
        raise SourceError(document.where, "is a scan: its pages hold pictures, no text; add a copy with its text")
    text, pages = _joined(_without_running_heads(sheets))
    blocks = mark_blocks(text, wrapped=True)
    return assemble(text, blocks, document, filing, title=title, pages=pages)


def _showable(sheet: str) -> str:
    return "\n".join(line.rstrip() for line in sheet.replace("\r", "\n").replace("\x00", "").split("\n")).strip()


def _joined(sheets: Sequence[str]) -> tuple[str, tuple[int, ...]]:
    """Return the pages as one text, and where each begins."""
    starts, place = [], 0
    for sheet in sheets:
        starts.append(place)
        place += len(sheet) + 1
    return "\n".join(sheets), tuple(starts)


def _without_running_heads(sheets: Sequence[str]) -> list[str]:
    pages = [[line for line in sheet.split("\n") if line.strip()] for sheet in sheets]
    edges = Counter(shape for lines in pages for shape in {_shape(line) for line in [*lines[:EDGE], *lines[-EDGE:]]})
    running = {shape for shape, count in edges.items() if count > max(2, RUNNING_SHARE * len(pages))}
    kept = []
    for sheet in sheets:
        lines = sheet.split("\n")
        last = len(lines) - EDGE
        kept.append("\n".join(w for n, w in enumerate(lines) if EDGE <= n < last or _shape(w) not in running))
    return kept


def _shape(line: str) -> str:
    return re.sub(r"\d+", "#", " ".join(line.split()).casefold())
