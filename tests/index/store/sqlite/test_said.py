from index import (
    Act,
)
from index.store.sqlite import Store
from tests.index.grown import ANALYZER
from tests.index.store.sqlite.articles import SAID, Maker, put


def test_passages_stating_an_act_are_found_by_act_and_topic(store: Store, article: Maker) -> None:
    put(store, article("Veld deny strike"), (SAID,))
    assert store.said.passages_stating(["default"], Act.DENIES, ANALYZER.words("strikes"), 5) == [1]
    assert store.said.passages_stating(["default"], Act.ACCUSES, ANALYZER.words("strikes"), 5) == []
    assert store.said.passages_stating(["other"], Act.DENIES, ANALYZER.words("strikes"), 5) == []
