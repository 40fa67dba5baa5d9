"""Libraries that the contract is held to: each can be put into, removed from, and searched, by articles' names."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Protocol

from index import Article, Passage, Span, Statement
from index.backends import backend_of
from index.records import Vectors
from index.search.protocol import Search
from index.settings import Place
from index.store.sqlite import Fts5Analyzer
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


class Stored:
    """An engine that is in use: a library, and what finds candidates in it."""

    def __init__(self, place: Place) -> None:
        self._store, self._candidates, _ = backend_of(place, write=True, wait=0.0, tell=lambda _: None)

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
def stored(place: Place) -> Iterator[Stored]:
    """Yield a library in a folder or a database, closed at the end."""
    made = Stored(place)
    try:
        yield made
    finally:
        made.close()


Maker = Callable[[], Searched]
