"""Each filter that keeps servers apart is taken out in turn; some test must fail each time."""

import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
ALWAYS, TRUE = r"(\g<0> or 1)", r"(\g<0> or true)"
"""As SQLite says it, and PostgreSQL."""
FILTERS = [
    ("index/store/sqlite/library.py", r"(?:\w\.)?collection (?:in \(\{marks\(collections\)\}\)|= \?|= :one)", ALWAYS),
    (
        "index/store/sqlite/catalogue.py",
        r"(?<!from )collection (?:in \(\{marks\(collections\)\}\)|= \?|= :one)",
        ALWAYS,
    ),
    ("index/store/sqlite/changes.py", r"a\.collection = \?", ALWAYS),
    ("index/store/sqlite/said.py", r"a\.collection in \(\{marks\(collections\)\}\)", ALWAYS),
    ("index/store/sqlite/vocabulary.py", r"collection = \?(?= and term in)", ALWAYS),
    ("index/store/sqlite/copies.py", r"a\.collection (?:in \(\{marks\}\)|= \?)", ALWAYS),
    ("index/store/sqlite/feeds.py", r"collection (?:in \(\{marks\}\)|= \?)", ALWAYS),
    ("index/store/postgres/reading.py", r"(?:\w\.)?collection = (?:any\(%s\)|%s|name|c\b|n\.collection)", TRUE),
    ("index/store/postgres/said.py", r"(?:s\.)?collection = (?:any\(%(?:\(within\))?s\)|%\(own\)s)", TRUE),
    ("index/store/postgres/vocabulary.py", r"collection = %\(own\)s", TRUE),
    ("index/store/postgres/feeds.py", r"collection = (?:any\(%s\)|%s)", TRUE),
    # A number is of one collection: what names both names the partition to look in.
    ("index/store/postgres/library.py", r"(?<!number = any\(%s\) and )collection = %s", TRUE),
    ("index/search/postgres/search.py", r"collection = (?:any\(%s\)|%\(own\)s)", TRUE),
    ("index/search/qdrant/search.py", r"collection = any\(%s\)", TRUE),
    ("index/search/qdrant/points.py", r"_is\(\"collection\", collection\), ", ""),
    ("bot/kept/sqlite/guilds.py", r"guild = \?", ALWAYS),
    ("bot/kept/sqlite/shown.py", r"(?<=key = \? and )channel = \?|j\.guild = \?|s\.guild = j\.guild", ALWAYS),
    ("bot/kept/sqlite/watches.py", r"guild is \?1(?= and)|user = \?2", ALWAYS),
    ("bot/kept/sqlite/shown.py", r"row\[1\] == guild", "True"),
    ("bot/kept/postgres/guilds.py", r"guild = %s", TRUE),
    (
        "bot/kept/postgres/shown.py",
        r"(?<=and )channel = %s|guild is not distinct from %s(?=\n            and made)|j\.guild = %s|s\.guild = j\.guild",
        TRUE,
    ),
    ("bot/kept/postgres/watches.py", r"guild = %s(?=\" if)|(?<=null and )person = %s", TRUE),
]
TESTS = {
    "index/store/sqlite": ["index/store/test_scope.py", "index/contract"],
    "index/store/postgres": ["index/contract", "index/store/postgres/test_library.py"],
    "index/search": ["index/contract/test_search.py", "index/search"],
    "bot": ["bot/kept/test_guilds.py", "bot/kept/test_shown.py", "bot/kept/test_watches.py", "bot/test_isolation.py"],
}
"""What must fail, by where a filter stands."""


def mutants() -> Iterator[tuple[str, int, str]]:
    """Yield (file, line, its text without one of its filters)."""
    for name, pattern, instead in FILTERS:
        text = (ROOT / name).read_text(encoding="utf-8")
        for found in re.finditer(pattern, text):
            changed = text[: found.start()] + found.expand(instead) + text[found.end() :]
            yield name, text.count("\n", 0, found.start()) + 1, changed


@pytest.mark.promise
@pytest.mark.timeout(3600)
def test_no_filter_can_be_taken_out_unnoticed(
    tmp_path: Path, scale: Callable[[int, int], int], promised: Callable[[str], None]
) -> None:
    for name in ("bot", "index", "tests"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    every = list(mutants())
    unnoticed = [f"{name}:{line}" for name, line, changed in every[:: scale(9, 1)] if _passes(tmp_path, name, changed)]
    assert len(every) > 25
    assert not unnoticed, "\n".join(unnoticed)
    promised(f"{len(every[:: scale(9, 1)])} of {len(every)} filters taken out one by one: each was noticed")


def _passes(copy: Path, name: str, changed: str) -> bool:
    """Tell whether the tests still pass with a file changed."""
    tests = next(tests for where, tests in TESTS.items() if name.startswith(where))
    (copy / name).write_text(changed, encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-x",
        "-p",
        "no:cacheprovider",
        "-m",
        "not slow and not scale",
        *(f"tests/{path}" for path in tests),
    ]
    try:
        return subprocess.run(command, cwd=copy, capture_output=True, check=False).returncode == 0
    finally:
        shutil.copy(ROOT / name, copy / name)
