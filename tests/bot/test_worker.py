import asyncio
import os
import signal
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from bot import worker as module
from bot.worker import BusyError, DiedError, IndexWorker, SlowError
from index import IndexSettings, LibraryError

pytestmark = pytest.mark.model


async def test_worker_answers_is_killed_and_answers_again(real_sample: IndexSettings) -> None:
    async with IndexWorker(real_sample, waiting=5, patience=30) as worker:
        first = await worker.ask("who denied the strikes", ["default", "guild-1"])
        assert first.answered
        pid = await worker._run(30, os.getpid)
        assert pid != os.getpid()
        asked = asyncio.create_task(worker.ask("who denied the strikes", ["default"]))
        os.kill(pid, signal.SIGKILL)
        assert (await asked).answered
        assert await worker._run(60, os.getpid) != pid


async def test_worker_that_hangs_is_replaced_and_the_next_question_works(real_sample: IndexSettings) -> None:
    async with IndexWorker(real_sample, waiting=5, patience=30) as worker:
        with pytest.raises(SlowError, match="slow"):
            await worker._run(0.5, _sleep)
        assert (await worker.names("default")).titles


async def test_loading_after_a_timeout_is_not_counted_as_the_next_questions_time(real_sample: IndexSettings) -> None:
    async with IndexWorker(real_sample, waiting=5, patience=1.5) as worker:
        with pytest.raises(SlowError):
            await worker._run(0.5, _sleep)
        assert (await worker.ask("who denied the strikes", ["default"])).answered


async def test_job_that_kills_its_worker_twice_is_given_up_with_a_note(real_sample: IndexSettings) -> None:
    async with IndexWorker(real_sample, waiting=5, patience=30) as worker:
        with pytest.raises(DiedError, match="died"):
            await worker._run(30, _die)


async def test_too_many_waiting_are_turned_away(real_sample: IndexSettings) -> None:
    async with IndexWorker(real_sample, waiting=1, patience=30) as worker:
        first = asyncio.create_task(worker.names("default"))
        await asyncio.sleep(0)
        with pytest.raises(BusyError):
            await worker.names("default")
        assert await first


async def test_missing_library_is_told_at_the_start(tmp_path: Path) -> None:
    worker = IndexWorker(IndexSettings(library=tmp_path / "none"), waiting=5, patience=30)
    with pytest.raises(LibraryError, match="onrecord add"):
        async with worker:
            pass
    assert not worker._pool.active


def test_module_keeps_no_library_in_the_bots_process() -> None:
    assert module._Held.index is None


def _sleep() -> None:
    import time

    time.sleep(60)


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.promise
@pytest.mark.timeout(14_400)
async def test_memory_is_flat_over_many_questions(
    real_sample: IndexSettings, scale: Callable[[int, int], int], promised: Callable[[str], None]
) -> None:
    questions, warm = scale(120, 20_000), scale(40, 1000)
    asked = ["who denied the strikes", "how many were killed", "what did Anton Veld say", "when was Tessin hit", "?!"]
    async with IndexWorker(real_sample, waiting=5, patience=30) as worker:
        process = psutil.Process(await worker._run(30, os.getpid))
        for number in range(questions):
            if number == warm:
                before, files = process.memory_info().rss, process.num_fds()
            await worker.ask(f"{asked[number % len(asked)]} {number}", ["default"])
        grown = process.memory_info().rss - before
        assert process.num_fds() == files
    promised(f"{questions} questions: {grown / 1e6:+.1f} MB after the first {warm}, no file left open")
    # One kilobyte a question, and what an allocator keeps back.
    assert grown < (questions - warm) * 1000 + 20e6
