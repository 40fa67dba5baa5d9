"""Many askers at once, floods, adding meanwhile, and a worker that dies or hangs: all with the real models."""

import asyncio
import itertools
import json
import os
import re
import signal
import statistics
import sys
import time
from collections.abc import AsyncIterator, Callable, Sequence
from pathlib import Path
from typing import Any

import psutil
import pytest
import pytest_asyncio

from bot.desk.writer import _stand_back
from index import IndexSettings, NewsIndex, sample_articles
from tests.discord_server.driving import ROOT, Bot, Stand, both_running
from tests.newswire import newswire, questions_about

pytestmark = [
    pytest.mark.promise,
    pytest.mark.model,
    pytest.mark.timeout(7200),
    pytest.mark.asyncio(loop_scope="module"),
]

GUILDS = 25
Scale = Callable[[int, int], int]
Promised = Callable[[str], None]
Outcome = dict[str, Any]
NUMBERS = itertools.count()


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory, scale: Scale) -> Path:
    """Some 20,000 passages, or a few hundred; the statements of the sample only, since reading takes longest."""
    folder = tmp_path_factory.mktemp("large") / "library"
    with NewsIndex.open(IndexSettings(library=folder, statements=False), write=True) as index:
        index.add(newswire(scale(40, 3400)))
    with NewsIndex.open(IndexSettings(library=folder), write=True) as index:
        index.add(sample_articles("default"))
    return folder


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def both(library: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[tuple[Stand, Bot]]:
    log = tmp_path_factory.mktemp("bot") / "bot.log"
    async with both_running(library, log, guilds=GUILDS) as both:
        await both[0].asked(asks(3, 1.0), within=60)
        yield both


def asks(count: int, seconds: float, *, user: int | None = None, guild: int | None = None) -> list[dict[str, Any]]:
    """Return questions evenly spread over so many seconds, of many people in many servers unless one is named."""
    told = questions_about(list(newswire(40)), count)
    return [
        {"at": n * seconds / count, "kind": "command", "command": "ask", "options": {"question": text},
         "user": user if user is not None else 1000 + next(NUMBERS),
         "channel": 10_001 + 100 * (guild if guild is not None else n % GUILDS)}
        for n, text in enumerate(told)
    ]  # fmt: skip


def quantile(values: Sequence[float], part: float) -> float:
    return sorted(values)[min(len(values) - 1, int(part * len(values)))]


def is_answer(outcome: Outcome) -> bool:
    return "Asked:" in outcome["text"]


async def test_five_hundred_in_one_second_are_acknowledged_and_told(
    stand: Stand, scale: Scale, promised: Promised
) -> None:
    count, seconds = scale(100, 500), 1.0
    outcomes = await stand.asked(asks(count, seconds), within=120, pause=1.0)
    late = [o for o in outcomes if o["acknowledged"] is None or o["acknowledged"] > 2.5]
    taken = [o["acknowledged"] for o in outcomes if o["acknowledged"] is not None]
    answered = sum(map(is_answer, outcomes))
    p99 = quantile(taken, 0.99)
    promised(f"{count} in {seconds:.0f} s: {len(late)} late, acknowledged p50 {statistics.median(taken) * 1000:.0f} ms, "
             f"p99 {p99 * 1000:.0f} ms, {answered} answered, {count - answered} told to wait")  # fmt: skip
    assert late == []
    assert [o["visible"] for o in outcomes] == [1] * count
    # The share that every run takes is for what is told; the figure is the whole run's.
    assert p99 < scale(1000, 250) / 1000
    assert answered >= min(count, 40)


async def waits(stand: Stand, others: int, seconds: float, more: Sequence[dict[str, Any]] = ()) -> list[float]:
    """Return how long others wait for answers that ask one after the other, while `more` is asked."""
    await stand.tell("clear")
    own = asks(others, seconds)
    known = {a["user"] for a in own}
    outcomes = await stand.asked([*own, *more], within=seconds + 90, pause=2.0, awaited=lambda o: o["user"] in known)
    taken = [o["answered"] for o in outcomes if o["user"] in known and is_answer(o)]
    assert len(taken) == others, [o["text"][:80] for o in outcomes if o["user"] in known and not is_answer(o)][:3]
    return taken


async def test_a_flooder_at_most_doubles_what_others_wait(stand: Stand, scale: Scale, promised: Promised) -> None:
    others, seconds = scale(16, 50), scale(8, 50)
    quiet = quantile(await waits(stand, others, seconds), 0.95)
    rate = scale(40, 200)
    flood = asks(int(rate * seconds), seconds, user=7, guild=3)
    flooded = quantile(await waits(stand, others, seconds, flood), 0.95)
    promised(f"{others} others beside a flooder of {rate} a second: p95 {quiet:.2f} s alone, {flooded:.2f} s with it, "
             f"{flooded / quiet:.2f} times")  # fmt: skip
    # A few questions on a busy machine are no measure; that all others were answered is.
    assert flooded <= max(scale(6, 2) * quiet, scale(2, 0))


FLOODER, FLOODED = 7, 3
CHANNEL = 10_001 + 100 * FLOODED


async def flood_of(stand: Stand, what: str, count: int, seconds: float) -> list[dict[str, Any]]:
    """Return so many clicks, lookups or typed letters of one person, evenly spread over so many seconds."""
    one: dict[str, Any] = {"user": FLOODER, "channel": CHANNEL}
    if what == "clicks":
        await stand.asked([{**one, "kind": "mention", "text": "who denied the strikes"}], within=30)
        answer = next(m for m in await stand.tell("messages") if "custom_id" in repr(m["body"]))
        [menu] = re.findall(r"'custom_id': '(pick:[^']+)'", repr(answer["body"]))
        one |= {"kind": "click", "message": answer["id"], "custom_id": menu, "values": ["0"], "forges": True}
    elif what == "typed":
        one |= {"kind": "typed", "command": "source", "options": {"article": "flood in town " * 400}}
    elif what == "verify":
        one |= {
            "kind": "command",
            "command": "verify",
            "options": {"text": "nobody was hurt " * 100, "speaker": "Veld"},
        }
    else:
        one |= {"kind": "command", "command": what, "options": {}}
    return [{**one, "at": n * seconds / count} for n in range(count)]


@pytest.mark.parametrize("what", ["clicks", "typed", "verify", "library list"])
async def test_no_flood_of_any_kind_at_most_doubles_what_others_wait(
    stand: Stand, scale: Scale, promised: Promised, what: str
) -> None:
    others, seconds, rate = scale(12, 50), scale(6, 50), scale(100, 200)
    quiet = quantile(await waits(stand, others, seconds), 0.95)
    flood = await flood_of(stand, what, int(rate * seconds), seconds)
    flooded = quantile(await waits(stand, others, seconds, flood), 0.95)
    promised(f"{others} others beside {rate} {what} a second: all answered, p95 {quiet:.2f} s alone, {flooded:.2f} s with "
             f"it, {flooded / quiet:.2f} times")  # fmt: skip
    # That all others were answered is measured in any case; a few questions on a busy machine are no measure of waits.
    assert flooded <= max(scale(6, 2) * quiet, scale(2, 0))


async def test_adding_makes_answers_wait_half_as_long_again_at_most(
    stand: Stand, library: Path, tmp_path: Path, scale: Scale, promised: Promised
) -> None:
    others, seconds = scale(12, 100), scale(6, 50)
    quiet = quantile(await waits(stand, others, seconds), 0.95)
    rows = tmp_path / "rows.jsonl"
    rows.write_text("\n".join(_row(a) for a in newswire(4000, seed=6)), encoding="utf-8")
    command = [sys.executable, "-m", "index.cli", "add", str(rows), "--library", str(library), "--collection", "other"]
    adding = await asyncio.create_subprocess_exec(
        *command, cwd=ROOT, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL, preexec_fn=_stand_back
    )
    try:
        await asyncio.sleep(8)
        busy = quantile(await waits(stand, others, seconds), 0.95)
        assert adding.returncode is None
    finally:
        adding.kill()
        await adding.wait()
    promised(f"p95 {quiet:.2f} s alone, {busy:.2f} s while adding, {busy / quiet:.2f} times")
    assert busy <= max(scale(4, 1) * quiet * 1.5, scale(2, 0))


def _row(article: Any) -> str:
    return json.dumps({"id": article.id, "title": article.title, "text": article.text, "publisher": article.publisher})


def worker_of(bot: Bot) -> psutil.Process:
    """Return the worker: of the bot's children the one that holds the models."""
    return max(psutil.Process(bot.process.pid).children(recursive=True), key=lambda p: p.memory_info().rss)


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGSTOP])
async def test_a_worker_that_dies_or_hangs_is_replaced_and_its_questions_answered(
    stand: Stand, library: Path, tmp_path: Path, how: signal.Signals, scale: Scale, promised: Promised
) -> None:
    patience, rounds, replaced = 5.0, scale(1, 10), []
    log = tmp_path / "bot.log"
    async with both_running(library, log, guilds=GUILDS, onrecord_bot_patience=patience) as (own, bot):
        for _ in range(rounds):
            await own.tell("clear")
            await own.tell("play", asks=asks(12, 2.0))
            await asyncio.sleep(1.0)
            worker = worker_of(bot)
            os.kill(worker.pid, how)
            begun = time.monotonic()
            await until_replaced(bot, worker.pid)
            found = time.monotonic()
            outcomes = await own.asked([], within=60)
            answers = [o["answered"] + o["asked"] for o in outcomes if is_answer(o)]
            assert [o["visible"] for o in outcomes] == [1] * 12
            assert len(answers) == 12, [o["text"][:90] for o in outcomes if not is_answer(o)]
            replaced.append(found - begun - (patience if how is signal.SIGSTOP else 0.0))
        assert bot.process.poll() is None
    promised(f"{how.name}: {rounds} workers replaced, warm again at most {max(replaced):.1f} s after it was found; "
             f"{12 * rounds} of {12 * rounds} questions answered")  # fmt: skip
    assert max(replaced) < scale(15, 5)


async def until_replaced(bot: Bot, pid: int) -> None:
    """Wait until another worker than `pid` has its models."""
    ends = time.monotonic() + 90
    while time.monotonic() < ends:
        try:
            now = worker_of(bot)
            if now.pid != pid and now.memory_info().rss > 250e6 and now.status() != psutil.STATUS_STOPPED:
                return
        except (psutil.NoSuchProcess, ValueError):
            pass
        await asyncio.sleep(0.05)
    raise TimeoutError("the worker was not replaced")
