"""Questions a second by the bot's worker while sixteen wait, against one at a time, in one run.

    python -m tests.bench.waiting [LIBRARY] [QUESTIONS]

Without LIBRARY one of some 20,000 passages is made of invented articles.
"""

import asyncio
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from bot.worker import IndexWorker
from index import IndexSettings, NewsIndex
from tests.newswire import newswire, questions_about

WAITING, ROUNDS = 16, 4
ARTICLES = 3400


async def asked(worker: IndexWorker, questions: Sequence[str], askers: int) -> tuple[float, list[float]]:
    """Return questions a second, and how long each waited, where so many ask one after another."""
    waited = []
    left = iter(questions)

    async def ask() -> None:
        for question in left:
            begun = time.perf_counter()
            await worker.ask(question, ["default"])
            waited.append(time.perf_counter() - begun)

    begun = time.perf_counter()
    await asyncio.gather(*(ask() for _ in range(askers)))
    return len(questions) / (time.perf_counter() - begun), waited


async def measure(settings: IndexSettings, questions: Sequence[str]) -> None:
    part = len(questions) // ROUNDS
    alone, together, waited = [], [], []
    async with IndexWorker(settings, waiting=2 * WAITING, patience=60) as worker:
        await asked(worker, questions[:part], 1)
        for n in range(ROUNDS):
            own = questions[n * part : (n + 1) * part]
            alone.append((await asked(worker, own, 1))[0])
            rate, seconds = await asked(worker, own, WAITING)
            together.append(rate)
            waited += seconds
    ratios = sorted(t / a for t, a in zip(together, alone, strict=True))
    print(f"one at a time {statistics.mean(alone):.1f} questions a second, {WAITING} waiting "
          f"{statistics.mean(together):.1f}: {statistics.mean(together) / statistics.mean(alone):.2f} times, "
          f"{ratios[0]:.2f} to {ratios[-1]:.2f} by rounds")  # fmt: skip
    print(f"each of the {WAITING} waits {statistics.median(waited) * 1000:.0f} ms")


def main(library: str = "", most: str = "240") -> None:
    with tempfile.TemporaryDirectory() as folder:
        settings = IndexSettings(library=Path(library or folder))
        if not library or not settings.library.exists():
            with NewsIndex.open(settings, write=True) as index:
                index.add(newswire(ARTICLES))
        with NewsIndex.open(settings) as index:
            print(f"{index.count(['default'])['passages']} passages")
        asyncio.run(measure(settings, questions_about(list(newswire(ARTICLES))[::20], int(most))))


if __name__ == "__main__":
    main(*sys.argv[1:])
