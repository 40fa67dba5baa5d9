"""Journeys through what is suggested below an answer."""

from typing import Any

import pytest

from bot.kept.guilds import GuildSettings
from bot.kept.shown import ShownAnswers
from bot.rendering import render
from tests.bot.conftest import InlineWorker
from tests.bot.journeys import DENIED, Newsroom, custom_ids, labels, said

pytestmark = [pytest.mark.model, pytest.mark.simcord(settle_timeout=60)]


@pytest.fixture
def room(simcord_env: Any) -> Newsroom:
    return Newsroom(simcord_env)


async def test_a_suggestion_is_asked_after_the_answer_and_answered_to_whoever_clicked(
    room: Newsroom, worker: InlineWorker
) -> None:
    answer = await room.ask()
    assert {"What did Anton Veld say?", "How many were killed?"} <= set(labels(answer))
    told = await room.moderator.click(answer, label="How many were killed?")
    assert told.ephemeral
    assert "killed" in said(told)
    question, _, talk = worker.asked[-1]
    assert question == "how many were killed"
    assert talk[0] == {"speaker": "user", "text": DENIED}
    assert "Anton Veld" in talk[1]["text"]


async def test_an_answer_in_private_leads_on_as_well(room: Newsroom) -> None:
    private = await room.member.slash(room.channel, "ask", question=DENIED, private=True)
    told = await room.member.click(private.response.message, label="What did Anton Veld say?")
    assert "Anton Veld" in said(told)


async def test_after_turning_to_another_page_and_back_they_stand_there_still(
    room: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(render, "PAGE_QUOTES", 2)
    answer = await room.ask()
    await room.member.click(answer, label="More")
    assert "How many were killed?" not in labels(room.now(answer))
    await room.member.click(room.now(answer), label="Back")
    assert "How many were killed?" in labels(room.now(answer))


async def test_in_german_they_are_written_in_german_and_asked_as_the_library_reads(
    room: Newsroom, worker: InlineWorker
) -> None:
    await room.env.bot.desk.guilds.choose(room.guild.id, GuildSettings(language="de"))
    await room.member.click(await room.ask(), label="Wie viele wurden getötet?")
    assert worker.asked[-1][0] == "how many were killed"


async def test_a_suggestion_of_another_place_or_of_none_asks_nothing(
    room: Newsroom, worker: InlineWorker, shown: ShownAnswers
) -> None:
    answer = await room.ask()
    asked = len(worker.asked)
    key = next(i for i in custom_ids(answer) if i.startswith("next:")).split(":")[1]
    await shown.forget(key)
    assert "no longer kept" in said(await room.member.click(answer, label="How many were killed?"))
    assert len(worker.asked) == asked
