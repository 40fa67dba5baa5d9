import pytest

from index.query.news import newest_of


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("any news", ""),
        ("News?", ""),
        ("latest", ""),
        ("latest news", ""),
        ("what's new", ""),
        ("whats new?", ""),
        ("what is the latest", ""),
        ("show me today's headlines", ""),
        ("any news today?", ""),
        ("any news about the ferry strike?", "the ferry strike"),
        ("what is the latest on Brey", "Brey"),
        ("is there any news from Tessin", "Tessin"),
        ("updates on the dam", "the dam"),
    ],
)
def test_what_is_new_is_asked_for_in_many_ways(text: str, topic: str) -> None:
    assert newest_of(text) == topic


@pytest.mark.parametrize(
    "text",
    [
        "what is new york known for",
        "who broke the news",
        "what did the news agency say about the dam",
        "did the latest poll favour Korin",
        "what happened in Tessin",
        "new dam in Brey",
        "who denied the strikes",
        "",
    ],
)
def test_what_only_has_such_a_word_asks_something_else(text: str) -> None:
    assert newest_of(text) is None
