"""The one worker process: it owns the library, and is killed and replaced when it hangs or dies.

The bot's own process only does input and output; a library question never runs in its event loop.
"""

import asyncio
import logging
import multiprocessing
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures.process import BrokenProcessPool
from typing import ParamSpec, Self, TypeVar

from pebble import ProcessExpired, ProcessPool

from index import (
    Answer,
    Article,
    IndexSettings,
    NewsIndex,
    OnRecordError,
    Passage,
    Quote,
    Reference,
    Title,
    Verification,
)

log = logging.getLogger(__name__)
P = ParamSpec("P")
Result = TypeVar("Result")

START_PATIENCE = 120.0
"""Seconds the worker may take to load the model before its first job."""


class WorkerError(OnRecordError):
    """The worker could not finish a job; its text is for the asker."""


class BusyError(WorkerError):
    """Too many questions wait already."""


class SlowError(WorkerError):
    """A job took longer than it may."""


class DiedError(WorkerError):
    """The worker died twice over the same job."""


class IndexWorker:
    """Runs the library's verbs in a process of its own, one job at a time."""

    def __init__(self, settings: IndexSettings, waiting: int, patience: float) -> None:
        self._settings = settings
        self._waiting = waiting
        self._patience = patience
        self._pending = 0
        self._pool = self._new_pool()
        self._is_warm = False

    def _new_pool(self) -> ProcessPool:
        spawn = multiprocessing.get_context("spawn")
        return ProcessPool(max_workers=1, context=spawn, initializer=_hold_settings, initargs=(self._settings,))

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
        """Load the model and open the library, so that the first question does not wait for it.

        Raises:
            OnRecordError: the library or the model cannot be opened.
        """
        await self._run(START_PATIENCE, _warm_up)

    def close(self) -> None:
        """Stop the worker."""
        self._pool.stop()  # type: ignore[no-untyped-call]
        self._pool.join()

    async def ask(self, question: str, collections: Sequence[str], history: Sequence[Mapping[str, str]] = ()) -> Answer:
        """Answer a question from those of `collections` that exist."""
        return await self._run(self._patience, _ask, question, tuple(collections), tuple(history))

    async def titles(self, collections: Sequence[str]) -> list[Title]:
        """Return the titles that autocomplete is fed with."""
        return await self._run(self._patience, _titles, tuple(collections))

    async def source(self, id_: str, collections: Sequence[str]) -> tuple[Article, list[Passage]] | None:
        """Return an article with its passages, or None where no readable collection has it."""
        return await self._run(self._patience, _source, id_, tuple(collections))

    async def sources(self, topic: str, collections: Sequence[str]) -> list[Article]:
        """Return the articles that speak of a topic."""
        return await self._run(self._patience, _sources, topic, tuple(collections))

    async def said_by(self, speaker: str, about: str, collections: Sequence[str]) -> list[Quote]:
        """Return what a speaker said on something, oldest first."""
        return await self._run(self._patience, _said_by, speaker, about, tuple(collections))

    async def verify(self, text: str, collections: Sequence[str], speaker: str = "") -> Verification:
        """Tell whether a text was said as it stands, by those of `collections` that exist."""
        return await self._run(self._patience, _verify, text, tuple(collections), speaker)

    async def recall(self, references: Sequence[Reference], collections: Sequence[str]) -> list[Quote | None]:
        """Return quotes shown before, read again from the library; None where one is gone."""
        return await self._run(self._patience, _recall, tuple(references), tuple(collections))

    async def _run(self, patience: float, job: Callable[P, Result], *args: P.args, **kwargs: P.kwargs) -> Result:
        if self._pending >= self._waiting:
            raise BusyError("Too many questions are waiting just now. Please ask again in a minute.")
        self._pending += 1
        try:
            return await self._try(patience, job, args)
        except (ProcessExpired, BrokenProcessPool):
            log.warning("worker died over %s; trying once more", job.__name__)
            return await self._try_again(patience, job, args)
        finally:
            self._pending -= 1

    async def _try_again(self, patience: float, job: Callable[..., Result], args: tuple[object, ...]) -> Result:
        try:
            return await self._try(patience, job, args)
        except (ProcessExpired, BrokenProcessPool) as error:
            raise DiedError("Something broke while I was looking that up. Please ask again.") from error

    async def _try(self, patience: float, job: Callable[..., Result], args: tuple[object, ...]) -> Result:
        """Run a job in a worker that is warm, so that loading the model is never counted as the job's time."""
        if not self._pool.active:
            # A worker that dies while idle takes pebble's whole pool with it.
            await asyncio.to_thread(self.close)
            self._pool, self._is_warm = self._new_pool(), False
        if not self._is_warm and job is not _warm_up:
            await self._within(START_PATIENCE, _warm_up, ())
        self._is_warm = True
        try:
            return await self._within(patience, job, args)
        except BaseException as error:
            self._is_warm = self._is_warm and isinstance(error, OnRecordError) and not isinstance(error, SlowError)
            raise

    async def _within(self, patience: float, job: Callable[..., Result], args: tuple[object, ...]) -> Result:
        # The pool counts a job's time from its start in the worker, and kills the worker when it is over.
        future = self._pool.schedule(job, args=list(args), timeout=patience)
        try:
            result: Result = await asyncio.wrap_future(future)
        except TimeoutError as error:
            log.warning("worker took more than %.0f s over %s and was replaced", patience, job.__name__)
            raise SlowError("That took too long, so I stopped looking. Please ask again, or more narrowly.") from error
        return result


# --- inside the worker process: its library, opened by its first job


class _Held:
    """What the worker process owns; never touched in the bot's process."""

    settings: IndexSettings
    index: NewsIndex | None = None


def _hold_settings(settings: IndexSettings) -> None:
    _Held.settings = settings


def _index() -> NewsIndex:
    if _Held.index is None:
        index = NewsIndex.open(_Held.settings)
        index.warm_up()
        _Held.index = index
    return _Held.index


def _readable(collections: Sequence[str]) -> list[str]:
    """Leave out collections not made yet, such as a server's own before its first article."""
    held = _index().collections()
    return [name for name in collections if name in held]


def _warm_up() -> None:
    _index()


def _ask(question: str, collections: Sequence[str], history: Sequence[Mapping[str, str]]) -> Answer:
    return _index().ask(question, _readable(collections), history)


def _titles(collections: Sequence[str]) -> list[Title]:
    return _index().titles(_readable(collections))


def _source(id_: str, collections: Sequence[str]) -> tuple[Article, list[Passage]] | None:
    return _index().source(id_, _readable(collections))


def _sources(topic: str, collections: Sequence[str]) -> list[Article]:
    return _index().sources(topic, _readable(collections))


def _said_by(speaker: str, about: str, collections: Sequence[str]) -> list[Quote]:
    return _index().said_by(speaker, about, _readable(collections))


def _verify(text: str, collections: Sequence[str], speaker: str) -> Verification:
    return _index().verify(text, _readable(collections), speaker)


def _recall(references: Sequence[Reference], collections: Sequence[str]) -> list[Quote | None]:
    return _index().recall(references, _readable(collections))
