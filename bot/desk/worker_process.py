"""One process that holds the library and its models: started, and replaced where it hangs, dies or meets a bug."""

import asyncio
import logging
import multiprocessing
import os
import signal
from collections.abc import Callable
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from typing import Any, TypeVar

from pebble import ProcessExpired, ProcessPool

from bot.failures import Failure
from index import IndexSettings, LibraryBusyError, LibraryUnreachableError, NewsIndex, OnRecordError

log = logging.getLogger(__name__)
Result = TypeVar("Result")

NICENESS = 5
"""How far a worker stands back behind the bot's own loop."""
GRACE = 1.0
"""Seconds beyond a job's time in which the pool is to have ended it."""
START_PATIENCE = 120.0
"""Seconds a worker may take to load the models before its first job."""


class WorkerError(Failure):
    """The worker could not finish a job."""


class SlowError(WorkerError):
    """A job took longer than it may."""

    key = "slow"


class DiedError(WorkerError):
    """A worker died twice over the same job."""

    key = "died"


LOST = (ProcessExpired, BrokenProcessPool, SlowError)
"""What is raised where the process is gone; the job may not be what it went over, so it is tried once more."""


class WorkerProcess:
    """A process of its own that does one job of the library at a time."""

    def __init__(self, settings: IndexSettings) -> None:
        self._settings = settings
        self._pool = self._new_pool()
        self._is_warm = False
        self._pid = 0
        self.done = 0
        """How many jobs it has done, for whoever watches."""
        self.restarts = 0
        """How often it was replaced, for whoever watches."""

    def _new_pool(self) -> ProcessPool:
        spawn = multiprocessing.get_context("spawn")
        return ProcessPool(max_workers=1, context=spawn, initializer=_hold_settings, initargs=(self._settings,))

    @property
    def is_warm(self) -> bool:
        """Whether the models are loaded and the process alive."""
        return self._is_warm and bool(self._pool.active)

    async def start(self) -> None:
        """Load the models and open the library, so that the first question does not wait for it.

        Raises:
            OnRecordError: the library or the models cannot be opened.
        """
        try:
            await self._prepare()
        except LOST as error:
            self._note_loss(error, "its start")
            await self._prepare()

    async def run(self, patience: float, job: Callable[..., Result], args: Any, kwargs: Any) -> Result:  # noqa: ANN401
        """Run a job with the library, within so many seconds; once more where the process is lost over it.

        Raises:
            SlowError: it took too long twice.
            DiedError: the process died over it twice.
            OnRecordError: what the job itself raised; anything else that it raises ends this process.
        """
        try:
            return await self._try(patience, job, args, kwargs)
        except LOST as error:
            self._note_loss(error, job.__name__)
        try:
            return await self._try(patience, job, args, kwargs)
        except (ProcessExpired, BrokenProcessPool) as error:
            raise DiedError from error

    async def run_once(self, patience: float, job: Callable[..., Result], args: Any, kwargs: Any) -> Result:  # noqa: ANN401
        """Run a job with the library, within so many seconds; whoever asks may try again elsewhere.

        Raises:
            SlowError: it took too long.
            DiedError: the process died over it, or met a bug, and was replaced.
            OnRecordError: what the job itself raised.
        """
        try:
            return await self._try(patience, job, args, kwargs)
        except (OnRecordError, SlowError):
            raise
        except Exception as error:
            raise DiedError from error

    def close(self) -> None:
        """End the process."""
        self._pool.stop()  # type: ignore[no-untyped-call]
        self._pool.join()

    def _note_loss(self, error: Exception, job: str) -> None:
        log.warning("worker %s over %s; trying once more", "hung" if isinstance(error, SlowError) else "died", job)
        self.restarts += 1

    async def _try(self, patience: float, job: Callable[..., Result], args: Any, kwargs: Any) -> Result:  # noqa: ANN401
        """Run a job in a process that is warm, so that loading the models is never counted as the job's time."""
        await self._prepare()
        try:
            done: Result = await self._within(patience, job.__name__, _done, job, args, kwargs)
            self.done += 1
            return done
        except OnRecordError:
            raise
        except Exception as error:
            self._is_warm = False
            if not isinstance(error, LOST):
                await self._replace_after(error)
            raise
        except BaseException:
            # Whoever gives up a job that runs has its process ended by the pool.
            self._is_warm = False
            raise

    async def _replace_after(self, bug: Exception) -> None:
        """End a process that met a bug, which may have left anything behind, in the time of whoever met it."""
        log.error("a worker met a bug and is replaced: %s", type(bug).__name__)
        self.restarts += 1
        await asyncio.to_thread(self.close)
        with suppress(*LOST, OnRecordError):
            await self._prepare()

    async def _prepare(self) -> None:
        if not self._pool.active:
            # A worker that dies while idle takes pebble's whole pool with it.
            await asyncio.to_thread(self.close)
            self._pool, self._is_warm = self._new_pool(), False
        if not self._is_warm:
            self._pid = await self._within(START_PATIENCE, "loading", _warm_up)
        self._is_warm = True

    async def _within(self, patience: float, named: str, work: Callable[..., Any], *args: object) -> Any:  # noqa: ANN401
        # The pool counts a job's time from when the worker says that it began, and kills the worker when it is over.
        # A worker that hangs before it says so is left to us.
        future = self._pool.schedule(work, args=list(args), timeout=patience)
        try:
            async with asyncio.timeout(patience + GRACE) as ours:
                return await asyncio.wrap_future(future)
        except TimeoutError as error:
            log.warning("worker took more than %.0f s over %s and is replaced", patience, named)
            self._is_warm = False
            await asyncio.to_thread(self._kill if ours.expired() else self.close)
            raise SlowError from error
        except (ProcessExpired, BrokenProcessPool):
            # A worker that died while it took a job or sent what came of one held the pool's lock; the pool's next
            # would wait for it as long as for a model to load.
            self._is_warm = False
            await asyncio.to_thread(self.close)
            raise

    def _kill(self) -> None:
        """End the process, whatever state it is in; one that is stopped takes no notice of being asked to end."""
        if self._pid:
            with suppress(ProcessLookupError):
                os.kill(self._pid, signal.SIGKILL)
        self._pid = 0
        self.close()


# --- inside the worker process: its library, opened by its first job


class _Held:
    """What the worker process owns; never touched in the bot's process."""

    settings: IndexSettings
    index: NewsIndex | None = None


def _hold_settings(settings: IndexSettings) -> None:
    _Held.settings = settings
    # Acknowledgements go before answers: where processors are scarce the bot's own loop comes first.
    if hasattr(os, "nice"):
        os.nice(NICENESS)


def _index() -> NewsIndex:
    if _Held.index is None:
        index = NewsIndex.open(_Held.settings, tell=log.warning)
        index.warm_up()
        _Held.index = index
    return _Held.index


def _warm_up() -> int:
    """Load everything, and return the process's id."""
    _index()
    return os.getpid()


def _done(job: Callable[..., Result], args: Any, kwargs: Any) -> Result:  # noqa: ANN401
    try:
        return job(_index(), *args, **kwargs)
    except (LibraryUnreachableError, LibraryBusyError) as error:
        # A server ends a connection, or a view that stands in the way of its replica's writing; a new one is whole.
        log.warning("%s; asking once more", error)
        return job(_index(), *args, **kwargs)
