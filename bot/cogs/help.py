"""What the bot can do: /help, and a greeting where it arrives."""

import logging
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.cogs.everywhere import everywhere
from bot.delivery import NOBODY, PASSING, acknowledge
from bot.desk.desk import Desk
from bot.kept.guilds import Right
from bot.posts.rights import may
from bot.posts.sending import respond
from bot.posts.welcoming import welcome_post

log = logging.getLogger(__name__)


class Help(commands.Cog):
    """Says what the bot does, to whoever asks and where it is new."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    @everywhere
    @app_commands.command()
    async def help(self, interaction: "discord.Interaction[Any]") -> None:
        """Tell what I can do, what my library holds here, and examples to ask."""
        place = self._desk.place_of(interaction, private=True)
        await acknowledge(interaction, ephemeral=True)
        await respond(interaction, welcome_post(self._desk, place, may_add=may(interaction, Right.ADD)))

    @commands.Cog.listener()
    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Greet a server once the bot is invited to it."""
        try:
            await self._desk.read_names(self._desk.readable(guild.id))
            await greet(self._desk, guild)
        except (discord.DiscordException, *PASSING) as error:
            log.warning("a server could not be greeted: %s", error)


async def greet(desk: Desk, guild: discord.Guild) -> None:
    """Say once, where a server reads what is new, what the bot does there."""
    channel = _writable(guild)
    if channel is None:
        return
    place = desk.place_in(guild, channel)
    post = welcome_post(desk, place, may_add=True)
    await channel.send(view=post.view, allowed_mentions=NOBODY)


def _writable(guild: discord.Guild) -> discord.TextChannel | None:
    """Return the channel where a server is told what is new, or the first that the bot may write in."""
    channels = [guild.system_channel] if guild.system_channel else []
    for channel in (*channels, *guild.text_channels):
        rights = channel.permissions_for(guild.me)
        if rights.view_channel and rights.send_messages:
            return channel
    return None
