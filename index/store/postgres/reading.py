"""What a library in a database holds, read by number, by what it is called, and by when it came."""

import json
from collections.abc import Sequence

import numpy as np

from index.records import Article, Vectors, first_words
from index.store.packing import ARTICLE_COLUMNS, article_of, decoding, matrix, misdated, passage_of
from index.store.postgres.connection import Connection
from index.store.postgres.said import SaidTable
from index.store.postgres.vocabulary import VocabularyTable
from index.store.protocol import StoredPassage
from index.text.analysis import Analyzer


class ReadingTables:
    """The articles and passages of one library."""

    def __init__(self, db: Connection, analyzer: Analyzer) -> None:
        self.db = db
        self.vocabulary = VocabularyTable(db)
        self.said = SaidTable(db, analyzer, self.vocabulary)

    # --- by number

    def article_numbers(self, collections: Sequence[str]) -> list[int]:
        """Return the numbers of all articles of `collections`, oldest first."""
        query = "select number from article where collection = any(%s) order by added, number"
        return [number for (number,) in self.db.rows(query, (list(collections),), collections)]

    def number_of(self, collections: Sequence[str], id_: str) -> int | None:
        """Return the number of the article with this id in the first of `collections` that has it."""
        query = """select number from article where id = %s and collection = any(%s)
            order by array_position(%s::text[], collection) limit 1"""
        named = list(collections)
        return next((n for (n,) in self.db.rows(query, (id_, named, named), collections)), None)

    def articles(self, collections: Sequence[str], numbers: Sequence[int]) -> dict[int, Article]:
        """Return those of the numbered articles that belong to `collections`.

        Raises:
            LibraryDamagedError: an article's bytes have changed since it was stored.
        """
        if not numbers:
            return {}
        query = f"select number, {ARTICLE_COLUMNS} from article where number = any(%s) and collection = any(%s)"
        rows = self.db.rows(query, (list(numbers), list(collections)), collections)
        return {number: article_of(values, self.db.where) for number, *values in rows}

    def revisions(self, collection: str, id_: str) -> list[Article]:
        """Return what an article said before each time it changed, the latest first.

        Raises:
            LibraryDamagedError: a revision's bytes have changed since it was stored.
        """
        query = "select fields from revision where collection = %s and id = %s order by number desc"
        rows = self.db.rows(query, (collection, id_), [collection])
        with decoding(self.db.where):
            return [article_of(json.loads(fields), self.db.where) for (fields,) in rows]

    def passages(self, collections: Sequence[str], numbers: Sequence[int]) -> dict[int, StoredPassage]:
        """Return those of the numbered passages that belong to `collections`."""
        if not numbers:
            return {}
        query = """select number, article, start, "end", sentences, kind from passage
            where number = any(%s) and collection = any(%s)"""
        rows = self.db.rows(query, (list(numbers), list(collections)), collections)
        with decoding(self.db.where):
            return {n: StoredPassage(n, a, passage_of(rest)) for n, a, *rest in rows}

    def passages_of(self, article: int) -> list[StoredPassage]:
        """Return the passages of one article, in order."""
        query = 'select number, article, start, "end", sentences, kind from passage where article = %s order by start'
        rows = self.db.rows(query, (article,))
        with decoding(self.db.where):
            return [StoredPassage(n, a, passage_of(rest)) for n, a, *rest in rows]

    def vectors_of(self, passages: Sequence[int]) -> tuple[list[int], Vectors]:
        """Return those of the numbered passages that are held, and their unit vectors: shape (passages, dimension)."""
        query = "select number, vector from passage where number = any(%s)"
        rows = self.db.rows(query, (list(passages),)) if passages else []
        vectors = matrix(self.db.where, [bytes(v) for _, v in rows]) if rows else np.zeros((0, 0), np.float32)
        return [n for n, _ in rows], vectors

    def copies_of(self, article: int, collections: Sequence[str]) -> list[int]:
        """Return the articles of `collections` that an article is tied to, and those that these are tied to."""
        query = """with recursive tied(number) as (select %s::bigint union
                select c.other from copy c join tied t on c.article = t.number)
            select t.number from tied t join article a on a.number = t.number
            where t.number != %s and a.collection = any(%s) order by t.number"""
        rows = self.db.rows(query, (article, article, list(collections)), collections)
        return [number for (number,) in rows]

    # --- by when it came

    def newest(self, collections: Sequence[str], limit: int) -> list[int]:
        """Return the numbers of up to `limit` articles of `collections`, the one that was added last coming first."""
        query = """select number from unnest(%s::text[]) as named(name) cross join lateral (
                select number, added from article where collection = name order by added desc limit %s) as latest
            order by added desc, number desc limit %s"""
        return [n for (n,) in self.db.rows(query, (list(collections), limit, limit), collections)]

    def now(self) -> str:
        """Return a mark of this moment, to ask later what has come since."""
        # Numbers are not in the order of commits: below the oldest open transaction nothing can come any more.
        [(below,)] = self.db.rows("select pg_snapshot_xmin(pg_current_snapshot())::text")
        return f"{below}:0"

    def since(self, collections: Sequence[str], mark: str, limit: int) -> tuple[list[int], str]:
        """Return the numbers of up to `limit` articles of `collections` that came after a mark, in order, and the next.

        Raises:
            ValueError: the mark is none of this library's.
        """
        xid, position = (int(part) for part in mark.split(":"))
        query = """select c.xid::text, c.position, c.article from change c join article a on a.number = c.article
            where not c.went and c.collection = any(%s) and (c.xid, c.position) > (%s::text::xid8, %s)
            and c.xid < %s::text::xid8 order by c.xid, c.position limit %s"""
        now = self.now()
        asked = (list(collections), str(xid), position, now.partition(":")[0], limit)
        rows = self.db.rows(query, asked, collections)
        return [n for *_, n in rows], "{}:{}".format(*rows[-1]) if len(rows) == limit else now

    # --- by what it is called

    def id_called(self, name: str, collections: Sequence[str]) -> str | None:
        """Return the id of the article that has `name` as its id, address or title, the last added of several."""
        if not name:
            return None
        # One by one: no index serves all three at once.
        query = """select id from (
                select id, added, number from article where id = %(name)s and collection = any(%(within)s)
                union all select id, added, number from article where url = %(name)s and collection = any(%(within)s)
                union all select id, added, number from article
                    where md5(title) = md5(%(name)s) and title = %(name)s and collection = any(%(within)s)
            ) as called order by id = %(name)s desc, added desc, number desc limit 1"""
        asked = {"name": name, "within": list(collections)}
        return next((id_ for (id_,) in self.db.rows(query, asked, collections)), None)

    def ids_where(self, collection: str, *, publisher: str = "", before: str = "", url: str = "") -> list[str]:
        """Return the ids of a collection's articles of a publisher, published before an ISO day, or from an address."""
        wanted = [("publisher = %s", publisher), ("published < %s", before), ("url = %s", url)]
        asked = [(clause, value) for clause, value in wanted if value]
        if not asked:
            return []
        query = f"""select id from article where collection = %s and {" and ".join(c for c, _ in asked)}
            order by added, number"""
        return [id_ for (id_,) in self.db.rows(query, (collection, *(v for _, v in asked)), [collection])]

    def addresses(self, collection: str) -> list[tuple[str, str]]:
        """Return (id, address) of a collection's articles that have an address, oldest first."""
        query = "select id, url from article where collection = %s and url != '' order by added, number"
        return self.db.rows(query, (collection,), [collection])

    def count(self, collections: Sequence[str]) -> dict[str, int]:
        """Return how many articles, passages and statements `collections` hold."""
        return {
            f"{table}s": self.db.rows(
                f"select count(*) from {table} where collection = any(%s)", (list(collections),), collections
            )[0][0]
            for table in ("article", "passage", "statement")
        }

    def titles(self, collections: Sequence[str], limit: int = -1) -> list[tuple[str, str, str, str | None]]:
        """Return (id, title or first words, publisher, publication date) of articles in `collections`, newest first."""
        query = """select id, title, publisher, published, case title when '' then substr(text, 1, 240) else '' end
            from article where collection = any(%s) order by added desc, number desc limit %s"""
        rows = self.db.rows(query, (list(collections), limit if limit >= 0 else None), collections)
        return [(i, t or first_words(begins), p, None if misdated(on) else on) for i, t, p, on, begins in rows]

    def publishers(self, collections: Sequence[str]) -> list[str]:
        """Return the publishers of the articles in `collections`, each once."""
        # From one name to the next in the index, rather than past every article.
        query = """with recursive named(collection, publisher) as (
                select c, (select min(publisher) from article where collection = c and publisher > '')
                from unnest(%s::text[]) as asked(c)
                union all
                select n.collection, (select min(publisher) from article
                    where collection = n.collection and publisher > n.publisher)
                from named n where n.publisher is not null)
            select distinct publisher from named where publisher is not null order by publisher"""
        return [name for (name,) in self.db.rows(query, (list(collections),), collections)]

    def speakers(self, collections: Sequence[str], limit: int) -> list[str]:
        """Return the names of those whose statements are held, who said most first; each as its article writes it."""
        query = """select substr(a.text, (s.name::jsonb->0->>0)::int + 1,
                (s.name::jsonb->0->>1)::int - (s.name::jsonb->0->>0)::int) collate "C" as who
            from statement s join article a on a.number = s.article
            where s.name is not null and a.collection = any(%s)
            group by who order by count(*) desc, who limit %s"""
        return [" ".join(name.split()) for (name,) in self.db.rows(query, (list(collections), limit), collections)]

    def passages_where(
        self, collections: Sequence[str], publisher: str, since: str, until: str, most: int
    ) -> list[int] | None:
        """Return the passages of articles of a publisher, of one ISO day to another; None for more than `most`.

        What is empty does not limit. A day that is known by its month or year only may lie within.
        """
        asked = [
            ("a.publisher = %s", publisher), ("a.published >= %s", since[:4]),
            ("a.published >= left(%s, length(a.published))", since), ("left(a.published, 10) <= %s", until),
        ]  # fmt: skip
        wanted = [(clause, value) for clause, value in asked if value]
        query = f"""select p.number from article a join passage p on p.article = a.number
            where a.collection = any(%s) {"".join(f" and {c}" for c, _ in wanted)} limit %s"""
        values = (list(collections), *(v for _, v in wanted), most + 1)
        found = [n for (n,) in self.db.rows(query, values, collections)]
        return found if len(found) <= most else None
