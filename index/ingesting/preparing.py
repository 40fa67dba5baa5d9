"""Articles → what is stored of them: passages, their vectors, and statements; one batch of them ahead of the store."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from typing import Protocol, TypeVar

from index.inference.embedders import Embedder
from index.records import Article, Passage, Statement, Vectors
from index.text.chunking import passages_of
from index.text.folding import searchable

Item = TypeVar("Item")

STATEMENTS = "4"
"""Version of the rules by which statements are read: raised where they would read others in the same article, so that
a library read by earlier ones can say so."""


class StatementSource(Protocol):
    """Reads statements out of articles."""

    def read(self, articles: Sequence[Article]) -> list[list[Statement]]:
        """Return each article's statements."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """An article with all that is stored of it."""

    article: Article
    passages: list[Passage]
    vectors: Vectors
    statements: list[Statement]


@dataclass(frozen=True, slots=True)
class _Batch:
    articles: Sequence[Article]
    passages: list[list[Passage]]
    embedding: "Future[Vectors]"
    statements: list[list[Statement]]

    def done(self) -> Iterator[Prepared]:
        vectors, start = self.embedding.result(), 0
        for article, passages, said in zip(self.articles, self.passages, self.statements, strict=True):
            yield Prepared(article, passages, vectors[start : start + len(passages)], said)
            start += len(passages)


def prepared(
    batches: Iterable[Sequence[Article]],
    embedder: Embedder,
    statements: Callable[[Sequence[Article]], list[list[Statement]]],
) -> Iterator[list[Prepared]]:
    """Yield each batch with all that is stored of it, in order.

    A batch is embedded beside its own statements, and while the next is cut: each has work for one processor that
    leaves Python to the other. The next batch is therefore asked for before one is yielded.
    """
    with ThreadPoolExecutor(1, thread_name_prefix="embedding") as beside:
        waiting: _Batch | None = None
        for articles in batches:
            passages = [passages_of(a, embedder.count_pieces) for a in articles]
            texts = [embeddable(a, p) for a, own in zip(articles, passages, strict=True) for p in own]
            embedding = beside.submit(embedder.embed, texts)
            following = _Batch(articles, passages, embedding, statements(articles))
            if waiting is not None:
                yield list(waiting.done())
            waiting = following
        if waiting is not None:
            yield list(waiting.done())


def embeddable(article: Article, passage: Passage) -> str:
    """Return the text a passage is embedded by: its title goes before it, which is never shown."""
    words = searchable(passage.span.of(article.text))
    return f"{article.title}. {words}" if article.title else words


def batched(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    """Yield items in lists of `size`, the last of which may be shorter."""
    iterator = iter(items)
    while batch := list(islice(iterator, size)):
        yield batch
