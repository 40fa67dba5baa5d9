"""Records ↔ rows: how articles, passages, statements and spans are written down."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from enum import StrEnum
from typing import Any, TypeVar

import numpy as np

from index.errors import LibraryDamagedError
from index.publication import publication
from index.records import Act, Article, Block, BlockKind, DateBasis, ModelKey, Passage, Span, Speech, Statement, Vectors
from index.store.protocol import Manifest

Known = TypeVar("Known", bound=StrEnum)

ARTICLE_COLUMNS = """collection, id, title, publisher, author, url, language, published, published_basis, text, blocks,
    sha256, pages, self_described, picture"""
COLUMNS = 15
"""How many they are; revisions of earlier releases hold fewer, the last being empty."""
PUBLISHED_AT, SUM_AT = 7, 11
"""Which of them are the publication date and the sum."""


def content_sum(article: Article) -> str:
    """Return the sha256 over everything of an article that is shown or searched."""
    return _sum_of(article_values(article))


def _sum_of(values: Sequence[Any]) -> str:
    """Return the sum of values in the order of ARTICLE_COLUMNS."""
    _, *shown, blocks, _, pages, described, picture = values
    shown.append(json.loads(blocks))
    # An article that has none of what came later keeps the sum it had before.
    later = filter(None, [json.loads(pages), described, {"picture": picture} if picture else None])
    return hashlib.sha256(json.dumps([*shown, *later]).encode()).hexdigest()


def article_values(a: Article) -> tuple[Any, ...]:
    """Return an article's values in the order of ARTICLE_COLUMNS, its sum left empty."""
    blocks = json.dumps([[b.span.start, b.span.end, b.kind] for b in a.blocks])
    return (a.collection, a.id, a.title, a.publisher, a.author, a.url, a.language, a.published, a.published_basis,
            a.text, blocks, "", json.dumps(a.pages), a.self_described, a.picture)  # fmt: skip


def summed_values(article: Article) -> tuple[Any, ...]:
    """Return an article's values in the order of ARTICLE_COLUMNS."""
    values = article_values(article)
    return (*values[:SUM_AT], _sum_of(values), *values[SUM_AT + 1 :])


def misdated(published: str | None) -> bool:
    """Tell whether what an earlier release stored as a publication date is none, so that it reads as unknown."""
    return published is not None and publication(published) != published


def article_of(values: Sequence[Any], library: object) -> Article:
    """Return the article that values in the order of ARTICLE_COLUMNS make.

    Raises:
        LibraryDamagedError: its bytes have changed since it was stored.
    """
    with decoding(library):
        values = (*values, *[""] * (COLUMNS - len(values)))
        collection, id_, title, publisher, author, url, language, published, basis, text, blocks = values[:SUM_AT]
        sha256, pages, described, picture = values[SUM_AT:]
        if _sum_of(values) != sha256:
            raise damaged(library)
        if misdated(published) or basis not in list(DateBasis):
            published, basis = None, DateBasis.UNKNOWN
        return Article(
            id=id_, collection=collection, text=text,
            blocks=tuple(Block(Span(s, e), _known(k, BlockKind.BODY)) for s, e, k in json.loads(blocks)),
            title=title, publisher=publisher, author=author, url=url, language=language,
            published=published, published_basis=DateBasis(basis), pages=tuple(json.loads(pages)),
            self_described=described, picture=picture,
        )  # fmt: skip


def _known(value: str, otherwise: Known) -> Known:
    """Return the member of this value; `otherwise` for one that a later release knows and this one does not."""
    try:
        return type(otherwise)(value)
    except ValueError:
        return otherwise


def passage_of(row: Sequence[Any]) -> Passage:
    """Return the passage of (start, end, sentences, kind)."""
    start, end, sentences, kind = row
    return Passage(Span(start, end), loaded(sentences), _known(kind, BlockKind.BODY))


def statement_of(row: Sequence[Any]) -> Statement:
    """Return the statement of (act, speech, source, name, role, relay, cue, content)."""
    act, speech, source, name, role, relay, cue, content = row
    one = [loaded(x)[0] if x else None for x in (source, name, role, relay)]
    return Statement(loaded(cue), loaded(content), _known(act, Act.SAYS), _known(speech, Speech.INDIRECT), *one)


def statement_values(s: Statement) -> tuple[Any, ...]:
    """Return a statement's values: where it reaches from and to, then in the order that `statement_of` takes."""
    one = (dumped_one(span) for span in (s.source, s.name, s.role, s.relay))
    return (s.extent.start, s.extent.end, str(s.act), str(s.speech), *one, dumped(s.cue), dumped(s.content))


def manifest_rows(manifest: Manifest) -> dict[str, str]:
    """Return what a library was built with as it is written down, by key."""
    model = json.dumps(asdict(manifest.model))
    return {"model": model, "chunker": manifest.chunker, "statements": manifest.statements}


def manifest_of(rows: Mapping[str, str], library: object) -> Manifest | None:
    """Return what `manifest_rows` wrote down, among what else is; None where it is not there.

    Raises:
        LibraryDamagedError: it makes no sense.
    """
    if "model" not in rows:
        return None
    with decoding(library):
        return Manifest(ModelKey(**json.loads(rows["model"])), rows["chunker"], rows.get("statements", ""))


def matrix(library: object, blobs: list[bytes]) -> Vectors:
    """Return stored vectors as one matrix.

    Raises:
        LibraryDamagedError: they are not of one length.
    """
    with decoding(library):
        found = np.frombuffer(b"".join(blobs), dtype="<f4").reshape(len(blobs), -1)
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


@contextmanager
def decoding(library: object) -> Iterator[None]:
    """Tell rows that hold nonsense for damage; inside nothing else is done than to make records of them."""
    try:
        yield
    except (ValueError, TypeError, KeyError) as error:
        raise damaged(library) from error


def damaged(library: object) -> LibraryDamagedError:
    """Return the error for a library whose bytes make no sense."""
    return LibraryDamagedError(f"{library}: is damaged or not a library; restore a backup, or remove it and add again")
