from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path

import pytest

from index import AddReport, Database, LibraryError, ModelMismatchError
from index.backends import backend_of
from index.ingesting.copying import copied, differences
from index.records import ModelKey
from index.settings import Place
from index.store import Library, Manifest
from tests.index.contract.test_library import FEED, MODEL, OTHER, OWN, held, put, statement, told
from tests.postgres_server import Databases

WAYS = [("folder", "database"), ("database", "folder"), ("folder", "folder")]


@pytest.fixture
def opened(tmp_path: Path, databases: Databases) -> Iterator[list[Library]]:
    made: list[Library] = []
    yield made
    for library in made:
        library.close()


@pytest.fixture(params=WAYS, ids=lambda way: f"{way[0]} to {way[1]}")
def both(
    request: pytest.FixtureRequest, tmp_path: Path, database: Database, opened: list[Library]
) -> Sequence[Library]:
    """A library that is filled, and one that is empty."""
    for n, kind in enumerate(request.param):
        place: Place = database if kind == "database" else tmp_path / str(n)
        opened.append(backend_of(place, write=True, tell=lambda _: None).library)
    source, target = opened
    source.set_manifest(MODEL)
    for collection in (OWN, OTHER):
        for version in (0, 1, 2):
            for number in (1, 2, 3):
                made = told(number, collection, version)
                put(source, made, statement(made.text), vector=(0.6, 0.8, 0, 0))
    source.feeds.put(FEED)
    source.feeds.keep_entries(FEED, ["https://a.example"])
    return source, target


def test_all_of_a_library_is_copied_with_what_was_said_before(both: Sequence[Library]) -> None:
    source, target = both
    report = AddReport()
    assert len(list(copied(source, target, report))) == 6
    assert (report.added, report.unchanged, report.passages) == (6, 0, 6)
    assert list(differences(source, target)) == []
    assert target.manifest() == MODEL
    assert target.feeds.entries(FEED) == {"https://a.example"}
    assert [a.author for a in target.revisions(OWN, "1")] == [f"{OWN} 1", f"{OWN} 0"]
    for collection in (OWN, OTHER):
        assert held(target, collection) == held(source, collection)
        assert target.vocabulary.frequencies(collection, ["town"]) == source.vocabulary.frequencies(
            collection, ["town"]
        )


def test_one_that_was_cut_off_goes_on_and_copies_nothing_twice(both: Sequence[Library]) -> None:
    source, target = both
    list(islice(copied(source, target, AddReport()), 2))
    # As far as one came that was cut off between two wordings of an article.
    earlier = source.revisions(OWN, "1")[-1]
    put(target, earlier)
    report = AddReport()
    list(copied(source, target, report))
    assert report.unchanged >= 1
    assert list(differences(source, target)) == []


def test_what_differs_is_told(both: Sequence[Library]) -> None:
    source, target = both
    list(copied(source, target, AddReport()))
    put(target, replace(told(1, OWN, 2), title="Another"))
    target.remove(OTHER, ["2"])
    target.feeds.remove(FEED.url, OWN)
    lines = list(differences(source, target))
    assert [
        any(words in line for line in lines) for words in ("'1' of 'sparrow'", "'2' of 'canary'", "are held", "feed")
    ] == [True] * 4
    assert len(lines) == 4


def test_a_library_of_another_model_is_not_mixed_with_this(both: Sequence[Library]) -> None:
    source, target = both
    target.set_manifest(Manifest(ModelKey("other", 4, True, 256), "1", "2"))
    with pytest.raises(ModelMismatchError, match="copy into an empty library"):
        list(copied(source, target, AddReport()))


def test_an_empty_library_is_not_copied(both: Sequence[Library]) -> None:
    source, target = both
    with pytest.raises(LibraryError, match="nothing to copy"):
        list(copied(target, source, AddReport()))
