from types import SimpleNamespace
from typing import Any

import discord
import pytest

from bot.failures import Failure
from bot.kept.guilds import GuildSettings, Right
from bot.posts.rights import allowed, may


def asked(guild: int | None, roles: tuple[int, ...] = (), *, manages: bool = False) -> Any:
    settings = GuildSettings(roles=(1,), followers=(2,))
    desk = SimpleNamespace(guilds=SimpleNamespace(settings=lambda _: settings), place_of=lambda _, private: "place")
    return SimpleNamespace(
        guild_id=guild,
        user=SimpleNamespace(roles=[SimpleNamespace(id=r) for r in roles]),
        permissions=discord.Permissions(manage_guild=manages),
        client=SimpleNamespace(desk=desk),
    )


def test_a_role_gives_the_right_that_it_is_named_for_and_no_other() -> None:
    assert may(asked(5, (1,)), Right.ADD)
    assert not may(asked(5, (1,)), Right.FOLLOW)
    assert may(asked(5, (2,)), Right.FOLLOW)
    assert not may(asked(5), Right.ADD)


def test_who_manages_the_server_may_all_and_nobody_may_where_there_is_none() -> None:
    assert all(may(asked(5, manages=True), right) for right in Right)
    assert not any(may(asked(None, (1, 2), manages=True), right) for right in Right)


def test_who_may_not_is_told_why() -> None:
    assert allowed(asked(5, (2,)), Right.FOLLOW) == "place"  # type: ignore[comparison-overlap]
    with pytest.raises(Failure, match="may-not-add"):
        allowed(asked(5), Right.ADD)
    with pytest.raises(Failure, match="here-only"):
        allowed(asked(None), Right.ADD)
