from collections.abc import Callable

from index import Article, NewsIndex

Opener = Callable[..., NewsIndex]
Maker = Callable[..., Article]


def test_an_article_is_no_source_on_what_it_hardly_names(open_index: Opener, article: Maker) -> None:
    index = open_index()
    index.add([article(f"The river Anse flooded {town}.", id=town, title="Flood") for town in ("Brey", "Holm")])
    assert {a.id for a in index.sources("the river Anse", ["default"])} == {"Brey", "Holm"}
    assert index.sources("sourdough recipe of the river keepers guild", ["default"]) == []


def test_of_words_that_no_article_has_together_those_are_told_that_are_titled_by_one(
    open_index: Opener, article: Maker
) -> None:
    index = open_index()
    index.add([article("It runs again.", id="tram", title="Tram runs"), article("It closed.", id="well", title="Well")])
    whole, part = index.sources_in_parts("tram well mill paper goat", ["default"])
    assert (whole, {a.id for a in part}) == ([], {"tram", "well"})
    assert index.sources_in_parts("figure skating", ["default"]) == ([], [])
