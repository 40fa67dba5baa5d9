"""RemoteWriter: the gateway's side of changes. They wait in a table, and how far each is is read back from there."""

import asyncio
from collections.abc import Sequence

from pydantic import TypeAdapter

from bot.desk.writer import PATIENCE, Adding, LibraryWriter, Progress
from bot.failures import Failure
from bot.kept.postgres.library_changes import LibraryChanges, Looked, State
from index import IndexSettings, LibraryUnreachableError

LOOK_EVERY = 0.5
"""Seconds between two looks at how far a change is."""
ADDING = TypeAdapter(Adding)
MOST_WAITING = 200
"""Changes of all servers that may wait."""


class RemoteWriter(LibraryWriter):
    """Changes the library by whichever ingest worker is free; the same as `LibraryWriter` to whoever asks."""

    def __init__(self, settings: IndexSettings, changes: LibraryChanges) -> None:
        super().__init__(settings)
        self._changes = changes

    async def changed(self, words: Sequence[str], progress: Progress, *, whose: str) -> Adding:
        """Let a change wait for an ingest worker, and return what came of it.

        Raises:
            Failure: it failed, took too long, or too many wait.
            LibraryUnreachableError: the database does not answer.
        """
        if await self._changes.waiting() >= MOST_WAITING:
            raise Failure("being-changed")
        number, told = await self._changes.put(words, whose), ""
        try:
            async with asyncio.timeout(PATIENCE):
                while True:
                    looked = await self._looked(number, told)
                    if looked.came != told:
                        told = looked.came
                        progress(unpacked(told))
                    if looked.failed:
                        raise Failure(looked.failed)
                    if looked.state is State.DONE:
                        return unpacked(told)
                    await asyncio.sleep(LOOK_EVERY)
        except TimeoutError:
            await self._changes.give_up(number)
            raise Failure("change-slow") from None

    async def _looked(self, number: int, told: str) -> Looked:
        """Return how a change stands; as it was told while the database does not answer, since the change goes on."""
        try:
            return await self._changes.look(number)
        except LibraryUnreachableError:
            return Looked(State.RUNNING, told, "")


def packed(came: Adding) -> str:
    """Return what has come of a change as text."""
    return ADDING.dump_json(came).decode()


def unpacked(text: str) -> Adding:
    """Return what `packed` wrote down."""
    return ADDING.validate_json(text)
