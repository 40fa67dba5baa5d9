import builtins
import sys
from typing import Any

import pytest
from click.testing import CliRunner

from bot.cli import main

pytestmark = pytest.mark.model


def test_question_is_answered_headless_from_the_sample() -> None:
    result = CliRunner().invoke(main, ["playground", "who denied the strikes"])
    assert result.exit_code == 0
    assert "│ “Not one Dravian aircraft left the ground that night,”" in result.output
    assert "— Anton Veld, Dravia's foreign minister" in result.output
    assert "https://courier.example/2024/04/10/lissa-strikes#:~:text=" in result.output


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
