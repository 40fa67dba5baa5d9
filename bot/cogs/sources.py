"""Looking up sources: /source shows an article page by page, /sources lists articles on a topic."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.cogs.paging import NOBODY, first_layout
from bot.render import source_pages, sources_text, statement_pages
from index import Title

if TYPE_CHECKING:
    from bot.client import NewsBot

CHOICES = 25
CHOICE_CHARACTERS = 100
UNKNOWN = "I have no source with that title. Pick one from the list that appears while you type."


class Sources(commands.Cog):
    """Shows where quotes come from."""

    def __init__(self, bot: "NewsBot") -> None:
        self._bot = bot

    @app_commands.command()
    @app_commands.describe(article="Title of the article")
    async def source(self, interaction: "discord.Interaction[NewsBot]", article: str) -> None:
        """Show an article and its passages, page by page."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        found = await self._bot.worker.source(article, self._bot.settings.readable(interaction.guild_id))
        if found is None:
            await interaction.edit_original_response(content=UNKNOWN, allowed_mentions=NOBODY)
            return
        place = (interaction.guild_id, interaction.channel_id or 0)
        view = first_layout(self._bot, source_pages(*found), place, what="source")
        await interaction.edit_original_response(view=view, allowed_mentions=NOBODY)

    @source.autocomplete("article")
    async def _titles(
        self, interaction: "discord.Interaction[NewsBot]", current: str
    ) -> list[app_commands.Choice[str]]:
        """Offer titles from memory that hold what was typed."""
        return fitting_titles(self._bot.titles(interaction.guild_id), current)

    @app_commands.command()
    @app_commands.describe(topic="What the articles should speak of")
    async def sources(self, interaction: "discord.Interaction[NewsBot]", topic: str) -> None:
        """List the articles that speak of a topic."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        articles = await self._bot.worker.sources(topic, self._bot.settings.readable(interaction.guild_id))
        await interaction.edit_original_response(content=sources_text(topic, articles), allowed_mentions=NOBODY)

    @app_commands.command()
    @app_commands.describe(
        speaker="Whose words", about="On what; on anything if left out", private="Show them to you only"
    )
    async def statements(
        self, interaction: "discord.Interaction[NewsBot]", speaker: str, about: str = "", private: bool = False
    ) -> None:
        """Show what somebody said on something, in the order of time, across publishers."""
        await interaction.response.defer(ephemeral=private, thinking=True)
        readable = self._bot.settings.readable(interaction.guild_id)
        pages = statement_pages(speaker, about, await self._bot.worker.said_by(speaker, about, readable))
        view = first_layout(self._bot, pages, (interaction.guild_id, interaction.channel_id or 0))
        await interaction.edit_original_response(view=view, allowed_mentions=NOBODY)


def fitting_titles(titles: Iterable[Title], current: str) -> list[app_commands.Choice[str]]:
    """Return the titles that hold what was typed, as choices."""
    typed = current.casefold().split()
    fitting = [
        t
        for t in titles
        if len(t.id) <= CHOICE_CHARACTERS and all(w in f"{t.title or t.id} {t.publisher}".casefold() for w in typed)
    ]
    return [app_commands.Choice(name=_label(t.title or t.id, t.publisher), value=t.id) for t in fitting[:CHOICES]]


def _label(title: str, publisher: str) -> str:
    label = f"{title} · {publisher}" if publisher else title
    return label if len(label) <= CHOICE_CHARACTERS else label[: CHOICE_CHARACTERS - 1] + "…"
