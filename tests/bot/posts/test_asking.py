"""Follow-ups: what they are taken to be about, and asking without it."""

from typing import Any

import pytest

from tests.bot.journeys import Newsroom, labels, said, shown_text

pytestmark = [pytest.mark.model, pytest.mark.simcord(settle_timeout=60)]


@pytest.fixture
def room(simcord_env: Any) -> Newsroom:
    return Newsroom(simcord_env)


async def _followed_up(room: Newsroom, question: str) -> Any:
    first = await room.ask("who denied the strikes on Tessin")
    await room.member.send(room.channel, f"<@{room.env.bot.user.id}> {question}", reply_to=first)
    return room.channel.last_message


async def test_a_follow_up_says_which_event_it_is_taken_to_be_about(room: Newsroom) -> None:
    first = await room.ask("who denied the strikes on Tessin")
    answer = await _followed_up(room, "and how many died?")
    assert "-# About: " in shown_text(answer)
    assert "-# About: " not in shown_text(first)


async def test_a_follow_up_can_be_asked_as_if_nothing_had_been_spoken_of(room: Newsroom) -> None:
    answer = await _followed_up(room, "and how many died?")
    assert "Search everything" in labels(answer)
    everything = await room.member.click(answer, label="Search everything")
    assert everything.ephemeral
    assert "-# Asked: and how many died?" in said(everything)
    assert "-# About: " not in said(everything)


async def test_a_question_that_stands_alone_offers_no_wider_search(room: Newsroom) -> None:
    assert "Search everything" not in labels(await room.ask())
