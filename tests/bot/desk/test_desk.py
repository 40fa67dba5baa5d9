import asyncio
from types import SimpleNamespace
from typing import Any

import discord
import pytest

from bot.desk.desk import LAST_DELETED, LAST_SEEN
from bot.desk.names import names_of
from bot.kept.guilds import GuildSettings
from index import Title

pytestmark = [pytest.mark.model, pytest.mark.simcord(settle_timeout=60)]


async def test_titles_are_only_those_a_place_may_read(simcord_env: Any) -> None:
    bot = simcord_env.bot
    guild = simcord_env.create_guild("G")
    named = {f"guild-{guild.id}": "own", "guild-1": "foreign", "default": "public"}
    for collection, n in named.items():
        bot.desk.names.keep(collection, names_of([Title(n, n, n, None)], [n], [n]))
    for names in (bot.desk.names.titles, bot.desk.names.publishers, bot.desk.names.speakers):
        assert [n.value for n in names(bot.desk.readable(guild.id))] == ["own", "public"]
        assert [n.value for n in names(bot.desk.readable(None))] == ["public"]


async def test_a_server_reads_only_the_public_collections_it_chose(simcord_env: Any) -> None:
    bot, guild = simcord_env.bot, simcord_env.create_guild("G")
    assert bot.desk.readable(guild.id) == (f"guild-{guild.id}", "default")
    await bot.desk.guilds.choose(guild.id, GuildSettings(collections=()))
    assert bot.desk.readable(guild.id) == (f"guild-{guild.id}",)
    assert bot.desk.readable(None) == ("default",)


async def test_an_interaction_that_comes_twice_is_new_once_and_only_the_latest_are_remembered(simcord_env: Any) -> None:
    bot = simcord_env.bot
    assert [bot.desk.seen.add(n) for n in (1, 1, 2, 1)] == [True, False, True, False]
    for number in range(LAST_SEEN + 1):
        bot.desk.seen.add(-number)
    assert len(bot.desk.seen) == LAST_SEEN
    assert bot.desk.seen.add(1)


async def test_what_is_owed_is_finished_before_the_bot_stops_and_nothing_more_is_taken(simcord_env: Any) -> None:
    bot = simcord_env.bot
    guild = simcord_env.create_guild("Newsroom")
    channel, alice = guild.create_text_channel("general"), guild.add_member(simcord_env.create_user("alice"))
    bot.desk.owed.owe(1)
    stopping = asyncio.create_task(bot.desk.finish(1000.0))
    await asyncio.sleep(0)
    await alice.send(channel, f"<@{bot.user.id}> who denied the strikes")
    assert "being restarted" in channel.last_message.content
    assert not stopping.done()
    bot.desk.owed.paid(1)
    await stopping


async def test_the_bots_own_jobs_take_turns_like_anybodys(simcord_env: Any) -> None:
    bot, waited = simcord_env.bot, []
    turns_of = bot.desk.turns.of

    def noted(*whose: int, **how: bool) -> Any:
        waited.append((whose, how))
        return turns_of(*whose, **how)

    bot.desk.turns.of = noted
    await bot.refresh_names.coro(bot)
    assert ((0, 0), {"is_counted": False}) in waited
    assert all(whose == (0, 0) for whose, _ in waited)


async def test_whoever_types_too_fast_is_offered_nothing(simcord_env: Any) -> None:
    bot, typing = simcord_env.bot, discord.InteractionType.autocomplete
    keys = [SimpleNamespace(id=n, client=bot, type=typing, user=SimpleNamespace(id=7)) for n in range(7)]
    assert [await bot.tree.interaction_check(key) for key in keys] == [True] * 5 + [False] * 2


async def test_only_the_latest_deleted_messages_are_remembered(simcord_env: Any) -> None:
    for n in range(LAST_DELETED + 2):
        await simcord_env.bot.on_raw_message_delete(SimpleNamespace(message_id=n))
    assert list(simcord_env.bot.desk.deleted._ids) == list(range(2, LAST_DELETED + 2))


@pytest.mark.parametrize(("chosen", "spoken"), [("", "de"), ("fr", "fr")])
async def test_a_server_that_chose_no_language_is_spoken_to_in_its_own(
    simcord_env: Any, guilds: Any, chosen: str, spoken: str
) -> None:
    await guilds.choose(5, GuildSettings(language=chosen))
    server = SimpleNamespace(id=5, preferred_locale=discord.Locale.german)
    message = SimpleNamespace(guild=server, author=SimpleNamespace(id=7), channel=SimpleNamespace(id=3))
    assert simcord_env.bot.desk.place_of(message).words("holds-nothing") == simcord_env.bot.desk.languages.words(
        spoken
    )("holds-nothing")


async def test_months_are_offered_the_latest_first(simcord_env: Any) -> None:
    titles = [Title(str(n), "t", "p", day) for n, day in enumerate(["2023-05-01", "2024-02-03", "2023-05-09"])]
    simcord_env.bot.desk.names.keep("default", names_of(titles, [], []))
    assert simcord_env.bot.desk.names.months(["default"]) == ["2024-02", "2023-05"]
