"""Qdrant kept in step: what a library writes down of what came and went is done again there."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from contextlib import closing
from typing import Any, NamedTuple

import numpy as np

from index.errors import LibraryError
from index.search.postgres import PostgresCandidates
from index.search.protocol import Search
from index.search.qdrant.points import Held, Points
from index.search.qdrant.search import QdrantSearch
from index.settings import Database
from index.store.postgres import Connection, PostgresLibrary, VocabularyTable
from index.text.analysis import Analyzer

LOCK = 0x0_0EC0_52
"""A number that whoever follows holds, so that one does at a time."""
AT_ONCE = 200
"""Changes that are done between two marks."""
FOLLOWED = "select xid::text, position, key from follower where name = %s"
BELOW = "c.xid < pg_snapshot_xmin(pg_current_snapshot())"
"""What stands above may still come in between: numbers are not in the order of commits."""
BEGUN = "insert into follower(name) values(%s) on conflict(name) do update set xid = '0', position = 0"
AFTER = f"(c.xid, c.position) > (%s::text::xid8, %s) and {BELOW}"
CHANGED = f"""select c.xid::text, c.position, c.collection, c.article, c.went from change c
    where {AFTER} order by c.xid, c.position limit %s"""
PASSAGES = """select p.number, p.article, p.collection, a.publisher, coalesce(a.published, ''), coalesce(w.terms, ''),
    p.vector from passage p join article a on a.number = p.article
    left join worded w on w.number = p.number and w.collection = p.collection where p.article = any(%s)"""


class Mark(NamedTuple):
    """How far the changes of a library were followed, and the key by which words are numbered."""

    xid: str
    position: int
    key: bytes


class QdrantCandidates:
    """What finds candidates in Qdrant; who said what, and what is counted, is asked of the database."""

    def __init__(
        self, library: PostgresLibrary, database: Database, analyzer: Analyzer, tell: Callable[[str], None]
    ) -> None:
        """Search `library` by the Qdrant that is named for its `database`."""
        self._library = library
        self._database = database
        self._analyzer = analyzer
        self._inner = PostgresCandidates(library, analyzer, tell)
        self._tell = tell
        self._opened: Points | None = None

    def beside(self, *, in_memory: bool) -> Search:
        """Return what searches the library as it is looked at; it may be behind, and what has gone is read by nobody.

        Until the library was brought to Qdrant the database searches itself.
        """
        inner, points = self._inner.beside(in_memory=in_memory), self._points()
        return QdrantSearch(points, inner, self._library, self._analyzer) if points else inner

    @property
    def version(self) -> object:
        """How the library stood at the last `beside`."""
        return self._inner.version

    def keep_up(self, *, adding: bool = False) -> None:
        """Bring what came and went to Qdrant, and sum what writers counted."""
        if not adding:
            self._library.vocabulary.keep_up()
        points = self._points()
        if points is None or not points.is_made:
            self._begin()
        while self._follow() == AT_ONCE:
            pass

    def finish_removals(self) -> None:
        """Take what was removed out of Qdrant."""
        self.keep_up(adding=True)

    def forget_all(self) -> None:
        """Take everything out of Qdrant, whose vectors may become longer or shorter; the next `keep_up` begins anew."""
        self._inner.forget_all()
        if points := self._points():
            points.drop()
            points.close()
        self._opened = None
        self._library.db.run("delete from follower where name = %s", (self._database.qdrant_name,))

    def _points(self) -> Points | None:
        if self._opened is None and (mark := _mark(self._library.db, self._database)):
            self._opened = Points(self._database, mark.key)
        return self._opened

    def _begin(self) -> None:
        """Make room in a Qdrant that has none, and do all changes from the first on; where none were, do nothing."""
        db, named = self._library.db, (self._database.qdrant_name,)
        with db.transaction():
            db.run("select pg_advisory_xact_lock(%s)", (LOCK,))
            dimensions = db.rows("select vector_dims(vector) from near limit 1")
            points = self._points()
            if not dimensions or (points and points.is_made):
                return
            self._tell(f"bringing the library to {self._database.qdrant_name}")
            # With the room or not at all: a mark without it would look like a Qdrant that lost everything.
            db.run(BEGUN, named)
            if points := self._points():
                points.make(dimensions[0][0])

    def _follow(self) -> int:
        """Do the next changes; return how many there were, 0 where another does them."""
        points, db = self._points(), self._library.db
        with db.transaction():
            mark = _mark(db, self._database)
            if points is None or mark is None or not db.rows("select pg_try_advisory_xact_lock(%s)", (LOCK,))[0][0]:
                return 0
            changes = db.rows(CHANGED, (mark.xid, mark.position, AT_ONCE))
            if changes:
                self._bring(points, changes)
                last = (changes[-1][0], changes[-1][1], self._database.qdrant_name)
                db.run("update follower set xid = %s::text::xid8, position = %s where name = %s", last)
        return len(changes)

    def _bring(self, points: Points, changes: Sequence[Any]) -> None:
        came: dict[str, list[int]] = defaultdict(list)
        for _, _, collection, article, went in changes:
            if not went:
                came[collection].append(article)
        # An article that came and went meanwhile is read as what it is now: nothing.
        points.remove([article for *_, article, went in changes if went])
        for collection, articles in came.items():
            rows = self._library.db.rows(PASSAGES, (articles,), [collection])
            points.put([_held(*row) for row in rows])


def _held(
    number: int, article: int, collection: str, publisher: str, published: str, terms: str, vector: bytes
) -> Held:
    values: list[float] = np.frombuffer(vector, dtype="<f4").tolist()
    return Held(number, article, collection, publisher, published, terms.split(), values)


def state(database: Database) -> str:
    """Return a line: which Qdrant answers for a library, what it holds, and how far it is behind.

    Raises:
        LibraryError: it does not answer, or holds other passages than the library though nothing waits.
    """
    with closing(Connection(database)) as db:
        mark = _mark(db, database)
        if mark is None:
            return f"{database.qdrant_name}: nothing was brought there yet; run: onrecord upgrade"
        [(behind,)] = db.rows(f"select count(*) from change c where {AFTER}", (mark.xid, mark.position))
        passages = sum(VocabularyTable(db).sizes().values())
    with closing(Points(database, mark.key)) as points:
        held = points.count()
        if not behind and held != passages:
            raise LibraryError(f"{points.where}: holds {held} of {passages} passages; run: onrecord rebuild")
        return f"{points.where}: Qdrant {points.version}, {held} passages, {behind} changes behind"


def _mark(db: Connection, database: Database) -> Mark | None:
    rows = db.rows(FOLLOWED, (database.qdrant_name,))
    return Mark(rows[0][0], rows[0][1], bytes(rows[0][2])) if rows else None
