"""The graph of a BERT, made from its weights.

It is made in memory when a model is opened, in a third of a second: nothing is kept that could be damaged or
belong to other weights. It is written here rather than exported by torch, which takes nine seconds to be
imported and to trace, and which the first question would wait for.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from index.inference.graphs import Graph, Halves, Matrix, loading, onnx_run

OPSET, IR_VERSION = 17, 9
FUSED = "com.microsoft"
"""Where onnxruntime's own operators live: attention, and a bias with its GELU."""
WEIGHTS = "model.safetensors"
GRAPHABLE = {"model_type": "bert", "hidden_act": "gelu", "position_embedding_type": "absolute"}
"""What a model's configuration must say for this graph to be its own."""
INPUTS = ("ids", "places")
MODULES = ("Transformer", "Pooling", "Normalize")


def reason_against(folder: Path) -> str | None:
    """Return why the model in `folder` cannot be run as the graph of a BERT with mean pooling, or None."""
    config, pooling = _json(folder / "config.json"), _json(folder / "1_Pooling" / "config.json")
    kinds = tuple(str(m.get("type", "")).rsplit(".", 1)[-1] for m in _json(folder / "modules.json") or ())
    differs = next((k for k, v in GRAPHABLE.items() if config.get(k, v if k != "model_type" else None) != v), None)
    if differs:
        return f"its {differs} is {config.get(differs)!r}"
    if kinds != MODULES or not pooling.get("pooling_mode_mean_tokens"):
        return "it is not a transformer with mean pooling and normalising"
    if sorted(p.name for p in folder.glob("*.safetensors")) != [WEIGHTS] or not (folder / "tokenizer.json").is_file():
        return f"it has no {WEIGHTS} or no tokenizer.json"
    return None


def _json(path: Path) -> Any:  # noqa: ANN401
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}


@dataclass(frozen=True, slots=True)
class Shape:
    """How many numbers an encoder gives for a text, and how many word pieces of it it takes."""

    dimension: int
    longest: int


def encoder_graph(folder: Path, threads: int, halves: Halves | None = None) -> tuple[Graph, Shape]:
    """Return the graph of a BERT with mean pooling, run by onnxruntime, or in bf16 where `halves` are given.

    The graph wants `ids`, shape (texts, pieces), and `places`, shape (pieces,).

    Raises:
        ModelError: the model cannot be loaded.
    """
    with loading(folder):
        config, kept = _json(folder / "config.json"), _json(folder / "sentence_bert_config.json")
        longest = int(kept.get("max_seq_length") or config["max_position_embeddings"])
        built = _Built(folder, config, apart=halves is None)
    run = (
        halves.run(folder, built.model, threads, threads)
        if halves
        else onnx_run(folder, built.model, INPUTS, built.weights)
    )
    graph = Graph(folder, run, folder / "tokenizer.json", longest, threads)
    return graph, Shape(int(config["hidden_size"]), longest)


class _Built:
    """A BERT's graph (Devlin et al., 2019, https://arxiv.org/abs/1810.04805) from embeddings to mean pooling."""

    def __init__(self, folder: Path, config: dict[str, Any], *, apart: bool) -> None:
        """Build it: `model` is the graph's bytes, and `weights` lie `apart` of it where that is wanted."""
        from onnx import TensorProto, helper
        from safetensors.numpy import load_file

        self._helper, self._float = helper, TensorProto.FLOAT
        self._apart = apart
        self._config = config
        self._held = load_file(folder / WEIGHTS)
        self._nodes: list[Any] = []
        self.weights: dict[str, Matrix] = {}
        last = self._embedded()
        for number in range(config["num_hidden_layers"]):
            last = self._layer(last, f"encoder.layer.{number}.")
        self._node("ReduceMean", [last], "mean", axes=[1], keepdims=0)
        self.model = self._serialised(TensorProto.INT64)

    def _serialised(self, whole_number: int) -> bytes:
        h = self._helper
        ids = h.make_tensor_value_info("ids", whole_number, ["texts", "pieces"])
        places = h.make_tensor_value_info("places", whole_number, ["pieces"])
        mean = h.make_tensor_value_info("mean", self._float, ["texts", self._config["hidden_size"]])
        given = [(self._elsewhere if self._apart else self._inside)(*weight) for weight in self.weights.items()]
        graph = h.make_graph(self._nodes, "encoder", [ids, places], [mean], given)
        opsets = [h.make_opsetid("", OPSET), h.make_opsetid(FUSED, 1)]
        model = h.make_model(graph, opset_imports=opsets, ir_version=IR_VERSION)
        return bytes(model.SerializeToString())

    def _elsewhere(self, name: str, matrix: Matrix) -> Any:  # noqa: ANN401 - onnx is untyped
        """Return a weight's place in the graph; its numbers go to onnxruntime as they lie in memory."""
        from onnx import TensorProto

        tensor = TensorProto(name=name, data_type=self._float, dims=matrix.shape)
        tensor.data_location = TensorProto.EXTERNAL
        tensor.external_data.add(key="location", value="memory")
        return tensor

    def _inside(self, name: str, matrix: Matrix) -> Any:  # noqa: ANN401 - onnx is untyped
        return self._helper.make_tensor(name, self._float, matrix.shape, matrix.tobytes(), raw=True)

    def _weight(self, name: str, matrix: Matrix | None = None) -> str:
        self.weights[name] = np.ascontiguousarray(self._held[name] if matrix is None else matrix, dtype=np.float32)
        return name

    def _node(self, kind: str, inputs: list[str], output: str, domain: str = "", **attributes: Any) -> str:  # noqa: ANN401
        self._nodes.append(self._helper.make_node(kind, inputs, [output], name=output, domain=domain, **attributes))
        return output

    def _dense(self, last: str, name: str, *, biased: bool = True) -> str:
        product = [last, self._weight(f"{name}.weight", self._held[f"{name}.weight"].T)]
        plain = self._node("MatMul", product, f"{name}/product")
        return self._node("Add", [plain, self._weight(f"{name}.bias")], f"{name}/biased") if biased else plain

    def _norm(self, last: str, skipped: str, name: str) -> str:
        added = self._node("Add", [last, skipped], f"{name}/added")
        scaled = [added, self._weight(f"{name}.weight"), self._weight(f"{name}.bias")]
        return self._node("LayerNormalization", scaled, name, epsilon=self._config["layer_norm_eps"])

    def _embedded(self) -> str:
        words = self._node("Gather", [self._weight("embeddings.word_embeddings.weight"), "ids"], "words")
        # One text is one segment, so that segment's embedding is a part of each place's.
        places = self._held["embeddings.position_embeddings.weight"]
        segment = self._held["embeddings.token_type_embeddings.weight"][0]
        placed = self._node("Gather", [self._weight("placed", places + segment), "places"], "places/embedded")
        return self._norm(words, placed, "embeddings.LayerNorm")

    def _layer(self, last: str, layer: str) -> str:
        own = [f"{layer}attention.self.{part}" for part in ("query", "key", "value")]
        joined = self._weight(f"{layer}joined", np.concatenate([self._held[f"{n}.weight"].T for n in own], axis=1))
        bias = self._weight(f"{layer}joined.bias", np.concatenate([self._held[f"{n}.bias"] for n in own]))
        heads = self._config["num_attention_heads"]
        seen = self._node("Attention", [last, joined, bias], f"{layer}attention", FUSED, num_heads=heads)
        last = self._norm(
            self._dense(seen, f"{layer}attention.output.dense"), last, f"{layer}attention.output.LayerNorm"
        )
        wide = self._dense(last, f"{layer}intermediate.dense", biased=False)
        bent = [wide, self._weight(f"{layer}intermediate.dense.bias")]
        bent_back = self._dense(self._node("BiasGelu", bent, f"{layer}bent", FUSED), f"{layer}output.dense")
        return self._norm(bent_back, last, f"{layer}output.LayerNorm")
