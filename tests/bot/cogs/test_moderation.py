"""Journeys through a server's settings, gaps and audit: for who manages it, and for who does not."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.cogs.moderation import settings_layout
from bot.desk.places import Place
from bot.kept.guilds import Guilds, GuildSettings
from index import NewsIndex
from tests.bot.conftest import InlineWorker
from tests.bot.journeys import DENIED, Newsroom, labels, said, shown_text
from tests.index.sources.web import Web

pytestmark = pytest.mark.simcord(settle_timeout=60)


@pytest.fixture
def worker(open_index: Callable[..., NewsIndex], article: Any) -> InlineWorker:
    index = open_index()
    index.add([article("Rain fell on Brey for three days.", id="rain", title="Rain in Brey")])
    return InlineWorker(index)


@pytest.fixture
def room(simcord_env: Any) -> Newsroom:
    return Newsroom(simcord_env)


async def panel(room: Newsroom) -> Any:
    return (await room.manager.slash(room.channel, "settings")).response.message


async def test_settings_are_shown_in_words_to_who_manages_the_server(room: Newsroom) -> None:
    result = await room.manager.slash(room.channel, "settings")
    assert result.ephemeral
    assert "Channels where I may answer: Any channel" in said(result)
    assert "No question is kept" in said(result)


@pytest.mark.parametrize("command", ["settings", "gaps", "audit"])
async def test_members_neither_see_nor_may_use_moderators_commands(room: Newsroom, command: str) -> None:
    assert command not in room.member.available_commands(room.channel)
    [told] = [c for c in await room.env.bot.tree.fetch_commands() if c.name == command]
    room.guild.set_command_permissions(told.id, {room.member: True})
    assert "may manage this server" in said(await room.member.slash(room.channel, command))


async def test_discord_py_keeps_no_panel_in_memory(room: Newsroom) -> None:
    bot = room.env.bot
    place = Place(room.guild.id, room.channel.id, room.manager.id, bot.desk.languages.words("en"), ())
    assert settings_layout(bot.desk, place).is_finished()


async def test_channels_are_chosen_and_kept_to(room: Newsroom, guilds: Guilds) -> None:
    other = room.guild.create_text_channel("news")
    await room.manager.select(await panel(room), custom_id="set:channels", values=[other])
    assert guilds.settings(room.guild.id).channels == (other.id,)
    await room.member.send(room.channel, f"<@{room.env.bot.user.id}> {DENIED}")
    assert room.channel.last_message.author.id == room.member.id
    assert f"<#{other.id}>" in room.told_in_private
    private = await room.member.slash(room.channel, "ask", question=DENIED)
    assert private.ephemeral
    refused = await room.member.click(private.response.message, label="Share")
    assert f"<#{other.id}>" in said(refused)
    assert not (await room.member.slash(other, "ask", question=DENIED)).ephemeral


async def test_language_privacy_and_keeping_are_chosen(room: Newsroom, guilds: Guilds) -> None:
    await room.manager.select(await panel(room), custom_id="set:language", values=["fr"])
    await room.manager.click(await panel(room), custom_id="set:private:on")
    await room.manager.click(await panel(room), custom_id="set:keeps:on")
    assert guilds.settings(room.guild.id) == GuildSettings(language="fr", private=True, keeps_questions=True)
    assert (await room.member.slash(room.channel, "ask", question=DENIED)).ephemeral
    assert not (await room.member.slash(room.channel, "ask", question=DENIED, private=False)).ephemeral
    await room.manager.select(await panel(room), custom_id="set:language", values=["own"])
    await room.manager.click(await panel(room), custom_id="set:private:off")
    assert guilds.settings(room.guild.id) == GuildSettings(keeps_questions=True)


async def test_public_collections_are_chosen(room: Newsroom, worker: InlineWorker) -> None:
    head = room.env.bot.desk.languages.words("en")("settings-collections")
    assert f"{head}: default" in shown_text(await panel(room))
    await room.manager.select(await panel(room), custom_id="set:collections", values=[])
    assert f"{head}: –" in shown_text(await panel(room))
    await room.ask()
    assert worker.asked[-1][1] == (f"guild-{room.guild.id}",)
    result = await room.member.slash(room.channel, "ask", question=DENIED, collection="default")
    assert "no collection of that name" in said(result)


async def test_a_role_may_add_once_it_is_named(room: Newsroom, guilds: Guilds) -> None:
    role = room.guild.create_role("desk")
    editor = room.guild.add_member(room.env.create_user("editor"), roles=[role])
    assert "may manage this server" in said(await editor.slash(room.channel, "library add", link="https://a.invalid/"))
    await room.manager.select(await panel(room), custom_id="set:roles", values=[role])
    assert guilds.settings(room.guild.id).roles == (role.id,)
    assert "0 added" in said(await editor.slash(room.channel, "library add", link="https://a.invalid/"))


async def test_a_click_on_the_panel_is_checked_anew(room: Newsroom, guilds: Guilds) -> None:
    shown = await panel(room)
    room.env.backend.remove_member_role(room.guild.id, room.manager.id, room.guild.roles["managers"].id)
    await room.env.settle()
    refused = await room.manager.click(shown, custom_id="set:private:on")
    assert "may manage this server" in said(refused)
    assert guilds.settings(room.guild.id) == GuildSettings()


async def test_gaps_show_what_was_not_answered_without_who_asked(room: Newsroom, worker: InlineWorker) -> None:
    off = await room.manager.slash(room.channel, "gaps")
    assert "keeps no questions" in said(off)
    assert off.ephemeral
    await room.manager.click(await panel(room), custom_id="set:keeps:on")
    declined = await room.ask("why " * 400)
    assert "too long for a question" in shown_text(declined)
    told = said(await room.manager.slash(room.channel, "gaps"))
    assert "- why why why" in told
    assert str(room.member.id) not in told
    await room.manager.click(await panel(room), custom_id="set:keeps:off")
    assert "keeps no questions" in said(await room.manager.slash(room.channel, "gaps"))


async def test_audit_tells_who_changed_what(room: Newsroom, web: Web) -> None:
    web.pages["/feed"] = b"<rss version='2.0'><channel><title>The Post</title></channel></rss>"
    assert "Nothing was added" in said(await room.manager.slash(room.channel, "audit"))
    await room.manager.slash(room.channel, "library add", link="https://a.invalid/x?key=secret")
    await room.manager.slash(room.channel, "library feeds", follow=f"{web.root}/feed")
    told = said(await room.manager.slash(room.channel, "audit"))
    assert f"<@{room.manager.id}> · added 0 from https\\:\\/\\/a.invalid\\/x" in told
    assert "followed http" in told
    assert "secret" not in told


async def test_one_servers_choices_gaps_and_audit_are_not_anothers(room: Newsroom, guilds: Guilds) -> None:
    other = Newsroom(room.env, "Other")
    await room.manager.click(await panel(room), custom_id="set:keeps:on")
    await room.manager.slash(room.channel, "library add", link="https://canary.invalid/")
    await room.ask("?!")
    assert guilds.settings(other.guild.id) == GuildSettings()
    assert "Nothing was added" in said(await other.manager.slash(other.channel, "audit"))
    assert "keeps no questions" in said(await other.manager.slash(other.channel, "gaps"))


async def test_the_panel_speaks_the_chosen_language(room: Newsroom) -> None:
    await room.manager.select(await panel(room), custom_id="set:language", values=["es"])
    shown = await panel(room)
    spanish = room.env.bot.desk.languages.words("es")
    assert spanish("settings-head") in shown_text(shown)
    assert spanish("settings-button-private") in labels(shown)
