import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from index import Database, Passage, Span
from index.records import Vectors
from index.search.postgres import PostgresCandidates, partitions
from index.search.protocol import Within
from index.store.postgres import PostgresLibrary
from index.store.sqlite import Fts5Analyzer
from tests.index.stories import story
from tests.postgres_server import PLAIN, Databases

ANALYZER = Fts5Analyzer()
MANY = 120


def vectors(count: int) -> Vectors:
    made = np.random.default_rng(5).normal(size=(count, 16)).astype(np.float32)
    found: Vectors = made / np.linalg.norm(made, axis=1, keepdims=True)
    return found


@pytest.fixture
def told() -> list[str]:
    return []


@pytest.fixture(params=["owner", "plain role"])
def library(request: pytest.FixtureRequest, database: Database, databases: Databases) -> Iterator[PostgresLibrary]:
    place = databases.owned(database) if request.param == "owner" else database
    made = PostgresLibrary(place, ANALYZER, write=True)
    for number, vector in enumerate(vectors(MANY)):
        put(made, number, vector)
    put(made, 1, vectors(1)[0], "small")
    yield made
    made.close()


def put(library: PostgresLibrary, number: int, vector: Vectors, collection: str = "it's big") -> None:
    article = story(number, collection=collection)
    whole = Span(0, len(article.text))
    library.put(article, [Passage(whole, (whole,))], vector.reshape(1, -1), ())


def nearest(candidates: PostgresCandidates, vector: Vectors, collection: str = "it's big") -> list[int]:
    return [n for n, _ in candidates.beside(in_memory=True).near(vector, Within((collection,)), 10)]


def test_what_has_become_big_gets_a_graph_that_finds_what_comparing_everything_finds(
    library: PostgresLibrary, told: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    candidates = PostgresCandidates(library, ANALYZER, told.append)
    before = [nearest(candidates, v) for v in vectors(20)]
    monkeypatch.setattr(partitions, "LEAST", MANY)
    candidates.keep_up()
    after = [nearest(candidates, v) for v in vectors(20)]
    assert sum(len({*a} & {*b}) for a, b in zip(before, after, strict=True)) >= 0.98 * 200
    if "reporter" in library.where:
        assert len(told) == 2 and "onrecord upgrade" in told[1]
        assert candidates.beside(in_memory=True)._graphs == {}
    else:
        assert told == ['building the index of 120 passages in "it\'s big"']
        assert candidates.beside(in_memory=True)._graphs.keys() == {"it's big"}
        [(rows,)] = library.db.rows("select count(*) from near_shared")
        assert rows == 1
    [own] = nearest(candidates, vectors(1)[0], "small")
    assert own not in nearest(candidates, vectors(1)[0])


def test_a_collection_goes_on_changing_in_its_own_partitions(
    library: PostgresLibrary, told: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(partitions, "LEAST", MANY)
    candidates = PostgresCandidates(library, ANALYZER, told.append)
    for _ in range(2):
        candidates.keep_up()
    far = np.eye(16, dtype=np.float32)[0]
    put(library, 999, far)
    [found, *_] = nearest(candidates, far)
    library.remove("it's big", ["999"])
    assert found not in nearest(candidates, far)
    assert len([line for line in told if line.startswith("building")]) == 1
    search = candidates.beside(in_memory=True)
    assert len(search.worded(["mayor"], Within(("it's big",)), 999)) == MANY


def test_the_least_that_finds_enough_is_looked_at(library: PostgresLibrary, monkeypatch: pytest.MonkeyPatch) -> None:
    if "reporter" in library.where:
        pytest.skip("only an owner builds")
    monkeypatch.setattr(partitions, "LEAST", MANY)
    monkeypatch.setattr(partitions, "ENOUGH", 2.0)
    candidates = PostgresCandidates(library, ANALYZER, lambda _: None)
    candidates.keep_up()
    assert candidates._partitions.graphs() == {"it's big": (16, partitions.TRIED[-1])}


def test_writers_and_readers_go_on_while_a_collection_gets_its_own_partitions(
    databases: Databases, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(partitions, "LEAST", MANY)
    stop = threading.Event()

    def write(collection: str) -> int:
        own = PostgresLibrary(database, ANALYZER, write=True)
        number = 0
        while not stop.is_set():
            number += 1
            put(own, number % 9, vectors(1)[0], collection)
        own.close()
        return number

    with ThreadPoolExecutor(3) as pool:
        builder = PostgresLibrary(databases.owned(database), ANALYZER, write=True)
        for number, vector in enumerate(vectors(MANY)):
            put(builder, number, vector)
        writing = [pool.submit(write, collection) for collection in ("a", "b", "it's big")]
        try:
            PostgresCandidates(builder, ANALYZER, lambda _: None).keep_up()
        finally:
            stop.set()
        assert all(one.result() > 0 for one in writing)
    held = builder.count(["it's big"])["passages"]
    for table in partitions.TABLES[:2]:
        assert builder.db.rows(f"select count(*) from {table} where collection = %s", ("it's big",)) == [(held,)]
        assert builder.db.rows(f"select count(*) from {table}_shared where collection = %s", ("it's big",)) == [(0,)]
    builder.close()


def test_a_model_of_another_length_takes_the_place_of_what_has_a_graph(
    library: PostgresLibrary, told: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    if PLAIN in library.where:
        pytest.skip("only an owner builds")
    monkeypatch.setattr(partitions, "LEAST", MANY)
    candidates = PostgresCandidates(library, ANALYZER, told.append)
    candidates.keep_up()
    candidates.forget_all()
    longer = np.eye(32, dtype=np.float32)
    for number in range(MANY):
        put(library, number, longer[number % 32])
    candidates.keep_up()
    assert candidates._partitions.graphs()["it's big"][0] == 32
    assert len(nearest(candidates, longer[3])) == 10
