"""Documents that take parsers down are refused or read in time, and nothing else is hurt."""

import time
from pathlib import Path

import psutil
import pytest

from index import Article, Problem, read_articles
from tests.index.sources.hostile import PROSE, all_kinds

KINDS = all_kinds()
PATIENCE = 35.0
"""Seconds within which every document is refused or read."""
QUICK = (
    "300 nested divs", "5,000 nested divs", "100,000 attributes", "20,000 nested lists", "JSON-LD nested 100,000 deep",
    "nothing but zero bytes", "PDF of noise", "PDF nested dictionaries", "Word XML of a billion laughs", "gzip in gzip",
    "zip of 20,000 entries", "zip in zip", "JSON nested 100,000 deep", "EPUB of nothing", "web archive cut in the middle",
)  # fmt: skip


def read(tmp_path: Path, kind: str) -> tuple[list[Article], list[Problem]]:
    name, made = KINDS[kind]
    (tmp_path / name).write_bytes(made())
    problems: list[Problem] = []
    held = psutil.Process().memory_info().rss
    begun = time.monotonic()
    found = list(read_articles([tmp_path / name], "default", "", problems.append))
    assert time.monotonic() - begun < PATIENCE
    assert psutil.Process().memory_info().rss - held < 200_000_000
    return found, problems


@pytest.mark.parametrize("kind", QUICK)
def test_hostile_document_is_refused_or_read_in_time(tmp_path: Path, kind: str) -> None:
    assert any(read(tmp_path, kind))


@pytest.mark.slow
@pytest.mark.parametrize("kind", [k for k in KINDS if k not in QUICK])
def test_every_kind_of_hostile_document_is_refused_or_read_in_time(tmp_path: Path, kind: str) -> None:
    assert any(read(tmp_path, kind))


@pytest.mark.parametrize("kind", ["300 nested divs", "5,000 nested divs"])
def test_text_below_the_depth_that_parsers_give_up_at_is_not_lost(tmp_path: Path, kind: str) -> None:
    [article], problems = read(tmp_path, kind)
    assert not problems
    assert article.text.count("the river rose") == PROSE.count("the river rose") * 20


def test_a_parser_that_breaks_stops_nothing_else(tmp_path: Path) -> None:
    for name in ("a", "c"):
        (tmp_path / f"{name}.md").write_text(f"# {name}\n\nRain fell on the lower town of Brey for three days.")
    (tmp_path / "b.html").write_bytes(KINDS["20,000 nested lists"][1]())
    problems: list[Problem] = []
    assert [a.title for a in read_articles([tmp_path], "default", "", problems.append)] == ["a", "c"]
    assert [Path(p.where).name for p in problems] == ["b.html"]
