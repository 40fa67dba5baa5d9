"""What is tried again, for how long, and what never is."""

import asyncio
from collections.abc import Awaitable, Callable
from types import SimpleNamespace
from typing import Any

import aiohttp
import discord
import pytest

from bot import delivery
from bot.delivery import acknowledge, delivered, is_acknowledged, owes_answer, send_once


def refused(status: int, code: int = 0) -> discord.HTTPException:
    kind = {404: discord.NotFound, 403: discord.Forbidden}.get(status, discord.HTTPException)
    kind = discord.DiscordServerError if status >= 500 else kind
    return kind(SimpleNamespace(status=status, reason=""), {"code": code, "message": "no"})  # type: ignore[arg-type]


class Ends:
    """A request that ends as told, one try after another; `None` is done."""

    def __init__(self, *ends: BaseException | None) -> None:
        self.left = list(ends)
        self.given: list[dict[str, Any]] = []

    async def __call__(self, **parts: Any) -> str:
        self.given.append(parts)
        end = self.left.pop(0)
        if end is not None:
            raise end
        return "done"


@pytest.fixture(autouse=True)
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delivery, "FIRST_PAUSE", 0.001)
    monkeypatch.setattr(delivery, "LONGEST_PAUSE", 0.002)


@pytest.mark.parametrize(
    "fault",
    [ConnectionResetError(104, "reset"), aiohttp.ServerDisconnectedError(), TimeoutError(), refused(500), refused(503),
     refused(429), discord.RateLimited(61.0), ValueError("no JSON")],
)  # fmt: skip
async def test_what_may_pass_is_tried_again(fault: Exception) -> None:
    assert await delivered(Ends(fault, fault, None)) == "done"


@pytest.mark.parametrize("fault", [refused(400), refused(403), refused(404), RuntimeError("ours")])
async def test_what_no_other_try_would_change_is_raised_at_once(fault: Exception) -> None:
    ends = Ends(fault, None)
    with pytest.raises(type(fault)):
        await delivered(ends)
    assert len(ends.given) == 1


async def test_a_server_that_says_nothing_is_left_and_asked_again() -> None:
    tries = 0

    async def silent_once() -> str:
        nonlocal tries
        tries += 1
        if tries == 1:
            await asyncio.sleep(60)
        return "done"

    assert await delivered(silent_once, one_try=0.02) == "done"


async def test_no_try_is_made_beyond_the_time_given() -> None:
    begun = asyncio.get_running_loop().time()
    with pytest.raises(ConnectionResetError):
        await delivered(Ends(*[ConnectionResetError()] * 1000), within=0.05)
    assert asyncio.get_running_loop().time() - begun < 0.5


async def test_every_try_of_a_message_has_the_same_nonce() -> None:
    ends = Ends(refused(502), TimeoutError(), None)
    await send_once(ends, content="x")  # type: ignore[arg-type]
    assert len({parts["nonce"] for parts in ends.given}) == 1
    own = Ends(None)
    await send_once(own, 7, content="x")  # type: ignore[arg-type]
    assert own.given == [{"nonce": 7, "content": "x"}]


def interaction(defer: Callable[..., Awaitable[object]]) -> Any:
    response = SimpleNamespace(defer=defer, is_done=lambda: False)
    return SimpleNamespace(response=response, extras={})


@pytest.mark.parametrize(
    ("ends", "taken"),
    [
        ([None], True),
        ([refused(503), None], True),
        ([TimeoutError(), refused(400, code=40060)], True),
        ([refused(404, code=10062)], False),
        ([refused(400, code=50035)], False),
    ],
)
async def test_a_doubled_acknowledgement_is_as_good_and_a_late_one_is_none(
    ends: list[BaseException | None], taken: bool
) -> None:
    asked = interaction(Ends(*ends))
    await acknowledge(asked, ephemeral=True)
    assert is_acknowledged(asked) is owes_answer(asked) is taken


async def test_a_quiet_acknowledgement_owes_no_answer() -> None:
    asked = interaction(Ends(None))
    await acknowledge(asked, thinking=False)
    assert is_acknowledged(asked)
    assert not owes_answer(asked)
