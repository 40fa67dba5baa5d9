import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index import Act, Article, NewsIndex, Passage, Span, Speech, Statement
from index.search.local import generations
from index.search.local.derived import Derived
from index.search.local.generations import ABOUT, FOLDER, VECTORS, GenerationError, build, clear, forget, opened, wanted
from index.search.local.vectors import GrownVectors
from index.search.protocol import Within
from index.store.sqlite import Store, changes
from tests.index.grown import (
    ANALYZER,
    EMBEDDER,
    derived_of,
    filled,
    folder,
    found,
    named,
    put,
    searching,
    store_of,
    vocabulary,
)
from tests.index.stories import story


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path, write=True)


@pytest.fixture(autouse=True)
def grown_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(generations, "LEAST", 4)
    monkeypatch.setattr(generations, "NEWEST", 3)


def is_wanted(store: Store, library: Path, collection: str, *, adding: bool) -> bool:
    return collection in wanted(store, library, adding=adding)


def test_a_small_collection_wants_none_and_one_that_outgrew_its_own_wants_another(store: Store, tmp_path: Path) -> None:
    filled(store, 3)
    assert not is_wanted(store, tmp_path, "default", adding=False)
    filled(store, 3, "other")
    filled(store, 6)
    assert is_wanted(store, tmp_path, "default", adding=False)
    build(store, tmp_path, ANALYZER, "default")
    assert not is_wanted(store, tmp_path, "default", adding=False)
    for day in range(3):
        for n in range(2):
            put(store, f"The ferry of Brey is late on day {day}.", f"ferry-{n}")
    filled(store, 3, "other")
    assert not is_wanted(store, tmp_path, "default", adding=False)
    put(store, "The ferry of Brey is late.", "ferry-2")
    assert is_wanted(store, tmp_path, "default", adding=False)


def test_one_whose_articles_were_replaced_is_outgrown_though_there_are_no_more_of_them(
    store: Store, tmp_path: Path
) -> None:
    filled(store, 10)
    build(store, tmp_path, ANALYZER, "default")
    filled(store, 3)
    assert is_wanted(store, tmp_path, "default", adding=False)
    assert not is_wanted(store, tmp_path, "default", adding=True)
    filled(store, 5)
    assert is_wanted(store, tmp_path, "default", adding=True)


def test_a_new_one_takes_the_place_of_the_one_before(store: Store, tmp_path: Path) -> None:
    filled(store)
    build(store, tmp_path, ANALYZER, "default")
    before = folder(store)
    filled(store, 9)
    build(store, tmp_path, ANALYZER, "default")
    assert not before.exists()
    assert [p.name for p in (tmp_path / FOLDER).iterdir()] == [folder(store).name]


def test_words_and_vectors_are_found_in_it(store: Store, tmp_path: Path) -> None:
    filled(store)
    build(store, tmp_path, ANALYZER, "default")
    generation, vectors, words = opened(store, tmp_path, named(store))
    assert (generation.passages, generation.highest, len(vectors)) == (6, 6, 6)
    [query] = EMBEDDER.embed(["The 3th bridge of Brey is number3 closed."])
    assert vectors.search(query, 1)[0][0] == 4
    assert words.passages_with(ANALYZER.terms("number3"), 5)[0][0] == 4


@pytest.mark.parametrize("name", [VECTORS, ABOUT, "passages/meta.json"])
def test_one_changed_byte_is_told_of_once_and_the_library_answers_on(
    store: Store, tmp_path: Path, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    filled(store)
    build(store, tmp_path, ANALYZER, "default")
    path = folder(store) / name
    held = bytearray(path.read_bytes())
    held[len(held) // 2] ^= 1
    path.write_bytes(held)
    derived = Derived(store, tmp_path, ANALYZER)
    with caplog.at_level(logging.WARNING):
        assert found(store, "number3", derived) == [4]
        put(store, "The last bridge is open.", "last")
        assert found(store, "last", derived) == [7]
    assert len(caplog.records) == 1
    assert is_wanted(store, tmp_path, "default", adding=False)
    build(store, tmp_path, ANALYZER, "default")
    assert opened(store, tmp_path, named(store))


def test_one_that_is_missing_or_of_another_library_is_not_read(store: Store, tmp_path: Path) -> None:
    filled(store)
    build(store, tmp_path, ANALYZER, "default")
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


def test_a_small_collection_beside_a_grown_one_is_searched_on_its_own(store: Store, tmp_path: Path) -> None:
    filled(store)
    filled(store, 2, "other")
    build(store, tmp_path, ANALYZER, "default")
    derived = Derived(store, tmp_path, ANALYZER)
    assert found(store, "number1", derived, "other") == [8]
    store.passages_with = None  # type: ignore[assignment, method-assign]
    put(store, "The ferry of Brey is late.", "ferry", "other")
    assert found(store, "ferry", derived, "other") == [9]
    assert found(store, "ferry", derived) == []


def test_an_empty_collection_beside_a_grown_one_is_counted_as_nothing(store: Store, tmp_path: Path) -> None:
    filled(store)
    put(store, "The ferry of Brey is late.", "ferry", "other")
    store.remove("other", ["ferry"])
    build(store, tmp_path, ANALYZER, "default")
    derived = Derived(store, tmp_path, ANALYZER)
    assert found(store, "ferry", derived, "other") == []
    counts, terms = vocabulary(store), ANALYZER.terms("bridge ferry")
    assert (counts.passages(["default", "other"]), counts.passages(["other"])) == (6, 0)
    assert counts.frequencies(terms, ["default", "other"]) == dict(zip(terms, [6, 0], strict=True))
    assert counts.frequencies(terms, ["other"]) == dict.fromkeys(terms, 0)


def test_a_step_that_failed_is_taken_anew(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    filled(store, 3)
    derived = Derived(store, tmp_path, ANALYZER)
    derived.refresh()
    put(store, "The ferry of Brey is late.", "ferry")
    with monkeypatch.context() as broken:
        broken.setattr(Derived, "_follow", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            derived.refresh()
    derived.refresh()
    assert len(derived.vectors["default"]) == 4


def test_one_is_wanted_where_nobody_can_follow_what_went_since_it_was_built(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(changes, "REMEMBERED", 2)
    filled(store)
    filled(store, 3, "other")
    build(store, tmp_path, ANALYZER, "default")
    store.remove("other", ["other-0", "other-1"])
    assert not is_wanted(store, tmp_path, "default", adding=False)
    store.remove("other", ["other-2"])
    assert found(store, "number3") == [4]
    assert "too many passages went since the index of 'default' was built" in caplog.text
    assert is_wanted(store, tmp_path, "default", adding=False)


def test_a_term_is_in_as_many_passages_as_are_held_though_the_index_holds_some_that_went(
    store: Store, tmp_path: Path
) -> None:
    filled(store, 9)
    build(store, tmp_path, ANALYZER, "default")
    store.remove("default", [f"default-{n}" for n in range(8)])
    derived = Derived(store, tmp_path, ANALYZER)
    assert found(store, "bridge", derived) == [9]
    [term] = ANALYZER.terms("bridge")
    counts = vocabulary(store)
    assert counts.frequencies([term], ["default"])[term] == counts.passages(["default"]) == 1


@pytest.mark.parametrize("by_speaker", [False, True])
def test_statements_that_went_take_no_place_of_those_that_are_held(
    store: Store, tmp_path: Path, *, by_speaker: bool
) -> None:
    text = "Veld denied the strikes on Brey."
    said = Statement((Span(5, 11),), (Span(12, 31),), Act.DENIES, Speech.INDIRECT, Span(0, 4), Span(0, 4))
    for n in range(12):
        whole = Span(0, len(text))
        made = Article(str(n), "default", text, (), "", "Anse Post")
        store.put(made, [Passage(whole, (whole,))], EMBEDDER.embed([text]), [said])
    build(store, tmp_path, ANALYZER, "default")
    store.remove("default", [str(n) for n in range(9)])
    search, everywhere = searching(store), Within(("default",))
    if by_speaker:
        assert set(search.said_by(["veld"], [], everywhere, 2)) == {10, 11}
    else:
        assert search.stating(Act.DENIES, ["strikes"], everywhere, 2) == [10, 11]


def test_one_that_gives_way_while_it_is_opened_is_not_held_in_memory(
    open_index: Callable[..., NewsIndex], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    writer = open_index()
    writer.add(story(n) for n in range(9))
    reader = open_index(write=False)

    def opened_late(*given: Any) -> Any:
        monkeypatch.undo()
        monkeypatch.setattr(generations, "LEAST", 4)
        writer.add([story(20), story(21)])
        writer.remove("default", ["3"])
        return opened(*given)

    monkeypatch.setattr(generations, "opened", opened_late)
    assert reader.ask("who spoke of town 4", ["default"]).hits[0].article.id == "4"
    assert isinstance(derived_of(reader).vectors["default"], GrownVectors)
    assert caplog.text == ""


def test_forgetting_one_leaves_the_others(store: Store, tmp_path: Path) -> None:
    for collection in ("default", "other"):
        filled(store, 6, collection)
        build(store, tmp_path, ANALYZER, collection)
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
    derived = Derived(store, library, ANALYZER)
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
            build(store, library, ANALYZER, "default")
        else:
            derived.refresh()
    fresh = Derived(store, library, ANALYZER)
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
    open_index: Callable[..., NewsIndex], monkeypatch: pytest.MonkeyPatch
) -> None:
    index = open_index()
    index.add(story(n) for n in range(12))
    assert (derived_of(index)._library / FOLDER).is_dir()
    asked = ["who spoke of the bridge", "what was said in Brey", "how many were hurt"]
    grown = [[(h.article.id, h.span) for h in index.ask(q, ["default"]).hits] for q in asked]
    monkeypatch.setattr(generations, "LEAST", 10**6)
    forget(store_of(index), derived_of(index)._library, "default")
    small = [[(h.article.id, h.span) for h in index.ask(q, ["default"]).hits] for q in asked]
    assert [sorted(h) for h in grown] == [sorted(h) for h in small]
