import pytest

from index.query.small_talk import is_small_talk


@pytest.mark.parametrize(
    "text", ["thanks!", "Hello there", "what can you do?", "merci beaucoup", "Good night everyone"]
)
def test_talk_with_the_bot_asks_nothing(text: str) -> None:
    assert is_small_talk(text)


@pytest.mark.parametrize(
    "text", ["who thanked the mayor", "what can you do about the flood", "help for Lissa", "", "???"]
)
def test_what_names_a_matter_is_a_question(text: str) -> None:
    assert not is_small_talk(text)
