"""Journeys through what could not be answered: the list, a gap opened, a source for it, and taken off the list."""

from typing import Any

import pytest

from bot.kept.guilds import GuildSettings
from tests.bot.journeys import DENIED, Newsroom, custom_ids, labels, said, shown_text

pytestmark = [pytest.mark.model, pytest.mark.simcord(settle_timeout=60)]

NEAREST = "Dravia denies air strikes on Tessin as rescuers dig through market"
MISSED = "What is the capital of France?"


@pytest.fixture
async def room(simcord_env: Any) -> Newsroom:
    room = Newsroom(simcord_env)
    await room.env.bot.desk.guilds.choose(room.guild.id, GuildSettings(keeps_questions=True))
    return room


async def listed(room: Newsroom) -> Any:
    return await room.manager.slash(room.channel, "gaps")


async def test_each_gap_is_listed_with_the_article_that_came_nearest(room: Newsroom) -> None:
    await room.ask(MISSED)
    own = f"guild-{room.guild.id}"
    await room.env.bot.desk.guilds.missed(
        room.guild.id, "how high was the river?", ("default", "courier-2023-03-15-tessin")
    )
    await room.env.bot.desk.guilds.missed(room.guild.id, "and the mayor?", (own, "gone"))
    told = said(await listed(room))
    assert f"- how high was the river?\n  -# nearest: {NEAREST}" in told
    assert "- and the mayor?\n- how high" in told


async def test_what_came_nearest_is_kept_with_a_question(room: Newsroom) -> None:
    await room.ask(MISSED)
    [gap] = await room.env.bot.desk.guilds.gaps(room.guild.id)
    assert gap.nearest == ("default", "courier-2023-03-15-tessin")


async def test_a_gap_is_asked_again_and_taken_off_the_list(room: Newsroom) -> None:
    await room.ask(MISSED)
    opened = await room.manager.select((await listed(room)).response.message, custom_id="gap", values=["1"])
    assert opened.ephemeral
    assert f"Asked: {MISSED}" in said(opened)
    assert len(await room.env.bot.desk.guilds.gaps(room.guild.id)) == 1
    assert "Add a source" in labels(opened.response.message)
    assert "off the list" in said(await room.manager.click(opened.response.message, label="No gap any more"))
    assert "nothing that I could not answer" in said(await listed(room))
    again = await room.manager.click(opened.response.message, label="No gap any more")
    assert "no longer kept" in said(again)


async def test_a_gap_opens_for_who_manages_its_server_alone(room: Newsroom) -> None:
    await room.ask(MISSED)
    message = (await listed(room)).response.message
    room.env.backend.remove_member_role(room.guild.id, room.manager.id, room.guild.roles["managers"].id)
    await room.env.settle()
    assert "may manage this server" in said(await room.manager.select(message, custom_id="gap", values=["1"]))


async def test_an_answer_marked_wrong_is_listed_with_where_it_stands_and_what_it_quoted(room: Newsroom) -> None:
    answer = await room.ask(DENIED)
    asked = await room.member.click(answer, label="Wrong")
    [field] = [c["component"]["custom_id"] for c in asked.modal["components"]]
    await room.member.submit_modal(asked, {field: "three metres"})
    told = said(await listed(room))
    where = f"https://discord.com/channels/{room.guild.id}/{room.channel.id}/{answer.id}"
    assert f"- marked wrong: three metres · [the answer](<{where}>) · it quoted: Night strikes on Lissa" in told


async def test_a_gap_of_another_server_is_none_here(room: Newsroom) -> None:
    other = Newsroom(room.env, "Other")
    await room.env.bot.desk.guilds.choose(other.guild.id, GuildSettings(keeps_questions=True))
    await room.ask(MISSED)
    await other.ask("What is the capital of Spain?")
    message = (await other.manager.slash(other.channel, "gaps")).response.message
    assert custom_ids(message) == ["gap"]
    assert "France" not in shown_text(message)
