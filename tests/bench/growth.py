"""How retrieval grows: from 10,000 passages to a million, against one question encoding in the same process.

    python -m tests.bench.growth FOLDER [PASSAGES …]

Libraries of `tests.bench.million` are made in FOLDER, or taken from there. Prints a table, and with matplotlib installed
draws it as FOLDER/growth.png.
"""

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import psutil

from index import IndexSettings, NewsIndex
from index.inference.embedders import Embedder, embedder_of
from index.records import Vectors
from index.search.local import generations
from index.search.local.vectors import _NearestOf
from index.search.retrieval import DEPTH
from index.store.sqlite import Fts5Analyzer, Store
from tests.bench.million import Language, grow
from tests.index.grown import derived_of, store_of

SIZES = (10_000, 100_000, 1_000_000)
QUESTIONS, RECALLED = 300, 100
SEED = 99


class Placed:
    """The real encoder, timed; what it returns is where the invented question's vector lies."""

    engine = ""

    def __init__(self, real: Embedder) -> None:
        self.real, self.key, self.count_pieces = real, real.key, real.count_pieces
        self.place: dict[str, Vectors] = {}
        self.seconds: list[float] = []

    def embed(self, texts: Sequence[str]) -> Vectors:
        begun = time.perf_counter()
        vectors = self.real.embed(texts)
        self.seconds.append(time.perf_counter() - begun)
        return np.stack([self.place.get(t, v) for t, v in zip(texts, vectors, strict=True)])


def made(folder: Path, sizes: Sequence[int]) -> None:
    """Make the libraries that are not there yet, each on top of the one before."""
    key = embedder_of("").key
    for size in sizes:
        library = folder / str(size)
        if library.is_dir():
            continue
        language = Language(key.dimension)
        begun = time.perf_counter()
        grow(library, language, language.articles("default"), size, key)
        print(f"{size} passages stored in {time.perf_counter() - begun:.0f} s", file=sys.stderr)
    for size in sizes:
        library = folder / str(size)
        store = Store(library, write=True)
        if generations.wanted(store, library, adding=False):
            begun = time.perf_counter()
            generations.build(store, library, Fts5Analyzer(), "default")
            print(f"generation of {size} built in {time.perf_counter() - begun:.0f} s", file=sys.stderr)
        store.close()


def measured(library: Path) -> dict[str, Any]:
    """Return the figures of one library, from a process of its own."""
    begun = time.perf_counter()
    embedder = Placed(embedder_of(""))
    language = Language(embedder.key.dimension)
    language.chance = np.random.default_rng(SEED)
    questions = [language.question() for _ in range(QUESTIONS)]
    embedder.place = dict(questions)
    before, made_ready = psutil.Process().memory_info().rss, time.perf_counter() - begun
    with NewsIndex.open(IndexSettings(library=library), embedder=embedder, clock=lambda: date(2026, 1, 1)) as index:
        opened = time.perf_counter()
        index.ask(questions[0][0], ["default"])
        first = time.perf_counter() - opened
        retrieved: list[float] = []
        for text, _ in questions:
            answerer = index.answerer(reads=False)
            question = answerer.question(text, ["default"])
            embedder.place[question.search] = embedder.place[text]
            started = time.perf_counter()
            answerer.retriever.candidates(question, ["default"])
            retrieved.append(time.perf_counter() - started)
        resident = psutil.Process().memory_info().rss - before
        encoding = statistics.median(embedder.seconds[-QUESTIONS:])
        recall = recalled(index, [vector for _, vector in questions[:RECALLED]])
        passages = index.count(["default"])["passages"]
    cut = statistics.quantiles(retrieved, n=20)
    return {
        "passages": passages, "encoding": encoding, "p50": statistics.median(retrieved), "p95": cut[18],
        "recall": recall, "bytes": resident / passages, "first": first, "ready": made_ready,
    }  # fmt: skip


def recalled(index: NewsIndex, vectors: Sequence[Vectors]) -> float:
    """Return the share of the ten nearest, all vectors compared, among the ten that the index finds."""
    nearest = _NearestOf(np.stack(vectors))
    for numbers, held in store_of(index).changes.vectors("default", 0):
        nearest.see(numbers, held)
    found = [[n for n, _ in derived_of(index).vectors["default"].search(v, DEPTH)][:10] for v in vectors]
    return float(np.mean([np.isin(true, own).mean() for true, own in zip(nearest.ids, found, strict=True)]))


def main(folder: str, *sizes: str) -> None:
    root, asked = Path(folder), [int(s) for s in sizes] or list(SIZES)
    made(root, asked)
    rows = []
    for size in asked:
        command = [sys.executable, "-m", "tests.bench.growth", "--one", str(root / str(size))]
        rows.append(json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout))
    print(
        "passages | encoding ms | retrieval p50 ms | p95 ms | p95 in encodings | recall | bytes a passage | first answer s"
    )
    for r in rows:
        print(f"{r['passages']} | {r['encoding'] * 1e3:.1f} | {r['p50'] * 1e3:.1f} | {r['p95'] * 1e3:.1f} | "
              f"{r['p95'] / r['encoding']:.1f} | {r['recall']:.3f} | {r['bytes']:.0f} | {r['first']:.1f}")  # fmt: skip
    if len(rows) > 1:
        print(f"slope: retrieval grows as passages to the power of {slope(rows):.2f}")
        draw(rows, root / "growth.png")


def slope(rows: Sequence[dict[str, Any]]) -> float:
    """Return the slope of retrieval's p50 over passages, both as logarithms."""
    return float(np.polyfit(np.log([r["passages"] for r in rows]), np.log([r["p50"] for r in rows]), 1)[0])


def draw(rows: Sequence[dict[str, Any]], path: Path) -> None:
    try:
        from matplotlib import pyplot, ticker
    except ImportError:
        print("matplotlib is not installed, so nothing is drawn", file=sys.stderr)
        return
    figure, axes = pyplot.subplots(figsize=(6.4, 3.6), dpi=120)
    sizes = [r["passages"] for r in rows]
    for name, style in (("p95", "s-"), ("p50", "o-"), ("encoding", "--")):
        label = "one question’s encoding" if name == "encoding" else f"retrieval, {name}"
        axes.plot(sizes, [r[name] * 1e3 for r in rows], style, label=label)
    axes.set(xscale="log", yscale="log", xlabel="passages", ylabel="milliseconds")
    axes.set_yticks([5, 10, 20, 50, 100])
    axes.yaxis.set_major_formatter(ticker.ScalarFormatter())
    axes.yaxis.set_minor_formatter(ticker.NullFormatter())
    axes.xaxis.set_major_formatter(ticker.StrMethodFormatter("{x:,.0f}"))
    axes.legend()
    axes.grid(alpha=0.3, which="both")
    figure.tight_layout()
    figure.savefig(path)


if __name__ == "__main__":
    if sys.argv[1] == "--one":
        print(json.dumps(measured(Path(sys.argv[2]))))
    else:
        main(*sys.argv[1:])
