from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from index import Article, Statement
from index.ingesting import adding
from index.ingesting.adding import added, made_anew
from index.records import AddReport
from index.store.sqlite import Store
from tests.conftest import WordEmbedder

Maker = Callable[..., Article]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store(tmp_path, write=True)
    yield opened
    opened.close()


def nothing(articles: Sequence[Article]) -> list[list[Statement]]:
    return [[] for _ in articles]


def report_of(store: Store, articles: Sequence[Article]) -> AddReport:
    report = AddReport()
    for _ in added(store, articles, WordEmbedder(), nothing, report):
        pass
    return report


def test_new_changed_and_unchanged_articles_are_told_apart(store: Store, article: Maker) -> None:
    first = [article(f"Rain fell on Brey for {n} days.", id=str(n)) for n in range(3)]
    assert report_of(store, first) == AddReport(added=3, passages=3, new=("0", "1", "2"))
    again = [*first[:2], article("The sun shone.", id="2"), article("Snow fell.", id="3")]
    assert report_of(store, again) == AddReport(added=1, replaced=1, unchanged=2, passages=2, new=("3",))


def test_an_article_twice_in_one_go_is_stored_once(store: Store, article: Maker) -> None:
    made = article("Rain fell on Brey.", id="a")
    report = report_of(store, [made, made])
    assert (report.added, store.count(["default"])["articles"]) == (1 + report.replaced, 1)


def test_what_has_come_of_it_is_told_after_each_batch(
    store: Store, article: Maker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(adding, "BATCH_ARTICLES", 2)
    report, told = AddReport(), []
    for _ in added(store, [article(f"Day {n}.", id=str(n)) for n in range(5)], WordEmbedder(), nothing, report):
        told.append(report.passages)
    assert told[-1] == 5
    assert told == sorted(told)
    assert len(told) >= 3


def test_everything_stored_is_made_anew(store: Store, article: Maker) -> None:
    report_of(store, [article(f"Rain fell for {n} days.", id=str(n)) for n in range(3)])
    before = store.article_numbers(["default"])
    report, read = AddReport(), list[Any]()

    def noting(articles: Sequence[Article]) -> list[list[Statement]]:
        read.extend(a.id for a in articles)
        return nothing(articles)

    for _ in made_anew(store, WordEmbedder(), noting, report):
        pass
    assert (report.replaced, sorted(read)) == (3, ["0", "1", "2"])
    assert set(before).isdisjoint(store.article_numbers(["default"]))
