"""How fast articles are added, against the bare model on the same passages in the same run.

python -m tests.bench.index CORPUS.jsonl[.gz] [ARTICLES]
"""

import resource
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from index import IndexSettings, NewsIndex, read_articles
from index.inference.embedders import embedder_of
from index.ingesting.preparing import embeddable
from index.settings import Engine
from index.text.chunking import passages_of


def timed(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def main(corpus: str, most: str = "200") -> None:
    articles = list(read_articles([Path(corpus)], "default", "", print))[: int(most)]
    reference, model = embedder_of("", Engine.TORCH), embedder_of("", building=True)
    texts = [embeddable(a, p) for a in articles for p in passages_of(a, model.count_pieces)]
    speeds = []
    for engine in (reference, model):
        engine.embed(texts[:64])
        speeds.append(len(texts) / timed(partial(engine.embed, texts)))
    bare, chosen = speeds
    print(f"{len(articles)} articles, {len(texts)} passages, {sum(len(a.text) for a in articles)} characters")
    print(f"bare model by sentence-transformers: {bare:.1f} passages a second; by the chosen engine: {chosen:.1f}")
    for statements in (False, True):
        with tempfile.TemporaryDirectory() as folder:
            settings = IndexSettings(library=Path(folder), statements=statements)
            with NewsIndex.open(settings, write=True, embedder=model) as index:
                whole = len(texts) / timed(partial(index.add, articles))
                again = timed(partial(index.add, articles))
        kind = "with" if statements else "without"
        print(f"add {kind} statements: {whole:.1f} passages a second, {whole / bare:.2f} of the bare model")
        print(f"  {whole / chosen:.2f} of the chosen engine")
        print(f"  the same again: {again * whole / len(texts):.2%} of the first time")
    print(f"peak memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


if __name__ == "__main__":
    main(*sys.argv[1:])
