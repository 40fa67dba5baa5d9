"""Qdrant kept in step: what a library writes down of what came and went is done again there."""

import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from contextlib import closing
from enum import StrEnum
from itertools import islice
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

LOCK = 0x0_0EC0_57
"""A number that whoever follows holds, so that one does at a time."""
CHANGES, ARTICLES, POINTS = 200, 20, 500
"""Changes that are done between two marks, articles that are read at once, and points in one request."""
OPEN_SECONDS, AGAIN = 10.0, 0.5
"""Seconds that an open transaction is waited for, which keeps later changes from being done, and between two looks."""
LOOKS = 3
"""How often what Qdrant holds is counted before it is said to lack something: another may be filling it."""
KEPT = ("told",)
"""The one table that candidates are still found by in the database: who said what."""
AFTER = "(c.xid, c.position) > (%s::text::xid8, %s)"
CHANGED = f"""select c.xid::text, c.position, c.collection, c.article, c.went from change c
    where {AFTER} and c.xid < pg_snapshot_xmin(pg_current_snapshot()) order by c.xid, c.position limit %s"""
"""Below the oldest open transaction alone: numbers are not in the order of commits."""
PASSAGES = """select p.number, p.article, p.collection, a.publisher, coalesce(a.published, ''), coalesce(w.terms, ''),
    p.vector from passage p join article a on a.number = p.article
    left join worded w on w.number = p.number and w.collection = %s where p.article = any(%s)"""


class Filled(StrEnum):
    """How far a Qdrant has come: there is no room, there is, or everything was brought there once."""

    NOT, PARTLY, WHOLLY = "not", "partly", "wholly"


class Mark(NamedTuple):
    """How far the changes of a library were followed, and the key by which words are numbered."""

    xid: str
    position: int
    key: bytes
    filled: Filled


class _AwayError(Exception):
    """Qdrant did not take what was brought, for the reason that it has."""


class QdrantCandidates:
    """What finds candidates in Qdrant; who said what, and what is counted, is asked of the database."""

    def __init__(
        self, library: PostgresLibrary, database: Database, analyzer: Analyzer, tell: Callable[[str], None]
    ) -> None:
        """Search `library` by the Qdrant that is named for its `database`."""
        self._library = library
        self._db = library.db
        self._database = database
        self._analyzer = analyzer
        self._inner = PostgresCandidates(library, analyzer, tell, KEPT)
        self._tell = tell
        self._opened: Points | None = None

    def beside(self, *, in_memory: bool) -> Search:
        """Return what searches the library as it is looked at; it may be behind, and what has gone is read by nobody.

        Until everything was brought to Qdrant the database searches itself.
        """
        inner, mark = self._inner.beside(in_memory=in_memory), _mark(self._db)
        if mark is None or mark.filled is not Filled.WHOLLY:
            return inner
        return QdrantSearch(self._points(mark), inner, self._library, self._analyzer)

    @property
    def version(self) -> object:
        """How the library stood at the last `beside`."""
        return self._inner.version

    def keep_up(self, *, adding: bool = False) -> None:
        """Bring what came and went to Qdrant, and sum what writers counted; where Qdrant is away, the next one does."""
        self._inner.keep_up(adding=adding)
        try:
            self._begin()
            end = time.monotonic() + (0 if adding else OPEN_SECONDS)
            # What waits is counted once all that may be done is done: before that it may be everything.
            while self._follow(waits=not adding) == CHANGES or (time.monotonic() < end and self._waited()):
                pass
        except _AwayError as error:
            self._tell(f"{error}; what came and went is brought there with the next change")

    def finish_removals(self) -> None:
        """Take what was removed out of Qdrant."""
        self.keep_up(adding=True)

    def forget_all(self) -> None:
        """Take everything out of Qdrant, whose vectors may become longer or shorter; the next `keep_up` begins anew."""
        self._inner.forget_all()
        with self._db.transaction():
            self._hold()
            self._db.run("update follower set filled = %s, xid = '0', position = 0", (Filled.NOT,))

    def close(self) -> None:
        """Let go of Qdrant."""
        if self._opened is not None:
            self._opened.close()
        self._opened = None

    def _points(self, mark: Mark) -> Points:
        """Return what Qdrant holds under the key of a mark, which another process may have made anew."""
        if self._opened is None or self._opened.key != mark.key:
            self.close()
            self._opened = Points(self._database, mark.key)
        return self._opened

    def _hold(self) -> None:
        self._db.run("select pg_advisory_xact_lock(%s)", (LOCK,))

    def _begin(self) -> None:
        """Make room in a Qdrant that has none, so that all changes are done from the first on.

        In two steps: that there is none stands written before anything is asked of Qdrant, and that there is only once
        all of it was made. Whoever is cut off between begins again.
        """
        dimension = self._dimension()
        if dimension is None:
            return
        with self._db.transaction():
            self._hold()
            mark = _mark(self._db)
            if mark is None or not self._is_made(mark, dimension):
                self._db.run("insert into follower default values on conflict do nothing")
                self._db.run("update follower set filled = %s, xid = '0', position = 0", (Filled.NOT,))
        with self._db.transaction():
            self._hold()
            mark = _mark(self._db)
            if mark is not None and mark.filled is Filled.NOT:
                self._tell(f"bringing the library to {self._database.qdrant_name}")
                self._asked(lambda: self._points(mark).make(dimension))
                self._db.run("update follower set filled = %s", (Filled.PARTLY,))

    def _dimension(self) -> int | None:
        """Return how long the library's vectors are; None where it has none."""
        manifest = self._library.manifest()
        if manifest is not None:
            return manifest.model.dimension
        rows = self._db.rows("select vector_dims(vector) from near limit 1")
        return int(rows[0][0]) if rows else None

    def _is_made(self, mark: Mark, dimension: int) -> bool:
        return mark.filled is not Filled.NOT and self._asked(lambda: self._points(mark).dimension) == dimension

    def _follow(self, *, waits: bool) -> int:
        """Do the next changes; return how many there were, 0 where another does them and this one does not wait."""
        with self._db.transaction():
            if waits:
                self._hold()
            elif not self._db.rows("select pg_try_advisory_xact_lock(%s)", (LOCK,))[0][0]:
                return 0
            mark = _mark(self._db)
            if mark is None or mark.filled is Filled.NOT:
                return 0
            changes = self._db.rows(CHANGED, (mark.xid, mark.position, CHANGES))
            if changes:
                self._bring(self._points(mark), changes)
                self._db.run("update follower set xid = %s::text::xid8, position = %s", changes[-1][:2])
            if len(changes) < CHANGES:
                self._db.run("update follower set filled = %s", (Filled.WHOLLY,))
        return len(changes)

    def _waited(self) -> bool:
        """Wait a little where changes stand there that could not be done yet; tell whether they do."""
        mark = _mark(self._db)
        lacks = mark is not None and mark.filled is not Filled.NOT and _behind(self._db, mark) > 0
        time.sleep(AGAIN * lacks)
        return lacks

    def _bring(self, points: Points, changes: Sequence[Any]) -> None:
        came: dict[str, list[int]] = defaultdict(list)
        for _, _, collection, article, went in changes:
            if not went:
                came[collection].append(article)
        # An article that came and went meanwhile is read as what it is now: nothing.
        self._asked(lambda: points.remove([article for *_, article, went in changes if went]))
        for collection, articles in came.items():
            for first in range(0, len(articles), ARTICLES):
                some = articles[first : first + ARTICLES]
                rows = iter(self._db.rows(PASSAGES, (collection, some), [collection]))
                while held := [_held(*row) for row in islice(rows, POINTS)]:
                    self._asked(lambda held=held: points.put(held))  # type: ignore[misc]

    @staticmethod
    def _asked(work: Callable[[], Any]) -> Any:  # noqa: ANN401
        """Do what asks Qdrant alone.

        Raises:
            _AwayError: it does not answer, or refuses.
        """
        try:
            return work()
        except LibraryError as error:
            raise _AwayError(str(error)) from error


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
        mark = _mark(db)
        with closing(Points(database, mark.key if mark else b"")) as points:
            named = f"{points.where}: Qdrant {points.version}"
            if mark is None or mark.filled is Filled.NOT:
                return f"{named}, nothing was brought there yet; run: onrecord upgrade"
            held, passages, behind = _compared(db, points)
    if held != passages and not behind:
        raise LibraryError(f"{points.where}: holds {held} of {passages} passages; run: onrecord upgrade")
    return f"{named}, {held} passages, {behind} changes behind"


def begin_again_if_short(database: Database) -> None:
    """Let everything be brought to Qdrant anew at the next `keep_up` where it holds other passages than the library.

    Raises:
        LibraryError: Qdrant or the database does not answer.
    """
    with closing(Connection(database)) as db:
        mark = _mark(db)
        if mark is None or mark.filled is Filled.NOT:
            return
        with closing(Points(database, mark.key)) as points:
            held, passages, behind = _compared(db, points)
        if held != passages and not behind:
            db.run("update follower set filled = %s", (Filled.NOT,))


def _compared(db: Connection, points: Points) -> tuple[int, int, int]:
    """Return how many passages Qdrant and the library hold, and how many changes wait, as of one moment."""
    for look in range(LOOKS):
        time.sleep(AGAIN * bool(look))
        with db.snapshot():
            before = _mark(db)
            passages, behind = sum(VocabularyTable(db).sizes().values()), _behind(db, before) if before else 0
            held = points.count()
        if held == passages or (behind and before == _mark(db)):
            break
    return held, passages, behind


def _behind(db: Connection, mark: Mark) -> int:
    [(count,)] = db.rows(f"select count(*) from change c where {AFTER}", (mark.xid, mark.position))
    return int(count)


def _mark(db: Connection) -> Mark | None:
    rows = db.rows("select xid::text, position, key, filled from follower")
    return Mark(rows[0][0], rows[0][1], bytes(rows[0][2]), Filled(rows[0][3])) if rows else None
