"""What is watched for, in a small file beside the library, worth keeping: back it up with the library."""

import time
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path

from bot.kept.sqlite.opening import opened
from bot.kept.watches import (
    MOST_WAITING,
    TOLD_SECONDS,
    KeptWatch,
    Kind,
    Paused,
    Waiting,
    packed_place,
    unpacked_place,
    watch_of,
)
from index import Reference

FILE_NAME = "watches.sqlite"
CLEARED = "delete from watch where guild is null; update watch set user = 0;"
"""What takes out of a copy all that somebody may have had deleted, or will."""
TABLES = """
create table watch(
    number integer primary key autoincrement, guild integer, channel integer not null, user integer not null,
    language text not null, kind text not null, topic text not null, speaker text not null,
    only_new integer not null, is_daily integer not null, paused text not null, mark text not null,
    looked real not null, due real not null, first text not null, made real not null
) strict;
create index watch_guild on watch(guild);
create table told(
    watch integer not null references watch(number) on delete cascade, sum text not null, made real not null,
    primary key(watch, sum)
) strict, without rowid;
create table waiting(
    number integer primary key autoincrement, watch integer not null references watch(number) on delete cascade,
    place text not null, since real not null
) strict;
create index waiting_watch on waiting(watch);
"""
COLUMNS = (
    "number, guild, channel, user, language, kind, topic, speaker, only_new, is_daily, paused, mark, looked, due, first"
)


class WatchFile:
    """The file of watches."""

    def __init__(self, path: Path) -> None:
        """Open the file, or make it.

        Raises:
            LibraryError: it is damaged, newer, or its folder cannot be written.
        """
        self._db = opened(path, TABLES)

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    async def add(self, watch: KeptWatch, told: Iterable[str] = ()) -> int:
        """Keep a new watch, with sums of what it need not be told; return its number."""
        now = time.time()
        row = (
            watch.guild, watch.channel, watch.user, watch.language, watch.kind, watch.topic, watch.speaker,
            watch.only_new, watch.is_daily, watch.paused, watch.mark, watch.looked, watch.due,
            packed_place(watch.first), now,
        )  # fmt: skip
        with self._db:
            query = f"insert into watch({COLUMNS.removeprefix('number, ')}, made) values({', '.join('?' * len(row))})"
            self._db.execute(query, row)
            number = self._db.last_insert_rowid()
            self._tell(number, told, now)
        return number

    async def of(self, guild: int | None, user: int) -> list[KeptWatch]:
        """Return the watches of a server; in a direct message those of one person. The first made comes first."""
        query = f"select {COLUMNS} from watch where guild is ?1 and (?1 is not null or user = ?2) order by number"
        return [watch_of(row) for row in self._db.execute(query, (guild, user))]

    async def active(self) -> list[KeptWatch]:
        """Return every watch that is not paused, for the bot's own look at the library."""
        return [
            watch_of(row) for row in self._db.execute(f"select {COLUMNS} from watch where paused = '' order by number")
        ]

    async def pause(self, numbers: Collection[int], why: Paused | None, mark: str = "") -> None:
        """Pause watches, or go on with them from a mark: what came meanwhile is not told."""
        with self._db:
            for number in numbers:
                self._db.execute("update watch set paused = ? where number = ?", (why or "", number))
                if mark:
                    row = (mark, time.time(), number)
                    self._db.execute("update watch set mark = ?, looked = ? where number = ?", row)

    async def remove(self, number: int) -> None:
        """Forget a watch and all that belongs to it."""
        with self._db:
            self._db.execute("delete from watch where number = ?", (number,))

    async def looked(
        self, number: int, mark: str, found: Sequence[tuple[Reference | None, Sequence[str]]], late_since: float = 0.0
    ) -> None:
        """Write down, at once, how far a watch has looked and what it has found that was not told before.

        Each thing found has sums by which it is known again: it is new where none of them is known, and what has
        none is told whatever it is. `late_since` is since when nothing was looked at, where that is long ago.
        """
        now = time.time()
        with self._db:
            room = MOST_WAITING - len(await self.waiting(number))
            for reference, sums in found:
                if not self._is_new(number, sums):
                    continue
                self._tell(number, sums, now)
                if room > 0:
                    row = (number, packed_place(reference), late_since)
                    self._db.execute("insert into waiting(watch, place, since) values(?, ?, ?)", row)
                    room -= 1
            self._db.execute("update watch set mark = ?, looked = ? where number = ?", (mark, now, number))

    def _is_new(self, number: int, sums: Sequence[str]) -> bool:
        query = "select 1 from told where watch = ? and sum = ?"
        return not any(self._db.execute(query, (number, one)).fetchone() for one in sums)

    def _tell(self, number: int, sums: Iterable[str], now: float) -> None:
        self._db.executemany("insert or replace into told values(?, ?, ?)", [(number, one, now) for one in sums])

    async def waiting(self, number: int) -> list[Waiting]:
        """Return what is to be told of a watch, in the order that it was found."""
        rows = self._db.execute("select number, place, since from waiting where watch = ? order by number", (number,))
        return [Waiting(n, unpacked_place(place), since) for n, place, since in rows]

    async def told(self, number: int, waiting: Iterable[Waiting], due: float = 0.0) -> None:
        """Write down that what waited was told, and when the next digest is due."""
        with self._db:
            self._db.executemany("delete from waiting where number = ?", [(one.number,) for one in waiting])
            self._db.execute("update watch set due = ? where number = ?", (due, number))

    async def answered(self, number: int, first: Reference | None, sums: Sequence[str]) -> None:
        """Write down how an answer that is watched stands now, in place of how it stood before."""
        now = time.time()
        with self._db:
            self._db.execute("delete from told where watch = ?", (number,))
            self._tell(number, sums, now)
            self._db.execute("update watch set first = ? where number = ?", (packed_place(first), number))

    async def knows(self, number: int, sums: Iterable[str]) -> list[bool]:
        """Tell of each sum whether it was told of a watch."""
        return [not self._is_new(number, [one]) for one in sums]

    async def purge(self) -> None:
        """Forget what was told half a year ago, but for voices and answers as they stand: these are compared with."""
        with self._db:
            query = """delete from told where made < ?
                and watch in (select number from watch where kind != ? and not only_new)"""
            self._db.execute(query, (time.time() - TOLD_SECONDS, Kind.ANSWER))

    async def leave(self, guild: int) -> None:
        """Forget all that is watched in a server that the bot has left."""
        with self._db:
            self._db.execute("delete from watch where guild = ?", (guild,))

    async def forget(self, user: int) -> int:
        """Forget what somebody watches for themselves, and that they set up others; return how many of the first."""
        with self._db:
            gone = self._db.execute(
                "delete from watch where user = ? and guild is null returning 1", (user,)
            ).fetchall()
            self._db.execute("update watch set user = 0 where user = ?", (user,))
        return len(gone)
