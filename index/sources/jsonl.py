"""JSON lines → articles: {id, title, publisher, author, published, url, language, text}, gzipped or not."""

import gzip
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, cast

from index.errors import SourceError
from index.records import Article, BlockKind, DateBasis
from index.sources.dates import parse_date
from index.sources.layout import mark_blocks

SURROGATES = {code: "�" for code in range(0xD800, 0xE000)}
"""Half characters, which JSON can spell and no file can hold; one for one, so that offsets stay."""


def read_jsonl(path: Path, collection: str, publisher: str) -> Iterator[Article | SourceError]:
    """Yield an article for each line, or the error that names the line; blank lines are passed over."""
    with opened(path) as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                yield _article(line, f"{path}:{number}", collection, publisher)
            except SourceError as error:
                yield error


def opened(path: Path) -> BinaryIO:
    """Open a file of lines, gzipped or not by its name."""
    return cast(BinaryIO, gzip.open(path, "rb")) if path.name.lower().endswith(".gz") else path.open("rb")


def _article(line: bytes, where: str, collection: str, publisher: str) -> Article:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        raise SourceError(where, "is not JSON") from None
    if not isinstance(row, dict) or not isinstance(row.get("text"), str) or not row["text"].strip():
        raise SourceError(where, "has no text")
    fields = {key: _words(row.get(key)) for key in ("title", "publisher", "author", "url", "language")}
    fields["publisher"] = fields["publisher"] or publisher
    text = row["text"].translate(SURROGATES)
    blocks = mark_blocks(text, fields["title"])
    if not any(b.kind is not BlockKind.FURNITURE for b in blocks):
        raise SourceError(where, "holds no text that could be quoted")
    published = parse_date(_words(row.get("published")))
    return Article(
        id=_words(row.get("id")) or hashlib.sha256((fields["url"] or text).encode()).hexdigest()[:16],
        collection=collection,
        text=text,
        blocks=blocks,
        published=published,
        published_basis=DateBasis.STATED if published else DateBasis.UNKNOWN,
        **fields,
    )


def _words(value: object) -> str:
    return str(value).translate(SURROGATES).strip() if isinstance(value, str | int) else ""
