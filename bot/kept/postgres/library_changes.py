"""Changes of the library that wait for an ingest worker: each is taken by one, or by another where it is gone."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.kept.postgres.tables import Tables

TRIES = 2
"""How often a change is begun: one over which two workers were lost is set aside."""
SILENT = 30.0
"""Seconds after which a worker that tells nothing of a change is taken for gone."""
KEPT_DAYS = 7
LOCK = 0x0_0EC0_52
"""A number that whoever takes a change holds."""
TAKEN = """with next as (
        select number from library_change c
        where (state = 'waiting' or state = 'running' and seen < now() - make_interval(secs => %(silent)s))
        and tries < %(tries)s
        and not exists (select 1 from library_change r where r.whose = c.whose and r.number != c.number
            and r.state = 'running' and r.seen >= now() - make_interval(secs => %(silent)s))
        order by number for update skip locked limit 1)
    update library_change c set state = 'running', tries = tries + 1, worker = %(worker)s, seen = now()
    from next where c.number = next.number returning c.number, c.words, c.whose"""
SET_ASIDE = """update library_change set state = 'aside', failed = 'died', seen = now() where state = 'running'
    and tries >= %s and seen < now() - make_interval(secs => %s)"""


class State(StrEnum):
    """How far a change is."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    ASIDE = "aside"


@dataclass(frozen=True, slots=True)
class Looked:
    """How a change stands: what has come of it, as text, and why it failed, by the name of the words for it."""

    state: State
    came: str
    failed: str


@dataclass(frozen=True, slots=True)
class Taken:
    """A change that a worker has taken."""

    number: int
    words: tuple[str, ...]
    whose: str


class LibraryChanges:
    """The table of changes."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    async def put(self, words: Sequence[str], whose: str) -> int:
        """Let a change wait; return its number."""
        query = "insert into library_change(whose, words) values(%s, %s) returning number"
        [(number,)] = await self._tables.rows(query, (whose, json.dumps(list(words))))
        return int(number)

    async def waiting(self) -> int:
        """Return how many changes wait or run."""
        query = "select count(*) from library_change where state in ('waiting', 'running')"
        [(count,)] = await self._tables.rows(query)
        return int(count)

    async def look(self, number: int) -> Looked:
        """Return how a change stands."""
        [row] = await self._tables.rows("select state, came, failed from library_change where number = %s", (number,))
        return Looked(State(row[0]), *row[1:])

    async def take(self, worker: str) -> Taken | None:
        """Take the next change that waits, one of a server at a time; None where there is none."""
        await self._tables.run(SET_ASIDE, (TRIES, SILENT))
        asked = {"silent": SILENT, "tries": TRIES, "worker": worker}
        async with self._tables.transaction() as db:
            # One looks at a time: what another has taken, and not written down yet, it would not see.
            await db.execute("select pg_advisory_xact_lock(%s)", (LOCK,))
            rows = await (await db.execute(TAKEN, asked)).fetchall()
        return next((Taken(number, tuple(json.loads(words)), whose) for number, words, whose in rows), None)

    async def tell(self, number: int, worker: str, came: str) -> bool:
        """Write down what has come of a change so far; return whether it is still this worker's."""
        query = """update library_change set came = %s, seen = now()
            where number = %s and worker = %s and state = 'running' returning 1"""
        return bool(await self._tables.rows(query, (came, number, worker)))

    async def end(self, number: int, worker: str, came: str, failed: str = "") -> None:
        """Write down that a change is done, or why it failed."""
        query = """update library_change set state = 'done', came = %s, failed = %s, seen = now()
            where number = %s and worker = %s and state = 'running'"""
        await self._tables.run(query, (came, failed, number, worker))

    async def give_up(self, number: int) -> None:
        """Let a change wait no longer; one that is being done goes on."""
        query = "update library_change set state = 'aside', seen = now() where number = %s and state = 'waiting'"
        await self._tables.run(query, (number,))

    async def purge(self) -> None:
        """Forget changes that ended a week ago."""
        query = """delete from library_change
            where state in ('done', 'aside') and seen < now() - make_interval(days => %s)"""
        await self._tables.run(query, (KEPT_DAYS,))
