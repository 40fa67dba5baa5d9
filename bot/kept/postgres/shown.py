"""What the bot has shown, in the bot's own tables, for every gateway."""

import logging
import secrets
import time
from collections.abc import Iterable

from bot.kept.answers import Posted, ShownAnswer, What, packed_answer, unpacked_answer
from bot.kept.postgres.tables import Tables
from bot.kept.shown import KEPT_SECONDS, MOST_KEPT, NOT_KEPT, Judgements
from index import LibraryUnreachableError

log = logging.getLogger(__name__)

COLUMNS = "what, guild, channel, asker, language, places"
JUDGEMENTS = f"""select helpful, note, message, {", ".join(f"s.{c}" for c in COLUMNS.split(", "))}
    from judgement j left join shown s on s.key = j.key and s.guild = j.guild
    where j.guild = %s and j.made >= %s order by j.made desc"""
SAME = """select key from shown where asker = %s and channel = %s and what = 'source'
    and guild is not distinct from %s and language = %s and places = %s and made >= %s and not is_shared
    and message is null limit 1"""
JUDGED = """insert into judgement values(%s, %s, %s, %s, %s, %s) on conflict(key, person) do update
    set (guild, helpful, note, made) = (excluded.guild, excluded.helpful, excluded.note, excluded.made)"""


class ShownTables:
    """The tables of what was shown."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    async def keep(self, answer: ShownAnswer, *, private: bool = False) -> str:
        """Keep an answer and return its key; NOT_KEPT where it cannot be kept: it is shown all the same.

        An article that is shown to its asker alone, just as before, keeps its key until it is shared.
        """
        key, now, places = secrets.token_hex(8), time.time(), packed_answer(answer)
        articles = {(key, q.reference.collection, q.reference.article) for q in answer.quotes}
        place = (answer.guild, answer.channel, answer.asker, answer.language)
        try:
            if private and answer.what is What.SOURCE and (same := await self._same(answer, places, now)):
                return same
            async with self._tables.transaction() as db:
                row = (key, str(answer.what), *place, places, now)
                await db.execute("insert into shown values(%s, %s, %s, %s, %s, %s, %s, null, %s)", row)
                await db.cursor().executemany("insert into quoted values(%s, %s, %s)", sorted(articles))
        except LibraryUnreachableError as error:
            log.warning("an answer could not be kept, so it has no buttons: %s", error)
            return NOT_KEPT
        return key

    async def _same(self, answer: ShownAnswer, places: str, now: float) -> str | None:
        """Return the key of an article shown before just so: whoever picks a quote again is shown the same."""
        values = (answer.asker, answer.channel, answer.guild, answer.language, places, now - KEPT_SECONDS / 2)
        return next((str(key) for (key,) in await self._tables.rows(SAME, values)), None)

    async def purge(self) -> None:
        """Forget what is older than thirty days, and the oldest of more than may be kept."""
        oldest = time.time() - KEPT_SECONDS
        await self._tables.run("delete from shown where made < %s", (oldest,))
        most = "delete from shown where key in (select key from shown order by made desc offset %s)"
        await self._tables.run(most, (MOST_KEPT,))
        await self._tables.run("delete from judgement where made < %s", (oldest,))

    async def find(self, key: str, guild: int | None, channel: int) -> ShownAnswer | None:
        """Return the answer kept under `key`, if it was shown in this very place."""
        query = f"""select {COLUMNS} from shown where key = %s and channel = %s and guild is not distinct from %s
            and made >= %s and asker != 0"""
        rows = await self._tables.rows(query, (key, channel, guild, time.time() - KEPT_SECONDS))
        return next(map(unpacked_answer, rows), None)

    async def posted(self, key: str, message: int) -> None:
        """Write down which message shows an answer, so that it can be edited when its source goes."""
        try:
            if key != NOT_KEPT:
                await self._tables.run("update shown set message = %s where key = %s", (message, key))
        except LibraryUnreachableError as error:
            log.warning("where an answer stands could not be kept: %s", error)

    async def quoting(self) -> dict[tuple[str, str], list[str]]:
        """Return, for each (collection, article id) that a posted answer quotes, the keys of those answers."""
        query = (
            "select collection, article, q.key from quoted q join shown s on s.key = q.key where message is not null"
        )
        found: dict[tuple[str, str], list[str]] = {}
        for collection, article, key in await self._tables.rows(query):
            found.setdefault((collection, article), []).append(key)
        return found

    async def found_posted(self, key: str) -> Posted | None:
        """Return a posted answer by its key alone, for the bot's own use."""
        query = f"select {COLUMNS}, message from shown where key = %s and message is not null"
        rows = await self._tables.rows(query, (key,))
        return next((Posted(key, row[-1], unpacked_answer(row[:-1])) for row in rows), None)

    async def told(self, key: str, articles: Iterable[tuple[str, str]]) -> None:
        """Write down that an answer says already that these articles went."""
        query = "delete from quoted where key = %s and collection = %s and article = %s"
        async with self._tables.transaction() as db:
            await db.cursor().executemany(query, [(key, *article) for article in articles])

    async def share(self, key: str) -> bool:
        """Note that an answer is shown to all, and tell whether it was not before."""
        query = "update shown set is_shared = true where key = %s and not is_shared returning 1"
        return bool(await self._tables.rows(query, (key,)))

    async def unshare(self, key: str) -> None:
        """Note that an answer could not be shown to all after all."""
        await self._tables.run("update shown set is_shared = false where key = %s", (key,))

    async def leave(self, guild: int) -> None:
        """Forget all that is held on a server that the bot has left."""
        async with self._tables.transaction() as db:
            await db.execute("delete from shown where guild = %s", (guild,))
            await db.execute("delete from judgement where guild = %s", (guild,))

    async def forget(self, key: str) -> None:
        """Forget an answer."""
        await self._tables.run("delete from shown where key = %s", (key,))

    async def judge(self, key: str, guild: int | None, user: int, *, helpful: bool, note: str = "") -> None:
        """Keep what somebody thinks of an answer; the last word counts."""
        await self._tables.run(JUDGED, (key, guild, user, helpful, note, time.time()))

    async def judgements(self, guild: int) -> Judgements:
        """Return what was thought of a guild's answers in the last thirty days."""
        return Judgements.of(await self._tables.rows(JUDGEMENTS, (guild, time.time() - KEPT_SECONDS)))

    async def forget_asker(self, user: int) -> tuple[int, int]:
        """Forget that somebody asked for answers, and what they thought of any; return how many of each.

        Where an answer stands is kept without its asker, so that it can still be withdrawn; its buttons are dead.
        """
        async with self._tables.transaction() as db:
            judged = await db.execute("delete from judgement where person = %s", (user,))
            asked = await db.execute("update shown set asker = 0 where asker = %s", (user,))
        return asked.rowcount, judged.rowcount
