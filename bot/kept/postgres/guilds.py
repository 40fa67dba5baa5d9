"""Servers' choices, gaps and changes in the bot's own tables."""

import logging
import time

from bot.kept.guilds import AUDIT_SECONDS, KEPT_SECONDS, MOST_TOLD, Change, Did, Gap, GuildSettings, each_once
from bot.kept.postgres.tables import Tables
from index import LibraryUnreachableError

log = logging.getLogger(__name__)

GAP = "number, question, collection, article"
CHOSEN = "insert into guild values(%s, %s) on conflict(id) do update set chosen = excluded.chosen"


class GuildTables:
    """The tables of servers' choices, gaps and changes.

    What servers chose is read at the start and kept in memory: a server is one gateway's alone.
    """

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._chosen: dict[int, GuildSettings] = {}

    async def load(self) -> None:
        """Read what every server chose."""
        rows = await self._tables.rows("select id, chosen from guild")
        self._chosen = {guild: GuildSettings.unpacked(chosen) for guild, chosen in rows}

    def settings(self, guild: int | None) -> GuildSettings:
        """Return what a server chose; the defaults in a direct message."""
        return self._chosen.get(guild, GuildSettings()) if guild is not None else GuildSettings()

    async def choose(self, guild: int, settings: GuildSettings) -> None:
        """Keep what a server chose; where it keeps no questions any more, those kept are deleted."""
        async with self._tables.transaction() as db:
            await db.execute(CHOSEN, (guild, settings.packed))
            if not settings.keeps_questions:
                await db.execute("delete from gap where guild = %s", (guild,))
        self._chosen[guild] = settings

    async def missed(self, guild: int, question: str, nearest: tuple[str, str] | None = None) -> None:
        """Keep a question that could not be answered and the article that came nearest, if the server wants that."""
        if not self.settings(guild).keeps_questions:
            return
        query = "insert into gap(guild, question, made, collection, article) values(%s, %s, %s, %s, %s)"
        try:
            await self._tables.run(query, (guild, question, time.time(), *(nearest or (None, None))))
        except LibraryUnreachableError as error:
            # Its asker is still to be told; only the server's list of gaps lacks it.
            log.warning("a question without an answer could not be kept: %s", error)

    async def gaps(self, guild: int) -> list[Gap]:
        """Return the questions of the last thirty days that could not be answered, the latest first, each once."""
        query = f"select {GAP} from gap where guild = %s and made >= %s order by made desc, number desc limit %s"
        rows = await self._tables.rows(query, (guild, time.time() - KEPT_SECONDS, MOST_TOLD))
        return each_once(Gap.kept(*row) for row in rows)

    async def gap(self, guild: int, number: int) -> Gap | None:
        """Return a server's gap of this number; None where it has none."""
        rows = await self._tables.rows(f"select {GAP} from gap where guild = %s and number = %s", (guild, number))
        return next((Gap.kept(*row) for row in rows), None)

    async def fill(self, guild: int, question: str) -> None:
        """Delete a server's gaps of this question."""
        await self._tables.run("delete from gap where guild = %s and question = %s", (guild, question))

    async def changed(self, guild: int, user: int, did: Did, what: str = "", count: int = 0) -> None:
        """Keep who changed a server's library."""
        query = "insert into change(guild, person, did, what, count, made) values(%s, %s, %s, %s, %s, %s)"
        await self._tables.run(query, (guild, user, str(did), what, count, time.time()))

    async def changes(self, guild: int) -> list[Change]:
        """Return the changes of a server's library, the latest first."""
        query = "select person, did, what, count, made from change where guild = %s order by number desc limit %s"
        rows = await self._tables.rows(query, (guild, MOST_TOLD))
        return [Change(u, Did(d), w, c, m) for u, d, w, c, m in rows]

    async def purge(self) -> None:
        """Delete questions older than thirty days, and changes older than a year."""
        now = time.time()
        await self._tables.run("delete from gap where made < %s", (now - KEPT_SECONDS,))
        await self._tables.run("delete from change where made < %s", (now - AUDIT_SECONDS,))

    async def leave(self, guild: int) -> None:
        """Delete all that is held on a server that the bot has left."""
        async with self._tables.transaction() as db:
            for table, column in (("guild", "id"), ("gap", "guild"), ("change", "guild")):
                await db.execute(f"delete from {table} where {column} = %s".encode(), (guild,))
        self._chosen.pop(guild, None)

    async def forget(self, user: int) -> None:
        """Take somebody's name out of every server's audit."""
        await self._tables.run("update change set person = 0 where person = %s", (user,))
