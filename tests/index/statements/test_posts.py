import pytest

from index import Speech
from tests.index.statements.articles import read, told

pytestmark = pytest.mark.model

POST = "Nobody asked me before the kiln was sold. Ask the people who signed."


@pytest.mark.parametrize("between", ["\n\n", " ", "\n"])
def test_an_embedded_post_is_its_authors(between: str) -> None:
    text = (
        f"The potter answered on Sunday.\n\n{POST}{between}— Ilka Dorn (@ilka_dorn) March 3, 2024\n\nThe sale stands."
    )
    assert told(text) == [("Ilka Dorn", "says", [POST[:-1]])]
    _, found = read(text)
    assert [s.speech for s in found] == [Speech.DIRECT]


def test_the_links_of_a_post_are_no_words_of_it() -> None:
    text = f"{POST} https://t.example/x pic.example/y — Ilka Dorn (@ilka) March 3, 2024"
    assert told(text) == [("Ilka Dorn", "says", [POST[:-1]])]


def test_a_name_in_brackets_without_a_handle_signs_nothing() -> None:
    assert told(f"{POST}\n\n— Ilka Dorn (potter) March 3, 2024") == []


def test_a_signature_with_nothing_before_it_is_no_statement() -> None:
    assert told("— Ilka Dorn (@ilka) March 3, 2024") == []
