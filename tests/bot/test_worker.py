import asyncio
import os
import signal
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import psutil
import pytest

from bot import worker as module
from bot.worker import TOGETHER, BusyError, DiedError, IndexWorker, SlowError
from index import Answer, Asking, IndexSettings, LibraryError

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


QUESTIONS = ["who denied the strikes", "how many were killed", "what did Anton Veld say", "when was Tessin hit",
             "who promised to rebuild the bridge", "?!"]  # fmt: skip


async def test_waiting_questions_are_answered_together_as_each_alone(
    real_sample: IndexSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with IndexWorker(real_sample, waiting=12, patience=30) as worker:
        alone = [await worker.ask(q, ["default"]) for q in QUESTIONS]
        runs = _runs_of(worker, monkeypatch)
        together = await asyncio.gather(*(worker.ask(q, ["default"]) for q in [*QUESTIONS, *QUESTIONS[:4]]))
    assert together == [*alone, *alone[:4]]
    assert [len(run) for run in runs] == [TOGETHER, 2]
    assert worker.pending == 0


async def test_an_answer_does_not_wait_for_those_of_its_run(real_sample: IndexSettings) -> None:
    async with IndexWorker(real_sample, waiting=9, patience=30) as worker:
        asked = [asyncio.create_task(worker.ask(q, ["default"])) for q in QUESTIONS]
        done, pending = await asyncio.wait(asked, return_when=asyncio.FIRST_COMPLETED)
        assert len(done) == 1 and len(pending) == len(QUESTIONS) - 1
        await asyncio.gather(*pending)


async def test_other_jobs_come_between_two_runs(real_sample: IndexSettings) -> None:
    async with IndexWorker(real_sample, waiting=3 * TOGETHER, patience=30) as worker:
        asked = [asyncio.create_task(worker.ask(QUESTIONS[0], ["default"])) for _ in range(TOGETHER + 1)]
        await asyncio.sleep(0.01)
        assert (await worker.names("default")).titles
        assert sum(a.done() for a in asked) == TOGETHER
        await asyncio.gather(*asked)


async def test_run_given_up_halfway_holds_neither_the_library_nor_the_next(real_sample: IndexSettings) -> None:
    async with IndexWorker(real_sample, waiting=9, patience=30) as worker:
        askings = [Asking(q, ["default"]) for q in QUESTIONS[:3]]
        assert (await worker._run(30, module._next_answer, askings))[1].question in QUESTIONS
        assert (await worker.names("default")).titles
        with pytest.raises(LookupError, match="ended"):
            await worker._run(30, module._next_answer, [])
        assert (await worker.ask(QUESTIONS[0], ["default"])).answered


async def test_who_waits_is_cancelled_when_the_worker_closes(real_sample: IndexSettings) -> None:
    async with IndexWorker(real_sample, waiting=3 * TOGETHER, patience=30) as worker:
        asked = [asyncio.create_task(worker.ask(QUESTIONS[0], ["default"])) for _ in range(TOGETHER + 2)]
        await asyncio.sleep(0.01)
    ended = await asyncio.gather(*asked, return_exceptions=True)
    assert all(isinstance(e, Answer | asyncio.CancelledError) for e in ended)
    assert isinstance(ended[-1], asyncio.CancelledError)


async def test_question_that_breaks_a_job_leaves_the_others_their_answers(real_sample: IndexSettings) -> None:
    async with IndexWorker(real_sample, waiting=9, patience=30) as worker:
        asked = [worker.ask(QUESTIONS[0], ["default"]), worker.ask(QUESTIONS[1], ["default"], limits=None)]  # type: ignore[arg-type]
        right, wrong = await asyncio.gather(*asked, return_exceptions=True)
    assert isinstance(right, Answer) and right.answered
    assert isinstance(wrong, AttributeError)


async def test_worker_that_dies_over_waiting_questions_answers_each_of_them(
    real_sample: IndexSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with IndexWorker(real_sample, waiting=9, patience=30) as worker:
        pid = await worker._run(30, os.getpid)
        runs = _runs_of(worker, monkeypatch)
        first = asyncio.create_task(worker.names("default"))
        await asyncio.sleep(0)
        asked = [asyncio.create_task(worker.ask(q, ["default"])) for q in QUESTIONS[:2]]
        await first
        os.kill(pid, signal.SIGKILL)
        assert all(a.answered for a in await asyncio.gather(*asked))
    assert worker.restarts == 1
    assert [len(run) for run in runs] == [2, 1, 1]


async def test_worker_that_dies_while_it_loads_its_models_is_replaced(real_sample: IndexSettings) -> None:
    with closing(IndexWorker(real_sample, waiting=9, patience=30)) as worker:
        starting = asyncio.create_task(worker.start())
        while not (loading := [p for p in psutil.Process().children() if _has_loaded_numpy(p)]):  # noqa: ASYNC110
            await asyncio.sleep(0.05)
        [process] = loading
        process.kill()
        await starting
        assert (await worker.ask(QUESTIONS[0], ["default"])).answered
        assert worker.restarts == 1


def _has_loaded_numpy(process: psutil.Process) -> bool:
    return any("numpy" in part.path for part in process.memory_maps())


async def test_worker_that_dies_with_the_pools_lock_in_its_hand_is_replaced(real_sample: IndexSettings) -> None:
    async with IndexWorker(real_sample, waiting=9, patience=30) as worker:
        pid = await worker._run(30, os.getpid)
        napping = asyncio.create_task(worker._run(30, _nap))
        await asyncio.sleep(0.5)
        # Nobody lets go of it, as where a worker dies while it takes a job or sends what came of one.
        worker._pool._pool_manager.worker_manager.workers_channel.mutex.acquire()
        os.kill(pid, signal.SIGKILL)
        async with asyncio.timeout(30):
            assert await napping != pid
        assert (await worker.ask(QUESTIONS[0], ["default"])).answered


async def test_question_given_up_before_its_turn_is_not_asked(
    real_sample: IndexSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with IndexWorker(real_sample, waiting=9, patience=30) as worker:
        runs = _runs_of(worker, monkeypatch)
        first = asyncio.create_task(worker.names("default"))
        await asyncio.sleep(0)
        asked = [asyncio.create_task(worker.ask(q, ["default"])) for q in QUESTIONS[:3]]
        await asyncio.sleep(0)
        asked[0].cancel()
        assert await first
        assert all(a.answered for a in await asyncio.gather(*asked[1:]))
    assert [[asking.text for asking in run] for run in runs] == [QUESTIONS[1:3]]
    assert worker.pending == 0


def _runs_of(worker: IndexWorker, monkeypatch: pytest.MonkeyPatch) -> list[list[Asking]]:
    """Return the questions of each run that the worker begins, as it begins it."""
    seen: list[list[Asking]] = []
    within = worker._within

    async def watched(patience: float, job: Callable[..., Any], args: Any) -> Any:
        if job is module._next_answer and args[0]:
            seen.append(args[0])
        return await within(patience, job, args)

    monkeypatch.setattr(worker, "_within", watched)
    return seen


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


def _nap() -> int:
    import time

    time.sleep(1)
    return os.getpid()


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
