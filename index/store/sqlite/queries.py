"""What the tables of a library file ask in common."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

import apsw

from index.store.sqlite.opening import translated
from index.text.characters import encodable

Value = TypeVar("Value")

AT_FIRST, ALL = 4, -1
"""How many of the best entries of a word index are looked at, for each that is wanted; all where those were too few."""


class Table:
    """Some of the tables of one library file."""

    def __init__(self, db: apsw.Connection, path: Path) -> None:
        self._db = db
        self._path = path

    def sizes(self) -> dict[str, int]:
        """Return how many passages each collection holds."""
        return dict(self._rows("select name, passages from collection order by name"))

    def _rows(self, query: str, bindings: Sequence[Any] | Mapping[str, Any] = ()) -> list[Any]:
        """Return all rows of a query.

        Raises:
            LibraryError: the file cannot be read.
        """
        values: dict[str, Any] | tuple[Any, ...] = (
            {name: bound(value) for name, value in bindings.items()}
            if isinstance(bindings, Mapping)
            else tuple(map(bound, bindings))
        )
        with translated(self._path):
            return self._db.execute(query, values).fetchall()

    def _best(self, index: str, match: str, rest: str, bindings: Sequence[Any], limit: int) -> list[Any]:
        """Return up to `limit` rows of the entries of a word index that match, with `rest` and what is bound in it.

        In `rest` they are the table `best`, of `number` and of `score`, BM25, the higher the better; it orders the
        rows. Most of a common word's time goes to joining entries that are not among the best.
        """
        query = f"""with best as materialized (select rowid as number, -bm25({index}) as score from {index}
            where {index} match ? order by score desc, rowid limit ?) {rest} limit ?"""
        found: list[Any] = []
        for looked_at in (limit * AT_FIRST, ALL):
            if len(found) < limit:
                found = self._rows(query, (match, looked_at, *bindings, limit))
        return found


def bound(value: Any) -> Any:  # noqa: ANN401 - whatever SQLite takes
    """Return a value as SQLite takes it: what is asked for by halves of characters is nowhere."""
    return encodable(value) if isinstance(value, str) else value


def marks(values: Sequence[object]) -> str:
    """Return a question mark for each value, as SQL takes them."""
    return ",".join("?" * len(values))


def parts(values: Sequence[Value], size: int = 500) -> Iterator[Sequence[Value]]:
    """Yield values in stretches short enough for one query."""
    for start in range(0, len(values), size):
        yield values[start : start + size]


def any_of(words: Sequence[str]) -> str:
    """Return a query of the word index that any of the words answers."""
    return " OR ".join('"' + w.replace('"', '""') + '"' for w in dict.fromkeys(words))
