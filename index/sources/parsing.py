"""Foreign documents are parsed in throw-away processes, with limits on memory, processor and clock.

What takes a parser down takes its process down, and nothing else. A server process that has the
parsers loaded forks one for each document, which costs milliseconds instead of a second. It sees no variable of
the environment, and where the system has Landlock no file beside the program's own.
"""

import logging
import multiprocessing
import os
import sys
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import dataclass
from multiprocessing.context import BaseContext
from pathlib import Path
from tempfile import TemporaryDirectory

from pebble import ProcessExpired, ProcessFuture
from pebble.concurrent import process

from index.errors import SourceError
from index.sources.documents import Arrived, Filing
from index.sources.formats.registry import Parsed, read

log = logging.getLogger(__name__)

MEGABYTE = 1024 * 1024
OUT_OF_TIME = (-24, -9)
"""How a process ends that has used up its processor time: SIGXCPU, then SIGKILL."""


@dataclass(frozen=True, slots=True)
class ParserLimits:
    """What one document may cost: seconds by the clock and of the processor, bytes beyond those of the bare process."""

    clock: float = 30.0
    processor: int = 25
    memory: int = 1024 * MEGABYTE


class Parsers(AbstractContextManager["Parsers"]):
    """Runs `parse` in a fresh process for each document; a context manager."""

    def __init__(self, limits: ParserLimits | None = None, workers: int = 4) -> None:
        self._limits = limits or ParserLimits()
        self._threads = ThreadPoolExecutor(workers, "parsing")
        self._running = set[ProcessFuture[Parsed]]()
        self._folder = TemporaryDirectory(prefix="onrecord-parsing-", ignore_cleanup_errors=True)
        self._begun = 0
        self._is_closed = False

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Stop what is being parsed."""
        self._is_closed = True
        for future in [*self._running]:
            future.cancel()  # type: ignore[no-untyped-call]
        self._threads.shutdown(cancel_futures=True)
        self._folder.cleanup()

    def begin(self, arrived: Arrived, filing: Filing) -> "Future[Parsed]":
        """Begin to parse what arrived; `parsed` waits for it."""
        self._begun += 1
        # A process of a pool is begun before there is work for it, and is in the way where the pool ends meanwhile.
        job = Confined(read, self._limits, Path(self._folder.name), self._begun)
        return self._threads.submit(self._done, job, arrived, filing)

    def _done(self, job: "Confined", arrived: Arrived, filing: Filing) -> Parsed:
        apart: Callable[[Callable[..., Parsed]], Callable[..., ProcessFuture[Parsed]]]
        apart = process(timeout=self._limits.clock, context=_context())  # type: ignore[call-overload]
        future = apart(job)(arrived, filing)
        self._running.add(future)
        try:
            if self._is_closed:
                future.cancel()  # type: ignore[no-untyped-call]
            parsed: Parsed = future.result()
            return parsed
        finally:
            self._running.discard(future)

    def parsed(self, future: "Future[Parsed]", where: str) -> Parsed:
        """Return what a document holds.

        Raises:
            SourceError: it took too long or too much memory, or its parser broke.
        """
        try:
            return future.result()
        except TimeoutError:
            raise SourceError(where, f"timed out: reading it took more than {self._limits.clock:.0f} s") from None
        except MemoryError:
            raise SourceError(where, "is too large: reading it takes too much memory") from None
        except ProcessExpired as error:
            log.info("%s: its parser ended with %s", where, error.exitcode)
            if error.exitcode in OUT_OF_TIME:
                raise SourceError(where, f"timed out: reading it took more than {self._limits.processor} s") from None
            raise SourceError(where, "could not be read: it broke its parser") from None
        except Exception as error:
            # Whatever a parser of foreign bytes may raise is that document's problem, never the add's.
            log.info("%s: its parser raised %r", where, error)
            raise SourceError(where, "could not be read: it broke its parser") from None


@dataclass(frozen=True, slots=True)
class Confined:
    """What a process does with one document: it gives up what it needs not, and parses."""

    parse: Callable[[Arrived, Filing, Path], Parsed]
    limits: ParserLimits
    folder: Path
    number: int

    def __call__(self, arrived: Arrived, filing: Filing) -> Parsed:
        """Return what a document holds."""
        _confine(self.limits, str(self.folder))
        return self.parse(arrived, filing, self.folder / str(self.number))


def _context() -> BaseContext:
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["__main__", "index.sources.preloaded"])
    return context


def _confine(limits: ParserLimits, folder: str) -> None:
    """Set the limits of the process this runs in, where the system knows them; it may write to `folder` alone."""
    os.environ.clear()
    _limit(limits)
    _hide_files(folder)


def _hide_files(folder: str) -> None:
    """Let this process open nothing but the program's own files, where the system has Landlock."""
    try:
        import landlock
    except ImportError:
        return
    try:
        rules = landlock.Ruleset()
    except OSError as error:
        log.info("parsers can read this user's files: %s", error)
        return
    read = landlock.FSAccess.READ_FILE | landlock.FSAccess.READ_DIR | landlock.FSAccess.EXECUTE
    rules.allow(*(path for path in _own_files() if Path(path).is_dir()), rules=read)
    files = [path for path in SYSTEM_FILES if Path(path).exists()]
    rules.allow(*files, rules=landlock.FSAccess.READ_FILE | landlock.FSAccess.WRITE_FILE)
    rules.allow(folder)
    rules.apply()


SYSTEM_FOLDERS = ("/usr", "/lib", "/lib64")
SYSTEM_FILES = ("/dev/null", "/dev/urandom", "/etc/localtime", "/etc/mime.types")


def _own_files() -> set[str]:
    """Return the folders of Python, its packages and this program."""
    packages = {path for path in sys.path if path.endswith("-packages") or ".zip" in path}
    return {*SYSTEM_FOLDERS, sys.prefix, sys.base_prefix, *packages, str(Path(__file__).parents[1])}


def _limit(limits: ParserLimits) -> None:
    sys.setrecursionlimit(2_000)
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_CPU, (limits.processor, limits.processor + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    held = _held_memory()
    if held is not None:
        resource.setrlimit(resource.RLIMIT_AS, (held + limits.memory, held + limits.memory))


def _held_memory() -> int | None:
    """Return the bytes of address space of this process, where the system tells."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    except (OSError, ValueError):
        return None
    import resource

    return pages * resource.getpagesize()
