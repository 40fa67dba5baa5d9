"""The test's side: a stand-in and a bot in processes of their own, and verbs to steer them with."""

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp

ROOT = Path(__file__).resolve().parents[2]
READY_WITHIN = 90.0
Awaited = Callable[[dict[str, Any]], bool]
RIGHT = "right"
"""The token that the stand-in takes."""


class Stand:
    """A running stand-in."""

    def __init__(self, process: "subprocess.Popen[str]", port: int, session: aiohttp.ClientSession) -> None:
        self.port = port
        self.process = process
        self._session = session

    async def tell(self, verb: str, **more: Any) -> Any:
        """Ask `control` for something."""
        async with self._session.post(f"http://127.0.0.1:{self.port}/control/{verb}", json=more) as answer:
            answer.raise_for_status()
            return await answer.json()

    async def connected(self, within: float = READY_WITHIN, shards: int = 1) -> None:
        """Wait until a bot has told of its commands and is connected, by so many shards."""
        await self.until(lambda state: state["connected"] >= shards and state["commands"], within)

    async def until(self, holds: Any, within: float = READY_WITHIN) -> dict[str, Any]:
        ends = time.monotonic() + within
        while time.monotonic() < ends:
            state: dict[str, Any] = await self.tell("state")
            if holds(state):
                return state
            await asyncio.sleep(0.1)
        raise TimeoutError(state)

    async def asked(
        self, asks: Sequence[dict[str, Any]], within: float, pause: float = 0.2, awaited: Awaited = lambda _: True
    ) -> list[dict[str, Any]]:
        """Play people, and return what became of everything asked once each awaited has an answer or time is up."""
        await self.tell("play", asks=list(asks))
        ends = time.monotonic() + within
        while True:
            is_played = not (await self.tell("state"))["playing"]
            outcomes: list[dict[str, Any]] = await self.tell("outcomes")
            is_over = is_played and all(o["visible"] for o in outcomes if awaited(o))
            if is_over or time.monotonic() > ends:
                return outcomes
            await asyncio.sleep(pause)


class Bot:
    """A running bot, with what it wrote."""

    def __init__(self, process: "subprocess.Popen[bytes]", log: Path) -> None:
        self.process = process
        self._log = log

    @property
    def said(self) -> str:
        return self._log.read_text(errors="replace")


@asynccontextmanager
async def standing() -> AsyncIterator[Stand]:
    """Run a stand-in."""
    command = [sys.executable, "-m", "tests.discord_server"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT)  # noqa: ASYNC220
    assert process.stdout is not None
    try:
        port = int(await asyncio.to_thread(process.stdout.readline))
        async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
            yield Stand(process, port, session)
    finally:
        process.kill()
        process.wait()


@asynccontextmanager
async def running(
    stand: Stand, library: Path | str, log: Path, *more: str, token: str = RIGHT,
    module: str = "tests.discord_server.launching", **settings: object,
) -> AsyncIterator[Bot]:  # fmt: skip
    """Run this project's bot against a stand-in, with `more` options and settings; it is ended at the end."""
    named = {name.upper(): str(value) for name, value in settings.items()}
    environment = {**os.environ, "DISCORD_TOKEN": token, "ONRECORD_LIBRARY": str(library), **named}
    with log.open("wb") as file:
        command = [sys.executable, "-m", module, str(stand.port), "bot", *more]
        process = subprocess.Popen(command, stdout=file, stderr=file, cwd=ROOT, env=environment)  # noqa: ASYNC220
        try:
            yield Bot(process, log)
        finally:
            process.terminate()
            try:
                await asyncio.to_thread(process.wait, 20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


@asynccontextmanager
async def both_running(
    library: Path, log: Path, *, guilds: int, channels: int = 1, **settings: Any
) -> AsyncIterator[tuple[Stand, Bot]]:
    """Run a stand-in with servers, and a bot that is connected to it and polls nothing."""
    async with standing() as stand:
        await stand.tell("world", guilds=guilds, channels=channels)
        async with running(stand, library, log, onrecord_bot_polls=False, **settings) as bot:
            await stand.connected()
            yield stand, bot
