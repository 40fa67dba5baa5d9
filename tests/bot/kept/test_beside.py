from pathlib import Path

import apsw
import pytest

from bot.kept.beside import BESIDE
from bot.kept.sqlite import guilds, watches


@pytest.mark.parametrize("name", BESIDE)
def test_what_clears_a_copy_fits_its_file(name: str, tmp_path: Path) -> None:
    kept: type[guilds.GuildFile] | type[watches.WatchFile]
    kept = guilds.GuildFile if name == guilds.FILE_NAME else watches.WatchFile
    kept(tmp_path / name).close()
    db = apsw.Connection(str(tmp_path / name))
    db.execute(BESIDE[name])
    assert db.pragma("integrity_check") == "ok"
    db.close()
