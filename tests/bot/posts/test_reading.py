from types import SimpleNamespace
from typing import Any

from bot.posts.reading import texts_of


def test_all_texts_of_a_message_are_read() -> None:
    message: Any = SimpleNamespace(content="above", components=[SimpleNamespace(children=[])])
    assert texts_of(message) == ["above"]
