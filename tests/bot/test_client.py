import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any
from unittest.mock import AsyncMock

import discord
import pytest
from discord.ext import commands

from bot import client
from bot.client import NewsBot, ShardedNewsBot, bot_of
from bot.cogs.moderation import SettingMenu, SettingSwitch
from bot.desk.desk import Parts
from bot.desk.shards import Shards
from bot.kept.answers import What
from bot.kept.guilds import GuildSettings
from bot.kept.leading import Alone
from bot.kept.shown import Judgements
from bot.posts.buttons import AnswerButton, QuoteMenu
from bot.posts.posting import laid_out
from bot.rendering.render import Page
from bot.settings import BotSettings
from index import Followed

pytestmark = [pytest.mark.model, pytest.mark.simcord(settle_timeout=60)]


async def test_bot_asks_for_no_privileged_intent_and_mentions_nobody(simcord_env: Any) -> None:
    intents = simcord_env.bot.intents
    assert not (intents.message_content or intents.members or intents.presences)
    assert simcord_env.bot.allowed_mentions.to_dict() == {"parse": [], "replied_user": False} or (
        simcord_env.bot.allowed_mentions.to_dict()["parse"] == []
    )


async def test_commands_are_told_to_discord(simcord_env: Any) -> None:
    [request] = [r for r in simcord_env.http_requests if r.method == "PUT" and r.path.endswith("/commands")]
    assert {c["name"] for c in request.json} == {
        "ask", "source", "sources", "statements", "verify", "library", "settings", "gaps", "help", "audit", "privacy", "watch", "timeline",
        "Check this quote", "Find sources", "Add to library",
    }  # fmt: skip
    assert all(len(c.get("description", "")) <= 100 for c in request.json)


async def test_buttons_are_registered_for_good(simcord_env: Any) -> None:
    words = simcord_env.bot.desk.languages.words("en")
    pages = [Page("a", words), Page("b", words)]
    view = laid_out(pages, 0, What.ANSWER, "0" * 16, private=False).view
    assert view.is_persistent()
    ids = [i.custom_id for i in view.walk_children() if isinstance(i, discord.ui.Button)]
    patterns = [item.__discord_ui_compiled_template__ for item in (AnswerButton, QuoteMenu, SettingMenu, SettingSwitch)]
    assert ids
    assert all(any(p.fullmatch(str(i)) for p in patterns) for i in ids)


async def test_feeds_that_are_due_are_polled(simcord_env: Any, writer: Any) -> None:
    bot = simcord_env.bot
    bot.desk._feeds = {
        "default": [Followed("https://a.example/", "default")],
        "guild-1": [Followed("https://b.example/", "guild-1", due=1e12)],
    }
    await bot.poll_feeds.coro(bot)
    assert writer.polled == [["default"]]


async def test_feeds_of_a_server_that_the_bot_has_left_are_polled_no_longer(simcord_env: Any, writer: Any) -> None:
    bot = simcord_env.bot
    bot.desk._feeds = {"guild-5": [Followed("https://a.example/", "guild-5")]}
    await bot.poll_feeds.coro(bot)
    assert writer.polled == []


async def test_a_loop_outlives_what_fails_inside(simcord_env: Any, worker: Any) -> None:
    bot = simcord_env.bot
    worker.fails = ValueError("broken")
    await bot.refresh_names.coro(bot)
    worker.fails = None
    await bot.refresh_names.coro(bot)
    assert bot.desk.names.titles(["default"])


async def test_what_is_old_is_deleted_at_every_look_at_names(simcord_env: Any, shown: Any, guilds: Any) -> None:
    shown.purge, guilds.purge = AsyncMock(), AsyncMock()
    await simcord_env.bot.refresh_names.coro(simcord_env.bot)
    assert (shown.purge.await_count, guilds.purge.await_count) == (1, 1)


async def test_all_that_is_held_on_a_server_goes_when_the_bot_leaves_it(
    simcord_env: Any, shown: Any, guilds: Any
) -> None:
    guild = simcord_env.create_guild("Newsroom")
    await guilds.choose(guild.id, GuildSettings(language="de"))
    await shown.judge("0" * 16, guild.id, 7, helpful=False, note="wrong")
    await simcord_env.bot.on_guild_remove(simcord_env.bot.get_guild(guild.id))
    assert guilds.settings(guild.id) == GuildSettings()
    assert await shown.judgements(guild.id) == Judgements(0, ())


@pytest.mark.breaks
async def test_whose_command_met_a_bug_is_told(simcord_env: Any, worker: Any) -> None:
    guild = simcord_env.create_guild("G")
    channel, alice = guild.create_text_channel("general"), guild.add_member(simcord_env.create_user("alice"))
    worker.fails = ValueError("broken")
    told = await alice.slash(channel, "sources", topic="rain")
    assert told.response.content == simcord_env.bot.desk.languages.words("en")("fail-broken")


class Agreed(Alone):
    """Agrees with others as the test says, and notes which buckets were held, and when each was let go."""

    def __init__(self, leads: bool = True) -> None:
        super().__init__()
        self.is_leader = leads
        self.held: list[int] = []
        self.left: list[int] = []

    async def leads(self) -> bool:
        return self.is_leader

    @asynccontextmanager
    async def identifying(self, bucket: int) -> AsyncIterator[None]:
        self.held.append(bucket)
        try:
            yield
        finally:
            self.left.append(bucket)


async def test_one_gateway_of_several_is_the_same_bot_for_its_shards(parts: Parts) -> None:
    bot = bot_of(BotSettings(), replace(parts, shards=Shards(2, 3, 16)))
    assert isinstance(bot, commands.AutoShardedBot) and isinstance(bot, NewsBot)
    assert (bot.shard_ids, bot.shard_count) == ([2, 3], 16)
    assert not bot.intents.message_content
    assert type(bot_of(BotSettings(), parts)) is NewsBot


async def test_a_bucket_of_discords_is_held_for_as_long_as_discord_wants(
    parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client, "IDENTIFY_SECONDS", 0.2)
    agreed = Agreed()
    bot = ShardedNewsBot(BotSettings(), replace(parts, shards=Shards(16, 17, 32), leading=agreed))
    told = {"session_start_limit": {"max_concurrency": 16}}
    monkeypatch.setattr(bot.http, "request", AsyncMock(return_value=told))
    for shard in (16, 17):
        await bot.before_identify_hook(shard)
    assert (agreed.held, agreed.left) == ([0, 1], [])
    await asyncio.sleep(0.4)
    assert agreed.left == [0, 1]


async def test_one_gateway_looks_at_the_feeds_of_all(simcord_env: Any, writer: Any) -> None:
    bot = simcord_env.bot
    bot.desk.shards = Shards(0, 0, 2)
    bot.desk.leading = Agreed(leads=False)
    await bot.poll_feeds.coro(bot)
    assert writer.polled == []
    bot.desk.leading = Agreed()
    await bot.desk.leading.serves([99, 5])
    due = Followed("https://a.example/", "guild-99")
    left = replace(due, collection="guild-7")
    bot.desk.in_own_turn = AsyncMock(return_value=[due, left, replace(due, collection="guild-5", due=1e12)])
    await bot.poll_feeds.coro(bot)
    assert writer.polled == [["guild-99"]]
