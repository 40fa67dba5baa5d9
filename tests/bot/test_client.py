import asyncio
from types import SimpleNamespace
from typing import Any

import discord
import pytest

from bot.cogs.moderation import SettingMenu, SettingSwitch
from bot.desk.desk import LAST_DELETED, LAST_SEEN
from bot.desk.names import names_of
from bot.kept.answers import What
from bot.kept.guilds import GuildSettings
from bot.posts.buttons import AnswerButton, QuoteMenu
from bot.posts.posting import laid_out
from bot.rendering.render import Page
from index import Followed, Title

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
        "ask", "source", "sources", "statements", "verify", "library", "settings", "gaps", "audit", "privacy",
        "Check this quote", "Find sources", "Add to library",
    }  # fmt: skip
    assert all(len(c.get("description", "")) <= 100 for c in request.json)


async def test_titles_are_only_those_a_place_may_read(simcord_env: Any) -> None:
    bot = simcord_env.bot
    guild = simcord_env.create_guild("G")
    named = {f"guild-{guild.id}": "own", "guild-1": "foreign", "default": "public"}
    for collection, n in named.items():
        bot.desk.names.keep(collection, names_of([Title(n, n, n, None)], [n]))
    for names in (bot.desk.names.titles, bot.desk.names.publishers, bot.desk.names.speakers):
        assert [n.value for n in names(bot.desk.readable(guild.id))] == ["own", "public"]
        assert [n.value for n in names(bot.desk.readable(None))] == ["public"]


async def test_buttons_are_registered_for_good(simcord_env: Any) -> None:
    words = simcord_env.bot.desk.languages.words("en")
    pages = [Page("a", words), Page("b", words)]
    view = laid_out(pages, 0, What.ANSWER, "0" * 16, private=False).view
    assert view.is_persistent()
    ids = [i.custom_id for i in view.walk_children() if isinstance(i, discord.ui.Button)]
    patterns = [item.__discord_ui_compiled_template__ for item in (AnswerButton, QuoteMenu, SettingMenu, SettingSwitch)]
    assert ids
    assert all(any(p.fullmatch(i) for p in patterns) for i in ids)


async def test_a_server_reads_only_the_public_collections_it_chose(simcord_env: Any) -> None:
    bot, guild = simcord_env.bot, simcord_env.create_guild("G")
    assert bot.desk.readable(guild.id) == (f"guild-{guild.id}", "default")
    bot.desk.guilds.choose(guild.id, GuildSettings(collections=()))
    assert bot.desk.readable(guild.id) == (f"guild-{guild.id}",)
    assert bot.desk.readable(None) == ("default",)


async def test_feeds_that_are_due_are_polled(simcord_env: Any, writer: Any) -> None:
    bot = simcord_env.bot
    bot.desk._feeds = {
        "default": [Followed("https://a.example/", "default")],
        "guild-1": [Followed("https://b.example/", "guild-1", due=1e12)],
    }
    await bot.poll_feeds.coro(bot)
    assert writer.polled == [["default"]]


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


async def test_a_loop_outlives_what_fails_inside(simcord_env: Any, worker: Any) -> None:
    bot = simcord_env.bot
    worker.fails = ValueError("broken")
    await bot.refresh_names.coro(bot)
    worker.fails = None
    await bot.refresh_names.coro(bot)
    assert bot.desk.names.titles(["default"])


async def test_what_is_old_is_deleted_at_every_look_at_names(simcord_env: Any, shown: Any, guilds: Any) -> None:
    purged: list[str] = []
    shown.purge, guilds.purge = (lambda: purged.append("shown")), (lambda: purged.append("guilds"))
    await simcord_env.bot.refresh_names.coro(simcord_env.bot)
    assert purged == ["shown", "guilds"]


async def test_all_that_is_held_on_a_server_goes_when_the_bot_leaves_it(
    simcord_env: Any, shown: Any, guilds: Any
) -> None:
    guild = simcord_env.create_guild("Newsroom")
    guilds.choose(guild.id, GuildSettings(language="de"))
    shown.judge("0" * 16, guild.id, 7, helpful=False, note="wrong")
    await simcord_env.bot.on_guild_remove(simcord_env.bot.get_guild(guild.id))
    assert guilds.settings(guild.id) == GuildSettings()
    assert shown.judgements(guild.id) == (0, 0, [])


async def test_the_bots_own_jobs_take_turns_like_anybodys(simcord_env: Any) -> None:
    bot, waited = simcord_env.bot, []
    turns_of = bot.desk.turns.of
    bot.desk.turns.of = lambda *whose, **how: waited.append((whose, how)) or turns_of(*whose, **how)
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
    guilds.choose(5, GuildSettings(language=chosen))
    server = SimpleNamespace(id=5, preferred_locale=discord.Locale.german)
    message = SimpleNamespace(guild=server, author=SimpleNamespace(id=7), channel=SimpleNamespace(id=3))
    assert simcord_env.bot.desk.place_of(message).words("ask-me") == simcord_env.bot.desk.languages.words(spoken)(
        "ask-me"
    )


async def test_months_are_offered_the_latest_first(simcord_env: Any) -> None:
    titles = [Title(str(n), "t", "p", day) for n, day in enumerate(["2023-05-01", "2024-02-03", "2023-05-09"])]
    simcord_env.bot.desk.names.keep("default", names_of(titles, []))
    assert simcord_env.bot.desk.names.months(["default"]) == ["2024-02", "2023-05"]


@pytest.mark.breaks
async def test_whose_command_met_a_bug_is_told(simcord_env: Any, worker: Any) -> None:
    guild = simcord_env.create_guild("G")
    channel, alice = guild.create_text_channel("general"), guild.add_member(simcord_env.create_user("alice"))
    worker.fails = ValueError("broken")
    told = await alice.slash(channel, "sources", topic="rain")
    assert told.response.content == simcord_env.bot.desk.languages.words("en")("fail-broken")
