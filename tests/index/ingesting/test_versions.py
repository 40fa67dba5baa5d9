from collections.abc import Iterator
from pathlib import Path

import pytest

from index import IndexSettings, ModelMismatchError
from index.ingesting.preparing import STATEMENTS
from index.ingesting.versions import Versions
from index.records import ModelKey
from index.store import Manifest
from index.store.sqlite import Store
from index.text.chunking import VERSION

MODEL, OTHER = ModelKey("a", 4, True, 256), ModelKey("b", 4, True, 256)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store(tmp_path, write=True)
    yield opened
    opened.close()


@pytest.fixture
def told() -> list[str]:
    return []


@pytest.fixture
def versions(store: Store, tmp_path: Path, told: list[str]) -> Versions:
    return Versions(store, IndexSettings(library=tmp_path), told.append)


def test_an_empty_library_adopts_the_model_of_its_first_add(versions: Versions, store: Store) -> None:
    versions.check(MODEL)
    assert store.manifest() is None
    versions.check(MODEL, adopt=True)
    assert store.manifest() == Manifest(MODEL, VERSION, STATEMENTS)
    versions.check(MODEL)


@pytest.mark.parametrize("held", [Manifest(OTHER, VERSION, STATEMENTS), Manifest(MODEL, "0", STATEMENTS)])
def test_two_models_or_two_ways_to_cut_are_never_mixed(versions: Versions, store: Store, held: Manifest) -> None:
    store.set_manifest(held)
    for adopt in (True, False):
        with pytest.raises(ModelMismatchError, match="built with another model; run: onrecord rebuild"):
            versions.check(MODEL, adopt=adopt)


def test_statements_of_other_rules_are_told_of_once(versions: Versions, store: Store, told: list[str]) -> None:
    store.set_manifest(Manifest(MODEL, VERSION, "0"))
    for _ in range(3):
        versions.check(MODEL)
    assert len(told) == 1
    assert "onrecord rebuild" in told[0]


def test_whoever_reads_no_statements_is_told_nothing(store: Store, tmp_path: Path, told: list[str]) -> None:
    store.set_manifest(Manifest(MODEL, VERSION, "0"))
    Versions(store, IndexSettings(library=tmp_path, statements=False), told.append).check(MODEL)
    assert told == []


def test_a_library_that_is_being_rebuilt_is_asked_by_nobody(versions: Versions) -> None:
    versions.check_whole()
    versions.begin_rebuild(MODEL)
    with pytest.raises(ModelMismatchError, match="is being rebuilt"):
        versions.check_whole()
    versions.end_rebuild(MODEL)
    versions.check_whole()
    versions.check(MODEL)
