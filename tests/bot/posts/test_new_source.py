"""Journeys through the button that asks for a source: for who may add, and what comes of it."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.kept.guilds import Did, Guilds
from index import NewsIndex
from tests.bot.conftest import InlineWorker
from tests.bot.journeys import RAIN, Newsroom, labels, said
from tests.index.sources.web import Web

pytestmark = pytest.mark.simcord(settle_timeout=60)


@pytest.fixture
def worker(open_index: Callable[..., NewsIndex]) -> InlineWorker:
    return InlineWorker(open_index())


@pytest.fixture
def room(simcord_env: Any) -> Newsroom:
    return Newsroom(simcord_env)


async def greeted(room: Newsroom) -> Any:
    room.env.bot.dispatch("guild_join", room.env.bot.get_guild(room.guild.id))
    await room.env.settle()
    return room.channel.last_message


async def test_a_new_server_is_offered_to_add_a_source_and_what_is_given_is_added(
    room: Newsroom, web: Web, guilds: Guilds
) -> None:
    web.pages["/rain.txt"] = RAIN.encode()
    greeting = await greeted(room)
    assert labels(greeting)[-1] == "Add a source"
    asked = await room.manager.click(greeting, label="Add a source")
    given = await room.manager.submit_modal(asked, {"links": f"  {web.root}/rain.txt and nothing else"})
    assert "1 added" in said(given)
    assert [c.did for c in await guilds.changes(room.guild.id)] == [Did.ADDED]


async def test_who_may_not_add_is_told_so(room: Newsroom) -> None:
    refused = await room.member.click(await greeted(room), label="Add a source")
    assert refused.modal is None
    assert "can add to its library" in said(refused)


async def test_who_gives_nothing_is_told_so(room: Newsroom) -> None:
    asked = await room.manager.click(await greeted(room), label="Add a source")
    assert "Give me a link" in said(await room.manager.submit_modal(asked, {"links": "ftp files"}))


async def test_help_offers_it_to_those_alone_who_may_add(room: Newsroom) -> None:
    offered = [
        "Add a source" in labels((await who.slash(room.channel, "help")).response.message)
        for who in (room.manager, room.member)
    ]
    assert offered == [True, False]
