"""How fast articles are added, against the bare model on the same passages in the same run.

python -m tests.bench.index CORPUS.jsonl[.gz] [ARTICLES]
"""

import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from index import IndexSettings, NewsIndex, read_articles
from index.chunking import passages_of
from index.encoders import MiniLM
from index.engine import embeddable


def timed(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def main(corpus: str, most: str = "200") -> None:
    articles = list(read_articles([Path(corpus)], "default", "", print))[: int(most)]
    model = MiniLM()
    texts = [embeddable(a, p) for a in articles for p in passages_of(a, model.count_pieces)]
    model.embed(texts[:64])
    bare = len(texts) / timed(lambda: model.embed(texts))
    print(f"{len(articles)} articles, {len(texts)} passages, {sum(len(a.text) for a in articles)} characters")
    print(f"bare model: {bare:.1f} passages a second")
    for statements in (False, True):
        with tempfile.TemporaryDirectory() as folder:
            settings = IndexSettings(library=Path(folder), statements=statements)
            with NewsIndex.open(settings, write=True, embedder=model) as index:
                whole = len(texts) / timed(lambda index=index: index.add(articles))
                again = timed(lambda index=index: index.add(articles))
        kind = "with" if statements else "without"
        print(f"add {kind} statements: {whole:.1f} passages a second, {whole / bare:.2f} of the bare model")
        print(f"  the same again: {again * whole / len(texts):.2%} of the first time")
    print(f"peak memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


if __name__ == "__main__":
    main(*sys.argv[1:])
