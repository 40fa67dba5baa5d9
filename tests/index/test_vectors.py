import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from index.vectors import FlatVectors


@given(st.integers(1, 60), st.integers(1, 12), st.integers(0, 2**16))
def test_search_agrees_with_comparing_everything(count: int, limit: int, seed: int) -> None:
    rows = np.random.default_rng(seed).normal(size=(count + 1, 8)).astype(np.float32)
    query, held = rows[0], rows[1:]
    index = FlatVectors(8)
    index.add(list(range(100, 100 + count)), held)
    expected = sorted(range(count), key=lambda i: -float(held[i] @ query))[:limit]
    assert [i for i, _ in index.search(query, limit)] == [100 + i for i in expected]


def test_equal_scores_come_in_order_of_number() -> None:
    index = FlatVectors(2)
    index.add([7, 3, 5], np.ones((3, 2), dtype=np.float32))
    assert [i for i, _ in index.search(np.ones(2, dtype=np.float32), 3)] == [3, 5, 7]


def test_score_leaves_out_what_is_not_held() -> None:
    index = FlatVectors(2)
    index.add([1], np.array([[1, 0]], dtype=np.float32))
    assert index.score(np.array([0.5, 0], dtype=np.float32), [1, 9]) == {1: 0.5}


def test_empty_index_finds_nothing() -> None:
    assert FlatVectors(4).search(np.zeros(4, dtype=np.float32), 5) == []
