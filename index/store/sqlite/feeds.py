"""The feeds that a library follows: when each is due, and what it has given already."""

from collections.abc import Sequence
from dataclasses import astuple

from index.store.protocol import Followed
from index.store.sqlite.opening import transaction, translated
from index.store.sqlite.queries import Table, bound
from index.text.characters import encodable


class FeedTable(Table):
    """The followed feeds of one library file."""

    def put(self, feed: Followed) -> None:
        """Follow a feed, or write down what came of it."""
        with transaction(self._db, self._path):
            self._db.execute(
                "insert or replace into feed values(?,?,?,?,?,?,?,?,?,?,?)", tuple(map(bound, astuple(feed)))
            )

    def remove(self, url: str, collection: str) -> bool:
        """Follow a feed no longer; tell whether it was followed."""
        with transaction(self._db, self._path):
            self._db.execute("delete from feed_entry where feed = ? and collection = ?", (url, collection))
            self._db.execute("delete from feed where url = ? and collection = ?", (url, collection))
            found = self._db.changes() > 0
        return found  # noqa: RET504 - the transaction ends first

    def all(self, collections: Sequence[str]) -> list[Followed]:
        """Return the feeds that `collections` follow, the one that is due first coming first."""
        marks = ",".join("?" * len(collections))
        query = f"select * from feed where collection in ({marks}) order by due, url"
        with translated(self._path):
            return [Followed(*row) for row in self._db.execute(query, tuple(collections))]

    def entries(self, feed: Followed) -> set[str]:
        """Return the addresses that a feed has given already."""
        query = "select url from feed_entry where feed = ? and collection = ?"
        with translated(self._path):
            return {url for (url,) in self._db.execute(query, (feed.url, feed.collection))}

    def keep_entries(self, feed: Followed, urls: Sequence[str]) -> None:
        """Write down the addresses that a feed gives now; those that it gives no longer are forgotten."""
        with transaction(self._db, self._path):
            self._db.execute("delete from feed_entry where feed = ? and collection = ?", (feed.url, feed.collection))
            rows = [(feed.url, feed.collection, url) for url in dict.fromkeys(map(encodable, urls))]
            self._db.executemany("insert into feed_entry values(?, ?, ?)", rows)
