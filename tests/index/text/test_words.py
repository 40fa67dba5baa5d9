import pytest

from index.text.words import content_words


@pytest.mark.parametrize(
    ("text", "matter"),
    [
        ("Who denied the strikes?", "denied strikes"),
        ("what did the mayor’s office say", "mayor’s office say"),
        ("who is he", "who is he"),
        ("", ""),
    ],
)
def test_the_words_that_carry_the_matter_are_kept_or_all_where_none_does(text: str, matter: str) -> None:
    assert content_words(text) == matter
