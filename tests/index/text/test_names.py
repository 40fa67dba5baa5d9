import pytest

from index import Act, Article, Quote, Span, Speech, Statement
from index.text.names import each_person_once, is_by

TEXT = "Anton Veld, the foreign minister, denied it."
SAID = Statement((Span(34, 40),), (Span(41, 43),), Act.DENIES, Speech.INDIRECT, Span(0, 10), Span(0, 10), Span(12, 32))


@pytest.mark.parametrize(
    ("speaker", "by"),
    [
        ("Veld", True),
        ("Anton Veld", True),
        ("Minister Veld", True),
        ("Foreign Minister", True),
        ("Marren", False),
        ("", None),
    ],
)
def test_a_quote_is_by_whom_its_name_words_or_role_name(speaker: str, by: bool | None) -> None:
    article = Article("a", "default", TEXT, (), "", "P")
    assert is_by(speaker, Quote(article, Span(0, len(TEXT)), 1.0, SAID)) is by


def test_whose_a_quote_is_may_be_unknown() -> None:
    article = Article("a", "default", TEXT, (), "", "P")
    assert is_by("Veld", Quote(article, Span(0, len(TEXT)), 1.0, None)) is None


@pytest.mark.parametrize(
    ("names", "once"),
    [
        (["Joren Bide", "President Joren Bide", "Bide", "J. Bide"], ["Joren Bide"]),
        (["Bide", "Mara Voss", "Joren R. Bide", "Joren Bide"], ["Joren Bide", "Mara Voss"]),
        (["Bide", "Joren Bide", "Jana Holt Bide"], ["Bide", "Joren Bide", "Jana Holt Bide"]),
        (["the ministry", "Dravia's ministry", "ministry"], ["the ministry", "Dravia's ministry", "ministry"]),
        (["Bank of Brey", "Brey", "Dale Brey and Ida Brey"], ["Bank of Brey", "Brey", "Dale Brey and Ida Brey"]),
        ([], []),
    ],
)
def test_each_person_goes_by_one_name(names: list[str], once: list[str]) -> None:
    assert each_person_once(names) == once
