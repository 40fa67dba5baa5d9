from collections.abc import Sequence

import pytest

from index.search import vocabulary
from index.search.vocabulary import Vocabulary


class Counts:
    """Counts of terms, and what they were asked for."""

    def __init__(self) -> None:
        self.held = {"a": {"port": 3, "river": 1}, "b": {"port": 2}}
        self.asked: list[tuple[str, list[str]]] = []

    def sizes(self) -> dict[str, int]:
        return {"a": 9, "b": 4}

    def frequencies(self, collection: str, terms: Sequence[str]) -> dict[str, int]:
        if terms:
            self.asked.append((collection, list(terms)))
        return {t: n for t, n in self.held.get(collection, {}).items() if t in terms}


@pytest.fixture
def counts() -> Counts:
    return Counts()


def test_terms_are_counted_in_the_collections_asked_alone(counts: Counts) -> None:
    told = Vocabulary(counts)
    told.refresh(1)
    assert told.frequencies(["port", "river", "port", "ferry"], ["a"]) == {"port": 3, "river": 1, "ferry": 0}
    assert told.frequencies(["port"], ["a", "b", "a"]) == {"port": 5}
    assert (told.passages(["a"]), told.passages(["a", "b", "b"]), told.passages(["none"])) == (9, 13, 0)


def test_what_was_counted_is_not_asked_again_until_the_library_changes(counts: Counts) -> None:
    told = Vocabulary(counts)
    told.refresh(1)
    for version in (1, 1, 2):
        told.refresh(version)
        told.frequencies(["port"], ["a"])
    assert counts.asked == [("a", ["port"])] * 2


def test_no_more_terms_are_remembered_than_are_worth_it(counts: Counts, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vocabulary, "MOST_COUNTED", 2)
    told = Vocabulary(counts)
    told.refresh(1)
    told.frequencies(["port", "river", "ferry"], ["a"])
    assert told.frequencies(["ferry"], ["a"]) == {"ferry": 0}
    assert len(told._known) == 1
