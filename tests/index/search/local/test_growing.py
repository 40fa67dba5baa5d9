from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from index import Article, IndexSettings, ModelMismatchError, NewsIndex
from index.ingesting import adding
from index.records import ModelKey, Vectors
from index.search.local import generations
from index.search.local.derived import Derived
from index.search.local.generations import FOLDER, opened
from index.search.local.vectors import write_lists
from index.store.sqlite import Store, opening
from index.store.sqlite.changes import ChangeTable
from index.text.analysis import Analyzer
from tests.conftest import WordEmbedder
from tests.index.grown import ANALYZER, derived_of, folder, found, named, store_of
from tests.index.stories import story

Maker = Callable[..., Article]
BIRDS = ["heron", "auk", "kestrel", "quokkabird", "wren", "stilt", "dove"]


@pytest.fixture(autouse=True)
def grown_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(generations, "LEAST", 4)
    monkeypatch.setattr(generations, "NEWEST", 3)


@pytest.fixture
def index(open_index: Callable[..., NewsIndex], article: Maker) -> NewsIndex:
    """Open a grown library of seven articles, each about a bird of its own."""
    made = open_index()
    made.add(article(f"The herald of Brey spoke of a {b} and closed the port.", id=str(n)) for n, b in enumerate(BIRDS))
    return made


@pytest.fixture
def built(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the collections of which a generation is begun to be built."""
    begun: list[str] = []
    build = generations.build

    def noted(store: Store, library: Path, analyzer: Analyzer, collection: str) -> None:
        begun.append(collection)
        build(store, library, analyzer, collection)

    monkeypatch.setattr(generations, "build", noted)
    return begun


def cut(*_: object) -> None:
    raise KeyboardInterrupt


def full(*_: object) -> None:
    raise OSError("An IO error occurred: 'No space left on device'")


def library_of(index: NewsIndex) -> Path:
    return store_of(index).path.parent


def stands_in_a_file(index: NewsIndex, word: str) -> bool:
    return any(word.encode() in p.read_bytes() for p in library_of(index).rglob("*") if p.is_file())


def test_a_folder_that_cannot_be_written_is_told_of_once_and_all_is_stored(
    open_index: Callable[..., NewsIndex], caplog: pytest.LogCaptureFixture
) -> None:
    index = open_index()
    (library_of(index) / FOLDER).write_text("a file")
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


def test_what_cannot_be_built_is_tried_once_in_an_add(
    open_index: Callable[..., NewsIndex], monkeypatch: pytest.MonkeyPatch, built: list[str]
) -> None:
    monkeypatch.setattr(adding, "BATCH_ARTICLES", 2)
    monkeypatch.setattr(generations, "write_lists", full)
    index = open_index()
    index.add(story(n) for n in range(12))
    assert built == ["default"]
    index.add(story(n) for n in range(12, 14))
    assert built == ["default", "default"]
    assert list((library_of(index) / FOLDER).iterdir()) == []


def test_who_adds_or_removes_is_told_what_there_is_to_wait_for(open_index: Callable[..., NewsIndex]) -> None:
    told: list[str] = []
    index = open_index(tell=told.append)
    index.add(story(n) for n in range(1))
    assert told == []
    index.add(story(n) for n in range(9))
    each = index.count(["default"])["passages"] // 9
    index.remove("default", ["3"])
    assert told == [
        f"building the index of {9 * each} passages in 'default'",
        "clearing the files of what was removed",
        f"building the index of {8 * each} passages in 'default'",
    ]


# --- removing


def test_nothing_of_what_was_removed_stays_in_any_file(index: NewsIndex) -> None:
    library, store = library_of(index), store_of(index)
    before, terms = folder(store), ANALYZER.terms("quokkabird")
    assert len(opened(store, library, named(store))[2].passages_with(terms, 9)) == 1
    assert index.remove("default", ["3"]).articles == 1
    assert not before.exists()
    assert opened(store, library, named(store))[2].passages_with(terms, 9) == []
    assert not stands_in_a_file(index, "quokkabird")
    assert store.changes.unfinished_removals() == {}
    assert [h.article.id for h in index.ask("who spoke of a wren", ["default"]).hits][:1] == ["4"]


def test_who_asks_while_an_index_is_built_without_what_was_removed_is_answered_from_the_one_before(
    index: NewsIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, seen = named(store_of(index)), []

    def building(*given: Any) -> int:
        with closing(Store(library_of(index))) as asked:
            derived = Derived(asked, library_of(index), ANALYZER)
            seen.append((named(asked), found(asked, "quokkabird", derived), len(derived.vectors["default"])))
        return write_lists(*given)

    monkeypatch.setattr(generations, "write_lists", building)
    index.remove("default", ["3"])
    assert seen == [(before, [], index.count(["default"])["passages"])]
    assert named(store_of(index)) != before


@pytest.mark.parametrize(
    "cut_off", [(Store, "shred"), (generations, "write_lists"), (ChangeTable, "removal_is_finished")]
)
@pytest.mark.parametrize("then", ["add", "remove", "remove another"])
def test_a_removal_that_was_cut_off_is_finished_by_the_next_call(
    index: NewsIndex, monkeypatch: pytest.MonkeyPatch, cut_off: tuple[Any, str], then: str, built: list[str]
) -> None:
    store = store_of(index)
    with monkeypatch.context() as broken, pytest.raises(KeyboardInterrupt):
        broken.setattr(*cut_off, cut)
        index.remove("default", ["3"])
    if then == "add":
        index.add([])
    else:
        index.remove("default", ["5"] if then == "remove another" else [])
    assert store.changes.unfinished_removals() == {}
    assert not stands_in_a_file(index, "quokkabird")
    assert found(store, "quokkabird") == []
    opened(store, library_of(index), named(store))
    built.clear()
    index.add([])
    index.remove("default", [])
    assert built == []


def test_what_was_built_without_what_was_removed_is_not_built_again(
    index: NewsIndex, built: list[str], article: Maker
) -> None:
    index.remove("default", ["3"])
    store_of(index).put(article("The quokkabird is gone.", id="bare"), [], np.zeros((0, 64), np.float32), ())
    before = named(store_of(index))
    built.clear()
    assert index.remove("default", ["bare"]).articles == 1
    assert (named(store_of(index)), built) == (before, [])
    assert not stands_in_a_file(index, "quokkabird")


@pytest.mark.parametrize("is_cut_off", [False, True])
def test_a_collection_that_is_small_again_has_nothing_built(
    index: NewsIndex, monkeypatch: pytest.MonkeyPatch, *, is_cut_off: bool
) -> None:
    gone = [str(n) for n in range(1, len(BIRDS))]
    if is_cut_off:
        with monkeypatch.context() as broken, pytest.raises(KeyboardInterrupt):
            broken.setattr(Store, "shred", cut)
            index.remove("default", gone)
        index.add([])
    else:
        index.remove("default", gone)
    assert store_of(index).changes.state().built == ()
    assert list((library_of(index) / FOLDER).iterdir()) == []
    assert index.ask("who spoke of a heron", ["default"]).hits[0].article.id == "0"


def test_where_no_other_can_be_built_nothing_of_what_was_removed_stays(
    index: NewsIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(generations, "write_lists", full)
    index.remove("default", ["3"])
    assert store_of(index).changes.state().built == ()
    assert list((library_of(index) / FOLDER).iterdir()) == []
    assert index.ask("who spoke of a wren", ["default"]).hits[0].article.id == "4"


# --- rebuilding


class WideEmbedder(WordEmbedder):
    """Another model, whose vectors have more numbers."""

    def __init__(self) -> None:
        super().__init__("wide")
        self.key = ModelKey(sha256="wide", dimension=96, normalised=True, max_pieces=256)

    def embed(self, texts: Sequence[str]) -> Vectors:
        rows = super().embed(texts)
        return np.concatenate([rows, np.zeros((len(rows), 32), np.float32)], axis=1)


def test_questions_wait_for_the_last_index_of_a_rebuild_and_are_then_answered_from_it(
    index: NewsIndex, open_index: Callable[..., NewsIndex], monkeypatch: pytest.MonkeyPatch
) -> None:
    index.close()
    asked, wide = open_index(write=False, embedder=WideEmbedder()), open_index(embedder=WideEmbedder())

    def building(*given: Any) -> int:
        for question in (asked.ask, asked.verify, asked.sources):
            with pytest.raises(ModelMismatchError, match="is being rebuilt, or a rebuild was cut off"):
                question("who spoke of a wren", ["default"])
        return write_lists(*given)

    monkeypatch.setattr(generations, "write_lists", building)
    wide.rebuild()
    assert asked.ask("who spoke of a wren", ["default"]).hits[0].article.id == "4"
    assert derived_of(asked).words.keys() == {"default"}


@pytest.mark.parametrize("how", ["full disk", "small"])
def test_after_a_rebuild_without_an_index_questions_are_answered(
    index: NewsIndex, open_index: Callable[..., NewsIndex], monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    index.close()
    if how == "small":
        monkeypatch.setattr(generations, "LEAST", 100)
    else:
        monkeypatch.setattr(generations, "write_lists", full)
    wide = open_index(embedder=WideEmbedder())
    wide.rebuild()
    assert store_of(wide).changes.state().built == ()
    assert wide.ask("who spoke of a wren", ["default"]).hits[0].article.id == "4"


def test_all_that_candidates_are_found_by_is_brought_in_step_under_a_snapshot(
    index: NewsIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    held: list[bool] = []
    monkeypatch.setattr(Derived, "refresh", lambda self, **_: held.append(self._store._db.in_transaction))
    index.warm_up()
    index.ask("who spoke of a wren", ["default"])
    index.verify("closed the port", ["default"])
    index.sources("the port", ["default"])
    assert held and all(held)


def test_a_removal_is_not_done_while_somebody_reads_what_was_before(
    open_index: Callable[..., NewsIndex], settings: IndexSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "BUSY_MS", 50)
    told: list[str] = []
    index = open_index(tell=told.append)
    index.add([story(1), story(2)])
    reader = Store(settings.folder)
    with reader.snapshot():
        assert reader.collections() == ["default"]
        index.remove("default", ["1"])
        assert store_of(index).changes.unfinished_removals() != {}
        assert told[-1].startswith("the library is being read, so the bytes")
    reader.close()
    index.add([story(3)])
    assert store_of(index).changes.unfinished_removals() == {}
    held = b"".join(p.read_bytes() for p in settings.folder.glob("onrecord.sqlite*"))
    assert b"Town 1 flooded" not in held
    assert b"Town 2 flooded" in held
