"""Watching: a channel, or a person in a direct message, is told when something comes in."""

from typing import Any, Literal

import discord
from discord import app_commands
from discord.ext import commands

from bot.cogs.autocomplete import name_choices, watch_choices
from bot.delivery import NOBODY, acknowledge, edit_answer
from bot.desk import jobs
from bot.desk.desk import Desk
from bot.escaping import label, unescape
from bot.failures import Failure
from bot.kept.guilds import Did, Right
from bot.kept.watches import KeptWatch, Kind, Paused, sum_of
from bot.posts.rights import allowed
from bot.posts.watching import place_for, set_up
from bot.rendering.watches import described, watches_text

Choices = list[app_commands.Choice[str]]
Voices = Literal["all", "new"]
Often = Literal["at once", "daily"]


class WatchGroup(app_commands.Group):
    """Sets watches, lists them, pauses and removes them."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(name="watch", description="Be told when something comes in")
        self._desk = desk

    @app_commands.command()
    @app_commands.describe(
        about="On what; on anything if left out",
        speaker="Whose words; anybody's if left out",
        voices="Everything that is said, or each speaker once, who was not quoted on it before",
        when="At once, or together once a day",
    )
    async def quotes(
        self,
        interaction: "discord.Interaction[Any]",
        about: str = "",
        speaker: str = "",
        voices: Voices = "all",
        when: Often = "at once",
    ) -> None:
        """Tell this channel when somebody is quoted."""
        about, speaker, only_new = about.strip(), speaker.strip(), voices == "new"
        if (not about and not speaker) or (only_new and (speaker or not about)):
            raise Failure("watch-nothing")
        place = await place_for(interaction, self._desk)
        await acknowledge(interaction, ephemeral=True)
        known = await self._desk.in_turn(place, jobs.voices, about, place.collections) if only_new else []
        watch = KeptWatch(
            place.guild, place.channel, place.user, Kind.QUOTES, about, speaker, only_new=only_new,
            is_daily=when == "daily",
        )  # fmt: skip
        await set_up(interaction, self._desk, place, watch, [sum_of(name) for name in known])

    @quotes.autocomplete("speaker")
    async def _speakers(self, interaction: "discord.Interaction[Any]", current: str) -> Choices:
        return name_choices(self._desk.names.speakers(self._desk.place_of(interaction).collections), current)

    @app_commands.command()
    @app_commands.describe(about="On what; all of them if left out", when="At once, or together once a day")
    async def articles(self, interaction: "discord.Interaction[Any]", about: str = "", when: Often = "at once") -> None:
        """Tell this channel what articles come in, each with two quotes."""
        place = await place_for(interaction, self._desk)
        await acknowledge(interaction, ephemeral=True)
        daily = when == "daily"
        watch = KeptWatch(place.guild, place.channel, place.user, Kind.ARTICLES, about.strip(), is_daily=daily)
        await set_up(interaction, self._desk, place, watch)

    @app_commands.command(name="list")
    async def list_(self, interaction: "discord.Interaction[Any]") -> None:
        """List what is watched for here."""
        place = self._desk.place_of(interaction, private=True)
        await acknowledge(interaction, ephemeral=True)
        text = watches_text(await self._desk.watches.of(place.guild, place.user), place.words)
        await edit_answer(interaction, content=text, allowed_mentions=NOBODY)

    @app_commands.command()
    @app_commands.describe(watch="The watch to pause, or to go on with")
    async def pause(self, interaction: "discord.Interaction[Any]", watch: str) -> None:
        """Pause a watch, or go on with a paused one; what comes in meanwhile is not told."""
        kept = await self._called(interaction, watch)
        place = self._desk.place_of(interaction, private=True)
        await acknowledge(interaction, ephemeral=True)
        if kept.paused:
            mark = await self._desk.in_turn(place, jobs.now)
            await self._desk.watches.pause([kept.number], None, mark)
        else:
            await self._desk.watches.pause([kept.number], Paused.BY_HAND)
        told = place.words("watch-goes-on" if kept.paused else "watch-is-paused", what=described(kept, place.words))
        await edit_answer(interaction, content=told, allowed_mentions=NOBODY)

    @app_commands.command()
    @app_commands.describe(watch="The watch to remove")
    async def remove(self, interaction: "discord.Interaction[Any]", watch: str) -> None:
        """Remove a watch."""
        kept = await self._called(interaction, watch)
        place = self._desk.place_of(interaction, private=True)
        await acknowledge(interaction, ephemeral=True)
        await self._desk.watches.remove(kept.number)
        if place.guild is not None:
            what = label(unescape(described(kept, place.words)), 200)
            await self._desk.guilds.changed(place.guild, place.user, Did.UNWATCHED, what)
        told = place.words("watch-removed", what=described(kept, place.words))
        await edit_answer(interaction, content=told, allowed_mentions=NOBODY)

    @pause.autocomplete("watch")
    @remove.autocomplete("watch")
    async def _watches(self, interaction: "discord.Interaction[Any]", current: str) -> Choices:
        place = self._desk.place_of(interaction)
        return watch_choices(await self._desk.watches.of(place.guild, place.user), current, place.words)

    async def _called(self, interaction: "discord.Interaction[Any]", number: str) -> KeptWatch:
        """Return the watch of this place that has a number, for those who may change it.

        Raises:
            Failure: there is none here, or who asks may not change it.
        """
        if interaction.guild_id is not None:
            allowed(interaction, Right.FOLLOW)
        place = self._desk.place_of(interaction)
        here = await self._desk.watches.of(place.guild, place.user)
        found = next((w for w in here if str(w.number) == number.strip()), None)
        if found is None:
            raise Failure("no-watch")
        return found


class Watcher(commands.Cog):
    """Adds the group of watch commands."""

    def __init__(self, bot: commands.Bot, desk: Desk) -> None:
        self._bot = bot
        self._desk = desk

    async def cog_load(self) -> None:
        """Tell the tree of the commands."""
        self._bot.tree.add_command(WatchGroup(self._desk))
