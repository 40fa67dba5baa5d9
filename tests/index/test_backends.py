import importlib.util
from pathlib import Path

import numpy as np
import pytest

from index import Database, LibraryError, Passage, SettingsError, Span
from index.backends import backend_of, erase, problems_of, servers_of, upgraded
from index.search.local import LocalCandidates
from index.search.postgres import PostgresCandidates
from index.store.postgres import PostgresLibrary
from index.store.sqlite import Store
from tests.index.stories import story
from tests.postgres_server import Databases


def quiet(_: str) -> None:
    """Hear nothing."""


def test_a_folder_is_a_file_and_an_address_a_database(tmp_path: Path, database: Database) -> None:
    kinds = []
    for place in (tmp_path, database):
        library, candidates, _ = backend_of(place, write=True, tell=quiet)
        kinds.append((type(library), type(candidates)))
        library.close()
    assert kinds == [(Store, LocalCandidates), (PostgresLibrary, PostgresCandidates)]


def test_what_a_database_takes_is_named_where_it_is_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "index.backends.find_spec", lambda name: None if name == "psycopg" else importlib.util.find_spec(name)
    )
    place = Database("postgresql://somebody:secret@nowhere.example/news")
    for ask in (
        lambda: backend_of(place, write=False, tell=quiet),
        lambda: problems_of(place),
        lambda: erase(place, quiet),
    ):
        with pytest.raises(SettingsError, match=r"^postgresql://somebody@nowhere.example/news: .*onrecord\[postgres\]"):
            ask()


def test_a_folder_is_upgraded_by_being_opened_and_has_no_roles(tmp_path: Path) -> None:
    assert upgraded(tmp_path / "library", (), quiet) == 0
    assert list(problems_of(tmp_path / "library")) == []
    with pytest.raises(SettingsError, match="has no roles"):
        upgraded(tmp_path / "library", ["reporter"], quiet)


def test_each_server_is_told_of_once_what_it_holds_was_found_there(
    tmp_path: Path, database: Database, databases: Databases
) -> None:
    assert list(servers_of(tmp_path)) == []
    library = backend_of(database, write=True, tell=quiet).library
    made = story(1)
    library.put(made, [Passage(Span(0, 9), (Span(0, 9),))], np.eye(4, dtype=np.float32)[:1], ())
    library.close()
    [line] = servers_of(database)
    assert line.startswith(f"{database}: PostgreSQL 18")
    for harm, by in (("near", "meaning"), ("worded", "its words")):
        databases.run(database.url.rpartition("/")[2], f"delete from library.{harm}")
        with pytest.raises(LibraryError, match=f"the newest passage of 'default' is not found by {by}"):
            list(servers_of(database))
        library = backend_of(database, write=True, tell=quiet).library
        library.put(made, [Passage(Span(0, 9), (Span(0, 9),))], np.eye(4, dtype=np.float32)[:1], ())
        library.close()


def test_only_who_owns_the_tables_erases_from_them(database: Database, databases: Databases) -> None:
    with pytest.raises(LibraryError, match="only the role that owns the tables may erase"):
        erase(database, quiet)
    erase(databases.owned(database), quiet)
