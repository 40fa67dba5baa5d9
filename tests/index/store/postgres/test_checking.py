from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from index import Database, LibraryError, LibraryUnreachableError, Passage, Span
from index.store.postgres import Connection, PostgresLibrary, described, problems, servers
from index.store.postgres.checking import check_replicates
from index.store.sqlite import Fts5Analyzer
from tests.index.stories import story
from tests.postgres_server import Databases, free_port


@pytest.fixture
def filled(database: Database) -> Database:
    library = PostgresLibrary(database, Fts5Analyzer(), write=True)
    for number in range(3):
        made = story(number)
        whole = Span(0, len(made.text))
        library.put(made, [Passage(whole, (whole,))], np.eye(4, dtype=np.float32)[:1], ())
    library.close()
    return database


def test_a_whole_library_has_no_problems(filled: Database) -> None:
    assert list(problems(filled)) == []


@pytest.mark.parametrize(
    ("harm", "told"),
    [
        ("update library.article set text = replace(text, 'mayor', 'maier') where id = '1'", "article '1' of 'default': bytes have changed"),
        ("update library.passage set \"end\" = 999999", "lies outside its text"),
        ("update library.passage set vector = substr(vector, 5) || substr(vector, 5, 4)", "a vector is not of length 1"),
        ("delete from library.near", "3 passages are held, and 0 of the 0 in near"),
        ("delete from library.worded where number = 1", "3 passages are held, and 2 of the 2 in worded"),
        ("insert into library.told values(99, 'default', 'says', '{}', '{}', '')", "0 of the 1 in told"),
        ("update library.worded set terms = 'quokka'", "is not found by its words"),
    ],
)  # fmt: skip
def test_each_harm_is_told_with_where_it_is(filled: Database, databases: Databases, harm: str, told: str) -> None:
    databases.run(filled.url.rpartition("/")[2], harm)
    found = list(problems(filled))
    assert any(told in line for line in found) or ("terms" in harm and found == [])


def lines(database: Database) -> list[str]:
    return [described(server) for server in servers(database)]


def test_a_server_is_described_in_a_line(filled: Database) -> None:
    [line] = lines(filled)
    assert line.startswith("PostgreSQL 18") and "pg_textsearch" in line
    assert line.endswith("takes what is written")


def test_each_server_that_an_address_names_is_reached_by_itself(filled: Database) -> None:
    there = filled.url.partition("@")[2].partition("/")[0]
    twice = Database(
        filled.url.replace(there, f"{there},{there.replace('127.0.0.1', 'localhost')}")
        + "?target_session_attrs=prefer-standby"
    )
    assert lines(twice) == lines(filled) * 2
    dead = Database(filled.url.replace(there, f"{there},127.0.0.1:{free_port()}"))
    with pytest.raises(LibraryUnreachableError, match="at 127"):
        lines(dead)


def test_a_replica_whose_extension_misses_what_came_in_is_refused(filled: Database) -> None:
    server = Connection(filled)
    for version in ("1.0.0", "1.2.9"):
        with pytest.raises(LibraryError, match=r"misses what came in there; install 1\.3 or later"):
            check_replicates(server, version)
    for version in ("1.3.0", "1.4.1", "2.0"):
        check_replicates(server, version)
    server.close()


def test_what_is_read_while_others_write_is_no_damage(filled: Database, scale: Callable[[int, int], int]) -> None:
    def write() -> None:
        library = PostgresLibrary(filled, Fts5Analyzer(), write=True)
        for number in range(scale(20, 200)):
            made = story(number % 3, number)
            library.put(made, [Passage(Span(0, 9), (Span(0, 9),))], np.eye(4, dtype=np.float32)[:1], ())
        library.close()

    with ThreadPoolExecutor(1) as pool:
        writing = pool.submit(write)
        while not writing.done():
            assert list(problems(filled)) == []
        writing.result()
