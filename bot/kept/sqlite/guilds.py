"""Servers' choices, gaps and changes in a small file beside the library, worth keeping: back it up with the library."""

import logging
import time
from pathlib import Path

import apsw

from bot.kept.guilds import AUDIT_SECONDS, KEPT_SECONDS, MOST_TOLD, Change, Did, Gap, GuildSettings, each_once
from bot.kept.sqlite.opening import opened

log = logging.getLogger(__name__)

FILE_NAME = "guilds.sqlite"
GAP = "number, question, collection, article"
CLEARED = "delete from gap; update change set user = 0;"
"""What takes out of a copy all that somebody may have had deleted, or will."""
UPGRADES = ("alter table gap add column collection text; alter table gap add column article text;",)
TABLES = """
create table guild(id integer primary key, chosen text not null) strict;
create table gap(
    number integer primary key autoincrement, guild integer not null, question text not null, made real not null,
    collection text, article text
) strict;
create index gap_guild on gap(guild, made);
create table change(
    number integer primary key autoincrement, guild integer not null, user integer not null, did text not null,
    what text not null, count integer not null, made real not null
) strict;
create index change_guild on change(guild);
"""


class GuildFile:
    """The file of servers' choices, gaps and changes."""

    def __init__(self, path: Path) -> None:
        """Open the file, or make it.

        Raises:
            LibraryError: it is damaged, newer, or its folder cannot be written.
        """
        self._db = opened(path, TABLES, UPGRADES)
        self._chosen: dict[int, GuildSettings] = {}

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def settings(self, guild: int | None) -> GuildSettings:
        """Return what a server chose; the defaults in a direct message."""
        if guild is None:
            return GuildSettings()
        if guild not in self._chosen:
            row = self._db.execute("select chosen from guild where id = ?", (guild,)).fetchone()
            self._chosen[guild] = GuildSettings.unpacked(row[0]) if row else GuildSettings()
        return self._chosen[guild]

    async def choose(self, guild: int, settings: GuildSettings) -> None:
        """Keep what a server chose; where it keeps no questions any more, those kept are deleted."""
        with self._db:
            row = (guild, settings.packed)
            self._db.execute("insert or replace into guild values(?, ?)", row)
            if not settings.keeps_questions:
                self._db.execute("delete from gap where guild = ?", (guild,))
        self._chosen[guild] = settings

    async def missed(self, guild: int, question: str, nearest: tuple[str, str] | None = None) -> None:
        """Keep a question that could not be answered and the article that came nearest, if the server wants that."""
        if not self.settings(guild).keeps_questions:
            return
        query = "insert into gap(guild, question, made, collection, article) values(?, ?, ?, ?, ?)"
        try:
            self._db.execute(query, (guild, question, time.time(), *(nearest or (None, None))))
        except apsw.Error as error:
            # Its asker is still to be told; only the server's list of gaps lacks it.
            log.warning("a question without an answer could not be kept: %s", error)

    async def gaps(self, guild: int) -> list[Gap]:
        """Return the questions of the last thirty days that could not be answered, the latest first, each once."""
        query = f"select {GAP} from gap where guild = ? and made >= ? order by made desc, number desc limit ?"
        rows = self._db.execute(query, (guild, time.time() - KEPT_SECONDS, MOST_TOLD))
        return each_once(Gap.kept(*row) for row in rows)

    async def gap(self, guild: int, number: int) -> Gap | None:
        """Return a server's gap of this number; None where it has none."""
        rows = self._db.execute(f"select {GAP} from gap where guild = ? and number = ?", (guild, number))
        return next((Gap.kept(*row) for row in rows), None)

    async def fill(self, guild: int, question: str) -> None:
        """Delete a server's gaps of this question."""
        self._db.execute("delete from gap where guild = ? and question = ?", (guild, question))

    async def changed(self, guild: int, user: int, did: Did, what: str = "", count: int = 0) -> None:
        """Keep who changed a server's library."""
        with self._db:
            row = (guild, user, did, what, count, time.time())
            self._db.execute("insert into change(guild, user, did, what, count, made) values(?, ?, ?, ?, ?, ?)", row)

    async def changes(self, guild: int) -> list[Change]:
        """Return the changes of a server's library, the latest first."""
        query = "select user, did, what, count, made from change where guild = ? order by number desc limit ?"
        return [Change(u, Did(d), w, c, m) for u, d, w, c, m in self._db.execute(query, (guild, MOST_TOLD))]

    async def purge(self) -> None:
        """Delete questions older than thirty days, and changes older than a year."""
        with self._db:
            self._db.execute("delete from gap where made < ?", (time.time() - KEPT_SECONDS,))
            self._db.execute("delete from change where made < ?", (time.time() - AUDIT_SECONDS,))

    async def leave(self, guild: int) -> None:
        """Delete all that is held on a server that the bot has left."""
        with self._db:
            for table, column in (("guild", "id"), ("gap", "guild"), ("change", "guild")):
                self._db.execute(f"delete from {table} where {column} = ?", (guild,))
        self._chosen.pop(guild, None)

    async def forget(self, user: int) -> None:
        """Take somebody's name out of every server's audit."""
        with self._db:
            self._db.execute("update change set user = 0 where user = ?", (user,))
