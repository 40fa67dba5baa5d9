"""The feeds that a library in a database follows: when each is due, and what it has given already."""

from collections.abc import Sequence
from dataclasses import astuple

from index.store.postgres.connection import Connection
from index.store.protocol import Followed

PUT = """insert into feed values(%s,%s,%s,%s,%s,%s,%s,%s,%s,%s,%s) on conflict(url, collection) do update set
    (publisher, title, every, due, failures, etag, modified, outcome, looked) = (excluded.publisher, excluded.title,
    excluded.every, excluded.due, excluded.failures, excluded.etag, excluded.modified, excluded.outcome,
    excluded.looked)"""


class FeedTable:
    """The followed feeds of one library."""

    def __init__(self, db: Connection) -> None:
        self._db = db

    def put(self, feed: Followed) -> None:
        """Follow a feed, or write down what came of it."""
        self._db.run(PUT, astuple(feed))

    def remove(self, url: str, collection: str) -> bool:
        """Follow a feed no longer; tell whether it was followed."""
        with self._db.transaction():
            self._db.run("delete from feed_entry where feed = %s and collection = %s", (url, collection))
            found = self._db.run("delete from feed where url = %s and collection = %s", (url, collection))
        return found > 0

    def all(self, collections: Sequence[str]) -> list[Followed]:
        """Return the feeds that `collections` follow, the one that is due first coming first."""
        query = "select * from feed where collection = any(%s) order by due, url"
        return [Followed(*row) for row in self._db.rows(query, (list(collections),))]

    def entries(self, feed: Followed) -> set[str]:
        """Return the addresses that a feed has given already."""
        query = "select url from feed_entry where feed = %s and collection = %s"
        return {url for (url,) in self._db.rows(query, feed.key)}

    def keep_entries(self, feed: Followed, urls: Sequence[str]) -> None:
        """Write down the addresses that a feed gives now; those that it gives no longer are forgotten."""
        with self._db.transaction():
            self._db.run("delete from feed_entry where feed = %s and collection = %s", feed.key)
            rows = [(*feed.key, url) for url in dict.fromkeys(urls)]
            self._db.run_many("insert into feed_entry values(%s, %s, %s) on conflict do nothing", rows)
