from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from index import Database, LibraryError, LibraryNewerError, Passage, Span
from index.sources.formats.layout import mark_blocks
from index.store.postgres import Connection, PostgresLibrary, erase, upgrade
from index.store.postgres.migrating import LIBRARY, version_of
from index.store.sqlite import Fts5Analyzer
from tests.index.stories import story
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
    name = database.url.rpartition("/")[2]
    databases.run(name, "delete from library.version where version > 1")
    with pytest.raises(LibraryError, match="run: onrecord upgrade"):
        PostgresLibrary(database, Fts5Analyzer())
    databases.run(name, "alter table library.article drop column picture; alter table library.feed drop column looked")
    upgrade(databases.owned(database))
    PostgresLibrary(database, Fts5Analyzer()).close()


def test_a_role_without_rights_upgrades_nothing_and_is_told_so(empty: Database, databases: Databases) -> None:
    with pytest.raises(LibraryError, match="refuses this"):
        upgrade(Database(databases.server.url("nothing", PLAIN)))
    db = Connection(empty)
    assert version_of(db) == 0
    db.close()


def test_migrations_are_numbered_without_a_gap() -> None:
    assert list(LIBRARY.steps) == list(range(1, len(LIBRARY.steps) + 1))


def test_what_was_removed_is_in_no_tables_file_once_it_was_erased(databases: Databases, database: Database) -> None:
    library = PostgresLibrary(database, Fts5Analyzer(), write=True)
    for number in range(300):
        word = "quokkabird" if number == 7 else "heron"
        made = story(number)
        text = f"{made.text} The {word} of Anse was seen by {word}."
        whole = Span(0, len(text))
        vector = np.eye(4, dtype=np.float32)[:1]
        library.put(replace(made, text=text, blocks=mark_blocks(text, "")), [Passage(whole, (whole,))], vector, ())
    name = database.url.rpartition("/")[2]

    def holds(word: bytes) -> bool:
        databases.run(name, "checkpoint")
        files = [path for path in (databases.server.data / "base").rglob("*") if path.is_file()]
        return any(word in path.read_bytes() for path in files)

    databases.run(name, "analyze")
    assert holds(b"quokkabird")
    library.remove("default", ["7"])
    library.vocabulary.keep_up()
    library.close()
    erase(databases.owned(database))
    assert not holds(b"quokkabird")
    assert holds(b"heron of Anse")
