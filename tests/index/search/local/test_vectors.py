from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.search.local.vectors import FlatVectors, GrownVectors, ListedVectors, Matrix, write_lists

Written = tuple[Path, int, "Shelf"]


def rows_of(count: int, seed: int, dimension: int = 8) -> Matrix:
    rows = np.random.default_rng(seed).normal(size=(count, dimension)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)  # type: ignore[no-any-return]


@given(st.integers(1, 60), st.integers(1, 12), st.sets(st.integers(0, 70)), st.integers(0, 2**16))
def test_search_agrees_with_comparing_everything(count: int, limit: int, gone: set[int], seed: int) -> None:
    rows = rows_of(count + 1, seed)
    query, held = rows[0], rows[1:]
    index = FlatVectors(8)
    index.add(list(range(count)), held)
    index.remove(sorted(gone))
    expected = sorted(set(range(count)) - gone, key=lambda i: (-float(held[i] @ query), i))
    assert [i for i, _ in index.search(query, limit)] == expected[:limit]
    within = [i for i in range(0, 80, 2)]
    assert [i for i, _ in index.search(query, limit, within)] == [i for i in expected if i % 2 == 0][:limit]
    assert len(index) == len(expected)


def test_equal_scores_come_in_order_of_number() -> None:
    index = FlatVectors(2)
    index.add([3, 5, 7], np.ones((3, 2), dtype=np.float32))
    assert [i for i, _ in index.search(np.ones(2, dtype=np.float32), 3)] == [3, 5, 7]


def test_score_leaves_out_what_is_not_held() -> None:
    index = FlatVectors(2)
    index.add([1], np.array([[1, 0]], dtype=np.float32))
    assert index.score(np.array([0.5, 0], dtype=np.float32), [1, 9]) == {1: 0.5}


def test_empty_index_finds_nothing() -> None:
    index = FlatVectors(4)
    index.remove([1])
    assert index.search(np.zeros(4, dtype=np.float32), 5) == []


HELD = 3000


class Shelf:
    """Vectors in a few clusters, as a store would hold them."""

    def __init__(self) -> None:
        centres = rows_of(30, 1, 32)
        noise = np.random.default_rng(2).normal(size=(HELD, 32)) * 0.1
        rows = (centres[np.arange(HELD) % 30] + noise).astype(np.float32)
        self.rows = rows / np.linalg.norm(rows, axis=1, keepdims=True)
        self.read = 0

    def blocks(self) -> Iterator[tuple[list[int], Matrix]]:
        for start in range(0, HELD, 700):
            part = self.rows[start : start + 700]
            yield list(range(start, start + len(part))), part

    def stored(self, numbers: Sequence[int]) -> tuple[list[int], Matrix]:
        self.read += len(numbers)
        return list(numbers), self.rows[list(numbers)]


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, int, Shelf]:
    shelf, path = Shelf(), tmp_path_factory.mktemp("lists") / "vectors.faiss"
    return path, write_lists(path, shelf.blocks, HELD), shelf


@pytest.fixture
def lists(written: tuple[Path, int, Shelf]) -> ListedVectors:
    path, probes, shelf = written
    return ListedVectors(path, probes, shelf.stored)


def test_lists_find_nearly_all_of_the_nearest_and_score_them_exactly(lists: ListedVectors, written: Written) -> None:
    shelf = written[2]
    found = []
    for question in (shelf.rows[:40] + rows_of(40, 3, 32)) / np.sqrt(2):
        true = np.argsort(-(shelf.rows @ question))[:10]
        pairs = dict(lists.search(question, 60))
        found.append(np.isin(true, list(pairs)).mean())
        assert all(score == pytest.approx(float(shelf.rows[n] @ question), abs=1e-6) for n, score in pairs.items())
    assert np.mean(found) > 0.95


def test_lists_take_fewer_bytes_than_half_of_the_vectors(written: Written) -> None:
    assert written[0].stat().st_size < HELD * 32 * 4 / 2


def test_what_went_is_found_no_longer_in_lists(lists: ListedVectors, written: Written) -> None:
    question = written[2].rows[7]
    nearest = [n for n, _ in lists.search(question, 5)]
    assert nearest[0] == 7
    lists.remove(nearest[:2])
    after = [n for n, _ in lists.search(question, 5)]
    assert after[:3] == nearest[2:]
    assert lists.score(question, nearest).keys() == set(nearest[2:])
    assert len(lists) == HELD - 2


def test_a_few_are_compared_all_in_lists(lists: ListedVectors, written: Written) -> None:
    shelf = written[2]
    question, within = rows_of(1, 4, 32)[0], [5, 1000, 2999]
    true = sorted(within, key=lambda n: -float(shelf.rows[n] @ question))
    assert [n for n, _ in lists.search(question, 9, within)] == true


def test_lists_are_written_once(lists: ListedVectors) -> None:
    with pytest.raises(TypeError):
        lists.add([HELD], np.ones((1, 32), dtype=np.float32))


def test_the_newest_are_found_beside_lists_and_go_like_the_others(lists: ListedVectors, written: Written) -> None:
    grown = GrownVectors(lists, HELD - 1, 32)
    question = rows_of(1, 5, 32)
    grown.add([HELD, HELD + 1], np.concatenate([question, -question]))
    assert len(grown) == HELD + 2
    first, second = grown.search(question[0], 2)
    assert (first[0], round(first[1], 5)) == (HELD, 1.0)
    assert second[0] < HELD
    assert set(grown.score(question[0], [1, HELD, HELD + 9])) == {1, HELD}
    grown.remove([HELD, second[0]])
    assert not {HELD, second[0]} & {n for n, _ in grown.search(question[0], 60)}
    assert [n for n, _ in grown.search(question[0], 3, [3, HELD, HELD + 1])] == [3, HELD + 1]
