"""What whatever is derived from a library file follows: which passages came, which went, and what was built of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from index.records import Article, Vectors
from index.store.packing import decoding, matrix, statement_of
from index.store.search_words import PassageWords, StatementWords, statement_words
from index.store.sqlite.opening import transaction
from index.store.sqlite.queries import Table, marks, parts
from index.text.folding import searchable

BUILT, REMOVED = "built: ", "removed: "
REMEMBERED = 1_000_000
"""Passages that went and are remembered by their numbers, for those who have not followed yet."""
TOGETHER = 20_000
"""Vectors that are read at once."""
TEXTS_TOGETHER = 1000
"""Texts that are read at once: that of a statement is its whole article's."""


@dataclass(frozen=True, slots=True)
class State:
    """How a library stands: how many passages it holds, the highest number, how many went, and what was built."""

    passages: int = 0
    highest: int = 0
    gone: int = 0
    built: tuple[tuple[str, str], ...] = ()


class ChangeTable(Table):
    """What came and went in one library file."""

    def state(self) -> State:
        """Return how the library stands; whatever was derived at an equal state is in step."""
        [(passages, highest, gone)] = self._rows(
            """select (select coalesce(sum(passages), 0) from collection),
            (select coalesce(max(number), 0) from passage),
            coalesce((select seq from sqlite_sequence where name = 'departed'), 0)"""
        )
        built = self._rows("select key, value from manifest where key glob ? order by key", (f"{BUILT}*",))
        return State(passages, highest, gone, tuple((key.removeprefix(BUILT), value) for key, value in built))

    def collections_after(self, number: int) -> set[str]:
        """Return the collections that hold passages with a higher number."""
        query = """select distinct a.collection from passage p cross join article a on a.number = p.article
            where p.number > ?"""
        return {name for (name,) in self._rows(query, (number,))}

    def came(self, article: Article, passages: int) -> None:
        """Count the passages of an article that was stored."""
        self._db.execute("update collection set passages = passages + ? where name = ?", (passages, article.collection))

    def goes(self, number: int, collection: str) -> None:
        """Write down the passages of an article that is about to be removed."""
        query = "insert into departed(collection, passage) select ?, number from passage where article = ?"
        self._db.execute(query, (collection, number))
        self._db.execute(
            "update collection set passages = passages - ? where name = ?", (self._db.changes(), collection)
        )
        self._db.execute(
            "delete from departed where sequence <= (select seq from sqlite_sequence where name = 'departed') - ?",
            (REMEMBERED,),
        )

    def note_removal(self, collection: str) -> None:
        """Write down that articles were removed, of which files may hold words until the removal is finished."""
        self._db.execute(
            """insert or replace into manifest
            values(?, coalesce((select seq from sqlite_sequence where name = 'departed'), 0))""",
            (f"{REMOVED}{collection}",),
        )

    def unfinished_removals(self) -> dict[str, int]:
        """Return the collections that files may hold removed words of, with how many passages had gone at the last."""
        rows = self._rows("select key, value from manifest where key glob ? order by key", (f"{REMOVED}*",))
        return {key.removeprefix(REMOVED): int(value) for key, value in rows}

    def removal_is_finished(self, collection: str) -> None:
        """Write down that nothing of what was removed of a collection remains in any file."""
        with transaction(self._db, self._path):
            self._db.execute("delete from manifest where key = ?", (f"{REMOVED}{collection}",))

    def gone_of(self, collection: str, sequence: int, highest: int) -> int | None:
        """Return how many of a collection's passages up to number `highest` went after so many of the library had.

        None where that is remembered no more.
        """
        [(first, count)] = self._rows(
            """select (select min(sequence) from departed where sequence > :after),
            (select count(*) from departed where sequence > :after and collection = :own and passage <= :highest)""",
            {"after": sequence, "own": collection, "highest": highest},
        )
        return None if first is not None and first > sequence + 1 else int(count)

    def gone_after(self, sequence: int) -> dict[str, list[int]] | None:
        """Return each collection's passages that went after so many had; None where that is remembered no more."""
        query = "select sequence, collection, passage from departed where sequence > ? order by sequence"
        rows = self._rows(query, (sequence,))
        if rows and rows[0][0] > sequence + 1:
            return None
        gone: dict[str, list[int]] = {}
        for _, collection, number in rows:
            gone.setdefault(collection, []).append(number)
        return gone

    def set_built(self, collection: str, named: str | None) -> None:
        """Write down what was built of a collection, in place of what was before; None for nothing."""
        with transaction(self._db, self._path):
            self._db.execute("delete from manifest where key = ?", (f"{BUILT}{collection}",))
            if named is not None:
                self._db.execute("insert into manifest values(?, ?)", (f"{BUILT}{collection}", named))

    # --- what is derived from

    def vectors(self, collection: str, after: int) -> Iterator[tuple[list[int], Vectors]]:
        """Yield (passage numbers, vectors) of a collection's passages numbered above `after`, in order."""
        for rows in self._parts_of("passage", "x.number, x.vector", collection, after, TOGETHER):
            yield [n for n, _ in rows], matrix(self._path, [v for _, v in rows])

    def vectors_of(self, numbers: Sequence[int]) -> tuple[list[int], Vectors]:
        """Return those of the numbered passages that are held, and their vectors."""
        rows = [
            row
            for part in parts(numbers)
            for row in self._rows(f"select number, vector from passage where number in ({marks(part)})", part)
        ]
        return [n for n, _ in rows], matrix(self._path, [v for _, v in rows]) if rows else np.zeros((0, 0), np.float32)

    def passage_words(self, collection: str, after: int) -> Iterator[PassageWords]:
        """Yield a collection's passages numbered above `after` by their words, in order."""
        columns = 'x.number, a.publisher, a.title, substr(a.text, x.start + 1, x."end" - x.start)'
        for rows in self._parts_of("passage", columns, collection, after, TEXTS_TOGETHER):
            for number, publisher, title, text in rows:
                yield PassageWords(number, publisher, f"{title} {searchable(text)}")

    def statement_words(self, collection: str, after: int) -> Iterator[StatementWords]:
        """Yield a collection's statements numbered above `after` by their words, in order."""
        columns = "x.number, a.text, x.act, x.speech, x.source, x.name, x.role, x.relay, x.cue, x.content"
        for rows in self._parts_of("statement", columns, collection, after, TEXTS_TOGETHER):
            with decoding(self._path):
                words = [statement_words(number, text, statement_of(rest)) for number, text, *rest in rows]
            yield from words

    def highest_statement(self) -> int:
        """Return the highest number of a statement."""
        return int(self._rows("select coalesce(max(number), 0) from statement")[0][0])

    def _parts_of(self, table: str, columns: str, collection: str, after: int, most: int) -> Iterator[list[Any]]:
        """Yield rows of a collection numbered above `after`, in order, at most so many at a time."""
        size, highest = self.sizes().get(collection, 0), self.state().highest
        by_article = f"article a cross join {table} x on x.article = a.number"
        in_order = f"{table} x cross join article a on a.number = x.article"
        # Few among many are found by their articles; else all that came is looked through.
        source = by_article if size < min(TOGETHER, highest - after) else in_order
        query = f"select {columns} from {source} where a.collection = ? and x.number > ? order by x.number limit ?"
        while rows := self._rows(query, (collection, after, most)):
            yield rows
            after = rows[-1][0]
