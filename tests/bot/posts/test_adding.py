"""Journeys through what an add tells at its end, and through taking it back."""

from collections.abc import Callable
from typing import Any

import pytest

from index import NewsIndex
from tests.bot.conftest import InlineWorker
from tests.bot.journeys import RAIN, Newsroom, labels, said
from tests.index.sources.web import Web
from tests.index.test_watching import SaidByPattern

pytestmark = pytest.mark.simcord(settle_timeout=60)


@pytest.fixture
def worker(open_index: Callable[..., NewsIndex]) -> InlineWorker:
    return InlineWorker(open_index(statement_source=SaidByPattern()))


@pytest.fixture
def room(simcord_env: Any) -> Newsroom:
    return Newsroom(simcord_env)


async def test_what_was_added_is_named_with_a_question_about_it(room: Newsroom, rain: str) -> None:
    result = await room.manager.slash(room.channel, "library add", link=rain)
    assert said(result).split("\n") == [
        "1 added, 0 replaced, 0 unchanged, 0 skipped.",
        "- **Rain in Brey** · publisher not stated · no date on the page · one statement",
    ]
    assert labels(result.response.message) == ["What is known about “Rain in Brey”?", "Undo"]
    asked = await room.manager.click(result.response.message, label="What is known about “Rain in Brey”?")
    assert "two metres" in said(asked)


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
