"""What is kept, beside a folder and in a database: the same must hold of both."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.kept.guilds import Guilds
from bot.kept.opening import Kept, opened_kept
from bot.kept.shown import ShownAnswers
from bot.kept.watches import Watches
from index import Place


@pytest.fixture(params=["folder", "database"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    if request.param == "folder":
        return tmp_path
    database: Place = request.getfixturevalue("database")
    return database


@pytest.fixture
async def all_kept(place: Place) -> AsyncIterator[Kept]:
    async with opened_kept(place) as kept:
        yield kept


@pytest.fixture
def shown(all_kept: Kept) -> ShownAnswers:
    return all_kept.shown


@pytest.fixture
def guilds(all_kept: Kept) -> Guilds:
    return all_kept.guilds


@pytest.fixture
def watches(all_kept: Kept) -> Watches:
    return all_kept.watches
