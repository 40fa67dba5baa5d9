"""The answer worker: takes one question after another out of the stream, and sends what comes of it to its asker."""

import asyncio
import logging
import signal
import uuid
from collections.abc import Sequence
from contextlib import suppress

from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.errors import Error as NatsError
from nats.errors import TimeoutError as NatsTimeoutError

from bot.desk.worker_process import DiedError, SlowError, WorkerProcess
from bot.remote.stream import (
    ALIVE,
    PART,
    QUESTIONS,
    REPLY_TO,
    SILENT,
    TRIES,
    WORKERS,
    connected,
    consumer_of,
    stream_of,
)
from bot.remote.wire import packed_answer, packed_failure, unpacked_question
from index import IndexSettings, LibraryUnreachableError, OnRecordError

log = logging.getLogger(__name__)

LOOK_SECONDS = 2.0
"""Seconds that the stream is asked for a question before it is asked again."""
ALIVE_EVERY = 3.0
AGAIN = 1.0
"""Seconds before a server that did not answer is asked again."""


async def serve(settings: IndexSettings, address: str, waiting: int, patience: float, processes: int) -> None:
    """Answer questions until a signal stops it; what is in hand then is still answered.

    Raises:
        OnRecordError: the library or the models cannot be opened, or NATS does not answer.
    """
    named, stop = f"worker-{uuid.uuid4().hex[:12]}", asyncio.Event()
    for signal_ in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(signal_, stop.set)
    held = [WorkerProcess(settings) for _ in range(processes)]
    try:
        for process in held:
            await process.start()
        async with connected(address, named) as client, asyncio.TaskGroup() as group:
            await stream_of(client, waiting, patience)
            telling = group.create_task(_tell(client, named, held))
            turns = [group.create_task(_take_turns(client, p, waiting, patience, stop)) for p in held]
            log.info("ready, %d questions at once", processes)
            try:
                await asyncio.gather(*turns)
            finally:
                # What waits for a message may swallow that it was cancelled.
                stop.set()
                telling.cancel()
    finally:
        for process in held:
            await asyncio.to_thread(process.close)


async def _tell(client: Client, named: str, held: Sequence[WorkerProcess]) -> None:
    """Say now and then that this worker is there, how many questions it takes at once, and how many it has answered."""
    while True:
        with suppress(NatsError, OSError):
            await client.publish(ALIVE, f"{named} {len(held)} {sum(p.done for p in held)}".encode())
        await asyncio.sleep(ALIVE_EVERY)


async def _take_turns(
    client: Client, process: WorkerProcess, waiting: int, patience: float, stop: asyncio.Event
) -> None:
    """Take one question after another until told to stop, whatever becomes of the connection meanwhile."""
    while not stop.is_set():
        try:
            # A server that was started anew has forgotten the stream.
            stream = await stream_of(client, waiting, patience)
            taken = await stream.pull_subscribe(QUESTIONS, durable=WORKERS, config=consumer_of())
            while not stop.is_set():
                try:
                    [message] = await taken.fetch(1, timeout=LOOK_SECONDS)
                except NatsTimeoutError:
                    # Nobody asks; or the stream is gone, which this raises.
                    await taken.consumer_info()
                else:
                    await _answer(client, message, process, patience)
        except (NatsError, OSError, LibraryUnreachableError) as error:
            log.warning("questions cannot be taken just now (%s)", type(error).__name__)
            await asyncio.sleep(AGAIN)


async def _answer(client: Client, message: Msg, process: WorkerProcess, patience: float) -> None:
    """Do what is asked and send what comes of it; give it to another worker where the process is lost over it."""
    holding = asyncio.create_task(_hold(message))
    try:
        parts = await _done(message, process, patience)
    except (SlowError, DiedError) as lost:
        if message.metadata.num_delivered < TRIES:
            await message.nak()
            return
        parts = packed_failure(lost)
    finally:
        holding.cancel()
    reply_to = (message.headers or {}).get(REPLY_TO, "")
    for number, part in enumerate(parts, 1):
        await client.publish(reply_to, part, headers={PART: f"{number}/{len(parts)}"})
    # Acknowledged when it was sent: a worker that ends between the two has it sent twice, and its asker takes one.
    await client.flush()
    await message.ack()


async def _hold(message: Msg) -> None:
    """Tell again and again that a question is in hand."""
    while True:
        await asyncio.sleep(SILENT / 4)
        with suppress(NatsError, OSError):
            await message.in_progress()


async def _done(message: Msg, process: WorkerProcess, patience: float) -> list[bytes]:
    """Return what comes of a question, packed.

    Raises:
        SlowError: it took too long.
        DiedError: the process died over it, or met a bug.
    """
    try:
        asked = unpacked_question(message.data)
        return packed_answer(asked.job, await process.run_once(patience, asked.job, (), asked.values))
    except (SlowError, DiedError):
        raise
    except OnRecordError as error:
        return packed_failure(error)
    except Exception as bug:
        # Whoever asked is told that it broke; the next question finds this worker there.
        log.exception("a question could not be answered")
        return packed_failure(bug)
