import asyncio
import os
import signal
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import aiohttp
import discord
import pytest
from pydantic import SecretStr

from bot import supervising as running
from bot.client import NewsBot
from bot.desk.desk import Desk, Parts
from bot.desk.metrics import served
from bot.settings import BotSettings
from index import IndexSettings, LibraryUnreachableError, SettingsError


class Ready:
    """A worker that is always there."""

    processes = 1

    def __init__(self, *_: object) -> None: ...

    async def __aenter__(self) -> "Ready":
        return self

    async def __aexit__(self, *_: object) -> None: ...


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., Awaitable[Any]]:
    """Run the bot with a client whose starts end as told, one after another; returns how often it was started."""
    waits: list[float] = []

    async def no_wait(seconds: float) -> None:
        waits.append(seconds)

    async def run(*ends: BaseException | None, token: str = "t") -> Any:
        left = list(ends)
        starts: list[str] = []

        async def start(_: object, token: str, **__: object) -> None:
            starts.append(token)
            end = left.pop(0)
            if end is not None:
                raise end

        monkeypatch.setattr(running, "IndexWorker", Ready)
        monkeypatch.setattr(NewsBot, "start", start)
        monkeypatch.setattr(asyncio, "sleep", no_wait)
        await running.run(IndexSettings(library=tmp_path), BotSettings(discord_token=SecretStr(token)))
        return starts, waits

    return run


async def test_missing_token_names_the_setting(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="DISCORD_TOKEN is not set"):
        await running.run(IndexSettings(library=tmp_path), BotSettings())


async def test_refused_token_ends_at_once(started: Any) -> None:
    with pytest.raises(SettingsError, match="DISCORD_TOKEN is refused"):
        await started(discord.LoginFailure("401"), None)


async def test_refused_intent_ends_at_once(started: Any) -> None:
    with pytest.raises(SettingsError, match="intent"):
        await started(discord.PrivilegedIntentsRequired(None), None)


@pytest.mark.parametrize(
    "fault",
    [OSError("no route"), aiohttp.ClientError(), discord.GatewayNotFound(), AttributeError("first connection")],  # type: ignore[no-untyped-call]
)
async def test_fault_that_may_pass_is_tried_again_with_longer_waits(started: Any, fault: Exception) -> None:
    starts, waits = await started(fault, fault, None)
    assert starts == ["t"] * 3
    assert 2.5 <= waits[0] <= 5.0 <= waits[1] <= 10.0


async def test_a_signal_stops_the_bot_after_it_has_finished(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    did: list[str] = []

    async def start(*_: object, **__: object) -> None:
        os.kill(os.getpid(), signal.SIGTERM)
        await asyncio.Event().wait()

    async def finish(_: object, patience: float) -> None:
        did.append(f"finished within {patience:.0f} s")

    monkeypatch.setattr(running, "IndexWorker", Ready)
    monkeypatch.setattr(NewsBot, "start", start)
    monkeypatch.setattr(Desk, "finish", finish)
    await running.run(IndexSettings(library=tmp_path), BotSettings(discord_token=SecretStr("t")))
    assert did == ["finished within 15 s"]


async def test_a_port_that_is_taken_is_one_line(started: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "IndexWorker", Ready)
    async with served(0, lambda: None, nothing) as port:
        settings = BotSettings(discord_token=SecretStr("t"), metrics_port=port)
        with pytest.raises(SettingsError, match=f"METRICS_PORT: {port} cannot be used"):
            await running.run(IndexSettings(library=tmp_path), settings)


async def nothing() -> list[str]:
    return []


async def test_what_is_not_well_is_told_by_what_cannot_be_reached(tmp_path: Path) -> None:
    async def gone() -> None:
        raise LibraryUnreachableError("postgresql://x: cannot be reached")

    worker = SimpleNamespace(lacking="queue: NATS cannot be reached")
    parts = replace(Parts(worker, *[None] * 4), probe=gone)  # type: ignore[arg-type]
    assert await running._Supervisor(BotSettings(), parts)._lacking() == [
        "discord: not connected", "queue: NATS cannot be reached", "database: postgresql://x: cannot be reached"
    ]  # fmt: skip


def test_sleep_is_back() -> None:
    assert asyncio.iscoroutinefunction(asyncio.sleep)
