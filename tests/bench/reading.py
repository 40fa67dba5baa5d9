"""How long the reader takes over 30 candidate sentences, and what share of a question that is.

python -m tests.bench.reading CORPUS.jsonl[.gz] LIBRARY [QUESTIONS]
"""

import statistics
import sys
import time
from pathlib import Path

from index import IndexSettings, NewsIndex, read_articles
from index.reading import READ, readable


def main(corpus: str, library: str, most: str = "60") -> None:
    questions = [a.title for a in read_articles([Path(corpus)], "default", "", print) if a.title][: int(most)]
    with NewsIndex.open(IndexSettings(library=Path(library))) as index:
        index.warm_up()
        assert index.reader is not None
        whole, read = [], []
        for text in questions:
            answerer = index.answerer()
            question = answerer.question(text, ["default"])
            begun = time.perf_counter()
            readings = answerer.read(question, ["default"])[0]
            between = time.perf_counter()
            index.reader.scores(question.search, [readable(r.quote) for r in readings[:READ]])
            whole.append(between - begun)
            read.append(time.perf_counter() - between)
    print(f"{len(questions)} questions; candidates found and read: p50 {statistics.median(whole) * 1000:.0f} ms")
    print(f"reading {READ} sentences: p50 {statistics.median(read) * 1000:.0f} ms, "
          f"p95 {statistics.quantiles(read, n=20)[18] * 1000:.0f} ms")  # fmt: skip


if __name__ == "__main__":
    main(*sys.argv[1:])
