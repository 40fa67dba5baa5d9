"""What every library must do, whatever it is kept in: held to both that there are."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index import Act, Article, Block, BlockKind, DateBasis, Passage, Span, Speech, Statement, UnknownCollectionError
from index.backends import backend_of
from index.records import ModelKey
from index.settings import Place
from index.sources.formats.layout import mark_blocks
from index.store import Followed, Library, Manifest
from index.store.sqlite import Fts5Analyzer
from tests.postgres_server import Databases

KINDS = ["folder", "postgres", "postgres, no policies"]
ANALYZER = Fts5Analyzer()
MODEL = Manifest(ModelKey("words", 4, True, 256), "1", "2")
OWN, OTHER = "sparrow", "canary"
FEED = Followed("https://feed.example/f", OWN, "Anse Post", "Harbour", due=5.0)

Maker = Callable[..., Article]


def opened(place: Place, *, write: bool = True) -> Library:
    return backend_of(place, write=write, wait=0.0, tell=lambda _: None)[0]


@pytest.fixture(params=KINDS)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """Where a new library is; the owner of a database is held by no policy, so that each filter counts."""
    if request.param == "folder":
        return tmp_path / "library"
    database: Place = request.getfixturevalue("database")
    databases: Databases = request.getfixturevalue("databases")
    return database if request.param == "postgres" else databases.owned(database)  # type: ignore[arg-type]


@pytest.fixture
def library(place: Place) -> Iterator[Library]:
    made = opened(place)
    yield made
    made.close()


def statement(text: str) -> Statement:
    """Return a statement of a text's first three words: who, says, what."""
    first, second, *_ = (at for at, character in enumerate(text) if character == " ")
    who = Span(0, first)
    return Statement((Span(first + 1, second),), (Span(second + 1, len(text)),), Act.DENIES, Speech.INDIRECT, who, who)


def put(library: Library, article: Article, *statements: Statement, vector: tuple[float, ...] = (1, 0, 0, 0)) -> None:
    whole = Span(0, len(article.text))
    library.put(article, [Passage(whole, (whole,))], np.array([vector], dtype=np.float32), statements)


def held(library: Library, *collections: str) -> list[Article]:
    numbers = library.article_numbers(collections)
    found = library.articles(collections, numbers)
    return [found[n] for n in numbers]


def test_an_article_comes_back_as_it_went_in_with_all_that_belongs_to_it(library: Library, article: Maker) -> None:
    text = "Veld denied everything.\nNobody else spoke."
    made = article(text, title="T", publisher="P", url="https://x.example", published="2024-01-02", author="A")
    made = replace(made, picture="https://x.example/a.jpg", self_described="Q")
    passages = [
        Passage(Span(0, 23), (Span(0, 6), Span(7, 23))),
        Passage(Span(24, 42), (Span(24, 42),), BlockKind.CAPTION),
    ]
    vectors = np.eye(4, dtype=np.float32)[:2] * np.float32(0.1234567)
    said = statement("Veld denied everything.")
    library.put(made, passages, vectors, [said])
    [number] = library.article_numbers(["default"])
    stored = library.passages_of(number)
    assert library.articles(["default"], [number]) == {number: made}
    assert [p.passage for p in stored] == passages
    assert {p.article for p in stored} == {number}
    assert library.passages(["default"], [p.number for p in stored]) == {p.number: p for p in stored}
    numbers, read = library.vectors_of([p.number for p in stored])
    assert dict(zip(numbers, read.tolist(), strict=True)) == {
        p.number: v.tolist() for p, v in zip(stored, vectors, strict=True)
    }
    assert [s.statement for s in library.said.of([number])] == [said]
    assert [s.statement for s in library.said.in_passages([stored[0].number])] == [said]
    assert library.said.in_passages([stored[1].number]) == []


TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=80)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=TEXTS, title=TEXTS, publisher=TEXTS)
def test_any_text_keeps_every_character(library: Library, text: str, title: str, publisher: str) -> None:
    made = Article("a", "default", text, (Block(Span(0, len(text)), BlockKind.BODY),), title, publisher)
    put(library, made)
    assert held(library, "default") == [made]
    assert library.remove("default", ["a"]).articles == 1


def test_putting_again_replaces_all_and_keeps_what_was_said_before(library: Library, article: Maker) -> None:
    texts = ["Veld denied everything.", "Veld denied nothing.", "Veld denied some."]
    for text in texts:
        put(library, article(text), statement(text))
    assert [a.text for a in held(library, "default")] == texts[-1:]
    assert library.count(["default"]) == {"articles": 1, "passages": 1, "statements": 1}
    assert [a.text for a in library.revisions("default", "a")] == [texts[1], texts[0]]
    assert library.vocabulary.frequencies("default", ANALYZER.terms("everything some")) == {
        term: 1 for term in ANALYZER.terms("some")
    }


def test_what_stays_the_same_is_no_revision(library: Library, article: Maker) -> None:
    for _ in range(2):
        put(library, article("Nothing changed."))
    assert library.revisions("default", "a") == []


def test_a_number_is_never_used_again(library: Library, article: Maker) -> None:
    seen: list[int] = []
    for n in range(4):
        put(library, article(f"Wording {n}."))
        seen += library.article_numbers(["default"])
        if n % 2:
            library.remove("default", ["a"])
    assert len(set(seen)) == len(seen)
    assert library.articles(["default"], seen) == {}


def test_failing_half_way_leaves_nothing(library: Library, article: Maker) -> None:
    whole = Span(0, 11)
    with pytest.raises(ValueError, match="2 passages and 1 vectors"):
        library.put(article("Some words."), [Passage(whole, (whole,))] * 2, np.ones((1, 4), dtype=np.float32), ())
    assert library.collections() == []


def test_what_went_is_told_and_gone(library: Library, article: Maker) -> None:
    long = " ".join(f"The mayor of town {n} spoke." for n in range(40))
    put(library, article("Veld denied everything."), statement("Veld denied everything."))
    put(library, article("Veld denied nothing."), statement("Veld denied nothing."))
    put(library, article(long, id="b"))
    put(library, article(long, id="c"))
    gone = library.remove("default", ["a", "b", "nowhere"])
    assert (gone.articles, gone.passages, gone.statements, gone.revisions, gone.copies) == (2, 2, 1, 1, 1)
    assert library.remove("default", ["a", "b"]).articles == 0
    assert [a.id for a in held(library, "default")] == ["c"]
    assert library.vocabulary.sizes()["default"] == 1
    assert library.vocabulary.frequencies("default", ANALYZER.terms("Veld everything")) == {}
    assert library.revisions("default", "a") == []


def test_copies_of_one_report_are_tied_within_their_collection(library: Library, article: Maker) -> None:
    text = " ".join(f"The mayor of town {n} spoke about the flood." for n in range(40))
    for collection in (OWN, OTHER):
        for id_ in ("a", "b"):
            put(library, article(text, id=id_, collection=collection))
    number = library.number_of([OWN], "a")
    assert number is not None
    assert library.copies_of(number, [OWN, OTHER]) == [library.number_of([OWN], "b")]


def test_the_first_of_the_collections_named_comes_first(library: Library, article: Maker) -> None:
    for collection in (OTHER, OWN):
        put(library, article(f"Of {collection}.", collection=collection))
    for order in ([OWN, OTHER], [OTHER, OWN]):
        number = library.number_of(order, "a")
        assert library.articles(order, [number or 0])[number or 0].text == f"Of {order[0]}."


def test_an_id_that_only_another_collection_has_is_nowhere(library: Library, article: Maker) -> None:
    put(library, article("Of canary.", id="theirs", collection=OTHER))
    put(library, article("Of sparrow.", id="mine", collection=OWN))
    assert library.number_of([OWN], "theirs") is None
    assert library.id_called("theirs", [OWN]) is None


def test_an_unknown_collection_is_named_with_those_there_are(library: Library, article: Maker) -> None:
    put(library, article("Words."))
    library.check_collections(["default"])
    with pytest.raises(UnknownCollectionError, match=r"'other'.*default"):
        library.check_collections(["default", "other"])


def test_articles_are_found_by_what_they_are_called_and_where_from(library: Library, article: Maker) -> None:
    put(
        library,
        article("First words of it.", id="1", publisher="Post", published="2024-01-02", url="https://a.example"),
    )
    put(library, article("Second.", id="2", title="Second", publisher="Wire", published="2024-03", url=""))
    put(library, article("Third.", id="3", title="Second", publisher="Post"))
    assert library.titles(["default"]) == [
        ("3", "Second", "Post", None), ("2", "Second", "Wire", "2024-03"), ("1", "First words of it.", "Post", "2024-01-02")
    ]  # fmt: skip
    assert len(library.titles(["default"], 2)) == 2
    assert [library.id_called(name, ["default"]) for name in ("1", "https://a.example", "Second", "", "None")] == [
        "1", "1", "3", None, None
    ]  # fmt: skip
    assert library.addresses("default") == [("1", "https://a.example")]
    assert library.ids_where("default", publisher="Post") == ["1", "3"]
    assert library.ids_where("default", before="2024-02-01") == ["1"]
    assert library.ids_where("default", url="https://a.example", publisher="Post") == ["1"]
    assert library.ids_where("default") == []
    assert sorted(library.publishers(["default"])) == ["Post", "Wire"]
    assert [library.articles(["default"], [n])[n].id for n in library.newest(["default"], 2)] == ["3", "2"]


def test_speakers_are_named_as_their_articles_write_them_the_one_who_said_most_first(
    library: Library, article: Maker
) -> None:
    for id_, text in enumerate(("Reik said one.", "Faro said two.", "Faro said three.")):
        put(library, article(text, id=str(id_)), statement(text))
    assert library.speakers(["default"], 9) == ["Faro", "Reik"]
    assert library.speakers(["default"], 1) == ["Faro"]


def test_statements_are_found_by_whom_they_are_and_about_what(library: Library, article: Maker) -> None:
    for id_, text in enumerate(("Reik denied bridges.", "Faro denied ferries.")):
        put(library, article(text, id=str(id_)), statement(text))
    by = library.said.by
    for speaker, about, expected in [
        (["reik"], [], 1), (["reik"], ["bridge"], 1), (["reik"], ["ferry"], 0), ([], ["bridge"], 0), (["reik", "faro"], [], 0)
    ]:  # fmt: skip
        assert len(by(["default"], speaker, about, 9)) == expected, (speaker, about)


def test_what_came_since_a_mark_is_told_once_and_in_order(library: Library, article: Maker) -> None:
    put(library, article("Before.", id="before"))
    mark = library.now()
    for n in range(5):
        put(library, article(f"Number {n}.", id=str(n)))
    put(library, article("Elsewhere.", id="x", collection="theirs"))
    told: list[str] = []
    for _ in range(4):
        numbers, mark = library.since(["default"], mark, 2)
        told += [library.articles(["default"], [n])[n].id for n in numbers]
    assert told == ["0", "1", "2", "3", "4"]
    put(library, article("Number 1, changed.", id="1"))
    numbers, mark = library.since(["default"], mark, 9)
    assert [library.articles(["default"], [n])[n].text for n in numbers] == ["Number 1, changed."]
    library.remove("default", ["1"])
    assert library.since(["default"], mark, 9)[0] == []


def test_a_manifest_is_adopted_once(library: Library) -> None:
    assert library.manifest() is None
    assert library.adopt(MODEL) == MODEL
    other = replace(MODEL, chunker="9")
    assert library.adopt(other) == MODEL == library.manifest()
    library.set_manifest(other)
    assert library.manifest() == other


def test_engines_that_agree_are_written_down_once(library: Library) -> None:
    for _ in range(2):
        library.keep_agreed("onnx, a%b_c")
    assert library.agreed() == ["onnx, a%b_c"]


def test_feeds_are_kept_with_what_came_of_them(library: Library) -> None:
    second = replace(FEED, url="https://feed.example/g", due=2.0)
    for feed in (FEED, second, replace(FEED, failures=2, outcome="gone", looked=1.5)):
        library.feeds.put(feed)
    library.feeds.put(replace(FEED, collection=OTHER))
    assert library.feeds.all([OWN]) == [second, replace(FEED, failures=2, outcome="gone", looked=1.5)]
    library.feeds.keep_entries(FEED, ["https://a.example", "https://b.example", "https://a.example"])
    library.feeds.keep_entries(FEED, ["https://b.example", "https://c.example"])
    assert library.feeds.entries(FEED) == {"https://b.example", "https://c.example"}
    assert library.feeds.entries(replace(FEED, collection=OTHER)) == set()
    assert [library.feeds.remove(FEED.url, OWN) for _ in range(2)] == [True, False]
    assert library.feeds.entries(FEED) == set()
    assert [f.collection for f in library.feeds.all([OWN, OTHER])] == [OWN, OTHER]


def test_terms_are_counted_by_passages_that_hold_them_in_title_or_text(library: Library, article: Maker) -> None:
    for id_, text in enumerate(("Bridge after bridge.", "A ferry.", "Bridges.")):
        put(library, article(text, id=str(id_), title="Harbour"))
    asked = ANALYZER.terms("bridge ferry harbour quokka")
    assert [library.vocabulary.frequencies("default", asked).get(t, 0) for t in asked] == [2, 1, 3, 0]
    assert library.vocabulary.sizes() == {"default": 3}
    assert library.vocabulary.frequencies("theirs", asked) == {}


def test_a_snapshot_sees_one_state_whatever_is_written_meanwhile(
    place: Place, library: Library, article: Maker
) -> None:
    put(library, article("Old wording."))
    reader = opened(place, write=False)
    try:
        with reader.snapshot():
            before = held(reader, "default")
            put(library, article("New wording."))
            put(library, article("More.", id="b"))
            assert held(reader, "default") == before
            with reader.snapshot():
                assert reader.count(["default"])["articles"] == 1
        assert [a.text for a in held(reader, "default")] == ["New wording.", "More."]
    finally:
        reader.close()


def test_a_name_of_half_characters_or_with_a_nul_is_nowhere(library: Library, article: Maker) -> None:
    put(library, article("Veld denied it all."))
    for name in ("\udcff", "a\0"):
        assert library.number_of(["default"], name) is None
        assert library.id_called(name, ["default"]) is None


# --- isolation: every call that reads, each by itself


def told(number: int, collection: str, version: int = 1) -> Article:
    """Return an article that both collections know under one id, with the collection's name in every field."""
    text = f"{collection} said {collection} flooded {number} {version}. " + f"The town of {collection} is wet. " * 20
    return Article(
        str(number), collection, text, mark_blocks(text, ""), f"Story {collection}", f"{collection} Post",
        author=f"{collection} {version}", url=f"https://{collection}.example/{number}", published="2024-01-02",
        published_basis=DateBasis.STATED,
    )  # fmt: skip


@pytest.fixture
def shared(library: Library) -> Library:
    """A library of two collections that know the same ids."""
    # By turns, so that each is written while the other is there.
    for version, collection, number in product((0, 1), (OWN, OTHER), (1, 2)):
        made = told(number, collection, version)
        put(library, made, statement(made.text))
    for collection in (OWN, OTHER):
        library.feeds.put(replace(FEED, collection=collection, title=collection))
        library.feeds.keep_entries(replace(FEED, collection=collection), [f"https://{collection}.example/e"])
    return library


def passages_of_all(library: Library) -> list[int]:
    return [p.number for n in library.article_numbers([OWN, OTHER]) for p in library.passages_of(n)]


READS: dict[str, Callable[[Library], Any]] = {
    "article numbers": lambda s: list(s.articles([OWN, OTHER], s.article_numbers([OWN])).values()),
    "number of an id": lambda s: list(s.articles([OWN, OTHER], [s.number_of([OWN], "1") or 0]).values()),
    "articles": lambda s: list(s.articles([OWN], s.article_numbers([OWN, OTHER])).values()),
    "revisions": lambda s: s.revisions(OWN, "1"),
    "addresses": lambda s: s.addresses(OWN),
    "titles": lambda s: s.titles([OWN]),
    "publishers": lambda s: s.publishers([OWN]),
    "speakers": lambda s: s.speakers([OWN], 99),
    "feeds": lambda s: s.feeds.all([OWN]),
    "feed entries": lambda s: s.feeds.entries(FEED),
    "copies": lambda s: [list(s.articles([OWN, OTHER], s.copies_of(n, [OWN])).values()) for n in s.article_numbers([OWN])],
}  # fmt: skip
NOTHING: dict[str, Callable[[Library], Any]] = {
    "passages": lambda s: [
        p for p in s.passages([OWN], passages_of_all(s)).values() if p.article in s.article_numbers([OTHER])
    ],
    "an id by its title": lambda s: s.id_called(f"Story {OTHER}", [OWN]),
    "ids of a publisher": lambda s: s.ids_where(OWN, publisher=f"{OTHER} Post"),
    "statements by": lambda s: s.said.by([OWN], [OTHER], [], 99),
    "newest": lambda s: s.articles([OTHER], s.newest([OWN], 99)),
    "since": lambda s: s.articles([OTHER], s.since([OWN], s.now().replace(s.now().split(":")[0], "0"), 99)[0]),
    "frequencies": lambda s: s.vocabulary.frequencies(OWN, ANALYZER.terms(OTHER)),
    "sums": lambda s: {*s.content_sums(OWN, ["1", "2"]).values()} & {*s.content_sums(OTHER, ["1", "2"]).values()},
}


@pytest.mark.parametrize("what", [*READS, *NOTHING])
def test_a_call_sees_its_own_collections_only(shared: Library, what: str) -> None:
    found = {**READS, **NOTHING}[what](shared)
    assert OTHER not in repr(found)
    assert OWN in repr(found) or what in ("copies", *NOTHING)
    assert not found or what in READS


def test_publishers_are_of_the_collections_asked_for_whichever_name_comes_first(shared: Library) -> None:
    for collection in (OWN, OTHER):
        assert shared.publishers([collection]) == [f"{collection} Post"]


def test_counts_and_sizes_are_of_the_collections_asked_for(shared: Library) -> None:
    assert shared.count([OWN]) == {"articles": 2, "passages": 2, "statements": 2}
    assert shared.vocabulary.sizes() == {OWN: 2, OTHER: 2}


def test_what_is_written_or_removed_leaves_other_collections_alone(shared: Library) -> None:
    def of_other() -> list[Any]:
        return [held(shared, OTHER), shared.revisions(OTHER, "1"), shared.feeds.all([OTHER]),
                shared.feeds.entries(replace(FEED, collection=OTHER)), shared.count([OTHER]),
                shared.vocabulary.frequencies(OTHER, ANALYZER.terms("town wet flooded"))]  # fmt: skip

    before = of_other()
    put(shared, told(1, OWN, 7))
    shared.remove(OWN, ["1", "2"])
    shared.feeds.keep_entries(FEED, [])
    shared.feeds.remove(FEED.url, OWN)
    assert of_other() == before
    assert held(shared, OWN) == shared.revisions(OWN, "1") == []
