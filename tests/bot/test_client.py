from typing import Any

import discord
import pytest

pytestmark = [pytest.mark.model, pytest.mark.simcord(settle_timeout=60)]


async def test_bot_asks_for_no_privileged_intent_and_mentions_nobody(simcord_env: Any) -> None:
    intents = simcord_env.bot.intents
    assert not (intents.message_content or intents.members or intents.presences)
    assert simcord_env.bot.allowed_mentions.to_dict() == {"parse": [], "replied_user": False} or (
        simcord_env.bot.allowed_mentions.to_dict()["parse"] == []
    )


async def test_commands_are_told_to_discord(simcord_env: Any) -> None:
    [request] = [r for r in simcord_env.http_requests if r.method == "PUT" and r.path.endswith("/commands")]
    assert {c["name"] for c in request.json} == {
        "ask", "source", "sources", "statements", "verify", "Check this quote", "library", "Add to library",
    }  # fmt: skip
    assert all(len(c.get("description", "")) <= 100 for c in request.json)


async def test_titles_are_only_those_a_place_may_read(simcord_env: Any) -> None:
    bot = simcord_env.bot
    guild = simcord_env.create_guild("G")
    bot._titles = {f"guild-{guild.id}": ["own"], "guild-1": ["foreign"], "default": ["public"]}
    assert bot.titles(guild.id) == ["own", "public"]
    assert bot.titles(None) == ["public"]


async def test_buttons_are_registered_for_good(simcord_env: Any) -> None:
    from bot.cogs.paging import TurnPage, checked_layout
    from bot.render import Page

    view = checked_layout([Page("a"), Page("b")], 0, "answer", "0" * 16)
    assert view.is_persistent()
    assert any(isinstance(i, TurnPage) for i in view.walk_children())
    assert isinstance(view, discord.ui.LayoutView)
