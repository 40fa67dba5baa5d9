"""What is PostgreSQL's own in finding: who ranks, and at what cost."""

from collections.abc import Iterator

import numpy as np
import pytest

from index import Act, Article, Database, Passage, Span, Speech, Statement
from index.search.postgres import PostgresCandidates
from index.search.postgres.search import WORDED
from index.search.protocol import Within
from index.store.postgres import PostgresLibrary
from index.store.sqlite import Fts5Analyzer
from tests.index.stories import story

ANALYZER = Fts5Analyzer()
COLLECTIONS = tuple(f"guild-{n}" for n in range(20))
"""More than there are partitions that small ones share."""


@pytest.fixture
def library(database: Database) -> Iterator[PostgresLibrary]:
    made = PostgresLibrary(database, ANALYZER, write=True)
    for collection in COLLECTIONS:
        put(made, collection)
    yield made
    made.close()


def put(library: PostgresLibrary, collection: str) -> None:
    article = story(1, collection=collection)
    whole = Span(0, len(article.text))
    said = Statement((Span(0, 1),), (whole,), Act.DENIES, Speech.INDIRECT, Span(0, 5), Span(0, 5))
    library.put(article, [Passage(whole, (whole,))], np.eye(4, dtype=np.float32)[:1], [said])


def test_the_index_ranks_whatever_the_planner_knows_of_a_table(library: PostgresLibrary) -> None:
    asked = {"own": COLLECTIONS[0], "publisher": "", "words": "story", "limit": 60}
    plan = "\n".join(row for (row,) in library.db.ranked(f"explain {WORDED}", asked, COLLECTIONS))
    assert "Index Scan" in plan
    assert "Sort" not in plan
    assert library.db.rows("show enable_sort") == [("on",)]


def test_collections_in_different_partitions_are_asked_together(library: PostgresLibrary) -> None:
    search = PostgresCandidates(library, ANALYZER, print).beside(in_memory=True)
    text = story(1).text.split()
    within = Within(COLLECTIONS)
    assert len(search.worded(text, within, 99)) == len(COLLECTIONS)
    assert len(search.stating(Act.DENIES, text, within, 99)) == len(COLLECTIONS)
    assert len(search.said_by(text[:1], text, within, 99)) == len(COLLECTIONS)


def test_what_a_speaker_said_of_the_rarer_word_comes_first(library: PostgresLibrary) -> None:
    own = COLLECTIONS[0]
    for number, matter in enumerate(("town", "town", "town", "ferry"), start=2):
        text = f"Mayor denied the {matter}."
        whole, name = Span(0, len(text)), Span(0, 5)
        said = Statement((Span(6, 12),), (Span(13, len(text) - 1),), Act.DENIES, Speech.INDIRECT, name, name)
        article = Article(str(number), own, text, (), "")
        library.put(article, [Passage(whole, (whole,))], np.eye(4, dtype=np.float32)[:1], [said])
    search = PostgresCandidates(library, ANALYZER, print).beside(in_memory=True)
    [passage, *_] = search.said_by(["mayor"], ["town", "ferry"], Within((own,)), 99)
    held = library.passages([own], [passage])[passage]
    assert "ferry" in library.articles([own], [held.article])[held.article].text
