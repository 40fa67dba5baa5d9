"""What a library is asked and told: the seam behind which SQLite stands, or another truth."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import astuple, dataclass
from typing import Protocol

from index.errors import UnknownCollectionError
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

    def __add__(self, other: "Removed") -> "Removed":
        return Removed(*(x + y for x, y in zip(astuple(self), astuple(other), strict=True)))


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a library was built with."""

    model: ModelKey
    chunker: str
    statements: str = ""
    """Version of the rules by which statements were read; empty where a release before these were numbered did."""


@dataclass(frozen=True, slots=True)
class Followed:
    """A followed feed, looked at every so many seconds; `due` and `looked`, when last, in seconds since the epoch.

    `outcome` is what came of the last look; where there was none yet, `looked` is 0.
    """

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
    looked: float = 0.0

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


class Catalogue(Protocol):
    """What a library holds, without reading it."""

    def id_called(self, name: str, collections: Sequence[str]) -> str | None:
        """Return the id of the article that has `name` as its id, address or title, the last added of several."""

    def ids_where(self, collection: str, *, publisher: str = "", before: str = "", url: str = "") -> list[str]:
        """Return the ids of a collection's articles of a publisher, published before an ISO day, or from an address."""

    def addresses(self, collection: str) -> list[tuple[str, str]]:
        """Return (id, address) of a collection's articles that have an address, oldest first."""

    def count(self, collections: Sequence[str]) -> dict[str, int]:
        """Return how many articles, passages and statements `collections` hold."""

    def titles(self, collections: Sequence[str], limit: int = -1) -> list[tuple[str, str, str, str | None]]:
        """Return (id, title or first words, publisher, publication date) of articles in `collections`, newest first."""

    def speakers(self, collections: Sequence[str], limit: int) -> list[str]:
        """Return the names of those whose statements are held, who said most first; each as its article writes it."""

    def copies_of(self, article: int, collections: Sequence[str]) -> list[int]:
        """Return the articles of `collections` that an article is tied to, and those that these are tied to."""


class Feeds(Protocol):
    """The feeds that a library follows."""

    def put(self, feed: Followed) -> None:
        """Follow a feed, or write down what came of it."""

    def remove(self, url: str, collection: str) -> bool:
        """Follow a feed no longer; tell whether it was followed."""

    def all(self, collections: Sequence[str]) -> list[Followed]:
        """Return the feeds that `collections` follow, the one that is due first coming first."""

    def entries(self, feed: Followed) -> set[str]:
        """Return the addresses that a feed has given already."""

    def keep_entries(self, feed: Followed, urls: Sequence[str]) -> None:
        """Write down the addresses that a feed gives now; those that it gives no longer are forgotten."""


class Counts(Protocol):
    """How often terms occur, as a library writes it down."""

    def sizes(self) -> Mapping[str, int]:
        """Return how many passages each collection holds."""

    def frequencies(self, collection: str, terms: Sequence[str]) -> dict[str, int]:
        """Return in how many passages of one collection each term occurs; those that do not are left out."""


class Library(View, Catalogue, Protocol):
    """The truth: what is put here is all there is, and what is removed is found by nobody from then on.

    Raises LibraryError and its kinds, never a driver's own.
    """

    @property
    def where(self) -> str:
        """Where it is, for whoever is told of it."""

    @property
    def feeds(self) -> Feeds:
        """What it follows."""

    @property
    def vocabulary(self) -> Counts:
        """How often terms occur in it."""

    def snapshot(self) -> AbstractContextManager[None]:
        """Let all that is read inside see one state of the library, whatever a writer does meanwhile."""

    def close(self) -> None:
        """Let go of it."""

    @property
    def writes(self) -> bool:
        """Whether it was opened to write."""

    def agreed(self) -> list[str]:
        """Return the engines whose vectors were found to agree with the reference's."""

    def keep_agreed(self, engine: str) -> None:
        """Write down that an engine's vectors agree with the reference's."""

    def manifest(self) -> Manifest | None:
        """Return what the library was built with, or None while it is empty."""

    def adopt(self, manifest: Manifest) -> Manifest:
        """Write down what the library is built with where nothing is yet; return what holds."""

    def set_manifest(self, manifest: Manifest) -> None:
        """Write down what the library is built with."""

    def collections(self) -> list[str]:
        """Return the names of all collections."""

    def check_collections(self, collections: Sequence[str]) -> None:
        """Make sure that every one of `collections` exists.

        Raises:
            UnknownCollectionError: names the first that does not, and those that do.
        """

    def article_numbers(self, collections: Sequence[str]) -> list[int]:
        """Return the numbers of all articles of `collections`, oldest first."""

    def sum_of(self, article: Article) -> str:
        """Return a sum over everything of an article that is shown or searched; equal sums are the same article."""

    def content_sums(self, collection: str, ids: Sequence[str]) -> dict[str, str]:
        """Return the sums of those of `ids` that the collection already holds."""

    def put(
        self, article: Article, passages: Sequence[Passage], vectors: Vectors, statements: Sequence[Statement]
    ) -> None:
        """Store an article with all that belongs to it, in one transaction, replacing it whole.

        What it said before, if that was otherwise, is kept as a revision.

        Raises:
            ValueError: there is not one vector for each passage.
        """

    def remove(self, collection: str, ids: Sequence[str]) -> Removed:
        """Remove articles with all that belongs to them, each in one transaction; return what went."""


def check_known(wanted: Sequence[str], known: Sequence[str]) -> None:
    """Make sure that every collection that is wanted is known.

    Raises:
        UnknownCollectionError: names the first that is not, and those that are.
    """
    for name in wanted:
        if name not in known:
            held = ", ".join(known) or "none yet"
            raise UnknownCollectionError(f"there is no collection {name!r}; the library has: {held}")
