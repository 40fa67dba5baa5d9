"""The one worker process: it owns the library, and is killed and replaced when it hangs or dies.

The bot's own process only does input and output; a library question never runs in its event loop.
"""

import asyncio
import logging
import multiprocessing
import os
import signal
import sys
from collections import deque
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from typing import NamedTuple, ParamSpec, Self, TypeVar

from pebble import ProcessExpired, ProcessPool

from bot.failures import Failure
from bot.names import Names, names_of
from index import (
    NO_LIMITS,
    Answer,
    Article,
    Asking,
    Context,
    Followed,
    IndexSettings,
    Limits,
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

NICENESS = 5
"""How far the worker stands back behind the bot's own loop."""
TOGETHER = 8
"""Waiting questions that are answered in one run, while all other jobs wait; more would hardly be faster."""
SWITCH = 0.001
"""Seconds for which one thread of the worker may keep Python from the others: those that read want it only briefly."""
GRACE = 1.0
"""Seconds beyond a job's time in which the pool is to have ended it."""
START_PATIENCE = 120.0
"""Seconds the worker may take to load the model before its first job."""


class WorkerError(Failure):
    """The worker could not finish a job."""


class BusyError(WorkerError):
    """Too many questions wait already."""

    key = "busy"


class SlowError(WorkerError):
    """A job took longer than it may."""

    key = "slow"


class DiedError(WorkerError):
    """The worker died twice over the same job."""

    key = "died"


LOST = (ProcessExpired, BrokenProcessPool, SlowError)
"""What is raised where the worker is gone; the job may not be what it went over, so it is tried once more."""


class _Waiting(NamedTuple):
    """A question that waits, and where its answer comes: None where it could not be had with those of others."""

    asking: Asking
    told: "asyncio.Future[Answer | None]"


def _settle(waiting: _Waiting, answer: Answer | None) -> None:
    """Tell who waits, unless it was told already or has gone."""
    if not waiting.told.done():
        waiting.told.set_result(answer)


class Listed(NamedTuple):
    """How many articles a collection holds, and how the newest of them are called."""

    articles: int
    newest: tuple[Title, ...]


class IndexWorker:
    """Runs the library's verbs in a process of its own, one job at a time."""

    def __init__(self, settings: IndexSettings, waiting: int, patience: float) -> None:
        self._settings = settings
        self._waiting = waiting
        self._patience = patience
        self._pending = 0
        self._pool = self._new_pool()
        self._is_warm = False
        self._pid = 0
        self._one_at_a_time = asyncio.Lock()
        self._asked: deque[_Waiting] = deque()
        self._telling: asyncio.Task[None] | None = None
        self.restarts = 0
        """How often the worker process was replaced, for whoever watches."""

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
        self._pid = await self._run(START_PATIENCE, _warm_up)

    def close(self) -> None:
        """Stop the worker; who still waits for an answer is cancelled."""
        if self._telling is not None:
            self._telling.cancel()
        for waiting in self._asked:
            waiting.told.cancel()
        self._stop()

    def _stop(self) -> None:
        self._pool.stop()  # type: ignore[no-untyped-call]
        self._pool.join()

    @property
    def is_warm(self) -> bool:
        """Whether the model is loaded and the worker alive, for a probe."""
        return self._is_warm and bool(self._pool.active)

    @property
    def pending(self) -> int:
        """How many jobs wait or run."""
        return self._pending

    async def ask(
        self,
        question: str,
        collections: Sequence[str],
        history: Sequence[Mapping[str, str]] = (),
        limits: Limits = NO_LIMITS,
    ) -> Answer:
        """Answer a question within limits from those of `collections` that exist, together with others that wait."""
        asking = Asking(question, tuple(collections), tuple(history), limits)
        with self._room():
            return await self._told(asking)

    async def names(self, collection: str) -> Names:
        """Return what autocomplete is fed with."""
        return await self._run(self._patience, _names, collection)

    async def listed(self, collection: str, most: int) -> Listed:
        """Return how many articles a collection holds, and up to `most` of the newest."""
        return await self._run(self._patience, _listed, collection, most)

    async def source(self, named: str, collections: Sequence[str]) -> tuple[Article, list[Passage]] | None:
        """Return the article of this id, address or title with its passages; None where none may be read."""
        return await self._run(self._patience, _source, named, tuple(collections))

    async def said_in(self, named: str, collections: Sequence[str]) -> tuple[Article, list[Quote]] | None:
        """Return the article of this id, address or title with its statements; None where none may be read."""
        return await self._run(self._patience, _said_in, named, tuple(collections))

    async def sources(self, topic: str, collections: Sequence[str], limits: Limits = NO_LIMITS) -> list[Article]:
        """Return the articles within limits that speak of a topic."""
        return await self._run(self._patience, _sources, topic, tuple(collections), limits)

    async def said_by(self, speaker: str, about: str, collections: Sequence[str]) -> list[Quote]:
        """Return what a speaker said on something, oldest first."""
        return await self._run(self._patience, _said_by, speaker, about, tuple(collections))

    async def verify(self, text: str, collections: Sequence[str], speaker: str = "") -> Verification:
        """Tell whether a text was said as it stands, by those of `collections` that exist."""
        return await self._run(self._patience, _verify, text, tuple(collections), speaker)

    async def recall(self, references: Sequence[Reference], collections: Sequence[str]) -> list[Quote | None]:
        """Return quotes shown before, read again from the library; None where one is gone."""
        return await self._run(self._patience, _recall, tuple(references), tuple(collections))

    async def context(self, reference: Reference, collections: Sequence[str]) -> Context | None:
        """Return a quote shown before with the sentences around it; None where it is gone."""
        return await self._run(self._patience, _context, reference, tuple(collections))

    async def count(self, collections: Sequence[str]) -> dict[str, int]:
        """Return how many articles, passages and statements there are."""
        return await self._run(self._patience, _count, tuple(collections))

    async def followed(self, collections: Sequence[str]) -> list[Followed]:
        """Return the feeds that are followed, the one that is due first coming first."""
        return await self._run(self._patience, _followed, tuple(collections))

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

    async def _run(self, patience: float, job: Callable[P, Result], *args: P.args, **kwargs: P.kwargs) -> Result:
        with self._room():
            try:
                return await self._try(patience, job, args)
            except LOST as error:
                self._note_loss(error, job.__name__)
                return await self._try_again(patience, job, args)

    def _note_loss(self, error: Exception, job: str) -> None:
        log.warning("worker %s over %s; trying once more", "hung" if isinstance(error, SlowError) else "died", job)
        self.restarts += 1

    async def _told(self, asking: Asking) -> Answer:
        """Return the answer to a question, asked with others that wait; alone once more where that failed."""
        waiting = _Waiting(asking, asyncio.get_running_loop().create_future())
        self._asked.append(waiting)
        if self._telling is None or self._telling.done():
            self._telling = asyncio.create_task(self._tell_those_waiting())
        try:
            answer = await waiting.told
        finally:
            if waiting in self._asked:
                self._asked.remove(waiting)
        return (await self._try_again(self._patience, _next_answer, ([asking],)))[1] if answer is None else answer

    async def _tell_those_waiting(self) -> None:
        """Ask the questions that have waited longest, a run of them after another, until none waits."""
        while self._asked:
            async with self._one_at_a_time:
                await self._tell([self._asked.popleft() for _ in range(min(TOGETHER, len(self._asked)))])

    async def _tell(self, together: Sequence[_Waiting]) -> None:
        """Ask questions in one run, each told its answer as it is found; or None, where the run broke before."""
        begun: Sequence[Asking] = [w.asking for w in together]
        try:
            for _ in together:
                place, answer = await self._alone(self._patience, _next_answer, (begun,))
                _settle(together[place], answer)
                begun = ()
        except LOST as error:
            self._note_loss(error, _next_answer.__name__)
        except asyncio.CancelledError:
            for waiting in together:
                waiting.told.cancel()
            raise
        # Whatever one of them raises is not the others' business; asked alone, each meets its own.
        except Exception as error:
            log.warning("%d questions were asked together in vain: %s", len(together), type(error).__name__)
        for waiting in together:
            _settle(waiting, None)

    async def _try_again(self, patience: float, job: Callable[..., Result], args: tuple[object, ...]) -> Result:
        try:
            return await self._try(patience, job, args)
        except (ProcessExpired, BrokenProcessPool) as error:
            raise DiedError from error

    async def _try(self, patience: float, job: Callable[..., Result], args: tuple[object, ...]) -> Result:
        async with self._one_at_a_time:
            return await self._alone(patience, job, args)

    async def _alone(self, patience: float, job: Callable[..., Result], args: tuple[object, ...]) -> Result:
        """Run a job in a worker that is warm, so that loading the model is never counted as the job's time."""
        await self._prepared(job)
        try:
            return await self._within(patience, job, args)
        except BaseException as error:
            self._is_warm = self._is_warm and isinstance(error, OnRecordError)
            raise

    async def _prepared(self, job: Callable[..., object]) -> None:
        if not self._pool.active:
            # A worker that dies while idle takes pebble's whole pool with it.
            await asyncio.to_thread(self._stop)
            self._pool, self._is_warm = self._new_pool(), False
        if not self._is_warm and job is not _warm_up:
            self._pid = await self._within(START_PATIENCE, _warm_up, ())
        self._is_warm = True

    async def _within(self, patience: float, job: Callable[..., Result], args: tuple[object, ...]) -> Result:
        # The pool counts a job's time from when the worker says that it began, and kills the worker when it is over.
        # A worker that hangs before it says so is left to us.
        future = self._pool.schedule(job, args=list(args), timeout=patience)
        try:
            async with asyncio.timeout(patience + GRACE) as ours:
                result: Result = await asyncio.wrap_future(future)
        except TimeoutError as error:
            log.warning("worker took more than %.0f s over %s and is replaced", patience, job.__name__)
            await asyncio.to_thread(self._killed if ours.expired() else self._stop)
            raise SlowError from error
        except (ProcessExpired, BrokenProcessPool):
            # A worker that died while it took a job or sent what came of one held the pool's lock; the pool's next
            # would wait for it as long as for a model to load.
            await asyncio.to_thread(self._stop)
            raise
        return result

    def _killed(self) -> None:
        """End the worker, whatever state it is in; one that is stopped takes no notice of being asked to end."""
        if self._pid:
            with suppress(ProcessLookupError):
                os.kill(self._pid, signal.SIGKILL)
        self._pid = 0
        self._stop()


# --- inside the worker process: its library, opened by its first job


class _Held:
    """What the worker process owns; never touched in the bot's process."""

    settings: IndexSettings
    index: NewsIndex | None = None
    answers: Generator[tuple[int, Answer], None, None] | None = None
    """Of the run of questions that is being answered; the library is held as it was when the run began."""
    left: int = 0
    """Answers of that run which are still to come."""


def _hold_settings(settings: IndexSettings) -> None:
    _Held.settings = settings
    # Acknowledgements go before answers: where processors are scarce the bot's own loop comes first.
    if hasattr(os, "nice"):
        os.nice(NICENESS)
    sys.setswitchinterval(SWITCH)


def _index() -> NewsIndex:
    """Return the library; a run of questions that was not gone on with to its end is given up."""
    _end_run()
    if _Held.index is None:
        index = NewsIndex.open(_Held.settings)
        index.warm_up()
        _Held.index = index
    return _Held.index


def _readable(collections: Sequence[str]) -> list[str]:
    """Leave out collections not made yet, such as a server's own before its first article."""
    held = _index().collections()
    return [name for name in collections if name in held]


def _warm_up() -> int:
    """Load everything, and return the worker's process id."""
    _index()
    return os.getpid()


def _next_answer(begun: Sequence[Asking]) -> tuple[int, Answer]:
    """Return the next answer that is found, with its question's place among those of its run.

    A run is begun where there are questions. Until its next answer is asked for, its questions are read on.
    """
    if begun:
        readable = [a._replace(collections=_readable(a.collections)) for a in begun]
        _Held.answers, _Held.left = _index().answers(readable), len(begun)
    if _Held.answers is None:
        raise LookupError("the run of questions ended with the process that had begun it")
    found = next(_Held.answers)
    _Held.left -= 1
    if not _Held.left:
        _end_run()
    return found


def _end_run() -> None:
    if _Held.answers is not None:
        _Held.answers.close()
        _Held.answers = None


def _names(collection: str) -> Names:
    index, readable = _index(), _readable([collection])
    return names_of(index.titles(readable), index.speakers(readable))


def _listed(collection: str, most: int) -> Listed:
    index, readable = _index(), _readable([collection])
    return Listed(index.count(readable)["articles"], tuple(index.titles(readable, most)))


def _source(named: str, collections: Sequence[str]) -> tuple[Article, list[Passage]] | None:
    index, readable = _index(), _readable(collections)
    id_ = index.id_called(named, readable)
    return index.source(id_, readable) if id_ else None


def _said_in(named: str, collections: Sequence[str]) -> tuple[Article, list[Quote]] | None:
    index, readable = _index(), _readable(collections)
    id_ = index.id_called(named, readable)
    article = index.article(id_, readable) if id_ else None
    return (article, index.said_in(article.id, [article.collection])) if article else None


def _sources(topic: str, collections: Sequence[str], limits: Limits) -> list[Article]:
    return _index().sources(topic, _readable(collections), limits=limits)


def _said_by(speaker: str, about: str, collections: Sequence[str]) -> list[Quote]:
    return _index().said_by(speaker, about, _readable(collections))


def _verify(text: str, collections: Sequence[str], speaker: str) -> Verification:
    return _index().verify(text, _readable(collections), speaker)


def _recall(references: Sequence[Reference], collections: Sequence[str]) -> list[Quote | None]:
    return _index().recall(references, _readable(collections))


def _context(reference: Reference, collections: Sequence[str]) -> Context | None:
    return _index().context(reference, _readable(collections))


def _count(collections: Sequence[str]) -> dict[str, int]:
    return _index().count(_readable(collections))


def _followed(collections: Sequence[str]) -> list[Followed]:
    return _index().followed(collections)
