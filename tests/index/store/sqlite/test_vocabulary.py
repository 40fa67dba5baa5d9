"""Term counts of each collection: always those of the passages it holds, and nobody else's."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from index import Article, NewsIndex, Passage, Span
from index.sources.formats.layout import mark_blocks
from index.store.sqlite import Store
from tests.index.grown import ANALYZER
from tests.index.stories import story

WORDS = st.sampled_from(["bridge", "bridges", "ferry", "mayor", "a", "Brey"])
CHANGE = st.tuples(
    st.sampled_from(["put", "remove"]), st.sampled_from(["mine", "theirs"]), st.sampled_from(["1", "2"]),
    st.lists(WORDS, min_size=1, max_size=4),
)  # fmt: skip


def counted(store: Store, collection: str) -> dict[str, int]:
    """Count anew, the plain way."""
    found: dict[str, int] = {}
    for number in store.article_numbers([collection]):
        article = store.articles([collection], [number])[number]
        for stored in store.passages_of(number):
            for term in set(ANALYZER.terms(f"{article.title} {stored.passage.span.of(article.text)}")):
                found[term] = found.get(term, 0) + 1
    return found


@settings(max_examples=60, deadline=None)
@given(st.lists(CHANGE, max_size=12))
def test_counts_are_those_of_what_is_held_after_any_changes(changes: list[tuple[str, str, str, list[str]]]) -> None:
    with TemporaryDirectory() as folder:
        store = Store(Path(folder), write=True)
        for kind, collection, id_, words in changes:
            if kind == "remove":
                store.remove(collection, [id_])
                continue
            text = " ".join(words) + "."
            made = Article(id_, collection, text, mark_blocks(text), title=f"Headline {words[-1]}")
            spans = [Span(0, end) for end in (len(words[0]), len(text))[-len(words) :]]
            store.put(made, [Passage(s, (s,)) for s in spans], np.ones((len(spans), 4), dtype=np.float32), [])
        for collection in ("mine", "theirs"):
            expected = counted(store, collection)
            assert store.vocabulary.frequencies(collection, sorted({*expected, "ferri"})) == expected
        held = store._db.execute("select count(*) from vocabulary where passages < 1").get
        assert held == 0
        store.close()


def test_what_another_server_holds_changes_no_answer_of_this_one(open_index: Callable[..., NewsIndex]) -> None:
    index = open_index()
    index.add(story(n, collection="guild-1") for n in range(6))
    asked = [
        index.ask(q, ["guild-1"]) for q in ("who spoke of streets in town 3", "what flooded on day 1", "who denied it")
    ]
    index.add(replace(story(n, collection="guild-2"), id=f"b{n}") for n in range(60))
    again = [index.ask(a.question, ["guild-1"]) for a in asked]
    assert [a.confidence for a in again] == [a.confidence for a in asked]
    assert [[q.reference for q in a.quotes] for a in again] == [[q.reference for q in a.quotes] for a in asked]
