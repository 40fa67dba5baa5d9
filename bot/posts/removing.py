"""Removing from a server's library: asked once, and the taking back of an add."""

import re
from collections.abc import Sequence
from typing import Any, Self

import discord

from bot.delivery import acknowledge
from bot.desk.desk import Desk, desk_of
from bot.desk.places import Place
from bot.escaping import label, name
from bot.failures import Failure
from bot.kept.answers import ShownAnswer, What
from bot.kept.guilds import Did, Right
from bot.kept.shown import KEY
from bot.posts.items import ClickedOnce, kept_here
from bot.posts.rights import may
from bot.posts.sending import say
from bot.posts.withdrawing import withdraw_gone
from index import Article

MOST_CALLED = 200
"""Characters of what was removed, in the audit."""


async def button_of(desk: Desk, place: Place, what: What, ids: Sequence[str]) -> discord.ui.Button[Any]:
    """Return the button that takes articles of a server's own out of its library, known by a key."""
    choices = tuple((place.own, id_) for id_ in ids)
    kept = ShownAnswer(what, place.guild, place.channel, place.user, place.words.code, (), choices=choices)
    key = await desk.shown.keep(kept, private=True)
    is_undone = what is What.ADDED
    style = discord.ButtonStyle.secondary if is_undone else discord.ButtonStyle.danger
    called = place.words("button-undo" if is_undone else "button-remove")
    return discord.ui.Button(label=called, style=style, custom_id=f"take-out:{key}")


async def ask_to_remove(
    interaction: "discord.Interaction[Any]", place: Place, article: Article, statements: int
) -> None:
    """Ask whether an article is to be removed, saying what goes with it."""
    view = discord.ui.View(timeout=None)
    view.add_item(await button_of(desk_of(interaction), place, What.REMOVAL, [article.id]))
    view.stop()
    told = place.words("library-remove", title=name(article.called), count=statements)
    await say(interaction, told, view)


class TakeOutButton(ClickedOnce, discord.ui.DynamicItem[discord.ui.Button[Any]], template=rf"take-out:(?P<key>{KEY})"):
    """A button that takes articles out: an add again, for whoever added, or what was asked to be removed."""

    def __init__(self, key: str) -> None:
        super().__init__(discord.ui.Button(custom_id=f"take-out:{key}"))
        self._key = key

    @classmethod
    async def from_custom_id(
        cls, interaction: "discord.Interaction[Any]", item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Make the button again from what a click carries."""
        return cls(match["key"])

    async def clicked(self, interaction: "discord.Interaction[Any]") -> None:
        """Take the articles out, if whoever clicked may do so still."""
        kept, place = await kept_here(interaction, self._key, private=True)
        desk = desk_of(interaction)
        if kept.what not in (What.ADDED, What.REMOVAL):
            raise Failure("gone")
        is_own_add = kept.what is What.ADDED and place.user == kept.asker
        if not is_own_add and not may(interaction, Right.REMOVE):
            raise Failure(f"may-not-{Right.REMOVE}")
        await acknowledge(interaction, ephemeral=True)
        ids = [id_ for collection, id_ in kept.choices if collection == place.own]
        await _taken_out(interaction.client, desk, place, ids)
        await desk.shown.forget(self._key)
        await say(interaction, place.words("library-removed", count=len(ids)))


async def _taken_out(client: discord.Client, desk: Desk, place: Place, ids: Sequence[str]) -> None:
    called = {t.value: t.name for t in desk.names.titles([place.own])}
    await desk.writer.remove(ids, place.own)
    what = ", ".join(called.get(id_, id_) for id_ in ids)
    await desk.guilds.changed(place.server, place.user, Did.REMOVED, label(what, MOST_CALLED), len(ids))
    await desk.read_names([place.own])
    await withdraw_gone(client, desk, [(place.own, id_) for id_ in ids])
