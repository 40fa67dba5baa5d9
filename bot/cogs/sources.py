"""Looking up sources: /source shows an article, /sources lists those on a topic, /statements who said what."""

from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.cogs.autocomplete import day_choices, limits_of, name_choices, title_choices
from bot.cogs.everywhere import everywhere
from bot.delivery import acknowledge
from bot.desk import jobs
from bot.desk.desk import Desk
from bot.desk.places import Place
from bot.escaping import name
from bot.failures import Failure
from bot.kept.answers import What
from bot.posts.posting import post_of
from bot.posts.reading import words_in
from bot.posts.sending import respond
from bot.rendering.cards import source_pages, sources_page, statement_pages, timeline_pages
from index import NO_LIMITS, Limits

Choices = list[app_commands.Choice[str]]
LONGEST_TOPIC = 900
"""Characters of a message that are looked for; the library refuses longer topics."""


class Sources(commands.Cog):
    """Shows where quotes come from."""

    def __init__(self, bot: commands.Bot, desk: Desk) -> None:
        self._bot = bot
        self._desk = desk
        self._menu = everywhere(app_commands.ContextMenu(name="Find sources", callback=self._find_for_message))

    async def cog_load(self) -> None:
        """Tell the tree of the menu."""
        self._bot.tree.add_command(self._menu)

    @everywhere
    @app_commands.command()
    @app_commands.describe(article="Title or link of the article")
    async def source(self, interaction: "discord.Interaction[Any]", article: str) -> None:
        """Show an article: its passages, and the statements in it."""
        place = self._desk.place_of(interaction, private=True)
        self._desk.check_turn(place)
        await acknowledge(interaction, ephemeral=True)
        found = await self._desk.in_turn(place, jobs.source, article.strip(), place.collections)
        if found is None:
            raise Failure("no-source")
        await respond(interaction, await post_of(self._desk, place, What.SOURCE, source_pages(*found, place.words)))

    @source.autocomplete("article")
    async def _titles(self, interaction: "discord.Interaction[Any]", current: str) -> Choices:
        return title_choices(self._desk.names.titles(self._desk.place_of(interaction).collections), current)

    @app_commands.command()
    @app_commands.describe(
        topic="What the articles should speak of",
        publisher="Only articles of this publisher",
        since="Only articles of this day or after: 2024-04-10, 2024-04, 2024",
        until="Only articles of this day or before",
    )
    async def sources(
        self,
        interaction: "discord.Interaction[Any]",
        topic: str,
        publisher: str = "",
        since: str = "",
        until: str = "",
    ) -> None:
        """List the articles that speak of a topic."""
        place = self._desk.place_of(interaction, private=True)
        limits = limits_of(publisher, "", since, until)
        self._desk.check_turn(place)
        await acknowledge(interaction, ephemeral=True)
        await self._list(interaction, place, topic, name(topic), limits)

    async def _find_for_message(self, interaction: "discord.Interaction[Any]", message: discord.Message) -> None:
        """List the articles that speak of what a message says."""
        place = self._desk.place_of(interaction, private=True)
        self._desk.check_turn(place)
        await acknowledge(interaction, ephemeral=True)
        topic = words_in(message)
        if not topic:
            raise Failure("no-words")
        await self._list(interaction, place, topic[:LONGEST_TOPIC], place.words("sources-in-words"), NO_LIMITS)

    async def _list(
        self, interaction: "discord.Interaction[Any]", place: Place, topic: str, called: str, limits: Limits
    ) -> None:
        articles = await self._desk.in_turn(place, jobs.sources, topic, place.collections, limits)
        page = sources_page(called, articles, place.words)
        await respond(interaction, await post_of(self._desk, place, What.SOURCES, [page]))

    @app_commands.command()
    @app_commands.describe(
        speaker="Whose words", about="On what; on anything if left out", private="Show them to you only"
    )
    async def statements(
        self,
        interaction: "discord.Interaction[Any]",
        speaker: str,
        about: str = "",
        private: bool | None = None,
    ) -> None:
        """Show what somebody said on something, in the order of time, across publishers."""
        place = self._desk.place_of(interaction, private=private)
        self._desk.check_turn(place)
        await acknowledge(interaction, ephemeral=place.private)
        told = await self._desk.in_turn(place, jobs.said_by, speaker, about, place.collections)
        pages = statement_pages(speaker, about, told, place.words)
        await respond(interaction, await post_of(self._desk, place, What.SAID_BY, pages))

    @app_commands.command()
    @app_commands.describe(about="On what", speaker="Whose words; anybody's if left out", private="Show it to you only")
    async def timeline(
        self,
        interaction: "discord.Interaction[Any]",
        about: str,
        speaker: str = "",
        private: bool | None = None,
    ) -> None:
        """Show what was said on something day by day, with the figures given on each."""
        place = self._desk.place_of(interaction, private=private)
        self._desk.check_turn(place)
        await acknowledge(interaction, ephemeral=place.private)
        days = await self._desk.in_turn(place, jobs.timeline, about, place.collections, speaker)
        pages = timeline_pages(about, speaker, days, place.words)
        await respond(interaction, await post_of(self._desk, place, What.TIMELINE, pages))

    @statements.autocomplete("speaker")
    @timeline.autocomplete("speaker")
    async def _speakers(self, interaction: "discord.Interaction[Any]", current: str) -> Choices:
        return name_choices(self._desk.names.speakers(self._desk.place_of(interaction).collections), current)

    @sources.autocomplete("publisher")
    async def _publishers(self, interaction: "discord.Interaction[Any]", current: str) -> Choices:
        return name_choices(self._desk.names.publishers(self._desk.place_of(interaction).collections), current)

    @sources.autocomplete("since")
    @sources.autocomplete("until")
    async def _days(self, interaction: "discord.Interaction[Any]", current: str) -> Choices:
        place = self._desk.place_of(interaction)
        return day_choices(self._desk.names.months(place.collections), current, place.words)
