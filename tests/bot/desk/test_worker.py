"""The worker: jobs in whichever process is free, as many at once as there are processes."""

import asyncio
import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from bot.desk import jobs
from bot.desk.worker import BusyError, IndexWorker
from index import IndexSettings, LibraryError, NewsIndex

pytestmark = pytest.mark.model

DENIED = "who denied the strikes"


def pid(_: NewsIndex) -> int:
    return os.getpid()


def nap(_: NewsIndex, seconds: float) -> int:
    time.sleep(seconds)
    return os.getpid()


async def test_worker_answers_is_killed_and_answers_again(real_sample: IndexSettings) -> None:
    async with IndexWorker(real_sample, waiting=5, patience=30) as worker:
        first = await worker.run(jobs.ask, DENIED, ["default", "guild-1"])
        assert first.answered
        before = await worker.run(pid)
        assert before != os.getpid()
        asked = asyncio.create_task(worker.run(jobs.ask, DENIED, ["default"]))
        os.kill(before, signal.SIGKILL)
        assert (await asked).answered
        assert await worker.run(pid) != before
        assert worker.restarts == 1


async def test_as_many_jobs_are_done_at_once_as_there_are_processes(real_sample: IndexSettings) -> None:
    async with IndexWorker(real_sample, waiting=5, patience=30, processes=2) as worker:
        assert worker.processes == 2
        begun = time.monotonic()
        pids = await asyncio.gather(*(worker.run(nap, 1.0) for _ in range(4)))
        assert len(set(pids)) == 2
        assert 2.0 <= time.monotonic() - begun < 3.5


@pytest.mark.promise
async def test_one_process_that_dies_leaves_the_others_at_work(real_sample: IndexSettings) -> None:
    async with IndexWorker(real_sample, waiting=5, patience=30, processes=2) as worker:
        long = asyncio.create_task(worker.run(nap, 2.0))
        await asyncio.sleep(0.5)
        other = await worker.run(pid)
        os.kill(other, signal.SIGKILL)
        assert worker.is_warm
        answer = await worker.run(jobs.ask, DENIED, ["default"])
        assert answer.answered
        assert await long != other


async def test_job_given_up_before_its_turn_is_not_done(real_sample: IndexSettings) -> None:
    async with IndexWorker(real_sample, waiting=9, patience=30) as worker:
        first = asyncio.create_task(worker.run(nap, 0.5))
        await asyncio.sleep(0)
        given_up = asyncio.create_task(worker.run(nap, 20.0))
        await asyncio.sleep(0)
        given_up.cancel()
        before = await first
        async with asyncio.timeout(5):
            assert await worker.run(pid) == before
        assert worker.pending == 0


async def test_too_many_waiting_are_turned_away(real_sample: IndexSettings) -> None:
    async with IndexWorker(real_sample, waiting=1, patience=30) as worker:
        first = asyncio.create_task(worker.run(jobs.names, "default"))
        await asyncio.sleep(0)
        with pytest.raises(BusyError):
            await worker.run(jobs.names, "default")
        assert (await first).titles


async def test_missing_library_is_told_at_the_start(tmp_path: Path) -> None:
    worker = IndexWorker(IndexSettings(library=tmp_path / "none"), waiting=5, patience=30)
    with pytest.raises(LibraryError, match="onrecord add"):
        async with worker:
            pass
    assert not worker.is_warm


@pytest.mark.promise
@pytest.mark.timeout(14_400)
async def test_memory_is_flat_over_many_questions(
    real_sample: IndexSettings, scale: Callable[[int, int], int], promised: Callable[[str], None]
) -> None:
    questions, warm = scale(120, 20_000), scale(40, 1000)
    asked = ["who denied the strikes", "how many were killed", "what did Anton Veld say", "when was Tessin hit", "?!"]
    async with IndexWorker(real_sample, waiting=5, patience=30) as worker:
        process = psutil.Process(await worker.run(pid))
        for number in range(questions):
            if number == warm:
                before, files = process.memory_info().rss, process.num_fds()
            await worker.run(jobs.ask, f"{asked[number % len(asked)]} {number}", ["default"])
        grown = process.memory_info().rss - before
        assert process.num_fds() == files
    promised(f"{questions} questions: {grown / 1e6:+.1f} MB after the first {warm}, no file left open")
    # One kilobyte a question, and what an allocator keeps back.
    assert grown < (questions - warm) * 1000 + 20e6
