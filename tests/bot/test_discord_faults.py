"""Discord misbehaves: each question gets one visible answer, and the bot neither ends nor storms."""

import asyncio
import itertools
from collections import Counter
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from index import IndexSettings
from tests.discord_server.driving import Bot, Stand, both_running, running, standing

pytestmark = [
    pytest.mark.promise,
    pytest.mark.model,
    pytest.mark.timeout(7200),
    pytest.mark.asyncio(loop_scope="module"),
]

CALLBACK, ANSWER = "/interactions/.*/callback", "/webhooks/.*/@original"
POSTED, TYPING = "/channels/[0-9]+/messages", "/channels/[0-9]+/typing"
ALWAYS = ("drop", "op9", "replay", "unreadable")
"""Tricks of the gateway that every run takes; to find that a connection says nothing takes discord.py a minute."""
KINDS = ["500", "502", "503", "504", "429", "429-global", "429-shared", "429-no-via", "reset", "silent", "half-open",
         "bad-json", "slow"]  # fmt: skip
Ask = dict[str, Any]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def both(
    real_sample: IndexSettings, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[tuple[Stand, Bot]]:
    """One stand-in and one bot for as many tests as leave them well."""
    log = tmp_path_factory.mktemp("bot") / "bot.log"
    async with both_running(real_sample.folder, log, guilds=3, channels=2) as both:
        yield both


@pytest_asyncio.fixture(loop_scope="module")
async def empty() -> AsyncIterator[Stand]:
    """A stand-in that no bot has met."""
    async with standing() as stand:
        await stand.tell("world", guilds=3)
        yield stand


NUMBERS = itertools.count()
"""Of all questions of this file, so that no mark comes twice."""


def questions(count: int, spread: float = 1.0) -> list[Ask]:
    """Return questions of different people in different channels, half of them commands, each known by its mark."""
    return [_question(next(NUMBERS), n * spread / count) for n in range(count)]


def _question(number: int, at: float) -> Ask:
    mark = f"strikes no{number}q"
    told: Ask = {"at": at, "user": 50 + number, "channel": 10_001 + 100 * (number % 3), "mark": mark}
    if number % 2:
        return {**told, "kind": "command", "command": "ask", "options": {"question": f"who denied the {mark}"}}
    return {**told, "kind": "mention", "text": f"who denied the {mark}"}


def cases(whole: bool) -> list[dict[str, Any]]:
    """Return the fault matrix: kind, which requests, before or after they took effect, once, thrice, or for a while."""
    lasting: list[dict[str, Any]] = [{"times": 1}, {"times": 3, "skip": 1}, {"seconds": 4.0}, {"seconds": 20.0}]
    every = [
        {"kind": kind, "path": path, "after": after, **lasts}
        for kind, path, after, lasts in itertools.product(KINDS, (CALLBACK, ANSWER, POSTED, TYPING), (False, True), lasting)
        # A request that took effect and is then limited does not exist.
        if not (after and kind.startswith("429"))
    ]  # fmt: skip
    some = [c for n, c in enumerate(every) if n % 47 == 0 and c.get("seconds") != 20.0]
    return every if whole else some


async def test_faults_of_requests_cost_no_answer_and_double_none(
    stand: Stand, bot: Bot, scale: Callable[[int, int], int], promised: Callable[[str], None]
) -> None:
    outcomes = []
    matrix = cases(whole=scale(0, 1) == 1)
    for case in matrix:
        await stand.tell("faults", faults=[case])
        outcome = await stand.asked(questions(scale(4, 8)), within=70)
        outcomes += [{**o, "case": case} for o in outcome]
        await asyncio.sleep(0.3)
        late = await stand.tell("outcomes")
        assert max(o["visible"] for o in late) <= 1, [o for o in late if o["visible"] > 1]
        await stand.tell("clear")
    answered = [o for o in outcomes if o["visible"]]
    missed = Counter((o["case"]["kind"], o["case"]["path"], o["kind"]) for o in outcomes if not o["visible"])
    assert bot.process.poll() is None
    assert len(answered) >= 0.99 * len(outcomes), missed
    state = await stand.tell("state")
    assert state["unknown"] == []
    promised(f"{len(matrix)} faults, {len(outcomes)} questions: {len(answered)} answered, none twice")


@pytest.mark.parametrize(
    "trick", ["drop", "close", "op7", "op9", "op9-resumable", "forget", "silence", "replay", "unreadable"]
)
async def test_faults_of_the_gateway_cost_no_answer(
    stand: Stand, bot: Bot, trick: str, scale: Callable[[int, int], int], promised: Callable[[str], None]
) -> None:
    if trick not in ALWAYS and not scale(0, 1):
        pytest.skip("one of the whole run")
    before = await stand.tell("state")
    await stand.tell("play", asks=questions(6, spread=0.5))
    await asyncio.sleep(0.6)
    kind, more = (trick.split("-")[0], {"resumable": True}) if "-" in trick else (trick, {})
    await stand.tell("trick", kind=kind, **more)
    after = await stand.until(lambda state: _is_back(_since(before, state), trick), 120)
    await asyncio.sleep(0.5)
    outcomes = await stand.asked(questions(4), within=60)
    assert len(outcomes) == 10
    assert [o["visible"] for o in outcomes] == [1] * 10, [o for o in outcomes if o["visible"] != 1]
    assert bot.process.poll() is None
    state = _since(before, await stand.tell("state"))
    assert state["identifies"] <= 1, (after, state)
    promised(f"10 of 10 answered once; {state['identifies']} identifies, {state['resumes']} resumes")


def _since(before: dict[str, Any], now: dict[str, Any]) -> dict[str, Any]:
    identifies = len(now["identifies"]) - len(before["identifies"])
    return {**now, "identifies": identifies, "resumes": now["resumes"] - before["resumes"]}


def _is_back(state: dict[str, Any], trick: str) -> bool:
    """Tell whether the bot has come back after a trick: resumed, or made known again where its session was gone."""
    if trick in ("op9", "forget", "unreadable"):
        return bool(state["connected"] and state["identifies"] == 1)
    return bool(state["connected"] and (state["resumes"] or trick == "replay"))


async def test_what_is_asked_while_away_is_answered_after_a_resume(stand: Stand, bot: Bot) -> None:
    await stand.tell("trick", kind="drop")
    outcomes = await stand.asked([q for q in questions(8, spread=0.0) if q["kind"] == "mention"], within=60)
    assert [o["visible"] for o in outcomes] == [1] * 4


async def test_an_event_brought_twice_is_answered_once(stand: Stand, bot: Bot) -> None:
    asks = [{**q, "again": 3} for q in questions(6)]
    await stand.asked(asks, within=30)
    await stand.tell("trick", kind="replay", last=50)
    await asyncio.sleep(2)
    outcomes = await stand.tell("outcomes")
    assert [o["visible"] for o in outcomes] == [1] * 6


async def test_an_interaction_that_is_too_late_is_answered_in_its_channel(stand: Stand, bot: Bot) -> None:
    [ask] = [q for q in questions(2) if q["kind"] == "command"]
    [outcome] = await stand.asked([{**ask, "late": 3.5}], within=30)
    assert outcome["acknowledged"] is None
    assert outcome["visible"] == 1
    assert "could not be acknowledged" in bot.said


async def test_a_first_connection_that_fails_is_tried_again(
    empty: Stand, real_sample: IndexSettings, tmp_path: Path
) -> None:
    await empty.tell("trick", refuses=2)
    async with running(empty, real_sample.folder, tmp_path / "bot.log") as bot:
        await empty.connected()
        [outcome] = await empty.asked(questions(1), within=30)
        assert outcome["visible"] == 1
        assert "trying again" in bot.said


@pytest.mark.parametrize(("settings", "closes", "words"), [
    ({"token": "wrong"}, None, "DISCORD_TOKEN is refused by Discord"),
    ({}, 4004, "DISCORD_TOKEN is refused by Discord"),
    ({}, 4014, "refuses what people write"),
])  # fmt: skip
async def test_what_cannot_be_cured_ends_with_one_line_and_one_attempt(
    empty: Stand, real_sample: IndexSettings, tmp_path: Path, settings: dict[str, str], closes: int | None, words: str
) -> None:
    await empty.tell("trick", closes_with=closes)
    async with running(empty, real_sample.folder, tmp_path / "bot.log", **settings) as bot:
        assert await asyncio.to_thread(bot.process.wait, 60) == 78
    assert words in bot.said
    assert "Traceback" not in bot.said
    assert len((await empty.tell("state"))["identifies"]) <= 1
