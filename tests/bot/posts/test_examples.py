"""What is written on an example is read from the message that holds it."""

from types import SimpleNamespace
from typing import Any

from bot.posts.examples import written_on


def test_a_button_is_known_by_what_its_click_carries() -> None:
    row: Any = SimpleNamespace(
        children=[SimpleNamespace(custom_id="example:0", label="one"), SimpleNamespace(label="x")]
    )
    message: Any = SimpleNamespace(components=[SimpleNamespace(), row])
    assert written_on(message, "example:0") == "one"
    assert written_on(message, "example:1") is None
    assert written_on(None, "example:0") is None
