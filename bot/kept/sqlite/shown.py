"""What the bot has shown, in a small file beside the library that may be lost: older buttons then say so."""

import logging
import secrets
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import apsw

from bot.kept.answers import Posted, ShownAnswer, What, packed_answer, unpacked_answer
from bot.kept.shown import KEPT_SECONDS, MOST_KEPT, NOT_KEPT, Judgements
from index import LibraryError

log = logging.getLogger(__name__)

FILE_NAME = "shown.sqlite"
VERSION = 3
COLUMNS = "what, guild, channel, asker, language, places"
JUDGEMENTS = f"""select helpful, note, message, {", ".join(f"s.{c}" for c in COLUMNS.split(", "))}
    from judgement j left join shown s on s.key = j.key and s.guild = j.guild
    where j.guild = ? and j.made >= ? order by j.made desc"""
TABLES = """
create table shown(
    key text primary key, what text not null, guild integer, channel integer not null, asker integer not null,
    language text not null, places text not null, message integer, made real not null,
    is_shared integer not null default 0
) strict;
create index shown_same on shown(asker, channel, what) where what = 'source';
create table quoted(
    key text not null references shown(key) on delete cascade, collection text not null, article text not null,
    primary key(key, collection, article)
) strict, without rowid;
create table judgement(
    key text not null, guild integer, user integer not null, helpful integer not null, note text not null,
    made real not null, primary key(key, user)
) strict, without rowid;
"""


class ShownFile:
    """A small file beside the library that outlives the bot's process."""

    def __init__(self, path: Path) -> None:
        """Open the file; one that is damaged holds nothing worth keeping and is made anew.

        Raises:
            LibraryError: the folder cannot be written.
        """
        try:
            self._db = _opened(path)
        except (apsw.NotADBError, apsw.CorruptError):
            log.warning("%s was damaged and is made anew; older buttons will say so", path)
            path.unlink()
            self._db = _opened(path)
        except apsw.Error as error:
            raise LibraryError(f"{path}: cannot be opened ({error}); check the folder and its rights") from error

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    async def keep(self, answer: ShownAnswer, *, private: bool = False) -> str:
        """Keep an answer and return its key; NOT_KEPT where the disk takes nothing: it is shown all the same.

        An article that is shown to its asker alone, just as before, keeps its key until it is shared.
        """
        key, now = secrets.token_hex(8), time.time()
        places = packed_answer(answer)
        row = (key, answer.what, answer.guild, answer.channel, answer.asker, answer.language, places, now)
        articles = {(key, q.reference.collection, q.reference.article) for q in answer.quotes}
        try:
            if private and (same := self._same(row)) is not None:
                return same
            with self._db:
                self._db.execute("insert into shown values(?, ?, ?, ?, ?, ?, ?, null, ?, 0)", row)
                self._db.executemany("insert into quoted values(?, ?, ?)", articles)
        except apsw.Error as error:
            log.warning("an answer could not be kept, so it has no buttons: %s", error)
            return NOT_KEPT
        return key

    def _same(self, row: Sequence[Any]) -> str | None:
        """Return the key of an article shown before just so: whoever picks a quote again is shown the same."""
        _, what, guild, channel, asker, language, places, now = row
        if what != What.SOURCE:
            return None
        query = """select key from shown where asker = ? and channel = ? and what = 'source' and guild is ?
            and language = ? and places = ? and made >= ? and is_shared = 0 and message is null limit 1"""
        values = (asker, channel, guild, language, places, now - KEPT_SECONDS / 2)
        return next((str(key) for (key,) in self._db.execute(query, values)), None)

    async def purge(self) -> None:
        """Forget what is older than thirty days, and the oldest of more than may be kept."""
        oldest = time.time() - KEPT_SECONDS
        with self._db:
            self._db.execute("delete from shown where made < ?", (oldest,))
            self._db.execute(
                "delete from shown where key in (select key from shown order by made desc limit -1 offset ?)",
                (MOST_KEPT,),
            )
            self._db.execute("delete from judgement where made < ?", (oldest,))

    async def find(self, key: str, guild: int | None, channel: int) -> ShownAnswer | None:
        """Return the answer kept under `key`, if it was shown in this very place."""
        query = f"select {COLUMNS} from shown where key = ? and channel = ? and made >= ? and asker != 0"
        row = self._db.execute(query, (key, channel, time.time() - KEPT_SECONDS)).fetchone()
        return unpacked_answer(row) if row and row[1] == guild else None

    async def posted(self, key: str, message: int) -> None:
        """Write down which message shows an answer, so that it can be edited when its source goes."""
        try:
            if key != NOT_KEPT:
                self._db.execute("update shown set message = ? where key = ?", (message, key))
        except apsw.Error as error:
            log.warning("where an answer stands could not be kept: %s", error)

    async def quoting(self) -> dict[tuple[str, str], list[str]]:
        """Return, for each (collection, article id) that a posted answer quotes, the keys of those answers."""
        found: dict[tuple[str, str], list[str]] = {}
        query = (
            "select collection, article, q.key from quoted q join shown s on s.key = q.key where message is not null"
        )
        for collection, article, key in self._db.execute(query):
            found.setdefault((collection, article), []).append(key)
        return found

    async def found_posted(self, key: str) -> Posted | None:
        """Return a posted answer by its key alone, for the bot's own use."""
        row = self._db.execute(f"select {COLUMNS}, message from shown where key = ?", (key,)).fetchone()
        return Posted(key, row[-1], unpacked_answer(row[:-1])) if row and row[-1] else None

    async def told(self, key: str, articles: Iterable[tuple[str, str]]) -> None:
        """Write down that an answer says already that these articles went."""
        with self._db:
            rows = [(key, *article) for article in articles]
            self._db.executemany("delete from quoted where key = ? and collection = ? and article = ?", rows)

    async def share(self, key: str) -> bool:
        """Note that an answer is shown to all, and tell whether it was not before."""
        with self._db:
            query = "update shown set is_shared = 1 where key = ? and is_shared = 0 returning 1"
            changed = self._db.execute(query, (key,)).fetchall()
        return bool(changed)

    async def unshare(self, key: str) -> None:
        """Note that an answer could not be shown to all after all."""
        with self._db:
            self._db.execute("update shown set is_shared = 0 where key = ?", (key,))

    async def leave(self, guild: int) -> None:
        """Forget all that is held on a server that the bot has left."""
        with self._db:
            self._db.execute("delete from shown where guild = ?", (guild,))
            self._db.execute("delete from judgement where guild = ?", (guild,))

    async def forget(self, key: str) -> None:
        """Forget an answer."""
        with self._db:
            self._db.execute("delete from shown where key = ?", (key,))

    async def judge(self, key: str, guild: int | None, user: int, *, helpful: bool, note: str = "") -> None:
        """Keep what somebody thinks of an answer; the last word counts."""
        with self._db:
            row = (key, guild, user, helpful, note, time.time())
            self._db.execute("insert or replace into judgement values(?, ?, ?, ?, ?, ?)", row)

    async def judgements(self, guild: int) -> Judgements:
        """Return what was thought of a guild's answers in the last thirty days."""
        return Judgements.of(self._db.execute(JUDGEMENTS, (guild, time.time() - KEPT_SECONDS)))

    async def forget_asker(self, user: int) -> tuple[int, int]:
        """Forget that somebody asked for answers, and what they thought of any; return how many of each.

        Where an answer stands is kept without its asker, so that it can still be withdrawn; its buttons are dead.
        """
        with self._db:
            judged = self._db.execute("delete from judgement where user = ? returning 1", (user,)).fetchall()
            asked = self._db.execute("update shown set asker = 0 where asker = ? returning 1", (user,)).fetchall()
        return len(asked), len(judged)


def _opened(path: Path) -> apsw.Connection:
    db = apsw.Connection(str(path))
    db.set_busy_timeout(2000)
    db.execute("pragma foreign_keys = on")
    db.pragma("secure_delete", True)
    if db.pragma("user_version") != VERSION:
        # Nothing here is worth a migration: older buttons say that they are.
        db.execute("drop table if exists quoted; drop table if exists judgement; drop table if exists shown")
        db.execute(TABLES)
        db.pragma("user_version", VERSION)
    return db
