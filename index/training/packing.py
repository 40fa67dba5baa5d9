"""A learnt network → the packaged graph: exported, its operators fused, its weights in eight bits.

Dynamic quantisation, one scale an output channel, as onnxruntime's documentation describes it for transformers: weights
once, activations as they come. These have outliers that eight bits would blur, before feed-forward layers most; they
are moved into the weights first, channel by channel, by the measure of SmoothQuant (Xiao et al., 2023,
https://arxiv.org/abs/2211.10438, equation 4). Pairs and windows go through one at a time, so nothing is masked. A
reader's graph gives two things: where only the score is asked for, of the last layer only the first piece, which is
scored, is worked out; where the marks are, all of it.
"""

import shutil
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnx
import onnxruntime
import torch
from onnx import ModelProto, NodeProto, TensorProto, ValueInfoProto, numpy_helper
from onnx.helper import make_node, make_tensor_value_info
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.transformers.optimizer import optimize_model

from index.inference.embedders import checked_weights
from index.inference.rerankers import GRAPH, INPUTS, MARKS, SCORE, TOKENIZER
from index.inference.taggers import DISTANCES, STATES
from index.inference.taggers import GRAPH as TAGGER_GRAPH
from index.training.network import Network, Pieces, padded
from index.training.tagging import TagNetwork

OPSET = 17
MASK = "attention_mask"
EXPORTED = ("input_ids", MASK, "token_type_ids")
"""What the transformer itself takes."""
TENSOR_FLOAT = TensorProto.FLOAT
"""What fused operators give whose type the quantiser cannot infer."""
MOVED = 0.8
"""How much of an outlier goes into the weights. Of .5, .7, .8, .85 and .9 those from .7 are alike, by the scores of 100
pairs that taught nothing: correlated .998 with full precision, with none moved but of second halves .993."""
LEAST, MOST = 1e-2, 1e3
"""Bounds of a channel's scale beside the median one."""

PIECEWISE = frozenset({MARKS, STATES})
"""Outputs that have a row for each piece."""

Fed = Mapping[str, torch.Tensor]
"""What a transformer takes, by the name of the input."""
Channels = npt.NDArray[np.float32]


def pack(network: Network, folder: Path, pairs: Sequence[tuple[str, str]]) -> str:
    """Write the graph of a reader into `folder`, with its tokenizer where that is not MiniLM's; return its sha256.

    `pairs` of a question and a sentence, as the reader is given them, show how large activations become.
    """
    pieces = Pieces(network.folder)
    shown = [padded([pieces.pair(question, sentence, None, is_right=True)]) for question, sentence in pairs]
    made = written(for_one_pair(_quantised(network, shown, (SCORE, MARKS))), folder / GRAPH)
    if network.folder is not None:
        shutil.copyfile(network.folder / TOKENIZER, folder / TOKENIZER)
    return made


def packed_tagger(network: TagNetwork, folder: Path, shown: Sequence[Fed]) -> str:
    """Write the graph of a tagger into `folder`; return the sha256 of the file. `shown` are windows as it takes."""
    return written(_without_mask(_quantised(network, shown, (STATES, DISTANCES))), folder / TAGGER_GRAPH)


def written(graph: ModelProto, path: Path) -> str:
    """Write a graph; return its sha256."""
    path.parent.mkdir(parents=True, exist_ok=True)
    onnx.save(graph, path)
    return checked_weights(path.parent, None, suffix=path.suffix)


def _quantised(network: Network | TagNetwork, shown: Sequence[Fed], outputs: Sequence[str]) -> ModelProto:
    """Return the graph of a network, fused and in eight bits; `shown` are inputs that it meets."""
    network.eval()
    config = network.transformer.config
    with tempfile.TemporaryDirectory() as rough:
        exported, smooth, small = (Path(rough) / f"{name}.onnx" for name in ("exported", "smooth", "small"))
        _export(network, exported, shown[0], outputs)
        fused = optimize_model(
            str(exported), "bert", num_heads=config.num_attention_heads, hidden_size=config.hidden_size
        ).model
        onnx.save(_smoothed(fused, _largest(fused, shown)), smooth)
        quantize_dynamic(
            smooth, small, weight_type=QuantType.QInt8, per_channel=True,
            extra_options={"MatMulConstBOnly": True, "DefaultTensorType": TENSOR_FLOAT},
        )  # fmt: skip
        return _with_plain_norms(onnx.load(small))


def _export(network: torch.nn.Module, path: Path, sample: Fed, outputs: Sequence[str]) -> None:
    torch.onnx.export(
        network, tuple(sample[name] for name in EXPORTED), path, input_names=list(EXPORTED),
        output_names=list(outputs), opset_version=OPSET, dynamo=False,
        dynamic_axes={name: {0: "pair", 1: "piece"} for name in (*EXPORTED, *PIECEWISE.intersection(outputs))},
    )  # fmt: skip


def _products(graph: ModelProto) -> dict[str, list[NodeProto]]:
    """Return the products of activations with weights, by the name of the activations."""
    weights = {tensor.name for tensor in graph.graph.initializer if len(tensor.dims) == 2}
    found: dict[str, list[NodeProto]] = {}
    for node in graph.graph.node:
        if node.op_type == "MatMul" and node.input[1] in weights:
            found.setdefault(node.input[0], []).append(node)
    return found


def _largest(graph: ModelProto, shown: Sequence[Fed]) -> dict[str, Channels]:
    """Return the largest of each channel of the activations that weights meet, by their name: shape (channels,)."""
    watched = ModelProto()
    watched.CopyFrom(graph)
    names = list(_products(watched))
    watched.graph.output.extend(make_tensor_value_info(name, TENSOR_FLOAT, None) for name in names)
    session = onnxruntime.InferenceSession(watched.SerializeToString(), providers=["CPUExecutionProvider"])
    taken = [given.name for given in session.get_inputs()]
    found = {name: np.zeros(1, np.float32) for name in names}
    for fed in shown:
        seen = session.run(names, {name: fed[name].numpy() for name in taken})
        for name, activations in zip(names, seen, strict=True):
            found[name] = np.maximum(found[name], np.abs(activations).reshape(-1, activations.shape[-1]).max(0))
    return found


def _smoothed(graph: ModelProto, largest: Mapping[str, Channels]) -> ModelProto:
    """Return a graph of the same sense in which weights meet smaller activations and are larger instead."""
    weights = {tensor.name: tensor for tensor in graph.graph.initializer}
    made: dict[str, NodeProto] = {}
    for name, products in _products(graph).items():
        matrices = [numpy_helper.to_array(weights[node.input[1]]) for node in products]
        scales = _scales(largest[name], np.max([np.abs(m).max(1) for m in matrices], axis=0))
        inverse, smooth = f"{name}/scale", f"{name}/smooth"
        graph.graph.initializer.append(numpy_helper.from_array((1 / scales).astype(np.float32), inverse))
        made[products[0].name] = make_node("Mul", [name, inverse], [smooth], name=smooth)
        for node, matrix in zip(products, matrices, strict=True):
            moved = (matrix * scales[:, None]).astype(np.float32)
            weights[node.input[1]].CopyFrom(numpy_helper.from_array(moved, node.input[1]))
            node.input[0] = smooth
    return _with_nodes(graph, [n for node in graph.graph.node for n in (made.get(node.name), node) if n is not None])


def _scales(activations: Channels, weights: Channels) -> Channels:
    raw = np.maximum(activations, 1e-3) ** MOVED / np.maximum(weights, 1e-4) ** (1 - MOVED)
    return np.clip(raw / np.median(raw), LEAST, MOST).astype(np.float32)


def _with_plain_norms(graph: ModelProto) -> ModelProto:
    """Return the graph with additions and layer norms where they were fused into one, slower operator."""
    nodes: list[NodeProto] = []
    for node in graph.graph.node:
        nodes += _norm_apart(node) if node.op_type == "SkipLayerNormalization" else [node]
    return _with_nodes(graph, nodes)


def _norm_apart(node: NodeProto) -> list[NodeProto]:
    product, skipped, gamma, beta, *bias = node.input
    epsilon = next(a.f for a in node.attribute if a.name == "epsilon")
    biased, added = f"{node.name}/biased", f"{node.name}/added"
    before = [make_node("Add", [product, bias[0]], [biased], name=biased)] if bias else []
    return [
        *before,
        make_node("Add", [biased if bias else product, skipped], [added], name=added),
        make_node("LayerNormalization", [added, gamma, beta], [node.output[0]], name=node.name, epsilon=epsilon),
    ]


def for_one_pair(graph: ModelProto) -> ModelProto:
    """Return a quantised graph that takes one pair at a time: without a mask, and scored with less work.

    Where its attention is not fused into one operator, for it looks at distances, it makes its mask itself. It takes
    what others do, also where it looks at less of that.
    """
    if not any(node.op_type == "QAttention" for node in graph.graph.node):
        return _with_own_mask(graph)
    return _first_only(_without_mask(graph))


def _with_own_mask(graph: ModelProto) -> ModelProto:
    one = numpy_helper.from_array(np.ones(1, np.int64))
    made = [
        make_node("Shape", [INPUTS[0]], [f"{MASK}/shape"], name=f"{MASK}/shape"),
        make_node("ConstantOfShape", [f"{MASK}/shape"], [MASK], name=MASK, value=one),
    ]
    taken = {i.name for i in graph.graph.input}
    sizes = ["pair", "piece"]
    graph.graph.input.extend(make_tensor_value_info(n, TensorProto.INT64, sizes) for n in INPUTS if n not in taken)
    return _with_nodes(_without_input(graph, MASK), [*made, *graph.graph.node])


def _without_input(graph: ModelProto, name: str) -> ModelProto:
    kept = [ValueInfoProto.FromString(i.SerializeToString()) for i in graph.graph.input if i.name != name]
    del graph.graph.input[:]
    graph.graph.input.extend(kept)
    return graph


def _without_mask(graph: ModelProto) -> ModelProto:
    nodes = [node for node in graph.graph.node if MASK not in node.input]
    masks = {name for node in graph.graph.node if MASK in node.input for name in node.output}
    made = {"QAttention": 5, "QEmbedLayerNormalization": 7}
    for node in nodes:
        if node.op_type in made:
            node.input[made[node.op_type]] = ""
    if any(name in masks for node in nodes for name in node.input):
        raise ValueError("the graph uses its mask in a way that is not known")
    return _with_nodes(_without_input(graph, MASK), nodes)


def _first_only(graph: ModelProto) -> ModelProto:
    """Return a graph whose last layer, once it has looked around, goes on to the score with the first piece alone."""
    nodes = list(graph.graph.node)
    last = max(n for n, node in enumerate(nodes) if node.op_type == "QAttention")
    quantised = next(node for node in nodes if nodes[last].input[0] in node.output)
    cut = (nodes[last].output[0], quantised.input[0])
    tail = nodes[last + 1 :]
    scoring = _leading_to(SCORE, tail)
    firsts = {name: f"{name}/first" for name in (*cut, *(out for node in scoring for out in node.output))}
    firsts.pop(SCORE)
    graph.graph.initializer.append(numpy_helper.from_array(np.zeros(1, np.int64), "first"))
    gathered = [make_node("Gather", [name, "first"], [firsts[name]], name=firsts[name], axis=1) for name in cut]
    alone = [_renamed(node, firsts) for node in scoring]
    return _with_nodes(graph, [*nodes[: last + 1], *gathered, *alone, *_leading_to(MARKS, tail)])


def _leading_to(output: str, nodes: Sequence[NodeProto]) -> list[NodeProto]:
    """Return the nodes, in order, by which an output is made."""
    needed, kept = {output}, list[NodeProto]()
    for node in reversed(nodes):
        if needed.intersection(node.output):
            needed.update(node.input)
            kept.append(node)
    return kept[::-1]


def _renamed(node: NodeProto, names: Mapping[str, str]) -> NodeProto:
    copy = NodeProto()
    copy.CopyFrom(node)
    copy.name = f"{node.name}/first"
    copy.input[:] = [names.get(name, name) for name in node.input]
    copy.output[:] = [names.get(name, name) for name in node.output]
    return copy


def _with_nodes(graph: ModelProto, nodes: Sequence[NodeProto]) -> ModelProto:
    copies = [NodeProto.FromString(node.SerializeToString()) for node in nodes]
    del graph.graph.node[:]
    graph.graph.node.extend(copies)
    return graph
