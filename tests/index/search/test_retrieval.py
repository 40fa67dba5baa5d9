from collections.abc import Callable, Sequence
from datetime import date
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from index import Act, Article, Limits, Passage, Span
from index.search.local.derived import Derived
from index.search.retrieval import DEPTH, FEW, Retriever
from index.store import Store


def test_candidates_weigh_words_and_meaning_and_stay_in_their_collections(
    tmp_path,
    article: Callable[..., Article],
) -> None:
    store = Store(tmp_path, write=True)
    rows = [
        ("strikes on the port", "mine", (1, 0)),
        ("a quiet day", "mine", (0, 1)),
        ("strikes again", "theirs", (1, 0)),
    ]
    for number, (text, collection, vector) in enumerate(rows, 1):
        made = article(text, id=str(number), collection=collection)
        whole = Span(0, len(text))
        row = np.array([vector], dtype=np.float32)
        store.put(made, [Passage(whole, (whole,))], row, ())
    derived = Derived(store, tmp_path)
    derived.refresh()
    retriever = Retriever(store, derived)
    query = np.array([0.9, 0.1], dtype=np.float32)
    found = retriever.candidates(query, store.words("strikes"), ["mine"], 5)
    assert [c.passage for c in found] == [1, 2]
    assert found[0].dense > found[1].dense
    assert [c.passage for c in retriever.scored(query, [1, 2, 3], ["mine"], {1})] == [2]
    store.close()


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

    def terms(self, text: Any) -> Any:
        return [f"{w}~" for w in text.split()]

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


def retriever(
    store: Worded, vectors: dict[str, Near] | None = None, grown: dict[str, Grown] | None = None
) -> Retriever:
    return Retriever(store, SimpleNamespace(vectors=vectors or {}, words=grown or {}))  # type: ignore[arg-type]


def test_meaning_counts_beside_words_as_much_as_was_chosen() -> None:
    made = retriever(Worded([(1, 4.0), (2, 2.0)]), {"c": Near({2: 0.9, 3: 0.8}, {1: 0.1})})
    found = made.candidates(None, ["w"], ["c"], 9)  # type: ignore[arg-type]
    assert [(c.passage, round(c.score, 4), c.dense) for c in found] == [
        (1, 1 + 0.45 * 0.1, 0.1), (2, 0.5 + 0.45 * 0.9, 0.9), (3, 0.36, 0.8),
    ]  # fmt: skip


def test_without_words_meaning_alone_ranks_and_ties_go_by_number() -> None:
    made = retriever(Worded(), {"c": Near({5: 0.5, 4: 0.5, 6: 0.7})})
    found = made.candidates(None, [], ["c", "none"], 2)  # type: ignore[arg-type]
    assert [(c.passage, round(c.score, 4)) for c in found] == [(6, 0.315), (4, 0.225)]


def test_what_only_words_find_and_no_vector_knows_has_no_nearness() -> None:
    [found] = retriever(Worded([(1, 4.0)]), {"c": Near({})}).candidates(None, ["w"], ["c"], 9)  # type: ignore[arg-type]
    assert (found.score, found.dense) == (1.0, 0.0)


@pytest.mark.parametrize(
    ("limits", "asked"),
    [
        (Limits(publisher="P"), (["c"], "P", "", "", FEW)),
        (Limits(since=date(2024, 1, 2)), (["c"], "", "2024-01-02", "", FEW)),
        (Limits(until=date(2024, 1, 3)), (["c"], "", "", "2024-01-03", FEW)),
    ],
)
def test_each_limit_narrows_what_is_compared(limits: Limits, asked: tuple[object, ...]) -> None:
    near, store = Near({1: 0.5}), Worded(where=[1])
    retriever(store, {"c": near}).candidates(None, [], ["c"], 9, limits)  # type: ignore[arg-type]
    assert near.within == [(DEPTH, [1])]
    assert asked in store.asked


def test_a_speaker_alone_narrows_nothing() -> None:
    near, store = Near({1: 0.5}), Worded(where=[1])
    retriever(store, {"c": near}).candidates(None, [], ["c"], 9, Limits(speaker="Veld"))  # type: ignore[arg-type]
    assert near.within == [(DEPTH, None)]


def test_small_and_grown_collections_are_searched_each_its_own_way_and_joined_best_first() -> None:
    store, grown = Worded([(1, 4.0), (2, 9.0)]), Grown(3, 7)
    made = retriever(store, grown={"big": grown})
    assert made.with_words(["small", "big"], ["w"], 3, "P") == [(2, 9.0), (7, 7.0), (1, 4.0)]
    assert store.asked == [(["small"], ["w"], 3, "P")]
    assert grown.asked == [(["w~"], "P")]
    assert made.with_words(["big"], ["w"], 3) == [(7, 7.0), (3, 3.0)]
    assert len(store.asked) == 1


def test_statements_are_found_in_both_and_by_terms_in_the_grown() -> None:
    grown = Grown(3, 7)
    made = retriever(Worded(), grown={"big": grown})
    assert made.stating(["small", "big"], Act.CALLS_FOR, ["w"], 2) == ["['small'] calls for ['w']", 30, 70]  # type: ignore[list-item]
    assert made.by_speaker(["small", "big"], ["veld"], ["port"], 2) == ["['small'] by ['veld'] ['port']", 30, 70]  # type: ignore[list-item]
    assert grown.asked == [("callsfor", ["w~"]), (["veld~"], ["port~"]), (["veld~"], [])]
    assert made.by_speaker(["big"], [], ["port"], 2) == []


def test_where_too_many_of_those_told_had_gone_more_are_asked_for() -> None:
    store = Worded()
    store.gone = {0, 1, 2}
    assert retriever(store, grown={"big": Grown(*range(9))}).stating(["big"], Act.DENIES, ["w"], 2) == [30, 40]
    store.gone = set(range(9))
    assert retriever(store, grown={"big": Grown(*range(9))}).stating(["big"], Act.DENIES, ["w"], 2) == []


def test_what_is_known_already_is_not_scored_again() -> None:
    made = retriever(Worded(), {"c": Near({1: 0.5, 2: 0.4})})
    found = made.scored(None, [1, 2, 2, 9], ["c"], {1})  # type: ignore[arg-type]
    assert [(c.passage, round(c.score, 4), c.dense) for c in found] == [(2, 0.18, 0.4)]
