"""Paths → articles: finds the documents, decodes them, and hands each to the reader of its kind."""

import gzip
import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from charset_normalizer import from_bytes

from index.errors import SourceError
from index.records import Article, digest
from index.sources.jsonl import read_jsonl
from index.sources.markdown import article_from_markdown
from index.sources.pages import article_from_page
from index.sources.text import article_from_text

log = logging.getLogger(__name__)

SUFFIXES = (".txt", ".md", ".html", ".htm", ".jsonl", ".jsonl.gz")
MAX_BYTES = 64 * 1024 * 1024
"""A single text, Markdown or HTML document may not be larger; JSON lines are read line by line."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A document, or a line of one, that could not be read, and why."""

    where: str
    why: str


def read_articles(
    paths: Iterable[Path], collection: str, publisher: str, report: Callable[[Problem], None]
) -> Iterator[Article]:
    """Yield the articles of files and folders, in a stable order.

    What cannot be read is passed to `report`, by path or line, and never stops the rest.
    `publisher` is used where a document names none.
    """
    seen: dict[str, str] = {}
    for path in paths:
        read = _read_folder if path.is_dir() else _read_alone
        for article in read(path, collection, publisher, report):
            if seen.setdefault(article.id, digest(article.text)) == digest(article.text):
                yield article
            else:
                report(Problem(str(path), f"has another document with the id {article.id}; only the first is in"))


def _read_alone(path: Path, collection: str, publisher: str, report: Callable[[Problem], None]) -> Iterator[Article]:
    return _read_file(path, path.name, collection, publisher, report)


def _read_folder(folder: Path, collection: str, publisher: str, report: Callable[[Problem], None]) -> Iterator[Article]:
    files = [p for p in sorted(folder.rglob("*")) if p.is_file() and p.name.lower().endswith(SUFFIXES)]
    if not files:
        report(Problem(str(folder), f"holds no article ({', '.join(SUFFIXES)})"))
    for path in files:
        yield from _read_file(path, path.relative_to(folder).as_posix(), collection, publisher, report)


def _read_file(
    path: Path, name: str, collection: str, publisher: str, report: Callable[[Problem], None]
) -> Iterator[Article]:
    try:
        if name.lower().endswith((".jsonl", ".jsonl.gz")):
            for row in read_jsonl(path, collection, publisher):
                if isinstance(row, SourceError):
                    report(Problem(row.where, row.why))
                else:
                    yield row
        else:
            yield _read_document(path, name, collection, publisher)
    except SourceError as error:
        report(Problem(error.where, error.why))
    except (OSError, EOFError, gzip.BadGzipFile) as error:
        report(Problem(str(path), getattr(error, "strerror", None) or "cannot be read"))


def _read_document(path: Path, name: str, collection: str, publisher: str) -> Article:
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise SourceError(str(path), f"is not a kind of document that is read ({', '.join(SUFFIXES)})")
    if path.stat().st_size > MAX_BYTES:
        raise SourceError(str(path), f"is larger than {MAX_BYTES // 1024 // 1024} MB")
    raw = path.read_bytes()
    if suffix in (".html", ".htm"):
        return article_from_page(raw, str(path), name, collection, publisher)
    text = _decode(raw, str(path))
    reader = article_from_markdown if suffix == ".md" else article_from_text
    return reader(text, str(path), name, collection, publisher)


def _decode(raw: bytes, where: str) -> str:
    """Return the text of a file with line ends unified, which fixes its offsets for good.

    Raises:
        SourceError: the bytes are not text in any encoding that can be told.
    """
    if not raw.strip():
        raise SourceError(where, "is empty")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = str(from_bytes(raw).best() or "")
    if not text or "\x00" in text:
        raise SourceError(where, "is not text")
    return text.replace("\r\n", "\n").replace("\r", "\n")
