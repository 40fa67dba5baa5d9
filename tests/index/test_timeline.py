"""Day by day what was said on a topic: with a stand-in that reads statements by a pattern."""

from collections.abc import Callable

import pytest

from index import Article, NewsIndex
from tests.index.test_watching import SaidByPattern

Opener = Callable[..., NewsIndex]
Maker = Callable[..., Article]


@pytest.fixture
def index(open_index: Opener, article: Maker) -> NewsIndex:
    made = open_index(statement_source=SaidByPattern())
    made.add([
        article("Ines Faro said the dam at Brey would hold. Twelve people were killed at the dam.", id="b",
                title="Dam at Brey", published="2024-03-06"),
        article("Tomas Reik said the dam at Brey had cracks. At least nine people were killed at the dam.", id="a",
                title="Dam at Brey", published="2024-03-05"),
        article("Ana Roth said the dam at Brey was old.", id="c", title="Dam at Brey"),
        article("Ines Faro said the train to Tessin was late.", id="d", title="Train", published="2024-03-07"),
    ])  # fmt: skip
    return made


def told(index: NewsIndex, about: str = "dam at Brey", speaker: str = "") -> list[tuple[str | None, list[str]]]:
    return [(d.day, [q.text for q in d.quotes]) for d in index.timeline(about, ["default"], speaker)]


def test_days_come_in_order_and_what_states_none_last(index: NewsIndex) -> None:
    assert [day for day, _ in told(index)] == ["2024-03-05", "2024-03-06", None]


def test_each_day_has_what_was_said_and_the_figures_as_they_stood(index: NewsIndex) -> None:
    first, second, undated = index.timeline("dam at Brey", ["default"])
    assert [q.text for q in first.quotes] == [
        "Tomas Reik said the dam at Brey had cracks.", "At least nine people were killed at the dam.",
    ]  # fmt: skip
    assert [a.figure.text for day in (first, second, undated) for a in day.figures] == [
        "At least nine people", "Twelve people",
    ]  # fmt: skip


def test_of_one_speaker_only_their_words_are_told(index: NewsIndex) -> None:
    assert told(index, speaker="Faro") == [("2024-03-06", ["Ines Faro said the dam at Brey would hold."])]


def test_what_speaks_of_something_else_is_no_part(index: NewsIndex) -> None:
    assert all("train" not in text for _, texts in told(index) for text in texts)
    assert told(index, "figure skating") == []


def test_of_a_full_day_each_speaker_comes_once_before_any_comes_twice(index: NewsIndex, article: Maker) -> None:
    text = " ".join(f"Ines Faro said the dam at Brey is number {n}." for n in range(3)) + (
        " Karel Lind said the dam at Brey leaks. Olga Holm said the dam at Brey holds."
    )
    index.add([article(text, id="e", title="Dam at Brey", published="2024-03-08")])
    *_, day, _ = index.timeline("dam at Brey", ["default"])
    assert (len(day.quotes), day.there_are) == (3, 5)
    assert [q.speaker for q in day.quotes] == ["Ines Faro", "Karel Lind", "Olga Holm"]


def test_another_collection_is_no_part(index: NewsIndex, article: Maker) -> None:
    index.add([article("Eva Klee said the dam at Brey is theirs.", id="x", collection="theirs", title="Dam at Brey")])
    assert "theirs" not in repr(told(index))
