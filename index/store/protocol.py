"""What a library is asked and told: the seam behind which SQLite stands, or another truth."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from index.records import Article, ModelKey, Passage, Statement, Vectors


@dataclass(frozen=True, slots=True)
class StoredPassage:
    """A passage with its number and the number of its article."""

    number: int
    article: int
    passage: Passage


@dataclass(frozen=True, slots=True)
class StoredStatement:
    """A statement with the number of its article."""

    article: int
    statement: Statement


@dataclass(slots=True)
class Removed:
    """What went with the articles that were removed."""

    articles: int = 0
    passages: int = 0
    statements: int = 0
    revisions: int = 0
    copies: int = 0


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a library was built with."""

    model: ModelKey
    chunker: str
    statements: str = ""
    """Version of the rules by which statements were read; empty where a release before these were numbered did."""


@dataclass(frozen=True, slots=True)
class Followed:
    """A followed feed, every so many seconds, `due` in seconds since the epoch; `outcome` is what came of the last."""

    url: str
    collection: str
    publisher: str = ""
    title: str = ""
    every: int = 1800
    due: float = 0.0
    failures: int = 0
    etag: str = ""
    modified: str = ""
    outcome: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """What a followed feed is known by."""
        return self.url, self.collection


def by_article(stored: Iterable[StoredStatement]) -> dict[int, list[Statement]]:
    """Return statements by the number of their article, in the order they came."""
    said: dict[int, list[Statement]] = {}
    for one in stored:
        said.setdefault(one.article, []).append(one.statement)
    return said


class SaidView(Protocol):
    """The statements that a library holds."""

    def of(self, articles: Sequence[int]) -> list[StoredStatement]:
        """Return the statements of these articles, in order."""

    def in_passages(self, passages: Sequence[int]) -> list[StoredStatement]:
        """Return the statements that reach into these passages, in order."""

    def by(
        self, collections: Sequence[str], speaker: Sequence[str], about: Sequence[str], limit: int
    ) -> list[StoredStatement]:
        """Return up to `limit` statements by whom all words of `speaker` name, about any of `about`."""


class View(Protocol):
    """What a library holds at one moment; every call names the collections it may read, or numbers read through one."""

    @property
    def said(self) -> SaidView:
        """Its statements."""

    def articles(self, collections: Sequence[str], numbers: Sequence[int]) -> Mapping[int, Article]:
        """Return those of the numbered articles that belong to `collections`.

        Raises:
            LibraryDamagedError: an article's bytes have changed since it was stored.
        """

    def passages(self, collections: Sequence[str], numbers: Sequence[int]) -> Mapping[int, StoredPassage]:
        """Return those of the numbered passages that belong to `collections`."""

    def passages_of(self, article: int) -> list[StoredPassage]:
        """Return the passages of one article, in order."""

    def vectors_of(self, passages: Sequence[int]) -> tuple[list[int], Vectors]:
        """Return those of the numbered passages that are held, and their unit vectors: shape (passages, dimension)."""

    def number_of(self, collections: Sequence[str], id_: str) -> int | None:
        """Return the number of the article with this id in the first of `collections` that has it."""

    def revisions(self, collection: str, id_: str) -> list[Article]:
        """Return what an article said before each time it changed, the latest first."""

    def newest(self, collections: Sequence[str], limit: int) -> list[int]:
        """Return the numbers of up to `limit` articles of `collections`, the one that was added last coming first."""

    def now(self) -> str:
        """Return a mark of this moment, to ask later what has come since; nothing is to be read from it."""

    def since(self, collections: Sequence[str], mark: str, limit: int) -> tuple[list[int], str]:
        """Return the numbers of up to `limit` articles of `collections` that came after a mark, in order, and the next.

        An article that was changed has come again. Of more than `limit`, the next mark stands behind the last returned.
        """

    def publishers(self, collections: Sequence[str]) -> list[str]:
        """Return the publishers of the articles in `collections`, each once."""


class Library(View, Protocol):
    """The truth: what is put here is all there is, and what is removed is found by nobody from then on."""

    @property
    def path(self) -> Path:
        """Where it is, for whoever is told of it."""

    def manifest(self) -> Manifest | None:
        """Return what the library was built with, or None while it is empty."""

    def set_manifest(self, manifest: Manifest) -> None:
        """Write down what the library is built with."""

    def collections(self) -> list[str]:
        """Return the names of all collections."""

    def article_numbers(self, collections: Sequence[str]) -> list[int]:
        """Return the numbers of all articles of `collections`, oldest first."""

    def sum_of(self, article: Article) -> str:
        """Return a sum over everything of an article that is shown or searched; equal sums are the same article."""

    def content_sums(self, collection: str, ids: Sequence[str]) -> dict[str, str]:
        """Return the sums of those of `ids` that the collection already holds."""

    def put(
        self, article: Article, passages: Sequence[Passage], vectors: Vectors, statements: Sequence[Statement]
    ) -> None:
        """Store an article with all that belongs to it, in one transaction, replacing it whole."""

    def remove(self, collection: str, ids: Sequence[str]) -> Removed:
        """Remove articles with all that belongs to them; return what went."""
