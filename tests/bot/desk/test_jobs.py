"""Each job as the worker does it: of the collections asked those that exist, and no other."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.desk import jobs
from index import NewsIndex

TEXT = "Nobody was hurt, said Veld of Brey. Rain fell for three days on the lower town."


@pytest.fixture
def index(open_index: Callable[..., NewsIndex], article: Callable[..., Any]) -> NewsIndex:
    index = open_index()
    index.add([article(TEXT, id=c, title=f"Rain in {c}", collection=c, publisher="P") for c in ("mine", "theirs")])
    return index


def test_what_does_not_exist_yet_is_left_out(index: NewsIndex) -> None:
    assert jobs.ask(index, "where did rain fall", ["mine", "guild-7"]).answered
    assert not jobs.ask(index, "where did rain fall", ["guild-7"]).answered
    assert jobs.count(index, ["guild-7"])["articles"] == 0
    assert jobs.sources(index, "rain", ["guild-7"]) == ([], [])
    assert jobs.said_by(index, "Veld", "", ["guild-7"]) == []


def test_names_and_holdings_are_one_collections_own(index: NewsIndex) -> None:
    names = jobs.names(index, "mine")
    assert ([t.value for t in names.titles], [p.name for p in names.publishers]) == (["mine"], ["P"])
    held = jobs.listed(index, "mine", 9)
    assert (held.articles, [t.id for t in held.newest]) == (1, ["mine"])
    assert jobs.listed(index, "none", 9) == (0, ())


def test_what_is_gone_is_told_by_its_own_collection(index: NewsIndex) -> None:
    asked = [("mine", "mine"), ("mine", "theirs"), ("theirs", "theirs"), ("none", "mine")]
    assert jobs.gone(index, asked) == [("mine", "theirs"), ("none", "mine")]
    index.remove("mine", ["mine"])
    assert ("mine", "mine") in jobs.gone(index, asked)


@pytest.mark.parametrize("job", [jobs.source, jobs.said_in])
def test_an_article_is_found_by_its_title_where_it_may_be_read(index: NewsIndex, job: Callable[..., Any]) -> None:
    found, _ = job(index, "Rain in mine", ["mine", "none"])
    assert found.id == "mine"
    assert job(index, "Rain in theirs", ["mine"]) is None
    assert job(index, "nothing", ["mine", "theirs"]) is None


def test_a_wording_is_looked_for_in_the_collections_asked(index: NewsIndex) -> None:
    [wording] = jobs.verify(index, "Rain fell for three days", ["theirs"]).wordings
    assert wording.quote.article.collection == "theirs"


def test_quotes_are_recalled_where_they_may_be_read(index: NewsIndex) -> None:
    [quote, *_] = jobs.ask(index, "where did rain fall", ["mine"]).quotes
    [again] = jobs.recall(index, [quote.reference], ["mine"])
    assert again is not None and again.text == quote.text
    assert jobs.recall(index, [quote.reference], ["theirs"]) == [None]
    around = jobs.context(index, quote.reference, ["mine"])
    assert around is not None and around.quote.text == quote.text
    assert jobs.context(index, quote.reference, ["theirs"]) is None
