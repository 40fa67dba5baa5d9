import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.sources.formats.readings import Beyond, held, joined

FIRST = "The pilots of the ferry will strike on Friday, their union said in Brey on Tuesday."
SECOND = "The company called it irresponsible, and said that four of its boats would sail."
THIRD = "The harbour board asked both sides to meet on Thursday at the old customs house."
MORE = [
    f"The {n} boats of the line were in better repair than at any time since the war." for n in ("nine", "ten", "two")
]
LINES = st.lists(st.sampled_from([FIRST, SECOND, THIRD, *MORE, "Share this", "By Mila Sand"]), max_size=8)


def test_prose_between_what_both_hold_is_put_back_in_its_place() -> None:
    assert joined([FIRST, THIRD], [FIRST, SECOND, THIRD], Beyond.HALVES) == [FIRST, SECOND, THIRD]


@pytest.mark.parametrize(
    "scrap", ["Share this", "Subscribe to our letter", "More: what the union wants of the company in Brey"]
)
def test_what_is_no_prose_is_not_put_back(scrap: str) -> None:
    assert joined([FIRST, THIRD], [FIRST, scrap, THIRD], Beyond.HALVES) == [FIRST, THIRD]


def test_a_second_half_is_put_back_and_a_teaser_is_not() -> None:
    assert joined([FIRST, SECOND], [FIRST, SECOND, *MORE], Beyond.HALVES) == [FIRST, SECOND, *MORE]
    assert joined([FIRST, SECOND], [FIRST, SECOND, MORE[0]], Beyond.HALVES) == [FIRST, SECOND]


def test_nothing_beyond_is_put_back_where_only_what_is_between_is_wanted() -> None:
    assert joined([FIRST, SECOND], [FIRST, SECOND, *MORE], Beyond.NOTHING) == [FIRST, SECOND]


def test_readings_that_share_nothing_are_not_joined() -> None:
    assert joined([FIRST, SECOND], MORE, Beyond.HALVES) == [FIRST, SECOND]


@given(LINES, LINES)
def test_the_best_reading_loses_nothing_and_keeps_its_order(best: list[str], other: list[str]) -> None:
    found = iter(joined(best, other, Beyond.HALVES))
    assert all(line in found for line in best)


def test_how_much_of_a_pages_prose_a_text_holds() -> None:
    assert held([FIRST, THIRD], FIRST) == pytest.approx(len(FIRST) / len(FIRST + THIRD), abs=0.02)
    assert held(["Share this"], "") == 1.0
