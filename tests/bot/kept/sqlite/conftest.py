"""The files themselves, for what is theirs alone."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.kept.sqlite.guilds import GuildFile
from bot.kept.sqlite.shown import ShownFile
from bot.kept.sqlite.watches import WatchFile


@pytest.fixture
def shown(tmp_path: Path) -> Iterator[ShownFile]:
    with closing(ShownFile(tmp_path / "shown.sqlite")) as kept:
        yield kept


@pytest.fixture
def guilds(tmp_path: Path) -> Iterator[GuildFile]:
    with closing(GuildFile(tmp_path / "guilds.sqlite")) as kept:
        yield kept


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[WatchFile]:
    with closing(WatchFile(tmp_path / "watches.sqlite")) as kept:
        yield kept
