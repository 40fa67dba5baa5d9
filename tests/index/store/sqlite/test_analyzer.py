import pytest

from index.store.sqlite import Store
from tests.index.grown import ANALYZER
from tests.index.store.sqlite.articles import Maker, put


def test_words_are_compared_without_case_accents_and_endings(store: Store, article: Maker) -> None:
    put(store, article("The cafés denied airing it."))
    assert len(store.passages_with(["default"], ANALYZER.words("Denies CAFE"), 5)) == 1


@pytest.mark.parametrize("word", ["defense", "university", "agreed", "increased", "house", "rents"])
def test_word_is_found_whatever_its_ending(store: Store, article: Maker, word: str) -> None:
    put(store, article("The Defense University agreed to increased house rents."))
    assert len(store.passages_with(["default"], ANALYZER.words(word), 5)) == 1


def test_question_words_are_no_query_language(store: Store, article: Maker) -> None:
    put(store, article("Plain words."))
    assert store.passages_with(["default"], ['" OR body:*', "NEAR(", "plain"], 5) != []
