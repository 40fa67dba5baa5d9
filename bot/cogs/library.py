"""A server's own library: adding to it, removing from it, following feeds, for those who may; and what is in it."""

import asyncio
import logging
import re
import time
from collections.abc import Awaitable, Callable, Sequence
from itertools import islice
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.cogs.autocomplete import feed_choices, title_choices
from bot.delivery import NOBODY, PASSING, acknowledge, edit_answer
from bot.desk import jobs
from bot.desk.desk import Desk, desk_of
from bot.desk.places import Place
from bot.desk.writer import Adding
from bot.escaping import label, name
from bot.failures import Failure
from bot.kept.guilds import Did, Right
from bot.posts.reading import attachments_in, links_in
from bot.posts.rights import allowed, may
from bot.posts.sending import in_private
from bot.posts.telling import words_for
from bot.posts.welcoming import holdings
from bot.posts.withdrawing import withdraw_gone
from bot.rendering.cards import adding_text, feeds_text, followed_text, titles_text, without_keys
from index import Followed

log = logging.getLogger(__name__)

LINK = re.compile(r"https?://[^\s<>]+")
MOST_LINKS = 10
MOST_NEWEST = 5
"""Of the articles in a library, that are named to whoever asks what it holds."""
MOST_LISTED = 100
"""Titles asked for to list them; one message holds fewer."""
EDIT_EVERY = 5.0
"""Seconds between two edits of the message that tells how far an add has come."""


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
        """Remove an article from this server's library, with all that belongs to it."""
        place = allowed(interaction, Right.REMOVE)
        self._desk.check_turn(place)
        await acknowledge(interaction, ephemeral=True)
        found = await self._desk.in_turn(place, jobs.source, article.strip(), [place.own])
        if found is None:
            raise Failure("no-article")
        gone, _ = found
        await self._desk.writer.remove([gone.id], place.own)
        self._desk.guilds.changed(place.server, place.user, Did.REMOVED, gone.called, 1)
        await self._desk.read_names([place.own])
        await withdraw_gone(self._bot, self._desk)
        title = name(gone.called)
        await say(interaction, f"{place.words('library-removed')}\n- {title}")

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
        self._desk.guilds.changed(place.server, place.user, Did.FOLLOWED, without_keys(url))
        await self._desk.read_feeds([place.own])
        await say(interaction, followed_text(tried, place.words))

    async def _unfollow(self, interaction: "discord.Interaction[Any]", place: Place, url: str) -> None:
        if url not in [f.url for f in await self._followed_in(place)]:
            raise Failure("no-feed")
        await self._desk.writer.unfollow(url, place.own)
        self._desk.guilds.changed(place.server, place.user, Did.UNFOLLOWED, without_keys(url))
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


def checked_link(text: str) -> str:
    """Return an address as it was given.

    Raises:
        Failure: it is none, and might name something else, such as a file.
    """
    if not LINK.fullmatch(text.strip()):
        raise Failure("no-link")
    return text.strip()


async def added(
    interaction: "discord.Interaction[Any]", place: Place, links: Sequence[str], attachments: Sequence[str]
) -> None:
    """Add sources to the place's own collection, telling how far it has come, and at last what came of each."""
    desk = desk_of(interaction)
    telling = Telling(lambda so_far: say(interaction, adding_text([so_far], place.words)))
    outcomes: list[Adding] = []
    try:
        for sources, are_attachments in ((links, False), (attachments, True)):
            if sources:
                outcomes.append(await desk.writer.add(sources, place.own, telling.tell, attachments=are_attachments))
        text = adding_text(outcomes, place.words)
    except Failure as error:
        text = "\n".join([*([adding_text(outcomes, place.words)] if outcomes else []), words_for(error, place.words)])
    what = ", ".join(map(without_keys, (*links, *attachments)))
    count = sum(o.added + o.replaced for o in outcomes)
    desk.guilds.changed(place.server, place.user, Did.ADDED, label(what, 200), count)
    await desk.read_names([place.own])
    await telling.end()
    await ended(interaction, place, text)


class Telling:
    """Edits one message with how far an add has come, not more often than Discord likes."""

    def __init__(self, say_it: Callable[[Adding], Awaitable[bool]]) -> None:
        self._say = say_it
        self._next = time.monotonic() + EDIT_EVERY
        self._edits: set[asyncio.Future[bool]] = set()

    def tell(self, so_far: Adding) -> None:
        """Edit the message if the last edit is long enough ago."""
        if time.monotonic() >= self._next:
            self._next = time.monotonic() + EDIT_EVERY
            task = asyncio.ensure_future(self._say(so_far))
            self._edits.add(task)
            task.add_done_callback(self._edits.discard)

    async def end(self) -> None:
        """Wait for edits on their way, so that none comes after the last word."""
        await asyncio.gather(*self._edits)


async def ended(interaction: "discord.Interaction[Any]", place: Place, text: str) -> None:
    """Say how a long job ended: where it was asked, or by direct message once the interaction has expired."""
    if await say(interaction, text) or interaction.guild is None:
        return
    await in_private(interaction.user, f"{place.words('job-ended', server=name(interaction.guild.name))}\n{text}")


async def say(interaction: "discord.Interaction[Any]", text: str) -> bool:
    """Put text in place of the answer that is owed; tell whether that was possible."""
    try:
        await edit_answer(interaction, content=text, allowed_mentions=NOBODY)
    except (discord.DiscordException, *PASSING) as error:
        log.warning("how a change went could not be told there: %s", error)
        return False
    return True
