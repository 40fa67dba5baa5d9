"""A source to add: a button that asks for links or a document, and adds them."""

import re
from typing import Any, Self

import discord

from bot.delivery import acknowledge
from bot.desk.desk import desk_of
from bot.failures import Failure
from bot.kept.guilds import Right
from bot.languages import Words
from bot.posts.adding import added
from bot.posts.items import ClickedOnce
from bot.posts.reading import LINK
from bot.posts.rights import allowed
from bot.posts.telling import tell

MOST_LINKS = 10
LINK_CHARACTERS = 2000
MODAL_SECONDS = 900.0


def add_source_button(words: Words) -> discord.ui.Button[Any]:
    """Return the button; who clicks it needs the right to add."""
    return discord.ui.Button(label=words("button-add-source"), custom_id="add-source")


class AddSourceButton(ClickedOnce, discord.ui.DynamicItem[discord.ui.Button[Any]], template=r"add-source"):
    """A button that asks what to add to this server's library, for whoever may."""

    def __init__(self) -> None:
        super().__init__(discord.ui.Button(custom_id="add-source"))

    @classmethod
    async def from_custom_id(
        cls, interaction: "discord.Interaction[Any]", item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Make the button again from what a click carries."""
        return cls()

    async def clicked(self, interaction: "discord.Interaction[Any]") -> None:
        """Ask what is to be added."""
        place = allowed(interaction, Right.ADD)
        await interaction.response.send_modal(NewSource(place.words))


class NewSource(discord.ui.Modal):
    """Asks for links, or documents, to add."""

    def __init__(self, words: Words) -> None:
        super().__init__(title=words("add-source-title"), timeout=MODAL_SECONDS)
        self._links: discord.ui.TextInput[NewSource] = discord.ui.TextInput(
            style=discord.TextStyle.paragraph, required=False, max_length=LINK_CHARACTERS, custom_id="links"
        )
        self._documents: discord.ui.FileUpload[NewSource] = discord.ui.FileUpload(
            required=False, min_values=0, max_values=MOST_LINKS, custom_id="documents"
        )
        hint = words("add-source-hint")
        self.add_item(discord.ui.Label(text=words("add-source-links"), description=hint, component=self._links))
        self.add_item(discord.ui.Label(text=words("add-source-documents"), component=self._documents))

    async def on_submit(self, interaction: "discord.Interaction[Any]", /) -> None:
        """Add what was given, if whoever gave it may still do so."""
        try:
            if desk_of(interaction).seen.add(interaction.id):
                await self._add(interaction)
        except Exception as error:
            await tell(interaction, error)

    async def _add(self, interaction: "discord.Interaction[Any]") -> None:
        place = allowed(interaction, Right.ADD)
        links = list(dict.fromkeys(LINK.findall(self._links.value)))[:MOST_LINKS]
        documents = [a.url for a in self._documents.values]
        if not links and not documents:
            raise Failure("nothing-given")
        await acknowledge(interaction, ephemeral=True)
        await added(interaction, place, links, documents)
