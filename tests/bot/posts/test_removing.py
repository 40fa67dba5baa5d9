"""Journeys through taking articles out: an add again, and what was asked to be removed."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.kept.guilds import Guilds, GuildSettings
from index import NewsIndex
from tests.bot.conftest import InlineWorker
from tests.bot.journeys import Newsroom, custom_ids, said

pytestmark = pytest.mark.simcord(settle_timeout=60)


@pytest.fixture
def worker(open_index: Callable[..., NewsIndex]) -> InlineWorker:
    return InlineWorker(open_index())


@pytest.fixture
def room(simcord_env: Any) -> Newsroom:
    return Newsroom(simcord_env)


async def test_an_add_is_undone_once_by_whoever_added(
    room: Newsroom, rain: str, worker: InlineWorker, guilds: Guilds
) -> None:
    own = f"guild-{room.guild.id}"
    result = await room.manager.slash(room.channel, "library add", link=rain)
    undone = await room.manager.click(result.response.message, label="Undo")
    assert "Removed: one article" in said(undone)
    assert worker.index.count([own])["articles"] == 0
    assert [c.did for c in await guilds.changes(room.guild.id)] == ["removed", "added"]
    assert "no longer kept" in said(await room.manager.click(result.response.message, label="Undo"))


async def test_an_add_whose_adder_was_forgotten_is_not_undone(room: Newsroom, rain: str, worker: InlineWorker) -> None:
    result = await room.manager.slash(room.channel, "library add", link=rain)
    [undo] = [i for i in custom_ids(result.response.message) if i.startswith("take-out:")]
    desk = room.env.bot.desk
    kept = await desk.shown.find(undo.split(":")[1], room.guild.id, room.channel.id)
    assert kept is not None
    assert kept.asker == room.manager.id
    assert await desk.shown.find(undo.split(":")[1], None, room.channel.id) is None
    await desk.shown.forget_asker(room.manager.id)
    assert "no longer kept" in said(await room.manager.click(result.response.message, label="Undo"))
    assert worker.index.count([f"guild-{room.guild.id}"])["articles"] == 1


async def test_whoever_lost_the_right_meanwhile_removes_nothing(
    room: Newsroom, rain: str, worker: InlineWorker, guilds: Guilds
) -> None:
    own, role = f"guild-{room.guild.id}", room.guild.create_role("removers")
    named = room.guild.add_member(room.env.create_user("named"), roles=[role])
    await guilds.choose(room.guild.id, GuildSettings(removers=(role.id,)))
    await room.manager.slash(room.channel, "library add", link=rain)
    [choice] = await named.autocomplete(room.channel, "library remove", "article", "rain")
    asked = await named.slash(room.channel, "library remove", article=choice["value"])
    await guilds.choose(room.guild.id, GuildSettings())
    assert "may manage this server" in said(await named.click(asked.response.message, label="Remove"))
    assert worker.index.count([own])["articles"] == 1
