import asyncio
from types import SimpleNamespace
from typing import Any

import aiohttp
import psutil
import pytest

from bot.desk.metrics import Metrics, served
from bot.desk.turns import Turns


@pytest.fixture
def watch() -> Metrics:
    worker: Any = SimpleNamespace(restarts=2, done={"0": 5})
    return Metrics(worker, Turns())


def test_figures_count_questions_times_and_restarts(watch: Metrics) -> None:
    watch.answered(declined=False)
    watch.answered(declined=True)
    watch.refused()
    with watch.timing("ask"):
        pass
    told = watch.metrics().decode()
    for line in (
        'onrecord_questions_total{outcome="answered"} 1.0',
        'onrecord_questions_total{outcome="declined"} 1.0',
        'onrecord_seconds_count{stage="ask"} 1.0',
        "onrecord_discord_errors_total 1.0",
        "onrecord_worker_restarts 2.0",
        'onrecord_worker_done{worker="0"} 5.0',
        "onrecord_waiting 0.0",
    ):
        assert line in told


async def test_figures_and_health_are_served_on_this_machine_only(watch: Metrics) -> None:
    lines = ["discord: not connected", "database: x: cannot be reached"]

    async def lacking() -> list[str]:
        return lines

    async with served(0, lambda: watch, lacking) as port, aiohttp.ClientSession() as session:
        async with session.get(f"http://127.0.0.1:{port}/health") as response:
            assert (response.status, (await response.text()).splitlines()) == (503, lines)
        lines.clear()
        async with session.get(f"http://127.0.0.1:{port}/health") as response:
            assert (response.status, await response.text()) == (200, "well\n")
        async with session.get(f"http://127.0.0.1:{port}/metrics") as response:
            assert "onrecord_waiting" in await response.text()
        listening = {
            c.laddr.ip for c in psutil.Process().net_connections("tcp") if c.laddr.port == port and not c.raddr
        }
        assert listening == {"127.0.0.1"}


async def test_how_many_wait_is_told(watch: Metrics) -> None:
    turns = Turns()
    told = Metrics(SimpleNamespace(restarts=0, done={}), turns)
    async with turns.of(1, 1):
        waiting = asyncio.create_task(turns._taken(1, 2, is_counted=True))
        await asyncio.sleep(0)
        assert "onrecord_waiting 1.0" in told.metrics().decode()
    await waiting


async def test_no_bot_yet_has_no_figures() -> None:
    async with (
        served(0, lambda: None, nothing) as port,
        aiohttp.ClientSession() as session,
        session.get(f"http://127.0.0.1:{port}/metrics") as response,
    ):
        assert (response.status, await response.text()) == (200, "")


async def nothing() -> list[str]:
    return []


async def test_a_port_that_is_taken_is_an_error() -> None:
    async with served(0, lambda: None, nothing) as port:
        with pytest.raises(OSError):
            async with served(port, lambda: None, nothing):
                pass
