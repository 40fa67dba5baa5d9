from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cogs.autocomplete import (
    collection_choices,
    day_choices,
    feed_choices,
    limits_of,
    name_choices,
    title_choices,
)
from bot.desk.names import names_of
from bot.desk.places import Place
from bot.failures import Failure
from bot.languages import Languages
from index import Followed, Limits, Title

WORDS = Languages().words("en")
TEXT = st.text(max_size=300)


@given(st.lists(st.tuples(TEXT, TEXT, TEXT), max_size=60), TEXT)
def test_choices_are_never_more_nor_longer_than_discord_takes(rows: list[tuple[str, str, str]], typed: str) -> None:
    names = names_of([Title(*row, None) for row in rows], [row[2] for row in rows], [row[1] for row in rows])
    feeds = [Followed(row[0], "c", title=row[1]) for row in rows]
    for choices in (
        title_choices(names.titles, typed), name_choices(names.speakers, typed), feed_choices(feeds, typed),
        day_choices(names.months, typed, WORDS), collection_choices(Place(1, 2, 3, WORDS, ("guild-1", "wires")), typed),
    ):  # fmt: skip
        assert len(choices) <= 25
        assert all(1 <= len(c.name) <= 100 and len(c.value) <= 100 for c in choices)


def test_names_that_begin_with_what_was_typed_come_first() -> None:
    speakers = names_of([], [], ["Ada Lin", "Lin Ada", "Berta"]).speakers
    assert [c.value for c in name_choices(speakers, "lin")] == ["Lin Ada", "Ada Lin"]


def test_months_with_articles_are_offered_latest_first() -> None:
    titles = [Title("a", "", "", "2023-03-15"), Title("b", "", "", "2024-04"), Title("c", "", "", None)]
    assert [c.value for c in day_choices(names_of(titles, [], []).months, "20", WORDS) if len(c.value) == 7] == [
        "2024-04",
        "2023-03",
    ]


def test_limits_are_whole_days() -> None:
    assert limits_of(" The Post ", "", "2024-04", "2024") == Limits(
        "The Post", "", date(2024, 4, 1), date(2024, 12, 31)
    )
    assert not limits_of("", "", "", " ").are_set


def test_a_day_that_is_none_is_refused() -> None:
    with pytest.raises(Failure, match="bad-day"):
        limits_of("", "", "soon", "")


def test_feeds_go_by_their_titles_and_are_found_by_their_addresses_too() -> None:
    feeds = [Followed("https://a.example/rss", "c", title="The Lantern"), Followed("https://b.example/rss", "c")]
    assert [(c.name, c.value) for c in feed_choices(feeds, "")] == [
        ("The Lantern", "https://a.example/rss"), ("https://b.example/rss", "https://b.example/rss"),
    ]  # fmt: skip
    assert [c.value for c in feed_choices(feeds, "a.example")] == ["https://a.example/rss"]
    assert [c.value for c in feed_choices(feeds, "lantern")] == ["https://a.example/rss"]
    assert feed_choices([Followed("https://c.example/" + "x" * 100, "c")], "") == []


def test_a_servers_own_collection_is_called_so() -> None:
    offered = collection_choices(Place(1, 2, 3, WORDS, ("guild-1", "wires")), "")
    assert [(c.name, c.value) for c in offered] == [(WORDS("collection-own"), "guild-1"), ("wires", "wires")]
    direct = collection_choices(Place(None, 2, 3, WORDS, ("wires",)), "")
    assert [(c.name, c.value) for c in direct] == [("wires", "wires")]


def test_days_near_today_are_offered_before_months() -> None:
    offered = [c.value for c in day_choices(["2024-04", "2023-03"], "", WORDS)]
    assert offered[-2:] == ["2024-04", "2023-03"]
    assert offered[0] > offered[1] > offered[2] > offered[3] > offered[4]


def test_spans_of_days_are_offered_as_they_are_typed() -> None:
    assert [c.value for c in day_choices([], "last", WORDS)] == ["last week", "last month", "last year"]
