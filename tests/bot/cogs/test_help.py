"""/help, and the greeting where the bot arrives."""

from typing import Any

import pytest

from tests.bot.journeys import Newsroom, said, shown_text

pytestmark = [pytest.mark.model, pytest.mark.simcord(settle_timeout=60)]


@pytest.fixture
def room(simcord_env: Any) -> Newsroom:
    return Newsroom(simcord_env)


async def test_help_is_for_whoever_asks_alone(room: Newsroom) -> None:
    result = await room.member.slash(room.channel, "help")
    assert result.ephemeral
    assert "by quoting it" in said(result)


async def test_a_server_is_greeted_once_where_the_bot_may_write(room: Newsroom) -> None:
    guild = room.env.bot.get_guild(room.guild.id)
    room.env.bot.dispatch("guild_join", guild)
    await room.env.settle()
    [greeting] = room.channel.history()
    assert "by quoting it" in shown_text(greeting)


async def test_whoever_may_write_to_nobody_greets_nobody(room: Newsroom) -> None:
    guild = room.env.create_guild("Silent")
    room.env.bot.dispatch("guild_join", room.env.bot.get_guild(guild.id))
    await room.env.settle()
    assert room.channel.history() == []
