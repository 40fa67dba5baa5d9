"""Whom a message asks: the bot by name or by role, or nobody, where a server has the bot listen."""

from collections.abc import AsyncIterator
from types import SimpleNamespace
from typing import Any
from unittest import mock

import discord
import pytest
import pytest_asyncio

from bot.client import NewsBot
from bot.desk.desk import Parts
from bot.kept.guilds import GuildSettings
from bot.posts.addressing import own_roles
from bot.settings import BotSettings
from tests.bot.journeys import DENIED, Newsroom, custom_ids, shown_text

pytestmark = [pytest.mark.model, pytest.mark.simcord(settle_timeout=60)]


@pytest_asyncio.fixture
async def simcord_bot(parts: Parts) -> AsyncIterator[NewsBot]:
    """A bot that is let read what people write."""
    bot = NewsBot(BotSettings(reads_messages=True), parts)
    yield bot
    await bot.close()


@pytest.fixture
def room(simcord_env: Any) -> Newsroom:
    return Newsroom(simcord_env)


async def forum_post(room: Newsroom, title: str, text: str, *, is_chosen: bool = True) -> Any:
    """Have a member write a post in a forum, and return it."""
    forum, backend = room.guild.create_forum_channel("questions"), room.env.backend
    if is_chosen:
        await room.env.bot.desk.guilds.choose(room.guild.id, GuildSettings(forums=(forum.id,)))
    starter = backend.prepare_message(forum.id, room.member.id, text)
    # It lets the bot alone begin a post, and gives it another id than Discord does: that of its first message.
    me = mock.patch.object(backend, "bot_user", SimpleNamespace(id=room.member.id))
    with me, mock.patch.object(backend, "snowflake", return_value=starter.id):
        backend.create_forum_post(forum.id, title, starter)
    await room.env.settle()
    [post] = forum.threads
    return post


async def thread_in(room: Newsroom) -> Any:
    await room.member.send(room.channel, "Let us talk.")
    await room.env.bot.get_channel(room.channel.id).create_thread(name="talk", type=discord.ChannelType.public_thread)
    await room.env.settle()
    await room.env.bot.desk.guilds.choose(room.guild.id, GuildSettings(threads=(room.channel.id,)))
    [thread] = room.channel.threads
    return thread


async def answered(room: Newsroom, thread: Any, text: str, **options: Any) -> str:
    """Return what the bot says below a message of the member, "" where it says nothing."""
    await room.member.send(thread, text, **options)
    last = thread.last_message
    return shown_text(last) if last.author.id == room.env.bot.user.id else ""


@pytest.mark.parametrize(
    ("title", "text", "asked"),
    [
        ("Strikes", DENIED, DENIED),
        (f"{DENIED}?", "I have read different things.", f"{DENIED}?"),
        (DENIED, "It was said on the radio. " * 20, DENIED),
    ],
)
async def test_a_forums_post_is_answered_where_a_server_wants_that(
    room: Newsroom, title: str, text: str, asked: str
) -> None:
    post = await forum_post(room, title, text)
    [_, answer] = sorted(post.history(), key=lambda m: m.id)
    assert f"Asked: {asked}" in shown_text(answer)
    assert "Anton Veld" in shown_text(answer)


async def test_what_follows_a_forums_post_is_left_to_those_who_talk(room: Newsroom) -> None:
    post = await forum_post(room, "Strikes", DENIED)
    assert await answered(room, post, DENIED) == ""


async def test_a_post_of_another_forum_is_left_alone(room: Newsroom) -> None:
    post = await forum_post(room, "Strikes", DENIED, is_chosen=False)
    assert len(post.history()) == 1


async def test_every_question_in_a_chosen_channels_threads_is_answered(room: Newsroom) -> None:
    thread = await thread_in(room)
    assert "Anton Veld" in await answered(room, thread, DENIED)
    assert await answered(room, room.channel, DENIED) == ""


@pytest.mark.parametrize("said", ["thanks!", "hello"])
async def test_who_greets_in_such_a_thread_is_not_answered(room: Newsroom, said: str) -> None:
    assert await answered(room, await thread_in(room), said) == ""


async def test_what_is_said_to_somebody_else_there_is_left_to_them(room: Newsroom) -> None:
    thread = await thread_in(room)
    assert await answered(room, thread, f"<@{room.moderator.id}> {DENIED}") == ""
    theirs = await room.moderator.send(thread, "I think so, too.")
    answer = thread.last_message
    assert await answered(room, thread, DENIED, reply_to=theirs) == ""
    assert answer.author.id != theirs.author.id
    assert "Anton Veld" in await answered(room, thread, DENIED, reply_to=answer)


async def test_where_the_bot_may_not_answer_it_says_nothing_uncalled(room: Newsroom) -> None:
    thread = await thread_in(room)
    other = room.guild.create_text_channel("news")
    chosen = GuildSettings(channels=(other.id,), threads=(room.channel.id,))
    await room.env.bot.desk.guilds.choose(room.guild.id, chosen)
    assert await answered(room, thread, DENIED) == ""
    assert room.told_in_private == ""


async def test_forums_and_threads_are_chosen_in_the_panel_where_the_bot_may_read(room: Newsroom) -> None:
    forum = room.guild.create_forum_channel("questions")
    panel = (await room.manager.slash(room.channel, "settings")).response.message
    assert {"set:forums", "set:threads"} <= set(custom_ids(panel))
    await room.manager.select(panel, custom_id="set:forums", values=[forum])
    await room.manager.select(panel, custom_id="set:threads", values=[room.channel])
    chosen = room.env.bot.desk.guilds.settings(room.guild.id)
    assert (chosen.forums, chosen.threads) == ((forum.id,), (room.channel.id,))


@pytest.mark.parametrize(
    ("role", "is_own"),
    [
        ({"name": "On Record"}, True),
        ({"name": "Old name", "is_bot_managed": lambda: True}, True),
        ({"name": "readers"}, False),
    ],
)
def test_a_role_that_was_made_with_the_bot_or_bears_its_name_is_the_bot(role: dict[str, Any], is_own: bool) -> None:
    held: Any = SimpleNamespace(**{"is_bot_managed": lambda: False, **role})
    others: Any = SimpleNamespace(name="On Record", is_bot_managed=lambda: True)
    me = SimpleNamespace(name="onrecord", display_name="On Record", roles=[held])
    message: Any = SimpleNamespace(guild=SimpleNamespace(me=me), role_mentions=[others, held])
    assert own_roles(message) == ([held] if is_own else [])
    assert own_roles(SimpleNamespace(guild=None)) == []  # type: ignore[arg-type]
