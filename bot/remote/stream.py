"""The stream in which questions wait: how many may, how long a worker may be silent, that each is tried twice at most.

What one process beside the bot does by hand, the stream does by its own settings.
"""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import nats
from nats.aio.client import Client
from nats.errors import Error as NatsError
from nats.js import JetStreamContext
from nats.js.api import ConsumerConfig, DiscardPolicy, RetentionPolicy, StorageType, StreamConfig
from nats.js.errors import APIError

from index import LibraryUnreachableError

STREAM, QUESTIONS, WORKERS = "ONRECORD_QUESTIONS", "onrecord.questions", "workers"
ANSWERS, ALIVE = "onrecord.answers", "onrecord.alive"
REPLY_TO, PART = "Reply-To", "Part"
"""Headers: where an answer goes, and which of how many parts a message is."""
TRIES = 2
COPIES = 3
"""Servers on which a stream stands in a cluster: with one of them lost the other two go on."""
GRACE = 2.0
"""Seconds beyond a job's time in which its worker says that it took too long."""
SILENT = 4.0
"""Seconds for which a worker may tell nothing of a question in hand before another is given it."""
CONNECT_SECONDS = 5
ELECTED_SECONDS, AGAIN = 10.0, 0.3
"""Seconds that a cluster may take to agree on its leader, and between two tries meanwhile."""
NO_STREAM = "questions cannot wait in NATS; check that JetStream is on there"
TAKEN = 10058
"""NATS's number for a stream that is there with other settings."""
ASK_SECONDS = 2.0
"""Seconds that the server may take over what it is asked of a stream."""


@asynccontextmanager
async def connected(address: str, named: str) -> AsyncIterator[Client]:
    """Connect to NATS, and again whenever the connection is lost.

    Raises:
        LibraryUnreachableError: no server answers.
    """
    opening = nats.connect(
        address.split(","), name=named, connect_timeout=CONNECT_SECONDS, max_reconnect_attempts=-1,
        reconnect_time_wait=0.5, ping_interval=5, max_outstanding_pings=2, error_cb=_quiet,
    )  # fmt: skip
    try:
        # Told to try for ever once it is connected, it would do so before.
        client = await asyncio.wait_for(opening, CONNECT_SECONDS)
    except (NatsError, OSError, TimeoutError) as error:
        raise LibraryUnreachableError(f"{shown(address)}: cannot be reached; check that NATS runs there") from error
    try:
        yield client
    finally:
        # What it would still have sent is lost with the connection, where that is.
        with suppress(NatsError, OSError):
            await client.close()


async def _quiet(_: Exception) -> None:
    """Leave it to what is asked to tell that it fails: a lost connection is opened again."""


def shown(address: str) -> str:
    """Return an address without what logs in there."""
    return f"nats://{address.split(',')[0].partition('://')[2].rpartition('@')[2].partition('/')[0]}"


async def stream_of(client: Client, waiting: int, patience: float) -> JetStreamContext:
    """Return what questions are put into, made where there is none yet, or brought to these settings.

    Raises:
        LibraryUnreachableError: the server does not answer.
    """
    js = client.jetstream(timeout=ASK_SECONDS)
    wanted = StreamConfig(
        name=STREAM, subjects=[QUESTIONS], retention=RetentionPolicy.WORK_QUEUE, storage=StorageType.MEMORY,
        max_msgs=waiting, discard=DiscardPolicy.NEW, num_replicas=_copies(client),
        # One that was tried as often as it may would else stay, and take the place of another.
        max_age=lasts(patience), duplicate_window=min(lasts(patience), 120.0),
    )  # fmt: skip
    end = time.monotonic() + ELECTED_SECONDS
    while True:
        try:
            await _made(js, wanted)
        except (NatsError, OSError) as error:
            if time.monotonic() > end or not client.is_connected:
                raise LibraryUnreachableError(NO_STREAM) from error
            await asyncio.sleep(AGAIN)
        else:
            return js


async def _made(js: JetStreamContext, wanted: StreamConfig) -> None:
    try:
        await js.add_stream(wanted)
    except APIError as error:
        if error.err_code != TAKEN:
            raise
        await js.update_stream(wanted)


def _copies(client: Client) -> int:
    """Return on how many servers the stream stands: three where so many were named or told of themselves, else one."""
    return COPIES if len({f"{s.hostname}:{s.port}" for s in client.servers}) >= COPIES else 1


def consumer_of() -> ConsumerConfig:
    """Return how questions are handed to workers."""
    return ConsumerConfig(durable_name=WORKERS, ack_wait=SILENT, max_deliver=TRIES, max_ack_pending=10_000)


def lasts(patience: float) -> float:
    """Return for how many seconds a question may be of use to whoever asked it: all its tries."""
    return TRIES * (patience + GRACE) + SILENT
