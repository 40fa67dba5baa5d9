"""Every call that reads sees the collections it was given, and no other: call by call, so that each filter counts."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from index import Act, Article, Span, Speech, Statement
from index.records import ModelKey
from index.sources.formats.layout import mark_blocks
from index.store import Followed, Manifest
from index.store.sqlite import Store
from index.store.sqlite.copies import CopyTable
from index.store.sqlite.queries import AT_FIRST
from index.text.near_copies import Signature
from tests.conftest import WordEmbedder
from tests.index.grown import ANALYZER
from tests.index.stories import story

OWN, OTHER = "sparrow", "canary"
WORDS = ["mayor", "town", "streets", "flooded"]


def told(number: int, collection: str) -> Article:
    """Return a story that both collections know under one id, with the collection's name in every field."""
    made = story(number, collection=collection)
    text = made.text.replace("Town", f"Town {collection}")
    return replace(made, text=text, title=f"Story {collection}", publisher=f"{collection} Post",
                   url=f"https://{collection}.example/{number}", author=collection)  # fmt: skip


def said_in(article: Article) -> Statement:
    at = article.text.index(article.collection)
    who = Span(at, at + len(article.collection))
    return Statement(
        (Span(who.end + 1, who.end + 2),), (Span(who.end + 3, who.end + 12),), Act.SAYS, Speech.INDIRECT, who, who
    )


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store(tmp_path, write=True)
    embedder = WordEmbedder()
    opened.set_manifest(Manifest(ModelKey("words", 64, True, 256), "1"))
    for collection in (OWN, OTHER):
        for version in (0, 1):
            for number in (1, 2):
                article = told(number, collection)
                article = replace(article, author=f"{collection} {version}")
                passage = _passage(article)
                opened.put(article, [passage], embedder.embed([article.text]), [said_in(article)])
        opened.feeds.put(Followed("https://feed.example/f", collection, title=collection))
        opened.feeds.keep_entries(Followed("https://feed.example/f", collection), [f"https://{collection}.example/e"])
    yield opened
    opened.close()


def _passage(article: Article) -> Any:
    from index.text.chunking import passages_of

    whole, *_ = passages_of(article, lambda text: len(text.split()))
    return whole


def every_number(store: Store) -> list[int]:
    return store.article_numbers([OWN, OTHER])


def passages_of_all(store: Store) -> list[int]:
    return [p.number for n in every_number(store) for p in store.passages_of(n)]


def of_number(store: Store, id_: str) -> list[Article]:
    number = store.number_of([OWN], id_)
    return list(store.articles([OWN, OTHER], [number] if number else []).values())


READS: dict[str, Callable[[Store], Any]] = {
    "content sums": lambda s: [sum_ in s.content_sums(OTHER, ["1", "2"]).values() for sum_ in s.content_sums(OWN, ["1", "2"]).values()],
    "article numbers": lambda s: list(s.articles([OWN, OTHER], s.article_numbers([OWN])).values()),
    "number of an id": lambda s: of_number(s, "1"),
    "articles": lambda s: list(s.articles([OWN], every_number(s)).values()),
    "revisions": lambda s: s.revisions(OWN, "1"),
    "an id by title": lambda s: s.id_called(f"Story {OTHER}", [OWN]),
    "ids of a publisher": lambda s: s.ids_where(OWN, publisher=f"{OTHER} Post"),
    "addresses": lambda s: s.addresses(OWN),
    "passages": lambda s: [p for p in s.passages([OWN], passages_of_all(s)).values() if p.article not in s.article_numbers([OWN])],
    "vectors": lambda s: list(s.passages([OTHER], [n for after in range(s.changes.state().highest) for numbers, _ in s.changes.vectors(OWN, after) for n in numbers])),
    "titles": lambda s: s.titles([OWN]),
    "publishers": lambda s: s.publishers([OWN]),
    "passages with words": lambda s: list(s.passages([OTHER], [n for n, _ in s.passages_with([OWN], WORDS, 99)])),
    "passages stating": lambda s: list(s.passages([OTHER], s.said.passages_stating([OWN], Act.SAYS, WORDS, 99))),
    "statements by": lambda s: [x for x in s.said.by([OWN], [OTHER], [], 99)],
    "passages by": lambda s: s.said.passages_by([OWN], [OTHER], WORDS, 99),
    "passages for statements": lambda s: s.said.passages_for([OTHER], [w.number for w in s.changes.statement_words(OWN, 0)]),
    "passages of a publisher": lambda s: list(s.passages([OTHER], s.passages_where([OWN], "", "", "", 99) or [])),
    "newest": lambda s: list(s.articles([OTHER], s.newest([OWN], 99))),
    "since": lambda s: list(s.articles([OTHER], s.since([OWN], "0", 99)[0])),
    "count": lambda s: [OTHER] * (s.count([OWN])["articles"] != len(s.article_numbers([OWN]))),
    "passages by their words": lambda s: list(s.changes.passage_words(OWN, 0)),
    "statements by their words": lambda s: list(s.changes.statement_words(OWN, 0)),
    "speakers": lambda s: s.said.speakers([OWN], 99),
    "copies": lambda s: [s.articles([OTHER], s.copies.of(n, [OWN])) or None for n in s.article_numbers([OWN])],
    "frequencies": lambda s: s.vocabulary.frequencies(OWN, ANALYZER.terms(OTHER)),
    "feeds": lambda s: s.feeds.all([OWN]),
    "feed entries": lambda s: s.feeds.entries(Followed("https://feed.example/f", OWN)),
}  # fmt: skip


@pytest.mark.parametrize("what", READS)
def test_a_call_sees_its_own_collections_only(store: Store, what: str) -> None:
    found = READS[what](store)
    assert OTHER not in repr(found)
    if what in EMPTY:
        assert not found


EMPTY = ("passages", "vectors", "passages with words", "passages stating", "statements by", "passages by",
         "passages for statements", "passages of a publisher", "newest", "since", "count", "an id by title", "ids of a publisher",
         "frequencies")  # fmt: skip
"""What is asked for is the other collection's, so that nothing is to be found."""


def test_sums_are_of_the_own_collections_articles(store: Store) -> None:
    sums = {c: store.content_sums(c, ["1", "2", "3"]) for c in (OWN, OTHER)}
    assert [set(found) for found in sums.values()] == [{"1", "2"}] * 2
    assert not set(sums[OWN].values()) & set(sums[OTHER].values())


def test_ties_to_another_collections_articles_are_not_followed(store: Store) -> None:
    own, other = store.number_of([OWN], "1"), store.number_of([OTHER], "1")
    store._db.executemany("insert into copy values(?, ?, .9)", [(own, other), (other, own)])
    assert store.copies.of(own or 0, [OWN]) == []
    assert store.copies.of(own or 0, [OWN, OTHER]) == [other]


def test_what_an_article_said_before_is_kept_for_its_own_collection_only(store: Store) -> None:
    for collection, foreign in ((OWN, OTHER), (OTHER, OWN)):
        [before] = store.revisions(collection, "1")
        assert before.author == f"{collection} 0"
        assert foreign not in repr(before)


def test_publishers_are_of_the_collections_asked_for(store: Store) -> None:
    of = {c: store.publishers([c]) for c in (OWN, OTHER)}
    assert all(name.startswith(c) for c, names in of.items() for name in names)
    assert store.publishers([OWN, OTHER]) == of[OWN] + of[OTHER]


def test_counts_are_of_the_collections_asked_for(store: Store) -> None:
    assert store.count([OWN]) == {"articles": 2, "passages": 2, "statements": 2}


def test_near_copies_are_looked_for_in_the_own_collection(store: Store) -> None:
    for collection in (OWN, OTHER):
        article = story(9, collection=collection)
        store.put(article, [_passage(article)], WordEmbedder().embed([article.text]), [])
    signature = Signature.of(story(9, collection=OWN))
    assert signature is not None
    table: CopyTable = store.copies
    alike = {number for number, _ in table._alike(OWN, signature)}
    assert alike == {store.number_of([OWN], "9")}


def test_what_is_written_or_removed_leaves_other_collections_alone(store: Store) -> None:
    before = [store.articles([OTHER], every_number(store)), store.revisions(OTHER, "1"), store.revisions(OTHER, "2")]
    store.put(told(1, OWN), [_passage(told(1, OWN))], WordEmbedder().embed(["x"]), [])
    assert len(store.revisions(OWN, "1")) == 2
    store.remove(OWN, ["1", "2"])
    store.feeds.keep_entries(Followed("https://feed.example/f", OWN), [])
    store.feeds.remove("https://feed.example/f", OWN)
    assert [
        store.articles([OTHER], every_number(store)),
        store.revisions(OTHER, "1"),
        store.revisions(OTHER, "2"),
    ] == before
    assert store.feeds.entries(Followed("https://feed.example/f", OTHER)) == {f"https://{OTHER}.example/e"}
    assert [f.collection for f in store.feeds.all([OTHER])] == [OTHER]
    assert store.revisions(OWN, "1") == []


BEST: dict[str, Callable[[Store], list[Any]]] = {
    "passages with words": lambda s: s.passages_with([OWN], ["mayor"], 2),
    "passages stating": lambda s: s.said.passages_stating([OWN], Act.SAYS, ["mayor"], 2),
    "statements by": lambda s: s.said.by([OWN], ["mayor"], [], 2),
    "passages by": lambda s: s.said.passages_by([OWN], ["mayor"], [], 2),
}


@pytest.mark.parametrize("what", BEST)
def test_ones_own_best_are_found_however_many_better_ones_others_hold(store: Store, what: str) -> None:
    def put(number: int, collection: str, words: str) -> None:
        text = f"The mayor{words} spoke.\n"
        article = replace(story(number, collection=collection), text=text, blocks=mark_blocks(text, ""))
        said = replace(said_in(told(1, OWN)), cue=(Span(0, 3),), content=(Span(0, 3),), name=Span(4, 9 + len(words)))
        store.put(article, [_passage(article)], WordEmbedder().embed([text]), [said])

    for number in (5, 6):
        put(number, OWN, " of the small town by the sea")
    alone = BEST[what](store)
    for number in range(5, 5 + 3 * len(alone) * AT_FIRST):
        put(number, OTHER, "")
    assert len(BEST[what](store)) == len(alone) == 2


def test_near_copies_are_looked_for_by_what_they_share_however_large_the_collection(store: Store) -> None:
    signature = Signature.of(story(9, collection=OWN))
    assert signature is not None
    assert "band_key" in plan_of(store, lambda: store.copies._alike(OWN, signature))


@pytest.mark.parametrize("kind", ["articles", "passages"])
def test_what_has_a_number_is_looked_up_by_it_however_large_the_collection(store: Store, kind: str) -> None:
    plan = plan_of(store, lambda: getattr(store, kind)([OWN], range(1, 41)))
    assert "USING INTEGER PRIMARY KEY" in plan and "collection" not in plan


def plan_of(store: Store, ask: Callable[[], object]) -> str:
    """Return where SQLite begins with the one query that is asked."""
    asked: list[tuple[str, tuple[Any, ...]]] = []

    def noted(_: Any, sql: str, bindings: Any) -> bool:
        asked.append((sql, bindings))
        return True

    store._db.exec_trace = noted
    ask()
    store._db.exec_trace = None
    [(sql, bindings)] = asked
    first, *_ = store._db.execute(f"explain query plan {sql}", bindings)
    return str(first[3])
