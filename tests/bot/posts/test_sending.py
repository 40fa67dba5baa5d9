from types import SimpleNamespace
from typing import Any

import discord
import pytest

from bot.kept.answers import What
from bot.posts.posting import laid_out
from bot.posts.sending import _sent, lacking_right
from tests.bot.posts.pages import KEY, page, quote


@pytest.mark.parametrize(
    ("granted", "in_thread", "lacks"),
    [
        ({"view_channel": True, "send_messages": True}, False, None),
        ({"view_channel": True}, False, "send_messages"),
        ({"send_messages": True}, False, "view_channel"),
        ({"view_channel": True, "send_messages": True}, True, "send_messages_in_threads"),
        ({"view_channel": True, "send_messages_in_threads": True}, True, None),
    ],
)
def test_the_right_that_is_lacking_is_named(granted: dict[str, bool], in_thread: bool, lacks: str | None) -> None:
    kind = type("Channel", (discord.Thread if in_thread else SimpleNamespace,), {"__init__": lambda _: None})
    channel: Any = kind()
    channel.permissions_for = lambda _: discord.Permissions(**granted)
    message: Any = SimpleNamespace(guild=SimpleNamespace(me=None), channel=channel)
    assert lacking_right(message) == lacks
    assert lacking_right(SimpleNamespace(guild=None, channel=channel)) is None  # type: ignore[arg-type]


async def test_classic_text_shows_no_preview_of_links() -> None:
    sent: list[dict[str, Any]] = []

    async def answered(**parts: Any) -> Any:
        sent.append(parts)
        if "view" in parts:
            response: Any = SimpleNamespace(status=400, reason="Bad Request")
            raise discord.HTTPException(response, {"code": 50035, "message": "Invalid Form Body"})
        return SimpleNamespace(id=5)

    message: Any = SimpleNamespace(id=3, guild=None, reply=answered, channel=SimpleNamespace(send=answered))
    await _sent(message, laid_out([page(quote())], 0, What.ANSWER, KEY, private=False))
    assert sent[-1]["suppress_embeds"] is True
