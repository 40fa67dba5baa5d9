"""What a message asks the bot: by name, by its role, in a direct message, or where a server has it listen."""

import re
from typing import NamedTuple

import discord

from bot.kept.guilds import GuildSettings

LONGEST_POST = 300
"""Characters of a forum post that may be its question; what a longer one asks is its title."""


class Addressed(NamedTuple):
    """A question, and whether the bot was called for it; where not, it answers because the server wants it to."""

    question: str
    is_called: bool


def addressed(message: discord.Message, me: discord.ClientUser | None, chosen: GuildSettings) -> Addressed | None:
    """Return what a message asks the bot; None where it asks another, or is no person's."""
    if message.author.bot or message.webhook_id or me is None:
        return None
    roles = own_roles(message)
    is_called = message.guild is None or me in message.mentions or bool(roles)
    if not is_called and not _is_listened_to(message, me, chosen):
        return None
    called = "|".join([rf"<@!?{me.id}>", *(rf"<@&{role.id}>" for role in roles)])
    question = re.sub(called, " ", message.content).strip()
    return Addressed(question if is_called else _asked_unnamed(message, question), is_called)


def own_roles(message: discord.Message) -> list[discord.Role]:
    """Return the roles mentioned that are the bot's own: Discord made it with the bot, or it bears the bot's name."""
    if message.guild is None:
        return []
    me = message.guild.me
    held = [role for role in message.role_mentions if role in me.roles]
    return [role for role in held if role.is_bot_managed() or role.name in (me.name, me.display_name)]


def _is_listened_to(message: discord.Message, me: discord.ClientUser, chosen: GuildSettings) -> bool:
    """Tell whether a server has the bot answer here unasked, and the message is not for somebody else."""
    thread = message.channel
    if not isinstance(thread, discord.Thread):
        return False
    if _is_first(message, thread):
        return thread.parent_id in chosen.forums
    above = message.reference.resolved if message.reference else None
    is_to_another = bool(message.mentions) or (isinstance(above, discord.Message) and above.author.id != me.id)
    return thread.parent_id in chosen.threads and not is_to_another


def _is_first(message: discord.Message, thread: discord.Thread) -> bool:
    """Tell whether a message begins a forum's post; Discord gives both the same id."""
    return message.id == thread.id


def _asked_unnamed(message: discord.Message, question: str) -> str:
    """Return what is asked where nobody is called: of a post its title, where that asks or its text does not."""
    thread = message.channel
    if not isinstance(thread, discord.Thread) or not _is_first(message, thread):
        return question
    is_title = not question or thread.name.rstrip().endswith("?") or len(question) > LONGEST_POST
    return thread.name.strip() if is_title else question
