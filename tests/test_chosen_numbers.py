"""Numbers that were chosen: limits that README and SECURITY promise, and weights and thresholds that figures rest on.

Each stands here once more, so that none changes by accident. Who changes one measures anew what it was chosen by, and says
so: the figures in README, or the promise in SECURITY.md.
"""

import importlib
import json
from pathlib import Path
from typing import Any

import pytest

CHOSEN: dict[str, dict[str, Any]] = json.loads(
    (Path(__file__).parent / "chosen_numbers.json").read_text(encoding="utf-8")
)


def plain(value: Any) -> Any:
    """Return a value as JSON has it; None where it is no number, nor made of numbers alone."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return value
    if isinstance(value, dict) and value and all(isinstance(k, str) for k in value):
        held = {k: plain(v) for k, v in value.items()}
        return None if None in held.values() else held
    if isinstance(value, tuple) and value:
        parts = [plain(v) for v in value]
        return None if None in parts else parts
    return None


def numbers_of(name: str) -> dict[str, Any]:
    module = importlib.import_module(name)
    source = Path(str(module.__file__)).read_text(encoding="utf-8")
    return {
        key: number
        for key, value in vars(module).items()
        if key.isupper()
        and f"\n{key}" in source + "\n" + source.replace(", ", "\n")
        and (number := plain(value)) is not None
    }


@pytest.mark.parametrize("name", CHOSEN)
def test_no_chosen_number_changes_by_accident(name: str) -> None:
    assert numbers_of(name) == CHOSEN[name]
