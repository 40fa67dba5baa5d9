"""Was this said? /verify, and the menu of a message."""

from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.cogs.paging import NOBODY, checked_layout
from bot.render import verification_page

if TYPE_CHECKING:
    from bot.client import NewsBot

NO_TEXT = "That message holds no text to check."


class Verify(commands.Cog):
    """Compares a claimed wording with what the library has."""

    def __init__(self, bot: "NewsBot") -> None:
        self._bot = bot
        self._menu = app_commands.ContextMenu(name="Check this quote", callback=self._check_message)

    async def cog_load(self) -> None:
        """Tell the tree of the menu."""
        self._bot.tree.add_command(self._menu)

    @app_commands.command()
    @app_commands.describe(
        text="The words as they are claimed", speaker="Who is claimed to have said them", private="Show it to you only"
    )
    async def verify(
        self, interaction: "discord.Interaction[NewsBot]", text: str, speaker: str = "", private: bool = False
    ) -> None:
        """Check whether something was said, word for word."""
        await interaction.response.defer(ephemeral=private, thinking=True)
        await self._tell(interaction, text, speaker)

    async def _check_message(self, interaction: "discord.Interaction[NewsBot]", message: discord.Message) -> None:
        """Check the words of a message, for whoever asks alone."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        if not message.content.strip():
            await interaction.edit_original_response(content=NO_TEXT, allowed_mentions=NOBODY)
            return
        await self._tell(interaction, message.content, "")

    async def _tell(self, interaction: "discord.Interaction[NewsBot]", text: str, speaker: str) -> None:
        readable = self._bot.settings.readable(interaction.guild_id)
        page = verification_page(await self._bot.worker.verify(text, readable, speaker))
        view = checked_layout([page], 0, "answer", "")
        await interaction.edit_original_response(view=view, allowed_mentions=NOBODY)
