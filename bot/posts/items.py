"""What buttons and menus share: done once, and whatever goes wrong is told to whoever clicked."""

from abc import abstractmethod
from collections.abc import Mapping
from typing import Any

import discord

from bot.desk.desk import desk_of
from bot.desk.places import Place
from bot.failures import Failure
from bot.kept.answers import ShownAnswer
from bot.posts.telling import tell


class ClickedOnce:
    """An item below a message: Discord may bring a click twice, and discord.py only logs what an item raises."""

    async def callback(self, interaction: "discord.Interaction[Any]") -> None:
        """Do what the item is for, if the click is new."""
        if not desk_of(interaction).seen.add(interaction.id):
            return
        try:
            await self.clicked(interaction)
        except Exception as error:
            await tell(interaction, error)

    @abstractmethod
    async def clicked(self, interaction: "discord.Interaction[Any]") -> None:
        """Do what the item is for.

        Raises:
            Failure: it may not be done here.
        """


async def kept_here(
    interaction: "discord.Interaction[Any]", key: str, *, private: bool | None = None
) -> tuple[ShownAnswer, Place]:
    """Return what was kept under a key, if it was shown where it is clicked, and that place as it is now.

    Raises:
        Failure: nothing is kept under it here.
    """
    place = desk_of(interaction).place_of(interaction, private=private)
    kept = await desk_of(interaction).shown.find(key, place.guild, place.channel)
    if kept is None:
        raise Failure("gone")
    return kept, place


def picked(interaction: "discord.Interaction[Any]") -> list[str]:
    """Return the values picked in a menu, as Discord sends them."""
    data: Mapping[str, Any] = interaction.data or {}
    return [str(value) for value in data.get("values", [])]
