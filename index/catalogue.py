"""What a library holds, by name and by place: read without any model, and without searching."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from index.ingesting.adding import BATCH_ARTICLES
from index.ingesting.preparing import batched
from index.lookup import Context, Lookup, context_of
from index.records import Article, Passage, Quote, Reference, Statement
from index.store import Followed, Library, by_article
from index.text.analysis import Analyzer
from index.text.names import each_person_once
from index.text.near_copies import origin_of

MOST_SPEAKERS = 5000


class Title(NamedTuple):
    """How an article is called, by its first words where it has no title; `published` is as in `Article`."""

    id: str
    title: str
    publisher: str
    published: str | None


class Copies(NamedTuple):
    """Articles that print the same report as another, and the one of them all that it comes from."""

    origin: Article
    others: tuple[Article, ...]


class Catalogue:
    """The articles, speakers and feeds of a library; each call reads it as it stands then."""

    def __init__(self, library: Library, analyzer: Analyzer) -> None:
        self._library = library
        self._analyzer = analyzer
        self._lookup = Lookup(library, analyzer)

    def collections(self) -> list[str]:
        """Return the names of all collections."""
        return self._library.collections()

    def article(self, id_: str, collections: Sequence[str]) -> Article | None:
        """Return the article with this id from the first of `collections` that has it.

        Raises:
            UnknownCollectionError: one of `collections` does not exist.
        """
        self._library.check_collections(collections)
        return self._lookup.article(id_, collections)

    def id_called(self, name: str, collections: Sequence[str]) -> str | None:
        """Return the id of the article whose id, address or title `name` is, or None."""
        return self._library.id_called(name, collections)

    def source(self, id_: str, collections: Sequence[str]) -> tuple[Article, list[Passage]] | None:
        """Return an article with its passages, in order, as they stood at one moment."""
        with self._library.snapshot():
            article = self.article(id_, collections)
            number = self._library.number_of(collections, id_)
            if article is None or number is None:
                return None
            return article, [p.passage for p in self._library.passages_of(number)]

    def recall(self, references: Sequence[Reference], collections: Sequence[str]) -> list[Quote | None]:
        """Return quotes shown before, read again, marked where the article has changed since; None where it is gone."""
        with self._library.snapshot():
            held = set(collections) & set(self._library.collections())
            return [self._lookup.recalled(r, held) for r in references]

    def copies(self, id_: str, collections: Sequence[str]) -> Copies | None:
        """Return the articles of `collections` that print the same report, with where it comes from; None for none."""
        with self._library.snapshot():
            article = self.article(id_, collections)
            number = self._library.number_of(collections, id_)
            if article is None or number is None:
                return None
            others = self._library.articles(collections, self._library.copies_of(number, collections))
            return Copies(origin_of([article, *others.values()]), tuple(others.values())) if others else None

    def lacking(self, ids: Sequence[str], collection: str) -> list[str]:
        """Return those of `ids` that no article of a collection has; all of them where there is no such collection."""
        held = self._library.content_sums(collection, ids)
        return [id_ for id_ in ids if id_ not in held]

    def context(self, reference: Reference, collections: Sequence[str]) -> Context | None:
        """Return a quote shown before with the sentences around it; None where it is gone."""
        [quote] = self.recall([reference], collections)
        return context_of(quote) if quote else None

    def statements(self, collections: Sequence[str]) -> Iterator[tuple[Article, list[Statement]]]:
        """Yield every article of `collections` with its statements, oldest first.

        Raises:
            UnknownCollectionError: one of `collections` does not exist.
        """
        self._library.check_collections(collections)
        for batch in batched(self._library.article_numbers(collections), BATCH_ARTICLES):
            articles = self._library.articles(collections, batch)
            said = by_article(self._library.said.of(batch))
            yield from ((articles[n], said.get(n, [])) for n in batch if n in articles)

    def said_by(self, speaker: str, about: str, collections: Sequence[str], limit: int = 50) -> list[Quote]:
        """Return what a speaker said about something, as quotes, oldest first; without `about` on anything.

        Raises:
            UnknownCollectionError: one of `collections` does not exist.
        """
        self._library.check_collections(collections)
        with self._library.snapshot():
            return self._lookup.said_by(speaker, about, collections, limit)

    def said_in(self, id_: str, collections: Sequence[str]) -> list[Quote]:
        """Return the statements of an article as quotes, in the order of its text; none where there is no such one."""
        with self._library.snapshot():
            return self._lookup.said_in(id_, collections)

    def publishers(self, collections: Sequence[str]) -> list[str]:
        """Return the publishers of the articles in `collections`, each once."""
        return self._library.publishers(collections)

    def titles(self, collections: Sequence[str], limit: int = -1) -> list[Title]:
        """Return how articles are called, newest first, all of them unless there is a limit."""
        return [Title(*row) for row in self._library.titles(collections, limit)]

    def speakers(self, collections: Sequence[str]) -> list[str]:
        """Return the names of those whose statements are held, each once, who said most first; for autocomplete."""
        return each_person_once(self._library.speakers(collections, MOST_SPEAKERS))

    def count(self, collections: Sequence[str]) -> dict[str, int]:
        """Return how many articles, passages and statements `collections` hold."""
        return self._library.count(collections)

    def ids_where(self, collection: str, *, publisher: str = "", before: str = "", url: str = "") -> list[str]:
        """Return the ids of a collection's articles of a publisher, published before an ISO day, or from an address."""
        return self._library.ids_where(collection, publisher=publisher, before=before, url=url)

    def addresses(self, collection: str) -> list[tuple[str, str]]:
        """Return (id, address) of a collection's articles that have an address, oldest first."""
        return self._library.addresses(collection)

    def now(self) -> str:
        """Return a mark of this moment, for `arrivals` to count from."""
        return self._library.now()

    # --- feeds

    def follow(self, feed: Followed) -> None:
        """Follow a feed, or write down what came of polling it."""
        self._library.feeds.put(feed)

    def unfollow(self, url: str, collection: str) -> bool:
        """Follow a feed no longer; its articles stay. Tell whether it was followed."""
        return self._library.feeds.remove(url, collection)

    def followed(self, collections: Sequence[str]) -> list[Followed]:
        """Return the feeds that `collections` follow, the one that is due first coming first."""
        return self._library.feeds.all(collections)

    def feed_entries(self, feed: Followed) -> set[str]:
        """Return the addresses that a feed has given already."""
        return self._library.feeds.entries(feed)

    def keep_feed_entries(self, feed: Followed, urls: Sequence[str]) -> None:
        """Write down the addresses that a feed gives now."""
        self._library.feeds.keep_entries(feed, urls)
