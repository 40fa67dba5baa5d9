"""One process of the worker: replaced where it hangs, dies, or meets a bug."""

import asyncio
import os
import signal
import time
from collections.abc import AsyncIterator, Callable
from contextlib import closing
from typing import Any

import psutil
import pytest
import pytest_asyncio

from bot.desk import jobs
from bot.desk import worker_process as module
from bot.desk.worker_process import DiedError, SlowError, WorkerProcess
from index import IndexSettings, LibraryError, NewsIndex

pytestmark = pytest.mark.model

DENIED = "who denied the strikes"
Run = Callable[..., Any]


@pytest_asyncio.fixture
async def process(real_sample: IndexSettings) -> AsyncIterator[WorkerProcess]:
    with closing(WorkerProcess(real_sample)) as process:
        yield process


async def run(process: WorkerProcess, job: Callable[..., Any], *args: object, patience: float = 30) -> Any:
    return await process.run(patience, job, args, {})


async def is_answered(process: WorkerProcess) -> bool:
    return bool((await run(process, jobs.ask, DENIED, ["default"])).answered)


@pytest.mark.promise
async def test_process_that_hangs_is_replaced_and_the_next_question_works(process: WorkerProcess) -> None:
    await process.start()
    with pytest.raises(SlowError, match="slow"):
        await run(process, _nap, 60.0, patience=0.5)
    assert process.restarts == 1
    assert await is_answered(process)


@pytest.mark.promise
async def test_loading_after_a_timeout_is_not_counted_as_the_next_questions_time(process: WorkerProcess) -> None:
    with pytest.raises(SlowError):
        await run(process, _nap, 60.0, patience=0.5)
    assert (await run(process, jobs.ask, DENIED, ["default"], patience=1.5)).answered


async def test_process_that_met_a_bug_is_replaced_and_the_bug_stays_what_it_is(process: WorkerProcess) -> None:
    before = await run(process, _pid)
    with pytest.raises(KeyError, match="no such feature"):
        await run(process, _break)
    assert process.is_warm
    assert process.restarts == 1
    assert await run(process, _pid) != before


async def test_what_is_refused_is_no_bug(process: WorkerProcess) -> None:
    before = await run(process, _pid)
    with pytest.raises(LibraryError, match="refused"):
        await run(process, _refuse)
    assert process.restarts == 0
    assert await run(process, _pid) == before


@pytest.mark.promise
async def test_process_that_dies_while_it_loads_its_models_is_replaced(process: WorkerProcess) -> None:
    starting = asyncio.create_task(process.start())
    while not (loading := [p for p in psutil.Process().children() if _loads_models(p)]):  # noqa: ASYNC110
        await asyncio.sleep(0.05)
    loading[0].kill()
    await starting
    assert await is_answered(process)
    assert process.restarts == 1


def _loads_models(process: psutil.Process) -> bool:
    return any("onnxruntime" in part.path or "openvino" in part.path for part in process.memory_maps())


@pytest.mark.promise
async def test_process_that_dies_with_the_pools_lock_in_its_hand_is_replaced(process: WorkerProcess) -> None:
    before = await run(process, _pid)
    napping = asyncio.create_task(run(process, _nap, 1.0))
    await asyncio.sleep(0.5)
    # Nobody lets go of it, as where a worker dies while it takes a job or sends what came of one.
    manager: Any = process._pool._pool_manager.worker_manager
    manager.workers_channel.mutex.acquire()
    os.kill(before, signal.SIGKILL)
    async with asyncio.timeout(30):
        assert await napping != before
    assert await is_answered(process)


@pytest.mark.promise
async def test_job_that_is_given_up_while_it_runs_takes_nothing_from_the_next(process: WorkerProcess) -> None:
    await process.start()
    given_up = asyncio.create_task(run(process, _nap, 20.0))
    await asyncio.sleep(0.5)
    given_up.cancel()
    async with asyncio.timeout(15):
        assert await is_answered(process)


@pytest.mark.promise
async def test_job_that_kills_its_process_twice_is_given_up_with_a_note(process: WorkerProcess) -> None:
    with pytest.raises(DiedError, match="died"):
        await run(process, _die)


def test_module_keeps_no_library_in_the_bots_process() -> None:
    assert module._Held.index is None


def _pid(_: NewsIndex) -> int:
    return os.getpid()


def _nap(_: NewsIndex, seconds: float) -> int:
    time.sleep(seconds)
    return os.getpid()


def _die(_: NewsIndex) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _break(_: NewsIndex) -> None:
    raise KeyError("no such feature")


def _refuse(_: NewsIndex) -> None:
    raise LibraryError("refused")
