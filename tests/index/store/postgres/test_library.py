"""What is PostgreSQL's own: many writers at once, and the second wall round collections."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from index import Act, Article, Database, LibraryError, Passage, Span, Speech, Statement
from index.sources.formats.layout import mark_blocks
from index.store.postgres import PostgresLibrary
from index.store.sqlite import Fts5Analyzer
from tests.index.stories import story
from tests.postgres_server import Databases

ANALYZER = Fts5Analyzer()
WALLED = ("article", "passage", "statement", "revision")


@pytest.fixture
def library(database: Database) -> Iterator[PostgresLibrary]:
    made = PostgresLibrary(database, ANALYZER, write=True)
    yield made
    made.close()


def put(library: PostgresLibrary, article: Article) -> None:
    whole = Span(0, len(article.text))
    library.put(article, [Passage(whole, (whole,))], np.eye(4, dtype=np.float32)[:1], ())


def test_two_who_put_the_same_articles_at_once_store_each_once(
    database: Database, library: PostgresLibrary, scale: Callable[[int, int], int]
) -> None:
    count = scale(40, 400)

    def write(version: int) -> None:
        own = PostgresLibrary(database, ANALYZER, write=True)
        for number in range(count):
            put(own, story(number, version))
        own.close()

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(write, range(3)))
    assert library.count(["default"])["articles"] == count
    assert library.vocabulary.sizes() == {"default": count}
    [(near, worded)] = library.db.rows("select (select count(*) from near), (select count(*) from worded)")
    assert near == worded == count


def test_counts_stay_true_while_lines_are_summed_beside_writers(database: Database, library: PostgresLibrary) -> None:
    def write(collection: str) -> None:
        own = PostgresLibrary(database, ANALYZER, write=True)
        for number in range(20):
            put(own, story(number, collection=collection))
            own.vocabulary.keep_up()
        own.remove(collection, [str(n) for n in range(5)])
        own.close()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(write, ["a", "b"]))
    for _ in range(2):
        assert library.vocabulary.sizes() == {"a": 15, "b": 15}
        assert library.vocabulary.frequencies("a", ANALYZER.terms("mayor")) == {"mayor": 15}
        library.vocabulary.keep_up()
    assert library.db.rows("select count(*) from term_change") == [(0,)]


def test_a_query_that_forgot_its_collections_finds_nothing(library: PostgresLibrary) -> None:
    for collection in ("sparrow", "canary"):
        for version in (0, 1):
            put(library, story(1, version, collection))
    for table in WALLED[:2]:
        asked = f"select collection from {table}"
        assert library.db.rows(asked, within=[]) == []
        assert {c for (c,) in library.db.rows(asked, within=["sparrow"])} == {"sparrow"}
        assert {c for (c,) in library.db.rows(asked, within=["sparrow", "canary"])} == {"sparrow", "canary"}
    assert library.db.run("delete from revision", within=["sparrow"]) == 1
    assert library.db.rows("select collection from revision", within=["canary"]) == [("canary",)]


def test_nothing_can_be_written_into_a_collection_that_was_not_named(library: PostgresLibrary) -> None:
    put(library, story(1, collection="sparrow"))
    with pytest.raises(LibraryError, match="refuses this"):
        library.db.run("update article set collection = 'sparrow'", within=["canary"]) or library.db.run(
            "insert into article select nextval('article_number'), 'canary', id, title, publisher, author, url, language,"
            " published, published_basis, text, blocks, sha256, pages, self_described, added from article",
            within=["sparrow"],
        )


def test_every_table_that_holds_what_was_written_has_the_wall(library: PostgresLibrary) -> None:
    query = """select relname from pg_class where relnamespace = 'library'::regnamespace and relrowsecurity
        and relforcerowsecurity order by relname"""
    assert [name for (name,) in library.db.rows(query)] == sorted(WALLED)


def test_a_text_with_a_nul_is_refused_in_a_line(library: PostgresLibrary) -> None:
    with pytest.raises(LibraryError, match="cannot hold a NUL character, and 'x' has one"):
        put(library, Article("x", "default", "a\0b", (), ""))
    assert library.collections() == []


def test_arrivals_wait_for_the_oldest_open_transaction_and_none_is_lost(
    database: Database, library: PostgresLibrary, databases: Databases
) -> None:
    mark = library.now()
    slow = PostgresLibrary(database, ANALYZER, write=True)
    with slow.db.transaction():
        slow.db.run("insert into collection values('default')")
        slow.db.run("select pg_current_xact_id()")
        put(library, story(1, collection="other"))
        numbers, later = library.since(["default", "other"], mark, 9)
        assert numbers == []
    put(slow, story(2))
    numbers, _ = library.since(["default", "other"], later, 9)
    assert sorted(a.id for a in library.articles(["default", "other"], numbers).values()) == ["1", "2"]
    slow.close()


def test_ties_to_another_collections_articles_are_not_followed(database: Database, databases: Databases) -> None:
    library = PostgresLibrary(databases.owned(database), ANALYZER, write=True)
    for collection in ("sparrow", "canary"):
        put(library, story(1, collection=collection))
    own, other = (library.number_of([c], "1") for c in ("sparrow", "canary"))
    library.db.run_many("insert into copy values(%s, %s, .9)", [(own, other), (other, own)])
    assert library.copies_of(own or 0, ["sparrow"]) == []
    assert library.copies_of(own or 0, ["sparrow", "canary"]) == [other]
    library.close()


def test_writers_of_copies_of_one_report_stand_in_nobodys_way(
    database: Database, scale: Callable[[int, int], int]
) -> None:
    text = " ".join(f"The mayor of town {n} spoke about the flood." for n in range(40))

    def write(number: int) -> None:
        own = PostgresLibrary(database, ANALYZER, write=True)
        for version in range(scale(12, 60)):
            put(own, Article(str(number), "default", f"{text} Version {version}.", mark_blocks(text, ""), "T"))
        own.close()

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(write, range(3)))
    library = PostgresLibrary(database, ANALYZER)
    assert len(library.copies_of(library.number_of(["default"], "1") or 0, ["default"])) == 2
    library.close()


def test_passages_are_of_the_collections_asked_for_by_whatever_they_are_looked_for(
    database: Database, databases: Databases
) -> None:
    library = PostgresLibrary(databases.owned(database), ANALYZER, write=True)
    for collection in ("mine", "theirs"):
        article = story(1, collection=collection)
        whole = Span(0, len(article.text))
        said = Statement((Span(0, 1),), (whole,), Act.SAYS, Speech.INDIRECT, Span(0, 5), Span(0, 5))
        library.put(article, [Passage(whole, (whole,))], np.eye(4, dtype=np.float32)[:1], [said])
    held = dict(library.db.rows("select collection, number from passage"))
    statements = [n for (n,) in library.db.rows("select number from statement")]
    assert library.passages_where(["mine"], "", "", "", 9) == [held["mine"]]
    assert library.said.passages_for(["mine"], statements) == [held["mine"]]
    library.close()
