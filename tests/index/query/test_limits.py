from collections.abc import Callable
from datetime import date

import pytest

from index import Article, Limits, NewsIndex, Quote, Span, days_named
from index.records import Act, Speech, Statement

Maker = Callable[..., Article]
TODAY = date(2024, 4, 17)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2024-04-10", date(2024, 4, 10), date(2024, 4, 10)),
        ("2024-04", date(2024, 4, 1), date(2024, 4, 30)),
        ("2023", date(2023, 1, 1), date(2023, 12, 31)),
        ("March 2023", date(2023, 3, 1), date(2023, 3, 31)),
        ("yesterday", date(2024, 4, 16), date(2024, 4, 16)),
        ("last week", date(2024, 4, 8), date(2024, 4, 14)),
    ],
)
def test_days_are_read_from_a_few_words(text: str, first: date, last: date) -> None:
    found = days_named(text, TODAY)
    assert found is not None
    assert (found.first, found.last) == (first, last)


@pytest.mark.parametrize("text", ["", "soon", "2024-13", "2024-02-30", "0000-01"])
def test_what_names_no_day_is_none(text: str) -> None:
    assert days_named(text, TODAY) is None


@pytest.mark.parametrize(
    ("published", "admitted"),
    [("2024-04-09", False), ("2024-04-10", True), ("2024-04-12T23:00+02:00", True), ("2024-04-13", False),
     ("2024-04", True), ("2023", False), (None, False)],
)  # fmt: skip
def test_days_admit_what_lies_within_and_never_what_is_undated(
    article: Maker, published: str | None, admitted: bool
) -> None:
    limits = Limits(since=date(2024, 4, 10), until=date(2024, 4, 12))
    assert limits.admit(article("Text.", published=published)) is admitted


def test_publisher_is_the_whole_name(article: Maker) -> None:
    assert Limits(publisher="The Post").admit(article("Text.", publisher="The Post"))
    assert not Limits(publisher="The Post").admit(article("Text.", publisher="The Postman"))
    assert Limits().admit(article("Text."))


def test_speaker_is_known_by_name_or_role(article: Maker) -> None:
    made = article("The mayor, Tomas Reik, said no.")
    said = Statement((Span(23, 27),), (Span(28, 30),), Act.SAYS, Speech.INDIRECT, Span(0, 21), Span(11, 21), Span(0, 9))
    quote = Quote(made, Span(0, 31), 1.0, said)
    assert all(Limits(speaker=name).allow(quote) for name in ("tomas reik", "Reik", "mayor", ""))
    assert not any(Limits(speaker=name).allow(quote) for name in ("Tom", "Reik Senior", "?!"))
    assert not Limits(speaker="Reik").allow(Quote(made, Span(0, 31), 1.0))


@pytest.mark.model
def test_an_answer_keeps_to_its_limits(sample_index: NewsIndex) -> None:
    def asked(limits: Limits) -> list[Quote]:
        return list(sample_index.ask("who denied the strikes", ["default"], limits=limits).quotes)

    assert {q.speaker for q in asked(Limits(speaker="Veld"))} == {"Anton Veld"}
    assert {q.article.publisher for q in asked(Limits(publisher="Ostrand Courier (invented)"))} == {
        "Ostrand Courier (invented)"
    }
    days = {q.article.day for q in asked(Limits(since=date(2024, 1, 1)))}
    assert days
    assert all(day is not None and day >= "2024" for day in days)
    assert asked(Limits(speaker="Nobody Named So")) == []


@pytest.mark.model
def test_sources_keep_to_their_limits(sample_index: NewsIndex) -> None:
    found = sample_index.sources("strikes", ["default"], limits=Limits(until=date(2023, 12, 31)))
    assert found
    assert all(a.day is not None and a.day < "2024" for a in found)


@pytest.mark.parametrize(
    ("limits", "are_set"),
    [(Limits(), False), (Limits(publisher="P"), True), (Limits(speaker="S"), True), (Limits(since=date(2024, 1, 1)), True),
     (Limits(until=date(2024, 1, 1)), True)],
)  # fmt: skip
def test_whether_anything_is_limited_is_known(limits: Limits, are_set: bool) -> None:
    assert limits.are_set is are_set
