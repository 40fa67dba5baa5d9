"""Questions a second by the bot's worker while sixteen wait, and memory: one process of two threads, two of one, in turn.

    python -m tests.bench.workers [LIBRARY] [QUESTIONS]

Without LIBRARY one of some 20,000 passages is made of invented articles.
"""

import asyncio
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import psutil

from bot.desk import jobs
from bot.desk.worker import IndexWorker
from index import IndexSettings, NewsIndex
from tests.newswire import newswire, questions_about

WAITING, ROUNDS = 16, 3
ARTICLES = 3400
SHAPES = ((1, 2), (2, 1))
"""Processes, and threads of each."""


async def asked(worker: IndexWorker, questions: Sequence[str], askers: int) -> tuple[float, list[float]]:
    """Return questions a second, and how long each waited, where so many ask one after another."""
    waited = []
    left = iter(questions)

    async def ask() -> None:
        for question in left:
            begun = time.perf_counter()
            await worker.run(jobs.ask, question, ["default"])
            waited.append(time.perf_counter() - begun)

    begun = time.perf_counter()
    await asyncio.gather(*(ask() for _ in range(askers)))
    return len(questions) / (time.perf_counter() - begun), waited


def memory() -> float:
    """Return the megabytes that this process's children hold alone, without what they share."""
    children = psutil.Process(os.getpid()).children(recursive=True)
    return float(sum(child.memory_full_info().uss for child in children)) / 1e6


async def measure(settings: IndexSettings, questions: Sequence[str]) -> None:
    part = len(questions) // ROUNDS
    told = {shape: ([], [], []) for shape in SHAPES}  # type: dict[tuple[int, int], tuple[list[float], ...]]
    for n in range(ROUNDS):
        for processes, threads in SHAPES:
            own = settings.model_copy(update={"threads": threads})
            alone, together, held = told[processes, threads]
            async with IndexWorker(own, waiting=2 * WAITING, patience=60, processes=processes) as worker:
                await asked(worker, questions[:16], processes)
                alone.append((await asked(worker, questions[n * part : (n + 1) * part], 1))[0])
                together.append((await asked(worker, questions[n * part : (n + 1) * part], WAITING))[0])
                held.append(memory())
    for (processes, threads), (alone, together, held) in told.items():
        print(f"{processes} × {threads} threads: {statistics.mean(alone):.1f} questions a second one at a time, "
              f"{statistics.mean(together):.1f} with {WAITING} waiting, {max(held):.0f} MB")  # fmt: skip


def main(library: str = "", most: str = "180") -> None:
    with tempfile.TemporaryDirectory() as folder:
        settings = IndexSettings(library=Path(library or folder))
        if not library or not settings.folder.exists():
            with NewsIndex.open(settings, write=True) as index:
                index.add(newswire(ARTICLES))
        with NewsIndex.open(settings) as index:
            print(f"{index.count(['default'])['passages']} passages")
        asyncio.run(measure(settings, questions_about(list(newswire(ARTICLES))[::20], int(most))))


if __name__ == "__main__":
    main(*sys.argv[1:])
