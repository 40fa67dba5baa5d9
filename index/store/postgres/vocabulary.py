"""In how many passages of each collection a term occurs; writers add lines, so that none waits for another's."""

import math
from collections import Counter
from collections.abc import Sequence

from index.store.postgres.connection import Connection

PASSAGES, WORDS = "", " "
"""What stands in place of a term where passages, and all their words, are counted; no term is empty or blank."""
LOCK = 0x0_0EC0_4E
"""A number that whoever sums lines holds, so that one does at a time."""
SUMMED = """with gone as (delete from term_change returning collection, term, passages)
    insert into term_count select collection, term, sum(passages) from gone group by 1, 2
    on conflict(collection, term) do update set passages = term_count.passages + excluded.passages"""
COUNTED = """select term, sum(passages)::bigint from (
        select term, passages from term_count where collection = %(own)s and term = any(%(terms)s) union all
        select term, passages from term_change where collection = %(own)s and term = any(%(terms)s)
    ) as counted group by term having sum(passages) > 0"""


class VocabularyTable:
    """The term counts of a library."""

    def __init__(self, db: Connection) -> None:
        self._db = db

    def came(self, collection: str, passages: Sequence[Sequence[str]]) -> None:
        """Count the terms of passages that are stored, each with every term as often as it stands there."""
        self._change(collection, passages, 1)

    def went(self, collection: str, passages: Sequence[Sequence[str]]) -> None:
        """Count the terms of passages that are removed no longer."""
        self._change(collection, passages, -1)

    def _change(self, collection: str, passages: Sequence[Sequence[str]], sign: int) -> None:
        counted = Counter(term for terms in passages for term in set(terms))
        counted.update({PASSAGES: len(passages), WORDS: sum(map(len, passages))})
        # One text instead of a list: a driver looks at each text of a list, and of these there are hundreds.
        query = "insert into term_change select %s, * from unnest(string_to_array(%s, %s), %s::bigint[])"
        self._db.run(query, (collection, "\n".join(counted), "\n", [sign * n for n in counted.values()]))

    def sizes(self) -> dict[str, int]:
        """Return how many passages each collection holds."""
        query = """select collection, sum(passages)::bigint from (
                select collection, passages from term_count where term = '' union all
                select collection, passages from term_change where term = '') as counted group by 1"""
        return dict(self._db.rows(query))

    def frequencies(self, collection: str, terms: Sequence[str]) -> dict[str, int]:
        """Return in how many passages of one collection each term occurs; those that do not are left out."""
        return dict(self._db.rows(COUNTED, {"own": collection, "terms": list(terms)})) if terms else {}

    def weights(self, collections: Sequence[str], terms: Sequence[str]) -> list[float]:
        """Return what each term weighs in these collections: the logarithm of how rare it is among their passages."""
        if not terms:
            return []
        held: Counter[str] = Counter()
        for collection in dict.fromkeys(collections):
            held.update(self.frequencies(collection, [PASSAGES, *terms]))
        return [math.log1p(held[PASSAGES] / (1 + held[term])) for term in terms]

    def length(self, collection: str) -> tuple[int, int]:
        """Return how many passages a collection holds, and how many words these have."""
        held = self.frequencies(collection, [PASSAGES, WORDS])
        return held.get(PASSAGES, 0), held.get(WORDS, 0)

    def keep_up(self) -> None:
        """Sum the lines that writers added; where another does already, leave it to them."""
        with self._db.transaction():
            if self._db.rows("select pg_try_advisory_xact_lock(%s)", (LOCK,))[0][0]:
                self._db.run(SUMMED)
                self._db.run("delete from term_count where passages <= 0")
