from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
import pytest

from index import Article, NewsIndex
from index.ingesting.preparing import batched, embeddable, prepared
from tests.conftest import NoStatements, WordEmbedder
from tests.index.stories import story


def test_each_article_has_its_own_passages_and_vectors() -> None:
    embedder = WordEmbedder()
    stories = [story(n) for n in range(7)]
    made = [m for batch in prepared(batched(stories, 3), embedder, NoStatements().read) for m in batch]
    assert [m.article for m in made] == stories
    for m in made:
        assert np.allclose(m.vectors, embedder.embed([embeddable(m.article, p) for p in m.passages]))


def test_the_next_batch_is_read_before_one_is_given_and_no_more() -> None:
    read: list[str] = []

    def batches() -> Iterator[list[Article]]:
        for n in range(4):
            read.append(str(n))
            yield [story(n)]

    given = prepared(batches(), WordEmbedder(), NoStatements().read)
    assert [m.article.id for m in next(given)] == ["0"]
    assert read == ["0", "1"]
    assert [m.article.id for batch in given for m in batch] == ["1", "2", "3"]


def test_statements_go_with_their_article() -> None:
    def read(articles: Sequence[Article]) -> Any:
        return [[a.id] for a in articles]

    made = prepared(batched([story(n) for n in range(5)], 2), WordEmbedder(), read)
    assert [list[Any](m.statements) for batch in made for m in batch] == [["0"], ["1"], ["2"], ["3"], ["4"]]


def test_an_article_that_comes_again_before_it_is_stored_is_known(
    open_index: Callable[..., NewsIndex], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.ingesting.adding.BATCH_ARTICLES", 2)
    index = open_index()
    changed = story(1, version=1)
    report = index.add([story(0), story(1), story(1), changed, story(2)])
    assert (report.added, report.replaced, report.unchanged) == (3, 1, 1)
    assert index.article("1", ["default"]) == changed
    assert index.count(["default"])["articles"] == 3


def test_nothing_to_add_is_nothing() -> None:
    assert list(prepared([], WordEmbedder(), NoStatements().read)) == []
    assert list(prepared([[]], WordEmbedder(), NoStatements().read)) == [[]]
