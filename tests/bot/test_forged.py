"""Custom ids that are forged, bent, copied to another place or sent again: none is accepted, and none breaks anything."""

import random
import re
import secrets
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from index import IndexSettings
from tests.discord_server.driving import Bot, Stand, both_running

pytestmark = [pytest.mark.promise, pytest.mark.model, pytest.mark.timeout(3600)]

HERE, ELSEWHERE, OTHER_SERVER = 10_001, 10_002, 10_101
VERBS = ["page-on", "page-back", "source", "said", "share", "helpful", "wrong", "delete", "pick"]
BATCH = 200


@pytest_asyncio.fixture
async def stand(real_sample: IndexSettings, tmp_path: Path) -> AsyncIterator[tuple[Stand, Bot]]:
    async with both_running(real_sample.folder, tmp_path / "bot.log", guilds=2, channels=2) as both:
        yield both


def forged(real: list[str], chance: random.Random) -> Iterator[tuple[str, int]]:
    """Yield custom ids with the channel that they are sent from, for ever."""
    keys = sorted({i.split(":")[1] for i in real})
    while True:
        key, verb = chance.choice(keys), chance.choice(VERBS)
        page = chance.choice([0, 1, 999])
        yield chance.choice([
            (f"{verb}:{secrets.token_hex(8)}:{page}", HERE),
            (f"{verb}:{_bent(key, chance)}:{page}", HERE),
            (f"{verb}:{key}:{page}", chance.choice([ELSEWHERE, OTHER_SERVER])),
            (f"{verb}:{key.upper() if key.upper() != key else key[::-1]}:{page}", HERE),
            (f"{verb}:{key}{key}:{page}", HERE),
            (f"{verb}:{key}:-1", HERE),
            (f"{verb}:{key}:{10**9}", HERE),
            (f"{verb}:{key}:0'; drop table shown; --", HERE),
            (f"{verb}:%:{page}", HERE),
            (f"{verb}::{page}", HERE),
            (secrets.token_urlsafe(60)[:100], HERE),
            ("\u202e" + verb + ":" + key, HERE),
        ])  # fmt: skip


def _bent(key: str, chance: random.Random) -> str:
    at = chance.randrange(len(key))
    other = chance.choice([c for c in "0123456789abcdef" if c != key[at]])
    return key[:at] + other + key[at + 1 :]


async def test_no_forged_custom_id_is_accepted(
    stand: tuple[Stand, Bot], scale: Callable[[int, int], int], promised: Callable[[str], None]
) -> None:
    discord, bot = stand
    asked = {"kind": "mention", "user": 5, "channel": HERE, "text": "who denied the strikes"}
    await discord.asked([asked], within=30)
    [answer] = await discord.tell("messages")
    real = re.findall(r"'custom_id': '([^']+)'", repr(answer["body"]))
    assert len(real) >= 4
    made, count = forged(real, random.Random(23)), scale(400, 10_000)
    answered: dict[str, int] = {}
    for _ in range(0, count, BATCH):
        await discord.tell("clear")
        clicks = [_click(*next(made), answer["id"]) for _ in range(BATCH)]
        for outcome in await discord.asked(clicks, within=4):
            said = f"{outcome['response']}: {outcome['text']}"
            answered[said] = answered.get(said, 0) + 1
    assert set(answered) <= {"None: ", f"4: {_gone()}"}, answered
    # Nothing was posted, changed or deleted by any of them.
    left = [m for m in await discord.tell("messages") if _gone() not in m["text"]]
    assert [m["text"] for m in left] == [answer["text"]]
    assert "Traceback" not in bot.said
    assert bot.process.poll() is None
    promised(f"{count} forged, copied and bent ids: {answered.get(f'4: {_gone()}', 0)} told that nothing is there, "
             f"{answered.get('None: ', 0)} known as none of ours, 0 accepted, 0 exceptions")  # fmt: skip


def _click(custom_id: str, channel: int, message: int) -> dict[str, Any]:
    menu = {"values": ["0"]} if custom_id.startswith("pick") else {}
    return {
        "kind": "click",
        "user": 6,
        "channel": channel,
        "custom_id": custom_id,
        "message": message,
        "forges": True,
        **menu,
    }


def _gone() -> str:
    from bot.languages import Languages

    return Languages().words("en-US")("fail-gone")
