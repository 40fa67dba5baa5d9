"""Journeys through articles to choose from: what a vague question, the newest, and a topic offer."""

from dataclasses import replace
from typing import Any

import pytest

from bot.kept.guilds import GuildSettings
from tests.bot.conftest import InlineWorker
from tests.bot.journeys import Newsroom, custom_ids, labels, said, shown_text

pytestmark = [pytest.mark.model, pytest.mark.simcord(settle_timeout=60)]


@pytest.fixture
def room(simcord_env: Any) -> Newsroom:
    return Newsroom(simcord_env)


async def test_what_happened_offers_events_and_opens_the_one_picked_for_whoever_picked(room: Newsroom) -> None:
    answer = await room.ask("what happened?")
    assert "Which of these do you mean?" in shown_text(answer)
    opened = await room.moderator.select(answer, values=["1"])
    assert opened.ephemeral
    assert labels(answer)[1] in said(opened)


async def test_the_newest_comes_by_its_day_with_the_day(room: Newsroom) -> None:
    lines = shown_text(await room.ask("any news?")).split("\n")
    assert lines[1] == "**The newest I have on that:**"
    days = [line.rpartition("<t:")[2] for line in lines[2:] if "<t:" in line]
    assert days == sorted(days, reverse=True)
    assert len(days) > 3


async def test_news_about_something_is_of_that_alone(room: Newsroom) -> None:
    text = shown_text(await room.ask("any news about the strikes on Lissa?"))
    assert "Lissa" in text
    assert "cup final" not in text
    assert "hold nothing on this" in shown_text(await room.ask("any news about figure skating"))


async def test_what_is_offered_is_no_gap(room: Newsroom) -> None:
    guilds = room.env.bot.desk.guilds
    await guilds.choose(room.guild.id, replace(guilds.settings(room.guild.id), keeps_questions=True))
    await room.ask("what happened?")
    await room.ask("any news?")
    assert await guilds.gaps(room.guild.id) == []


async def test_sources_on_a_topic_are_opened_from_their_menu(room: Newsroom) -> None:
    listed = await room.member.slash(room.channel, "sources", topic="strikes on Lissa")
    first = labels(listed.response.message)[0]
    opened = await room.member.select(listed.response.message, values=["0"])
    assert first in said(opened)


async def test_a_choice_of_another_place_or_of_none_opens_nothing(room: Newsroom, worker: InlineWorker) -> None:
    answer = await room.ask("what happened?")
    key = next(i for i in custom_ids(answer) if i.startswith("choose:")).split(":")[1]
    await room.env.bot.desk.shown.forget(key)
    assert "no longer kept" in said(await room.member.select(answer, values=["0"]))


async def test_an_article_that_may_not_be_read_here_any_more_is_not_opened(room: Newsroom) -> None:
    answer = await room.ask("any news about the strikes on Lissa?")
    await room.env.bot.desk.guilds.choose(room.guild.id, GuildSettings(collections=()))
    assert "no longer in the library" in said(await room.member.select(answer, values=["0"]))
