"""NewsBot: the Discord client. No privileged intents, no mentions, commands synced at start."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from typing import Any, ParamSpec, TypeVar

import discord
from discord import app_commands
from discord.ext import commands, tasks

from bot import jobs
from bot.adding import Adder
from bot.cogs.ask import Ask
from bot.cogs.buttons import AnswerButton, QuoteMenu
from bot.cogs.library import Libraries
from bot.cogs.moderation import Moderation, SettingMenu, SettingSwitch
from bot.cogs.privacy import Private
from bot.cogs.sources import Sources
from bot.cogs.verify import Verify
from bot.cogs.withdrawing import withdraw
from bot.failures import Failure, tell
from bot.guilds import Guilds, GuildSettings
from bot.languages import DEFAULT, CommandTranslator, Languages
from bot.names import Called, Names, Typing
from bot.places import Place, own_collection
from bot.settings import BotSettings
from bot.shown import ShownAnswers
from bot.turns import Owed, Turns
from bot.watching import Watch
from bot.worker import IndexWorker, Job
from index import Followed, OnRecordError

log = logging.getLogger(__name__)
P = ParamSpec("P")
Result = TypeVar("Result")

NAMES_EVERY_MINUTES = 5
POLL_EVERY_SECONDS = 60
OWN = 0
"""Whose turn it is where the bot itself wants something; nobody of Discord's has this id."""
LAST_SEEN = 10_000
"""Interactions known again when they are brought twice."""
LAST_DELETED = 1000
"""Messages deleted of late, so that a question deleted while it is answered is left alone."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What the bot works with; made and closed by whoever made the bot."""

    worker: IndexWorker
    shown: ShownAnswers
    guilds: Guilds
    adder: Adder


class NewsBot(commands.Bot):
    """The bot: what it needs is handed in, and closed by whoever made it."""

    def __init__(self, settings: BotSettings, parts: Parts, turns: Turns | None = None) -> None:
        discord.VoiceClient.warn_nacl = False
        intents = discord.Intents(guilds=True, guild_messages=True, dm_messages=True)
        super().__init__(
            command_prefix=commands.when_mentioned,
            help_command=None,
            intents=intents,
            allowed_mentions=discord.AllowedMentions.none(),
            max_ratelimit_timeout=60.0,
            tree_cls=NewsTree,
        )
        self.settings = settings
        self.worker = parts.worker
        self.shown = parts.shown
        self.choices = parts.guilds
        self.adder = parts.adder
        self.languages = Languages()
        self.turns = turns or Turns(most=settings.waiting, at_once=parts.worker.processes)
        self.owed = Owed()
        self.watch = Watch(parts.worker, self.turns)
        self._seen: dict[int, None] = {}
        self.deleted: dict[int, None] = {}
        self._names: dict[str, Names] = {}
        self.typing = Typing()
        self._feeds: list[Followed] = []
        self._is_stopping = False

    async def setup_hook(self) -> None:
        """Add the commands and buttons, and tell Discord of them."""
        for cog in (Ask(self), Sources(self), Verify(self), Libraries(self), Moderation(self), Private(self)):
            await self.add_cog(cog)
        self.add_dynamic_items(AnswerButton, QuoteMenu, SettingMenu, SettingSwitch)
        await self.tree.set_translator(CommandTranslator(self.languages))
        self.refresh_names.start()
        if self.settings.polls:
            self.poll_feeds.start()
        await self.tree.sync()

    async def on_message(self, message: discord.Message, /) -> None:
        """Leave messages to the cogs: there are no text commands."""

    async def on_raw_message_delete(self, payload: discord.RawMessageDeleteEvent) -> None:
        """Remember that a message is gone, in case it is a question being answered."""
        self.deleted[payload.message_id] = None
        if len(self.deleted) > LAST_DELETED:
            self.deleted.pop(next(iter(self.deleted)))

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Forget what a server chose, asked, judged and changed; its library is the operator's."""
        self.choices.leave(guild.id)
        self.shown.leave(guild.id)

    async def on_app_command_completion(self, interaction: discord.Interaction[Any], _: object) -> None:
        """Note that a command has been answered."""
        self.owed.paid(interaction.id)

    async def on_ready(self) -> None:
        """Say once that the bot is there."""
        log.info("ready as %s in %d servers", self.user, len(self.guilds))

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
        else:
            guild_id, user, channel_id = guild.id if guild else None, asked.author, asked.channel.id
            locale = guild.preferred_locale.value if guild else DEFAULT
        chosen = self.guilds_chosen(guild_id)
        parent = getattr(asked.channel, "parent_id", None)
        is_open = not chosen.channels or bool({channel_id, parent} & set(chosen.channels))
        return Place(
            guild_id, channel_id, user.id, self.languages.words(chosen.language or locale),
            self.readable(guild_id), is_open, bool(chosen.private if private is None else private) or not is_open,
        )  # fmt: skip

    def guilds_chosen(self, guild_id: int | None) -> GuildSettings:
        """Return what a server chose."""
        return self.choices.settings(guild_id)

    def readable(self, guild_id: int | None) -> tuple[str, ...]:
        """Return the collections that a server, or a direct message, may read: its own, and public ones it chose."""
        quoted = self.guilds_chosen(guild_id).quotes_from(self.settings.public)
        return quoted if guild_id is None else (own_collection(guild_id), *quoted)

    def open_channels(self, guild_id: int | None) -> str:
        """Return the channels where the bot may answer in a server, as Discord links to them."""
        return " ".join(f"<#{c}>" for c in self.guilds_chosen(guild_id).channels)

    def is_new(self, interaction_id: int) -> bool:
        """Tell whether an interaction comes for the first time; a resumed connection may bring it again."""
        if interaction_id in self._seen:
            return False
        self._seen[interaction_id] = None
        if len(self._seen) > LAST_SEEN:
            self._seen.pop(next(iter(self._seen)))
        return True

    # --- turns

    async def in_turn(self, place: Place, job: Job[P, Result], *args: P.args, **kwargs: P.kwargs) -> Result:
        """Wait for this place's turn, then have the worker do a job of `bot.jobs`.

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
            self.watch.took("wait", time.perf_counter() - begun)
            yield

    async def _timed(self, job: Job[P, Result], *args: P.args, **kwargs: P.kwargs) -> Result:
        with self.watch.timing(job.__name__):
            return await self.worker.run(job, *args, **kwargs)

    async def finish(self, patience: float) -> None:
        """Take no more questions, and wait until those taken are answered, at most `patience` seconds."""
        self._is_stopping = True
        with suppress(TimeoutError):
            await asyncio.wait_for(self.owed.settled(), patience)

    # --- names, from memory

    def titles(self, collections: Iterable[str]) -> Iterator[Called]:
        """Yield the titles in collections, from memory."""
        return (t for c in collections for t in self._named(c).titles)

    def publishers(self, collections: Iterable[str]) -> Iterator[Called]:
        """Yield the publishers in collections, from memory."""
        return (p for c in collections for p in self._named(c).publishers)

    def speakers(self, collections: Iterable[str]) -> Iterator[Called]:
        """Yield the speakers in collections, from memory, in each who said most first."""
        return (s for c in collections for s in self._named(c).speakers)

    def months(self, collections: Iterable[str]) -> list[str]:
        """Return the months that articles in collections are of, from memory, the latest first."""
        return sorted({m for c in collections for m in self._named(c).months}, reverse=True)

    def feeds_of(self, collection: str) -> list[Followed]:
        """Return the feeds that a collection follows, from memory."""
        return [f for f in self._feeds if f.collection == collection]

    def _named(self, collection: str) -> Names:
        return self._names.get(collection, Names())

    def known_collections(self) -> list[str]:
        """Return every collection that some place may read."""
        return sorted({name for guild in (None, *(g.id for g in self.guilds)) for name in self.readable(guild)})

    @tasks.loop(minutes=NAMES_EVERY_MINUTES)
    async def refresh_names(self) -> None:
        """Read names and feeds again, so that choices come from memory, and withdraw what has left the library."""
        with lasting("names"):
            self.shown.purge()
            self.choices.purge()
            await self.read_names(self.known_collections())
            await self.read_feeds()
            await self.withdraw()

    async def read_names(self, collections: Sequence[str]) -> None:
        """Read the names of collections again."""
        for collection in collections:
            try:
                self._names[collection] = await self.in_own_turn(jobs.names, collection)
            except OnRecordError as error:
                log.warning("names of %s were not read: %s", collection, error)

    async def read_feeds(self) -> None:
        """Read again which feeds are followed."""
        try:
            self._feeds = await self.in_own_turn(jobs.followed, self.known_collections())
        except OnRecordError as error:
            log.warning("feeds were not read: %s", error)

    async def withdraw(self) -> None:
        """Edit earlier answers that quote an article which has left the library."""
        suspects: set[str] = set()
        held = {collection: names.ids for collection, names in self._names.items()}
        for (collection, article), keys in self.shown.quoting().items():
            if collection in held and article not in held[collection]:
                suspects.update(keys)
        for key in sorted(suspects):
            await withdraw(self, key)

    @tasks.loop(seconds=POLL_EVERY_SECONDS)
    async def poll_feeds(self) -> None:
        """Look at the feeds that are due, in a process of its own."""
        due = sorted({f.collection for f in self._feeds if f.due <= time.time()})
        with lasting("feeds"):
            if due:
                await self.adder.poll(due)
                await self.read_names(due)
                await self.read_feeds()

    @refresh_names.before_loop
    @poll_feeds.before_loop
    async def _until_ready(self) -> None:
        await self.wait_until_ready()

    async def close(self) -> None:
        """Stop what the bot started."""
        self.refresh_names.cancel()
        self.poll_feeds.cancel()
        await super().close()


@contextmanager
def lasting(what: str) -> Iterator[None]:
    """Log what fails inside instead of raising it: discord.py ends a loop for good at its first error."""
    try:
        yield
    except OnRecordError as error:
        log.warning("%s will be looked at again: %s", what, error)
    except Exception:
        log.exception("%s will be looked at again", what)


class NewsTree(app_commands.CommandTree[NewsBot]):
    """The tree of commands, with one place where errors end."""

    async def on_error(self, interaction: discord.Interaction[NewsBot], error: app_commands.AppCommandError, /) -> None:
        """Tell the asker."""
        await tell(interaction, error)
        interaction.client.owed.paid(interaction.id)

    async def interaction_check(self, interaction: discord.Interaction[NewsBot], /) -> bool:
        """Note that an answer is owed; every command is let through once, since each checks rights itself."""
        if not interaction.client.is_new(interaction.id):
            return False
        if interaction.type is discord.InteractionType.autocomplete:
            return interaction.client.typing.is_steady(interaction.user.id)
        if interaction.type is discord.InteractionType.application_command:
            interaction.client.owed.owe(interaction.id)
        return True
