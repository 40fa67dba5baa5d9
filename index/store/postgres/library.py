"""PostgresLibrary: articles, passages, vectors, statements and words in one PostgreSQL database.

One transaction holds an article with everything that belongs to it; as many may write as like to. Every call that
reads says which collections it may read, to the query and to the database's own policies.
"""

import json
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, suppress
from datetime import UTC, datetime
from functools import partial
from typing import TypeVar

import numpy as np

from index.errors import LibraryBusyError, LibraryError
from index.records import Article, Passage, Statement, Vectors
from index.settings import Database
from index.store.packing import (
    ARTICLE_COLUMNS,
    article_of,
    content_sum,
    dumped,
    manifest_of,
    manifest_rows,
    statement_values,
    summed_values,
)
from index.store.postgres.checking import described
from index.store.postgres.connection import Connection
from index.store.postgres.feeds import FeedTable
from index.store.postgres.reading import ReadingTables
from index.store.protocol import Manifest, Removed, check_known
from index.store.search_words import statement_words
from index.text.analysis import Analyzer
from index.text.folding import searchable
from index.text.near_copies import Signature

AGREED = "agreed: "
TRIES = 4
"""How often a change is tried that others stand in the way of."""
Result = TypeVar("Result")


class PostgresLibrary(ReadingTables):
    """One library in a database, open for reading, or for reading and writing beside other writers."""

    def __init__(self, database: Database, analyzer: Analyzer, *, write: bool = False) -> None:
        """Connect to the library.

        Raises:
            LibraryError: there is none, it is of another version, or the server does not answer.
        """
        super().__init__(Connection(database), analyzer)
        self.feeds = FeedTable(self.db)
        self._analyzer = analyzer
        self._writes = write
        try:
            described(self.db)
        except BaseException:
            self.db.close()
            raise

    def close(self) -> None:
        """Close the connection."""
        self.db.close()

    @property
    def where(self) -> str:
        """Where it is, for whoever is told of it."""
        return self.db.where

    @property
    def writes(self) -> bool:
        """Whether it was opened to write."""
        return self._writes

    def snapshot(self) -> AbstractContextManager[None]:
        """Let all that is read inside see one state of the library, whatever writers do meanwhile."""
        return self.db.snapshot()

    # --- manifest

    def manifest(self) -> Manifest | None:
        """Return what the library was built with, or None while it is empty."""
        return manifest_of(dict(self.db.rows("select key, value from manifest")), self.where)

    def adopt(self, manifest: Manifest) -> Manifest:
        """Write down what the library is built with where nothing is yet; return what holds."""
        with self.db.transaction():
            self.db.run("lock table manifest in share row exclusive mode")
            held = self.manifest()
            if held is None:
                self._write(manifest)
        return held or manifest

    def set_manifest(self, manifest: Manifest) -> None:
        """Write down what the library is built with."""
        with self.db.transaction():
            self._write(manifest)

    def _write(self, manifest: Manifest) -> None:
        for key, value in manifest_rows(manifest).items():
            self._note(key, value)

    def _note(self, key: str, value: str) -> None:
        query = "insert into manifest values(%s, %s) on conflict(key) do update set value = excluded.value"
        self.db.run(query, (key, value))

    def agreed(self) -> list[str]:
        """Return the engines whose vectors were found to agree with the reference's."""
        rows = self.db.rows("select key from manifest where starts_with(key, %s)", (AGREED,))
        return [key.removeprefix(AGREED) for (key,) in rows]

    def keep_agreed(self, engine: str) -> None:
        """Write down that an engine's vectors agree with the reference's."""
        self._note(f"{AGREED}{engine}", "")

    # --- collections

    def collections(self) -> list[str]:
        """Return the names of all collections."""
        return [name for (name,) in self.db.rows("select name from collection order by name")]

    def check_collections(self, collections: Sequence[str]) -> None:
        """Make sure that every one of `collections` exists.

        Raises:
            UnknownCollectionError: names the first that does not, and those that do.
        """
        check_known(collections, self.collections())

    # --- writing

    def sum_of(self, article: Article) -> str:
        """Return a sum over everything of an article that is shown or searched; equal sums are the same article."""
        return content_sum(article)

    def content_sums(self, collection: str, ids: Sequence[str]) -> dict[str, str]:
        """Return the sha256 of those of `ids` that the collection already holds."""
        query = "select id, sha256 from article where collection = %s and id = any(%s)"
        return dict(self.db.rows(query, (collection, list(ids)), [collection]))

    def put(
        self, article: Article, passages: Sequence[Passage], vectors: Vectors, statements: Sequence[Statement]
    ) -> None:
        """Store an article with all that belongs to it, in one transaction, replacing it whole.

        What it said before, if that was otherwise, is kept as a revision. Of two who put the same article at once the
        second waits, and replaces it.

        Raises:
            ValueError: there is not one vector for each passage.
        """
        if len(passages) != len(vectors):
            raise ValueError(f"{len(passages)} passages and {len(vectors)} vectors")
        signature = Signature.of(article)
        self._tried(lambda: self._put(article, passages, vectors, statements, signature))

    @staticmethod
    def _tried(work: Callable[[], Result]) -> Result:
        """Do what stands whole in a transaction, again where others stood in its way.

        Raises:
            LibraryBusyError: they did so each time.
        """
        for _ in range(TRIES - 1):
            with suppress(LibraryBusyError):
                return work()
        return work()

    def _put(
        self,
        article: Article,
        passages: Sequence[Passage],
        vectors: Vectors,
        statements: Sequence[Statement],
        signature: Signature | None,
    ) -> None:
        with self.db.transaction():
            self._hold(article.collection)
            self.db.run("insert into collection values(%s) on conflict do nothing", (article.collection,))
            self._keep_revision(article)
            self._take_out(*article.key)
            number = self._insert_article(article)
            if signature is not None:
                self._insert_signature(number, article.collection, signature)
            self._insert_passages(number, article, passages, vectors)
            self._insert_statements(number, article, statements)

    def _hold(self, collection: str) -> None:
        """Let nobody else change this collection before the transaction ends.

        What took time is done by then. Two who tied copies to one another at once would wait for each other.
        """
        self.db.run("select pg_advisory_xact_lock(hashtextextended(%s, 0))", (collection,), [collection])

    def _keep_revision(self, article: Article) -> None:
        now_sum = content_sum(article)
        query = f"select {ARTICLE_COLUMNS} from article where collection = %s and id = %s and sha256 != %s"
        for held in self.db.rows(query, (article.collection, article.id, now_sum)):
            old_sum = content_sum(article_of(held, self.where))
            # One that only loses a date which was none says what it said.
            if old_sum != now_sum:
                row = (article.collection, article.id, json.dumps(held), old_sum, datetime.now(UTC))
                self.db.run(
                    "insert into revision(collection, id, fields, sha256, replaced) values(%s,%s,%s,%s,%s)", row
                )

    def remove(self, collection: str, ids: Sequence[str]) -> Removed:
        """Remove articles with all that belongs to them, each in one transaction; return what went.

        When it returns, nobody who looks later finds them, on no replica either that the server waits for.
        """
        removed = Removed()
        for id_ in ids:
            gone = self._tried(partial(self._remove, collection, id_))
            removed += gone
        return removed

    def _remove(self, collection: str, id_: str) -> Removed:
        with self.db.transaction(everywhere=True):
            self._hold(collection)
            gone = self._take_out(collection, id_)
            if gone is None:
                return Removed()
            gone.revisions = self.db.run("delete from revision where collection = %s and id = %s", (collection, id_))
        return gone

    def _take_out(self, collection: str, id_: str) -> Removed | None:
        found = self.db.rows("select number from article where collection = %s and id = %s", (collection, id_))
        if not found:
            return None
        [(number,)] = found
        passages, statements = (
            [n for (n,) in self.db.rows(f"select number from {table} where article = %s", (number,))]
            for table in ("passage", "statement")
        )
        [(copies,)] = self.db.rows("select count(*) from copy where article = %s", (number,))
        # In this order, as all who write and whoever parts the tables: else two would wait for each other.
        self.db.run("delete from near where number = any(%s) and collection = %s", (passages, collection))
        held = self.db.rows(
            "delete from worded where number = any(%s) and collection = %s returning terms", (passages, collection)
        )
        self.vocabulary.went(collection, [terms.split() for (terms,) in held])
        self.db.run("delete from told where number = any(%s) and collection = %s", (statements, collection))
        self.db.run("delete from article where number = %s", (number,))
        self._log(collection, number, went=True)
        return Removed(1, len(passages), len(statements), copies=copies)

    def _log(self, collection: str, article: int, *, went: bool) -> None:
        query = "insert into change(collection, article, went) values(%s, %s, %s)"
        self.db.run(query, (collection, article, went))

    def _insert_article(self, article: Article) -> int:
        values = summed_values(article)
        if any("\0" in value for value in values if isinstance(value, str)):
            raise LibraryError(f"{self.where}: cannot hold a NUL character, and {article.id!r} has one")
        marks = ",".join(["%s"] * len(values))
        [(number,)] = self.db.rows(f"insert into article({ARTICLE_COLUMNS}) values({marks}) returning number", values)
        self._log(article.collection, number, went=False)
        return int(number)

    def _insert_passages(self, number: int, article: Article, passages: Sequence[Passage], vectors: Vectors) -> None:
        numbers = self._new_numbers("passage", len(passages))
        titled = self._analyzer.terms(article.title)
        terms = [[*titled, *self._analyzer.terms(searchable(p.span.of(article.text)))] for p in passages]
        blobs = [np.asarray(v, dtype="<f4").tobytes() for v in vectors]
        self.db.run(
            """insert into passage select n, %s, %s, s, e, sentences, kind, vector from
            unnest(%s::bigint[], %s::int[], %s::int[], %s::text[], %s::text[], %s::bytea[])
            as made(n, s, e, sentences, kind, vector)""",
            (number, article.collection, numbers, [p.span.start for p in passages], [p.span.end for p in passages],
             [dumped(p.sentences) for p in passages], [str(p.kind) for p in passages], blobs),
        )  # fmt: skip
        self.db.run(
            "insert into near select n, %s, v::halfvec from unnest(%s::bigint[], %s::text[]) as made(n, v)",
            (article.collection, numbers, [vector_text(v) for v in vectors]),
        )
        self.db.run(
            "insert into worded select n, %s, %s, w from unnest(%s::bigint[], %s::text[]) as made(n, w)",
            (article.collection, article.publisher, numbers, [" ".join(words) for words in terms]),
        )
        self.vocabulary.came(article.collection, terms)

    def _insert_statements(self, number: int, article: Article, statements: Sequence[Statement]) -> None:
        if not statements:
            return
        numbers = self._new_numbers("statement", len(statements))
        rows = [(n, number, article.collection, *statement_values(s)) for n, s in zip(numbers, statements, strict=True)]
        self.db.run_many("insert into statement values(%s,%s,%s,%s,%s,%s,%s,%s,%s,%s,%s,%s,%s)", rows)
        told = [statement_words(n, article.text, s) for n, s in zip(numbers, statements, strict=True)]
        stems = [(t, self._analyzer.terms(t.speaker), self._analyzer.terms(t.content)) for t in told]
        self.db.run_many(
            "insert into told values(%s, %s, %s, %s, %s, %s)",
            [(t.number, article.collection, t.act, who, what, " ".join([*who, *what])) for t, who, what in stems],
        )

    def _new_numbers(self, table: str, count: int) -> list[int]:
        query = f"select nextval('{table}_number') from generate_series(1, %s)"
        return sorted(n for (n,) in self.db.rows(query, (count,)))

    def _insert_signature(self, number: int, collection: str, signature: Signature) -> None:
        """Keep an article's signature, and tie it to the articles of its collection that it is a copy of."""
        query = """select article, hashes from signature where article in
            (select article from band where collection = %s and key = any(%s))"""
        found = self.db.rows(query, (collection, signature.bands))
        ties = [(n, shared) for n, packed in found if (shared := signature.copied(Signature.of_packed(packed)))]
        self.db.run("insert into signature values(%s, %s, %s)", (number, collection, signature.packed))
        self.db.run("insert into band select unnest(%s::bigint[]), %s, %s", (signature.bands, collection, number))
        rows = [row for other, shared in ties for row in ((number, other, shared), (other, number, shared))]
        self.db.run_many("insert into copy values(%s, %s, %s)", rows)


def vector_text(vector: Vectors) -> str:
    """Return a vector as pgvector reads it."""
    return f"[{','.join(map(str, np.asarray(vector, dtype=np.float16).tolist()))}]"
