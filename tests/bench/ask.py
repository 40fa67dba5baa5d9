"""How long a question takes, against one bare query encoding in the same run; start-up; peak memory.

    python -m tests.bench.ask CORPUS.jsonl[.gz] [QUESTIONS] [LIBRARY]

The questions are the titles of the corpus. With LIBRARY an existing library of it is used.
"""

import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from index import IndexSettings, NewsIndex, read_articles


def quantiles(seconds: list[float]) -> str:
    cut = statistics.quantiles(seconds, n=20)
    return f"p50 {statistics.median(seconds) * 1000:.1f} ms, p95 {cut[18] * 1000:.1f} ms"


def main(corpus: str, most: str = "150", library: str = "") -> None:
    articles = list(read_articles([Path(corpus)], "default", "", print))
    questions = [a.title or a.text[:80] for a in articles][: int(most)]
    with tempfile.TemporaryDirectory() as folder:
        settings = IndexSettings(library=Path(library or folder))
        if not library:
            with NewsIndex.open(settings, write=True) as index:
                index.add(articles)
        measure(settings, questions)
        begun = time.perf_counter()
        command = [sys.executable, "-m", "bot.cli", "ask", questions[0], "--library", str(settings.library)]
        subprocess.run(command, check=True, capture_output=True)
        print(f"start-up: {time.perf_counter() - begun:.1f} s from the command to its answer")


def measure(settings: IndexSettings, questions: list[str]) -> None:
    with NewsIndex.open(settings) as index:
        index.warm_up()
        index.ask(questions[0], ["default"])
        bare, asked = [], []
        for question in questions:
            begun = time.perf_counter()
            index.embedder.embed([question])
            between = time.perf_counter()
            index.ask(question, ["default"])
            bare.append(between - begun)
            asked.append(time.perf_counter() - between)
        print(f"{index.count(['default'])['passages']} passages, {len(questions)} questions")
    print(f"bare query encoding: {quantiles(bare)}")
    print(f"question: {quantiles(asked)}; p50 is {statistics.median(asked) / statistics.median(bare):.1f} encodings")
    print(f"peak memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


if __name__ == "__main__":
    main(*sys.argv[1:])
