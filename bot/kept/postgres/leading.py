"""How gateways agree by PostgreSQL's advisory locks: whoever holds one has it until its connection ends."""

import time
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from typing import Any

import psycopg
from psycopg.conninfo import make_conninfo

from bot.kept.postgres.tables import KEPT_ALIVE, Connection, translated
from index import Database

LEADER, IDENTIFY = 0x0EC0_50, 0x0EC0_51
"""The first of a lock's two numbers: what it is about."""
OF_LATE = 7 * 24 * 3600.0
"""Seconds after which a server is taken for left that no gateway has told of: one may be down for as long."""


class Locks:
    """The locks of one gateway."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._held: Connection | None = None

    async def __aenter__(self) -> "Locks":
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._let_go()

    async def leads(self) -> bool:
        """Tell whether this gateway leads; where nobody does, it does from now on.

        Raises:
            LibraryUnreachableError: the server does not answer.
        """
        try:
            with translated(str(self._database)):
                if self._held is not None:
                    await self._held.execute("select 1")
                    return True
                self._held = await self._led()
        except BaseException:
            # The lock went with the connection: another may lead already.
            await self._let_go()
            raise
        return self._held is not None

    async def serves(self, guilds: Collection[int]) -> None:
        """Note which servers this gateway is in now.

        Raises:
            LibraryUnreachableError: the server does not answer.
        """
        query = """insert into bot.served(guild, seen) select unnest(%s::bigint[]), %s
            on conflict(guild) do update set seen = excluded.seen"""
        now = time.time()
        await self._run(query, sorted(guilds), now)
        await self._run("delete from bot.served where seen < %s", now - OF_LATE)

    async def leaves(self, guild: int) -> None:
        """Note that the bot is in a server no longer.

        Raises:
            LibraryUnreachableError: the server does not answer.
        """
        await self._run("delete from bot.served where guild = %s", guild)

    async def served(self) -> Collection[int]:
        """Return the servers that any gateway was in of late.

        Raises:
            LibraryUnreachableError: the server does not answer.
        """
        rows = await self._run("select guild from bot.served where seen > %s", time.time() - OF_LATE)
        return {guild for (guild,) in rows}

    async def _run(self, query: str, *values: object) -> list[Any]:
        connection = await self._connected()
        try:
            with translated(str(self._database)):
                found = await connection.execute(query.encode(), values)
                return await found.fetchall() if found.description else []
        finally:
            await connection.close()

    async def _led(self) -> Connection | None:
        """Return a connection that holds the leader's lock; None where another does."""
        connection = await self._connected()
        [(taken,)] = await (await connection.execute("select pg_try_advisory_lock(%s, 0)", (LEADER,))).fetchall()
        if taken:
            return connection
        await connection.close()
        return None

    async def _connected(self) -> Connection:
        with translated(str(self._database)):
            return await psycopg.AsyncConnection.connect(
                make_conninfo(self._database.url, **KEPT_ALIVE), autocommit=True
            )

    async def _let_go(self) -> None:
        if self._held is not None:
            await self._held.close()
        self._held = None

    @asynccontextmanager
    async def identifying(self, bucket: int) -> AsyncIterator[None]:
        """Hold the right to identify in one of Discord's buckets, once it is free.

        Raises:
            LibraryUnreachableError: the server does not answer.
        """
        connection = await self._connected()
        try:
            with translated(str(self._database)):
                await connection.execute("select pg_advisory_lock(%s, %s)", (IDENTIFY, bucket))
            yield
        finally:
            await connection.close()
