"""Records ↔ rows: how articles, passages, statements and spans are written down."""

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from index.encoders import ModelKey, Vectors
from index.records import Act, Article, Block, BlockKind, DateBasis, Passage, Span, Speech, Statement
from index.store.opening import damaged

ARTICLE_COLUMNS = """collection, id, title, publisher, author, url, language, published, published_basis, text, blocks,
    sha256, pages"""
HIDING = str.maketrans({c: "" for c in "\u00ad\u200b\ufeff"} | {"\x00": " "})
HYPHENATED = re.compile(r"(?<=[^\W\d_])[-‐]\n(?=[a-zß-ÿ])")
"""A word broken at the end of a line."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a library was built with."""

    model: ModelKey
    chunker: str


def content_sum(article: Article) -> str:
    """Return the sha256 over everything of an article that is shown or searched."""
    shown = [article.id, article.title, article.publisher, article.author, article.url, article.language,
             article.published, article.published_basis, article.text,
             [[b.span.start, b.span.end, b.kind] for b in article.blocks]]  # fmt: skip
    # An article without pages keeps the sum it had before there were any.
    return hashlib.sha256(json.dumps([*shown, *([article.pages] if article.pages else [])]).encode()).hexdigest()


def article_values(a: Article) -> tuple[Any, ...]:
    """Return an article's values in the order of ARTICLE_COLUMNS."""
    blocks = json.dumps([[b.span.start, b.span.end, b.kind] for b in a.blocks])
    return (a.collection, a.id, a.title, a.publisher, a.author, a.url, a.language, a.published, a.published_basis,
            a.text, blocks, content_sum(a), json.dumps(a.pages))  # fmt: skip


def article_of(values: Sequence[Any], path: Path) -> Article:
    """Return the article that values in the order of ARTICLE_COLUMNS make.

    Raises:
        LibraryDamagedError: its bytes have changed since it was stored.
    """
    collection, id_, title, publisher, author, url, language, published, basis, text, blocks, sha256, pages = values
    try:
        article = Article(
            id=id_, collection=collection, text=text,
            blocks=tuple(Block(Span(s, e), BlockKind(k)) for s, e, k in json.loads(blocks)),
            title=title, publisher=publisher, author=author, url=url, language=language,
            published=published, published_basis=DateBasis(basis), pages=tuple(json.loads(pages)),
        )  # fmt: skip
    except (ValueError, TypeError) as error:
        raise damaged(path) from error
    if content_sum(article) != sha256:
        raise damaged(path)
    return article


def passage_of(row: Sequence[Any]) -> Passage:
    """Return the passage of (start, end, sentences, kind)."""
    start, end, sentences, kind = row
    return Passage(Span(start, end), loaded(sentences), BlockKind(kind))


def statement_of(row: Sequence[Any]) -> Statement:
    """Return the statement of (act, speech, source, name, role, relay, cue, content)."""
    act, speech, source, name, role, relay, cue, content = row
    one = [loaded(x)[0] if x else None for x in (source, name, role, relay)]
    return Statement(loaded(cue), loaded(content), Act(act), Speech(speech), *one)


def matrix(path: Path, blobs: list[bytes]) -> Vectors:
    """Return stored vectors as one matrix.

    Raises:
        LibraryDamagedError: they are not of one length.
    """
    try:
        found = np.frombuffer(b"".join(blobs), dtype="<f4").reshape(len(blobs), -1)
    except ValueError as error:
        raise damaged(path) from error
    return found.astype(np.float32, copy=False)


def dumped(spans: Sequence[Span]) -> str:
    """Return spans as text."""
    return json.dumps([[s.start, s.end] for s in spans])


def dumped_one(span: Span | None) -> str | None:
    """Return a span as text, or None."""
    return dumped([span]) if span else None


def loaded(spans: str) -> tuple[Span, ...]:
    """Return the spans that `dumped` wrote."""
    return tuple(Span(start, end) for start, end in json.loads(spans))


def searchable(text: str) -> str:
    """Return the copy of `text` that is searched: without what only hides words, words broken at a line's end whole."""
    return HYPHENATED.sub("", text.translate(HIDING))
