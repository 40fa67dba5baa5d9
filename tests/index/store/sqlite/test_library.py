from pathlib import Path

import numpy as np
import pytest

from index import (
    Passage,
    Span,
    UnknownCollectionError,
)
from index.store.sqlite import Store
from tests.index.grown import ANALYZER
from tests.index.store.sqlite.articles import SAID, Maker, put


def test_article_comes_back_as_it_went_in(store: Store, article: Maker) -> None:
    made = article("Veld denied it all.", title="T", publisher="P", url="https://x.example", published="2024-01-02")
    put(store, made, (SAID,))
    [number] = store.article_numbers(["default"])
    assert store.articles(["default"], [number])[number] == made
    assert [s.statement for s in store.said.of([number])] == [SAID]


@pytest.mark.parametrize("text", ["\x00 nul", "emoji 👩‍👩‍👧‍👦 e\u0301", "عربي שלום", "a\r\nb\u00a0c\u2028d"])
def test_any_text_keeps_every_character(store: Store, article: Maker, text: str) -> None:
    put(store, article(text))
    [number] = store.article_numbers(["default"])
    assert store.articles(["default"], [number])[number].text == text


def test_article_of_another_collection_cannot_be_read(store: Store, article: Maker) -> None:
    put(store, article("Secret words.", collection="theirs"))
    [number] = store.article_numbers(["theirs"])
    assert store.articles(["mine"], [number]) == {}
    assert store.passages(["mine"], [1]) == {}
    assert store.passages_with(["mine"], ["secret"], 5) == []
    assert store.passages_with(["theirs"], ["secret"], 5) != []
    assert store.titles(["mine"]) == []


def test_putting_again_replaces_all_that_belongs_to_the_article(store: Store, article: Maker) -> None:
    put(store, article("Old words here."), (SAID,))
    put(store, article("New words there."))
    assert store.count(["default"]) == {"articles": 1, "passages": 1, "statements": 0}
    assert store.passages_with(["default"], ["old"], 5) == []
    assert len(store.passages_with(["default"], ["new"], 5)) == 1


def test_failing_half_way_leaves_nothing(store: Store, article: Maker) -> None:
    made = article("Some words.")
    whole = Span(0, 11)
    with pytest.raises(ValueError, match="2 passages and 1 vectors"):
        store.put(made, [Passage(whole, (whole,))] * 2, np.ones((1, 4), dtype=np.float32), ())
    assert store.count(["default"]) == {"articles": 0, "passages": 0, "statements": 0}


def test_removed_article_is_gone_from_the_word_index(store: Store, article: Maker) -> None:
    put(store, article("Strikes hit."), (SAID,))
    assert store.remove("default", ["a"]).articles
    assert not store.remove("default", ["a"]).articles
    assert store.passages_with(["default"], ANALYZER.words("strikes"), 5) == []


def test_first_of_the_collections_named_comes_first(store: Store, article: Maker) -> None:
    put(store, article("Public.", collection="default"))
    put(store, article("Own.", collection="guild-1"))
    number = store.number_of(["guild-1", "default"], "a")
    assert number is not None
    assert store.articles(["guild-1", "default"], [number])[number].text == "Own."


def test_unknown_collection_is_named_with_those_there_are(store: Store, article: Maker) -> None:
    put(store, article("Words."))
    with pytest.raises(UnknownCollectionError, match=r"'other'.*default"):
        store.check_collections(["default", "other"])


def test_what_was_removed_is_in_no_file_while_the_library_is_open(store: Store, article: Maker, tmp_path: Path) -> None:
    put(store, article("The heron of Anse was seen.", id="a"))
    put(store, article("Nobody was hurt.", id="b"))
    store.remove("default", ["a"])
    store.shred()
    assert all(b"heron of Anse" not in path.read_bytes() for path in tmp_path.iterdir())


def test_a_name_of_half_characters_is_nowhere(store: Store, article: Maker) -> None:
    put(store, article("Veld denied it all."))
    assert store.number_of(["default"], "\udcff") is None
    assert store.id_called("\udcff", ["default"]) is None
    assert store.passages_where(["default"], "\udcff", "", "", 5) == []
