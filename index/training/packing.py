"""A learnt cross-encoder → the packaged graph: exported, its operators fused, its weights in eight bits.

Dynamic quantisation, one scale an output channel, as onnxruntime's documentation describes it for
transformers: weights once, activations as they come.
"""

import tempfile
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.transformers.optimizer import optimize_model
from sentence_transformers import CrossEncoder
from transformers import PreTrainedModel

from index.encoders import checked_weights
from index.readers import GRAPH, INPUTS

OPSET = 17
TENSOR_FLOAT = 1
"""onnx.TensorProto.FLOAT, what fused operators give whose type the quantiser cannot infer."""


class _Logits(torch.nn.Module):
    def __init__(self, model: torch.nn.Module) -> None:
        super().__init__()
        self.model = model

    def forward(self, *inputs: torch.Tensor) -> torch.Tensor:
        logits: torch.Tensor = self.model(**dict(zip(INPUTS, inputs, strict=True))).logits
        return logits


def pack(model: CrossEncoder, folder: Path) -> str:
    """Write the graph of `model` into `folder`; return the sha256 of the file."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as rough:
        exported, fused = Path(rough) / "exported.onnx", Path(rough) / "fused.onnx"
        _export(model, exported)
        config = _transformer(model).config
        optimised = optimize_model(
            str(exported), "bert", num_heads=config.num_attention_heads, hidden_size=config.hidden_size
        )
        optimised.save_model_to_file(str(fused))
        quantize_dynamic(
            fused, folder / GRAPH, weight_type=QuantType.QInt8, per_channel=True, nodes_to_exclude=_sensitive(fused),
            extra_options={"MatMulConstBOnly": True, "DefaultTensorType": TENSOR_FLOAT},
        )  # fmt: skip
    return checked_weights(folder, None, suffix=Path(GRAPH).suffix)


def _sensitive(graph: Path) -> list[str]:
    """Return the second halves of the feed-forward layers: what reaches them has outliers that eight bits blur."""
    names = [node.name for node in onnx.load(str(graph)).graph.node if node.op_type == "MatMul"]
    return [n for n in names if "/output/dense" in n and "attention" not in n]


def _export(model: CrossEncoder, path: Path) -> None:
    sample = model.tokenizer(["Who said so?"], ["He said so."], return_tensors="pt")
    model.eval()
    torch.onnx.export(
        _Logits(_transformer(model)), tuple(sample[name] for name in INPUTS), path, input_names=list(INPUTS),
        output_names=["logits"], dynamic_axes={name: {0: "pair", 1: "piece"} for name in INPUTS},
        opset_version=OPSET, dynamo=False,
    )  # fmt: skip


def _transformer(model: CrossEncoder) -> PreTrainedModel:
    if model.model is None:
        raise ValueError("this cross-encoder is not one transformer with a head")
    return model.model
