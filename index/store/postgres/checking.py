"""What of a library in a database is damaged, and whether each of its servers finds what it holds."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from psycopg import conninfo

from index.errors import LibraryDamagedError, LibraryError
from index.records import Span
from index.settings import Database
from index.store.packing import ARTICLE_COLUMNS, article_of, loaded, matrix
from index.store.postgres.connection import Connection
from index.store.postgres.migrating import EXTENSIONS, check_version

NORM_OFF = 1e-3
"""How far from 1 a vector's length may be."""
REPLICATES = (1, 3)
"""The first release of pg_textsearch that finds on a replica what came in; those before find nothing."""
CANARY_WORDS = 50
"""Of the newest passage's words, by which it is looked for."""
INDEXES = (("passage", "near"), ("passage", "worded"), ("statement", "told"))
DIFFER = (
    "select (select count(*) from {0}), count(*), count(t.number) from {1} i left join {0} t on t.number = i.number"
)
CANARY = """select p.number, p.collection, coalesce(w.terms, ''), coalesce(n.vector::text, '') from passage p
    left join near n on n.number = p.number left join worded w on w.number = p.number
    where p.collection = %s order by p.number desc limit 1"""
NEAREST = "select number from near where collection = %s order by vector <#> %s::halfvec, number = %s desc limit 5"
BEST = """select number, terms from worded where collection = %(own)s
    order by terms <@> to_bm25query(%(words)s, 'library.worded_terms') limit 100"""


def servers(database: Database) -> Iterator[Connection]:
    """Yield a connection to each server that an address names, closed before the next.

    Raises:
        LibraryUnreachableError: one does not answer.
    """
    attempts = conninfo.conninfo_attempts(conninfo.conninfo_to_dict(database.url))
    named = dict.fromkeys((str(a.get("host", "")), str(a.get("port", ""))) for a in attempts)
    for host, port in named:
        db = Connection(database, {"host": host, "port": port} if len(named) > 1 else None)
        try:
            yield db
        finally:
            db.close()


def described(db: Connection) -> str:
    """Return what a server is and runs, in a line.

    Raises:
        LibraryError: what it runs would answer wrongly there.
    """
    check_version(db)
    [(version, is_replica, behind)] = db.rows(
        """select current_setting('server_version'), pg_is_in_recovery(),
        coalesce(extract(epoch from now() - pg_last_xact_replay_timestamp()), 0)"""
    )
    held = dict(db.rows("select extname, extversion from pg_extension where extname = any(%s)", (list(EXTENSIONS),)))
    if is_replica:
        check_replicates(db, held["pg_textsearch"])
    parts = [f"PostgreSQL {version}", *(f"{name} {held[name]}" for name in EXTENSIONS)]
    return ", ".join(
        [*parts, f"a replica, last written to {behind:.0f} s ago" if is_replica else "takes what is written"]
    )


def check_replicates(db: Connection, version: str) -> None:
    """Make sure that a replica's extension finds there what came in.

    Raises:
        LibraryError: its release does not.
    """
    release = tuple(int(part) for part in version.split(".")[:2])
    if release < REPLICATES:
        needed = ".".join(map(str, REPLICATES))
        raise LibraryError(
            f"{db.where}: is a replica with pg_textsearch {version}, which misses what came in there; "
            f"install {needed} or later, or name the primary alone"
        )


def states(database: Database) -> Iterator[str]:
    """Yield a line for each server of a library: what it is and runs, once what it holds was found there.

    Raises:
        LibraryError: one does not answer, would answer wrongly, or does not find what it holds.
    """
    for db in servers(database):
        line = described(db)
        with db.snapshot():
            lost = next((problem for name in _all_readable(db) for problem in _not_found(db, name)), None)
        if lost is not None:
            raise LibraryError(lost)
        yield f"{db.where}: {line}"


def problems(database: Database) -> Iterator[str]:
    """Yield a line for each thing that is wrong with a library; a whole one yields none.

    Raises:
        LibraryError: there is none, or a server does not answer or would answer wrongly.
    """
    for db in servers(database):
        described(db)
        with db.snapshot():
            yield from _problems_of(db)


def _problems_of(db: Connection) -> Iterator[str]:
    everything = _all_readable(db)
    yield from _unlike_their_indexes(db)
    for collection in everything:
        yield from _not_found(db, collection)
        yield from _of_articles(db, collection)


def _all_readable(db: Connection) -> list[str]:
    """Return the names of all collections, which may be read from here on."""
    everything = [name for (name,) in db.rows("select name from collection order by name")]
    db.rows("select 1", within=everything)
    return everything


def _unlike_their_indexes(db: Connection) -> Iterator[str]:
    for table, index in INDEXES:
        [(held, listed, both)] = db.rows(DIFFER.format(table, index))
        if not held == listed == both:
            yield f"{db.where}: {held} {table}s are held, and {both} of the {listed} in {index}; run: onrecord rebuild"


def _not_found(db: Connection, collection: str) -> Iterator[str]:
    """Yield what does not lead to the newest passage of a collection: its own vector, or its rarest words."""
    for number, own, terms, vector in db.rows(CANARY, (collection,)):
        near = db.rows(NEAREST, (own, vector, number)) if vector else []
        some = " ".join(sorted(set(terms.split()))[:CANARY_WORDS])
        worded = db.ranked(BEST, {"words": some}, [own]) if terms else []
        for found, by in ((near, "meaning"), (worded, "its words")):
            if number not in {row[0] for row in found}:
                yield f"{db.where}: the newest passage of {own!r} is not found by {by}; run: onrecord rebuild"


def _of_articles(db: Connection, collection: str) -> Iterator[str]:
    for (number,) in db.rows("select number from article where collection = %s order by number", (collection,)):
        [values] = db.rows(f"select {ARTICLE_COLUMNS} from article where number = %s", (number,))
        named = f"article {values[1]!r} of {collection!r}"
        try:
            yield from (f"{named}: {line}" for line in _of_article(db, number, values))
        except (LibraryDamagedError, ValueError, TypeError):
            yield f"{named}: bytes have changed"


def _of_article(db: Connection, number: int, values: Sequence[Any]) -> Iterator[str]:
    length = len(article_of(values, db.where).text)
    rows = db.rows('select start, "end", sentences, vector from passage where article = %s', (number,))
    spans = [s for start, end, sentences, _ in rows for s in (Span(start, end), *loaded(sentences))]
    stated = db.rows("select cue, content, source, name, role, relay from statement where article = %s", (number,))
    spans += [s for row in stated for held in row if held for s in loaded(held)]
    if any(not 0 <= s.start < s.end <= length for s in spans):
        yield "a passage or statement lies outside its text"
    vectors = matrix(db.where, [bytes(vector) for *_, vector in rows]) if rows else np.ones((0, 1))
    if not np.allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=NORM_OFF):
        yield "a vector is not of length 1; run: onrecord rebuild"
