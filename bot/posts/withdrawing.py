"""Withdrawing: where an article has left the library, the answers that quote it say so."""

import logging
from collections.abc import Collection
from itertools import islice

import discord

from bot.delivery import NOBODY
from bot.desk import jobs
from bot.desk.desk import Desk
from bot.desk.places import Place
from bot.kept.answers import Posted
from bot.posts.again import WithdrawnError, pages_again
from bot.posts.posting import laid_out
from bot.rendering.render import Page
from index import OnRecordError

log = logging.getLogger(__name__)

AT_ONCE = 200
"""Articles of which it is asked at once whether they are still held."""


async def withdraw_gone(client: discord.Client, desk: Desk, removed: Collection[tuple[str, str]] | None = None) -> None:
    """Edit earlier answers that quote an article which has left the library; of all, or of those `removed` just now."""
    quoting = await desk.shown.quoting()
    quoted = iter([a for a in quoting if a[0] in desk.names] if removed is None else quoting.keys() & removed)
    suspects = set[str]()
    try:
        while some := list(islice(quoted, AT_ONCE)):
            suspects.update(key for article in await desk.in_own_turn(jobs.gone, some) for key in quoting[article])
    except OnRecordError as error:
        log.warning("what has left the library will be looked for again: %s", error)
    for key in sorted(suspects):
        await withdraw(client, desk, key)


async def withdraw(client: discord.Client, desk: Desk, key: str) -> None:
    """Edit a posted answer so that a note stands in place of every quote whose article is gone from the library."""
    posted = await desk.shown.found_posted(key)
    if posted is None or not desk.shards.serve(posted.answer.guild):
        return
    references = [q.reference for q in posted.answer.quotes]
    try:
        quotes = await desk.in_own_turn(jobs.recall, references, desk.readable(posted.answer.guild))
        gone = {(r.collection, r.article) for r, quote in zip(references, quotes, strict=True) if quote is None}
        if gone:
            await _edited(client, desk, posted)
    except (discord.NotFound, discord.Forbidden) as error:
        log.info("an answer is out of reach and stays as it is: %s", error)
    except (discord.DiscordException, OnRecordError) as error:
        # Tried again at the next look, since what is not told stays in the list of what quotes the article.
        log.warning("an answer was not withdrawn yet: %s", error)
        return
    await desk.shown.told(key, gone)


async def _edited(client: discord.Client, desk: Desk, posted: Posted) -> None:
    answer = posted.answer
    words = desk.languages.words(answer.language)
    # The bot wants this of itself: it takes no turn of the one who asked.
    place = Place(answer.guild, answer.channel, 0, words, desk.readable(answer.guild))
    channel = client.get_partial_messageable(answer.channel, guild_id=answer.guild)
    message = await channel.fetch_message(posted.message)
    try:
        pages = await pages_again(desk, place, answer, message)
    except WithdrawnError:
        pages = [Page(words("withdrawn-quote"), words)]
    post = laid_out(pages, 0, answer.what, posted.key, private=False, pictures=desk.settings.pictures)
    await message.edit(content=None, view=post.view, allowed_mentions=NOBODY)
