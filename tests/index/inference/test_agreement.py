import logging
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest

from index import IndexSettings, ModelError, NewsIndex
from index.inference import agreement
from index.inference.agreement import QUESTIONS, agreed_embedder, disagreement
from index.inference.embedders import Embedder
from index.records import Vectors
from index.settings import Engine
from tests.conftest import WordEmbedder


class Ledger:
    writes = True

    def __init__(self) -> None:
        self.kept: list[str] = []

    def agreed(self) -> list[str]:
        return self.kept

    def keep_agreed(self, engine: str) -> None:
        self.kept.append(engine)


class Rounding(WordEmbedder):
    """Differs from the reference by `much` in every number."""

    def __init__(self, much: float, engine: str = "rounding 1.0") -> None:
        super().__init__()
        self.much, self.engine, self.asked = much, engine, 0

    def embed(self, texts: Sequence[str]) -> Vectors:
        self.asked += 1
        true = super().embed(texts)
        noise = np.random.default_rng(len(texts)).normal(size=true.shape).astype(np.float32)
        rounded = true + self.much * noise
        return rounded / np.linalg.norm(rounded, axis=1, keepdims=True)  # type: ignore[no-any-return]


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[Embedder]:
    """What is returned for the settings' engine; for the reference it is the embedder that rounds nothing."""
    chosen: list[Embedder] = []

    def embedder_of(model: str, engine: Engine, threads: int, *, building: bool = False) -> Embedder:
        return chosen[0] if building else Rounding(0.0, "")

    monkeypatch.setattr(agreement, "embedder_of", embedder_of)
    return chosen


@pytest.mark.parametrize("engine", [Engine.AUTO, Engine.OPENVINO])
def test_what_agrees_is_taken_and_compared_once(made: list[Embedder], engine: Engine) -> None:
    ledger = Ledger()
    made.append(Rounding(1e-5))
    for _ in range(2):
        assert agreed_embedder(IndexSettings(engine=engine), ledger) is made[0]
    assert made[0].asked == 1  # type: ignore[attr-defined]
    assert len(ledger.kept) == 1


def test_what_differs_is_left_by_auto_and_told_of(made: list[Embedder], caplog: pytest.LogCaptureFixture) -> None:
    made.append(Rounding(0.2))
    with caplog.at_level(logging.WARNING):
        assert agreed_embedder(IndexSettings(), Ledger()).engine == ""
    assert "rounding 1.0 is not used: a vector is at a cosine of" in caplog.text


def test_what_differs_is_refused_in_one_line_when_named(made: list[Embedder]) -> None:
    made.append(Rounding(0.2))
    ledger = Ledger()
    with pytest.raises(ModelError, match=r"^rounding 1.0: a vector is at a cosine of .*; set ONRECORD_ENGINE to auto$"):
        agreed_embedder(IndexSettings(engine=Engine.OPENVINO), ledger)
    assert ledger.kept == []


def test_vectors_that_are_near_but_rank_otherwise_disagree() -> None:
    def leaning(way: float) -> Callable[[Sequence[str]], Vectors]:
        def embed(texts: Sequence[str]) -> Vectors:
            lean = way * np.linspace(-0.014, 0.014, len(texts))
            lean[: len(QUESTIONS)] = 1
            vectors = np.stack([np.ones(len(texts)), lean], axis=1)
            return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)

        return embed

    assert disagreement(leaning(1), leaning(1)) == ""
    assert "another paragraph is among the nearest" in disagreement(leaning(-1), leaning(1))


@pytest.mark.model
def test_a_library_writes_down_what_it_was_built_by(tmp_path: Path) -> None:
    settings = IndexSettings(library=tmp_path, engine=Engine.OPENVINO, statements=False)
    with NewsIndex.open(settings, write=True) as index:
        index.embedder.embed(["once"])
        [engine] = index._library.agreed()
    assert engine.startswith("openvino 20")
