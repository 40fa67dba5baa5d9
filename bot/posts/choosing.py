"""Articles to choose from: the menu below a list of them opens one, for whoever picks it."""

import re
from typing import Any, Self

import discord

from bot.delivery import acknowledge
from bot.desk import jobs
from bot.desk.desk import desk_of
from bot.failures import Failure
from bot.kept.answers import What
from bot.kept.shown import KEY
from bot.posts.again import WithdrawnError
from bot.posts.items import ClickedOnce, kept_here, picked
from bot.posts.posting import post_of
from bot.posts.sending import respond
from bot.rendering.cards import source_pages


class ArticleMenu(ClickedOnce, discord.ui.DynamicItem[discord.ui.Select[Any]], template=rf"choose:(?P<key>{KEY})"):
    """The menu of articles that an answer or a list offers."""

    def __init__(self, key: str) -> None:
        super().__init__(discord.ui.Select(custom_id=f"choose:{key}"))
        self._key = key

    @classmethod
    async def from_custom_id(
        cls, interaction: "discord.Interaction[Any]", item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Make the menu again from what a choice carries."""
        return cls(match["key"])

    async def clicked(self, interaction: "discord.Interaction[Any]") -> None:
        """Show the article picked, to whoever picked it."""
        kept, place = await kept_here(interaction, self._key, private=True)
        desk, chosen = desk_of(interaction), "".join(picked(interaction))
        if not chosen.isdigit() or int(chosen) >= len(kept.choices):
            raise Failure("gone")
        desk.check_turn(place)
        await acknowledge(interaction, ephemeral=True)
        collection, id_ = kept.choices[int(chosen)]
        readable = [c for c in place.collections if c == collection]
        found = await desk.in_turn(place, jobs.source, id_, readable)
        if found is None:
            raise WithdrawnError("withdrawn")
        await respond(interaction, await post_of(desk, place, What.SOURCE, source_pages(*found, place.words)))
