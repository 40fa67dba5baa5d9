from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import discord
import pytest
from click.testing import CliRunner
from pydantic import SecretStr

from bot.cli import main
from bot.preflight import (
    PERMISSIONS,
    Known,
    check,
    check_discord,
    check_library,
    check_permissions,
    invite,
    invite_for_oneself,
    raise_unless_well,
)
from bot.settings import BotSettings
from index import IndexSettings, SettingsError
from tests.bot.openapi import FILE, specification

TOKEN = BotSettings(discord_token=SecretStr("t"))


async def known(_: str) -> Any:
    return Known(42, "On Record", False, [("Newsroom", PERMISSIONS)])


async def refused(_: str) -> Any:
    raise discord.LoginFailure("401")


async def unreachable(_: str) -> Any:
    raise OSError("no route")


@pytest.mark.model
async def test_all_is_well_and_the_invite_link_is_told(real_sample: IndexSettings) -> None:
    found = await check(real_sample, TOKEN, known)
    assert all(f.is_well for f in found)
    told = "\n".join(f.words for f in found)
    assert "13 articles" in told
    assert "belongs to On Record; only its owner may invite it" in told
    assert "client_id=42" in told
    raise_unless_well(found)


def test_who_installs_the_bot_for_themselves_gives_it_no_rights() -> None:
    query = parse_qs(urlsplit(invite_for_oneself(42)).query)
    assert (query["scope"], query["integration_type"]) == (["applications.commands"], ["1"])


def test_the_invite_asks_for_the_least_permissions() -> None:
    query = parse_qs(urlsplit(invite(42)).query)
    assert set(query["scope"][0].split()) == {"bot", "applications.commands"}
    assert int(query["permissions"][0]) == PERMISSIONS.value
    assert not PERMISSIONS.administrator
    assert not PERMISSIONS.manage_messages
    assert not PERMISSIONS.mention_everyone


@pytest.mark.parametrize(
    ("settings", "login", "words"),
    [
        (BotSettings(), known, "DISCORD_TOKEN is not set"),
        (TOKEN, refused, "refused by Discord"),
        (TOKEN, unreachable, "cannot be reached (OSError)"),
    ],
)
async def test_what_is_missing_of_discord_is_told(settings: BotSettings, login: Any, words: str) -> None:
    [found] = await check_discord(settings, login)
    assert not found.is_well
    assert words in found.words


@pytest.mark.skipif(not FILE.is_file(), reason="Discord's API description is not beside the project")
def test_discord_tells_a_bots_permissions_with_each_server() -> None:
    told = specification()["components"]["schemas"]["MyGuildResponse"]
    assert {"name", "permissions"} <= set(told["required"])


def test_permissions_that_a_server_took_away_are_named() -> None:
    assert check_permissions("A", discord.Permissions(administrator=True)).is_well
    found = check_permissions(
        "A", discord.Permissions(PERMISSIONS.value & ~discord.Permissions(send_messages=True).value)
    )
    assert not found.is_well
    assert "lacks send messages" in found.words


def test_a_missing_library_is_told(tmp_path: Path) -> None:
    [found] = check_library(IndexSettings(library=tmp_path / "none"), TOKEN)
    assert not found.is_well
    assert "onrecord add" in found.words
    with pytest.raises(SettingsError, match="1 of 1 checks failed"):
        raise_unless_well([found])


@pytest.mark.model
def test_the_command_tells_each_finding_and_ends_with_a_status(
    real_sample: IndexSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DISCORD_TOKEN", raising=False)
    result = CliRunner().invoke(main, ["bot", "--check", "--library", str(real_sample.library)])
    assert result.exit_code == 1
    assert "ok      library: 13 articles" in result.output
    assert "MISSING token: DISCORD_TOKEN is not set" in result.output
