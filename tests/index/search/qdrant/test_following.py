"""Qdrant comes in step with a library by what that writes down, whoever writes and whatever is cut off."""

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from threading import Timer

import numpy as np
import psycopg
import pytest

from index import Database, LibraryError, LibraryUnreachableError, Passage, Span
from index.search.protocol import Within
from index.search.qdrant import QdrantCandidates, begin_again_if_short, following, state
from index.search.qdrant.points import Held, Points
from index.store.postgres import PostgresLibrary
from index.store.sqlite import Fts5Analyzer
from tests.index.stories import story
from tests.qdrant_server import Shards

ANALYZER = Fts5Analyzer()
ROOT = Path(__file__).resolve().parents[4]
MINE = Within(("default",))


@pytest.fixture
def place(database: Database, qdrant: tuple[str, Shards]) -> Database:
    return replace(database, qdrant=qdrant[0])


@pytest.fixture
def library(place: Database) -> Iterator[PostgresLibrary]:
    made = PostgresLibrary(place, ANALYZER, write=True)
    yield made
    made.close()


@pytest.fixture
def candidates(library: PostgresLibrary, place: Database) -> QdrantCandidates:
    return QdrantCandidates(library, place, ANALYZER, lambda _: None)


def put(library: PostgresLibrary, number: int, version: int = 0) -> None:
    article = story(number, version)
    whole = Span(0, len(article.text))
    library.put(article, [Passage(whole, (whole,))], np.eye(4, dtype=np.float32)[:1], ())


def found(library: PostgresLibrary, candidates: QdrantCandidates) -> list[str]:
    search = candidates.beside(in_memory=False)
    passages = library.passages(["default"], [n for n, _ in search.worded(["town"], MINE, 99)])
    articles = library.articles(["default"], [p.article for p in passages.values()])
    return sorted(a.id for a in articles.values())


def test_what_came_and_went_is_found_and_not_found_there(
    library: PostgresLibrary, candidates: QdrantCandidates
) -> None:
    for number in range(3):
        put(library, number)
    candidates.keep_up()
    assert found(library, candidates) == ["0", "1", "2"]
    put(library, 1, version=2)
    put(library, 3)
    library.remove("default", ["0"])
    candidates.finish_removals()
    assert found(library, candidates) == ["1", "2", "3"]


def test_before_anything_was_brought_there_the_database_searches(
    library: PostgresLibrary, candidates: QdrantCandidates, place: Database, qdrant: tuple[str, Shards]
) -> None:
    candidates.keep_up()
    put(library, 1)
    assert found(library, candidates) == ["1"]
    assert qdrant[1].seen == []
    assert state(place).endswith("Qdrant 1.20.0, nothing was brought there yet; run: onrecord upgrade")


def test_of_what_is_removed_and_not_yet_followed_nothing_is_quoted(
    library: PostgresLibrary, candidates: QdrantCandidates
) -> None:
    put(library, 1)
    put(library, 2)
    candidates.keep_up()
    library.remove("default", ["1"])
    assert found(library, candidates) == ["2"]


def test_a_hit_in_a_foreign_collection_is_read_by_nobody(
    library: PostgresLibrary, candidates: QdrantCandidates, place: Database
) -> None:
    put(library, 1)
    foreign = replace(story(9, collection="theirs"), id="theirs")
    whole = Span(0, len(foreign.text))
    library.put(foreign, [Passage(whole, (whole,))], np.eye(4, dtype=np.float32)[:1], ())
    candidates.keep_up()
    mark = following._mark(library.db)
    assert mark is not None
    [(number, article)] = library.db.rows("select number, article from passage", within=["theirs"])
    planted = Points(place, mark.key)
    planted.put([Held(number, article, "default", "", "", ["town"], [1.0, 0.0, 0.0, 0.0])])
    planted.close()
    search = candidates.beside(in_memory=False)
    assert number in [n for n, _ in search.near(np.eye(4, dtype=np.float32)[0], MINE, 9)]
    assert number not in [n for n, _ in search.worded(["town"], MINE, 9)]
    assert found(library, candidates) == ["1"]


def test_a_change_whose_transaction_is_open_is_brought_once_it_is_done(
    library: PostgresLibrary, candidates: QdrantCandidates, place: Database
) -> None:
    put(library, 0)
    candidates.keep_up()
    with psycopg.connect(place.url) as open_:
        open_.execute("insert into library.change(collection, article, went) values('default', 999, true)")
        put(library, 1)
        candidates.keep_up(adding=True)
        assert found(library, candidates) == ["0"]
        assert state(place).endswith("1 passages, 1 changes behind")
        Timer(1.0, open_.commit).start()
        candidates.keep_up()
    assert found(library, candidates) == ["0", "1"]


def test_of_many_who_follow_each_change_is_done_and_none_is_lost(
    place: Database, library: PostgresLibrary, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(following, "CHANGES", 3)

    def write(first: int) -> None:
        own = PostgresLibrary(place, ANALYZER, write=True)
        beside = QdrantCandidates(own, place, ANALYZER, lambda _: None)
        for number in range(first, first + 10):
            put(own, number)
            beside.keep_up(adding=True)
        own.remove("default", [str(first)])
        beside.finish_removals()
        own.close()

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(write, (0, 100, 200)))
    candidates = QdrantCandidates(library, place, ANALYZER, lambda _: None)
    candidates.keep_up()
    assert len(found(library, candidates)) == 27
    assert state(place).endswith("27 passages, 0 changes behind")


@pytest.fixture
def told() -> list[str]:
    return []


def away(*_: object, **__: object) -> None:
    raise LibraryUnreachableError("Qdrant cannot be reached")


def test_where_qdrant_is_away_writing_goes_on_and_the_next_change_brings_what_came(
    library: PostgresLibrary, place: Database, told: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    candidates = QdrantCandidates(library, place, ANALYZER, told.append)
    put(library, 0)
    candidates.keep_up()
    put(library, 1)
    with monkeypatch.context() as cut:
        cut.setattr(Points, "put", away)
        candidates.keep_up()
    assert told[-1] == "Qdrant cannot be reached; what came and went is brought there with the next change"
    candidates.keep_up()
    assert found(library, candidates) == ["0", "1"]


@pytest.mark.parametrize("step", ["delete_collection", "create_collection", "create_payload_index"])
def test_room_that_was_half_made_is_made_again_and_everything_brought_there(
    library: PostgresLibrary, place: Database, candidates: QdrantCandidates, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    put(library, 0)
    with monkeypatch.context() as cut:
        cut.setattr(f"index.search.qdrant.points.QdrantClient.{step}", away)
        candidates.keep_up()
    put(library, 1)
    assert found(library, candidates) == ["0", "1"]
    candidates.keep_up()
    assert found(library, candidates) == ["0", "1"]
    assert found(library, QdrantCandidates(library, place, ANALYZER, print)) == ["0", "1"]
    assert state(place).endswith("2 passages, 0 changes behind")


def test_until_everything_was_brought_there_the_database_finds_all_of_it(
    library: PostgresLibrary, candidates: QdrantCandidates, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(5):
        put(library, number)
    monkeypatch.setattr(following, "CHANGES", 1)
    candidates._begin()
    candidates._follow(waits=True)
    assert len(found(library, candidates)) == 5
    candidates.keep_up()
    assert len(found(library, candidates)) == 5


def test_whoever_was_there_before_a_rebuild_goes_on_with_what_it_made(
    library: PostgresLibrary, candidates: QdrantCandidates, place: Database
) -> None:
    put(library, 0)
    candidates.keep_up()
    old = QdrantCandidates(library, place, ANALYZER, print)
    assert found(library, old) == ["0"]
    library.db.run("delete from follower")
    candidates.keep_up()
    assert found(library, old) == ["0"]
    put(library, 1)
    old.keep_up()
    assert found(library, candidates) == found(library, old) == ["0", "1"]


def test_more_than_one_request_takes_is_brought_in_several(
    library: PostgresLibrary, candidates: QdrantCandidates, qdrant: tuple[str, Shards], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(following, "POINTS", 2)
    article = story(0)
    passages = [Passage(Span(n, n + 9), (Span(n, n + 9),)) for n in range(5)]
    library.put(article, passages, np.eye(5, dtype=np.float32), ())
    candidates.keep_up()
    assert sum(line.endswith("/points") for line in qdrant[1].seen) == 3
    assert len(candidates.beside(in_memory=False).near(np.eye(5, dtype=np.float32)[0], MINE, 9)) == 5


def test_a_qdrant_that_lost_everything_is_filled_anew(
    library: PostgresLibrary, candidates: QdrantCandidates, qdrant: tuple[str, Shards]
) -> None:
    put(library, 0)
    candidates.keep_up()
    qdrant[1].forget()
    put(library, 1)
    candidates.keep_up()
    assert found(library, candidates) == ["0", "1"]


def test_everything_is_brought_anew_where_vectors_are(
    library: PostgresLibrary, candidates: QdrantCandidates, place: Database
) -> None:
    put(library, 0)
    candidates.keep_up()
    candidates.forget_all()
    article = story(0)
    whole = Span(0, len(article.text))
    library.put(article, [Passage(whole, (whole,))], np.eye(6, dtype=np.float32)[:1], ())
    candidates.keep_up()
    [(_, score)] = candidates.beside(in_memory=False).near(np.eye(6, dtype=np.float32)[0], MINE, 9)
    assert score == pytest.approx(1.0, abs=0.01)


def test_a_qdrant_that_lost_passages_is_told_of(
    library: PostgresLibrary, candidates: QdrantCandidates, place: Database
) -> None:
    put(library, 0)
    put(library, 1)
    candidates.keep_up()
    assert "Qdrant 1.20.0, 2 passages, 0 changes behind" in state(place)
    mark = following._mark(library.db)
    assert mark is not None
    points = Points(place, mark.key)
    [(article,)] = library.db.rows("select min(article) from passage", within=["default"])
    points.remove([article])
    points.close()
    with pytest.raises(LibraryError, match=r"holds 1 of 2 passages; run: onrecord upgrade$"):
        state(place)
    begin_again_if_short(place)
    candidates.keep_up()
    assert state(place).endswith("2 passages, 0 changes behind")


def test_each_lock_has_a_number_of_its_own() -> None:
    modules = [p for package in ("bot", "index") for p in (ROOT / package).rglob("*.py")]
    held = [n for p in modules for n in re.findall(r"^LOCK = (0x\w+)", p.read_text(encoding="utf-8"), re.MULTILINE)]
    assert len(held) == len({int(n.replace("_", ""), 16) for n in held}) > 3
