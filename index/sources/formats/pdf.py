"""A PDF → Article, through pdfminer: its blocks of lines in the order of its columns, the place of every page kept."""

import io
import logging
import re
import struct
from collections import Counter
from collections.abc import Iterator, Sequence

from pdfminer.converter import PDFPageAggregator
from pdfminer.layout import LAParams, LTPage, LTTextBox
from pdfminer.pdfdocument import PDFDocument, PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.pdfexceptions import PDFException
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.psexceptions import PSException
from pdfminer.utils import decode_text

from index.errors import SourceError
from index.records import Article
from index.sources.documents import Document, Filing
from index.sources.formats.layout import mark_blocks
from index.sources.formats.plain import assemble

logging.getLogger("pdfminer").setLevel(logging.CRITICAL)

MOST_PAGES = 500
SAME_EDGE, BLANK_LINES = 2, 2
"""Points by which lines of one block begin beside each other, and heights of a line between two of one block."""
DAMAGES = (PDFException, PSException, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError,
           AssertionError, OverflowError, struct.error)  # fmt: skip
"""What pdfminer raises on what is no PDF."""
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
        reader = PDFDocument(PDFParser(io.BytesIO(document.raw)))
        sheets = [_showable(sheet) for sheet in _sheets(reader, document.where)]
        title = _title(reader)
    except (PDFPasswordIncorrect, PDFEncryptionError):
        raise SourceError(document.where, "is encrypted; add a copy that opens without a password") from None
    except DAMAGES as error:
        raise SourceError(document.where, "cannot be read as a PDF: it is damaged") from error
    if not sheets:
        raise SourceError(document.where, "cannot be read as a PDF: it is damaged")
    if sum(map(len, sheets)) < LEAST_OF_PAGE * len(sheets):
        raise SourceError(document.where, "is a scan: its pages hold pictures, no text; add a copy with its text")
    text, pages = _joined(_without_running_heads(sheets))
    blocks = mark_blocks(text, wrapped=True)
    return assemble(text, blocks, document, filing, title=title, pages=pages)


def _sheets(reader: PDFDocument, where: str) -> Iterator[str]:
    """Yield the text of each page."""
    shared = PDFResourceManager()
    device = PDFPageAggregator(shared, laparams=LAParams())
    interpreter = PDFPageInterpreter(shared, device)
    for number, page in enumerate(PDFPage.create_pages(reader)):
        if number >= MOST_PAGES:
            raise SourceError(where, f"has more than {MOST_PAGES} pages")
        interpreter.process_page(page)
        yield _sheet(device.get_result())


def _sheet(page: LTPage) -> str:
    """Return a page's blocks of lines, a blank line between two unless one goes on right below the other."""
    text, last = "", None
    for box in (b for b in page if isinstance(b, LTTextBox) and b.get_text().strip()):
        if last is not None:
            text += "\n" if _is_right_below(last, box) else "\n\n"
        text, last = text + box.get_text().strip("\n"), box
    return text


def _is_right_below(above: LTTextBox, below: LTTextBox) -> bool:
    """Tell whether a block begins where another does, no further below than lines with a blank one between."""
    line = next(iter(above)).height
    return abs(above.x0 - below.x0) <= SAME_EDGE and 0 <= above.y0 - below.y1 <= BLANK_LINES * line


def _title(reader: PDFDocument) -> str:
    title = reader.info[0].get("Title") if reader.info else None
    return decode_text(title).strip() if isinstance(title, bytes) else ""


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
