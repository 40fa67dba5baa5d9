import json
import sys
from functools import partial
from pathlib import Path
from shutil import copytree
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from tokenizers import Tokenizer

from index import ModelError, sample_articles
from index.inference import embedders as encoders
from index.inference.embedders import checked_weights, embedder_of, packaged_folder
from index.inference.graphs import Halves
from index.settings import Engine
from index.text.chunking import sentences_of


@pytest.mark.parametrize("name", ["modeling.py", "pytorch_model.bin", "head.pkl"])
def test_folder_that_can_carry_code_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"weights")
    (tmp_path / name).write_bytes(b"x")
    with pytest.raises(ModelError, match="refused"):
        checked_weights(tmp_path, None)


def test_folder_without_weights_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="ONRECORD_MODEL"):
        checked_weights(tmp_path, None)


def test_swapped_weights_are_refused(tmp_path: Path) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"other weights")
    with pytest.raises(ModelError, match="not the published ones"):
        checked_weights(tmp_path, "0" * 64)


@pytest.mark.model
@pytest.mark.parametrize("engine", [Engine.ONNX, Engine.OPENVINO, Engine.TORCH])
def test_packaged_model_embeds_to_unit_vectors_and_counts_pieces(engine: Engine) -> None:
    model = embedder_of("", engine)
    vectors = model.embed(["The minister denied it.", "Football.", ""])
    assert vectors.shape == (3, 384) == (3, model.key.dimension)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-3)
    assert model.embed([]).shape == (0, 384)
    assert model.count_pieces("Konashenkov spoke") > 2


@pytest.mark.model
@pytest.mark.parametrize("engine", [Engine.ONNX, Engine.OPENVINO, Engine.TORCH])
def test_pieces_are_counted_alike_before_anything_was_embedded(engine: Engine) -> None:
    model = embedder_of("", engine)
    assert [model.count_pieces(t) for t in ("", "It rained.", "strikes " * 200)] == [0, 3, 200]


@pytest.mark.model
@pytest.mark.parametrize("engine", [Engine.ONNX, Engine.OPENVINO])
def test_graph_agrees_with_the_reference_and_shares_its_key(engine: Engine) -> None:
    graph, reference = embedder_of("", engine), embedder_of("", Engine.TORCH)
    texts = [s.of(a.text) for a in sample_articles("default") for s in sentences_of(a)]
    texts += ["", "?", "strikes " * 400, "Ärzte, 東京 and \U0001f600", *texts[:9]]
    ours, theirs = graph.embed(texts), reference.embed(texts)
    assert (ours * theirs).sum(1).min() > 0.9995
    assert graph.key == reference.key
    nearest = [np.argsort(-(vectors @ vectors[:20].T), axis=0)[:10].T for vectors in (ours, theirs)]
    assert np.mean([len(np.intersect1d(*pair)) for pair in zip(*nearest, strict=True)]) > 9.8


@pytest.mark.model
def test_a_text_embeds_the_same_alone_and_among_others() -> None:
    graph = embedder_of("", Engine.ONNX)
    texts = ["The minister denied it.", "The mayor denied it.", "A strike hit the long bridge in the night."]
    assert np.allclose(graph.embed(texts), np.concatenate([graph.embed([t]) for t in texts]), atol=1e-5)


@pytest.mark.parametrize(
    ("name", "change", "reason"),
    [
        ("config.json", {"model_type": "roberta"}, "its model_type is 'roberta'"),
        ("config.json", {"hidden_act": "relu"}, "its hidden_act is 'relu'"),
        ("1_Pooling/config.json", {"pooling_mode_mean_tokens": False}, "mean pooling"),
        ("modules.json", [], "mean pooling"),
    ],
)
def test_a_model_that_is_no_such_graph_is_named(tmp_path: Path, name: str, change: Any, reason: str) -> None:
    folder = tmp_path / "model"
    copytree(packaged_folder(), folder)
    held = json.loads((folder / name).read_text())
    (folder / name).write_text(json.dumps(held | change if isinstance(change, dict) else change))
    with pytest.raises(ModelError, match=f"cannot be run by onnx: .*{reason}.*; set ONRECORD_ENGINE"):
        embedder_of(str(folder), Engine.ONNX)


@pytest.mark.parametrize("engine", [Engine.OPENVINO, Engine.AUTO])
def test_without_openvino_its_extra_is_named_and_auto_does_without(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "openvino", None)
    monkeypatch.setattr(encoders, "find_spec", lambda _: None)
    if engine is Engine.OPENVINO:
        with pytest.raises(ModelError, match=r"openvino is not installed; install .*onrecord\[openvino\]"):
            embedder_of("", engine, building=True)
    else:
        assert embedder_of("", engine, building=True).engine == ""


@pytest.mark.parametrize(("are_fast", "engine"), [(True, "openvino"), (False, "")])
def test_auto_builds_in_bf16_where_the_processor_has_it(
    are_fast: bool, engine: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(encoders, "Halves", partial(halves, are_fast=are_fast))
    assert embedder_of("", building=True).engine.startswith(engine)
    assert embedder_of("", building=False).engine == ""


def halves(*, are_fast: bool) -> Halves:
    made = Halves()
    made.are_fast = are_fast
    return made


def test_a_processor_without_bf16_is_told_of_when_openvino_was_named(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(encoders, "Halves", partial(halves, are_fast=False))
    vectors = embedder_of("", Engine.OPENVINO).embed(["The minister denied it."])
    assert np.allclose(vectors, embedder_of("", Engine.ONNX).embed(["The minister denied it."]), atol=1e-4)
    assert "no bf16" in caplog.text


def test_a_graphics_card_takes_larger_batches_on_the_same_verbs(monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[dict[str, Any]] = []

    class Card:
        max_seq_length = 256
        tokenizer = SimpleNamespace(backend_tokenizer=Tokenizer.from_file(str(packaged_folder() / "tokenizer.json")))

        def __init__(self, *_: Any, **options: Any) -> None:
            given.append(options)

        def get_embedding_dimension(self) -> int:
            return 3

        def encode(self, texts: list[str], **options: Any) -> Any:
            given.append(options)
            return np.ones((len(texts), 3), dtype=np.float32)

    monkeypatch.setattr("sentence_transformers.SentenceTransformer", Card)
    monkeypatch.setattr("torch.cuda.is_available", lambda: True)
    monkeypatch.setattr(encoders, "CARD", Path(__file__))
    model = embedder_of("", building=True)
    assert model.embed(["a"] * 1000).shape == (1000, 3)
    assert model.engine == "torch on cuda"
    assert (given[0]["device"], given[1]["batch_size"]) == ("cuda", 256)


def test_damaged_configuration_is_one_line(tmp_path: Path) -> None:
    folder = tmp_path / "model"
    copytree(packaged_folder(), folder)
    (folder / "config.json").write_text("{")
    with pytest.raises(ModelError, match="cannot be loaded as a model"):
        embedder_of(str(folder))
