"""The tables of a library in a database: made, and brought from one version to the next, by numbered files."""

from collections.abc import Sequence
from pathlib import Path

from index.errors import LibraryError, LibraryNewerError
from index.settings import Database
from index.store.postgres.connection import Connection

FOLDER = Path(__file__).parent / "migrations"
EXTENSIONS = ("vector", "pg_textsearch")
LOCK = 0x0_0EC0_4D
"""A number that whoever changes tables holds, so that two never do at once."""
VERSION = """create schema if not exists library;
    create table if not exists library.version(version int primary key, made timestamptz not null default now())"""


def migrations() -> dict[int, Path]:
    """Return the files that make a library of each version, in order."""
    return {int(path.name.partition("_")[0]): path for path in sorted(FOLDER.glob("*.sql"))}


def upgrade(database: Database, roles: Sequence[str] = ()) -> int:
    """Bring the tables to this release's version, and let `roles` use them; return how many steps that took.

    Raises:
        LibraryNewerError: they were made by a later release.
        LibraryError: the role may not, an extension is missing, or the server does not answer.
    """
    db = Connection(database)
    try:
        with db.transaction():
            db.run("select pg_advisory_xact_lock(%s)", (LOCK,))
            _bring_extensions(db)
            db.run(VERSION)
            steps = [path for number, path in migrations().items() if number > version_of(db)]
            for path in steps:
                db.run(path.read_text(encoding="utf-8"))
                db.run("insert into library.version(version) values(%s)", (int(path.name.partition("_")[0]),))
            for role in roles:
                _let_use(db, role)
        return len(steps)
    finally:
        db.close()


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


def version_of(db: Connection) -> int:
    """Return the version of a library's tables; 0 for none.

    Raises:
        LibraryNewerError: they were made by a later release.
    """
    if db.rows("select to_regclass('library.version') is null")[0][0]:
        return 0
    version = int(db.rows("select coalesce(max(version), 0) from library.version")[0][0])
    if version > max(migrations()):
        raise LibraryNewerError(f"{db.where}: was written by a later version; update On Record to open it")
    return version


def check_version(db: Connection) -> None:
    """Make sure that the tables are this release's.

    Raises:
        LibraryError: there are none, or they are of an earlier release or a later one.
    """
    version = version_of(db)
    if version < max(migrations()):
        state = "was written by an earlier version" if version else "holds no library yet"
        raise LibraryError(f"{db.where}: {state}; run: onrecord upgrade --library {db.where}")


def erase(database: Database) -> None:
    """Write every table anew, so that the files hold nothing of what was removed.

    Raises:
        LibraryError: the role owns no tables, or the server does not answer.
    """
    db = Connection(database)
    try:
        check_version(db)
        query = "select quote_ident(tablename) from pg_tables where schemaname = 'library' order by 1"
        for (table,) in db.rows(query):
            db.run(f"vacuum (full, analyze) library.{table}")
        db.run("checkpoint")
    finally:
        db.close()


def _let_use(db: Connection, role: str) -> None:
    """Give a role what it takes to add, ask and remove, and nothing that alters a table."""
    name = db.quoted(role)
    db.run(f"grant usage on schema library to {name}")
    db.run(f"grant select, insert, update, delete on all tables in schema library to {name}")
    db.run(f"grant usage, select on all sequences in schema library to {name}")
