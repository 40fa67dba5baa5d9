"""The desk: what every command works with, and what the bot has in memory about places, names and feeds."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any, ParamSpec, Protocol, TypeVar, cast

import discord

from bot.desk import jobs
from bot.desk.answering import Answering, Job
from bot.desk.metrics import Metrics
from bot.desk.names import NameBook, Typing
from bot.desk.places import Place, is_ones_own, own_collection
from bot.desk.recent import Recent
from bot.desk.shards import ALL, Shards
from bot.desk.turns import Owed, Turns
from bot.desk.writer import LibraryWriter
from bot.failures import Failure
from bot.kept.guilds import Guilds
from bot.kept.leading import Alone, Leading
from bot.kept.opening import nobody
from bot.kept.shown import ShownAnswers
from bot.kept.watches import Watches
from bot.languages import DEFAULT, Languages
from bot.settings import BotSettings
from index import Followed, OnRecordError

log = logging.getLogger(__name__)
P = ParamSpec("P")
Result = TypeVar("Result")

OWN = 0
"""Whose turn it is where the bot itself wants something; nobody of Discord's has this id."""
LAST_SEEN = 10_000
"""Interactions known again when they are brought twice."""
LAST_DELETED = 1000
"""Messages deleted of late, so that a question deleted while it is answered is left alone."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What outlives one client; made and closed by whoever made the bot."""

    worker: Answering
    shown: ShownAnswers
    guilds: Guilds
    watches: Watches
    writer: LibraryWriter
    leading: Leading = field(default_factory=Alone)
    shards: Shards = ALL
    """Those that this gateway serves."""
    probe: Callable[[], Awaitable[None]] = nobody
    """Asks what the bot keeps its own in for a sign of life."""


class Desk:
    """What commands and buttons work with, of one client."""

    def __init__(self, settings: BotSettings, parts: Parts, turns: Turns | None = None) -> None:
        self.settings = settings
        self.worker = parts.worker
        self.shown = parts.shown
        self.guilds = parts.guilds
        self.watches = parts.watches
        self.writer = parts.writer
        self.leading = parts.leading
        self.shards = parts.shards
        self.languages = Languages()
        self.turns = turns or Turns(most=settings.waiting, at_once=lambda: parts.worker.processes)
        self.owed = Owed()
        self.metrics = Metrics(parts.worker, self.turns)
        self.names = NameBook()
        self.typing = Typing()
        self.seen = Recent(LAST_SEEN)
        self.deleted = Recent(LAST_DELETED)
        self._feeds: dict[str, list[Followed]] = {}
        self._is_stopping = False

    # --- places

    def place_of(self, asked: "discord.Interaction[Any] | discord.Message", *, private: bool | None = None) -> Place:
        """Return where something is asked, with what may be read there now.

        `private` is what the asker wants, or None for what the server chose; where the bot may not answer openly
        it is private in any case.
        """
        guild = asked.guild
        user: discord.abc.User
        if isinstance(asked, discord.Interaction):
            guild_id, user, channel_id, locale = asked.guild_id, asked.user, asked.channel_id or 0, asked.locale.value
            if is_ones_own(asked):
                # Whoever brings the bot along has the public collections, and nothing of the server they are in.
                guild_id, private = None, private is not False
        else:
            guild_id, user, channel_id = guild.id if guild else None, asked.author, asked.channel.id
            locale = guild.preferred_locale.value if guild else DEFAULT
        chosen = self.guilds.settings(guild_id)
        parent = getattr(asked.channel, "parent_id", None)
        is_open = not chosen.channels or bool({channel_id, parent} & set(chosen.channels))
        return Place(
            guild_id, channel_id, user.id, self.languages.words(chosen.language or locale),
            self.readable(guild_id), is_open, bool(chosen.private if private is None else private) or not is_open,
        )  # fmt: skip

    def place_in(self, guild: discord.Guild, channel: discord.abc.GuildChannel) -> Place:
        """Return a channel as a place where nobody asks, as when the bot arrives."""
        words = self.languages.words(self.guilds.settings(guild.id).language or guild.preferred_locale.value)
        return Place(guild.id, channel.id, 0, words, self.readable(guild.id))

    def readable(self, guild_id: int | None) -> tuple[str, ...]:
        """Return the collections that a server, or a direct message, may read: its own, and public ones it chose."""
        quoted = self.guilds.settings(guild_id).quotes_from(self.settings.public)
        return quoted if guild_id is None else (own_collection(guild_id), *quoted)

    def known_collections(self, guilds: Iterable[int]) -> list[str]:
        """Return every collection that one of these servers, or a direct message, may read."""
        return sorted({name for guild in (None, *guilds) for name in self.readable(guild)})

    def open_channels(self, guild_id: int | None) -> str:
        """Return the channels where the bot may answer in a server, as Discord links to them."""
        return " ".join(f"<#{c}>" for c in self.guilds.settings(guild_id).channels)

    # --- turns

    def check_turn(self, place: Place) -> None:
        """See whether who asks here may wait for a turn, before anything is acknowledged.

        Raises:
            CrowdingError: the asker has enough waiting already.
            Failure: the server has, or all together.
        """
        self.turns.check(place.guild, place.user)

    async def in_turn(self, place: Place, job: Job[P, Result], *args: P.args, **kwargs: P.kwargs) -> Result:
        """Wait for this place's turn, then have the worker do a job of `bot.desk.jobs`.

        Raises:
            CrowdingError: the asker's own questions wait already.
            Failure: the bot is being stopped, or the job failed.
        """
        async with self._turn(place.guild, place.user, is_counted=True):
            return await self._timed(job, *args, **kwargs)

    async def in_own_turn(self, job: Job[P, Result], *args: P.args, **kwargs: P.kwargs) -> Result:
        """Do a job of the worker that the bot itself wants, when it is its turn among those who ask.

        Raises:
            Failure: too many wait already, the bot is being stopped, or the job failed.
        """
        async with self._turn(OWN, OWN, is_counted=False):
            return await self._timed(job, *args, **kwargs)

    @asynccontextmanager
    async def _turn(self, guild: int | None, user: int, *, is_counted: bool) -> AsyncIterator[None]:
        if self._is_stopping:
            raise Failure("stopping")
        begun = time.perf_counter()
        async with self.turns.of(guild, user, is_counted=is_counted):
            self.metrics.took("wait", time.perf_counter() - begun)
            yield

    async def _timed(self, job: Job[P, Result], *args: P.args, **kwargs: P.kwargs) -> Result:
        with self.metrics.timing(job.__name__):
            return await self.worker.run(job, *args, **kwargs)

    async def finish(self, patience: float) -> None:
        """Take no more questions, and wait until those taken are answered, at most `patience` seconds."""
        self._is_stopping = True
        with suppress(TimeoutError):
            await asyncio.wait_for(self.owed.settled(), patience)

    # --- names and feeds, kept in memory

    async def read_names(self, collections: Sequence[str]) -> None:
        """Read the names of collections again."""
        for collection in collections:
            try:
                self.names.keep(collection, await self.in_own_turn(jobs.names, collection))
            except OnRecordError as error:
                log.warning("names of %s were not read: %s", collection, error)

    async def read_feeds(self, collections: Sequence[str]) -> None:
        """Read again which feeds these collections follow."""
        try:
            followed = await self.in_own_turn(jobs.followed, collections)
        except OnRecordError as error:
            log.warning("feeds were not read: %s", error)
            return
        for collection in collections:
            self._feeds[collection] = [f for f in followed if f.collection == collection]

    def feeds_of(self, collection: str) -> list[Followed]:
        """Return the feeds that a collection follows, from memory."""
        return self._feeds.get(collection, [])

    async def followers_due(self, now: float) -> list[str]:
        """Return every collection that follows a feed which is due at this time, of whichever gateway's servers."""
        known = set(self.known_collections(await self.leading.served()))
        followed = await self.in_own_turn(jobs.followed_by_all)
        return sorted({f.collection for f in followed if f.due <= now and f.collection in known})

    def due(self, now: float, collections: Iterable[str]) -> list[str]:
        """Return those of `collections` that follow a feed which is due at this time."""
        return sorted(c for c in collections if any(f.due <= now for f in self.feeds_of(c)))


class HasDesk(Protocol):
    """A client that works at a desk."""

    desk: Desk


def desk_of(interaction: "discord.Interaction[Any]") -> Desk:
    """Return the desk of the client that an interaction came to."""
    return cast(HasDesk, interaction.client).desk
