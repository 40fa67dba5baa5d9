"""A primary and a replica: what was removed is gone from both, and what was acknowledged outlives the primary."""

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import psycopg
import pytest

from index import Database, LibraryError, LibraryUnreachableError, Passage, Span
from index.store.postgres import PostgresLibrary
from index.store.sqlite import Fts5Analyzer
from tests.index.stories import story
from tests.postgres_server import PLAIN, Databases, Server, following, running

pytestmark = [pytest.mark.scale, pytest.mark.timeout(900)]
ANALYZER = Fts5Analyzer()


@pytest.fixture
def primary() -> Iterator[Server]:
    with running(fsync="on", wal_level="replica", max_wal_senders="4") as server:
        yield server


@pytest.fixture
def library(primary: Server) -> Database:
    """A library on the primary, which is thrown away with it."""
    Databases(primary).run("postgres", "create database news template library")
    return Database(primary.url("news", PLAIN))


def put(library: PostgresLibrary, number: int) -> None:
    made = story(number)
    library.put(made, [Passage(Span(0, len(made.text)), (Span(0, 9),))], np.eye(4, dtype=np.float32)[:1], ())


def moved(database: Database, to: Server) -> Database:
    """Return the address of the same library on another server."""
    name = database.url.rpartition("/")[2]
    return Database(to.url(name, PLAIN))


def test_no_removed_article_is_read_on_the_replica_once_the_removal_returned(
    primary: Server,
    library: Database,
    tmp_path: Path,
    scale: Callable[[int, int], int],
    promised: Callable[[str], None],
) -> None:
    count, left = scale(50, 1000), 0
    writer = PostgresLibrary(library, ANALYZER, write=True)
    with following(primary) as replica:
        with psycopg.connect(replica.url(library.url.rpartition("/")[2]), autocommit=True) as there:
            for number in range(count):
                put(writer, number)
            begun = time.monotonic()
            for number in range(count):
                assert writer.remove("default", [str(number)]).articles == 1
                left += there.execute("select count(*) from library.article where id = %s", (str(number),)).fetchall()[
                    0
                ][0]
            taken = (time.monotonic() - begun) / count * 1000
        writer.close()
        # Whoever is gone for good must not be waited for.
        primary_name = Database(primary.url("postgres"))
        with psycopg.connect(primary_name.url, autocommit=True) as db:
            db.execute("alter system reset synchronous_standby_names")
            db.execute("select pg_reload_conf()")
    promised(f"{left} of {count} removed articles were read on the replica; {taken:.0f} ms a removal")
    assert left == 0


def test_a_replica_with_an_extension_that_misses_what_came_in_is_refused(primary: Server, library: Database) -> None:
    with following(primary) as replica:
        with pytest.raises(LibraryError, match="misses what came in there"):
            PostgresLibrary(moved(library, replica), ANALYZER)
        with psycopg.connect(primary.url("postgres"), autocommit=True) as db:
            db.execute("alter system reset synchronous_standby_names")
            db.execute("select pg_reload_conf()")


def test_what_was_acknowledged_outlives_a_primary_that_is_killed_while_it_is_written_to(
    primary: Server, library: Database, promised: Callable[[str], None]
) -> None:
    acknowledged: list[int] = []
    stop = threading.Event()

    def write() -> None:
        writer = PostgresLibrary(library, ANALYZER, write=True)
        writer.db.run("set synchronous_commit = remote_apply")
        number = 0
        while not stop.is_set():
            try:
                put(writer, number)
            except LibraryUnreachableError:
                return
            acknowledged.append(number)
            number += 1

    with following(primary) as replica:
        writing = threading.Thread(target=write)
        writing.start()
        time.sleep(4)
        primary.kill()
        at = time.monotonic()
        replica.promote()
        after = PostgresLibrary(moved(library, replica), ANALYZER, write=True)
        # The one that is left need wait for nobody.
        put(after, 10_000)
        taken = time.monotonic() - at
        writing.join(30)
        found = {a.id for a in after.articles(["default"], after.article_numbers(["default"])).values()}
        after.close()
    lost = [n for n in acknowledged if str(n) not in found]
    promised(
        f"primary killed while written to: {taken:.1f} s without writes, {len(lost)} of {len(acknowledged)} acknowledged lost"
    )
    assert lost == [] and len(acknowledged) > 20
    assert taken < 10
