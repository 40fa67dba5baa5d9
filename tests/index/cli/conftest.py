"""Commands run as a person runs them, with the small encoder in the place of the model."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli import main
from index import engine as engine_module
from tests.conftest import WordEmbedder
from tests.index.cli.commands import FLOOD, Run
from tests.index.sources.web import Web, running_web


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, embedder: WordEmbedder) -> Run:
    """Run a command with the small encoder in the place of the model, and without statements."""
    monkeypatch.setattr(engine_module, "agreed_embedder", lambda *_: embedder)
    monkeypatch.setenv("ONRECORD_STATEMENTS", "false")
    monkeypatch.setenv("ONRECORD_LEAST_CONFIDENCE", "0.1")
    return lambda *words: CliRunner().invoke(main, list(words))


@pytest.fixture
def flood() -> Path:
    Path("flood.txt").write_text(FLOOD)
    return Path("flood.txt")


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> Iterator[Web]:
    with running_web() as running:
        monkeypatch.setenv("ONRECORD_FETCH_ALLOW", next(iter(running.allow)))
        yield running
