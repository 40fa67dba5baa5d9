"""Was this said? /verify, and the menu of a message."""

from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.cogs.autocomplete import name_choices
from bot.cogs.everywhere import everywhere
from bot.delivery import acknowledge
from bot.desk.desk import Desk
from bot.failures import Failure
from bot.kept.answers import What
from bot.posts.checking import verdict_page, verdict_pages
from bot.posts.posting import post_of
from bot.posts.reading import words_in
from bot.posts.sending import respond


class Verify(commands.Cog):
    """Compares a claimed wording with what the library has."""

    def __init__(self, bot: commands.Bot, desk: Desk) -> None:
        self._bot = bot
        self._desk = desk
        self._menu = everywhere(app_commands.ContextMenu(name="Check this quote", callback=self._check_message))

    async def cog_load(self) -> None:
        """Tell the tree of the menu."""
        self._bot.tree.add_command(self._menu)

    @everywhere
    @app_commands.command()
    @app_commands.describe(
        text="The words as they are claimed", speaker="Who is claimed to have said them", private="Show it to you only"
    )
    async def verify(
        self,
        interaction: "discord.Interaction[Any]",
        text: str,
        speaker: str = "",
        private: bool | None = None,
    ) -> None:
        """Check whether something was said, word for word."""
        place = self._desk.place_of(interaction, private=private)
        self._desk.check_turn(place)
        await acknowledge(interaction, ephemeral=place.private)
        page = await verdict_page(self._desk, place, text, speaker)
        await respond(interaction, await post_of(self._desk, place, What.VERIFIED, [page]))

    @verify.autocomplete("speaker")
    async def _speakers(self, interaction: "discord.Interaction[Any]", current: str) -> list[app_commands.Choice[str]]:
        return name_choices(self._desk.names.speakers(self._desk.place_of(interaction).collections), current)

    async def _check_message(self, interaction: "discord.Interaction[Any]", message: discord.Message) -> None:
        """Check the words of a message, for whoever asks alone."""
        place = self._desk.place_of(interaction, private=True)
        self._desk.check_turn(place)
        await acknowledge(interaction, ephemeral=True)
        words = words_in(message)
        if not words:
            raise Failure("no-text")
        pages = await verdict_pages(self._desk, place, words)
        await respond(interaction, await post_of(self._desk, place, What.VERIFIED, pages))
