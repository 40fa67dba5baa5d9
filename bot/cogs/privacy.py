"""What the bot holds on somebody: said, and deleted when asked."""

from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.delivery import NOBODY
from bot.desk.desk import Desk


class Privacy(app_commands.Group):
    """What the bot keeps, and how to have it forgotten."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(name="privacy", description="What the bot keeps, and how to have it forgotten")
        self._desk = desk

    @app_commands.command()
    async def show(self, interaction: "discord.Interaction[Any]") -> None:
        """Tell what the bot keeps."""
        place = self._desk.place_of(interaction)
        kept = place.guild is not None and self._desk.guilds.settings(place.guild).keeps_questions
        questions = place.words(f"privacy-questions-{'kept' if kept else 'not-kept'}")
        await self._say(interaction, place.words("privacy", questions=questions))

    @app_commands.command()
    async def delete(self, interaction: "discord.Interaction[Any]") -> None:
        """Delete what the bot holds on you; buttons of your earlier answers stop working."""
        place = self._desk.place_of(interaction)
        answers, judgements = await self._desk.shown.forget_asker(place.user)
        await self._desk.guilds.forget(place.user)
        watches = await self._desk.watches.forget(place.user)
        told = place.words("privacy-deleted", answers=answers, judgements=judgements, watches=watches)
        await self._say(interaction, told)

    async def _say(self, interaction: "discord.Interaction[Any]", text: str) -> None:
        await interaction.response.send_message(text, ephemeral=True, allowed_mentions=NOBODY)


class Private(commands.Cog):
    """Adds the group of privacy commands."""

    def __init__(self, bot: commands.Bot, desk: Desk) -> None:
        self._bot = bot
        self._desk = desk

    async def cog_load(self) -> None:
        """Tell the tree of the commands."""
        self._bot.tree.add_command(Privacy(self._desk))
