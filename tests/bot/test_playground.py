import asyncio
import builtins
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from bot.cli import _library_or_sample, main
from bot.playground import _simulated, transcript
from bot.settings import BotSettings
from index import IndexSettings

pytestmark = pytest.mark.model


def test_question_is_answered_headless_from_the_sample() -> None:
    result = CliRunner().invoke(main, ["playground", "who denied the strikes"])
    assert result.exit_code == 0
    assert "│ “Not one Dravian aircraft left the ground that night,”" in result.output
    assert "¹ Anton Veld, Dravia's foreign minister" in result.output
    assert "https://courier.example/2024/04/10/lissa-strikes#:~:text=" in result.output


def test_the_library_of_the_settings_is_opened(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ONRECORD_LIBRARY", str(tmp_path / "mine"))
    with _library_or_sample(None) as settings:
        assert settings.folder == tmp_path / "mine"
    monkeypatch.delenv("ONRECORD_LIBRARY")
    with _library_or_sample(None) as settings:
        assert settings.folder.name.startswith("onrecord-sample-")


@pytest.mark.parametrize("words", [[""], ["--port", "80000"]])
def test_what_cannot_be_asked_or_opened_is_a_line(words: list[str]) -> None:
    result = CliRunner().invoke(main, ["playground", *words])
    assert result.exit_code == 2
    assert "Traceback" not in result.output


async def test_a_visitor_may_ask_on_and_on(real_sample: IndexSettings) -> None:
    async with _simulated(real_sample, BotSettings()) as (_, visitor), asyncio.timeout(60):
        for number in range(9):
            await visitor.send_dm(f"who denied the strikes, {number}")
            assert f"who denied the strikes, {number}" in transcript(visitor.dm_channel.last_message)


def test_missing_extra_is_one_line(monkeypatch: pytest.MonkeyPatch, real_sample: Any) -> None:
    real_import = builtins.__import__

    def without(name: str, *rest: Any, **more: Any) -> Any:
        if name == "simcord":
            raise ImportError(name)
        return real_import(name, *rest, **more)

    monkeypatch.delitem(sys.modules, "simcord")
    monkeypatch.setattr(builtins, "__import__", without)
    result = CliRunner().invoke(main, ["playground", "why", "--library", str(real_sample.library)])
    assert result.exit_code == 1
    assert "onrecord: the playground is an extra; install it with" in result.output
