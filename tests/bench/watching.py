"""What watching costs beside adding: a thousand topics looked for in what comes in, a few articles at a time.

python -m tests.bench.watching CORPUS.jsonl[.gz] [ARTICLES [TOPICS]]
"""

import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from index import IndexSettings, NewsIndex, Watch, read_articles

TOGETHER = 5
"""Articles that come in between two looks."""


def main(corpus: str, most: str = "500", topics: str = "1000") -> None:
    every = list(read_articles([Path(corpus)], "default", "", print))
    articles = every[: int(most)]
    watches = [Watch(topic=a.called) for a in every[-int(topics) :]]
    with TemporaryDirectory() as folder, NewsIndex.open(IndexSettings(library=Path(folder) / "l"), write=True) as index:
        index.add(articles[:1])
        adding = watching = 0.0
        told, mark = 0, index.now()
        for first in range(1, len(articles), TOGETHER):
            begun = time.perf_counter()
            index.add(articles[first : first + TOGETHER])
            between = time.perf_counter()
            found = index.arrivals(watches, ["default"], mark)
            adding, watching = adding + between - begun, watching + time.perf_counter() - between
            told, mark = told + sum(map(len, found.seen)), found.mark
    print(
        f"{len(articles)} articles, {TOGETHER} at a time, {len(watches)} topics, {told} arrivals: adding {adding:.1f} s, "
        f"watching {watching:.1f} s, {watching / adding:.3f} of it"
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
