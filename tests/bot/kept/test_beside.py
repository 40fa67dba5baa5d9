from pathlib import Path

import apsw
import pytest

from bot.kept import guilds, watches
from bot.kept.beside import BESIDE


@pytest.mark.parametrize("name", BESIDE)
def test_what_clears_a_copy_fits_its_file(name: str, tmp_path: Path) -> None:
    kept: type[guilds.Guilds] | type[watches.Watches]
    kept = guilds.Guilds if name == guilds.FILE_NAME else watches.Watches
    kept(tmp_path / name).close()
    db = apsw.Connection(str(tmp_path / name))
    db.execute(BESIDE[name])
    assert db.pragma("integrity_check") == "ok"
    db.close()
