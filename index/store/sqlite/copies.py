"""Which articles are copies of one another: signatures to find them by, and the ties."""

from collections.abc import Sequence
from typing import Any

from index.store.sqlite.opening import translated
from index.store.sqlite.queries import Table
from index.text.near_copies import Signature


class CopyTable(Table):
    """Signatures and ties of the articles of one library file."""

    def put(self, article: int, collection: str, signature: Signature) -> None:
        """Keep an article's signature, and tie it to the articles of its collection that it is a copy of."""
        ties = self._alike(collection, signature)
        self._db.execute("insert into signature values(?, ?)", (article, signature.packed))
        self._db.executemany("insert into band values(?, ?)", [(key, article) for key in signature.bands])
        rows = [row for other, shared in ties for row in ((article, other, shared), (other, article, shared))]
        self._db.executemany("insert into copy values(?, ?, ?)", rows)

    def _alike(self, collection: str, signature: Signature) -> list[tuple[int, float]]:
        marks = ",".join("?" * len(signature.bands))
        # In this order: SQLite would else walk through all articles of the collection.
        query = f"""select distinct s.article, s.hashes from band b cross join signature s on s.article = b.article
            cross join article a on a.number = s.article where b.key in ({marks}) and a.collection = ?"""
        found = self._db.execute(query, (*signature.bands, collection))
        return [(n, shared) for n, packed in found if (shared := signature.copied(Signature.of_packed(packed)))]

    def remove(self, article: int) -> int:
        """Remove an article's signature and ties; return how many ties there were."""
        ties = self._db.execute("select count(*) from copy where article = ?", (article,)).get
        self._db.execute("delete from copy where article = ? or other = ?", (article, article))
        self._db.execute("delete from band where article = ?", (article,))
        self._db.execute("delete from signature where article = ?", (article,))
        return int(ties or 0)

    def of(self, article: int, collections: Sequence[str]) -> list[int]:
        """Return the articles of `collections` that an article is tied to, and those that these are tied to."""
        marks = ",".join("?" * len(collections))
        query = f"""with recursive tied(number) as (select ? union
                select c.other from copy c join tied t on c.article = t.number)
            select t.number from tied t join article a on a.number = t.number
            where t.number != ? and a.collection in ({marks}) order by t.number"""
        with translated(self._path):
            rows: list[Any] = self._db.execute(query, (article, article, *collections)).fetchall()
        return [number for (number,) in rows]
