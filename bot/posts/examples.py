"""Examples to click on: buttons that ask what is written on them."""

import re
from typing import Any, Self

import discord

from bot.failures import Failure
from bot.posts.asking import answer_alone
from bot.posts.items import ClickedOnce


class ExampleButton(ClickedOnce, discord.ui.DynamicItem[discord.ui.Button[Any]], template=r"example:(?P<number>\d)"):
    """An example that asks what is written on it."""

    def __init__(self, number: int) -> None:
        super().__init__(discord.ui.Button(custom_id=f"example:{number}"))

    @classmethod
    async def from_custom_id(
        cls, interaction: "discord.Interaction[Any]", item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Make the button again from what a click carries."""
        return cls(int(match["number"]))

    async def clicked(self, interaction: "discord.Interaction[Any]") -> None:
        """Ask the question, for whoever clicked."""
        question = written_on(interaction.message, self.custom_id)
        if question is None:
            raise Failure("gone")
        await answer_alone(interaction, question, interaction.created_at.date())


def written_on(message: discord.Message | None, custom_id: str) -> str | None:
    """Return what a button of a message says, known by what its click carries."""
    rows = message.components if message else []
    buttons = (child for row in rows for child in getattr(row, "children", ()))
    return next((b.label for b in buttons if getattr(b, "custom_id", None) == custom_id), None)
