"""The whole bot over a library in a database: the same answers, what it keeps there, and a server that goes and returns."""

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest

from bot.playground import _simulated, transcript
from bot.settings import BotSettings
from index import AddReport, Database, IndexSettings
from index.backends import backend_of
from index.ingesting.copying import copied
from tests.postgres_server import Databases

pytestmark = pytest.mark.model

DENIED = "who denied the strikes"


@pytest.fixture
def in_database(real_sample: IndexSettings, database: Database) -> Iterator[IndexSettings]:
    """The sample in a database."""
    source, target = (backend_of(p, write=p is database, tell=print) for p in (real_sample.library, database))
    list(copied(source.library, target.library, AddReport()))
    source.library.close()
    target.library.close()
    yield real_sample.model_copy(update={"library": database})


async def asked(settings: IndexSettings, *questions: str) -> list[str]:
    async with _simulated(settings, BotSettings()) as (_, visitor):
        said = []
        for question in questions:
            await visitor.send_dm(question)
            said.append(transcript(visitor.dm_channel.last_message))
        return said


QUESTIONS = (
    DENIED,
    "how many were killed in Lissa",
    "what did Veld say",
    "who won the chess cup",
    "is this bot alive?",
)


async def test_what_is_said_in_the_channel_is_the_same_from_a_folder_and_from_a_database(
    real_sample: IndexSettings, in_database: IndexSettings
) -> None:
    assert await asked(in_database, *QUESTIONS) == await asked(real_sample, *QUESTIONS)


async def test_a_button_works_after_a_restart(in_database: IndexSettings) -> None:
    async with _simulated(in_database, BotSettings()) as (env, visitor):
        await visitor.send_dm(DENIED)
        before = visitor.dm_channel.last_message
        [key, *_] = [c.custom_id for row in before.components for c in _all(row) if getattr(c, "custom_id", None)]
        place = (None, visitor.dm_channel.id)
        shown = await env.bot.desk.shown.find(key.split(":")[1], *place)
        assert shown is not None
    async with _simulated(in_database, BotSettings()) as (env, _):
        assert await env.bot.desk.shown.find(key.split(":")[1], *place) == shown


def _all(row: Any) -> Iterator[Any]:
    children = getattr(row, "children", None) or getattr(row, "components", None)
    if children is None:
        yield row
        return
    for child in children:
        yield from _all(child)


async def test_a_server_that_is_down_is_told_as_that_and_answers_come_again_by_themselves(
    in_database: IndexSettings, databases: Databases
) -> None:
    async with _simulated(in_database, BotSettings()) as (_, visitor):
        await visitor.send_dm(DENIED)
        answer = transcript(visitor.dm_channel.last_message)
        await asyncio.to_thread(databases.server.stop, "immediate")
        try:
            await visitor.send_dm(DENIED)
            assert transcript(visitor.dm_channel.last_message).startswith("I cannot reach my library just now")
        finally:
            await asyncio.to_thread(databases.server.start)
        await visitor.send_dm(DENIED)
        assert transcript(visitor.dm_channel.last_message) == answer
