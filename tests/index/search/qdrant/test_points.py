"""What goes over the wire to Qdrant and what is asked of it, against its own shard code."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from index import Database, LibraryError, LibraryUnreachableError
from index.search.protocol import Within
from index.search.qdrant.points import Held, Points
from tests.postgres_server import free_port
from tests.qdrant_server import Shards

KEY = b"k" * 32
ALONG = np.array([1.0, 0.0, 0.0, 0.0], dtype=np.float32)
MINE = Within(("mine",))


@pytest.fixture
def points(qdrant: tuple[str, Shards]) -> Iterator[Points]:
    made = Points(Database("", qdrant=qdrant[0]), KEY)
    made.make(4)
    yield made
    made.close()


def held(number: int, collection: str = "mine", publisher: str = "", published: str = "", words: str = "ferry") -> Held:
    return Held(number, number * 10, collection, publisher, published, words.split(), [1.0, 0.0, 0.0, 0.0])


def found(points: Points, within: Within) -> list[int]:
    by_meaning = {n for n, _ in points.near(ALONG, within, 9)}
    by_words = {n for n, _ in points.worded({"ferry": 1.0}, within, 9)}
    assert by_meaning == by_words == {n for n, _ in points.nearness(ALONG, range(1, 9), within)}
    return sorted(by_meaning)


@pytest.mark.parametrize(
    ("published", "since", "until", "is_within"),
    [
        ("2022-06-17", date(2022, 6, 17), date(2022, 6, 17), True),
        ("2022-06-17", date(2022, 6, 18), None, False),
        ("2022-06-17", None, date(2022, 6, 16), False),
        ("2022-06", date(2022, 6, 30), None, True),
        ("2022-06", date(2022, 7, 1), None, False),
        ("2022-06", None, date(2022, 5, 31), False),
        ("2022", date(2022, 12, 31), date(2023, 1, 1), True),
        ("2022", date(2023, 1, 1), None, False),
        ("", date(1900, 1, 1), None, False),
        ("", None, None, True),
    ],
)
def test_a_day_limits_as_far_as_it_is_known(
    points: Points, published: str, since: date | None, until: date | None, is_within: bool
) -> None:
    points.put([held(1, published=published)])
    assert found(points, Within(("mine",), "", since, until)) == [1] * is_within


def test_a_publisher_and_a_collection_limit_everything_that_is_asked(points: Points) -> None:
    points.put([held(1, publisher="Anse Post"), held(2), held(3, "theirs", "Anse Post")])
    assert found(points, MINE) == [1, 2]
    assert found(points, Within(("mine",), "Anse Post")) == [1]
    assert found(points, Within(("mine", "theirs"), "Anse Post")) == [1, 3]
    assert found(points, Within(())) == []


def test_rarer_words_and_shorter_passages_score_more(points: Points) -> None:
    points.put([held(1, words="ferry"), held(2, words="ferry " + "water " * 300), held(3, words="strike")])
    assert [n for n, _ in points.worded({"ferry": 1.0, "strike": 5.0}, MINE, 9)] == [3, 1, 2]


def test_what_is_removed_is_found_no_longer_and_a_number_put_again_takes_its_place(points: Points) -> None:
    points.put([held(1), held(2), held(1, words="strike")])
    assert points.count() == 2
    assert points.worded({"ferry": 1.0}, MINE, 9)[0].passage == 2
    points.remove([10])
    assert found(points, MINE) == [2]


def test_no_word_of_a_passage_stands_in_qdrants_files(points: Points, tmp_path: Path) -> None:
    points.put([held(1, words="quokka")])
    everything = b"".join(p.read_bytes() for p in tmp_path.rglob("*") if p.is_file())
    assert b"mine" in everything
    assert b"quokka" not in everything


def test_libraries_in_one_qdrant_do_not_meet(qdrant: tuple[str, Shards], points: Points) -> None:
    other = Points(Database("", qdrant=qdrant[0]), b"another")
    other.make(4)
    points.put([held(1)])
    assert other.count() == 0
    other.make(4)
    assert points.count() == 1
    other.close()


def test_a_qdrant_that_does_not_answer_is_told_of_without_who_may_use_it() -> None:
    nowhere = Points(Database("", qdrant=f"http://who:secret@127.0.0.1:{free_port()}"), KEY)
    with pytest.raises(LibraryUnreachableError, match=r"^http://127\.0\.0\.1:\d+: cannot be reached \(") as told:
        nowhere.count()
    assert "secret" not in str(told.value)
    nowhere.close()


def test_a_qdrant_that_refuses_is_told_of_in_a_line(qdrant: tuple[str, Shards]) -> None:
    empty = Points(Database("", qdrant=qdrant[0]), b"never made")
    with pytest.raises(
        LibraryError, match=r"^http://127\.0\.0\.1:\d+: Qdrant refuses \(404 Not Found\); run: onrecord upgrade$"
    ):
        empty.count()
    empty.close()


def test_a_name_of_half_characters_is_a_name_like_others(points: Points) -> None:
    points.put([held(1, publisher="Post \ud800")])
    assert found(points, Within(("mine",), "Post \ud800")) == [1]


def test_what_is_no_address_is_told_in_a_line() -> None:
    with pytest.raises(LibraryError, match=r"^http://\[nowhere: is no address of a Qdrant"):
        Points(Database("", qdrant="http://[nowhere"), KEY)
