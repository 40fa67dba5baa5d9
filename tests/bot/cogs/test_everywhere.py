"""The bot brought along by a person, in a server that has not invited it."""

from collections.abc import Iterator
from typing import Any
from unittest import mock

import discord
import pytest

from tests.bot.conftest import InlineWorker
from tests.bot.journeys import DENIED, Newsroom, labels, said

pytestmark = [pytest.mark.model, pytest.mark.simcord(settle_timeout=60)]

EVERYWHERE = {"ask", "verify", "source", "help", "Check this quote", "Find sources"}


@pytest.fixture
def room(simcord_env: Any) -> Newsroom:
    return Newsroom(simcord_env)


@pytest.fixture
def brought_along() -> Iterator[None]:
    with (
        mock.patch.object(discord.Interaction, "is_user_integration", return_value=True),
        mock.patch.object(discord.Interaction, "is_guild_integration", return_value=False),
    ):
        yield


async def test_what_a_person_may_bring_along_is_told_to_discord(simcord_env: Any) -> None:
    [request] = [r for r in simcord_env.http_requests if r.method == "PUT" and r.path.endswith("/commands")]
    brought = {c["name"] for c in request.json if c.get("integration_types") == [0, 1] and c["contexts"] == [0, 1, 2]}
    assert brought == EVERYWHERE


@pytest.mark.usefixtures("brought_along")
async def test_whoever_brings_the_bot_along_is_answered_alone_from_public_collections(
    room: Newsroom, worker: InlineWorker
) -> None:
    result = await room.member.slash(room.channel, "ask", question=DENIED)
    assert result.ephemeral
    assert "Anton Veld" in said(result)
    assert room.channel.history() == []
    collections = worker.asked[-1][1]
    assert f"guild-{room.guild.id}" not in collections


@pytest.mark.usefixtures("brought_along")
async def test_what_is_brought_along_keeps_nothing_of_the_server(room: Newsroom) -> None:
    result = await room.member.slash(room.channel, "ask", question="what is the capital of France")
    assert "do not answer this" in said(result)
    assert await room.env.bot.desk.guilds.gaps(room.guild.id) == []


@pytest.mark.usefixtures("brought_along")
async def test_a_message_of_any_server_is_checked_for_whoever_asks(room: Newsroom) -> None:
    words = "“Not one Dravian aircraft left the ground that night,” said Colonel Ilse Marren"
    message = await room.moderator.send(room.channel, words)
    result = await room.member.context_menu(room.channel, "Check this quote", message)
    assert result.ephemeral
    assert "**Exact" in said(result)
    assert "Share" in labels(result.response.message)
