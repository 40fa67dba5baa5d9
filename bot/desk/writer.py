"""Adding from Discord: the library's own command in a process of its own, so that the bot only waits.

It is the one writer of the library while it runs; its last word is a summary, whatever became of the rest.
"""

import asyncio
import json
import logging
import os
import re
import sys
import zlib
from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from tempfile import TemporaryDirectory

from bot.desk.turns import Turns
from bot.failures import Failure
from index import Database, IndexSettings, LibraryBusyError, LibraryUnreachableError, Tried, one_line, variable_name

log = logging.getLogger(__name__)

NICENESS = 19
"""How far an add stands back behind questions, as the system weighs processes: as far as it can be made to."""
PATIENCE = 3600.0
"""Seconds an add may take in all."""
MOST_LINE = 64 * 1024
WAIT = 120.0
"""Seconds for which a change waits for others that hold the library."""
AT_ONCE, MOST_OF_SERVER, MOST_WAITING = 3, 10, 200
"""Changes at once, and that may wait: of one server, and of all."""
OWN_TURN = "the bot's own"
BUSY, UNREACHABLE = LibraryBusyError.exit_status, LibraryUnreachableError.exit_status
KEPT = frozenset("PATH HOME LANG TZ TMPDIR TEMP TMP SYSTEMROOT PYTHONPATH VIRTUAL_ENV LD_LIBRARY_PATH".split())
KEPT_PREFIXES = ("LC_", "ONRECORD_", "OMP_", "MKL_", "OPENBLAS_", "HF_", "PYTHON")
"""Variables that a change is given; none of them is the bot's token."""
BOTS_OWN = "ONRECORD_BOT_"
LIBPQ = "PG"
"""What begins the variables by which a database is reached; kept where the library is in one."""
QUERY = re.compile(r"\?\S*")
"""The end of an address, which may hold a key."""


@dataclass(slots=True)
class Adding:
    """What has come of a change so far; `skipped` are (source, reason), `tried` is the feed that is followed now.

    `new` are the ids of articles that were added, of very many the first.
    """

    added: int = 0
    replaced: int = 0
    unchanged: int = 0
    new: tuple[str, ...] = ()
    skipped: list[tuple[str, str]] = field(default_factory=list)
    tried: Tried | None = None
    is_done: bool = False


Progress = Callable[[Adding], None]


class LibraryWriter:
    """Changes the library, each time by a fresh process: servers in turn, a few of them at once.

    Most of a change waits for the network; for the library itself one process waits for the other.
    """

    def __init__(self, settings: IndexSettings, at_once: int = AT_ONCE) -> None:
        self._settings = settings
        self._turns = Turns(MOST_OF_SERVER, MOST_OF_SERVER, MOST_WAITING, at_once=at_once)
        self._changing: Counter[str] = Counter()

    async def add(
        self, sources: Sequence[str], collection: str, progress: Progress, *, attachments: bool = False
    ) -> Adding:
        """Add what lies at addresses to a collection and return what came of each; nothing is read from disk.

        Raises:
            Failure: the process ended without a summary; its text is for whoever asked.
        """
        kind = "--attachments" if attachments else "--addresses"
        words = ["add", *self._in(collection), "--json", kind, "--", *sources]
        self._changing[collection] += 1
        try:
            return await self.changed(words, progress, whose=collection)
        finally:
            self._changing[collection] -= 1

    async def remove(self, ids: Sequence[str], collection: str) -> Adding:
        """Remove articles of a collection with all that belongs to them.

        Raises:
            Failure: there is no such article, or the library is being written to.
        """
        return await self.changed(["remove", *self._in(collection), "--", *ids], _nothing, whose=collection)

    async def follow(self, url: str, collection: str) -> Tried:
        """Follow a feed, once it was looked at; return what it is.

        Raises:
            Failure: it cannot be read, or the library is being written to.
        """
        words = ["feed", "add", *self._in(collection), "--json", "--", url]
        done = await self.changed(words, _nothing, whose=collection)
        if done.tried is None:
            raise Failure("unread-feed", why=done.skipped[0][1] if done.skipped else "")
        return done.tried

    async def unfollow(self, url: str, collection: str) -> None:
        """Follow a feed no longer; its articles stay.

        Raises:
            Failure: it is not followed, or the library is being written to.
        """
        await self.changed(["feed", "remove", *self._in(collection), "--", url], _nothing, whose=collection)

    async def poll(self, collections: Sequence[str]) -> None:
        """Look at the feeds of collections that are due, and add what they bring.

        Raises:
            Failure: the library is being written to.
        """
        await self.changed(["feed", "poll", *self._in(*collections)], _nothing, whose=OWN_TURN)

    def is_changing(self, collection: str) -> bool:
        """Tell whether this collection is being changed, or waits to be."""
        return bool(self._changing[collection])

    def _in(self, *collections: str) -> list[str]:
        named = [word for name in collections for word in ("--collection", name)]
        return [*named, *self._place(), "--wait", str(WAIT)]

    def _place(self) -> list[str]:
        """Return the words that name a folder; a database's address, which may hold a password, is no word to show."""
        place = self._settings.library
        return [] if isinstance(place, Database) else ["--library", str(place)]

    def _address(self) -> dict[str, str]:
        place = self._settings.library
        if not isinstance(place, Database):
            return {}
        reached_by = {name: value for name, value in os.environ.items() if name.startswith(LIBPQ)}
        return reached_by | {variable_name(IndexSettings, "library"): place.url}

    async def changed(self, words: Sequence[str], progress: Progress, *, whose: str) -> Adding:
        """Run a command that changes the library, in the turn of whose library it is; return what came of it.

        Raises:
            Failure: it failed, took too long, or too many wait; its text is for whoever asked.
        """
        async with self._turn_of(whose), _folder() as folder:
            process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "index.cli", *words, stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE, limit=MOST_LINE,
                env=_environment() | {"TMPDIR": folder} | self._address(),
                preexec_fn=_stand_back if os.name == "posix" else None,
            )  # fmt: skip
            try:
                return await asyncio.wait_for(_followed(process, progress), PATIENCE)
            except TimeoutError:
                raise Failure("change-slow") from None
            finally:
                if process.returncode is None:
                    process.kill()
                    await process.wait()

    @asynccontextmanager
    async def _turn_of(self, whose: str) -> AsyncIterator[None]:
        server = zlib.crc32(whose.encode())
        try:
            self._turns.check(server, 0)
        except Failure:
            raise Failure("being-changed") from None
        async with self._turns.of(server, 0, is_counted=False):
            yield


@asynccontextmanager
async def _folder() -> AsyncIterator[str]:
    """Yield a folder for what a change lays down meanwhile; one that had to be killed cleans up nothing itself."""
    folder = TemporaryDirectory(prefix="onrecord-change-", ignore_cleanup_errors=True)
    try:
        yield folder.name
    finally:
        await asyncio.to_thread(folder.cleanup)


def _nothing(_: Adding) -> None:
    """Take no notice of how far a change has come."""


async def _followed(process: asyncio.subprocess.Process, progress: Progress) -> Adding:
    assert process.stdout is not None
    assert process.stderr is not None
    so_far = Adding()
    errors = asyncio.create_task(_last_of(process.stderr))
    async for line in _lines_of(process.stdout):
        _take(line, so_far)
        progress(so_far)
    said = await errors
    status = await process.wait()
    if status == BUSY:
        raise Failure("being-changed")
    if status == UNREACHABLE:
        raise Failure("unreachable")
    if status != 0 and not so_far.skipped:
        log.error("a change ended with %d: %s", status, one_line(QUERY.sub("", said.strip()), MOST_LINE))
        raise Failure("change")
    so_far.is_done = True
    return so_far


async def _lines_of(stream: asyncio.StreamReader) -> AsyncIterator[bytes]:
    """Yield a stream's lines; one that is too long for any report is passed over."""
    while True:
        try:
            line = await stream.readline()
        except ValueError:
            continue
        if not line:
            return
        yield line


async def _last_of(stream: asyncio.StreamReader) -> str:
    """Read a stream to its end, so that its writer never waits, and return the last of it."""
    kept = b""
    while chunk := await stream.read(MOST_LINE):
        kept = (kept + chunk)[-MOST_LINE:]
    return kept.decode("utf-8", "replace")


def _take(line: bytes, so_far: Adding) -> None:
    """Take what a line of the library's command reports; a line that is no report says nothing here."""
    try:
        row = json.loads(line)
    except ValueError:
        return
    if not isinstance(row, dict):
        return
    if {"skipped", "why"} <= row.keys():
        so_far.skipped.append((str(row["skipped"]), str(row["why"])))
    elif {"followed", "title", "latest"} <= row.keys():
        so_far.tried = Tried(str(row["title"]), tuple(map(str, row["latest"])))
    elif {"added", "replaced", "unchanged"} <= row.keys():
        so_far.added, so_far.replaced, so_far.unchanged = row["added"], row["replaced"], row["unchanged"]
        so_far.new = tuple(map(str, row.get("new", ())))


def _environment() -> dict[str, str]:
    """Keep what a command needs, and no secret: it parses foreign documents."""
    return {
        name: value
        for name, value in os.environ.items()
        if (name in KEPT or name.startswith(KEPT_PREFIXES)) and not name.startswith(BOTS_OWN)
    }


def _stand_back() -> None:
    os.nice(NICENESS)
