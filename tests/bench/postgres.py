"""PostgreSQL by itself, with made articles: search at growing sizes beside the folder, and writers beside one another.

    python -m tests.bench.postgres search FOLDER SIZE…
    python -m tests.bench.postgres writers ARTICLES

Started from the wheel of the test extra. `search` prints, for each size, what finding by meaning and by words takes in both,
also while articles come, the recall of the ten nearest, and bytes a passage; libraries in folders are made in FOLDER or
taken from there, those in databases are filled as a backup is restored, which takes a tenth of the time of adding. `writers`
prints how many articles a second one, two and four processes store.
"""

import multiprocessing
import statistics
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import numpy as np
import psycopg

from index import Database
from index.backends import Backend, backend_of
from index.records import ModelKey, Vectors
from index.search.protocol import Search, Within
from index.search.retrieval import DEPTH
from index.store import Manifest
from index.text.chunking import VERSION
from tests.bench.loading import Loader
from tests.bench.million import PASSAGES, TOGETHER, Language, grow
from tests.postgres_server import ADMIN, Databases, Server, running

DIMENSION, QUESTIONS, NEAREST = 384, 200, 10
WARMING, SMALL = 50, 2000
A_MINUTE, QUESTIONS_WHILE_ADDING, EVERY = 20, 200, 0.2
"""Articles that come a minute, and questions that are asked meanwhile, each so many seconds after the one before."""
KEY = ModelKey("made", DIMENSION, True, 256)
SETTINGS = {"shared_buffers": "1GB", "maintenance_work_mem": "4GB", "max_wal_size": "8GB"}
WITHIN = Within(("default",))


def search(folder: str, *sizes: str) -> None:
    print("passages | built s: folder, postgres | near and words ms, p50/p95: folder, postgres | in a small collection beside it | while articles come | recall | bytes a passage: folder, postgres")  # fmt: skip
    for size in map(int, sizes):
        print(*compared(Path(folder) / str(size), size), sep=" | ", flush=True)


def compared(folder: Path, size: int) -> Iterator[object]:
    """Yield what stands in a row."""
    yield size
    language, everything = Language(DIMENSION), list[Vectors]()
    with running(**SETTINGS) as server, Databases(server).new() as database:
        begun = time.perf_counter()
        grown(folder, size)
        between = time.perf_counter()
        filled(server, database, language, size, everything)
        yield f"{between - begun:.0f}, {time.perf_counter() - between:.0f}"
        yield from measured(folder, database, np.concatenate(everything), language)
        yield f"{bytes_in(folder) // size}, {bytes_of(server, database) // size}"


def grown(folder: Path, size: int) -> None:
    """Make a library of so many passages in a folder, or take it from there."""
    if not folder.exists():
        folder.mkdir(parents=True)
        language = Language(DIMENSION)
        grow(folder, language, language.articles("default"), size, KEY)
        grow(folder, language, language.articles("small"), size + SMALL, KEY)
    with opened(folder, write=True) as backend:
        backend.candidates.keep_up()


def filled(server: Server, database: Database, language: Language, size: int, everything: list[Vectors]) -> None:
    """Make the same in a database, and keep its vectors in `everything`."""
    owned = Database(server.url(database.url.rpartition("/")[2], ADMIN))
    with opened(owned, write=True) as backend:
        backend.library.set_manifest(Manifest(KEY, VERSION))
        loader = Loader(owned, backend.analyzer)
        for collection, wanted in (("default", size), ("small", SMALL)):
            articles = language.articles(collection)
            for begun in range(0, wanted, TOGETHER * PASSAGES):
                made = list(islice(articles, min(TOGETHER, -(-(wanted - begun) // PASSAGES))))
                loader.load(made)
                everything.extend(m.vectors for m in made if collection == "default")
        backend.candidates.keep_up()


def measured(folder: Path, database: Database, everything: Vectors, language: Language) -> Iterator[str]:
    """Yield what finding takes in both, the same while twenty articles a minute come, and the recall of the ten nearest."""
    questions = [language.question() for _ in range(QUESTIONS)]
    places: list[Path | Database] = [folder, database]
    with opened(folder, write=False) as local, opened(database, write=False) as remote:
        backends = (local, remote)
        for backend in backends:
            timed(backend, questions[:WARMING])
        yield ", ".join(timed(b, questions) for b in backends)
        yield ", ".join(timed(b, questions, within=Within(("small",))) for b in backends)
        yield ", ".join(while_adding(b, p, questions) for b, p in zip(backends, places, strict=True))
        with remote.library.snapshot():
            finds = remote.candidates.beside(in_memory=False)
            yield f"{statistics.mean(recalled(finds, vector, everything) for _, vector in questions):.3f}"


def while_adding(backend: Backend, place: Path | Database, questions: Sequence[tuple[str, Vectors]]) -> str:
    spawn = multiprocessing.get_context("spawn")
    ready, stop = spawn.Event(), spawn.Event()
    adding = spawn.Process(target=add_steadily, args=(place, ready, stop))
    adding.start()
    ready.wait()
    told = timed(backend, list(islice(cycle(questions), QUESTIONS_WHILE_ADDING)), every=EVERY)
    stop.set()
    adding.join()
    return told


def add_steadily(place: Path | Database, ready: Any, stop: Any) -> None:
    """Put an article each three seconds, as a busy desk's feeds bring them."""
    articles = Language(DIMENSION, seed=11).articles("default")
    with opened(place, write=True) as backend:
        ready.set()
        while not stop.wait(60 / A_MINUTE):
            made = next(articles)
            late = made._replace(article=replace(made.article, id=f"late-{made.article.id}"))
            backend.library.put(*late)
            backend.candidates.keep_up(adding=True)


@contextmanager
def opened(place: Path | Database, *, write: bool) -> Iterator[Backend]:
    backend = backend_of(place, write=write, tell=lambda _: None, wait=60)
    with closing(backend.library):
        yield backend


def timed(backend: Backend, questions: Sequence[tuple[str, Vectors]], every: float = 0, within: Within = WITHIN) -> str:
    """Return what finding takes by meaning and by words, each in the view that a question has of the library."""
    near, worded = [], []
    for text, vector in questions:
        words = backend.analyzer.words(text)
        with backend.library.snapshot():
            begun = time.perf_counter()
            finds = backend.candidates.beside(in_memory=False)
            finds.near(vector, within, DEPTH)
            between = time.perf_counter()
            finds.worded(words, within, DEPTH)
        near.append(between - begun)
        worded.append(time.perf_counter() - between)
        time.sleep(max(0, begun + every - time.perf_counter()))
    return " and ".join(
        f"{statistics.median(s) * 1e3:.1f}/{statistics.quantiles(s, n=20)[18] * 1e3:.1f}" for s in (near, worded)
    )


def recalled(finds: Search, vector: Vectors, everything: Vectors) -> float:
    """Return the share of the ten nearest, all compared, that are as near among those found."""
    true = np.sort(everything @ vector)[-NEAREST]
    return float(sum(score >= true - 0.002 for _, score in finds.near(vector, WITHIN, NEAREST)) / NEAREST)


def bytes_of(server: Server, database: Database) -> int:
    with psycopg.connect(server.url(database.url.rpartition("/")[2])) as db:
        return int(db.execute("select pg_database_size(current_database())").fetchall()[0][0])


def bytes_in(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


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
    with opened(Database(url), write=True) as backend:
        ready.release()
        go.wait()
        for made in articles:
            backend.library.put(*made)


if __name__ == "__main__":
    what, *values = sys.argv[1:]
    search(*values) if what == "search" else writers(*values)
