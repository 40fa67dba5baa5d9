"""Figures for whoever watches the bot: Prometheus metrics, and whether it is well. No question's text is among them."""

import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager

from aiohttp import web
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from bot.desk.answering import Answering
from bot.desk.turns import Turns

log = logging.getLogger(__name__)

LOOPBACK = "127.0.0.1"
BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 20.0)
"""Seconds; a question is expected to take some tenths of one."""
METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8"


class Metrics:
    """Counts what the bot does."""

    def __init__(self, worker: Answering, turns: Turns) -> None:
        self.registry = CollectorRegistry()
        told = "Questions answered or declined"
        self._questions = Counter("onrecord_questions", told, ["outcome"], registry=self.registry)
        self._seconds = Histogram(
            "onrecord_seconds", "Time by stage: waiting for a turn, or the job itself", ["stage"], buckets=BUCKETS,
            registry=self.registry,
        )  # fmt: skip
        self._errors = Counter("onrecord_discord_errors", "Requests that Discord refused", registry=self.registry)
        waiting = Gauge("onrecord_waiting", "Questions that wait for their turn", registry=self.registry)
        waiting.set_function(lambda: turns.waiting)
        restarts = Gauge("onrecord_worker_restarts", "Times the worker process was replaced", registry=self.registry)
        restarts.set_function(lambda: worker.restarts)
        self._worker = worker
        self._done = Gauge("onrecord_worker_done", "Jobs that each worker has done", ["worker"], registry=self.registry)

    def answered(self, *, declined: bool) -> None:
        """Count a question."""
        self._questions.labels("declined" if declined else "answered").inc()

    def took(self, stage: str, seconds: float) -> None:
        """Count how long a stage took."""
        self._seconds.labels(stage).observe(seconds)

    @contextmanager
    def timing(self, stage: str) -> Iterator[None]:
        """Count how long what is inside takes."""
        begun = time.perf_counter()
        try:
            yield
        finally:
            self.took(stage, time.perf_counter() - begun)

    def refused(self) -> None:
        """Count a request that Discord refused."""
        self._errors.inc()

    def metrics(self) -> bytes:
        """Return all figures as Prometheus reads them."""
        self._done.clear()
        for named, done in self._worker.done.items():
            self._done.labels(named).set(done)
        return generate_latest(self.registry)


@asynccontextmanager
async def served(
    port: int, figures: Callable[[], Metrics | None], lacking: Callable[[], Awaitable[Sequence[str]]]
) -> AsyncIterator[int]:
    """Serve /metrics and /health on this machine only; yields the port. `figures` gives None while no bot runs yet.

    `lacking` gives a line for each thing that is not well.

    Raises:
        OSError: the port is taken.
    """

    async def metrics(_: web.Request) -> web.Response:
        now = figures()
        return web.Response(body=now.metrics() if now else b"", headers={"Content-Type": METRICS_TYPE})

    async def health(_: web.Request) -> web.Response:
        lines = await lacking()
        return web.Response(status=503 if lines else 200, text="".join(f"{line}\n" for line in lines or ["well"]))

    app = web.Application()
    app.add_routes([web.get("/metrics", metrics), web.get("/health", health)])
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    try:
        site = web.TCPSite(runner, LOOPBACK, port)
        await site.start()
        address: tuple[str, int] = runner.addresses[0]
        log.info("figures and health at http://%s:%d/metrics and /health", LOOPBACK, address[1])
        yield address[1]
    finally:
        await runner.cleanup()
