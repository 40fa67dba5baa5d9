from types import SimpleNamespace
from typing import Any

import pytest

from bot.desk.recent import Recent
from bot.posts import items
from bot.posts.items import ClickedOnce


class Counted(ClickedOnce):
    """Counts its clicks, or fails."""

    def __init__(self, error: Exception | None = None) -> None:
        self.clicks = 0
        self.error = error

    async def clicked(self, interaction: Any) -> None:
        self.clicks += 1
        if self.error:
            raise self.error


def click(seen: Recent, id_: int) -> Any:
    return SimpleNamespace(id=id_, client=SimpleNamespace(desk=SimpleNamespace(seen=seen)))


async def test_a_click_that_discord_brings_twice_is_done_once() -> None:
    seen, item = Recent(9), Counted()
    for id_ in (1, 1, 2):
        await item.callback(click(seen, id_))
    assert item.clicks == 2


async def test_what_goes_wrong_is_told_to_whoever_clicked(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[BaseException] = []

    async def tell(_: Any, error: BaseException) -> None:
        told.append(error)

    monkeypatch.setattr(items, "tell", tell)
    bug = KeyError("broken")
    await Counted(bug).callback(click(Recent(9), 1))
    assert told == [bug]
