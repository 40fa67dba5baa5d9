"""One connection to the database that holds a library: opened again where it was lost, its errors told as ours."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg import errors, sql
from psycopg.conninfo import make_conninfo

from index.errors import LibraryBusyError, LibraryDamagedError, LibraryError, LibraryUnreachableError
from index.settings import Database
from index.text.characters import encodable

CONNECT_SECONDS = 5
UNANSWERED_MS = 10_000
"""Milliseconds after which a server that acknowledges nothing is taken for gone."""
OPTIONS = "-c search_path=library,public -c plan_cache_mode=force_custom_plan -c jit=off"
"""A generic plan would score every row by words anew; compiling a plan takes longer than any question here."""
BEGUN = "begin isolation level repeatable read, read only"

Values = Sequence[Any] | Mapping[str, Any]


class Connection:
    """A connection that one thread uses; what a query may read is said with it."""

    def __init__(self, database: Database, server: Mapping[str, str] | None = None) -> None:
        """Connect; to the one `server` of several, by its host and port, where it is given.

        Raises:
            LibraryUnreachableError: the server does not answer.
        """
        self._server: Mapping[str, str] = {"target_session_attrs": "any", **server} if server else {}
        self.where = f"{database} at {server['host']}" if server else str(database)
        self._database = database
        self._opened: psycopg.Connection[Any] | None = None
        self._within: tuple[str, ...] | None = None
        self._db  # noqa: B018 - connects

    @property
    def _db(self) -> psycopg.Connection[Any]:
        if self._opened is None or self._opened.closed:
            self._within = None
            with self._translated():
                self._opened = psycopg.connect(
                    make_conninfo(self._database.url, **self._server), autocommit=True, connect_timeout=CONNECT_SECONDS,
                    tcp_user_timeout=UNANSWERED_MS, options=OPTIONS, application_name="onrecord",
                )  # fmt: skip
        return self._opened

    def close(self) -> None:
        """Close it."""
        if self._opened is not None:
            self._opened.close()

    def rows(self, query: str, values: Values = (), within: Sequence[str] | None = None) -> list[Any]:
        """Return all rows of a query that may read the collections `within`, those of the query before where None.

        Raises:
            LibraryError: the server does not answer, or refuses.
        """
        return self._done(query, values, within).fetchall()

    def run(self, query: str, values: Values = (), within: Sequence[str] | None = None) -> int:
        """Run a statement; return how many rows it changed."""
        return self._done(query, values, within).rowcount

    def ranked(self, query: str, values: Mapping[str, Any], within: Sequence[str]) -> list[Any]:
        """Return all rows of a query that an index ranks by words, in each collection, `%(own)s`, by itself.

        Scoring a row by itself costs a thousand times what the planner takes it for, and fails where parts have parts:
        so it is kept from sorting, and from a statement prepared before, in which the extension does just that.
        """
        with self.snapshot():
            self.run("set local enable_sort = off")
            found = [
                row
                for own in dict.fromkeys(within)
                for row in self._done(query, {**values, "own": own}, within, prepare=False).fetchall()
            ]
            self.run("set local enable_sort = on")
        return found

    def run_many(self, query: str, values: Sequence[Values]) -> None:
        """Run a statement once for each of `values`, inside of what was said to be readable before."""
        db = self._db
        with self._translated(), db.cursor() as cursor:
            cursor.executemany(query.encode(), [_bound(one) for one in values])

    def quoted(self, name: str) -> str:
        """Return a name as it stands in a statement."""
        return sql.Identifier(name).as_string(self._db)

    def literal(self, value: str) -> str:
        """Return a text as it stands in a statement that takes no values."""
        return sql.Literal(value).as_string(self._db)

    def _done(
        self, query: str, values: Values, within: Sequence[str] | None, *, prepare: bool | None = None
    ) -> psycopg.Cursor[Any]:
        db = self._db
        with self._translated():
            if within is not None:
                self._open_to(db, tuple(within))
            return db.execute(query.encode(), _bound(values) if values else None, prepare=prepare)

    def _open_to(self, db: psycopg.Connection[Any], within: tuple[str, ...]) -> None:
        if within != self._within:
            # Forgotten first: a statement that fails leaves neither what was nor what was to be.
            self._within = None
            named = [str(_value(name)) for name in within]
            db.execute("select set_config('onrecord.collections', %s::text[]::text, false)", (named,))
            self._within = within

    @contextmanager
    def transaction(self, *, everywhere: bool = False) -> Iterator[None]:
        """Let the statements inside be done or none of them; `everywhere` waits until each replica shows it."""
        with self._held("begin"):
            if everywhere:
                self.run("set local synchronous_commit = remote_apply")
            yield

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Let all that is read inside see one state of the library; one inside another is a part of it."""
        if self._is_held:
            yield
            return
        with self._held(BEGUN):
            yield

    @property
    def _is_held(self) -> bool:
        return self._db.info.transaction_status is not psycopg.pq.TransactionStatus.IDLE

    @contextmanager
    def _held(self, begin: str) -> Iterator[None]:
        db = self._db
        with self._translated():
            db.execute(begin.encode())
        try:
            yield
            with self._translated():
                db.execute("commit")
        except BaseException:
            # What was said inside of what may be read is taken back with the rest.
            self._within = None
            if not db.closed:
                with self._translated():
                    db.execute("rollback")
            raise

    @contextmanager
    def _translated(self) -> Iterator[None]:
        """Tell PostgreSQL's errors as ours; inside are its statements alone. What is our mistake stays what it is."""
        try:
            yield
        except (errors.InvalidSchemaName, errors.UndefinedTable) as error:
            raise LibraryError(
                f"{self.where}: holds no library yet; run: onrecord upgrade --library {self.where}"
            ) from error
        except (errors.InsufficientPrivilege, errors.ReadOnlySqlTransaction) as error:
            raise LibraryError(f"{self.where}: refuses this ({_first_line(error)}); check the role's rights") from error
        except (errors.DataCorrupted, errors.IndexCorrupted) as error:
            raise LibraryDamagedError(f"{self.where}: is damaged ({_first_line(error)}); restore a backup") from error
        except errors.DiskFull as error:
            raise LibraryError(f"{self.where}: its disk is full; make room and try again") from error
        except (errors.DeadlockDetected, errors.SerializationFailure, errors.LockNotAvailable) as error:
            raise LibraryBusyError(f"{self.where}: others stand in the way of this; try again") from error
        except psycopg.ProgrammingError:
            if self._opened is not None:
                raise
            # Its text may hold a part of the password.
            raise LibraryError(f"{self.where}: is no address of a database; escape what is special in it") from None
        except psycopg.OperationalError as error:
            raise LibraryUnreachableError(
                f"{self.where}: cannot be reached ({_first_line(error)}); check that it runs, and try again"
            ) from error


def _first_line(error: Exception) -> str:
    return next(iter(str(error).strip().splitlines()), type(error).__name__)


def _bound(values: Values) -> Values:
    if isinstance(values, Mapping):
        return {name: _value(value) for name, value in values.items()}
    return [_value(value) for value in values]


def _value(value: Any) -> Any:  # noqa: ANN401 - whatever PostgreSQL takes
    """Return a value as PostgreSQL takes it: what is asked for by halves of characters or by NUL is nowhere."""
    if isinstance(value, str):
        return encodable(value).replace("\0", "\N{REPLACEMENT CHARACTER}")
    return [_value(one) for one in value] if isinstance(value, list | tuple) else value
