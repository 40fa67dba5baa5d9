"""Candidates from the library's own database, in the same snapshot as the truth: never behind it."""

from collections import Counter
from collections.abc import Callable, Sequence
from functools import cached_property

from index.records import Act, Vectors
from index.search.bm25 import Counted
from index.search.postgres.partitions import TABLES, Partitions
from index.search.protocol import Found, Within
from index.store.postgres import PostgresLibrary, vector_text
from index.text.analysis import Analyzer

VERSION = """select (select coalesce(max(position), 0) from change),
    (select count(*) from change where xid >= pg_snapshot_xmin(pg_current_snapshot()))"""
"""The last change that is seen, and how many more are younger than the oldest open one: commits have no such order."""
FEW = 2000
"""Passages that a limit may leave for all of them to be compared."""
DEEPER = 2
"""Times as many passages are taken of what the engine ranks, by counts of its own, as are wanted of what we score."""
EXACT = """select number, -(vector <#> %(vector)s::halfvec) from near where collection = %(own)s {}
    order by vector <#> %(vector)s::halfvec, number limit %(limit)s"""
BY_GRAPH = """select number, -(vector::halfvec({0}) <#> %(vector)s::halfvec({0})) from near
    where collection = %(own)s order by vector::halfvec({0}) <#> %(vector)s::halfvec({0}) limit %(limit)s"""
WORDED = """select number, terms from worded where collection = %(own)s and %(publisher)s in ('', publisher)
    order by terms <@> to_bm25query(%(words)s, 'library.worded_terms') limit %(limit)s"""


class PostgresCandidates:
    """What finds candidates in a database; there is nothing to bring in step."""

    def __init__(
        self,
        library: PostgresLibrary,
        analyzer: Analyzer,
        tell: Callable[[str], None],
        parted: Sequence[str] = TABLES,
    ) -> None:
        """Search `library`, and `tell` of what takes its time before it begins; big collections are `parted` there."""
        self._library = library
        self._analyzer = analyzer
        self._partitions = Partitions(library.db, library.vocabulary, tell, parted)
        self._version: object = None

    def beside(self, *, in_memory: bool) -> "PostgresSearch":
        """Return what searches the library as it is looked at."""
        del in_memory
        [self._version] = self._library.db.rows(VERSION)
        return PostgresSearch(self._library, self._partitions, self._analyzer)

    @property
    def version(self) -> object:
        """How the library stood at the last `beside`."""
        return self._version

    def keep_up(self, *, adding: bool = False) -> None:
        """Sum what writers counted, and give a collection that has become big an index of its own."""
        if not adding:
            self._library.vocabulary.keep_up()
            self._partitions.keep_up()

    def close(self) -> None:
        """Hold nothing."""

    def finish_removals(self) -> None:
        """Do nothing: what was removed is found by nobody, and its bytes are erased when that is asked for."""

    def forget_all(self) -> None:
        """Let go of what is kept of big collections, whose vectors may become longer or shorter.

        Raises:
            LibraryError: the role owns no tables, and a collection has a graph.
        """
        self._partitions.forget_graphs()


class PostgresSearch:
    """Searches a library in its own database."""

    def __init__(self, library: PostgresLibrary, partitions: Partitions, analyzer: Analyzer) -> None:
        self._library = library
        self._db = library.db
        self._partitions = partitions
        self._analyzer = analyzer

    @cached_property
    def _graphs(self) -> dict[str, tuple[int, int]]:
        """The graphs there are, asked for by whoever searches here."""
        return self._partitions.graphs()

    def near(self, vector: Vectors, within: Within, limit: int) -> list[Found]:
        """Return passages by cosine to `vector`, nearest first, up to `limit` of each collection.

        Where a publisher and days leave few passages, all of these are compared and no others.
        """
        few = self._few(within)
        asked = {"vector": vector_text(vector), "limit": limit, "few": few}
        found = [
            Found(number, float(score))
            for own in dict.fromkeys(within.collections)
            for number, score in self._db.rows(self._nearest(own, few), {**asked, "own": own}, within.collections)
        ]
        return sorted(found, key=lambda f: (-f.score, f.passage))

    def _nearest(self, collection: str, few: Sequence[int] | None) -> str:
        if few is None and collection in self._graphs:
            dimension, looked_at = self._graphs[collection]
            self._db.run(f"set hnsw.ef_search = {looked_at}")
            return BY_GRAPH.format(dimension)
        return EXACT.format("" if few is None else "and number = any(%(few)s)")

    def _few(self, within: Within) -> list[int] | None:
        """Return the passages that limits leave, where they are few."""
        if not within.is_narrow:
            return None
        since, until = (day.isoformat() if day else "" for day in (within.since, within.until))
        return self._library.passages_where(within.collections, within.publisher, since, until, FEW)

    def worded(self, words: Sequence[str], within: Within, limit: int) -> list[Found]:
        """Return up to `limit` passages with any of `words`, by BM25, best first, of one publisher if named."""
        asked = Counter(term for word in dict.fromkeys(words) for term in self._analyzer.terms(word))
        if not asked:
            return []
        counted = self.counted(list(asked), within.collections)
        values = {"words": " ".join(asked), "publisher": within.publisher, "limit": limit * DEEPER}
        rows = self._db.ranked(WORDED, values, within.collections)
        found = [Found(number, counted.score(asked, terms.split())) for number, terms in rows]
        # Where few are held all of them are ranked, those too that hold none of the terms.
        held = (f for f in found if f.score > 0)
        return sorted(held, key=lambda f: (-f.score, f.passage))[:limit]

    def counted(self, terms: Sequence[str], collections: Sequence[str]) -> Counted:
        """Return what is counted of terms in these collections."""
        distinct = dict.fromkeys(collections)
        sizes = [self._library.vocabulary.length(c) for c in distinct]
        passages, words = (sum(column) for column in zip(*sizes, strict=True))
        holding: Counter[str] = Counter()
        for collection in distinct:
            holding.update(self._library.vocabulary.frequencies(collection, terms))
        return Counted(passages, words / max(passages, 1), holding)

    def nearness(self, vector: Vectors, passages: Sequence[int], within: Within) -> dict[int, float]:
        """Return the cosine to `vector` of those of `passages` that are held in the collections."""
        if not passages:
            return {}
        query = """select number, -(vector <#> %s::halfvec) from near
            where number = any(%s) and collection = any(%s)"""
        values = (vector_text(vector), list(passages), list(within.collections))
        return {n: float(score) for n, score in self._db.rows(query, values, within.collections)}

    def stating(self, act: Act, words: Sequence[str], within: Within, limit: int) -> list[int]:
        """Return passages that hold a statement that does `act` about any of `words`, best first."""
        said = self._library.said
        return said.passages_for(within.collections, said.stating(within.collections, act, self._terms(words), limit))

    def said_by(self, speaker: Sequence[str], about: Sequence[str], within: Within, limit: int) -> list[int]:
        """Return passages with statements by whom all words of `speaker` name, the nearest `about` first."""
        said, named, asked = self._library.said, self._terms(speaker), self._terms(about)
        near = said.numbers_by(within.collections, named, asked, limit) if asked else []
        found = dict.fromkeys([*near, *said.numbers_by(within.collections, named, (), limit)])
        return said.passages_for(within.collections, list(found))

    def _terms(self, words: Sequence[str]) -> list[str]:
        return self._analyzer.terms(" ".join(words))
