import time

import pytest

from bot.desk import names
from bot.desk.names import Typing, called, found, names_of
from index import Title

MANY = names_of(
    [
        Title(f"id-{n}", f"Town {n} floods again, says mayor of ward {n % 97}", "The Lantern", "2024-01-02")
        for n in range(20_000)
    ],
    ["The Lantern"],
    [f"Speaker {n}" for n in range(5_000)],
)


@pytest.mark.parametrize("typed", ["town 19999", "a" * 6_000, "x y " * 1_500, "ward " * 1_200, " " * 6_000 + "q", ""])
def test_choices_among_twenty_thousand_titles_keep_nobody_waiting(typed: str) -> None:
    begun = time.perf_counter()
    for kept, begun_first in ((MANY.titles, False), (MANY.speakers, True)):
        assert len(found(kept, typed, 25, begun_first=begun_first)) <= 25
    assert time.perf_counter() - begun < 3 * names.LONGEST


def test_a_title_is_found_by_any_of_its_words_in_any_order() -> None:
    assert [n.value for n in found(MANY.titles, "WARD 12 town 12 ", 25)][:1] == ["id-12"]


def test_what_was_typed_beyond_what_a_choice_can_hold_is_not_looked_at() -> None:
    assert found([called("flood")], "f" + " " * 100 + "nothing such", 25) == [called("flood")]


def test_an_unending_search_ends_with_what_it_has(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(names, "LONGEST", -1.0)
    assert len(found(MANY.titles, "floods", 10_000)) == names.AT_A_TIME


def test_a_title_of_a_megabyte_is_held_as_long_as_a_choice_may_be() -> None:
    held = names_of([Title("a", "x " * 600_000, "", None)], [], ["y" * 600_000])
    assert len(held.titles[0].name) == 100
    assert len(held.titles[0].folded) == names.FOLDED_CHARACTERS
    assert held.speakers == ()


def test_months_are_those_that_articles_are_of_the_latest_first() -> None:
    held = names_of(
        [Title("a", "", "", "2023-03-15"), Title("b", "", "", "2024-04"), Title("c", "", "", "2024")], [], []
    )
    assert held.months == ("2024-04", "2023-03")


def test_whoever_types_faster_than_anybody_can_is_offered_nothing_until_it_passes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = 100.0
    monkeypatch.setattr(time, "monotonic", lambda: now)
    typing = Typing()
    assert [typing.is_steady(1) for _ in range(7)] == [True] * 5 + [False] * 2
    assert typing.is_steady(2)
    now += names.WITHIN
    assert typing.is_steady(1)


def test_names_that_begin_with_the_first_word_come_first_only_where_that_is_asked() -> None:
    held = [called("Old Town"), called("Town Hall")]
    assert [n.value for n in found(held, "town", 25, begun_first=True)] == ["Town Hall", "Old Town"]
    assert [n.value for n in found(held, "town", 25)] == ["Old Town", "Town Hall"]


def test_of_all_who_type_only_the_latest_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(names, "MOST_TYPING", 3)
    typing = Typing()
    for user in range(9):
        typing.is_steady(user)
    assert list(typing._offered) == [6, 7, 8]
