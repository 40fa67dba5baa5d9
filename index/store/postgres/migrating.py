"""The tables of a library in a database: made, and brought from one version to the next, by numbered files."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from index.errors import LibraryError, LibraryNewerError
from index.settings import Database
from index.store.postgres.connection import Connection

EXTENSIONS = ("vector", "pg_textsearch")
LOCK = 0x0_0EC0_4D
"""A number that whoever changes tables holds, so that two never do at once."""
VERSION = """create schema if not exists {0};
    create table if not exists {0}.version(version int primary key, made timestamptz not null default now())"""


class Schema(NamedTuple):
    """Tables that belong together: the name they stand under, and the folder of the numbered files that make them."""

    name: str
    folder: Path

    @property
    def steps(self) -> dict[int, Path]:
        """The files that make each version of the one before, in order."""
        return {int(path.name.partition("_")[0]): path for path in sorted(self.folder.glob("*.sql"))}


LIBRARY = Schema("library", Path(__file__).parent / "migrations")


def upgrade(database: Database, roles: Sequence[str] = (), beside: Sequence[Schema] = ()) -> int:
    """Bring the tables to this release's version, those `beside` the library's too; return how many steps that took.

    `roles` may use them then.

    Raises:
        LibraryNewerError: they were made by a later release.
        LibraryError: the role may not, an extension is missing, or the server does not answer.
    """
    db = Connection(database)
    try:
        with db.transaction():
            db.run("select pg_advisory_xact_lock(%s)", (LOCK,))
            _bring_extensions(db)
            steps = [_bring_up(db, schema, roles) for schema in (LIBRARY, *beside)]
        return sum(steps)
    finally:
        db.close()


def _bring_up(db: Connection, schema: Schema, roles: Sequence[str]) -> int:
    """Take the steps that a schema lacks, and let roles use it; return how many steps there were."""
    db.run(VERSION.format(schema.name))
    held = version_of(db, schema)
    missing = {number: path for number, path in schema.steps.items() if number > held}
    for number, path in missing.items():
        db.run(path.read_text(encoding="utf-8"))
        db.run(f"insert into {schema.name}.version(version) values(%s)", (number,))
    for role in roles:
        _let_use(db, schema, role)
    return len(missing)


def _bring_extensions(db: Connection) -> None:
    """Make the extensions that are not there yet.

    Raises:
        LibraryError: the server has none of the name.
    """
    known = {name for (name,) in db.rows("select name from pg_available_extensions")}
    for name in EXTENSIONS:
        if name not in known:
            raise LibraryError(f"{db.where}: its server lacks the extension {name}; install it there")
        db.run(f"create extension if not exists {name} schema public")


def version_of(db: Connection, schema: Schema = LIBRARY) -> int:
    """Return the version of a schema's tables; 0 for none.

    Raises:
        LibraryNewerError: they were made by a later release.
    """
    if db.rows("select to_regclass(%s) is null", (f"{schema.name}.version",))[0][0]:
        return 0
    version = int(db.rows(f"select coalesce(max(version), 0) from {schema.name}.version")[0][0])
    if version > max(schema.steps):
        raise LibraryNewerError(f"{db.where}: was written by a later version; update On Record to open it")
    return version


def check_version(db: Connection) -> None:
    """Make sure that the tables are this release's.

    Raises:
        LibraryError: there are none, or they are of an earlier release or a later one.
    """
    version = version_of(db)
    if version < max(LIBRARY.steps):
        state = "was written by an earlier version" if version else "holds no library yet"
        raise LibraryError(f"{db.where}: {state}; run: onrecord upgrade --library {db.where}")


def erase(database: Database) -> None:
    """Write every table anew: its files hold nothing of what was removed then; the server's journal may for a while.

    Raises:
        LibraryError: the role owns no tables, or the server does not answer.
    """
    db = Connection(database)
    try:
        check_version(db)
        # Of a table that is not the role's own PostgreSQL only warns, and passes it over.
        owned = "select bool_and(pg_has_role(tableowner, 'USAGE')) from pg_tables where schemaname = 'library'"
        if not db.rows(owned)[0][0]:
            raise LibraryError(f"{db.where}: only the role that owns the tables may erase; name it in the address")
        # What is parted has no file of its own; its parts are in the list.
        query = """select quote_ident(relname) from pg_class
            where relkind = 'r' and relnamespace = 'library'::regnamespace order by 1"""
        for (table,) in db.rows(query):
            db.run(f"vacuum (full, analyze) library.{table}")
    finally:
        db.close()


def _let_use(db: Connection, schema: Schema, role: str) -> None:
    """Give a role what it takes to add, ask and remove, and nothing that alters a table."""
    name = db.quoted(role)
    db.run(f"grant usage on schema {schema.name} to {name}")
    db.run(f"grant select, insert, update, delete on all tables in schema {schema.name} to {name}")
    db.run(f"grant usage, select on all sequences in schema {schema.name} to {name}")
