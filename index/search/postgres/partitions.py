"""Partitions and graphs of the big collections: small ones share theirs, and are compared whole."""

import hashlib
import json
import re
from collections.abc import Callable, Sequence

import numpy as np

from index.errors import LibraryError
from index.store.postgres import Connection, VocabularyTable, vector_text

LEAST = 40_000
"""Passages of a collection from which on comparing all of them takes more than a twentieth of an answer's time."""
TABLES = ("near", "worded", "told")
TEXTS = {"near": (), "worded": ("terms",), "told": ("said", "content", "speaker")}
"""Columns of which no samples are kept: what the planner knew of them would outlive what was removed."""
CONNECTIONS, LOOKED_AT_BUILDING = 24, 128
"""pgvector's `m` and `ef_construction`: with 16 and 64 it finds fewer of the nearest, whatever is looked at."""
TRIED = (100, 200, 400, 700, 1000)
"""How many nodes of a graph a search may look at; the first is taken that finds enough."""
ENOUGH = 0.998
ASIDE = 1.0
"""How far aside of a sampled passage it is looked from, in a direction of chance: a question lies near passages, never
on one. Between two passages a graph finds everything, however little of it is looked at."""
SAMPLED, NEAREST = 50, 10
"""Passages whose nearest are compared with what a graph finds, and how many of these."""
SPREAD = 7919
"""A prime: passages are sampled from all over a collection by what their numbers leave when divided by it."""
INDEX = re.compile(r"INDEX \S+ ON (?:ONLY )?\S+ USING")
LOCK = 0x0_0EC0_4F
"""A number that whoever builds holds, so that one does at a time."""


class Partitions:
    """What is kept of a library's big collections."""

    def __init__(
        self,
        db: Connection,
        vocabulary: VocabularyTable,
        tell: Callable[[str], None],
        tables: Sequence[str] = TABLES,
    ) -> None:
        """Part `tables`; where vectors are not among them, no graph is built."""
        self._tables = tables
        self._db = db
        self._vocabulary = vocabulary
        self._tell = tell
        self._refused: set[str] = set()

    def graphs(self) -> dict[str, tuple[int, int]]:
        """Return the dimension of each collection's graph, and how many of its nodes a search looks at."""
        return {name: (d, n) for name, d, n in self._db.rows("select collection, dimension, looked_at from built")}

    def keep_up(self) -> None:
        """Give each collection that has become big partitions and a graph of its own, where the role may."""
        for collection, size in self._vocabulary.sizes().items():
            if size >= LEAST and collection not in self._refused and self._lacks(collection):
                self._build(collection, size)

    def _lacks(self, collection: str) -> bool:
        """Tell whether a collection lacks partitions of its own, or a graph in them."""
        if "near" in self._tables:
            return collection not in self.graphs()
        own = [f"library.{table}_{_suffix(collection)}" for table in self._tables]
        return bool(
            self._db.rows("select bool_or(to_regclass(name) is null) from unnest(%s::text[]) as t(name)", (own,))[0][0]
        )

    def _build(self, collection: str, size: int) -> None:
        self._tell(f"building the index of {size:,} passages in {collection!r}")
        try:
            # A transaction for each, so that none waits for one table while it keeps others from the next.
            for table in self._tables:
                with self._db.transaction():
                    if self._db.rows("select pg_try_advisory_xact_lock(%s)", (LOCK,))[0][0]:
                        self._part(table, collection)
        except LibraryError as error:
            # All is found as before, by comparing everything.
            self._refused.add(collection)
            self._tell(f"{error}; its passages are compared one by one until the tables' owner runs onrecord upgrade")

    def _part(self, table: str, collection: str) -> None:
        """Copy and index a collection's rows while others go on reading and writing, then let them take their place."""
        own = f"{table}_{_suffix(collection)}"
        is_new = self._db.rows("select to_regclass(%s) is null", (f"library.{own}",))[0][0]
        if is_new:
            self._copy(table, own, collection)
        if table == "near":
            self._grow(own, collection)
        if is_new:
            self._exchange(table, own, collection)

    def forget_graphs(self) -> None:
        """Let go of the graphs, as where vectors are made anew and may be of another length.

        Raises:
            LibraryError: the role owns no tables.
        """
        for collection in self.graphs():
            with self._db.transaction():
                self._db.run(f"drop index if exists graph_{_suffix(collection)}")
                self._db.run("delete from built where collection = %s", (collection,))

    def _copy(self, table: str, own: str, collection: str) -> None:
        """Copy a collection's rows into a table of its own, and index it as what it will be a part of."""
        self._db.run(f"create table {own} (like {table})")
        for column in TEXTS[table]:
            self._db.run(f"alter table {own} alter column {column} set statistics 0")
        self._db.run(f"insert into {own} select * from {table} where collection = %s", (collection,))
        query = "select pg_get_indexdef(indexrelid) from pg_index where indrelid = %s::regclass"
        for (definition,) in self._db.rows(query, (table,)):
            self._db.run(INDEX.sub(f"INDEX ON {own} USING", definition))
        self._db.run(f"analyze {own}")

    def _exchange(self, table: str, own: str, collection: str) -> None:
        """Let a table, with what has changed since, take the place of a collection's shared rows."""
        shared, values = f"{table}_shared", (collection,)
        self._db.run(f"lock table {table} in exclusive mode")
        self._db.run(
            f"""delete from {own} o where not exists
            (select 1 from {shared} s where s.number = o.number and s.collection = %s)""",
            values,
        )
        self._db.run(
            f"""insert into {own} select * from {shared} s where s.collection = %s
            and not exists (select 1 from {own} o where o.number = s.number)""",
            values,
        )
        self._db.run(f"delete from {shared} where collection = %s", values)
        self._db.run(f"alter table {table} attach partition {own} for values in ({self._db.literal(collection)})")

    def _grow(self, own: str, collection: str) -> None:
        """Build a graph, and measure how much of it must be looked at to find what comparing everything finds."""
        [(dimension,)] = self._db.rows(f"select vector_dims(vector) from {own} limit 1")
        self._db.run(
            f"""create index graph_{_suffix(collection)} on {own}
            using hnsw ((vector::halfvec({dimension})) halfvec_ip_ops)
            with (m = {CONNECTIONS}, ef_construction = {LOOKED_AT_BUILDING})"""
        )
        looked_at = self._enough(own, dimension)
        self._db.run("insert into built values(%s, %s, %s)", (collection, dimension, looked_at))

    def _enough(self, own: str, dimension: int) -> int:
        """Return how many nodes of a graph a search must look at; the most that is tried where none is enough."""
        picked = f"select vector::text from {own} order by number % {SPREAD}, number limit {SAMPLED}"
        held = np.array([json.loads(vector) for (vector,) in self._db.rows(picked)], dtype=np.float32)
        chance = np.random.default_rng(0).normal(size=held.shape)
        asides = held + ASIDE * chance / np.linalg.norm(chance, axis=1, keepdims=True)
        sample = [vector_text(v / np.linalg.norm(v)) for v in asides]
        true = [self._nearest(own, dimension, vector, looked_at=0) for vector in sample]
        for looked_at in TRIED:
            found = [self._nearest(own, dimension, vector, looked_at) for vector in sample]
            hits = sum(len(t & f) for t, f in zip(true, found, strict=True))
            if hits >= ENOUGH * sum(map(len, true)):
                return looked_at
        return TRIED[-1]

    def _nearest(self, own: str, dimension: int, vector: str, looked_at: int) -> set[int]:
        """Return the nearest by a graph, so much of which is looked at; by comparing everything where that is 0."""
        self._db.run(f"set local enable_indexscan = {'on' if looked_at else 'off'}")
        self._db.run(f"set local hnsw.ef_search = {looked_at or TRIED[0]}")
        query = f"""select number from {own}
            order by vector::halfvec({dimension}) <#> %s::halfvec({dimension}) limit {NEAREST}"""
        return {number for (number,) in self._db.rows(query, (vector,))}


def _suffix(collection: str) -> str:
    """Return what a collection's own tables are told by."""
    return hashlib.sha256(collection.encode("utf-8", "replace")).hexdigest()[:16]
