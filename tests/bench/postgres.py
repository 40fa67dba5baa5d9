"""PostgreSQL by itself, with made articles: search at growing sizes beside the folder, and writers beside one another.

    python -m tests.bench.postgres search SIZE…
    python -m tests.bench.postgres writers ARTICLES

Started from the wheel of the test extra. `search` prints, for each size, what finding by meaning and by words takes in both,
the recall of the ten nearest, and bytes a passage; `writers` how many articles a second one, two and four processes store.
"""

import multiprocessing
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

from index import Database
from index.backends import backend_of
from index.records import ModelKey, Vectors
from index.search.protocol import Search, Within
from index.store import Library, Manifest
from index.text.chunking import VERSION
from tests.bench.million import PASSAGES, Language, Made
from tests.postgres_server import ADMIN, Databases, Server, running

DIMENSION, QUESTIONS, NEAREST = 384, 100, 10
KEY = ModelKey("made", DIMENSION, True, 256)
SETTINGS = {"shared_buffers": "1GB", "maintenance_work_mem": "1GB", "max_wal_size": "4GB"}
WITHIN = Within(("default",))


def put(library: Library, articles: Sequence[Made]) -> None:
    for made in articles:
        library.put(*made)


def search(*sizes: str) -> None:
    language = Language(DIMENSION)
    articles = language.articles("default")
    with running(**SETTINGS) as server, Databases(server).new() as database, tempfile.TemporaryDirectory() as folder:
        places = (Path(folder), Database(server.url(database.url.rpartition("/")[2], ADMIN)))
        held: list[Vectors] = []
        print(
            "passages | built s | folder near, words p50/p95 ms | postgres near, words p50/p95 ms | recall | bytes a passage"
        )
        for size in map(int, sizes):
            wanted = (size - sum(map(len, held))) // PASSAGES
            made = list(islice(articles, wanted))
            held += [m.vectors for m in made]
            begun = time.perf_counter()
            backends = [backend_of(place, write=True, tell=lambda _: None) for place in places]
            for backend in backends:
                if backend.library.manifest() is None:
                    backend.library.set_manifest(Manifest(KEY, VERSION))
                put(backend.library, made)
                backend.candidates.keep_up()
            built = time.perf_counter() - begun
            everything = np.concatenate(held)
            questions = [language.question() for _ in range(QUESTIONS)]
            told = [timed(b.candidates.beside(in_memory=True), questions, b.analyzer.words) for b in backends]
            finds = backends[1].candidates.beside(in_memory=True)
            recall = statistics.mean(recalled(finds, vector, everything) for _, vector in questions)
            print(f"{sum(map(len, held))} | {built:.0f} | {told[0]} | {told[1]} | {recall:.3f} | {bytes_of(server, database, sum(map(len, held)))}", flush=True)  # fmt: skip
            for backend in backends:
                backend.library.close()


def timed(finds: Search, questions: Sequence[tuple[str, Vectors]], words: Callable[[str], list[str]]) -> str:
    near, worded = [], []
    for text, vector in questions:
        begun = time.perf_counter()
        finds.near(vector, WITHIN, 60)
        between = time.perf_counter()
        finds.worded(words(text), WITHIN, 60)
        near.append(between - begun)
        worded.append(time.perf_counter() - between)
    return ", ".join(
        f"{statistics.median(s) * 1e3:.1f}/{statistics.quantiles(s, n=20)[18] * 1e3:.1f}" for s in (near, worded)
    )


def recalled(finds: Search, vector: Vectors, everything: Vectors) -> float:
    """Return the share of the ten nearest, all compared, that are as near among those found."""
    true = np.sort(everything @ vector)[-NEAREST]
    return float(sum(score >= true - 0.002 for _, score in finds.near(vector, WITHIN, NEAREST)) / NEAREST)


def bytes_of(server: Server, database: Database, passages: int) -> int:
    import psycopg

    with psycopg.connect(server.url(database.url.rpartition("/")[2])) as db:
        return int(db.execute("select pg_database_size(current_database())").fetchall()[0][0]) // passages


def writers(count: str) -> None:
    with running(**SETTINGS, fsync="on", synchronous_commit="on") as server:
        databases, one = Databases(server), 0.0
        for processes in (1, 2, 4):
            with databases.new() as database:
                rate = written(database, int(count), processes)
                one = one or rate
                print(f"{processes} writers: {rate:.0f} articles a second, {rate / one:.2f} of one", flush=True)


def written(database: Database, count: int, processes: int) -> float:
    spawn = multiprocessing.get_context("spawn")
    ready, go = spawn.Semaphore(0), spawn.Event()
    own = [spawn.Process(target=write, args=(database.url, n, count // processes, ready, go)) for n in range(processes)]
    for process in own:
        process.start()
    for _ in own:
        ready.acquire()
    begun = time.perf_counter()
    go.set()
    for process in own:
        process.join()
    return count / (time.perf_counter() - begun)


def write(url: str, seed: int, count: int, ready: Any, go: Any) -> None:
    """Make articles, and store them when all are ready to."""
    articles = list(islice(Language(DIMENSION, seed).articles(f"c{seed}"), count))
    library = backend_of(Database(url), write=True, tell=lambda _: None).library
    ready.release()
    go.wait()
    put(library, articles)
    library.close()


if __name__ == "__main__":
    what, *values = sys.argv[1:]
    search(*values) if what == "search" else writers(*values)
