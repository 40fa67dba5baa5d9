"""What is watched for, in the bot's own tables."""

import time
from collections.abc import Collection, Iterable, Sequence

from bot.kept.postgres.tables import Connection, Tables
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

COLUMNS = """number, guild, channel, person, language, kind, topic, speaker, only_new, is_daily, paused, mark, looked,
    due, first"""
ADDED = f"insert into watch({COLUMNS.removeprefix('number, ')}, made) values({', '.join(['%s'] * 15)}) returning number"
TELL = "insert into told values(%s, %s, %s) on conflict(watch, sum) do update set made = excluded.made"
KNOWN = "select sum from told where watch = %s and sum = any(%s)"


class WatchTables:
    """The tables of watches."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    async def add(self, watch: KeptWatch, told: Iterable[str] = ()) -> int:
        """Keep a new watch, with sums of what it need not be told; return its number."""
        now = time.time()
        row = (
            watch.guild, watch.channel, watch.user, watch.language, str(watch.kind), watch.topic, watch.speaker,
            watch.only_new, watch.is_daily, str(watch.paused), watch.mark, watch.looked, watch.due,
            packed_place(watch.first), now,
        )  # fmt: skip
        async with self._tables.transaction() as db:
            [(number,)] = await (await db.execute(ADDED.encode(), row)).fetchall()
            await _tell(db, number, told, now)
        return int(number)

    async def of(self, guild: int | None, user: int) -> list[KeptWatch]:
        """Return the watches of a server; in a direct message those of one person. The first made comes first."""
        mine = "guild = %s" if guild is not None else "guild is null and person = %s"
        query = f"select {COLUMNS} from watch where {mine} order by number"
        return [watch_of(row) for row in await self._tables.rows(query, (user if guild is None else guild,))]

    async def active(self) -> list[KeptWatch]:
        """Return every watch that is not paused, for the bot's own look at the library."""
        query = f"select {COLUMNS} from watch where paused = '' order by number"
        return [watch_of(row) for row in await self._tables.rows(query)]

    async def pause(self, numbers: Collection[int], why: Paused | None, mark: str = "") -> None:
        """Pause watches, or go on with them from a mark: what came meanwhile is not told."""
        async with self._tables.transaction() as db:
            await db.execute("update watch set paused = %s where number = any(%s)", (str(why or ""), list(numbers)))
            if mark:
                query = "update watch set mark = %s, looked = %s where number = any(%s)"
                await db.execute(query, (mark, time.time(), list(numbers)))

    async def remove(self, number: int) -> None:
        """Forget a watch and all that belongs to it."""
        await self._tables.run("delete from watch where number = %s", (number,))

    async def looked(
        self, number: int, mark: str, found: Sequence[tuple[Reference | None, Sequence[str]]], late_since: float = 0.0
    ) -> None:
        """Write down, at once, how far a watch has looked and what it has found that was not told before.

        Each thing found has sums by which it is known again: it is new where none of them is known, and what has
        none is told whatever it is. `late_since` is since when nothing was looked at, where that is long ago.
        """
        now = time.time()
        async with self._tables.transaction() as db:
            held = await db.execute("select count(*) from waiting where watch = %s", (number,))
            [(waiting,)] = await held.fetchall()
            for reference, sums in found:
                if await _known(db, number, sums):
                    continue
                await _tell(db, number, sums, now)
                if waiting < MOST_WAITING:
                    row = (number, packed_place(reference), late_since)
                    await db.execute("insert into waiting(watch, place, since) values(%s, %s, %s)", row)
                    waiting += 1
            await db.execute("update watch set mark = %s, looked = %s where number = %s", (mark, now, number))

    async def waiting(self, number: int) -> list[Waiting]:
        """Return what is to be told of a watch, in the order that it was found."""
        query = "select number, place, since from waiting where watch = %s order by number"
        return [
            Waiting(n, unpacked_place(place), since) for n, place, since in await self._tables.rows(query, (number,))
        ]

    async def told(self, number: int, waiting: Iterable[Waiting], due: float = 0.0) -> None:
        """Write down that what waited was told, and when the next digest is due."""
        async with self._tables.transaction() as db:
            await db.execute("delete from waiting where number = any(%s)", ([one.number for one in waiting],))
            await db.execute("update watch set due = %s where number = %s", (due, number))

    async def answered(self, number: int, first: Reference | None, sums: Sequence[str]) -> None:
        """Write down how an answer that is watched stands now, in place of how it stood before."""
        async with self._tables.transaction() as db:
            await db.execute("delete from told where watch = %s", (number,))
            await _tell(db, number, sums, time.time())
            await db.execute("update watch set first = %s where number = %s", (packed_place(first), number))

    async def knows(self, number: int, sums: Iterable[str]) -> list[bool]:
        """Tell of each sum whether it was told of a watch."""
        asked = list(sums)
        known = {sum_ for (sum_,) in await self._tables.rows(KNOWN, (number, asked))}
        return [sum_ in known for sum_ in asked]

    async def purge(self) -> None:
        """Forget what was told half a year ago, but for voices and answers as they stand: these are compared with."""
        query = """delete from told where made < %s
            and watch in (select number from watch where kind != %s and not only_new)"""
        await self._tables.run(query, (time.time() - TOLD_SECONDS, str(Kind.ANSWER)))

    async def leave(self, guild: int) -> None:
        """Forget all that is watched in a server that the bot has left."""
        await self._tables.run("delete from watch where guild = %s", (guild,))

    async def forget(self, user: int) -> int:
        """Forget what somebody watches for themselves, and that they set up others; return how many of the first."""
        async with self._tables.transaction() as db:
            gone = await db.execute("delete from watch where person = %s and guild is null", (user,))
            await db.execute("update watch set person = 0 where person = %s", (user,))
        return gone.rowcount


async def _known(db: Connection, number: int, sums: Sequence[str]) -> bool:
    """Tell whether any of these sums was told of a watch."""
    return bool(await (await db.execute(KNOWN, (number, list(sums)))).fetchall())


async def _tell(db: Connection, number: int, sums: Iterable[str], now: float) -> None:
    await db.cursor().executemany(TELL, [(number, one, now) for one in dict.fromkeys(sums)])
