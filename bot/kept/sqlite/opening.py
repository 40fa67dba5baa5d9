"""How a small file of the bot's own is opened beside the library."""

from collections.abc import Sequence
from pathlib import Path

import apsw

from index import LibraryError


def opened(path: Path, tables: str, upgrades: Sequence[str] = ()) -> apsw.Connection:
    """Open a file that is worth keeping, or make it with these tables, which are those of version 1 with all upgrades.

    The first of `upgrades` makes version 2 of version 1, and so on.

    Raises:
        LibraryError: it is damaged, newer, or its folder cannot be written.
    """
    try:
        db = apsw.Connection(str(path))
        db.set_busy_timeout(2000)
        db.execute("pragma foreign_keys = on")
        db.pragma("secure_delete", True)
        found = int(db.pragma("user_version"))
        version = 1 + len(upgrades)
        if found < version:
            with db:
                for change in [tables] if found == 0 else upgrades[found - 1 :]:
                    db.execute(change)
                db.pragma("user_version", version)
    except apsw.Error as error:
        what_to_do = "restore it, or move it away to begin anew"
        raise LibraryError(f"{path}: cannot be opened ({error}); {what_to_do}") from error
    if found > version:
        raise LibraryError(f"{path}: was written by a newer release; update this one")
    return db
