"""A server's own collection: adding to it, removing from it, and seeing what is in it, for those who may."""

import asyncio
import logging
import re
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.adding import Adding
from bot.cogs.paging import NOBODY
from bot.cogs.sources import fitting_titles
from bot.render import adding_text, titles_text

if TYPE_CHECKING:
    from bot.client import NewsBot

log = logging.getLogger(__name__)

NOT_ALLOWED = "Only members who may manage this server can change its library."
HERE_ONLY = "A library belongs to a server; use this command in one."
NOTHING_GIVEN = "Give me a link or an attachment to add."
NO_LINK = "That is not a link. A link begins with https:// or http://."
NO_LINKS = "That message holds neither a link nor an attachment."
LINK = re.compile(r"https?://[^\s<>]+")
MOST_LINKS = 10
EDIT_EVERY = 5.0
"""Seconds between two edits of the message that tells how far an add has come."""


class Library(app_commands.Group):
    """What the members who manage a server do with its own collection."""

    def __init__(self, bot: "NewsBot") -> None:
        super().__init__(
            name="library",
            description="This server's own library",
            guild_only=True,
            default_permissions=discord.Permissions(manage_guild=True),
        )
        self._bot = bot

    @app_commands.command()
    @app_commands.describe(
        link="Address of a page, feed, sitemap or PDF", attachment="A document: PDF, Word, EPUB, HTML, text, CSV, zip …"
    )
    async def add(
        self,
        interaction: "discord.Interaction[NewsBot]",
        link: str | None = None,
        attachment: discord.Attachment | None = None,
    ) -> None:
        """Add articles to this server's library."""
        if not await may_change(interaction):
            return
        await interaction.response.defer(ephemeral=True, thinking=True)
        if not link and attachment is None:
            await _say(interaction, NOTHING_GIVEN)
            return
        if link and not LINK.fullmatch(link):
            await _say(interaction, NO_LINK)
            return
        links = [link] if link else []
        await added(self._bot, interaction, links, [attachment.url] if attachment else [])

    @app_commands.command()
    @app_commands.describe(article="Title of the article")
    async def remove(self, interaction: "discord.Interaction[NewsBot]", article: str) -> None:
        """Remove an article from this server's library, with all that belongs to it."""
        if not await may_change(interaction):
            return
        await interaction.response.defer(ephemeral=True, thinking=True)
        own = self._bot.settings.own(interaction.guild_id)
        titles = {t.id: t for t in await self._bot.worker.titles([own])}
        if article not in titles:
            await _say(interaction, "This server's library has no such article. Pick one from the list that appears.")
            return
        await self._bot.adder.remove([article], own)
        await self._bot.read_titles([own])
        await _say(interaction, titles_text("Removed, with all that belonged to it:", [titles[article]]))

    @remove.autocomplete("article")
    async def _own_titles(
        self, interaction: "discord.Interaction[NewsBot]", current: str
    ) -> list[app_commands.Choice[str]]:
        """Offer this server's own titles to those who may remove one."""
        if not interaction.permissions.manage_guild:
            return []
        return fitting_titles(self._bot.titles_of(self._bot.settings.own(interaction.guild_id)), current)

    @app_commands.command(name="list")
    async def list_(self, interaction: "discord.Interaction[NewsBot]") -> None:
        """List what is in this server's library, the newest first."""
        if not await may_change(interaction):
            return
        await interaction.response.defer(ephemeral=True, thinking=True)
        titles = await self._bot.worker.titles([self._bot.settings.own(interaction.guild_id)])
        head = f"{len(titles)} articles, the newest first:" if titles else "This server's library is empty."
        await _say(interaction, titles_text(head, titles))


class Libraries(commands.Cog):
    """Adds the group of library commands, and the menu of a message."""

    def __init__(self, bot: "NewsBot") -> None:
        self._bot = bot
        self._menu = app_commands.ContextMenu(name="Add to library", callback=self._add_message)
        self._menu.default_permissions = discord.Permissions(manage_guild=True)
        self._menu.guild_only = True

    async def cog_load(self) -> None:
        """Tell the tree of the commands."""
        self._bot.tree.add_command(Library(self._bot))
        self._bot.tree.add_command(self._menu)

    async def _add_message(self, interaction: "discord.Interaction[NewsBot]", message: discord.Message) -> None:
        """Add the links and attachments of a message."""
        if not await may_change(interaction):
            return
        await interaction.response.defer(ephemeral=True, thinking=True)
        links = list(dict.fromkeys(LINK.findall(message.content)))[:MOST_LINKS]
        attachments = [a.url for a in message.attachments]
        if not links and not attachments:
            await _say(interaction, NO_LINKS)
            return
        await added(self._bot, interaction, links, attachments)


async def may_change(interaction: "discord.Interaction[NewsBot]") -> bool:
    """Tell whether who asks may change this place's library; if not, say so.

    Checked in code, too: a server may open a command to anybody in its settings.
    """
    if interaction.guild_id is None:
        await _say(interaction, HERE_ONLY)
        return False
    if not interaction.permissions.manage_guild:
        await _say(interaction, NOT_ALLOWED)
        return False
    return True


async def added(
    bot: "NewsBot", interaction: "discord.Interaction[NewsBot]", links: Sequence[str], attachments: Sequence[str]
) -> None:
    """Add sources to the place's own collection, telling how far it has come, and at last what came of each."""
    own = bot.settings.own(interaction.guild_id)
    telling = Telling(interaction)
    outcomes = []
    for sources, are_attachments in ((links, False), (attachments, True)):
        if sources:
            outcomes.append(await bot.adder.add(sources, own, telling.tell, attachments=are_attachments))
    await bot.read_titles([own])
    await telling.end()
    await _say(interaction, adding_text(outcomes))


class Telling:
    """Edits one message with how far an add has come, not more often than Discord likes."""

    def __init__(self, interaction: "discord.Interaction[NewsBot]") -> None:
        self._interaction = interaction
        self._next = time.monotonic() + EDIT_EVERY
        self._edits: set[asyncio.Task[None]] = set()

    def tell(self, so_far: Adding) -> None:
        """Edit the message if the last edit is long enough ago."""
        if time.monotonic() >= self._next:
            self._next = time.monotonic() + EDIT_EVERY
            task = asyncio.create_task(_say(self._interaction, adding_text([so_far])))
            self._edits.add(task)
            task.add_done_callback(self._edits.discard)

    async def end(self) -> None:
        """Wait for edits on their way, so that none comes after the last word."""
        await asyncio.gather(*self._edits)


async def _say(interaction: "discord.Interaction[NewsBot]", text: str) -> None:
    try:
        if interaction.response.is_done():
            await interaction.edit_original_response(content=text, allowed_mentions=NOBODY)
        else:
            await interaction.response.send_message(text, ephemeral=True, allowed_mentions=NOBODY)
    except discord.HTTPException as error:
        log.warning("how an add went could not be told: %s", error)
