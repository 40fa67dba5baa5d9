"""The worker: as many processes with the library as the operator wants, each of which does one job at a time.

The bot's own process only does input and output; a library question never runs in its event loop.
"""

import asyncio
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import ParamSpec, Self, TypeVar

from bot.desk.answering import Job
from bot.desk.worker_process import WorkerError, WorkerProcess
from index import IndexSettings

P = ParamSpec("P")
Result = TypeVar("Result")


class BusyError(WorkerError):
    """Too many jobs wait already."""

    key = "busy"


class IndexWorker:
    """Does jobs of `bot.desk.jobs` in `processes` processes, each job in whichever is free."""

    def __init__(self, settings: IndexSettings, waiting: int, patience: float, processes: int = 1) -> None:
        self._waiting = waiting
        self._patience = patience
        self._pending = 0
        self._processes = [WorkerProcess(settings) for _ in range(processes)]
        # Whichever was busy last has its memory at hand.
        self._free: asyncio.LifoQueue[WorkerProcess] = asyncio.LifoQueue()
        for process in self._processes:
            self._free.put_nowait(process)

    async def __aenter__(self) -> Self:
        try:
            await self.start()
        except BaseException:
            self.close()
            raise
        return self

    async def __aexit__(self, *_: object) -> None:
        self.close()

    async def start(self) -> None:
        """Load the models and open the library, one process after the other.

        Raises:
            OnRecordError: the library or the models cannot be opened.
        """
        for process in self._processes:
            await process.start()

    def close(self) -> None:
        """End all processes."""
        for process in self._processes:
            process.close()

    @property
    def processes(self) -> int:
        """How many jobs are done at once."""
        return len(self._processes)

    @property
    def is_warm(self) -> bool:
        """Whether questions can be answered just now, for a probe: a process is alive and has its models loaded."""
        return any(process.is_warm for process in self._processes)

    @property
    def lacking(self) -> str:
        """What it lacks to answer just now, in a line; empty for nothing."""
        return "" if self.is_warm else "workers: none has its models loaded"

    @property
    def done(self) -> Mapping[str, int]:
        """How many jobs each process has done, by its number."""
        return {str(number): process.done for number, process in enumerate(self._processes)}

    @property
    def restarts(self) -> int:
        """How often a process was replaced, for whoever watches."""
        return sum(process.restarts for process in self._processes)

    @property
    def pending(self) -> int:
        """How many jobs wait or run."""
        return self._pending

    async def run(self, job: Job[P, Result], *args: P.args, **kwargs: P.kwargs) -> Result:
        """Do a job of the library.

        Raises:
            BusyError: too many wait already.
            WorkerError: it took too long, or its process died over it twice.
            OnRecordError: what the job itself raised.
        """
        with self._room():
            process = await self._free.get()
            try:
                return await process.run(self._patience, job, args, kwargs)
            finally:
                self._free.put_nowait(process)

    @contextmanager
    def _room(self) -> Iterator[None]:
        """Count a job among those that wait or run."""
        if self._pending >= self._waiting:
            raise BusyError
        self._pending += 1
        try:
            yield
        finally:
            self._pending -= 1
