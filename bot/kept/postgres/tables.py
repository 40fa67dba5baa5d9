"""How the bot's tables in a database are asked: by a few connections that nobody's question waits for long."""

from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from typing import Any, Self

import psycopg
from psycopg import errors
from psycopg_pool import AsyncConnectionPool, PoolTimeout

from bot.kept.postgres import MIGRATIONS
from index import Database, LibraryError, LibraryNewerError, LibraryUnreachableError

MOST_CONNECTIONS = 4
PATIENCE = 2.0
"""Seconds that may be waited for a connection: a click is acknowledged within three."""
KEPT_ALIVE: Mapping[str, Any] = {"connect_timeout": 5, "tcp_user_timeout": 10_000, "options": "-c search_path=bot"}

Connection = psycopg.AsyncConnection[Any]


class Tables:
    """The bot's own tables in the database of the library."""

    def __init__(self, database: Database) -> None:
        self.where = str(database)
        self._pool = AsyncConnectionPool(
            database.url, min_size=1, max_size=MOST_CONNECTIONS, timeout=PATIENCE, open=False,
            kwargs={"autocommit": True, **KEPT_ALIVE}, check=AsyncConnectionPool.check_connection,
        )  # fmt: skip

    async def __aenter__(self) -> Self:
        """Connect.

        Raises:
            LibraryError: the server does not answer, or the tables were not made yet.
        """
        with translated(self.where):
            try:
                await self._pool.open(wait=True, timeout=PATIENCE)
                await self._check_version()
            except BaseException:
                await self._pool.close()
                raise
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._pool.close()

    async def _check_version(self) -> None:
        """Make sure that the tables are this release's.

        Raises:
            LibraryError: they are of an earlier release, or of a later one.
        """
        [(version,)] = await self.rows("select coalesce(max(version), 0) from version")
        wanted = len(list(MIGRATIONS.glob("*.sql")))
        if version > wanted:
            raise LibraryNewerError(f"{self.where}: its bot's tables were made by a later version; update On Record")
        if version < wanted:
            raise LibraryError(_lacks(self.where))

    async def probe(self) -> None:
        """Ask the server for a sign of life.

        Raises:
            LibraryUnreachableError: it gives none.
        """
        await self.rows("select 1")

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Connection]:
        """Yield a connection; what is done with it is done whole or not at all.

        Raises:
            LibraryUnreachableError: the server does not answer.
        """
        with translated(self.where):
            async with self._pool.connection() as db, db.transaction():
                yield db

    async def rows(self, query: str, values: Sequence[Any] = ()) -> list[Any]:
        """Return all rows of a query.

        Raises:
            LibraryUnreachableError: the server does not answer.
        """
        with translated(self.where):
            async with self._pool.connection() as db:
                return await (await db.execute(query.encode(), [_value(v) for v in values])).fetchall()

    async def run(self, query: str, values: Sequence[Any] = ()) -> None:
        """Run a statement.

        Raises:
            LibraryUnreachableError: the server does not answer.
        """
        with translated(self.where):
            async with self._pool.connection() as db:
                await db.execute(query.encode(), [_value(v) for v in values])


@contextmanager
def translated(where: str) -> Iterator[None]:
    """Tell PostgreSQL's errors as ours; what is our own mistake stays what it is."""
    try:
        yield
    except (errors.InvalidSchemaName, errors.UndefinedTable) as error:
        raise LibraryError(_lacks(where)) from error
    except errors.InsufficientPrivilege as error:
        raise LibraryError(f"{where}: refuses this; run: onrecord upgrade --library {where} --grant ROLE") from error
    except (psycopg.OperationalError, PoolTimeout) as error:
        raise LibraryUnreachableError(f"{where}: cannot be reached; check that it runs, and try again") from error


def _lacks(where: str) -> str:
    return f"{where}: lacks this release's tables for the bot; run: onrecord upgrade --library {where}"


def _value(value: Any) -> Any:  # noqa: ANN401 - whatever PostgreSQL takes
    """Return a value as PostgreSQL takes it: a NUL, which it does not, can be nobody's meaning."""
    return value.replace("\0", "\N{REPLACEMENT CHARACTER}") if isinstance(value, str) else value
