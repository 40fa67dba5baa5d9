"""Asking of somebody's message whether it is true, by a reply."""

from collections.abc import AsyncIterator
from typing import Any

import discord
import pytest
import pytest_asyncio

from bot.client import NewsBot
from bot.desk.desk import Parts
from bot.languages import Languages
from bot.posts.checking import asks_if_true
from bot.settings import BotSettings
from tests.bot.journeys import Newsroom, shown_text

pytestmark = [pytest.mark.model, pytest.mark.simcord(settle_timeout=60)]

SAID = "“Not one Dravian aircraft left the ground that night,”"


@pytest_asyncio.fixture
async def simcord_bot(parts: Parts) -> AsyncIterator[NewsBot]:
    """A bot that is let read what people write."""
    bot = NewsBot(BotSettings(reads_messages=True), parts)
    yield bot
    await bot.close()


@pytest.fixture
def room(simcord_env: Any) -> Newsroom:
    return Newsroom(simcord_env)


async def asked_about(room: Newsroom, above: str, question: str) -> discord.Message:
    message = await room.moderator.send(room.channel, above)
    await room.member.send(room.channel, f"<@{room.env.bot.user.id}> {question}", reply_to=message)
    return room.channel.last_message  # type: ignore[no-any-return]


@pytest.mark.parametrize("question", ["is this true?", "Fact-check this", "stimmt das?", "¿es verdad?", ""])
async def test_what_the_message_above_quotes_is_verified(room: Newsroom, question: str) -> None:
    text = shown_text(await asked_about(room, f"{SAID} Colonel Ilse Marren said", question))
    assert text.startswith("-# About the message above\n**Exact")
    assert "Colonel Ilse Marren" in text


async def test_each_of_several_quotations_above_is_told_of(room: Newsroom) -> None:
    above = f"{SAID} said Ilse Marren, and “we flew every single night of the year”, said Anton Veld"
    text = shown_text(await asked_about(room, above, "is that true"))
    assert "-# About the message above\n**2 quotations checked, 1 to look at.**" in text


async def test_what_the_message_above_claims_is_answered_by_who_says_so(room: Newsroom) -> None:
    text = shown_text(await asked_about(room, "Dravia bombed the market of Tessin", "is this true?"))
    assert "-# Asked: is it true that Dravia bombed the market of Tessin" in text
    assert "-# ¹ **" in text


async def test_another_question_below_a_message_is_asked_as_it_stands(room: Newsroom) -> None:
    text = shown_text(await asked_about(room, f"{SAID} said Ilse Marren", "who denied the strikes on Tessin?"))
    assert "-# Asked: who denied the strikes on Tessin?" in text


@pytest.mark.parametrize("question", ["is this true of every ferry?", "who denied it", "true story about the dam"])
def test_a_question_with_more_in_it_asks_something(question: str) -> None:
    assert not asks_if_true(question, Languages())
