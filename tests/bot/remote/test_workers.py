"""Gateways and workers over a real NATS: full, lost, late, twice; the jobs are done by a stand-in for the process."""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

import pytest

from bot.desk import jobs
from bot.desk.worker import BusyError
from bot.desk.worker_process import DiedError, SlowError
from bot.remote import serving, stream
from bot.remote.serving import _take_turns, _tell
from bot.remote.stream import connected, stream_of
from bot.remote.workers import RemoteWorkers
from index import LibraryUnreachableError, UnknownCollectionError
from tests.nats_server import Queue

PATIENCE = 0.5
Work = Callable[[dict[str, Any]], Awaitable[Any]]


@pytest.fixture(autouse=True)
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let what is long in life be short here."""
    monkeypatch.setattr(stream, "GRACE", 0.5)
    for module in (stream, serving):
        monkeypatch.setattr(module, "SILENT", 0.8)
    monkeypatch.setattr(serving, "LOOK_SECONDS", 0.3)
    monkeypatch.setattr(serving, "AGAIN", 0.1)


class Process:
    """Stands in for the process that holds the library: what it does is the test's."""

    done = 7

    def __init__(self, work: Work) -> None:
        self._work = work

    async def run_once(self, _: float, job: Any, args: Any, values: dict[str, Any]) -> Any:
        del job, args
        return await self._work(values)


@asynccontextmanager
async def working(queue: Queue, work: Work, count: int = 1) -> AsyncIterator[list["asyncio.Task[None]"]]:
    """Have workers that answer by `work`; each may be ended by cancelling it."""
    async with AsyncExitStack() as opened:
        tasks, stop = [], asyncio.Event()
        for n in range(count):
            client = await opened.enter_async_context(connected(queue.address, f"worker {n}"))
            await stream_of(client, 50, PATIENCE)
            tasks.append(asyncio.create_task(_tell(client, f"worker-{n}", [Process(work)])))  # type: ignore[list-item]
            tasks.append(
                asyncio.create_task(_take_turns(client, Process(work), 50, PATIENCE, stop))  # type: ignore[arg-type]
            )
        try:
            yield tasks[1::2]
        finally:
            # What waits for a message may swallow that it was cancelled.
            stop.set()
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)


async def counted(values: dict[str, Any]) -> dict[str, int]:
    return {values["collections"][0]: len(values["collections"])}


async def test_questions_are_answered_by_whoever_is_free(queue: Queue) -> None:
    async with RemoteWorkers(queue.address, 50, PATIENCE) as gateway, working(queue, counted, 3):
        asked = [gateway.run(jobs.count, [f"c{n}"]) for n in range(40)]
        assert await asyncio.gather(*asked) == [{f"c{n}": 1} for n in range(40)]
        assert gateway.pending == 0
        assert gateway.lacking == ""
        assert gateway.processes == 3
        assert gateway.done == {f"worker-{n}": 7 for n in range(3)}


async def test_what_a_job_raises_is_raised_to_its_asker(queue: Queue) -> None:
    async def fails(_: dict[str, Any]) -> None:
        raise UnknownCollectionError("there is no collection 'x'")

    async with RemoteWorkers(queue.address, 50, PATIENCE) as gateway, working(queue, fails):
        with pytest.raises(UnknownCollectionError, match="no collection 'x'"):
            await gateway.run(jobs.count, ["x"])


async def test_more_than_may_wait_are_turned_away_at_once(queue: Queue) -> None:
    async with RemoteWorkers(queue.address, 3, PATIENCE) as gateway:
        waiting = [asyncio.create_task(gateway.run(jobs.count, [str(n)])) for n in range(3)]
        await asyncio.sleep(0.3)
        begun = time.monotonic()
        with pytest.raises(BusyError):
            await gateway.run(jobs.count, ["one more"])
        assert time.monotonic() - begun < 1
        async with working(queue, counted):
            assert len(await asyncio.gather(*waiting)) == 3


async def test_a_question_that_nobody_answers_is_given_up_and_takes_nobodys_place(queue: Queue) -> None:
    async with RemoteWorkers(queue.address, 1, PATIENCE) as gateway:
        with pytest.raises(SlowError):
            await gateway.run(jobs.count, ["x"])
        assert gateway.restarts == 1
        await asyncio.sleep(1.0)
        async with working(queue, counted):
            assert await gateway.run(jobs.count, ["x"]) == {"x": 1}


async def test_a_worker_that_ends_with_a_question_in_hand_has_it_answered_once_by_another(queue: Queue) -> None:
    begun, tries = asyncio.Event(), Counter[str]()

    async def first_hangs(values: dict[str, Any]) -> dict[str, int]:
        tries[values["collections"][0]] += 1
        if not begun.is_set():
            begun.set()
            await asyncio.Event().wait()
        return await counted(values)

    async with RemoteWorkers(queue.address, 50, PATIENCE) as gateway, working(queue, first_hangs) as tasks:
        asked = asyncio.create_task(gateway.run(jobs.count, ["x"]))
        await begun.wait()
        tasks[0].cancel()
        at = time.monotonic()
        async with working(queue, first_hangs):
            assert await asked == {"x": 1}
        assert time.monotonic() - at < PATIENCE + 1
    assert tries == {"x": 2}


async def test_a_question_that_takes_its_time_is_not_given_to_another(queue: Queue) -> None:
    tries = 0

    async def slow(values: dict[str, Any]) -> dict[str, int]:
        nonlocal tries
        tries += 1
        await asyncio.sleep(2.0)
        return await counted(values)

    async with RemoteWorkers(queue.address, 50, PATIENCE) as gateway, working(queue, slow, 2):
        assert await gateway.run(jobs.count, ["x"]) == {"x": 1}
    assert tries == 1


@pytest.mark.parametrize("lost", [SlowError, DiedError])
async def test_a_question_over_which_a_process_is_lost_is_tried_once_more_and_no_more(
    queue: Queue, lost: type[Exception]
) -> None:
    tries = 0

    async def is_lost(_: dict[str, Any]) -> None:
        nonlocal tries
        tries += 1
        raise lost

    async with RemoteWorkers(queue.address, 50, PATIENCE) as gateway, working(queue, is_lost, 2):
        with pytest.raises(lost):
            await gateway.run(jobs.count, ["x"])
        await asyncio.sleep(0.5)
    assert tries == 2


async def test_a_gateway_that_goes_takes_no_answer_of_anothers(queue: Queue) -> None:
    gate = asyncio.Event()

    async def waits(values: dict[str, Any]) -> dict[str, int]:
        await gate.wait()
        return await counted(values)

    async with RemoteWorkers(queue.address, 50, PATIENCE) as stays, working(queue, waits):
        async with RemoteWorkers(queue.address, 50, PATIENCE) as goes:
            left = asyncio.create_task(goes.run(jobs.count, ["theirs"]))
            kept = asyncio.create_task(stays.run(jobs.count, ["mine"]))
            await asyncio.sleep(0.3)
            left.cancel()
        gate.set()
        assert await kept == {"mine": 1}


async def test_an_answer_that_comes_twice_is_taken_once(queue: Queue) -> None:
    async with RemoteWorkers(queue.address, 50, PATIENCE) as gateway, working(queue, counted):
        message = type("Message", (), {"subject": "onrecord.answers.x.unknown", "headers": None, "data": b"{}"})()
        await gateway._answered(message)
        assert gateway._came == {}
        assert await gateway.run(jobs.count, ["x"]) == {"x": 1}


async def test_a_server_that_is_down_is_told_as_that_and_answers_come_again_by_themselves(queue: Queue) -> None:
    async with RemoteWorkers(queue.address, 50, PATIENCE) as gateway, working(queue, counted):
        assert await gateway.run(jobs.count, ["x"]) == {"x": 1}
        queue.kill()
        with pytest.raises((LibraryUnreachableError, SlowError)):
            await gateway.run(jobs.count, ["x"])
        queue.start()
        end = time.monotonic() + 20
        while True:
            try:
                assert await gateway.run(jobs.count, ["x"]) == {"x": 1}
                break
            except (LibraryUnreachableError, SlowError):
                assert time.monotonic() < end
                await asyncio.sleep(0.1)


async def test_no_server_at_all_is_one_line_without_what_logs_in(queue: Queue) -> None:
    queue.kill()
    with pytest.raises(LibraryUnreachableError, match=r"^nats://127\.0\.0\.1:\d+: cannot be reached") as told:
        async with RemoteWorkers(queue.address.replace("//", "//me:secret@"), 50, PATIENCE):
            pass
    assert "secret" not in str(told.value)
