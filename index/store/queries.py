"""What the tables of a library file ask in common."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

import apsw

from index.store.opening import translated

Value = TypeVar("Value")


class Table:
    """Some of the tables of one library file."""

    def __init__(self, db: apsw.Connection, path: Path) -> None:
        self._db = db
        self._path = path

    def _rows(self, query: str, bindings: Sequence[Any] | Mapping[str, Any] = ()) -> list[Any]:
        """Return all rows of a query.

        Raises:
            LibraryError: the file cannot be read.
        """
        with translated(self._path):
            return self._db.execute(query, bindings if isinstance(bindings, Mapping) else tuple(bindings)).fetchall()


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
