"""Asking: a mention, a reply to the bot, a direct message, or /ask."""

import asyncio
import hashlib
import logging
from collections import OrderedDict
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.cogs.autocomplete import collection_choices, day_choices, limits_of, name_choices
from bot.cogs.everywhere import everywhere
from bot.delivery import NOBODY, PASSING, acknowledge, delivered, send_once
from bot.desk.desk import Desk
from bot.desk.places import Place
from bot.desk.turns import CrowdingError
from bot.failures import Failure
from bot.languages import Languages
from bot.posts.addressing import Addressed, addressed
from bot.posts.asking import Talk, post_for, post_if_asked, turn_in
from bot.posts.checking import asks_if_true, post_about
from bot.posts.reading import texts_of, words_in
from bot.posts.sending import in_private, lacking_right, reply, respond, tell_lacking
from bot.posts.telling import words_for
from bot.posts.welcoming import welcome_post
from index import NO_LIMITS

log = logging.getLogger(__name__)

SEEN = 10_000
EDIT_WITHIN = timedelta(minutes=5)
TURNS_BACK = 3
TYPING_SECONDS, TALK_SECONDS = 5.0, 5.0
"""What an answer waits for at most, or not at all, since it can do without."""
LEFT, CLOSED = "⏳", "🔒"
"""What is put on a question that is left, since others of its asker wait, and on one where the bot may not answer."""
MOST_MARKING = 5
"""Marks on their way at once; Discord takes few a second, and a flood is not to keep others' waiting."""
THREAD_MESSAGES = 30
"""Messages of a thread looked through for what was asked before."""
Choices = list[app_commands.Choice[str]]


@dataclass(frozen=True, slots=True)
class Given:
    """An answer that was posted: to which wording of the question, by its sum, and in which message."""

    sum: str
    message: int
    key: str


class Ask(commands.Cog):
    """Answers questions where people talk, and only when addressed."""

    def __init__(self, bot: commands.Bot, desk: Desk) -> None:
        self._bot = bot
        self._desk = desk
        self._typing: set[asyncio.Task[None]] = set()
        self._marking: set[asyncio.Task[None]] = set()
        self._seen: OrderedDict[int, Given | None] = OrderedDict()

    @everywhere
    @app_commands.command()
    @app_commands.describe(
        question="What you want to know",
        publisher="Only articles of this publisher",
        speaker="Only what this speaker said",
        since="Only articles of this day or after: 2024-04-10, 2024-04, 2024",
        until="Only articles of this day or before",
        collection="Only this collection",
        private="Show the answer to you only",
    )
    async def ask(
        self,
        interaction: "discord.Interaction[Any]",
        question: str,
        publisher: str = "",
        speaker: str = "",
        since: str = "",
        until: str = "",
        collection: str = "",
        private: bool | None = None,
    ) -> None:
        """Ask about the news; the answer is made of quotes."""
        place = self._desk.place_of(interaction, private=private)
        limits = limits_of(publisher, speaker, since, until)
        place = place.narrowed(collection)
        self._desk.check_turn(place)
        await acknowledge(interaction, ephemeral=place.private)
        post = await post_for(self._desk, place, question, [], limits, interaction.created_at.date())
        await respond(interaction, post)

    @ask.autocomplete("publisher")
    async def _publishers(self, interaction: "discord.Interaction[Any]", current: str) -> Choices:
        return name_choices(self._desk.names.publishers(self._desk.place_of(interaction).collections), current)

    @ask.autocomplete("speaker")
    async def _speakers(self, interaction: "discord.Interaction[Any]", current: str) -> Choices:
        return name_choices(self._desk.names.speakers(self._desk.place_of(interaction).collections), current)

    @ask.autocomplete("since")
    @ask.autocomplete("until")
    async def _days(self, interaction: "discord.Interaction[Any]", current: str) -> Choices:
        place = self._desk.place_of(interaction)
        return day_choices(self._desk.names.months(place.collections), current, place.words)

    @ask.autocomplete("collection")
    async def _collections(self, interaction: "discord.Interaction[Any]", current: str) -> Choices:
        return collection_choices(self._desk.place_of(interaction), current)

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        """Answer a message that addresses the bot."""
        asked = self._asked(message)
        if asked is None or message.id in self._seen:
            return
        self._remember(message.id, None)
        await self._answered(message, asked, None)

    @commands.Cog.listener()
    async def on_raw_message_edit(self, payload: discord.RawMessageUpdateEvent) -> None:
        """Answer a question anew that its asker has changed soon after: once, in place of the first answer."""
        message, given = payload.message, self._seen.get(payload.message_id)
        asked = self._asked(message)
        if given is None or asked is None or given.sum in ("", _sum(asked.question)):
            return
        if message.edited_at is None or message.edited_at - message.created_at > EDIT_WITHIN:
            return
        # An answer given twice is not given a third time: without a sum no edit is taken for another.
        self._remember(message.id, replace(given, sum=""))
        await self._answered(message, asked, given)

    def _asked(self, message: discord.Message) -> Addressed | None:
        """Return what a message asks the bot; None where it asks another, or is no person's."""
        chosen = self._desk.guilds.settings(message.guild.id if message.guild else None)
        return addressed(message, self._bot.user, chosen)

    async def _answered(self, message: discord.Message, asked: Addressed, before: Given | None) -> None:
        # A reply stands in the channel for all to see, whatever the server chose for commands.
        place = replace(self._desk.place_of(message), private=False)
        self._desk.owed.owe(message.id)
        try:
            if not place.is_open:
                await self._tell_closed(message, asked, place)
            elif not message.content and asked.is_called and message.guild and self._bot.user not in message.mentions:
                # Discord hides from a bot what is written to its role.
                await self._say(message, place.words("mention-me", me=message.guild.me.mention))
            elif not asked.question and message.reference is None:
                await reply(self._bot, self._desk, message, welcome_post(self._desk, place))
            else:
                await self._answer_to(message, asked, place, before)
        except CrowdingError as error:
            if error.is_first:
                await self._say(message, words_for(error, place.words))
            else:
                self._mark(message, LEFT)
        except (discord.DiscordException, *PASSING) as error:
            self._desk.metrics.refused()
            log.warning("an answer could not be posted: %s", error)
            await self._say(message, words_for(error, place.words))
        except Exception as error:
            if isinstance(error, Failure):
                log.warning("a message could not be answered: %s", error.key)
            else:
                log.exception("a message could not be answered")
            await self._say(message, words_for(error, place.words))
        finally:
            self._desk.owed.paid(message.id)

    async def _tell_closed(self, message: discord.Message, asked: Addressed, place: Place) -> None:
        told = Failure("elsewhere", channels=self._desk.open_channels(place.guild))
        if asked.is_called and not await in_private(message.author, words_for(told, place.words)):
            self._mark(message, CLOSED)

    async def _answer_to(self, message: discord.Message, asked: Addressed, place: Place, before: Given | None) -> None:
        lacking = lacking_right(message)
        if lacking:
            await tell_lacking(self._desk, message, lacking)
            return
        self._show_typing(message.channel)
        # An edit keeps the day of its message, from which its asker counted.
        day, question = message.created_at.date(), asked.question
        above = await self._asked_about(message, question)
        if above is not None:
            claimed = words_in(above)
            if not claimed:
                await self._say(message, place.words("fail-unread-above"))
                return
            post = await post_about(self._desk, place, claimed, day)
        else:
            talk = await _talk(message, self._bot, self._desk.languages)
            told = await post_if_asked(self._desk, place, question, talk, NO_LIMITS, day)
            if told is None and not asked.is_called:
                return
            post = told or welcome_post(self._desk, place)
        if before is None:
            sent = await reply(self._bot, self._desk, message, post)
            self._remember(message.id, Given(_sum(question), sent.id, post.key) if sent else None)
            return
        answer_before = message.channel.get_partial_message(before.message)  # type: ignore[union-attr]
        await delivered(lambda: answer_before.edit(content=None, view=post.view, allowed_mentions=NOBODY))
        await self._desk.shown.forget(before.key)
        await self._desk.shown.posted(post.key, before.message)

    async def _asked_about(self, message: discord.Message, question: str) -> discord.Message | None:
        """Return the message of somebody else's that is replied to and asked to be checked: "is this true?"."""
        if message.reference is None or not asks_if_true(question, self._desk.languages):
            return None
        above = await _replied_to(message)
        return above if above and above.author != self._bot.user else None

    async def _say(self, message: discord.Message, text: str) -> None:
        try:
            await send_once(
                message.reply, message.id, content=text, mention_author=False, allowed_mentions=NOBODY,
                suppress_embeds=True,
            )  # fmt: skip
        except (discord.DiscordException, *PASSING) as error:
            log.warning("a reply could not be posted: %s", error)

    def _show_typing(self, channel: discord.abc.Messageable) -> None:
        """Show that an answer is coming; nothing waits for it, and nothing is lost with it."""
        task = asyncio.create_task(_typed(channel))
        self._typing.add(task)
        task.add_done_callback(self._typing.discard)

    def _mark(self, message: discord.Message, mark: str) -> None:
        """Put a mark on a message that gets no answer; nothing waits for it, and of a flood few are marked."""
        if len(self._marking) < MOST_MARKING:
            task = asyncio.create_task(_marked(message, mark))
            self._marking.add(task)
            task.add_done_callback(self._marking.discard)

    def _remember(self, message_id: int, given: Given | None) -> None:
        """Keep that a message was handled; Discord may bring one twice."""
        self._seen[message_id] = given
        if len(self._seen) > SEEN:
            self._seen.popitem(last=False)


async def _marked(message: discord.Message, mark: str) -> None:
    with suppress(discord.DiscordException, *PASSING):
        async with asyncio.timeout(TYPING_SECONDS):
            await message.add_reaction(mark)


async def _typed(channel: discord.abc.Messageable) -> None:
    with suppress(discord.DiscordException, *PASSING):
        async with asyncio.timeout(TYPING_SECONDS):
            await channel.typing()


def _sum(question: str) -> str:
    return hashlib.sha256(question.encode()).hexdigest()


async def _talk(message: discord.Message, client: discord.Client, languages: Languages) -> Talk:
    """Return what was asked and answered before, oldest first: up the chain of replies, or in this thread."""
    try:
        async with asyncio.timeout(TALK_SECONDS):
            turns = await _turns_before(message, client, languages)
    except (discord.HTTPException, *PASSING) as error:
        log.info("what was asked before could not be read: %s", error)
        turns = []
    return [said for turn in reversed(turns) for said in turn]


async def _turns_before(message: discord.Message, client: discord.Client, languages: Languages) -> list[Talk]:
    if message.reference is not None:
        return await _turns_up_the_chain(message, client, languages)
    if isinstance(message.channel, discord.Thread):
        return await _turns_in_thread(message, message.channel, client, languages)
    return []


async def _turns_up_the_chain(message: discord.Message, client: discord.Client, languages: Languages) -> list[Talk]:
    """Return the turns of the answers replied to, the latest first."""
    turns: list[Talk] = []
    answer = await _replied_to(message)
    while answer is not None and len(turns) < TURNS_BACK and (turn := _turn_in(answer, client, languages)):
        turns.append(turn)
        earlier = await _replied_to(answer)
        answer = await _replied_to(earlier) if earlier else None
    return turns


async def _turns_in_thread(
    message: discord.Message, thread: discord.Thread, client: discord.Client, languages: Languages
) -> list[Talk]:
    turns: list[Talk] = []
    async for earlier in thread.history(limit=THREAD_MESSAGES, before=message):
        turn = _turn_in(earlier, client, languages)
        if turn:
            turns.append(turn)
        if len(turns) == TURNS_BACK:
            break
    return turns


async def _replied_to(message: discord.Message) -> discord.Message | None:
    reference = message.reference
    if reference is None or reference.message_id is None:
        return None
    if isinstance(reference.resolved, discord.Message):
        return reference.resolved
    try:
        return await message.channel.fetch_message(reference.message_id)
    except discord.NotFound:
        return None


def _turn_in(message: discord.Message, client: discord.Client, languages: Languages) -> Talk:
    """Return what an answer of ours asks and says; nothing of others'."""
    if client.user is None or message.author.id != client.user.id:
        return []
    return turn_in(texts_of(message), languages)
