"""What the bot says of itself, and the examples it offers."""

from dataclasses import replace
from typing import Any

import pytest

from bot.kept.guilds import GuildSettings
from bot.posts.posting import LABEL_CHARACTERS
from bot.posts.welcoming import examples, holdings
from tests.bot.journeys import Newsroom, labels, said, shown_text

pytestmark = [pytest.mark.model, pytest.mark.simcord(settle_timeout=60)]


@pytest.fixture
async def room(simcord_env: Any) -> Newsroom:
    await simcord_env.bot.refresh_names.coro(simcord_env.bot)
    return Newsroom(simcord_env)


@pytest.mark.parametrize("greeting", ["", "hi!", "thanks", "what can you do?"])
async def test_who_greets_is_told_what_to_ask_and_nothing_is_counted(room: Newsroom, greeting: str) -> None:
    desk = room.env.bot.desk
    await desk.guilds.choose(room.guild.id, GuildSettings(keeps_questions=True))
    answer = await room.ask(greeting)
    assert "by quoting it" in shown_text(answer)
    assert len(labels(answer)) == 3
    assert b'outcome="' not in desk.metrics.metrics()
    assert await desk.guilds.gaps(room.guild.id) == []


async def test_an_example_asks_what_is_written_on_it_for_whoever_clicks(room: Newsroom) -> None:
    answer = await room.ask("hello")
    question = labels(answer)[0]
    result = await room.moderator.click(answer, label=question)
    assert result.ephemeral
    assert f"Asked: {question}" in said(result).replace("\\", "")
    assert "-# ¹ **" in said(result)


async def test_holdings_tell_how_many_of_when_and_by_whom(room: Newsroom) -> None:
    place = room.env.bot.desk.place_of(await room.ask("hello"))
    told = holdings(room.env.bot.desk, place)
    assert "articles" in told
    assert "2023-03 to 2024-06" in told
    assert "Ostrand Courier" in told
    assert all(len(q) <= LABEL_CHARACTERS for q in examples(room.env.bot.desk, place))


async def test_an_empty_library_says_how_to_fill_it(room: Newsroom) -> None:
    desk = room.env.bot.desk
    place = desk.place_in(room.env.bot.get_guild(room.guild.id), room.env.bot.get_channel(room.channel.id))
    assert "/library add" in holdings(desk, replace(place, collections=("nothing",)))
