"""Store: articles, passages, vectors, statements and words of one library file.

One transaction holds an article with everything that belongs to it. Every call that reads takes the
collections it may read.
"""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import apsw
import numpy as np

from index.records import Article, Passage, Statement, Vectors
from index.store.packing import (
    ARTICLE_COLUMNS,
    article_of,
    content_sum,
    decoding,
    dumped,
    manifest_of,
    manifest_rows,
    passage_of,
    summed_values,
)
from index.store.protocol import Manifest, Removed, StoredPassage, check_known
from index.store.sqlite.analyzer import Fts5Analyzer
from index.store.sqlite.catalogue import CatalogueTable
from index.store.sqlite.changes import ChangeTable
from index.store.sqlite.copies import CopyTable
from index.store.sqlite.feeds import FeedTable
from index.store.sqlite.opening import (
    FILE_NAME,
    connected,
    existing,
    locked,
    snapshot,
    transaction,
    translated,
)
from index.store.sqlite.queries import any_of, marks, parts
from index.store.sqlite.said import SaidTable
from index.store.sqlite.vocabulary import VocabularyTable
from index.text.folding import searchable
from index.text.near_copies import Signature

AGREED = "agreed: "


class Store(CatalogueTable):
    """One library file, open for reading, or for reading and writing by its one writer."""

    def __init__(self, folder: Path, *, write: bool = False, wait: float = 0.0) -> None:
        """Open the library in `folder`, creating it when `write` is set, for which `wait` seconds may be waited.

        Raises:
            LibraryError: there is none, it is damaged, newer, or written by another process.
        """
        self.path = folder / FILE_NAME if write else existing(folder)
        self._lock = locked(folder, wait) if write else None
        try:
            with translated(self.path):
                super().__init__(connected(self.path, write=write), self.path)
        except BaseException:
            self._unlock()
            raise
        self.said = SaidTable(self._db, self.path)
        self.vocabulary = VocabularyTable(self._db, self.path)
        self.changes = ChangeTable(self._db, self.path)
        self.copies = CopyTable(self._db, self.path)
        self.feeds = FeedTable(self._db, self.path)
        self._analyzer = Fts5Analyzer()

    @property
    def where(self) -> str:
        """Where it is, for whoever is told of it."""
        return str(self.path)

    def close(self) -> None:
        """Close the file and let another writer in."""
        try:
            with translated(self.path):
                self._db.close()
        finally:
            self._unlock()

    def _unlock(self) -> None:
        if self._lock:
            self._lock.release()

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Let all that is read inside see one state of the file, whatever a writer does meanwhile."""
        with snapshot(self._db, self.path):
            yield

    # --- manifest

    def manifest(self) -> Manifest | None:
        """Return what the library was built with, or None while it is empty."""
        return manifest_of(dict(self._rows("select key, value from manifest")), self.path)

    def adopt(self, manifest: Manifest) -> Manifest:
        """Write down what the library is built with where nothing is yet; return what holds."""
        held = self.manifest()
        if held is None:
            self.set_manifest(manifest)
        return held or manifest

    def set_manifest(self, manifest: Manifest) -> None:
        """Write down what the library is built with."""
        with transaction(self._db, self.path):
            for key, value in manifest_rows(manifest).items():
                self._db.execute("insert or replace into manifest values(?, ?)", (key, value))

    @property
    def writes(self) -> bool:
        """Whether this is the library's one writer."""
        return self._lock is not None

    def agreed(self) -> list[str]:
        """Return the engines whose vectors were found to agree with the reference's."""
        return [
            key.removeprefix(AGREED)
            for (key,) in self._rows("select key from manifest where key glob ?", (f"{AGREED}*",))
        ]

    def keep_agreed(self, engine: str) -> None:
        """Write down that an engine's vectors agree with the reference's."""
        with transaction(self._db, self.path):
            self._db.execute("insert or replace into manifest values(?, '')", (f"{AGREED}{engine}",))

    # --- collections

    def collections(self) -> list[str]:
        """Return the names of all collections."""
        return [name for (name,) in self._rows("select name from collection order by name")]

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
        marks = ",".join("?" * len(ids))
        query = f"select id, sha256 from article where collection = ? and id in ({marks})"
        return dict(self._rows(query, (collection, *ids)))

    def put(
        self, article: Article, passages: Sequence[Passage], vectors: Vectors, statements: Sequence[Statement]
    ) -> None:
        """Store an article with all that belongs to it, in one transaction, replacing it whole.

        What it said before, if that was otherwise, is kept as a revision.

        Raises:
            ValueError: there is not one vector for each passage.
        """
        if len(passages) != len(vectors):
            raise ValueError(f"{len(passages)} passages and {len(vectors)} vectors")
        signature = Signature.of(article)
        with transaction(self._db, self.path):
            self._db.execute("insert or ignore into collection(name) values(?)", (article.collection,))
            self._keep_revision(article)
            self._remove(*article.key)
            number = self._insert_article(article)
            if signature is not None:
                self.copies.put(number, article.collection, signature)
            for passage, vector in zip(passages, vectors, strict=True):
                self._insert_passage(number, article, passage, vector)
            self.changes.came(article, len(passages))
            bodies = [p.span.of(article.text) for p in passages]
            self.vocabulary.came(article.collection, self._terms_of(article.title, bodies))
            for statement in statements:
                self.said.put(number, article, statement)

    def _keep_revision(self, article: Article) -> None:
        now_sum = content_sum(article)
        query = f"select {ARTICLE_COLUMNS} from article where collection = ? and id = ? and sha256 != ?"
        held = self._db.execute(query, (article.collection, article.id, now_sum)).fetchone()
        old_sum = content_sum(article_of(held, self.path)) if held else now_sum
        # One that only loses a date which was none says what it said.
        if old_sum != now_sum:
            now = datetime.now(UTC).isoformat(timespec="seconds")
            row = (article.collection, article.id, json.dumps(held), old_sum, now)
            self._db.execute("insert into revision(collection, id, fields, sha256, replaced) values(?,?,?,?,?)", row)

    def remove(self, collection: str, ids: Sequence[str]) -> Removed:
        """Remove articles with all that belongs to them, each in one transaction; return what went."""
        removed = Removed()
        for id_ in ids:
            with transaction(self._db, self.path):
                gone = self._remove(collection, id_)
                if gone is not None:
                    self.changes.note_removal(collection)
                    self._db.execute("delete from revision where collection = ? and id = ?", (collection, id_))
                    gone.revisions = self._db.changes()
                    removed += gone
        return removed

    def shred(self) -> bool:
        """Let nothing of what was removed remain in the file's bytes; return whether nothing does.

        Somebody who reads the library as it was keeps the old bytes in file and journal.
        """
        with translated(self.path):
            for words in ("passage_words", "statement_words"):
                self._db.execute(f"insert into {words}({words}) values('optimize')")
            self._db.execute("vacuum")
            try:
                self._db.wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_TRUNCATE)
            except apsw.BusyError:
                return False
        return True

    def _remove(self, collection: str, id_: str) -> Removed | None:
        found = self._db.execute("select number from article where collection = ? and id = ?", (collection, id_))
        number = found.get
        if number is None:
            return None
        removed = Removed(1, copies=self.copies.remove(number))
        self.vocabulary.went(collection, self._terms_held(number))
        self.changes.goes(number, collection)
        for words, table in (("passage_words", "passage"), ("statement_words", "statement")):
            self._db.execute(
                f"delete from {words} where rowid in (select number from {table} where article = ?)",
                (number,),
            )
            self._db.execute(f"delete from {table} where article = ?", (number,))
            setattr(removed, f"{table}s", self._db.changes())
        self._db.execute("delete from article where number = ?", (number,))
        return removed

    def _terms_held(self, number: int) -> list[set[str]]:
        """Return the terms of each passage of an article, as they were counted."""
        query = """select a.title, substr(a.text, p.start + 1, p."end" - p.start) from passage p
            cross join article a on a.number = p.article where p.article = ?"""
        rows = self._rows(query, (number,))
        return self._terms_of(rows[0][0], [body for _, body in rows]) if rows else []

    def _terms_of(self, title: str, bodies: Sequence[str]) -> list[set[str]]:
        """Return the stemmed terms of each passage, with those of its article's title, as the word index holds them."""
        titled = set(self._analyzer.terms(title))
        return [titled.union(self._analyzer.terms(body)) for body in bodies]

    def _insert_article(self, article: Article) -> int:
        values = summed_values(article)
        self._db.execute(f"insert into article({ARTICLE_COLUMNS}) values({marks(values)})", values)
        return self._db.last_insert_rowid()

    def _insert_passage(self, number: int, article: Article, passage: Passage, vector: Vectors) -> None:
        self._db.execute(
            'insert into passage(article, start, "end", sentences, kind, vector) values(?,?,?,?,?,?)',
            (number, passage.span.start, passage.span.end, dumped(passage.sentences), passage.kind,
             np.asarray(vector, dtype="<f4").tobytes()),
        )  # fmt: skip
        words = (self._db.last_insert_rowid(), article.title, searchable(passage.span.of(article.text)))
        self._db.execute("insert into passage_words(rowid, title, body) values(?,?,?)", words)

    # --- reading

    def article_numbers(self, collections: Sequence[str]) -> list[int]:
        """Return the numbers of all articles of `collections`, oldest first."""
        query = f"select number from article where collection in ({marks(collections)}) order by number"
        return [number for (number,) in self._rows(query, collections)]

    def number_of(self, collections: Sequence[str], id_: str) -> int | None:
        """Return the number of the article with this id in the first of `collections` that has it."""
        query = "select number from article where id = ? and collection = ?"
        return next((number for c in collections for (number,) in self._rows(query, (id_, c))), None)

    def articles(self, collections: Sequence[str], numbers: Sequence[int]) -> dict[int, Article]:
        """Return those of the numbered articles that belong to `collections`.

        Raises:
            LibraryDamagedError: an article's bytes have changed since it was stored.
        """
        found: dict[int, Article] = {}
        for part in parts(numbers):
            # The plus keeps SQLite from going through the whole collection for a few numbers.
            query = f"""select number, {ARTICLE_COLUMNS} from article
                where number in ({marks(part)}) and +collection in ({marks(collections)})"""
            for number, *values in self._rows(query, (*part, *collections)):
                found[number] = article_of(values, self.path)
        return found

    def revisions(self, collection: str, id_: str) -> list[Article]:
        """Return what an article said before each time it changed, the latest first.

        Raises:
            LibraryDamagedError: a revision's bytes have changed since it was stored.
        """
        query = "select fields from revision where collection = ? and id = ? order by number desc"
        rows = self._rows(query, (collection, id_))
        with decoding(self.path):
            return [article_of(json.loads(fields), self.path) for (fields,) in rows]

    def passages(self, collections: Sequence[str], numbers: Sequence[int]) -> dict[int, StoredPassage]:
        """Return those of the numbered passages that belong to `collections`."""
        found: dict[int, StoredPassage] = {}
        for part in parts(numbers):
            # Crossed, or SQLite would look for each passage in every article of the collection.
            query = f"""select p.number, p.article, p.start, p."end", p.sentences, p.kind from passage p
                cross join article a on a.number = p.article
                where p.number in ({marks(part)}) and a.collection in ({marks(collections)})"""
            rows = self._rows(query, (*part, *collections))
            with decoding(self.path):
                found.update((n, StoredPassage(n, a, passage_of(rest))) for n, a, *rest in rows)
        return found

    def passages_of(self, article: int) -> list[StoredPassage]:
        """Return the passages of one article, in order."""
        query = 'select number, article, start, "end", sentences, kind from passage where article = ? order by start'
        rows = self._rows(query, (article,))
        with decoding(self.path):
            return [StoredPassage(n, a, passage_of(rest)) for n, a, *rest in rows]

    def vectors_of(self, passages: Sequence[int]) -> tuple[list[int], Vectors]:
        """Return those of the numbered passages that are held, and their unit vectors: shape (passages, dimension)."""
        return self.changes.vectors_of(passages)

    def speakers(self, collections: Sequence[str], limit: int) -> list[str]:
        """Return the names of those whose statements are held, who said most first; each as its article writes it."""
        return self.said.speakers(collections, limit)

    def copies_of(self, article: int, collections: Sequence[str]) -> list[int]:
        """Return the articles of `collections` that an article is tied to, and those that these are tied to."""
        return self.copies.of(article, collections)

    # --- words

    def passages_with(
        self, collections: Sequence[str], words: Sequence[str], limit: int, publisher: str = ""
    ) -> list[tuple[int, float]]:
        """Return up to `limit` (passage number, BM25), best first; higher is better; of one publisher if named."""
        if not words:
            return []
        rest = f"""select best.number, best.score from best cross join passage p on p.number = best.number
            cross join article a on a.number = p.article
            where a.collection in ({marks(collections)}) and ? in ('', a.publisher) order by score desc, best.number"""
        return self._best("passage_words", any_of(words), rest, (*collections, publisher), limit)
