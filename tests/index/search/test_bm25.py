import math
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.search.bm25 import Counted
from index.store.sqlite import Fts5Analyzer, Store
from tests.index.grown import put

WORDS = ["bridge", "bridges", "ferry", "harbour", "strike", "flood", "the"]
ANALYZER = Fts5Analyzer()


@given(texts=st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=9), min_size=1, max_size=8),
       asked=st.lists(st.sampled_from(WORDS), min_size=1, max_size=4))  # fmt: skip
def test_the_score_is_that_of_the_librarys_own_word_index(
    tmp_path_factory: pytest.TempPathFactory, texts: list[list[str]], asked: list[str]
) -> None:
    store = Store(tmp_path_factory.mktemp("library"), write=True)
    for n, text in enumerate(texts):
        put(store, " ".join(text), str(n))
    truth = dict(store.passages_with(["default"], asked, 99))
    terms = [ANALYZER.terms(" ".join(text)) for text in texts]
    holding = Counter(t for own in terms for t in set(own))
    counted = Counted(len(terms), sum(map(len, terms)) / len(terms), holding)
    wanted = Counter(t for word in dict.fromkeys(asked) for t in ANALYZER.terms(word))
    scores = {n + 1: score for n, own in enumerate(terms) if (score := counted.score(wanted, own))}
    assert scores.keys() == truth.keys()
    assert all(math.isclose(score, truth[n], rel_tol=1e-9) for n, score in scores.items())
    store.close()


def test_nothing_counted_scores_nothing() -> None:
    assert Counted(0, 0.0, {}).score({"bridge": 1}, []) == 0.0
