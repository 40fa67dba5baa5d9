from collections.abc import Sequence
from datetime import date
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from index import Act
from index.search.local.search import FEW, LocalSearch
from index.search.protocol import Within

VECTOR = np.zeros(2, dtype=np.float32)


class Near:
    """Vectors of one collection: what is near by itself, and what it scores of what others found."""

    def __init__(self, near: dict[int, float], scores: dict[int, float] | None = None) -> None:
        self.near, self.scores = near, scores or {}
        self.within: list[Any] = []

    def search(self, _: object, depth: int, within: object) -> list[tuple[int, float]]:
        self.within.append((depth, within))
        return list(self.near.items())

    def score(self, _: object, numbers: list[int]) -> dict[int, float]:
        return {n: {**self.near, **self.scores}[n] for n in numbers if n in {**self.near, **self.scores}}


class Worded:
    """A store by what it finds by words, and what it was asked for."""

    def __init__(self, by_words: Sequence[tuple[int, float]] = (), where: list[int] | None = None) -> None:
        self.by_words, self.where, self.said = list(by_words), where, self
        self.asked: list[Any] = []
        self.gone: set[int] = set()

    def passages_with(self, collections: Any, words: Any, limit: Any, publisher: Any = "") -> Any:
        self.asked.append((list(collections), list(words), limit, publisher))
        return self.by_words

    def passages_where(self, *asked: Any) -> Any:
        self.asked.append(asked)
        return self.where

    def passages_stating(self, collections: Any, act: Any, words: Any, limit: Any) -> Any:
        return [f"{list(collections)} {act} {words}"]

    def passages_by(self, collections: Any, speaker: Any, about: Any, limit: Any) -> Any:
        return [f"{list(collections)} by {speaker} {about}"]

    def passages_for(self, _: Any, numbers: Any) -> Any:
        return [n * 10 for n in numbers]

    def held(self, numbers: Any) -> Any:
        return [n for n in numbers if n not in self.gone]


class Grown:
    """The word index of a grown collection."""

    def __init__(self, *numbers: int) -> None:
        self.numbers = numbers
        self.asked: list[Any] = []

    def passages_with(self, terms: Any, limit: Any, publisher: Any = "") -> Any:
        self.asked.append((terms, publisher))
        return [(n, float(n)) for n in self.numbers]

    def stating(self, act: Any, terms: Any, limit: Any) -> Any:
        self.asked.append((act, terms))
        return list(self.numbers[:limit])

    def said_by(self, named: Any, terms: Any, limit: Any) -> Any:
        self.asked.append((named, terms))
        return list(self.numbers[:limit])


class Marking:
    """Marks a term as one."""

    def terms(self, text: str) -> list[str]:
        return [f"{w}~" for w in text.split()]


def search_of(
    store: Worded, vectors: dict[str, Near] | None = None, grown: dict[str, Grown] | None = None
) -> LocalSearch:
    return LocalSearch(store, SimpleNamespace(vectors=vectors or {}, words=grown or {}), Marking())  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("within", "asked"),
    [
        (Within(("c",), "P"), (("c",), "P", "", "", FEW)),
        (Within(("c",), since=date(2024, 1, 2)), (("c",), "", "2024-01-02", "", FEW)),
        (Within(("c",), until=date(2024, 1, 3)), (("c",), "", "", "2024-01-03", FEW)),
    ],
)
def test_each_limit_narrows_what_is_compared(within: Within, asked: tuple[object, ...]) -> None:
    near, store = Near({1: 0.5}), Worded(where=[1])
    assert search_of(store, {"c": near}).near(VECTOR, within, 7) == [(1, 0.5)]
    assert near.within == [(7, [1])]
    assert asked in store.asked


def test_the_collections_alone_narrow_nothing_further() -> None:
    near, store = Near({1: 0.5}), Worded(where=[1])
    search_of(store, {"c": near, "d": Near({2: 0.9})}).near(VECTOR, Within(("c",)), 7)
    assert near.within == [(7, None)]


def test_what_is_near_in_several_collections_is_joined_nearest_first() -> None:
    found = search_of(Worded(), {"c": Near({5: 0.5, 4: 0.5}), "d": Near({6: 0.7})}).near(
        VECTOR, Within(("c", "d", "none")), 9
    )
    assert found == [(6, 0.7), (4, 0.5), (5, 0.5)]


def test_small_and_grown_collections_are_searched_each_its_own_way_and_joined_best_first() -> None:
    store, grown = Worded([(1, 4.0), (2, 9.0)]), Grown(3, 7)
    made = search_of(store, grown={"big": grown})
    assert made.worded(["w"], Within(("small", "big"), "P"), 3) == [(2, 9.0), (7, 7.0), (1, 4.0)]
    assert store.asked == [(["small"], ["w"], 3, "P")]
    assert grown.asked == [(["w~"], "P")]
    assert made.worded(["w"], Within(("big",)), 3) == [(7, 7.0), (3, 3.0)]
    assert len(store.asked) == 1


def test_statements_are_found_in_both_and_by_terms_in_the_grown() -> None:
    grown = Grown(3, 7)
    made, both = search_of(Worded(), grown={"big": grown}), Within(("small", "big"))
    assert made.stating(Act.CALLS_FOR, ["w"], both, 2) == ["['small'] calls for ['w']", 30, 70]
    assert made.said_by(["veld"], ["port"], both, 2) == ["['small'] by ['veld'] ['port']", 30, 70]
    assert grown.asked == [("callsfor", ["w~"]), (["veld~"], ["port~"]), (["veld~"], [])]
    assert made.said_by([], ["port"], Within(("big",)), 2) == []


def test_where_too_many_of_those_told_had_gone_more_are_asked_for() -> None:
    store = Worded()
    store.gone = {0, 1, 2}
    within = Within(("big",))
    assert search_of(store, grown={"big": Grown(*range(9))}).stating(Act.DENIES, ["w"], within, 2) == [30, 40]
    store.gone = set(range(9))
    assert search_of(store, grown={"big": Grown(*range(9))}).stating(Act.DENIES, ["w"], within, 2) == []
