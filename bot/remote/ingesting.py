"""The ingest worker: takes one change of the library after another, and has it done by a process of its own."""

import asyncio
import logging
import signal
import uuid
from contextlib import suppress

from bot.desk.writer import Adding, LibraryWriter
from bot.failures import Failure
from bot.kept.postgres.library_changes import SILENT, LibraryChanges, Taken
from bot.kept.postgres.tables import Tables
from bot.remote.writer import packed
from index import Database, IndexSettings, LibraryUnreachableError

log = logging.getLogger(__name__)

LOOK_EVERY = 1.0
"""Seconds before a table without changes, or a server that did not answer, is looked at again."""
TELL_EVERY = SILENT / 6


async def ingest(settings: IndexSettings, database: Database, at_once: int) -> None:
    """Do changes until a signal stops it; what is in hand then is still done.

    Raises:
        LibraryError: the database cannot be reached, or lacks the bot's tables.
    """
    stop = asyncio.Event()
    for signal_ in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(signal_, stop.set)
    async with Tables(database) as tables:
        changes, writer = LibraryChanges(tables), LibraryWriter(settings, at_once)
        await changes.purge()
        log.info("ready, %d changes at once", at_once)
        await asyncio.gather(*(take_turns(changes, writer, stop) for _ in range(at_once)))


async def take_turns(changes: LibraryChanges, writer: LibraryWriter, stop: asyncio.Event) -> None:
    """Do one change after another until told to stop, whatever becomes of the connection meanwhile."""
    worker = uuid.uuid4().hex
    while not stop.is_set():
        try:
            taken = await changes.take(worker)
            if taken is not None:
                await _do(changes, writer, worker, taken)
                continue
        except LibraryUnreachableError as error:
            log.warning("changes cannot be taken just now: %s", error)
        with suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), LOOK_EVERY)


async def _do(changes: LibraryChanges, writer: LibraryWriter, worker: str, taken: Taken) -> None:
    """Do a change, telling now and then how far it is; one that was taken from this worker meanwhile is left."""
    so_far = Adding()

    def note(came: Adding) -> None:
        nonlocal so_far
        so_far = came

    work = asyncio.create_task(writer.changed(taken.words, note, whose=taken.whose))
    try:
        while not (await asyncio.wait({work}, timeout=TELL_EVERY))[0]:
            if not await changes.tell(taken.number, worker, packed(so_far)):
                return
        failed = ""
        try:
            so_far = await work
        except Failure as failure:
            failed = failure.key
        await changes.end(taken.number, worker, packed(so_far), failed)
    finally:
        work.cancel()
