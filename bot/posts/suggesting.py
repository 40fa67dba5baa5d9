"""Suggestions below an answer: buttons that ask what its articles can answer next."""

import re
from typing import Any, Self

import discord

from bot.delivery import acknowledge
from bot.desk import jobs
from bot.desk.desk import desk_of
from bot.failures import Failure
from bot.kept.shown import KEY
from bot.posts.again import WithdrawnError
from bot.posts.asking import post_for, turn_in
from bot.posts.items import ClickedOnce, kept_here
from bot.posts.keeping import suggestions_again
from bot.posts.reading import texts_of
from bot.posts.sending import respond
from index import NO_LIMITS, question_of


class SuggestionButton(
    ClickedOnce, discord.ui.DynamicItem[discord.ui.Button[Any]], template=rf"next:(?P<key>{KEY}):(?P<number>\d)"
):
    """A button that asks what is suggested, after the talk that the answer above it stands in."""

    def __init__(self, key: str, number: int) -> None:
        super().__init__(discord.ui.Button(custom_id=f"next:{key}:{number}"))
        self._key = key
        self._number = number

    @classmethod
    async def from_custom_id(
        cls, interaction: "discord.Interaction[Any]", item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Make the button again from what a click carries."""
        return cls(match["key"], int(match["number"]))

    async def clicked(self, interaction: "discord.Interaction[Any]") -> None:
        """Ask the question, for whoever clicked."""
        kept, place = await kept_here(interaction, self._key, private=True)
        desk, message = desk_of(interaction), interaction.message
        if message is None or self._number >= len(kept.suggestions):
            raise Failure("gone")
        desk.check_turn(place)
        await acknowledge(interaction, ephemeral=True)
        quotes = await desk.in_turn(place, jobs.recall, [q.reference for q in kept.quotes], place.collections)
        suggestion = suggestions_again(kept, quotes)[self._number]
        if suggestion is None:
            raise WithdrawnError("withdrawn")
        talk, day = turn_in(texts_of(message), desk.languages), interaction.created_at.date()
        await respond(interaction, await post_for(desk, place, question_of(suggestion), talk, NO_LIMITS, day))
