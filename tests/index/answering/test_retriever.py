from collections.abc import Callable
from datetime import date

import pytest

from index import Article, NewsIndex

Opener = Callable[..., NewsIndex]
Maker = Callable[..., Article]


@pytest.fixture
def index(open_index: Opener, article: Maker) -> NewsIndex:
    index = open_index(clock=lambda: date(2024, 4, 17))
    index.add(
        [
            article("The river Anse flooded Brey on Sunday.", id="old", title="Flood in Brey", publisher="The Lantern",
                    published="2023-09-03"),
            article("The river Anse flooded Holm again last night.", id="new", title="Flood in Holm",
                    publisher="Harbour Post", published="2024-04-10"),
            article("The river Anse flooded Pell once.", id="undated", title="Flood in Pell", publisher="Harbour Post"),
        ]
    )  # fmt: skip
    return index


def test_an_article_is_no_source_on_what_it_hardly_names(index: NewsIndex) -> None:
    assert {a.id for a in index.sources("the river Anse", ["default"])} == {"old", "new", "undated"}
    assert index.sources("sourdough recipe of the river keepers guild", ["default"]) == []


def test_of_words_that_no_article_has_together_those_are_told_that_are_titled_by_one(
    open_index: Opener, article: Maker
) -> None:
    index = open_index()
    index.add([article("It runs again.", id="tram", title="Tram runs"), article("It closed.", id="well", title="Well")])
    whole, part = index.sources_in_parts("tram well mill paper goat", ["default"])
    assert (whole, {a.id for a in part}) == ([], {"tram", "well"})
    assert index.sources_in_parts("figure skating", ["default"]) == ([], [])
