"""What the bot says that it keeps, and that it is gone once asked."""

from typing import Any

import pytest

from bot.kept.guilds import Did, Guilds, GuildSettings
from bot.kept.shown import Judgements, ShownAnswers
from tests.bot.journeys import Newsroom, custom_ids, said

pytestmark = [pytest.mark.model, pytest.mark.simcord(settle_timeout=60)]


@pytest.fixture
def room(simcord_env: Any) -> Newsroom:
    return Newsroom(simcord_env)


async def test_what_is_kept_is_said_with_what_this_server_chose(room: Newsroom, guilds: Guilds) -> None:
    told = await room.member.slash(room.channel, "privacy show")
    assert told.ephemeral
    assert "No question is kept" in said(told)
    await guilds.choose(room.guild.id, GuildSettings(keeps_questions=True))
    assert "without who asked, for 30 days" in said(await room.member.slash(room.channel, "privacy show"))


async def test_what_is_held_on_the_asker_is_deleted_and_others_keep_theirs(
    room: Newsroom, guilds: Guilds, shown: ShownAnswers
) -> None:
    mine = await room.ask()
    await room.moderator.send(room.channel, f"<@{room.env.bot.user.id}> who denied the strikes")
    theirs = room.channel.last_message
    await room.member.click(theirs, label="Helpful")
    await guilds.changed(room.guild.id, room.member.id, Did.ADDED, "x", 1)
    told = said(await room.member.slash(room.channel, "privacy delete"))
    assert "one answer’s places" in told
    assert "one mark" in told
    assert "no longer kept" in said(await room.moderator.click(mine, label="Helpful"))
    key = custom_ids(theirs)[0].split(":")[1]
    assert await shown.find(key, room.guild.id, room.channel.id) is not None
    assert await shown.judgements(room.guild.id) == Judgements(0, ())
    assert [c.user for c in await guilds.changes(room.guild.id)] == [0]
    assert "asked to be forgotten" in said(await room.manager.slash(room.channel, "audit"))


async def test_privacy_can_be_asked_in_a_direct_message(simcord_env: Any) -> None:
    visitor = simcord_env.create_user("bob")
    await visitor.send_dm("who denied the strikes")
    assert "No question is kept" in said(await visitor.slash("privacy show"))
