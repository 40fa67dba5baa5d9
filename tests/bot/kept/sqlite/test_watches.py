from pathlib import Path

import pytest

from bot.kept.sqlite.watches import CLEARED, WatchFile
from index import LibraryError
from tests.bot.kept.test_watches import HERE, MINE


async def test_a_copy_has_no_persons_own_watches_and_no_names(kept: WatchFile) -> None:
    await kept.add(HERE)
    await kept.add(MINE)
    kept._db.execute(CLEARED)
    assert [(w.guild, w.user) for w in await kept.active()] == [(1, 0)]


def test_a_damaged_file_and_one_of_a_newer_release_are_one_line(tmp_path: Path) -> None:
    damaged = tmp_path / "d.sqlite"
    damaged.write_bytes(b"no database at all, but long enough to be looked at as one" * 20)
    with pytest.raises(LibraryError, match="restore it, or move it away"):
        WatchFile(damaged)
    newer = WatchFile(tmp_path / "n.sqlite")
    newer._db.pragma("user_version", 99)
    newer.close()
    with pytest.raises(LibraryError, match="newer release"):
        WatchFile(tmp_path / "n.sqlite")
