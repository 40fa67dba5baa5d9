from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import Article, DateBasis
from index.publication import extent_of, publication

SHAPED = st.from_regex(r"\A[0-9]{0,4}-?[0-9]{0,2}-?[0-9]{0,2}(T[0-9:.+Z-]{0,20})?\Z")


@pytest.mark.parametrize(
    ("words", "known"),
    [
        ("2016", "2016"),
        ("2016-03", "2016-03"),
        ("2016-03-01", "2016-03-01"),
        ("2016-03-01T09:30+02:00", "2016-03-01T09:30+02:00"),
        ("2016-03-01T09:30:05.123Z", "2016-03-01T09:30:05.123Z"),
        ("2016-03-01T25:99", "2016-03-01"),
        ("2016-03-01Tnoon", "2016-03-01"),
        ("0000-00-00T00:00:00", None),
        ("2024-13-45T00:00:00", None),
        ("2024-02-30", None),
        ("2024-00", None),
        ("1066-10-14", None),
        ("Sun, 03 Sep 2023 10:00:00 GMT", None),
        ("٢٠٢٤-٠١-٠١", None),
        ("2024-01-01\n", None),
        ("", None),
        (None, None),
    ],
)
def test_a_publication_date_is_a_real_day_or_none(words: str | None, known: str | None) -> None:
    assert publication(words) == known


@given(st.one_of(st.text(), SHAPED))
def test_whatever_is_stated_an_article_can_hold_what_is_made_of_it(words: str) -> None:
    known = publication(words)
    basis = DateBasis.STATED if known else DateBasis.UNKNOWN
    held = Article("a", "default", "Rain.", (), published=known, published_basis=basis)
    if known:
        extent = extent_of(known)
        assert extent.first <= extent.last
        assert publication(known) == known
        assert held.day is not None


def test_a_month_and_a_year_reach_from_their_first_to_their_last_day() -> None:
    assert extent_of("2024-02") == (date(2024, 2, 1), date(2024, 2, 29))
    assert extent_of("2023-12") == (date(2023, 12, 1), date(2023, 12, 31))
    assert extent_of("2016") == (date(2016, 1, 1), date(2016, 12, 31))
    assert extent_of("2016-03-01T23:59") == (date(2016, 3, 1), date(2016, 3, 1))


@pytest.mark.parametrize("published", ["0000-00-00T00:00:00", "Sun, 03 Sep 2023", "2024-02-30"])
def test_no_article_holds_what_is_no_date(published: str) -> None:
    with pytest.raises(ValueError, match="not a publication date"):
        Article("a", "default", "Rain.", (), published=published, published_basis=DateBasis.STATED)
    with pytest.raises(ValueError, match="is not known in this way"):
        Article("a", "default", "Rain.", (), published="2024-03-01")
