"""Opening the library file: its tables, their versions, its one writer, and SQLite's errors as ours."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import apsw
import apsw.sqlite_extra
from filelock import FileLock, Timeout

from index.errors import LibraryBusyError, LibraryDamagedError, LibraryError, LibraryNewerError
from index.store.packing import damaged

FILE_NAME = "onrecord.sqlite"
SCHEMA = 6
BUSY_MS = 5000
CACHE_KIB = 32_000
"""Pages kept in memory: what the word index of some 10,000 passages is read from, and compared with its sums, once."""
CHECKSUMS = "cksmvfs"
"""SQLite's own layer below a file that ends each page with a checksum and compares it on reading."""
CHECKSUM_BYTES = 8
RESERVED_AT = 20
"""Where a file's header says how much of each page is kept free (https://sqlite.org/fileformat2.html)."""
TOKENIZER = "porter unicode61 remove_diacritics 2"
"""Words are compared without case, accents and English endings."""

TABLES = f"""
create table manifest(key text primary key, value text not null) strict;
create table collection(name text primary key) strict;
create table article(
    number integer primary key autoincrement, collection text not null references collection(name),
    id text not null, title text not null, publisher text not null, author text not null, url text not null,
    language text not null, published text, published_basis text not null, text text not null,
    blocks text not null, sha256 text not null, unique(collection, id)
) strict;
create index article_publisher on article(collection, publisher);
create table passage(
    number integer primary key autoincrement, article integer not null references article(number),
    start integer not null, "end" integer not null, sentences text not null, kind text not null,
    vector blob not null
) strict;
create index passage_article on passage(article);
create table statement(
    number integer primary key autoincrement, article integer not null references article(number),
    start integer not null, "end" integer not null, act text not null, speech text not null,
    source text, name text, role text, relay text, cue text not null, content text not null
) strict;
create index statement_article on statement(article);
create virtual table passage_words using fts5(
    title, body, content='', contentless_delete=1, tokenize='{TOKENIZER}');
create virtual table passage_terms using fts5vocab(passage_words, 'row');
create virtual table statement_words using fts5(
    act, speaker, body, content='', contentless_delete=1, tokenize='{TOKENIZER}');
"""
MIGRATIONS = {
    1: """
alter table article add column pages text not null default '[]';
create index article_url on article(url);
create table revision(
    number integer primary key autoincrement, collection text not null, id text not null, fields text not null,
    sha256 text not null, replaced text not null
) strict;
create index revision_article on revision(collection, id);
create table signature(article integer primary key references article(number), hashes blob not null) strict;
create table band(key integer not null, article integer not null references article(number)) strict;
create index band_key on band(key);
create index band_article on band(article);
create table copy(
    article integer not null references article(number), other integer not null references article(number),
    shared real not null, primary key(article, other)
) strict, without rowid;
create index copy_other on copy(other);
create table feed(
    url text not null, collection text not null, publisher text not null, title text not null, every integer not null,
    due real not null, failures integer not null, etag text not null, modified text not null, outcome text not null,
    primary key(url, collection)
) strict, without rowid;
create table feed_entry(
    feed text not null, collection text not null, url text not null, primary key(feed, collection, url)
) strict, without rowid;
""",
    # What this step changes are the pages themselves, see _bring_up.
    2: "",
    3: """
alter table collection add column passages integer not null default 0;
update collection set passages = (
    select count(*) from passage p join article a on a.number = p.article where a.collection = collection.name);
create table departed(
    sequence integer primary key autoincrement, collection text not null, passage integer not null
) strict;
create index article_day on article(collection, published);
""",
    4: """
alter table article add column self_described text not null default '';
create table vocabulary(
    collection text not null, term text not null, passages integer not null, primary key(collection, term)
) strict, without rowid;
create virtual table temp.instances using fts5vocab(main, passage_words, 'instance');
insert into vocabulary select a.collection, i.term, count(distinct i.doc) from temp.instances i
    cross join passage p on p.number = i.doc cross join article a on a.number = p.article group by 1, 2;
drop table temp.instances;
drop table passage_terms;
""",
    5: """
alter table article add column picture text not null default '';
alter table feed add column looked real not null default 0;
""",
}
"""What makes a library of one version into one of the next."""


def existing(folder: Path) -> Path:
    """Return the library file in `folder`.

    Raises:
        LibraryError: there is none.
    """
    path = folder / FILE_NAME
    if not path.is_file():
        raise LibraryError(f"{folder}: holds no library; make one with: onrecord add PATH --library {folder}")
    return path


def locked(folder: Path, wait: float = 0.0) -> FileLock:
    """Return the writer's lock on a library's folder, waited for as long as given.

    The system takes it back when its holder ends. A folder that is made for it is the owner's alone.

    Raises:
        LibraryBusyError: another process holds it.
        LibraryError: the folder cannot be written.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = FileLock(folder / "writer.lock", timeout=wait)
        lock.acquire()
    except Timeout:
        raise LibraryBusyError(
            f"{folder}: another process is adding to this library; try again when it is done"
        ) from None
    except OSError as error:
        raise LibraryError(
            f"{folder}: cannot be written ({error.strerror}); check the folder and its rights"
        ) from error
    return lock


def connected(path: Path, *, write: bool) -> apsw.Connection:
    """Return a connection to the library file, its tables made or brought up to date when `write` is set.

    Raises:
        LibraryError: it is no library, of a later version, or of an earlier one and opened to read.
    """
    flags = apsw.SQLITE_OPEN_READWRITE | (apsw.SQLITE_OPEN_CREATE if write else 0)
    db = apsw.Connection(str(path), flags=flags, vfs=checksummed_files())
    try:
        _prepare(db, path, write=write)
    except BaseException:
        db.close()
        raise
    return db


def checksummed_files() -> str:
    """Return the name of the layer that checks pages, loaded into SQLite where it is not yet.

    Raises:
        LibraryError: this build of SQLite's binding has none.
    """
    if CHECKSUMS not in apsw.vfs_names():
        try:
            with closing(apsw.Connection(":memory:")) as any_file:
                apsw.sqlite_extra.load(any_file, "cksumvfs")
        except (apsw.sqlite_extra.NotAvailable, LookupError) as error:
            raise LibraryError("this build of apsw has no page checksums; install apsw from its wheel") from error
    return CHECKSUMS


def _prepare(db: apsw.Connection, path: Path, *, write: bool) -> None:
    db.set_busy_timeout(BUSY_MS)
    if write:
        db.reserve_bytes(reserve=CHECKSUM_BYTES)
    db.pragma("cache_size", -CACHE_KIB)
    db.pragma("journal_mode", "wal")
    db.pragma("synchronous", "full")
    db.pragma("foreign_keys", True)
    db.pragma("trusted_schema", False)
    db.pragma("secure_delete", True)
    version = db.pragma("user_version")
    if version > SCHEMA:
        raise LibraryNewerError(f"{path}: was written by a later version; update On Record to open it")
    if version == 0 and not write:
        raise LibraryDamagedError(f"{path}: is not a library of On Record; name another folder")
    if version < SCHEMA and not write:
        raise LibraryError(f"{path}: was written by an earlier version; run: onrecord rebuild --library {path.parent}")
    if version < SCHEMA:
        _bring_up(db, version)
    if _checksum_bytes(db) != CHECKSUM_BYTES:
        raise damaged(path)
    if not write:
        db.pragma("query_only", True)


def _checksum_bytes(db: apsw.Connection) -> int:
    """Return how much of each page is kept for its checksum; a file without any would not be compared."""
    db.execute("select count(*) from manifest").fetchall()
    read, header = db.read("main", 0, RESERVED_AT, 1)
    return header[0] if read else 0


def _bring_up(db: apsw.Connection, version: int) -> None:
    if version:
        # Every page is written anew, with room for its checksum; a kill in between leaves the library as it was.
        db.execute("vacuum")
        db.wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_TRUNCATE)
    with transaction(db, Path(db.filename)):
        if version == 0:
            db.execute(TABLES)
        for step in range(max(version, 1), SCHEMA):
            db.execute(MIGRATIONS[step])
        db.pragma("user_version", SCHEMA)


@contextmanager
def transaction(db: apsw.Connection, path: Path) -> Iterator[None]:
    """Let the statements inside be done or none of them; one inside another is a part of it.

    The binding's own context ends in an error of its own where SQLite, out of room or on a broken page, has
    rolled back by itself; what went wrong is then lost.
    """
    with translated(path):
        if db.in_transaction:
            yield
            return
        db.execute("begin")
        try:
            yield
            db.execute("commit")
        except BaseException:
            if db.in_transaction:
                db.execute("rollback")
            raise


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turn SQLite's errors into ours; inside are its statements alone, never what a caller does between them."""
    try:
        yield
    except (apsw.NotADBError, apsw.CorruptError, apsw.FormatError) as error:
        raise damaged(path) from error
    except apsw.IOError as error:
        if getattr(error, "extendedresult", 0) == apsw.SQLITE_IOERR_DATA:
            raise damaged(path) from error
        raise unusable(path, error) from error
    except (
        apsw.FullError,
        apsw.ReadOnlyError,
        apsw.CantOpenError,
        apsw.PermissionsError,
    ) as error:
        raise unusable(path, error) from error
    except apsw.BusyError as error:
        raise LibraryBusyError(f"{path}: is in use by another process; try again when it is done") from error


@contextmanager
def snapshot(db: apsw.Connection, path: Path) -> Iterator[None]:
    """Let all inside read one state of the file; what the caller's own code raises there stays what it is."""
    if db.in_transaction:
        yield
        return
    with translated(path):
        db.execute("begin")
    try:
        yield
    except BaseException:
        with translated(path):
            if db.in_transaction:
                db.execute("rollback")
        raise
    with translated(path):
        db.execute("commit")


def unusable(path: Path, error: Exception) -> LibraryError:
    """Return the error for a file that the system does not let us read or write."""
    return LibraryError(f"{path}: cannot be opened or written ({error}); check the disk and its rights")
