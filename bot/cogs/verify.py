"""Was this said? /verify, and the menu of a message."""

from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot import jobs
from bot.cards import verification_page
from bot.cogs.choices import name_choices
from bot.cogs.posting import post_of, respond
from bot.delivery import acknowledge
from bot.failures import Failure
from bot.places import Place
from bot.shown import What

if TYPE_CHECKING:
    from bot.client import NewsBot


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
        self,
        interaction: "discord.Interaction[NewsBot]",
        text: str,
        speaker: str = "",
        private: bool | None = None,
    ) -> None:
        """Check whether something was said, word for word."""
        place = self._bot.place_of(interaction, private=private)
        self._bot.turns.check(place.guild, place.user)
        await acknowledge(interaction, ephemeral=place.private)
        await self._tell(interaction, place, text, speaker)

    @verify.autocomplete("speaker")
    async def _speakers(
        self, interaction: "discord.Interaction[NewsBot]", current: str
    ) -> list[app_commands.Choice[str]]:
        return name_choices(self._bot.speakers(self._bot.place_of(interaction).collections), current)

    async def _check_message(self, interaction: "discord.Interaction[NewsBot]", message: discord.Message) -> None:
        """Check the words of a message, for whoever asks alone."""
        place = self._bot.place_of(interaction, private=True)
        self._bot.turns.check(place.guild, place.user)
        await acknowledge(interaction, ephemeral=True)
        if not message.content.strip():
            raise Failure("no-text")
        await self._tell(interaction, place, message.content, "")

    async def _tell(self, interaction: "discord.Interaction[NewsBot]", place: Place, text: str, speaker: str) -> None:
        found = await self._bot.in_turn(place, jobs.verify, text, place.collections, speaker)
        await respond(interaction, post_of(self._bot, place, What.VERIFIED, [verification_page(found, place.words)]))
