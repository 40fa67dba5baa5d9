"""Asking: a mention, a reply to the bot, a direct message, or /ask."""

import logging
import re
from collections import OrderedDict
from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.cogs.paging import NOBODY, first_layout, question_asked
from bot.failures import words_for
from bot.render import Page, gate, pages_of, text_of
from index import Answer

if TYPE_CHECKING:
    from bot.client import NewsBot

log = logging.getLogger(__name__)

SEEN = 10_000
EMPTY = "Ask me a question about the news, and I will answer with quotes from my sources."
History = list[dict[str, str]]


class Ask(commands.Cog):
    """Answers questions where people talk, and only when addressed."""

    def __init__(self, bot: "NewsBot") -> None:
        self._bot = bot
        self._seen: OrderedDict[int, None] = OrderedDict()

    @app_commands.command()
    @app_commands.describe(question="What you want to know", private="Show the answer to you only")
    async def ask(self, interaction: "discord.Interaction[NewsBot]", question: str, private: bool = False) -> None:
        """Ask about the news; the answer is made of quotes."""
        await interaction.response.defer(ephemeral=private, thinking=True)
        collections = self._bot.settings.readable(interaction.guild_id)
        answer = await self._bot.worker.ask(question, collections)
        place = (interaction.guild_id, interaction.channel_id or 0)
        pages = pages_of(answer)
        view = first_layout(self._bot, pages, place, answer)
        try:
            await interaction.edit_original_response(view=view, allowed_mentions=NOBODY)
        except discord.HTTPException as error:
            _raise_unless_refused(error)
            await interaction.edit_original_response(content=classic(pages[0]), allowed_mentions=NOBODY)

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        """Answer a message that addresses the bot."""
        if message.author.bot or message.webhook_id or not self._is_new(message.id):
            return
        me = self._bot.user
        if me is None or not (message.guild is None or me in message.mentions):
            return
        question = re.sub(rf"<@!?{me.id}>", " ", message.content).strip()
        if not question:
            await _reply(message, EMPTY)
            return
        try:
            async with message.channel.typing():
                answer = await self._answer(message, question)
            await self._send(message, answer)
        except discord.HTTPException as error:
            log.warning("an answer could not be posted: %s", error)
        except Exception as error:
            log.exception("a message could not be answered")
            await _reply(message, words_for(error))

    async def _answer(self, message: discord.Message, question: str) -> Answer:
        collections = self._bot.settings.readable(message.guild.id if message.guild else None)
        return await self._bot.worker.ask(question, collections, _history(message, self._bot))

    async def _send(self, message: discord.Message, answer: Answer) -> None:
        place = (message.guild.id if message.guild else None, message.channel.id)
        pages = pages_of(answer)
        view = first_layout(self._bot, pages, place, answer)
        try:
            await message.reply(view=view, mention_author=False, allowed_mentions=NOBODY)
        except discord.HTTPException as error:
            _raise_unless_refused(error)
            await _reply(message, classic(pages[0]))

    def _is_new(self, message_id: int) -> bool:
        """Tell whether this message was not handled yet; Discord may bring one twice."""
        if message_id in self._seen:
            return False
        self._seen[message_id] = None
        if len(self._seen) > SEEN:
            self._seen.popitem(last=False)
        return True


def _raise_unless_refused(error: discord.HTTPException) -> None:
    """Let a refused layout be sent as text; raise whatever else went wrong."""
    if error.status != 400:
        raise error
    log.info("a layout was refused (%s); sent as text", error.code)


def classic(page: Page) -> str:
    """Return the page as a classic message once the gate has let it pass."""
    text = text_of(page)
    gate([text], [s.quote for s in page.quotes])
    return text


def _history(message: discord.Message, bot: "NewsBot") -> History:
    """Return the question that the message replies to, if it replies to an answer of ours."""
    before = message.reference.resolved if message.reference else None
    if not isinstance(before, discord.Message) or bot.user is None or before.author.id != bot.user.id:
        return []
    question = question_asked(before)
    return [{"speaker": "user", "text": question}] if question else []


async def _reply(message: discord.Message, text: str) -> None:
    try:
        await message.reply(text, mention_author=False, allowed_mentions=NOBODY, suppress_embeds=True)
    except discord.HTTPException as error:
        log.warning("a reply could not be posted: %s", error)
