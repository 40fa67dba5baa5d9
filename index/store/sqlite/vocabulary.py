"""In how many passages of each collection a term occurs: what it weighs there, whatever other collections hold."""

from collections import Counter
from collections.abc import Iterable, Sequence

from index.store.sqlite.queries import Table, marks, parts


class VocabularyTable(Table):
    """The term counts of one library file; kept within the transaction that stores or removes an article."""

    def came(self, collection: str, passages: Iterable[Iterable[str]]) -> None:
        """Count the terms of passages that were stored."""
        counted = _counted(passages)
        query = """insert into vocabulary values(?, ?, ?)
            on conflict(collection, term) do update set passages = passages + excluded.passages"""
        self._db.executemany(query, [(collection, term, n) for term, n in counted.items()])

    def went(self, collection: str, passages: Iterable[Iterable[str]]) -> None:
        """Count the terms of passages that are removed no longer; what nothing holds any more is forgotten."""
        counted = _counted(passages)
        reduce = "update vocabulary set passages = passages - ? where collection = ? and term = ?"
        self._db.executemany(reduce, [(n, collection, term) for term, n in counted.items()])
        forget = "delete from vocabulary where collection = ? and term = ? and passages <= 0"
        self._db.executemany(forget, [(collection, term) for term in counted])

    def frequencies(self, collection: str, terms: Sequence[str]) -> dict[str, int]:
        """Return in how many passages of one collection each term occurs; those that do not are left out."""
        return {
            term: count
            for part in parts(terms)
            for term, count in self._rows(
                f"select term, passages from vocabulary where collection = ? and term in ({marks(part)})",
                (collection, *part),
            )
        }


def _counted(passages: Iterable[Iterable[str]]) -> Counter[str]:
    return Counter(term for terms in passages for term in set(terms))
