import pytest

from index import DateBasis
from index.sources.formats.dates import as_stated, date_of_page, parse_date
from index.sources.formats.layout import mark_blocks


@pytest.mark.parametrize(
    ("words", "iso"),
    [
        ("2023-03-15", "2023-03-15"),
        ("2023-03-15T08:00:00Z", "2023-03-15"),
        ("2023-03", "2023-03"),
        ("March 2, 2023", "2023-03-02"),
        ("Published: Sept. 9th, 2024", "2024-09-09"),
        ("2 March 2023", "2023-03-02"),
        ("Wed 15 Mar 2023 07:11", "2023-03-15"),
        ("31 February 2023", None),
        ("2023-13-01", None),
        ("Publié le 1er mars 2023", "2023-03-01"),
        ("15. marts 2023", "2023-03-15"),
        ("15 de março de 2023", "2023-03-15"),
        ("15 марта 2023 г.", "2023-03-15"),
        ("2023年3月15日", "2023-03-15"),
        ("15 listopada 2023", None),
        ("tomorrow", None),
        ("", None),
    ],
)
def test_parse_date(words: str, iso: str | None) -> None:
    assert parse_date(words) == iso


@pytest.mark.parametrize(
    ("words", "iso"),
    [
        ("2023-03-15 08:00:00Z", "2023-03-15T08:00:00Z"),
        ("2023-03-15T08:00:00.1234567Z", "2023-03-15T08:00:00.123456Z"),
        ("2023-03-15T28:00:00Z", "2023-03-15"),
        ("0000-00-00T00:00:00", None),
        ("2024-02-30T10:00", None),
        ("Sun, 03 Sep 2023 10:00:00 GMT", "2023-09-03T10:00:00+00:00"),
    ],
)
def test_what_is_stated_is_a_real_day_as_precisely_as_it_is_given(words: str, iso: str | None) -> None:
    assert as_stated(words) == iso


def dated(text: str) -> tuple[str | None, DateBasis]:
    return date_of_page(text, mark_blocks(text))


BODY = "The jets struck on Tuesday, said the ministry, which gave no figures of its own."


def test_line_of_a_date_near_the_top_states_it() -> None:
    assert dated(f"A title here\n\n15 March 2023, 10:20\n\n{BODY}") == ("2023-03-15", DateBasis.STATED)


@pytest.mark.parametrize("line", ["Remembering the March 3, 1998 massacre", "The 2010-12 crisis revisited"])
def test_line_that_speaks_of_a_date_does_not_state_it(line: str) -> None:
    assert dated(f"{line}\n\n{BODY}") == (None, DateBasis.UNKNOWN)


@pytest.mark.parametrize("line", ["Published: 15 March 2023 10:20 GMT", "Wed, Mar 15, 2023 at 7:11 am", "2023-03-15"])
def test_lines_that_state_a_date(line: str) -> None:
    assert dated(f"A title here\n\n{line}\n\n{BODY}") == ("2023-03-15", DateBasis.STATED)


def test_page_without_a_date_is_undated() -> None:
    assert dated(f"A title here\n\n{BODY} It was the worst since March 2, 2015.") == (None, DateBasis.UNKNOWN)


def test_caption_date_counts_where_the_body_speaks_of_its_weekday() -> None:
    caption = "People look at the damage, February 7, 2017. (Photo by Wire)"
    assert dated(f"{BODY}\n\n{caption}\n\n{BODY}") == ("2017-02-07", DateBasis.CAPTION)


def test_caption_of_an_older_picture_does_not_date_the_article() -> None:
    assert dated(f"{BODY}\n\nA jet on March 16, 2016. (Photo by Wire)") == (None, DateBasis.UNKNOWN)
