from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import Article
from index.query.periods import FIRST, LAST, period_of, without_relative_time, without_time

TODAY = date(2024, 4, 17)


def day(text: str) -> date:
    return {"first": FIRST, "last": LAST}.get(text) or date.fromisoformat(text)


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("who denied the strikes in March 2023", "who denied the strikes"),
        ("what happened last week in Brey", "what happened in Brey"),
        ("who won between 1990 and 1995?", "who won ?"),
        ("who denied the strikes", "who denied the strikes"),
    ],
)
def test_time_is_left_out_of_a_question(text: str, bare: str) -> None:
    assert without_time(text) == bare


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("who denied the strikes in 2023", "2023-01-01", "2023-12-31"),
        ("what happened in March 2023", "2023-03-01", "2023-03-31"),
        ("what happened in February 2024?", "2024-02-01", "2024-02-29"),
        ("what happened on 15 March 2023", "2023-03-15", "2023-03-15"),
        ("what happened on the 15th of March 2023", "2023-03-15", "2023-03-15"),
        ("what happened on March 15, 2023", "2023-03-15", "2023-03-15"),
        ("what happened on 2023-03-15", "2023-03-15", "2023-03-15"),
        ("what happened in March", "2024-03-01", "2024-03-31"),
        ("what happened in May", "2023-05-01", "2023-05-31"),
        ("what was said in the 1990s", "1990-01-01", "1999-12-31"),
        ("who spoke since March 2023", "2023-03-01", "2024-04-17"),
        ("who spoke after 2022", "2023-01-01", "last"),
        ("who spoke before 2023", "first", "2022-12-31"),
        ("who spoke until March 2023", "first", "2023-03-31"),
        ("who spoke between 2015 and 2016", "2015-01-01", "2016-12-31"),
        ("what did he say yesterday", "2024-04-16", "2024-04-16"),
        ("what did he say today", "2024-04-17", "2024-04-17"),
        ("what did he say last week", "2024-04-08", "2024-04-14"),
        ("what did he say this week", "2024-04-15", "2024-04-17"),
        ("what did he say last month", "2024-03-01", "2024-03-31"),
        ("what did he say last year", "2023-01-01", "2023-12-31"),
        ("what did he say this year", "2024-01-01", "2024-04-17"),
        ("what did he say in the last 10 days", "2024-04-07", "2024-04-17"),
        ("what did he say on Monday", "2024-04-15", "2024-04-15"),
        ("what did he say on Wednesday", "2024-04-10", "2024-04-10"),
        ("what did he say two weeks ago or 2 weeks ago", "2024-03-31", "2024-04-06"),
    ],
)
def test_period(text: str, first: str, last: str) -> None:
    period = period_of(text, TODAY)
    assert period is not None
    assert (period.first, period.last) == (day(first), day(last))


@pytest.mark.parametrize(
    "text",
    ["who denied the strikes", "who won 2016 seats", "may he go", "the march of the guards", "on 31 February 2023"],
)
def test_what_names_no_time_has_no_period(text: str) -> None:
    assert period_of(text, TODAY) is None


@pytest.mark.parametrize(
    ("text", "is_wish", "words"),
    [
        ("what did he say last week", True, "last week"),
        ("what did he say on Monday", True, "on Monday"),
        ("who flew in May", True, "in May"),
        ("who flew on 3 May", True, "on 3 May"),
        ("who flew in May 2023", False, "in May 2023"),
        ("who flew on 2023-05-03", False, "on 2023-05-03"),
        ("who spoke before the 2018 final", True, "before the 2018"),
        ("who spoke before 2018", False, "before 2018"),
        ("who spoke in the 1990s", False, "in the 1990s"),
        ("who spoke between 2015 and 2016", False, "between 2015 and 2016"),
    ],
)
def test_a_time_without_a_year_or_of_an_event_is_a_wish(text: str, is_wish: bool, words: str) -> None:
    period = period_of(text, TODAY)
    assert period is not None
    assert (period.is_wish, period.words) == (is_wish, words)


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("who resigned this week", "who resigned"),
        ("Yesterday who resigned?", "who resigned?"),
        ("who resigned on Tuesday", "who resigned on Tuesday"),
        ("who resigned in May", "who resigned in May"),
        ("who wrote to USA Today", "who wrote to USA Today"),
        ("who won between 1990 and 1995 last week", "who won between 1990 and 1995 last week"),
    ],
)
def test_words_that_no_article_of_that_time_says_are_left_out(text: str, bare: str) -> None:
    assert without_relative_time(text) == bare


@pytest.mark.parametrize(
    ("asked", "published", "words", "is_met"),
    [
        ("in April", "2024-04-02", "", True),
        ("in April", "2021-06-02", "It fell in April.", True),
        ("in April", "2021-06-02", "It fell in March.", False),
        ("on Tuesday", "2021-06-02", "He said on Tuesday that it fell.", True),
        ("on Tuesday", "2021-06-02", "He said on Monday that it fell.", False),
        ("last week", "2021-06-02", "", False),
        ("last week", None, "", False),
    ],
)
def test_a_wish_is_met_by_an_articles_day_or_by_its_words_and_admits_all(
    article: Callable[..., Article], asked: str, published: str | None, words: str, is_met: bool
) -> None:
    period = period_of(f"who denied it {asked}", TODAY)
    assert period is not None
    made = article("text", published=published)
    assert period.is_met(made, words) is is_met
    assert period.admits(made, words)


@given(st.text(max_size=80), st.dates())
def test_any_text_on_any_day_is_read(text: str, today: date) -> None:
    period_of(text, today)


@pytest.mark.parametrize(
    ("published", "words", "admits"),
    [
        ("2023-06-01", "", True),
        ("2024-01-02", "", True),
        ("2024-03-01", "", False),
        ("2022-12-30", "", False),
        ("2024-03-01", "In 2023 he denied it.", True),
        ("2023-03", "", True),
        ("2023", "", True),
        (None, "", True),
    ],
)
def test_article_is_admitted_by_its_date_or_by_naming_the_year(
    article: Callable[..., Article], published: str | None, words: str, admits: bool
) -> None:
    period = period_of("who denied it in 2023", TODAY)
    assert period is not None
    assert period.admits(article("text", published=published), words) is admits
