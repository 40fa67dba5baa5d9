"""Starting, supervising and stopping the bot: what cannot be cured ends it with one line, the rest is tried again."""

import asyncio
import logging
import random
import signal
import time
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from importlib.util import find_spec

import discord

from bot.client import NewsBot, bot_of
from bot.desk.answering import Answering
from bot.desk.desk import Parts
from bot.desk.metrics import Metrics, served
from bot.desk.shards import ALL, Shards
from bot.desk.worker import IndexWorker
from bot.desk.writer import LibraryWriter
from bot.kept.opening import Kept, opened_kept
from bot.settings import BotSettings
from index import Database, IndexSettings, LibraryUnreachableError, SettingsError

log = logging.getLogger(__name__)

REFUSED = "DISCORD_TOKEN is refused by Discord; copy it again from the bot's page"
FIRST_WAIT, LONGEST_WAIT = 5.0, 900.0
"""Seconds between attempts to connect, doubled each time, so that the daily budget of logins holds."""
STOP_PATIENCE = 15.0
"""Seconds in which what was asked is still answered after the bot was told to stop."""
LONG_RUN = 600.0
"""Seconds after which a connection was a good one, so that the next fault finds short waits again."""
LONGEST_LATENCY = 30.0
"""Seconds between a heartbeat and its answer beyond which the connection is not well."""


async def run(index_settings: IndexSettings, settings: BotSettings, shards: Shards = ALL) -> None:
    """Run the bot, or those of its shards, until it is stopped by a signal.

    Raises:
        SettingsError: the token is missing or refused, an intent is, or the port of the figures is taken.
        OnRecordError: the library or the model cannot be opened.
    """
    token = settings.discord_token.get_secret_value().strip()
    if not token:
        raise SettingsError("DISCORD_TOKEN is not set; put the bot's token into .env or the environment")
    async with opened_parts(index_settings, settings, shards) as parts:
        await _Supervisor(settings, parts).run(token)


def answering(index_settings: IndexSettings, settings: BotSettings) -> AbstractAsyncContextManager[Answering]:
    """Return what answers: the workers that wait at a queue where one is named, else processes of the bot's own.

    Raises:
        SettingsError: what a queue takes is not installed, or the library is in a folder, which others cannot open.
    """
    if not settings.queue:
        return IndexWorker(index_settings, settings.waiting, settings.patience, settings.workers)
    check_elsewhere(index_settings, settings)
    from bot.remote.workers import RemoteWorkers

    return RemoteWorkers(settings.queue, settings.waiting, settings.patience)


def writer_of(index_settings: IndexSettings, settings: BotSettings, kept: Kept) -> LibraryWriter:
    """Return what changes the library: ingest workers where a queue is named, else processes of the bot's own."""
    if not settings.queue or kept.changes is None:
        return LibraryWriter(index_settings)
    from bot.remote.writer import RemoteWriter

    return RemoteWriter(index_settings, kept.changes)


def check_elsewhere(index_settings: IndexSettings, settings: BotSettings) -> None:
    """Make sure that questions can be answered elsewhere.

    Raises:
        SettingsError: no queue is named, what it takes is not installed, or the library is in a folder.
    """
    if not settings.queue:
        raise SettingsError("ONRECORD_BOT_QUEUE is not set; name the NATS server where questions wait, nats://…")
    if find_spec("nats") is None:
        raise SettingsError("a queue takes more than is installed; run: pip install 'onrecord[scale]'")
    shared_database(index_settings)


def shared_database(index_settings: IndexSettings) -> Database:
    """Return the database that holds the library, which other machines open too.

    Raises:
        SettingsError: the library is in a folder.
    """
    if isinstance(index_settings.library, Database):
        return index_settings.library
    raise SettingsError("ONRECORD_LIBRARY is a folder, which no other machine opens; name a database, postgresql://…")


@asynccontextmanager
async def opened_parts(
    index_settings: IndexSettings, settings: BotSettings, shards: Shards = ALL
) -> AsyncIterator[Parts]:
    """Open what a bot works with, beside the library, and close it at the end."""
    async with (
        answering(index_settings, settings) as worker,
        opened_kept(index_settings.library) as kept,
    ):
        writer = writer_of(index_settings, settings, kept)
        yield Parts(worker, kept.shown, kept.guilds, kept.watches, writer, kept.leading, shards, kept.probe)


REFUSED_TOKEN = 4004
REFUSED_FOR_GOOD = frozenset({4010, 4011, 4012, 4013})
"""Codes with which Discord closes a connection that no other attempt would open: shards, version, intents."""


def _raise_if_refused(error: Exception) -> None:
    """End with one line where another attempt would end as this one did, and might cost the bot its token.

    Raises:
        SettingsError: the token is refused, or Discord wants what this version cannot do.
    """
    if not isinstance(error, discord.ConnectionClosed):
        return
    if error.code == REFUSED_TOKEN:
        raise SettingsError(REFUSED) from None
    if error.code in REFUSED_FOR_GOOD:
        raise SettingsError(f"Discord refuses this bot for good (code {error.code}); update On Record") from None


class _Supervisor:
    """Holds the one client there is at a time."""

    def __init__(self, settings: BotSettings, parts: Parts) -> None:
        self._settings = settings
        self._parts = parts
        self._bot: NewsBot | None = None

    async def run(self, token: str) -> None:
        """Supervise the bot until a signal stops it, with figures served beside it where a port is set."""
        stop = asyncio.Event()
        loop = asyncio.get_running_loop()
        for name in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(name, stop.set)
        port = self._settings.metrics_port
        figures = served(port, self._watch, self._lacking) if port else nullcontext()
        try:
            async with figures:
                await self._until(stop, asyncio.create_task(self._supervise(token)))
        except OSError as error:
            raise SettingsError(f"ONRECORD_BOT_METRICS_PORT: {port} cannot be used ({error.strerror})") from None
        finally:
            for name in (signal.SIGTERM, signal.SIGINT):
                loop.remove_signal_handler(name)

    async def _until(self, stop: asyncio.Event, supervised: asyncio.Task[None]) -> None:
        stopped = asyncio.create_task(stop.wait())
        await asyncio.wait({stopped, supervised}, return_when=asyncio.FIRST_COMPLETED)
        stopped.cancel()
        if supervised.done():
            await supervised
            return
        log.info("stopping: what was asked is still answered")
        if self._bot is not None:
            await self._bot.desk.finish(STOP_PATIENCE)
        supervised.cancel()
        await asyncio.gather(supervised, return_exceptions=True)

    async def _supervise(self, token: str) -> None:
        """Start a client, and a new one whenever it ends by a fault that may pass."""
        wait = FIRST_WAIT
        while True:
            begun = time.monotonic()
            try:
                async with bot_of(self._settings, self._parts) as self._bot:
                    await self._run(self._bot, token)
                return
            except discord.LoginFailure:
                raise SettingsError(REFUSED) from None
            except discord.PrivilegedIntentsRequired:
                raise SettingsError(
                    "Discord refuses what people write; switch on the message content intent on the bot's page, or set "
                    "ONRECORD_BOT_READS_MESSAGES=False"
                ) from None
            except Exception as error:
                _raise_if_refused(error)
                # discord.py 2.7.1 ends with AttributeError when its very first gateway connection fails, and with
                # whatever its parser raised at an event that it cannot read.
                wait = FIRST_WAIT if time.monotonic() - begun > LONG_RUN else wait
                pause = wait * random.uniform(0.5, 1.0)
                log.warning("the connection ended (%s); trying again in %.0f s", type(error).__name__, pause)
                log.debug("it ended by", exc_info=error)
                await asyncio.sleep(pause)
                wait = min(wait * 2, LONGEST_WAIT)

    async def _run(self, bot: NewsBot, token: str) -> None:
        """Run a client; when it ends by a fault, what was asked of it is still answered while it can speak."""
        try:
            await bot.start(token)
        except Exception:
            await bot.desk.finish(STOP_PATIENCE)
            raise

    def _watch(self) -> Metrics | None:
        return self._bot.desk.metrics if self._bot else None

    async def _lacking(self) -> list[str]:
        """Return a line for each thing that is not well: the gateway, what answers, and what the bot keeps."""
        bot = self._bot
        is_connected = bot is not None and bot.is_ready() and bot.latency < LONGEST_LATENCY
        lines = ["" if is_connected else "discord: not connected", self._parts.worker.lacking]
        try:
            await self._parts.probe()
        except LibraryUnreachableError as error:
            lines.append(f"database: {error}")
        return [line for line in lines if line]
