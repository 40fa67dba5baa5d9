"""A server's own library: adding to it, removing from it, following feeds, for those who may; and what is in it."""

import logging
from itertools import islice
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.cogs.autocomplete import feed_choices, title_choices
from bot.delivery import acknowledge
from bot.desk import jobs
from bot.desk.desk import Desk
from bot.desk.places import Place
from bot.escaping import name
from bot.failures import Failure
from bot.kept.guilds import Did, Right
from bot.posts.adding import added
from bot.posts.new_source import MOST_LINKS
from bot.posts.reading import attachments_in, checked_link, links_in
from bot.posts.removing import ask_to_remove
from bot.posts.rights import allowed, may
from bot.posts.sending import say
from bot.posts.welcoming import holdings
from bot.rendering.cards import feeds_text, followed_text, titles_text, without_keys
from index import Followed

log = logging.getLogger(__name__)

MOST_NEWEST = 5
"""Of the articles in a library, that are named to whoever asks what it holds."""
MOST_LISTED = 100
"""Titles asked for to list them; one message holds fewer."""


class LibraryGroup(app_commands.Group):
    """What members see of their server's own collection, and what those who may do with it."""

    def __init__(self, bot: commands.Bot, desk: Desk) -> None:
        super().__init__(name="library", description="This server's own library", guild_only=True)
        self._bot = bot
        self._desk = desk

    @app_commands.command()
    @app_commands.describe(
        link="Address of a page, feed, sitemap or PDF", attachment="A document: PDF, Word, EPUB, HTML, text, CSV, zip …"
    )
    async def add(
        self,
        interaction: "discord.Interaction[Any]",
        link: str | None = None,
        attachment: discord.Attachment | None = None,
    ) -> None:
        """Add articles to this server's library."""
        place = allowed(interaction, Right.ADD)
        await acknowledge(interaction, ephemeral=True)
        if not link and attachment is None:
            raise Failure("nothing-given")
        links = [checked_link(link)] if link else []
        await added(interaction, place, links, [attachment.url] if attachment else [])

    @app_commands.command()
    @app_commands.describe(article="Title or link of the article")
    async def remove(self, interaction: "discord.Interaction[Any]", article: str) -> None:
        """Remove an article from this server's library, with all that belongs to it; asks once."""
        place = allowed(interaction, Right.REMOVE)
        self._desk.check_turn(place)
        await acknowledge(interaction, ephemeral=True)
        found = await self._desk.in_turn(place, jobs.source, article.strip(), [place.own])
        held = await self._desk.in_turn(place, jobs.added, [found[0].id], place.own) if found else []
        if not held:
            raise Failure("no-article")
        await ask_to_remove(interaction, place, *held[0])

    @remove.autocomplete("article")
    async def _own_titles(
        self, interaction: "discord.Interaction[Any]", current: str
    ) -> list[app_commands.Choice[str]]:
        """Offer this server's own titles to those who may remove one."""
        if not may(interaction, Right.REMOVE):
            return []
        return title_choices(self._desk.names.titles([self._desk.place_of(interaction).own]), current)

    @app_commands.command(name="list")
    async def list_(self, interaction: "discord.Interaction[Any]") -> None:
        """List what is in this server's library, the newest first."""
        place = self._desk.place_of(interaction, private=True)
        self._desk.check_turn(place)
        await acknowledge(interaction, ephemeral=True)
        held = await self._desk.in_turn(place, jobs.listed, place.own, MOST_LISTED)
        head = place.words("library-head", count=held.articles) if held.articles else place.words("library-empty")
        await say(interaction, titles_text(head, held.newest, place.words))

    @app_commands.command()
    async def about(self, interaction: "discord.Interaction[Any]") -> None:
        """Tell what may be quoted here: how many articles, of which months, by whom, and the newest."""
        place = self._desk.place_of(interaction, private=True)
        await acknowledge(interaction, ephemeral=True)
        newest = [f"- {name(t.name)}" for t in islice(self._desk.names.titles(place.collections), MOST_NEWEST)]
        await say(interaction, "\n".join([holdings(self._desk, place), *newest]))

    @app_commands.command()
    async def status(self, interaction: "discord.Interaction[Any]") -> None:
        """Tell how much this server's library holds, and what feeds bring."""
        place = self._desk.place_of(interaction, private=True)
        self._desk.check_turn(place)
        await acknowledge(interaction, ephemeral=True)
        held = await self._desk.in_turn(place, jobs.count, [place.own])
        public = [c for c in place.collections if c != place.own]
        lines = [place.words("library-counted", count=held["articles"], statements=held["statements"])]
        if public:
            lines.append(place.words("library-public", names=", ".join(map(name, public))))
        if self._desk.writer.is_changing(place.own):
            lines.append(place.words("library-adding"))
        if may(interaction, Right.FOLLOW):
            lines.append(feeds_text(await self._followed_in(place), place.words))
        await say(interaction, "\n".join(lines))

    @app_commands.command()
    @app_commands.describe(follow="Address of a feed to follow", unfollow="A feed to follow no longer")
    async def feeds(self, interaction: "discord.Interaction[Any]", follow: str = "", unfollow: str = "") -> None:
        """Follow feeds, or list those that are followed."""
        place = allowed(interaction, Right.FOLLOW)
        self._desk.check_turn(place)
        await acknowledge(interaction, ephemeral=True)
        if follow:
            await self._follow(interaction, place, checked_link(follow))
        elif unfollow:
            await self._unfollow(interaction, place, unfollow)
        else:
            await say(interaction, feeds_text(await self._followed_in(place), place.words))

    @feeds.autocomplete("unfollow")
    async def _followed(self, interaction: "discord.Interaction[Any]", current: str) -> list[app_commands.Choice[str]]:
        """Offer the feeds that this server follows."""
        if not may(interaction, Right.FOLLOW):
            return []
        return feed_choices(self._desk.feeds_of(self._desk.place_of(interaction).own), current)

    async def _followed_in(self, place: Place) -> list[Followed]:
        return await self._desk.in_turn(place, jobs.followed, [place.own])

    async def _follow(self, interaction: "discord.Interaction[Any]", place: Place, url: str) -> None:
        tried = await self._desk.writer.follow(url, place.own)
        await self._desk.guilds.changed(place.server, place.user, Did.FOLLOWED, without_keys(url))
        await self._desk.read_feeds([place.own])
        await say(interaction, followed_text(tried, place.words))

    async def _unfollow(self, interaction: "discord.Interaction[Any]", place: Place, url: str) -> None:
        if url not in [f.url for f in await self._followed_in(place)]:
            raise Failure("no-feed")
        await self._desk.writer.unfollow(url, place.own)
        await self._desk.guilds.changed(place.server, place.user, Did.UNFOLLOWED, without_keys(url))
        await self._desk.read_feeds([place.own])
        await say(interaction, place.words("feed-unfollowed"))


class Libraries(commands.Cog):
    """Adds the group of library commands, and the menu of a message."""

    def __init__(self, bot: commands.Bot, desk: Desk) -> None:
        self._bot = bot
        self._desk = desk
        self._menu = app_commands.ContextMenu(name="Add to library", callback=self._add_message)
        self._menu.guild_only = True

    async def cog_load(self) -> None:
        """Tell the tree of the commands."""
        self._bot.tree.add_command(LibraryGroup(self._bot, self._desk))
        self._bot.tree.add_command(self._menu)

    async def _add_message(self, interaction: "discord.Interaction[Any]", message: discord.Message) -> None:
        """Add the links and attachments of a message."""
        place = allowed(interaction, Right.ADD)
        await acknowledge(interaction, ephemeral=True)
        links = links_in(message)[:MOST_LINKS]
        attachments = [a.url for a in attachments_in(message)]
        if not links and not attachments:
            raise Failure("no-links")
        await added(interaction, place, links, attachments)
