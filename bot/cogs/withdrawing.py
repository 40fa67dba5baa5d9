"""Withdrawing: where an article has left the library, the answers that quote it say so."""

import logging
from typing import TYPE_CHECKING

import discord

from bot import jobs
from bot.cogs.posting import WithdrawnError, laid_out, pages_again
from bot.failures import NOBODY
from bot.places import Place
from bot.render import Page
from bot.shown import Posted
from index import OnRecordError

if TYPE_CHECKING:
    from bot.client import NewsBot

log = logging.getLogger(__name__)


async def withdraw(bot: "NewsBot", key: str) -> None:
    """Edit a posted answer so that a note stands in place of every quote whose article is gone from the library."""
    posted = bot.shown.found_posted(key)
    if posted is None:
        return
    references = [q.reference for q in posted.answer.quotes]
    try:
        quotes = await bot.in_own_turn(jobs.recall, references, bot.readable(posted.answer.guild))
        gone = {(r.collection, r.article) for r, quote in zip(references, quotes, strict=True) if quote is None}
        if gone:
            await _edited(bot, posted)
    except (discord.NotFound, discord.Forbidden) as error:
        log.info("an answer is out of reach and stays as it is: %s", error)
    except (discord.DiscordException, OnRecordError) as error:
        # Tried again at the next look, since what is not told stays in the list of what quotes the article.
        log.warning("an answer was not withdrawn yet: %s", error)
        return
    bot.shown.told(key, gone)


async def _edited(bot: "NewsBot", posted: Posted) -> None:
    answer = posted.answer
    words = bot.languages.words(answer.language)
    # The bot wants this of itself: it takes no turn of the one who asked.
    place = Place(answer.guild, answer.channel, 0, words, bot.readable(answer.guild))
    channel = bot.get_partial_messageable(answer.channel, guild_id=answer.guild)
    message = await channel.fetch_message(posted.message)
    try:
        pages = await pages_again(bot, place, answer, message)
    except WithdrawnError:
        pages = [Page(words("withdrawn-quote"), words)]
    post = laid_out(pages, 0, answer.what, posted.key, private=False)
    await message.edit(content=None, view=post.view, allowed_mentions=NOBODY)
