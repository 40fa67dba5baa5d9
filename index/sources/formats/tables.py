"""JSON lines and CSV → articles: {id, title, publisher, author, published, url, language, text}."""

import csv
import gzip
import hashlib
import io
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import BinaryIO, cast

from index.errors import SourceError
from index.records import Article, BlockKind, DateBasis
from index.sources.documents import MOST_BYTES, Document, Filing
from index.sources.formats.dates import as_stated
from index.sources.formats.layout import mark_blocks
from index.text.characters import encodable

MOST_LINE = MOST_BYTES
COLUMNS: Mapping[str, str] = {
    "headline": "title", "source": "publisher", "outlet": "publisher", "by": "author", "date": "published",
    "published_at": "published", "link": "url", "lang": "language", "body": "text", "content": "text",
}  # fmt: skip
"""What tables call the columns that are named otherwise here."""

Row = Article | SourceError


def articles_in_lines(path: Path, filing: Filing) -> Iterator[Row]:
    """Yield an article for each line, or the error that names the line; blank lines are passed over."""
    with opened(path) as lines:
        for number, line in enumerate(iter(lambda: lines.readline(MOST_LINE + 1), b""), 1):
            where = f"{path}:{number}"
            if len(line) > MOST_LINE:
                yield SourceError(where, f"is larger than {MOST_LINE // 1024 // 1024} MB; what follows it is left out")
                return
            if line.strip():
                yield article_in_line(line, where, filing)


def opened(path: Path) -> BinaryIO:
    """Open a file of lines, gzipped or not by its name."""
    return cast(BinaryIO, gzip.open(path, "rb")) if path.name.lower().endswith(".gz") else path.open("rb")


def article_in_line(line: bytes, where: str, filing: Filing) -> Row:
    """Return the article of one line of JSON, or what is wrong with it."""
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        return SourceError(where, "is not JSON")
    return article_of_row(row, where, filing) if isinstance(row, dict) else SourceError(where, "has no text")


def articles_in_table(document: Document, filing: Filing) -> Iterator[Row]:
    """Yield an article for each row of a CSV file whose first row names its columns.

    Raises:
        SourceError: no column is called text, body or content.
    """
    text = document.text()
    csv.field_size_limit(MOST_BYTES)
    delimiter = max(",;\t", key=text.split("\n", 1)[0].count)
    rows = csv.DictReader(io.StringIO(text), delimiter=delimiter)
    names = [COLUMNS.get(name.strip().lower(), name.strip().lower()) for name in rows.fieldnames or ()]
    if "text" not in names:
        raise SourceError(document.where, "has no column called text, body or content")
    rows.fieldnames = names
    try:
        for number, row in enumerate(rows, 2):
            yield article_of_row(row, f"{document.where}:{number}", filing)
    except csv.Error as error:
        yield SourceError(document.where, f"is broken from line {rows.line_num} on ({error})")


def article_of_row(row: Mapping[str, object], where: str, filing: Filing) -> Row:
    """Return the article that a row's fields make, or what is wrong with them."""
    held = row.get("text")
    if not isinstance(held, str) or not held.strip():
        return SourceError(where, "has no text")
    if any("\x00" in value for value in row.values() if isinstance(value, str)):
        return SourceError(where, "holds a zero character (\\u0000), which no text has; take it out")
    fields = {key: _words(row.get(key)) for key in ("title", "publisher", "author", "url", "language")}
    fields["publisher"] = fields["publisher"] or filing.publisher
    text = encodable(held)
    blocks = mark_blocks(text, fields["title"])
    if not any(b.kind is not BlockKind.FURNITURE for b in blocks):
        return SourceError(where, "holds no text that could be quoted")
    published = as_stated(_words(row.get("published")))
    return Article(
        id=_words(row.get("id")) or hashlib.sha256((fields["url"] or text).encode()).hexdigest()[:16],
        collection=filing.collection,
        text=text,
        blocks=blocks,
        published=published,
        published_basis=DateBasis.STATED if published else DateBasis.UNKNOWN,
        **fields,  # type: ignore[arg-type]
    )


def _words(value: object) -> str:
    return encodable(str(value)).strip() if isinstance(value, str | int) else ""
