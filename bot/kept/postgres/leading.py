"""How gateways agree by PostgreSQL's advisory locks: whoever holds one has it until its connection ends."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import psycopg
from psycopg.conninfo import make_conninfo

from bot.kept.postgres.tables import KEPT_ALIVE, Connection, translated
from index import Database

LEADER, IDENTIFY = 0x0EC0_50, 0x0EC0_51
"""The first of a lock's two numbers: what it is about."""


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
