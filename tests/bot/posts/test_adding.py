"""Journeys through what an add tells at its end, and through taking it back."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.kept.guilds import Guilds
from index import NewsIndex
from tests.bot.conftest import InlineWorker
from tests.bot.journeys import Newsroom, custom_ids, labels, said
from tests.index.sources.web import Web
from tests.index.test_watching import SaidByPattern

pytestmark = pytest.mark.simcord(settle_timeout=60)

RAIN = "Tomas Reik said the river had risen by two metres. The lower town of Brey was flooded on Sunday."


@pytest.fixture
def worker(open_index: Callable[..., NewsIndex]) -> InlineWorker:
    return InlineWorker(open_index(statement_source=SaidByPattern()))


@pytest.fixture
def room(simcord_env: Any) -> Newsroom:
    return Newsroom(simcord_env)


@pytest.fixture
def rain(web: Web) -> str:
    web.pages["/rain.txt"] = (200, {"Content-Type": "text/plain"}, f"Rain in Brey\n\n{RAIN}".encode())
    return f"{web.root}/rain.txt"


async def test_what_was_added_is_named_with_a_question_about_it(room: Newsroom, rain: str) -> None:
    result = await room.manager.slash(room.channel, "library add", link=rain)
    assert said(result).split("\n") == [
        "1 added, 0 replaced, 0 unchanged, 0 skipped.",
        "- **Rain in Brey** · publisher not stated · no date on the page · one statement",
    ]
    assert labels(result.response.message) == ["What is known about “Rain in Brey”?", "Undo"]
    asked = await room.manager.click(result.response.message, label="What is known about “Rain in Brey”?")
    assert "two metres" in said(asked)


async def test_an_add_is_undone_once_by_whoever_added(
    room: Newsroom, rain: str, worker: InlineWorker, guilds: Guilds
) -> None:
    own = f"guild-{room.guild.id}"
    result = await room.manager.slash(room.channel, "library add", link=rain)
    undone = await room.manager.click(result.response.message, label="Undo")
    assert "Taken out again: one article" in said(undone)
    assert worker.index.count([own])["articles"] == 0
    assert [c.did for c in guilds.changes(room.guild.id)] == ["removed", "added"]
    assert "no longer kept" in said(await room.manager.click(result.response.message, label="Undo"))


async def test_an_add_whose_adder_was_forgotten_is_not_undone(room: Newsroom, rain: str, worker: InlineWorker) -> None:
    result = await room.manager.slash(room.channel, "library add", link=rain)
    [undo] = [i for i in custom_ids(result.response.message) if i.startswith("undo:")]
    desk = room.env.bot.desk
    kept = desk.shown.find(undo.split(":")[1], room.guild.id, room.channel.id)
    assert kept is not None
    assert kept.asker == room.manager.id
    assert desk.shown.find(undo.split(":")[1], None, room.channel.id) is None
    desk.shown.forget_asker(room.manager.id)
    assert "no longer kept" in said(await room.manager.click(result.response.message, label="Undo"))
    assert worker.index.count([f"guild-{room.guild.id}"])["articles"] == 1


async def test_what_was_there_already_is_neither_named_nor_undone(room: Newsroom, rain: str) -> None:
    await room.manager.slash(room.channel, "library add", link=rain)
    again = await room.manager.slash(room.channel, "library add", link=rain)
    assert said(again) == "0 added, 0 replaced, 1 unchanged, 0 skipped."
    assert labels(again.response.message) == []


async def test_of_more_than_can_be_known_nothing_is_undone(
    room: Newsroom, web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.ingesting.adding.MOST_NEW", 1)
    rows = "\n".join(f'{{"id": "{n}", "title": "Rain {n}", "text": "{RAIN} Day {n}."}}' for n in range(3))
    web.pages["/rows.jsonl"] = (200, {"Content-Type": "application/x-ndjson"}, rows.encode())
    result = await room.manager.slash(room.channel, "library add", link=f"{web.root}/rows.jsonl")
    assert said(result).startswith("3 added")
    assert "Undo" not in labels(result.response.message)
