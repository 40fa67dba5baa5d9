"""What the bot keeps, opened where the library is: small files beside a folder, tables of its own in a database."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.kept.guilds import Guilds
from bot.kept.leading import Alone, Leading
from bot.kept.shown import ShownAnswers
from bot.kept.sqlite.guilds import FILE_NAME as GUILDS_FILE
from bot.kept.sqlite.guilds import GuildFile
from bot.kept.sqlite.shown import FILE_NAME as SHOWN_FILE
from bot.kept.sqlite.shown import ShownFile
from bot.kept.sqlite.watches import FILE_NAME as WATCHES_FILE
from bot.kept.sqlite.watches import WatchFile
from bot.kept.watches import Watches
from index import Database, Place

if TYPE_CHECKING:
    from bot.kept.postgres.library_changes import LibraryChanges


async def nobody() -> None:
    """Ask nobody: a file is there."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What outlives the bot's process."""

    shown: ShownAnswers
    guilds: Guilds
    watches: Watches
    leading: Leading
    changes: "LibraryChanges | None" = None
    """Where changes of the library wait for ingest workers; None beside a folder."""
    probe: Callable[[], Awaitable[None]] = nobody
    """Asks what it is kept in for a sign of life."""


@asynccontextmanager
async def opened_kept(place: Place) -> AsyncIterator[Kept]:
    """Open what the bot keeps beside a library, and close it at the end.

    Raises:
        LibraryError: it is damaged or newer, its folder cannot be written, or its database cannot be reached.
    """
    if isinstance(place, Database):
        from bot.kept.postgres.guilds import GuildTables
        from bot.kept.postgres.leading import Locks
        from bot.kept.postgres.library_changes import LibraryChanges
        from bot.kept.postgres.shown import ShownTables
        from bot.kept.postgres.tables import Tables
        from bot.kept.postgres.watches import WatchTables

        async with Tables(place) as tables, Locks(place) as locks:
            guilds = GuildTables(tables)
            await guilds.load()
            yield Kept(ShownTables(tables), guilds, WatchTables(tables), locks, LibraryChanges(tables), tables.probe)
        return
    with (
        closing(ShownFile(place / SHOWN_FILE)) as shown,
        closing(GuildFile(place / GUILDS_FILE)) as guilds_file,
        closing(WatchFile(place / WATCHES_FILE)) as watches,
    ):
        yield Kept(shown, guilds_file, watches, Alone())
