import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from index import Database, LibraryError, LibraryUnreachableError
from index.store.postgres import Connection
from tests.postgres_server import Databases, free_port


@pytest.fixture
def db(database: Database) -> Iterator[Connection]:
    made = Connection(database)
    yield made
    made.close()


def test_a_server_that_does_not_answer_is_told_of_without_the_password() -> None:
    nowhere = Database(f"postgresql://who:secret@127.0.0.1:{free_port()}/library")
    with pytest.raises(
        LibraryUnreachableError, match=r"^postgresql://who@127\.0\.0\.1:\d+/library: cannot be reached \("
    ) as told:
        Connection(nowhere)
    assert "secret" not in str(told.value)
    assert "\n" not in str(told.value)
    assert told.value.exit_status == 69


def test_a_lost_connection_is_told_of_once_and_opened_again(db: Connection, databases: Databases) -> None:
    def cut() -> None:
        databases.run(
            "postgres", "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'onrecord'"
        )

    with pytest.raises(LibraryUnreachableError), db.snapshot():
        cut()
        db.rows("select 1")
    assert db.rows("select 1") == [(1,)]
    cut()
    with pytest.raises(LibraryUnreachableError):
        db.rows("select 1")
    with db.snapshot():
        assert db.rows("select 1") == [(1,)]


def test_what_was_taken_back_leaves_nothing_readable(db: Connection, databases: Databases) -> None:
    db.run("insert into collection values('mine')", within=["mine"])
    with pytest.raises(KeyError), db.transaction():
        db.rows("select 1", within=["theirs"])
        db.run("insert into collection values('theirs')")
        raise KeyError
    assert db.rows("select name from collection") == [("mine",)]
    assert db.rows("select current_setting('onrecord.collections')", within=["a,b", 'c"d\\']) == [
        ('{"a,b","c\\"d\\\\"}',)
    ]


def test_our_own_mistake_stays_what_it_is(db: Connection) -> None:
    with pytest.raises(Exception, match="syntax error") as told:
        db.rows("selekt 1")
    assert not isinstance(told.value, LibraryError)


def test_what_a_role_may_not_do_is_told_in_a_line(db: Connection) -> None:
    with pytest.raises(LibraryError, match=r"refuses this .*check the role's rights"):
        db.run("create table library.mine(a int)")


def test_nobodys_password_is_in_a_text_of_ours() -> None:
    code = (Path(__file__).resolve().parents[4] / "index/store/postgres/connection.py").read_text(encoding="utf-8")
    assert len(re.findall(r"_database\.url", code)) == 1
