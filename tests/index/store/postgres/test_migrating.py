from collections.abc import Iterator

import pytest

from index import Database, LibraryError, LibraryNewerError
from index.store.postgres import Connection, PostgresLibrary, upgrade
from index.store.postgres.migrating import LIBRARY, version_of
from index.store.sqlite import Fts5Analyzer
from tests.postgres_server import PLAIN, Databases


@pytest.fixture
def empty(databases: Databases) -> Iterator[Database]:
    """A database that holds nothing."""
    databases.run("postgres", "create database nothing")
    yield Database(databases.server.url("nothing"))
    databases.run("postgres", "drop database nothing with (force)")


def test_an_empty_database_is_refused_with_what_to_do_and_upgraded_once(empty: Database) -> None:
    with pytest.raises(LibraryError, match="holds no library yet; run: onrecord upgrade --library postgresql://"):
        PostgresLibrary(empty, Fts5Analyzer())
    assert upgrade(empty) == len(LIBRARY.steps)
    assert upgrade(empty) == 0
    library = PostgresLibrary(empty, Fts5Analyzer())
    assert library.collections() == []
    library.close()


def test_one_of_a_later_release_is_refused(databases: Databases, database: Database) -> None:
    databases.run(database.url.rpartition("/")[2], "insert into library.version values(999)")
    for opening in (lambda: PostgresLibrary(database, Fts5Analyzer()), lambda: upgrade(databases.owned(database))):
        with pytest.raises(LibraryNewerError, match="later version"):
            opening()


def test_one_of_an_earlier_release_is_refused_until_it_is_upgraded(databases: Databases, database: Database) -> None:
    databases.run(database.url.rpartition("/")[2], "update library.version set version = 0")
    with pytest.raises(LibraryError, match="run: onrecord upgrade"):
        PostgresLibrary(database, Fts5Analyzer())


def test_a_role_without_rights_upgrades_nothing_and_is_told_so(empty: Database, databases: Databases) -> None:
    with pytest.raises(LibraryError, match="refuses this"):
        upgrade(Database(databases.server.url("nothing", PLAIN)))
    db = Connection(empty)
    assert version_of(db) == 0
    db.close()


def test_migrations_are_numbered_without_a_gap() -> None:
    assert list(LIBRARY.steps) == list(range(1, len(LIBRARY.steps) + 1))
