"""What a library holds, without reading it: titles, publishers, addresses, days and counts."""

from collections.abc import Sequence

from index.records import first_words
from index.store.packing import misdated
from index.store.sqlite.queries import Table, marks


class CatalogueTable(Table):
    """The articles of one library file by what they are called, and by whom and when they were published."""

    def id_called(self, name: str, collections: Sequence[str]) -> str | None:
        """Return the id of the article that has `name` as its id, address or title, the last added of several."""
        if not name:
            return None
        query = f"""select id from article where ? in (id, url, title) and collection in ({marks(collections)})
            order by id = ? desc, number desc limit 1"""
        return next((id_ for (id_,) in self._rows(query, (name, *collections, name))), None)

    def ids_where(self, collection: str, *, publisher: str = "", before: str = "", url: str = "") -> list[str]:
        """Return the ids of a collection's articles of a publisher, published before an ISO day, or from an address."""
        wanted = [("publisher = ?", publisher), ("published < ?", before), ("url = ?", url)]
        asked = [(clause, value) for clause, value in wanted if value]
        if not asked:
            return []
        query = f"select id from article where collection = ? and {' and '.join(c for c, _ in asked)} order by number"
        return [id_ for (id_,) in self._rows(query, (collection, *(v for _, v in asked)))]

    def addresses(self, collection: str) -> list[tuple[str, str]]:
        """Return (id, address) of a collection's articles that have an address, oldest first."""
        return self._rows(
            "select id, url from article where collection = ? and url != '' order by number", (collection,)
        )

    def count(self, collections: Sequence[str]) -> dict[str, int]:
        """Return how many articles, passages and statements `collections` hold."""
        inside = f"collection in ({marks(collections)})"
        queries = {
            "articles": f"select count(*) from article where {inside}",
            "passages": f"select coalesce(sum(passages), 0) from collection where name in ({marks(collections)})",
            "statements": f"select count(*) from statement s join article a on a.number = s.article where {inside}",
        }
        return {name: self._rows(query, collections)[0][0] for name, query in queries.items()}

    def titles(self, collections: Sequence[str], limit: int = -1) -> list[tuple[str, str, str, str | None]]:
        """Return (id, title or first words, publisher, publication date) of articles in `collections`, newest first."""
        query = f"""select id, title, publisher, published, iif(title = '', substr(text, 1, 240), '') from article
            where collection in ({marks(collections)}) order by number desc limit ?"""
        rows = self._rows(query, (*collections, limit))
        return [(i, t or first_words(begins), p, None if misdated(on) else on) for i, t, p, on, begins in rows]

    def publishers(self, collections: Sequence[str]) -> list[str]:
        """Return the publishers of the articles in `collections`, each once."""
        # From one name to the next in the index, rather than past every article.
        query = """with recursive named(publisher) as (
                select min(publisher) from article where collection = :one and publisher > ''
                union all
                select (select min(publisher) from article where collection = :one and publisher > n.publisher)
                from named n where n.publisher is not null)
            select publisher from named where publisher is not null"""
        return list(dict.fromkeys(name for c in collections for (name,) in self._rows(query, {"one": c})))

    def newest(self, collections: Sequence[str], limit: int) -> list[int]:
        """Return the numbers of up to `limit` articles of `collections`, the one that was added last coming first."""
        found = [
            number
            for c in collections
            for (number,) in self._rows(
                "select number from article where collection = ? order by number desc limit ?", (c, limit)
            )
        ]
        return sorted(found, reverse=True)[:limit]

    def passages_where(
        self, collections: Sequence[str], publisher: str, since: str, until: str, most: int
    ) -> list[int] | None:
        """Return the passages of articles of a publisher, of one ISO day to another; None for more than `most`.

        What is empty does not limit. A day that is known by its month or year only may lie within.
        """
        asked = [
            ("a.publisher = ?", publisher), ("a.published >= ?", since[:4]),
            ("a.published >= substr(?, 1, length(a.published))", since), ("substr(a.published, 1, 10) <= ?", until),
        ]  # fmt: skip
        wanted = [(clause, value) for clause, value in asked if value]
        query = f"""select p.number from article a cross join passage p on p.article = a.number
            where a.collection in ({marks(collections)}) {"".join(f" and {c}" for c, _ in wanted)} limit ?"""
        found = [n for (n,) in self._rows(query, (*collections, *(v for _, v in wanted), most + 1))]
        return found if len(found) <= most else None

    def now(self) -> str:
        """Return a mark of this moment, to ask later what has come since."""
        # One writer at a time makes numbers grow in the order of commits; none is ever used again.
        return str(next((n for (n,) in self._rows("select seq from sqlite_sequence where name = 'article'", ())), 0))

    def since(self, collections: Sequence[str], mark: str, limit: int) -> tuple[list[int], str]:
        """Return the numbers of up to `limit` articles of `collections` that came after a mark, in order, and the next.

        Raises:
            ValueError: the mark is none of this library's.
        """
        now, query = (
            self.now(),
            f"""select number from article where collection in ({marks(collections)})
            and number > ? order by number limit ?""",
        )
        numbers = [n for (n,) in self._rows(query, (*collections, int(mark), limit))]
        return numbers, str(numbers[-1]) if len(numbers) == limit else now
