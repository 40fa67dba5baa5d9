from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest

from index.search.protocol import Found, Within
from index.search.retrieval import DEPTH, candidates, scored

EVERYWHERE = Within(("c",))
VECTOR = np.zeros(2, dtype=np.float32)


class Told:
    """A search that finds what it is told to find."""

    def __init__(
        self, words: Sequence[tuple[int, float]] = (), near: dict[int, float] | None = None, known: Any = None
    ) -> None:
        self.words, self.nearest = [Found(*pair) for pair in words], near or {}
        self.known = {**self.nearest, **(known or {})}
        self.asked: list[Any] = []

    def worded(self, words: Any, within: Within, limit: int) -> list[Found]:
        self.asked.append(("worded", list(words), within, limit))
        return self.words

    def near(self, _: object, within: Within, limit: int) -> list[Found]:
        self.asked.append(("near", within, limit))
        return [Found(n, s) for n, s in self.nearest.items()]

    def nearness(self, _: object, passages: Sequence[int], within: Within) -> dict[int, float]:
        return {n: self.known[n] for n in passages if n in self.known}


def found(search: Told, limit: int = 9) -> list[tuple[int, float, float]]:
    told = candidates(search, VECTOR, ["w"], EVERYWHERE, limit)  # type: ignore[arg-type]
    return [(c.passage, round(c.score, 4), c.dense) for c in told]


def test_meaning_counts_beside_words_as_much_as_was_chosen() -> None:
    assert found(Told([(1, 4.0), (2, 2.0)], {2: 0.9, 3: 0.8}, {1: 0.1})) == [
        (1, 1 + 0.45 * 0.1, 0.1), (2, 0.5 + 0.45 * 0.9, 0.9), (3, 0.36, 0.8),
    ]  # fmt: skip


def test_without_words_meaning_alone_ranks_and_ties_go_by_number() -> None:
    assert found(Told(near={5: 0.5, 4: 0.5, 6: 0.7}), 2) == [(6, 0.315, 0.7), (4, 0.225, 0.5)]


def test_what_only_words_find_and_no_vector_knows_has_no_nearness() -> None:
    assert found(Told([(1, 4.0)])) == [(1, 1.0, 0.0)]


def test_both_sides_are_asked_within_the_same_and_as_deep() -> None:
    search = Told()
    found(search)
    assert search.asked == [("worded", ["w"], EVERYWHERE, DEPTH), ("near", EVERYWHERE, DEPTH)]


@pytest.mark.parametrize("known", [{1}, {1, 9}])
def test_what_is_known_already_is_not_scored_again(known: set[int]) -> None:
    told = scored(Told(near={1: 0.5, 2: 0.4}), VECTOR, [1, 2, 2, 9], EVERYWHERE, known)  # type: ignore[arg-type]
    assert [(c.passage, round(c.score, 4), c.dense) for c in told] == [(2, 0.18, 0.4)]
