import logging
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index import Article, NewsIndex, Passage, Span, generations
from index.derived import Derived
from index.generations import ABOUT, FOLDER, VECTORS, GenerationError, build, clear, forget, is_wanted, opened
from index.retrieval import Retriever
from index.store import Store
from index.vectors import write_lists
from tests.conftest import WordEmbedder
from tests.index.stories import story

Maker = Callable[..., Article]
EMBEDDER = WordEmbedder()


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path, write=True)


@pytest.fixture(autouse=True)
def grown_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(generations, "LEAST", 4)
    monkeypatch.setattr(generations, "NEWEST", 3)


def put(store: Store, text: str, id_: str, collection: str = "default", publisher: str = "Anse Post") -> None:
    whole = Span(0, len(text))
    made = Article(id_, collection, text, (), "", publisher)
    store.put(made, [Passage(whole, (whole,))], EMBEDDER.embed([text]), ())


def filled(store: Store, count: int = 6, collection: str = "default") -> None:
    for n in range(count):
        put(store, f"The {n}th bridge of Brey is number{n} closed.", f"{collection}-{n}", collection)


def named(store: Store, collection: str = "default") -> str:
    return dict(store.changes.state().built)[collection]


def folder(store: Store) -> Path:
    return store.path.parent / FOLDER / named(store).split()[0]


def found(store: Store, words: str, derived: Derived | None = None, collection: str = "default") -> list[int]:
    derived = derived or Derived(store, store.path.parent)
    derived.refresh()
    return [n for n, _ in Retriever(store, derived).with_words([collection], store.words(words), 99)]


def test_a_small_collection_wants_none_and_one_that_outgrew_its_own_wants_another(store: Store, tmp_path: Path) -> None:
    filled(store, 3)
    assert not is_wanted(store, tmp_path, "default", adding=False)
    filled(store, 6)
    assert is_wanted(store, tmp_path, "default", adding=False)
    build(store, tmp_path, "default")
    assert not is_wanted(store, tmp_path, "default", adding=False)
    for n in range(2):
        put(store, "The ferry of Brey is late.", f"ferry-{n}")
        put(store, "The ferry of Anse is late.", f"ferry-{n}", "other")
    assert not is_wanted(store, tmp_path, "default", adding=False)
    put(store, "The ferry of Brey is late.", "ferry-2")
    assert is_wanted(store, tmp_path, "default", adding=False)


def test_one_whose_articles_were_replaced_is_outgrown_though_there_are_no_more_of_them(
    store: Store, tmp_path: Path
) -> None:
    filled(store, 10)
    build(store, tmp_path, "default")
    filled(store, 3)
    assert is_wanted(store, tmp_path, "default", adding=False)
    assert not is_wanted(store, tmp_path, "default", adding=True)
    filled(store, 5)
    assert is_wanted(store, tmp_path, "default", adding=True)


def test_a_new_one_takes_the_place_of_the_one_before(store: Store, tmp_path: Path) -> None:
    filled(store)
    build(store, tmp_path, "default")
    before = folder(store)
    filled(store, 9)
    build(store, tmp_path, "default")
    assert not before.exists()
    assert [p.name for p in (tmp_path / FOLDER).iterdir()] == [folder(store).name]


def test_words_and_vectors_are_found_in_it(store: Store, tmp_path: Path) -> None:
    filled(store)
    build(store, tmp_path, "default")
    generation, vectors, words = opened(store, tmp_path, named(store))
    assert (generation.passages, generation.highest, len(vectors)) == (6, 6, 6)
    [query] = EMBEDDER.embed(["The 3th bridge of Brey is number3 closed."])
    assert vectors.search(query, 1)[0][0] == 4
    assert words.passages_with(store.terms("number3"), 5)[0][0] == 4


@pytest.mark.parametrize("name", [VECTORS, ABOUT, "passages/meta.json"])
def test_one_changed_byte_is_told_of_once_and_the_library_answers_on(
    store: Store, tmp_path: Path, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    filled(store)
    build(store, tmp_path, "default")
    path = folder(store) / name
    held = bytearray(path.read_bytes())
    held[len(held) // 2] ^= 1
    path.write_bytes(held)
    derived = Derived(store, tmp_path)
    with caplog.at_level(logging.WARNING):
        assert found(store, "number3", derived) == [4]
        put(store, "The last bridge is open.", "last")
        assert found(store, "last", derived) == [7]
    assert len(caplog.records) == 1
    assert is_wanted(store, tmp_path, "default", adding=False)
    build(store, tmp_path, "default")
    assert opened(store, tmp_path, named(store))


def test_one_that_is_missing_or_of_another_library_is_not_read(store: Store, tmp_path: Path) -> None:
    filled(store)
    build(store, tmp_path, "default")
    own = folder(store)
    about = own / ABOUT
    about.write_text(about.read_text().replace('"highest": 6', '"highest": 5'))
    with pytest.raises(GenerationError, match="not the one that was built"):
        opened(store, tmp_path, named(store))
    own.rename(own.with_name("elsewhere"))
    with pytest.raises(GenerationError, match="cannot be read"):
        opened(store, tmp_path, named(store))
    assert found(store, "number3") == [4]
    clear(store, tmp_path)
    assert list((tmp_path / FOLDER).iterdir()) == []


def test_a_folder_that_cannot_be_written_is_told_of_once_and_all_is_stored(
    open_index: Callable[..., NewsIndex], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    index = open_index()
    (index._derived._library / FOLDER).write_text("a file")
    for numbers in (range(8), range(8, 16)):
        index.add(story(n) for n in numbers)
    assert len(caplog.records) == 1
    assert "cannot be written" in caplog.text
    assert index.count(["default"])["articles"] == 16
    assert index.ask("who spoke of town 15", ["default"]).hits[0].article.id == "15"


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (MemoryError(), "memory is short"),
        (RuntimeError("Error in write: No space left on device"), "No space left"),
        (OSError("An IO error occurred: 'No space left on device'"), "No space left"),
    ],
)
def test_what_fails_while_building_is_told_of_and_all_is_stored(
    open_index: Callable[..., NewsIndex],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    error: Exception,
    told: str,
) -> None:
    def failing(*_: object) -> int:
        raise error

    monkeypatch.setattr(generations, "write_lists", failing)
    index = open_index()
    index.add(story(n) for n in range(8))
    assert told in caplog.text
    assert index.count(["default"])["articles"] == 8


def test_who_adds_or_removes_is_told_what_there_is_to_wait_for(open_index: Callable[..., NewsIndex]) -> None:
    told: list[str] = []
    index = open_index(tell=told.append)
    index.add(story(n) for n in range(1))
    assert told == []
    index.add(story(n) for n in range(9))
    index.remove("default", ["3"])
    sizes = [9, 8]
    each = index.count(["default"])["passages"] // sizes[-1]
    assert [line.split(";")[0] for line in told] == [
        f"building the index of {n * each} passages in 'default'" for n in sizes
    ]


def test_nothing_of_what_was_removed_stays_in_any_file(open_index: Callable[..., NewsIndex], article: Maker) -> None:
    index = open_index()
    birds = ["heron", "auk", "kestrel", "quokkabird", "wren", "stilt", "dove"]
    texts = {n: f"The herald of Brey spoke of a {bird} and closed the port." for n, bird in enumerate(birds)}
    index.add(article(text, id=str(n)) for n, text in texts.items())
    library, store = index._derived._library, index._store
    before, [term] = folder(store), store.terms("quokkabird")
    assert opened(store, library, named(store))[2].frequency(term) == 1
    index.remove("default", ["3"])
    assert not before.exists()
    assert opened(store, library, named(store))[2].frequency(term) == 0
    assert all(b"quokkabird" not in p.read_bytes() for p in library.rglob("*") if p.is_file())
    assert [h.article.id for h in index.ask("who spoke of a wren", ["default"]).hits][:1] == ["4"]


def test_who_asks_while_what_was_removed_is_left_out_of_a_new_one_is_answered_from_the_one_before(
    open_index: Callable[..., NewsIndex], monkeypatch: pytest.MonkeyPatch
) -> None:
    index = open_index()
    index.add(story(n) for n in range(9))
    library, store = index._derived._library, index._store
    before, seen = named(store), []

    def building(*given: Any) -> int:
        with closing(Store(library)) as asked:
            derived = Derived(asked, library)
            seen.append((named(asked), found(asked, "3", derived), len(derived.vectors["default"])))
        return write_lists(*given)

    monkeypatch.setattr(generations, "write_lists", building)
    index.remove("default", ["3"])
    assert seen == [(before, [], index.count(["default"])["passages"])]
    assert named(store) != before
    assert not (library / FOLDER / before.split()[0]).exists()


@pytest.mark.parametrize("then", ["add", "remove"])
def test_a_removal_that_was_cut_off_is_finished_by_the_next_call(
    open_index: Callable[..., NewsIndex], monkeypatch: pytest.MonkeyPatch, then: str
) -> None:
    index = open_index()
    index.add(story(n) for n in range(9))
    before, store = named(index._store), index._store
    with monkeypatch.context() as cut, pytest.raises(KeyboardInterrupt):
        cut.setattr(generations, "write_lists", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        index.remove("default", ["3"])
    assert named(store) == before
    index.add([]) if then == "add" else index.remove("default", [])
    assert named(store) != before
    assert not is_wanted(store, index._derived._library, "default", adding=False)


def test_where_no_other_can_be_built_nothing_of_what_was_removed_stays(
    open_index: Callable[..., NewsIndex], monkeypatch: pytest.MonkeyPatch
) -> None:
    index = open_index()
    index.add(story(n) for n in range(9))
    monkeypatch.setattr(generations, "write_lists", lambda *_: (_ for _ in ()).throw(OSError("No space left")))
    index.remove("default", ["3"])
    assert index._store.changes.state().built == ()
    assert list((index._derived._library / FOLDER).iterdir()) == []
    assert index.ask("who spoke of town 4", ["default"]).hits[0].article.id == "4"


def test_a_small_collection_beside_a_grown_one_is_searched_on_its_own(store: Store, tmp_path: Path) -> None:
    filled(store)
    filled(store, 2, "other")
    build(store, tmp_path, "default")
    derived = Derived(store, tmp_path)
    assert found(store, "number1", derived, "other") == [8]
    store.passages_with = None  # type: ignore[assignment, method-assign]
    put(store, "The ferry of Brey is late.", "ferry", "other")
    assert found(store, "ferry", derived, "other") == [9]
    assert found(store, "ferry", derived) == []


def test_an_empty_collection_beside_a_grown_one_is_counted_as_nothing(store: Store, tmp_path: Path) -> None:
    filled(store)
    put(store, "The ferry of Brey is late.", "ferry", "other")
    store.remove("other", ["ferry"])
    build(store, tmp_path, "default")
    derived = Derived(store, tmp_path)
    assert found(store, "ferry", derived, "other") == []
    assert derived.passages == 6
    assert derived.frequencies(store.terms("bridge ferry")) == dict(
        zip(store.terms("bridge ferry"), [6, 0], strict=True)
    )


def test_a_step_that_failed_is_taken_anew(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    filled(store, 3)
    derived = Derived(store, tmp_path)
    derived.refresh()
    put(store, "The ferry of Brey is late.", "ferry")
    with monkeypatch.context() as broken:
        broken.setattr(Derived, "_follow", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            derived.refresh()
    derived.refresh()
    assert len(derived.vectors["default"]) == 4


def test_forgetting_one_leaves_the_others(store: Store, tmp_path: Path) -> None:
    for collection in ("default", "other"):
        filled(store, 6, collection)
        build(store, tmp_path, collection)
    forget(store, tmp_path, "default")
    assert [name for name, _ in store.changes.state().built] == ["other"]
    assert len(list((tmp_path / FOLDER).iterdir())) == 1
    assert opened(store, tmp_path, named(store, "other"))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(["put", "remove", "build", "look"]), st.integers(0, 12)), max_size=30))
def test_what_followed_step_by_step_is_what_would_be_derived_anew(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, int]]
) -> None:
    library = tmp_path_factory.mktemp("library")
    store = Store(library, write=True)
    derived = Derived(store, library)
    for what, n in steps:
        if what == "put":
            put(
                store,
                f"The bridge number{n} of {['Brey', 'Anse'][n % 2]} is closed.",
                str(n),
                ["default", "other"][n % 3 == 0],
            )
        elif what == "remove":
            store.remove(["default", "other"][n % 3 == 0], [str(n)])
        elif what == "build" and store.changes.sizes().get("default"):
            build(store, library, "default")
        else:
            derived.refresh()
    fresh = Derived(store, library)
    [query] = EMBEDDER.embed(["The bridge number7 of Anse is closed."])
    for collection in ("default", "other"):
        own = {p.number for a in store.article_numbers([collection]) for p in store.passages_of(a)}
        for one in (derived, fresh):
            one.refresh()
            near = one.vectors[collection].search(query, 99) if collection in one.vectors else []
            assert {n for n, _ in near} == own
            assert set(found(store, "bridge", one, collection)) == own
    store.close()


def test_answers_from_a_grown_collection_are_those_from_a_small_one(
    open_index: Callable[..., NewsIndex], article: Maker, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = open_index()
    index.add(story(n) for n in range(12))
    assert (index._derived._library / FOLDER).is_dir()
    asked = ["who spoke of the bridge", "what was said in Brey", "how many were hurt"]
    grown = [[(h.article.id, h.span) for h in index.ask(q, ["default"]).hits] for q in asked]
    monkeypatch.setattr(generations, "LEAST", 10**6)
    forget(index._store, index._derived._library, "default")
    small = [[(h.article.id, h.span) for h in index.ask(q, ["default"]).hits] for q in asked]
    assert [sorted(h) for h in grown] == [sorted(h) for h in small]
