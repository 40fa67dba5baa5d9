"""How fast statements are read, against the bare parser on the same paragraphs in the same run.

python -m tests.bench.statements CORPUS.jsonl[.gz] [ARTICLES]
"""

import sys
import time
from pathlib import Path

from index import BlockKind, read_articles
from index.inference.taggers import GraphTagger
from index.statements import StatementReader

ROUNDS = 3


def main(corpus: str, most: str = "60") -> None:
    articles = list(read_articles([Path(corpus)], "default", "", print))[: int(most)]
    reader = StatementReader(GraphTagger())
    paragraphs = [
        b.span.of(a.text) for a in articles for b in a.blocks if b.kind in (BlockKind.BODY, BlockKind.HEADING)
    ]
    characters = sum(map(len, paragraphs))
    bare_parser = reader.pipeline
    list(bare_parser.pipe(paragraphs[:20], batch_size=32))
    shares = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        for _doc in bare_parser.pipe(paragraphs, batch_size=32):
            pass
        between = time.perf_counter()
        count = sum(map(len, reader.read(articles)))
        bare, whole = between - begun, time.perf_counter() - between
        shares.append(bare / whole)
        print(
            f"bare parser {characters / bare:,.0f} characters a second, statements {characters / whole:,.0f}: {bare / whole:.2f}"
        )
    print(
        f"{len(articles)} articles, {count} statements; statements at {sorted(shares)[ROUNDS // 2]:.2f} of the bare rate"
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
