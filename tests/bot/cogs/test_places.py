"""Where the bot is asked, and what becomes of answers when rights, questions and sources go."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

import discord
import pytest

from bot.desk import jobs
from index import NO_LIMITS, NewsIndex
from tests.bot.conftest import InlineWorker
from tests.bot.journeys import DENIED, Newsroom, said, shown_text

pytestmark = [pytest.mark.model, pytest.mark.simcord(settle_timeout=60)]

NO_SENDING = discord.PermissionOverwrite(send_messages=False)
NO_HISTORY = discord.PermissionOverwrite(read_message_history=False)


@pytest.fixture
def room(simcord_env: Any) -> Newsroom:
    return Newsroom(simcord_env)


def bot_role(room: Newsroom) -> Any:
    return room.env.bot.get_guild(room.guild.id).me


async def thread_in(room: Newsroom) -> Any:
    await room.member.send(room.channel, "Let us talk.")
    await room.env.bot.get_channel(room.channel.id).create_thread(name="talk", type=discord.ChannelType.public_thread)
    await room.env.settle()
    [thread] = room.channel.threads
    return thread


async def test_a_question_in_a_thread_is_answered_there(room: Newsroom) -> None:
    thread = await thread_in(room)
    answer = await room.ask(channel=thread)
    assert "Anton Veld" in shown_text(answer)
    assert answer.channel.id == thread.id


async def test_a_thread_keeps_its_talk_whoever_goes_on(room: Newsroom, worker: InlineWorker) -> None:
    thread = await thread_in(room)
    await room.ask("who denied the strikes on Tessin", thread)
    await room.moderator.send(thread, f"<@{room.env.bot.user.id}> and how many died?")
    assert worker.asked[-1][2][0] == {"speaker": "user", "text": "who denied the strikes on Tessin"}
    assert "41 people" in shown_text(thread.last_message)


async def test_a_forum_post_is_a_place_to_ask(room: Newsroom) -> None:
    forum = room.guild.create_forum_channel("questions")
    await room.env.bot.get_channel(forum.id).create_thread(name="Strikes", content="What happened?")
    await room.env.settle()
    [post] = forum.threads
    assert "Anton Veld" in shown_text(await room.ask(channel=post))
    assert "Anton Veld" in said(await room.member.slash(post, "ask", question=DENIED))


async def test_a_chain_of_replies_carries_every_question_on(room: Newsroom, worker: InlineWorker) -> None:
    first = await room.ask("who denied the strikes on Tessin")
    await room.member.send(room.channel, "and how many died?", reply_to=first)
    await room.member.send(room.channel, "who said so?", reply_to=room.channel.last_message)
    told = [turn["text"] for turn in worker.asked[-1][2] if turn["speaker"] == "user"]
    assert told == ["who denied the strikes on Tessin", "and how many died?"]


async def test_who_asks_where_the_bot_may_not_write_is_told_in_private(room: Newsroom) -> None:
    silent = room.guild.create_text_channel("silent", overwrites={bot_role(room): NO_SENDING})
    await room.member.send(silent, f"<@{room.env.bot.user.id}> {DENIED}")
    assert silent.last_message.author.id == room.member.id
    assert f"<#{silent.id}>" in room.told_in_private
    assert "Send Messages" in room.told_in_private
    assert "Anton Veld" in said(await room.member.slash(silent, "ask", question=DENIED))


async def test_without_the_right_to_read_history_the_answer_is_no_reply(room: Newsroom) -> None:
    blind = room.guild.create_text_channel("blind", overwrites={bot_role(room): NO_HISTORY})
    answer = await room.ask(channel=blind)
    assert "Anton Veld" in shown_text(answer)
    assert answer.reference is None


@pytest.mark.parametrize("where", ["general", "thread"])
async def test_without_the_right_to_embed_links_the_answer_is_the_same(room: Newsroom, where: str) -> None:
    bare = room.guild.create_text_channel(
        "bare", overwrites={bot_role(room): discord.PermissionOverwrite(embed_links=False)}
    )
    room.channel = bare
    place = bare if where == "general" else await thread_in(room)
    assert "Anton Veld" in shown_text(await room.ask(channel=place))


async def test_who_asks_in_a_thread_where_the_bot_may_not_write_is_told_in_private(room: Newsroom) -> None:
    shut = discord.PermissionOverwrite(send_messages_in_threads=False)
    room.channel = room.guild.create_text_channel("shut", overwrites={bot_role(room): shut})
    thread = await thread_in(room)
    await room.member.send(thread, f"<@{room.env.bot.user.id}> {DENIED}")
    assert "Send Messages in Threads" in room.told_in_private
    assert thread.last_message.author.id == room.member.id


async def test_a_bot_removed_meanwhile_posts_nothing_and_raises_nothing(
    room: Newsroom, worker: InlineWorker, caplog: pytest.LogCaptureFixture
) -> None:
    worker.meanwhile = lambda: room.env.bot.get_guild(room.guild.id).leave()
    sent = len(room.env.http_requests)
    # The simulation itself looks for the message in the server that is gone.
    with suppress(KeyError):
        await room.member.send(room.channel, f"<@{room.env.bot.user.id}> {DENIED}")
    await room.env.settle()
    posts = [r for r in room.env.http_requests[sent:] if r.method == "POST" and r.path.endswith("/messages")]
    assert posts == []
    assert not [r for r in caplog.records if r.levelname == "ERROR"]


async def test_a_question_deleted_while_it_is_answered_is_left_alone(room: Newsroom, worker: InlineWorker) -> None:
    async def delete() -> None:
        room.env.bot.desk.deleted.add(room.channel.last_message.id)

    worker.meanwhile = delete
    await room.member.send(room.channel, f"<@{room.env.bot.user.id}> {DENIED}")
    assert len(room.channel.history()) == 1


async def test_a_deleted_message_is_remembered_for_a_while(room: Newsroom) -> None:
    sent = await room.member.send(room.channel, "never mind")
    await room.member.delete(sent)
    assert sent.id in room.env.bot.desk.deleted


async def test_a_question_gone_unseen_is_not_answered_elsewhere(room: Newsroom) -> None:
    told = "In message_reference: Unknown message"
    room.env.inject_error("POST", "/channels/*/messages", status=400, code=50035, message=told)
    await room.member.send(room.channel, f"<@{room.env.bot.user.id}> {DENIED}")
    assert len(room.channel.history()) == 1


async def test_a_channel_gone_meanwhile_raises_nothing(room: Newsroom) -> None:
    room.env.inject_error("POST", "/channels/*/messages", status=404, code=10003, message="Unknown Channel")
    await room.member.send(room.channel, f"<@{room.env.bot.user.id}> {DENIED}")
    assert len(room.channel.history()) == 1


async def test_an_edited_question_is_answered_anew_once_in_the_same_place(room: Newsroom) -> None:
    asked = await room.member.send(room.channel, f"<@{room.env.bot.user.id}> what is the capital of France")
    declined = room.channel.last_message
    await room.member.edit(asked, f"<@{room.env.bot.user.id}> {DENIED}")
    assert "Anton Veld" in shown_text(room.now(declined))
    await room.member.edit(asked, f"<@{room.env.bot.user.id}> how many people were killed")
    assert "Anton Veld" in shown_text(room.now(declined))
    assert len(room.channel.history()) == 2
    assert "Thank you" in said(await room.member.click(room.now(declined), label="Helpful"))


async def test_a_question_edited_too_late_keeps_its_answer(room: Newsroom, worker: InlineWorker) -> None:
    asked = await room.member.send(room.channel, f"<@{room.env.bot.user.id}> what is the capital of France")
    await room.env.advance_time(301)
    await room.member.edit(asked, f"<@{room.env.bot.user.id}> {DENIED}")
    assert len(worker.asked) == 1


async def test_an_edit_that_changes_no_word_is_no_new_question(room: Newsroom, worker: InlineWorker) -> None:
    asked = await room.member.send(room.channel, f"<@{room.env.bot.user.id}> {DENIED}")
    await room.member.edit(asked, f"<@{room.env.bot.user.id}>  {DENIED} ")
    assert len(worker.asked) == 1


async def test_who_floods_is_told_once_and_others_are_answered(room: Newsroom, worker: InlineWorker) -> None:
    gate = asyncio.Event()
    worker.meanwhile = gate.wait
    bot, place = room.env.bot, room.env.bot.desk.place_of
    message = await room.member.send(room.channel, "hello")
    asked = [
        asyncio.ensure_future(bot.desk.in_turn(place(message), jobs.ask, DENIED, ["default"], [], NO_LIMITS))
        for _ in range(30)
    ]
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    refused = [j.exception() for j in asked if j.done()]
    assert len(refused) == 26
    assert [e.is_first for e in refused if e is not None] == [True] + [False] * 25
    gate.set()
    assert all(r.answered for r in await asyncio.gather(*(j for j in asked if not j.done())))


async def test_removed_articles_are_withdrawn_from_earlier_answers(room: Newsroom, worker: InlineWorker) -> None:
    true: NewsIndex = worker.index
    answer = await room.ask()
    private = await room.member.slash(room.channel, "ask", question=DENIED, private=True)
    await room.env.bot.refresh_names.coro(room.env.bot)
    assert "withdrawn" not in shown_text(room.now(answer))
    worker.index = Without(true, "courier-2023-03-15-tessin")  # type: ignore[assignment]
    await room.env.bot.refresh_names.coro(room.env.bot)
    text = shown_text(room.now(answer))
    assert "It was withdrawn" in text
    assert "Not one Dravian aircraft" not in text
    assert "Anton Veld, denied any part" in text
    assert text.startswith(f"-# Asked: {DENIED}")
    assert "withdrawn" not in shown_text(private.response.message)
    before = len(room.env.http_requests)
    await room.env.bot.refresh_names.coro(room.env.bot)
    assert len(room.env.http_requests) == before


class Without:
    """A library that one article has been removed from."""

    def __init__(self, index: NewsIndex, gone: str) -> None:
        self._index = index
        self._gone = gone

    def __getattr__(self, name: str) -> Any:
        return getattr(self._index, name)

    def lacking(self, ids: Sequence[str], collection: str) -> list[str]:
        return [*self._index.lacking(ids, collection), *(id_ for id_ in ids if id_ == self._gone)]

    def recall(self, references: Sequence[Any], collections: Sequence[str]) -> list[Any]:
        return [
            None if r.article == self._gone else q
            for r, q in zip(references, self._index.recall(references, collections), strict=True)
        ]


async def _guild(room: Newsroom) -> Any:
    return room.channel


async def _forum(room: Newsroom) -> Any:
    forum = room.guild.create_forum_channel("questions")
    await room.env.bot.get_channel(forum.id).create_thread(name="Strikes", content="What happened?")
    await room.env.settle()
    return forum.threads[0]


COMMANDS: list[tuple[str, dict[str, Any], str]] = [
    ("ask", {"question": DENIED}, "Anton Veld"),
    ("source", {"article": "courier-2023-03-15-tessin"}, "rescuers dig through market"),
    ("sources", {"topic": "flood in Brey"}, "Brey evacuates"),
    ("statements", {"speaker": "Anton Veld"}, "Anton Veld"),
    ("verify", {"text": "Not one Dravian aircraft left the ground that night"}, "**Exact.**"),
    ("privacy show", {}, "What I keep"),
    ("privacy delete", {}, "Deleted:"),
]


@pytest.mark.parametrize("where", [_guild, thread_in, _forum])
@pytest.mark.parametrize(("command", "options", "words"), COMMANDS)
async def test_every_command_works_in_every_kind_of_channel(
    room: Newsroom, where: Any, command: str, options: dict[str, Any], words: str
) -> None:
    place = await where(room)
    stranger = room.guild.add_member(room.env.create_user("stranger"))
    for actor in (room.member, room.moderator, stranger):
        assert words in said(await actor.slash(place, command, **options))


@pytest.mark.parametrize(("command", "options", "words"), COMMANDS)
async def test_every_command_works_in_a_direct_message(
    simcord_env: Any, command: str, options: dict[str, Any], words: str
) -> None:
    visitor = simcord_env.create_user("bob")
    await visitor.send_dm("hello")
    assert words in said(await visitor.slash(command, **options))


async def test_buttons_work_in_a_direct_message(simcord_env: Any) -> None:
    visitor = simcord_env.create_user("bob")
    await visitor.send_dm("air strikes on Lissa and Tessin")
    answer = visitor.dm_channel.last_message
    assert "**The quote**" in said(await visitor.select(answer, values=["0"]))
    assert "Thank you" in said(await visitor.click(answer, label="Helpful"))
    await visitor.click(answer, label="More")
    turned = next(m for m in visitor.dm_channel.history() if m.id == answer.id)
    assert "Page 2 of" in shown_text(turned)
    await visitor.click(turned, label="Delete")
    assert answer.id not in {m.id for m in visitor.dm_channel.history()}


@pytest.mark.parametrize("where", [thread_in, _forum])
async def test_buttons_work_in_threads_and_posts(room: Newsroom, where: Any) -> None:
    place = await where(room)
    answer = await room.ask("air strikes on Lissa and Tessin", place)
    assert "**The quote**" in said(await room.moderator.select(answer, values=["0"]))
    await room.member.click(answer, label="More")
    turned = next(m for m in place.history() if m.id == answer.id)
    assert "Page 2 of" in shown_text(turned)
    await room.member.click(turned, label="Delete")
    assert answer.id not in {m.id for m in place.history()}
