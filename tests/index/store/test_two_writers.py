"""One writer at a time, and no lock that outlives its holder."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

pytestmark = [pytest.mark.promise, pytest.mark.timeout(3600)]


def test_exactly_one_of_two_writers_wins_and_no_lock_outlives_its_holder(
    tmp_path: Path, scale: Callable[[int, int], int], promised: Callable[[str], None]
) -> None:
    races, kills = scale(40, 500), scale(20, 200)
    command = [sys.executable, "-m", "tests.index.racing", str(tmp_path / "library"), str(races), str(kills)]
    ended = subprocess.run(command, capture_output=True, text=True, cwd=Path(__file__).parents[3], check=False)
    assert ended.returncode == 0, ended.stderr
    outcome = json.loads(ended.stdout)
    assert outcome == {"one winner": races, "told who holds it": races, "opened after a kill": kills}
    promised(f"{races} races: one winner each; {kills} holders killed: the next opened each time")
