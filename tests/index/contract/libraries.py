"""Libraries that the contract is held to: each can be put into, removed from, and searched, by articles' names."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from index import Article, Passage, Span, Statement
from index.records import Vectors
from index.search.local import LocalCandidates
from index.search.protocol import Search
from index.store.sqlite import Fts5Analyzer, Store
from tests.index.contract.brute import BruteSearch

ANALYZER = Fts5Analyzer()
Name = tuple[str, str]
"""A collection, and an article's id in it."""


class Searched(Protocol):
    """A library under test; an article in it is one passage."""

    def put(self, article: Article, vector: Vectors, statements: Sequence[Statement]) -> None: ...
    def remove(self, collection: str, id_: str) -> None: ...
    def search(self) -> Search: ...
    def names(self, numbers: Iterable[int]) -> list[Name]: ...


class Brute:
    """The twin that is obviously right."""

    def __init__(self) -> None:
        self._search = BruteSearch(ANALYZER)

    def put(self, article: Article, vector: Vectors, statements: Sequence[Statement]) -> None:
        self._search.put(article, vector, statements)

    def remove(self, collection: str, id_: str) -> None:
        self._search.remove(collection, id_)

    def search(self) -> Search:
        return self._search

    def names(self, numbers: Iterable[int]) -> list[Name]:
        return [self._search.called(n) for n in numbers]


class Local:
    """The engine that is in use: a library file, and what is derived from it."""

    def __init__(self, folder: Path) -> None:
        self._store = Store(folder, write=True)
        self._candidates = LocalCandidates(self._store, folder, ANALYZER, lambda _: None)

    def put(self, article: Article, vector: Vectors, statements: Sequence[Statement]) -> None:
        whole = Span(0, len(article.text))
        self._store.put(article, [Passage(whole, (whole,))], vector.reshape(1, -1), statements)
        self._candidates.keep_up()

    def remove(self, collection: str, id_: str) -> None:
        self._store.remove(collection, [id_])
        self._candidates.finish_removals()

    def search(self) -> Search:
        return self._candidates.beside(in_memory=True)

    def names(self, numbers: Iterable[int]) -> list[Name]:
        """Read what was found again from the library, as whoever quotes it does: what went is left out."""
        wanted, everywhere = list(numbers), self._store.collections()
        passages = self._store.passages(everywhere, wanted)
        articles = self._store.articles(everywhere, [p.article for p in passages.values()])
        told = [articles[passages[n].article] for n in wanted if n in passages]
        return [(a.collection, a.id) for a in told]

    def close(self) -> None:
        self._store.close()


@contextmanager
def local(folder: Path) -> Iterator[Local]:
    """Yield a library in a folder, closed at the end."""
    made = Local(folder)
    try:
        yield made
    finally:
        made.close()


Maker = Callable[[], Searched]
