"""Posts on their way to Discord: as layouts, as text where those are refused, or in private."""

import logging
from typing import Any

import discord

from bot.delivery import NOBODY, PASSING, edit_answer, is_acknowledged, send_once
from bot.desk.desk import Desk, desk_of
from bot.posts.posting import Post

log = logging.getLogger(__name__)

UNKNOWN_QUESTION = "message_reference"
"""Stands in Discord's words where the message replied to is gone."""


async def respond(interaction: "discord.Interaction[Any]", post: Post) -> None:
    """Put a post in place of the answer that is owed, as classic text where a layout is refused.

    An interaction that could not be acknowledged takes no answer: then it is posted where it was asked.
    """
    if not is_acknowledged(interaction):
        await _beside(interaction, post)
        return
    try:
        message = await edit_answer(interaction, view=post.view, allowed_mentions=NOBODY)
    except discord.HTTPException as error:
        _raise_unless_refused(error)
        message = await edit_answer(interaction, content=post.classic(), allowed_mentions=NOBODY)
    if not post.private:
        await desk_of(interaction).shown.posted(post.key, message.id)


async def _beside(interaction: "discord.Interaction[Any]", post: Post) -> None:
    """Post an answer in the channel, or to its asker alone where nobody else was to see it."""
    if post.private or interaction.channel is None:
        await in_private(interaction.user, post.classic())
        return
    message = await send_once(interaction.channel.send, interaction.id, view=post.view, allowed_mentions=NOBODY)  # type: ignore[union-attr]
    await desk_of(interaction).shown.posted(post.key, message.id)


async def reply(client: discord.Client, desk: Desk, message: discord.Message, post: Post) -> discord.Message | None:
    """Post below a question, and return the message; None where the question is gone or a right is missing."""
    if message.id in desk.deleted or was_left(client, message):
        return None
    try:
        sent = await _sent(message, post)
    except discord.Forbidden:
        await tell_lacking(desk, message, "send_messages")
        return None
    except discord.NotFound:
        return None
    except discord.HTTPException as error:
        if error.status == 400 and UNKNOWN_QUESTION in error.text:
            return None
        raise
    await desk.shown.posted(post.key, sent.id)
    return sent


async def _sent(message: discord.Message, post: Post) -> discord.Message:
    try:
        return await _answered(message, view=post.view)
    except discord.HTTPException as error:
        if UNKNOWN_QUESTION in error.text:
            raise
        _raise_unless_refused(error)
        return await _answered(message, content=post.classic(), suppress_embeds=True)


async def _answered(message: discord.Message, **parts: Any) -> discord.Message:  # noqa: ANN401 - as discord.py takes it
    """Reply, or just send where a reply would need the right to read what came before."""
    if message.guild and not message.channel.permissions_for(message.guild.me).read_message_history:
        return await send_once(message.channel.send, message.id, allowed_mentions=NOBODY, **parts)
    return await send_once(message.reply, message.id, mention_author=False, allowed_mentions=NOBODY, **parts)


def was_left(client: discord.Client, message: discord.Message) -> bool:
    """Tell whether the bot is no longer in the server where this message stands."""
    return message.guild is not None and client.get_guild(message.guild.id) is None


def lacking_right(message: discord.Message) -> str | None:
    """Return which right the bot lacks to answer where this message stands, by discord.py's name for it."""
    if message.guild is None or isinstance(message.channel, discord.DMChannel):
        return None
    rights = message.channel.permissions_for(message.guild.me)
    in_thread = isinstance(message.channel, discord.Thread)
    needed = ("view_channel", "send_messages_in_threads" if in_thread else "send_messages")
    return next((right for right in needed if not getattr(rights, right)), None)


async def tell_lacking(desk: Desk, message: discord.Message, right: str) -> None:
    """Tell the asker privately which right is missing where."""
    words = desk.place_of(message).words
    channel = getattr(message.channel, "mention", "")
    await in_private(message.author, words("fail-right", channel=channel, right=words(f"right-{right}")))
    log.warning("no right %s in channel %d", right, message.channel.id)


async def in_private(user: discord.User | discord.Member, text: str) -> bool:
    """Send somebody a direct message; tell whether that was possible."""
    try:
        await send_once(user.send, content=text, allowed_mentions=NOBODY)
    except (discord.DiscordException, *PASSING) as error:
        log.warning("a direct message was not possible: %s", error)
        return False
    return True


async def say(interaction: "discord.Interaction[Any]", text: str, view: discord.ui.View | None = None) -> bool:
    """Put text in place of the answer that is owed, with buttons if any; tell whether that was possible."""
    try:
        await edit_answer(interaction, content=text, view=view, allowed_mentions=NOBODY)
    except (discord.DiscordException, *PASSING) as error:
        log.warning("how a change went could not be told there: %s", error)
        return False
    return True


def _raise_unless_refused(error: discord.HTTPException) -> None:
    """Let a refused layout be sent as text; raise whatever else went wrong."""
    if error.status != 400:
        raise error
    log.info("a layout was refused (%s); sent as text", error.code)
