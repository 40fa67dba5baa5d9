"""RemoteWorkers: the gateway's side. It puts questions into the stream and waits for their answers."""

import asyncio
import logging
import time
import uuid
from collections.abc import Iterator, Mapping
from contextlib import AsyncExitStack, contextmanager, suppress
from typing import NamedTuple, ParamSpec, Self, TypeVar

from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.errors import Error as NatsError
from nats.js import JetStreamContext
from nats.js.errors import APIError, NoStreamResponseError

from bot.desk.answering import Job
from bot.desk.worker import BusyError
from bot.desk.worker_process import SlowError
from bot.remote.stream import ALIVE, ANSWERS, PART, QUESTIONS, REPLY_TO, connected, lasts, stream_of
from bot.remote.wire import packed_question, unpacked_answer
from index import LibraryUnreachableError

log = logging.getLogger(__name__)
P = ParamSpec("P")
Result = TypeVar("Result")

FULL = 10077
"""NATS's number for a stream that takes no more messages."""
UNREACHABLE = "NATS cannot be reached; check that it runs, and try again"
SILENT = 10.0
"""Seconds after which a worker that said nothing is not counted on."""


class Alive(NamedTuple):
    """When a worker was heard last, how many questions it takes at once, and how many it has answered."""

    heard: float
    processes: int
    done: int


class RemoteWorkers:
    """Does jobs of `bot.desk.jobs` on whichever machine is free; the same as `IndexWorker` to whoever asks."""

    def __init__(self, address: str, waiting: int, patience: float) -> None:
        self._address = address
        self._waiting = waiting
        self._patience = patience
        self._owed: dict[str, asyncio.Future[list[bytes]]] = {}
        self._came: dict[str, dict[int, bytes]] = {}
        self._alive: dict[str, Alive] = {}
        self._me = uuid.uuid4().hex
        self._opened = AsyncExitStack()
        self._client: Client
        self._stream: JetStreamContext
        self.restarts = 0
        """How often a question had to be given up, for whoever watches."""

    async def __aenter__(self) -> Self:
        """Connect.

        Raises:
            LibraryUnreachableError: NATS does not answer.
        """
        async with AsyncExitStack() as opened:
            self._client = await opened.enter_async_context(connected(self._address, f"gateway {self._me}"))
            self._stream = await stream_of(self._client, self._waiting, self._patience)
            await self._client.subscribe(f"{ANSWERS}.{self._me}.*", cb=self._answered)
            await self._client.subscribe(ALIVE, cb=self._heard)
            self._opened = opened.pop_all()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._opened.aclose()

    @property
    def processes(self) -> int:
        """How many jobs are done at once, by those workers that were heard of late."""
        return max(1, sum(one.processes for one in self._there().values()))

    @property
    def lacking(self) -> str:
        """What it lacks to answer just now, in a line; empty for nothing."""
        if not self._client.is_connected:
            return f"queue: {UNREACHABLE}"
        if not self._there():
            return "workers: no answer worker was heard of; start one with: onrecord answer"
        return ""

    @property
    def done(self) -> Mapping[str, int]:
        """How many questions each worker has answered, by its name; of those heard of late."""
        return {named: one.done for named, one in self._there().items()}

    def _there(self) -> dict[str, Alive]:
        """Return the workers that were heard of late."""
        now = time.monotonic()
        return {named: one for named, one in self._alive.items() if now - one.heard < SILENT}

    @property
    def pending(self) -> int:
        """How many jobs wait or run for this gateway."""
        return len(self._owed)

    async def run(self, job: Job[P, Result], *args: P.args, **kwargs: P.kwargs) -> Result:
        """Do a job of the library.

        Raises:
            BusyError: too many wait already.
            SlowError: no worker finished it in all its tries.
            LibraryUnreachableError: NATS does not answer.
            OnRecordError: what the job itself raised.
        """
        told = packed_question(job, args, kwargs)
        with self._owing() as (key, answer):
            await self._put(key, told)
            try:
                parts = await asyncio.wait_for(answer, lasts(self._patience))
            except TimeoutError:
                log.warning("no worker finished %s in its tries", job.__name__)
                self.restarts += 1
                raise SlowError from None
        found: Result = unpacked_answer(job, parts)
        return found

    @contextmanager
    def _owing(self) -> Iterator[tuple[str, "asyncio.Future[list[bytes]]"]]:
        """Yield a key, and what its answer comes as; what comes later is nobody's."""
        key = uuid.uuid4().hex
        self._owed[key] = answer = asyncio.get_running_loop().create_future()
        try:
            yield key, answer
        finally:
            del self._owed[key]
            self._came.pop(key, None)

    async def _put(self, key: str, told: bytes) -> None:
        """Put a question into the stream.

        Raises:
            BusyError: too many wait already.
            LibraryUnreachableError: NATS does not answer.
        """
        if not self._client.is_connected:
            raise LibraryUnreachableError(UNREACHABLE)
        headers = {REPLY_TO: f"{ANSWERS}.{self._me}.{key}", "Nats-Msg-Id": key}
        try:
            try:
                await self._stream.publish(QUESTIONS, told, headers=headers)
            except NoStreamResponseError:
                # A server that was started anew has forgotten the stream.
                self._stream = await stream_of(self._client, self._waiting, self._patience)
                await self._stream.publish(QUESTIONS, told, headers=headers)
        except APIError as error:
            if error.err_code == FULL:
                raise BusyError from None
            raise LibraryUnreachableError(f"questions cannot wait in NATS ({error.description})") from error
        except (NatsError, OSError) as error:
            raise LibraryUnreachableError(UNREACHABLE) from error

    async def _answered(self, message: Msg) -> None:
        """Take a part of an answer, and hand on the whole once."""
        key = message.subject.rpartition(".")[2]
        answer = self._owed.get(key)
        if answer is None or answer.done():
            return
        number, of = ((message.headers or {}).get(PART) or "1/1").split("/")
        came = self._came.setdefault(key, {})
        came[int(number)] = message.data
        if len(came) == int(of):
            answer.set_result([came[n] for n in sorted(came)])

    async def _heard(self, message: Msg) -> None:
        """Note that a worker is there."""
        with suppress(ValueError):
            named, processes, done = message.data.decode().split()
            self._alive[named] = Alive(time.monotonic(), int(processes), int(done))
