"""An add that is killed at any moment, then run again: no article lost, doubled or half there."""

import json
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from index import IndexSettings, NewsIndex
from tests.conftest import WordEmbedder

ARTICLES = 400
ADDING = """
import sys
from pathlib import Path
from index import IndexSettings, NewsIndex, read_articles
from tests.conftest import WordEmbedder
settings = IndexSettings(library=Path(sys.argv[1]), statements=False)
with NewsIndex.open(settings, write=True, embedder=WordEmbedder()) as index:
    print("open", flush=True)
    index.add(read_articles([Path(sys.argv[2])], "default", "", print), lambda report: print(report.articles, flush=True))
"""


@pytest.fixture
def rows(tmp_path: Path) -> Path:
    path = tmp_path / "rows.jsonl"
    lines = (
        {"id": str(n), "title": f"Story {n}", "text": f"Town {n} flooded on Sunday. The mayor of town {n} spoke.\n" * 3}
        for n in range(ARTICLES)
    )
    path.write_text("\n".join(json.dumps(line) for line in lines))
    return path


@pytest.mark.promise
@pytest.mark.timeout(3600)
def test_what_was_acknowledged_survives_any_kill(
    tmp_path: Path, scale: Callable[[int, int], int], promised: Callable[[str], None]
) -> None:
    command = [sys.executable, "-m", "tests.index.killing", str(tmp_path), str(scale(60, 1000))]
    ended = subprocess.run(command, capture_output=True, text=True, cwd=Path(__file__).parents[3], check=False)
    assert ended.returncode == 0, ended.stderr
    outcome = json.loads(ended.stdout)
    assert outcome["acknowledged"] > outcome["kills"]
    promised(
        "{kills} kills, {while_writing} of them in a write; {acknowledged} articles: 0 lost, torn or doubled".format(
            **outcome
        )
    )


def add(library: Path, rows: Path) -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", ADDING, str(library), str(rows)]
    root = Path(__file__).parents[3]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, cwd=root)


@pytest.mark.promise
def test_nothing_is_lost_doubled_or_half_there(tmp_path: Path, rows: Path) -> None:
    library, chance = tmp_path / "library", random.Random(5)
    for _ in range(5):
        child = add(library, rows)
        assert child.stdout is not None
        child.stdout.readline()
        time.sleep(chance.uniform(0.0, 0.4))
        child.send_signal(signal.SIGKILL)
        child.wait()
        check(library)
    assert add(library, rows).wait() == 0
    assert check(library) == ARTICLES


def check(library: Path) -> int:
    """Every article that is there is whole: its passages cover its text, each with a vector; return how many."""
    with NewsIndex.open(IndexSettings(library=library), embedder=WordEmbedder()) as index:
        titles = index.titles(["default"]) if index.collections() else []
        assert len({t.id for t in titles}) == len(titles)
        for title in titles:
            found = index.source(title.id, ["default"])
            assert found is not None
            article, passages = found
            assert sum(len(p.sentences) for p in passages) == 6
            assert passages[-1].span.end == len(article.text.rstrip())
        return len(titles)
