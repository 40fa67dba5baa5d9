from collections.abc import Callable

import numpy as np

from index import Article, Passage, Span
from index.derived import Derived
from index.retrieval import Retriever
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
