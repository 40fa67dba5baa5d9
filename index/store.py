"""The library file: articles, passages, vectors, statements, words and manifest. The only SQL.

SQLite is the truth; whatever is built from it can be thrown away. One transaction holds an article
with everything that belongs to it. Every call that reads takes the collections it may read.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TypeVar

import apsw
import apsw.fts5
import numpy as np
from filelock import FileLock, Timeout

from index.encoders import ModelKey, Vectors
from index.errors import (
    LibraryBusyError,
    LibraryDamagedError,
    LibraryError,
    LibraryNewerError,
    UnknownCollectionError,
)
from index.records import Act, Article, Block, BlockKind, DateBasis, Passage, Span, Speech, Statement

Value = TypeVar("Value")

FILE_NAME = "onrecord.sqlite"
SCHEMA = 1
BUSY_MS = 5000
TITLE_WEIGHT, BODY_WEIGHT = 1.0, 1.0
TOKENIZER = "porter unicode61 remove_diacritics 2"
"""Words are compared without case, accents and English endings."""

TABLES = f"""
create table manifest(key text primary key, value text not null) strict;
create table collection(name text primary key) strict;
create table article(
    number integer primary key autoincrement, collection text not null references collection(name),
    id text not null, title text not null, publisher text not null, author text not null, url text not null,
    language text not null, published text, published_basis text not null, text text not null,
    blocks text not null, sha256 text not null, unique(collection, id)
) strict;
create index article_publisher on article(collection, publisher);
create table passage(
    number integer primary key autoincrement, article integer not null references article(number),
    start integer not null, "end" integer not null, sentences text not null, kind text not null,
    vector blob not null
) strict;
create index passage_article on passage(article);
create table statement(
    number integer primary key autoincrement, article integer not null references article(number),
    start integer not null, "end" integer not null, act text not null, speech text not null,
    source text, name text, role text, relay text, cue text not null, content text not null
) strict;
create index statement_article on statement(article);
create virtual table passage_words using fts5(
    title, body, content='', contentless_delete=1, tokenize='{TOKENIZER}');
create virtual table passage_terms using fts5vocab(passage_words, 'row');
create virtual table statement_words using fts5(
    act, speaker, body, content='', contentless_delete=1, tokenize='{TOKENIZER}');
"""


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


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a library was built with."""

    model: ModelKey
    chunker: str


class Store:
    """One library file, open for reading, or for reading and writing by its one writer."""

    def __init__(self, folder: Path, *, write: bool = False) -> None:
        """Open the library in `folder`, creating it when `write` is set.

        Raises:
            LibraryError: there is none, it is damaged, newer, or written by another process.
        """
        self.path = folder / FILE_NAME
        if not write and not self.path.is_file():
            raise LibraryError(f"{folder}: holds no library; make one with: onrecord add PATH --library {folder}")
        self._lock = _locked(folder) if write else None
        try:
            with _translated(self.path):
                self._db = self._connect(write)
        except BaseException:
            self._unlock()
            raise

    def close(self) -> None:
        """Close the file and let another writer in."""
        self._db.close()
        self._unlock()

    def _unlock(self) -> None:
        if self._lock:
            self._lock.release()

    def _connect(self, write: bool) -> apsw.Connection:
        flags = apsw.SQLITE_OPEN_READWRITE | (apsw.SQLITE_OPEN_CREATE if write else 0)
        db = apsw.Connection(str(self.path), flags=flags)
        db.set_busy_timeout(BUSY_MS)
        db.pragma("journal_mode", "wal")
        db.pragma("synchronous", "full")
        db.pragma("foreign_keys", True)
        db.pragma("trusted_schema", False)
        version = db.pragma("user_version")
        if version > SCHEMA:
            raise LibraryNewerError(f"{self.path}: was written by a later version; update On Record to open it")
        if version == 0 and write:
            with db:
                db.execute(TABLES)
                db.pragma("user_version", SCHEMA)
        elif version == 0:
            raise LibraryDamagedError(f"{self.path}: is not a library of On Record; name another folder")
        if not write:
            db.pragma("query_only", True)
        self._split = db.fts5_tokenizer("unicode61", ["remove_diacritics", "2"])
        self._stem = db.fts5_tokenizer("porter", ["unicode61", "remove_diacritics", "2"])
        return db

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Let all that is read inside see one state of the file, whatever a writer does meanwhile."""
        with self._db:
            yield

    # --- manifest

    def manifest(self) -> Manifest | None:
        """Return what the library was built with, or None while it is empty."""
        rows = dict(self._rows("select key, value from manifest"))
        if "model" not in rows:
            return None
        with _translated(self.path):
            return Manifest(ModelKey(**json.loads(rows["model"])), rows["chunker"])

    def set_manifest(self, manifest: Manifest) -> None:
        """Write down what the library is built with."""
        with _translated(self.path), self._db:
            for key, value in (("model", json.dumps(asdict(manifest.model))), ("chunker", manifest.chunker)):
                self._db.execute("insert or replace into manifest values(?, ?)", (key, value))

    # --- collections

    def collections(self) -> list[str]:
        """Return the names of all collections."""
        return [name for (name,) in self._rows("select name from collection order by name")]

    def check_collections(self, collections: Sequence[str]) -> None:
        """Make sure that every one of `collections` exists.

        Raises:
            UnknownCollectionError: names the first that does not, and those that do.
        """
        known = self.collections()
        for name in collections:
            if name not in known:
                held = ", ".join(known) or "none yet"
                raise UnknownCollectionError(f"there is no collection {name!r}; the library has: {held}")

    # --- writing

    def content_sums(self, collection: str, ids: Sequence[str]) -> dict[str, str]:
        """Return the sha256 of those of `ids` that the collection already holds."""
        marks = ",".join("?" * len(ids))
        query = f"select id, sha256 from article where collection = ? and id in ({marks})"
        return dict(self._rows(query, (collection, *ids)))

    def put(
        self, article: Article, passages: Sequence[Passage], vectors: Vectors, statements: Sequence[Statement]
    ) -> None:
        """Store an article with all that belongs to it, in one transaction, replacing it whole.

        Raises:
            ValueError: there is not one vector for each passage.
        """
        if len(passages) != len(vectors):
            raise ValueError(f"{len(passages)} passages and {len(vectors)} vectors")
        with _translated(self.path), self._db:
            self._db.execute("insert or ignore into collection values(?)", (article.collection,))
            self._remove(article.collection, article.id)
            number = self._insert_article(article)
            for passage, vector in zip(passages, vectors, strict=True):
                self._insert_passage(number, article, passage, vector)
            for statement in statements:
                self._insert_statement(number, article, statement)

    def remove(self, collection: str, id_: str) -> bool:
        """Remove an article with all that belongs to it; tell whether there was one."""
        with _translated(self.path), self._db:
            removed = self._remove(collection, id_)
        return removed  # noqa: RET504 - the transaction ends first

    def _remove(self, collection: str, id_: str) -> bool:
        found = self._db.execute("select number from article where collection = ? and id = ?", (collection, id_))
        number = found.get
        if number is None:
            return False
        for words, table in (("passage_words", "passage"), ("statement_words", "statement")):
            self._db.execute(
                f"delete from {words} where rowid in (select number from {table} where article = ?)",
                (number,),
            )
            self._db.execute(f"delete from {table} where article = ?", (number,))
        self._db.execute("delete from article where number = ?", (number,))
        return True

    def _insert_article(self, a: Article) -> int:
        self._db.execute(
            """insert into article(collection, id, title, publisher, author, url, language, published,
               published_basis, text, blocks, sha256) values(?,?,?,?,?,?,?,?,?,?,?,?)""",
            (a.collection, a.id, a.title, a.publisher, a.author, a.url, a.language, a.published,
             a.published_basis, a.text, json.dumps([[b.span.start, b.span.end, b.kind] for b in a.blocks]),
             content_sum(a)),
        )  # fmt: skip
        return self._db.last_insert_rowid()

    def _insert_passage(self, number: int, article: Article, passage: Passage, vector: Vectors) -> None:
        self._db.execute(
            'insert into passage(article, start, "end", sentences, kind, vector) values(?,?,?,?,?,?)',
            (number, passage.span.start, passage.span.end, _dumped(passage.sentences), passage.kind,
             np.asarray(vector, dtype="<f4").tobytes()),
        )  # fmt: skip
        words = (self._db.last_insert_rowid(), article.title, searchable(passage.span.of(article.text)))
        self._db.execute("insert into passage_words(rowid, title, body) values(?,?,?)", words)

    def _insert_statement(self, number: int, article: Article, s: Statement) -> None:
        extent, text = s.extent, article.text
        self._db.execute(
            """insert into statement(article, start, "end", act, speech, source, name, role, relay, cue, content)
               values(?,?,?,?,?,?,?,?,?,?,?)""",
            (number, extent.start, extent.end, s.act, s.speech, *map(_dumped_one, (s.source, s.name, s.role, s.relay)),
             _dumped(s.cue), _dumped(s.content)),
        )  # fmt: skip
        speaker = " ".join(x.of(text) for x in (s.name, s.source, s.role) if x)
        body = " ".join(c.of(text) for c in s.content)
        row = (self._db.last_insert_rowid(), s.act.replace(" ", ""), searchable(speaker), searchable(body))
        self._db.execute("insert into statement_words(rowid, act, speaker, body) values(?,?,?,?)", row)

    # --- reading

    def article_numbers(self, collections: Sequence[str]) -> list[int]:
        """Return the numbers of all articles of `collections`, oldest first."""
        query = f"select number from article where collection in ({_marks(collections)}) order by number"
        return [number for (number,) in self._rows(query, collections)]

    def number_of(self, collections: Sequence[str], id_: str) -> int | None:
        """Return the number of the article with this id in the first of `collections` that has it."""
        query = f"select collection, number from article where id = ? and collection in ({_marks(collections)})"
        found = dict(self._rows(query, (id_, *collections)))
        return next((found[c] for c in collections if c in found), None)

    def articles(self, collections: Sequence[str], numbers: Sequence[int]) -> dict[int, Article]:
        """Return those of the numbered articles that belong to `collections`.

        Raises:
            LibraryDamagedError: an article's bytes have changed since it was stored.
        """
        found: dict[int, Article] = {}
        for part in _parts(numbers):
            query = f"select * from article where number in ({_marks(part)}) and collection in ({_marks(collections)})"
            for row in self._rows(query, (*part, *collections)):
                found[row[0]] = self._article(row)
        return found

    def _article(self, row: tuple[Any, ...]) -> Article:
        (
            _,
            collection,
            id_,
            title,
            publisher,
            author,
            url,
            language,
            published,
            basis,
            text,
            blocks,
            sha256,
        ) = row
        try:
            article = Article(
                id=id_, collection=collection, text=text,
                blocks=tuple(Block(Span(s, e), BlockKind(k)) for s, e, k in json.loads(blocks)),
                title=title, publisher=publisher, author=author, url=url, language=language,
                published=published, published_basis=DateBasis(basis),
            )  # fmt: skip
        except (ValueError, TypeError) as error:
            raise _damaged(self.path) from error
        if content_sum(article) != sha256:
            raise _damaged(self.path)
        return article

    def passages(self, collections: Sequence[str], numbers: Sequence[int]) -> dict[int, StoredPassage]:
        """Return those of the numbered passages that belong to `collections`."""
        found: dict[int, StoredPassage] = {}
        for part in _parts(numbers):
            query = f"""select p.number, p.article, p.start, p."end", p.sentences, p.kind from passage p
                join article a on a.number = p.article
                where p.number in ({_marks(part)}) and a.collection in ({_marks(collections)})"""
            with _translated(self.path):
                found.update((row[0], _passage(row)) for row in self._rows(query, (*part, *collections)))
        return found

    def passages_of(self, article: int) -> list[StoredPassage]:
        """Return the passages of one article, in order."""
        query = 'select number, article, start, "end", sentences, kind from passage where article = ? order by start'
        with _translated(self.path):
            return [_passage(row) for row in self._rows(query, (article,))]

    def statements_of(self, articles: Sequence[int]) -> list[StoredStatement]:
        """Return the statements of these articles, in order."""
        return self._statements("statement s where s.article in", articles)

    def statements_in(self, passages: Sequence[int]) -> list[StoredStatement]:
        """Return the statements that reach into these passages, in order."""
        source = """statement s join passage p on p.article = s.article and p.start < s."end" and s.start < p."end"
            where p.number in"""
        return self._statements(source, passages)

    def _statements(self, source: str, numbers: Sequence[int]) -> list[StoredStatement]:
        found: dict[int, StoredStatement] = {}
        for part in _parts(numbers):
            query = f"""select s.number, s.article, s.act, s.speech, s.source, s.name, s.role, s.relay, s.cue, s.content
                from {source} ({_marks(part)}) order by s.article, s.start, s.number"""
            rows = self._rows(query, part)
            with _translated(self.path):
                found.update((n, StoredStatement(article, _statement(rest))) for n, article, *rest in rows)
        return list(found.values())

    def vectors(self, after: int) -> Iterator[tuple[str, list[int], Vectors]]:
        """Yield (collection, passage numbers, vectors) of passages numbered above `after`."""
        for collection in self.collections():
            rows = self._rows(
                """select p.number, p.vector from passage p join article a on a.number = p.article
                where a.collection = ? and p.number > ? order by p.number""",
                (collection, after),
            )
            if rows:
                yield collection, [n for n, _ in rows], _matrix(self.path, [v for _, v in rows])

    def count(self, collections: Sequence[str]) -> dict[str, int]:
        """Return how many articles, passages and statements `collections` hold."""
        inside = f"collection in ({_marks(collections)})"
        queries = {
            "articles": f"select count(*) from article where {inside}",
            "passages": f"select count(*) from passage p join article a on a.number = p.article where {inside}",
            "statements": f"select count(*) from statement s join article a on a.number = s.article where {inside}",
        }
        return {name: self._rows(query, collections)[0][0] for name, query in queries.items()}

    def passage_state(self) -> tuple[int, int]:
        """Return (how many passages, the highest number), by which a derived index tells that it is stale."""
        count, highest = self._rows("select count(*), coalesce(max(number), 0) from passage")[0]
        return count, highest

    def passages_after(self, number: int) -> int:
        """Return how many passages have a higher number."""
        return int(self._rows("select count(*) from passage where number > ?", (number,))[0][0])

    def titles(self, collections: Sequence[str]) -> list[tuple[str, str, str]]:
        """Return (id, title, publisher) of every article in `collections`, newest first."""
        query = (
            f"select id, title, publisher from article where collection in ({_marks(collections)}) order by number desc"
        )
        return self._rows(query, collections)

    def publishers(self, collections: Sequence[str]) -> list[str]:
        """Return the publishers of the articles in `collections`, each once."""
        query = (
            f"select distinct publisher from article where collection in ({_marks(collections)}) and publisher != ''"
        )
        return [name for (name,) in self._rows(query, collections)]

    # --- words

    def words(self, text: str) -> list[str]:
        """Return the words of `text` to search by; the word index stems them itself."""
        return _tokens(self._split, text)

    def terms(self, text: str) -> list[str]:
        """Return the stemmed terms of `text` as the word index counts them; never to be searched by."""
        return _tokens(self._stem, text)

    def passage_frequencies(self, terms: Sequence[str]) -> dict[str, int]:
        """Return in how many passages of the file each term occurs: counts only, over all collections."""
        return {
            term: count
            for part in _parts(terms)
            for term, count in self._rows(f"select term, doc from passage_terms where term in ({_marks(part)})", part)
        }

    def passages_with(
        self, collections: Sequence[str], words: Sequence[str], limit: int, publisher: str = ""
    ) -> list[tuple[int, float]]:
        """Return up to `limit` (passage number, BM25), best first; higher is better; of one publisher if named."""
        query = f"""select w.rowid, -bm25(passage_words, {TITLE_WEIGHT}, {BODY_WEIGHT}) as score
            from passage_words w join passage p on p.number = w.rowid join article a on a.number = p.article
            where passage_words match ? and a.collection in ({_marks(collections)}) and ? in ('', a.publisher)
            order by score desc, w.rowid limit ?"""
        return self._rows(query, (_any_of(words), *collections, publisher, limit)) if words else []

    def passages_stating(
        self, collections: Sequence[str], acts: Sequence[Act], words: Sequence[str], limit: int
    ) -> list[int]:
        """Return numbers of passages that hold a statement of one of `acts` about `words`, best first."""
        if not words or not acts:
            return []
        performing = " OR ".join(f'"{a.replace(" ", "")}"' for a in acts)
        match = f"{{speaker body}} : ({_any_of(words)}) AND act : ({performing})"
        query = f"""select p.number from statement_words w join statement s on s.number = w.rowid
            join article a on a.number = s.article
            join passage p on p.article = s.article and p.start < s."end" and s.start < p."end"
            where statement_words match ? and a.collection in ({_marks(collections)})
            order by bm25(statement_words), w.rowid limit ?"""
        return [number for (number,) in self._rows(query, (match, *collections, limit))]

    def _rows(self, query: str, bindings: Sequence[Any] = ()) -> list[Any]:
        with _translated(self.path):
            return self._db.execute(query, tuple(bindings)).fetchall()


def by_article(stored: Iterable[StoredStatement]) -> dict[int, list[Statement]]:
    """Return statements by the number of their article, in the order they came."""
    said: dict[int, list[Statement]] = {}
    for one in stored:
        said.setdefault(one.article, []).append(one.statement)
    return said


def content_sum(article: Article) -> str:
    """Return the sha256 over everything of an article that is shown or searched."""
    shown = [article.id, article.title, article.publisher, article.author, article.url, article.language,
             article.published, article.published_basis, article.text,
             [[b.span.start, b.span.end, b.kind] for b in article.blocks]]  # fmt: skip
    return hashlib.sha256(json.dumps(shown).encode()).hexdigest()


def _tokens(tokenizer: Any, text: str) -> list[str]:  # noqa: ANN401
    raw = searchable(text).encode("utf-8", "replace")
    found = tokenizer(raw, apsw.FTS5_TOKENIZE_QUERY, None, include_offsets=False, include_colocated=False)
    return [str(token) for token in found]


def searchable(text: str) -> str:
    """Return the copy of `text` that is searched: without characters that only hide words."""
    return "".join(" " if c == "\x00" else c for c in text if c not in "\u00ad\u200b\ufeff")


@contextmanager
def _translated(path: Path) -> Iterator[None]:
    """Turn SQLite's errors, and those of rows that hold nonsense, into ours."""
    try:
        yield
    except (apsw.NotADBError, apsw.CorruptError, apsw.FormatError, ValueError, TypeError, KeyError) as error:
        raise _damaged(path) from error
    except (
        apsw.FullError,
        apsw.ReadOnlyError,
        apsw.IOError,
        apsw.CantOpenError,
        apsw.PermissionsError,
    ) as error:
        raise LibraryError(f"{path}: cannot be opened or written ({error}); check the disk and its rights") from error
    except apsw.BusyError as error:
        raise LibraryBusyError(f"{path}: is in use by another process; try again when it is done") from error


def _damaged(path: Path) -> LibraryDamagedError:
    return LibraryDamagedError(f"{path}: is damaged or not a library; restore a backup, or remove it and add again")


def _locked(folder: Path) -> FileLock:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / "writer.lock", timeout=0)
        lock.acquire()
    except Timeout:
        raise LibraryBusyError(
            f"{folder}: another process is adding to this library; try again when it is done"
        ) from None
    except OSError as error:
        raise LibraryError(
            f"{folder}: cannot be written ({error.strerror}); check the folder and its rights"
        ) from error
    return lock


def _passage(row: tuple[Any, ...]) -> StoredPassage:
    number, article, start, end, sentences, kind = row
    return StoredPassage(number, article, Passage(Span(start, end), _loaded(sentences), BlockKind(kind)))


def _statement(row: Sequence[Any]) -> Statement:
    act, speech, source, name, role, relay, cue, content = row
    one = [_loaded(x)[0] if x else None for x in (source, name, role, relay)]
    return Statement(_loaded(cue), _loaded(content), Act(act), Speech(speech), *one)


def _matrix(path: Path, blobs: list[bytes]) -> Vectors:
    try:
        matrix = np.frombuffer(b"".join(blobs), dtype="<f4").reshape(len(blobs), -1)
    except ValueError as error:
        raise _damaged(path) from error
    return matrix.astype(np.float32, copy=False)


def _dumped(spans: Sequence[Span]) -> str:
    return json.dumps([[s.start, s.end] for s in spans])


def _dumped_one(span: Span | None) -> str | None:
    return _dumped([span]) if span else None


def _loaded(spans: str) -> tuple[Span, ...]:
    return tuple(Span(start, end) for start, end in json.loads(spans))


def _marks(values: Sequence[object]) -> str:
    return ",".join("?" * len(values))


def _parts(values: Sequence[Value], size: int = 500) -> Iterator[Sequence[Value]]:
    for start in range(0, len(values), size):
        yield values[start : start + size]


def _any_of(words: Sequence[str]) -> str:
    return " OR ".join('"' + w.replace('"', '""') + '"' for w in dict.fromkeys(words))
