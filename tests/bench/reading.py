"""How long reading takes that chooses among 30 candidate sentences, and how long to read all of them.

    python -m tests.bench.reading CORPUS.jsonl[.gz] LIBRARY [QUESTIONS]

The questions are the titles of the corpus, or with a file of questions these.
"""

import statistics
import sys
import time
from pathlib import Path

from index import IndexSettings, NewsIndex, read_articles
from index.answering.fitted import Fitted
from index.answering.reranking import READ, readable, reread
from index.evaluation.sets import read_questions
from index.inference.rerankers import PACKAGED_READER

MOST = 120


def questions_of(corpus: str, asked: str) -> list[str]:
    if asked:
        rows = list(read_questions(Path(asked)))
        return [r["question"] for r in rows][:: max(len(rows) // MOST, 1)][:MOST]
    return [a.title for a in read_articles([Path(corpus)], "default", "", print) if a.title][:MOST]


def main(corpus: str, library: str, asked: str = "") -> None:
    fitted = Fitted.of(PACKAGED_READER)
    with NewsIndex.open(IndexSettings(library=Path(library))) as index:
        index.warm_up()
        assert index.reader is not None
        chosen, whole, counts = [], [], []
        for text in questions_of(corpus, asked):
            answerer = index.answerer(reads=False)
            question = answerer.question(text, ["default"])
            readings = answerer.read(question, ["default"])[0]
            if len(readings) < READ:
                continue
            begun = time.perf_counter()
            read = reread(question.search, readings, index.reader, fitted)
            between = time.perf_counter()
            counts.append(sum("reader" in r.features for r in read))
            index.reader.scores(question.search, [readable(r.quote) for r in readings[:READ]])
            chosen.append(between - begun)
            whole.append(time.perf_counter() - between)
    print(f"{len(counts)} questions with {READ} candidate sentences; read closely: p50 {statistics.median(counts):.0f}, "
          f"mean {statistics.mean(counts):.1f}")  # fmt: skip
    for name, seconds in (("reading as far as it matters", chosen), ("reading all", whole)):
        print(f"{name}: p50 {statistics.median(seconds) * 1000:.0f} ms, mean {statistics.mean(seconds) * 1000:.0f} ms, "
              f"p95 {statistics.quantiles(seconds, n=20)[18] * 1000:.0f} ms")  # fmt: skip


if __name__ == "__main__":
    main(*sys.argv[1:])
