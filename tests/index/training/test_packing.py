import shutil
from pathlib import Path

import numpy as np
import onnx
import pytest
import torch

from index.inference.graphs import OnnxSession
from index.inference.rerankers import CLOSE, GRAPH, MARKS, PACKAGED_READER, SCORE, TOKENIZER, GraphReader
from index.training import packing
from index.training.network import Network, Pieces, padded, states_of
from index.training.packing import EXPORTED, pack

QUESTION = "who denied that the dam was unsafe"
SENTENCES = [
    "Governor Anton Veld denied that the dam had been unsafe. | Governor rejects report on dam |  |  | ",
    "The match was played on Sunday in front of 4,000 people. | Harbour United wins at home |  |  | ",
    "Unsafe.",
    "Engineers had warned of it for years, in reports that nobody read, and in letters to the ministry. " * 4,
]
PAIRS = [(QUESTION, s) for s in SENTENCES]

# The reranker is made by the exporter that the packaged one was made by, which torch wants to replace.
pytestmark = pytest.mark.filterwarnings("ignore")


def fed(sentence: str) -> dict[str, np.ndarray]:
    tensors = padded([Pieces().pair(QUESTION, sentence, None, is_right=True)])
    return {name: tensors[name].numpy() for name in EXPORTED}


@pytest.mark.model
def test_work_left_out_for_one_pair_changes_scores_by_their_rounding_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    network = _telling_apart()
    lean = packing.for_one_pair
    monkeypatch.setattr(packing, "for_one_pair", lambda graph: graph)
    pack(network, tmp_path, PAIRS)
    whole = OnnxSession(tmp_path, (tmp_path / GRAPH).read_bytes(), EXPORTED)
    onnx.save(lean(onnx.load(tmp_path / GRAPH)), tmp_path / GRAPH)
    wanted = [whole.only(SCORE)(fed(s))[0] for s in SENTENCES]
    reader = GraphReader(tmp_path)
    assert wanted[0] - wanted[1] > 5
    assert np.abs(reader.scores(QUESTION, SENTENCES) - wanted).max() < 0.1 * np.ptp(wanted)
    marks = whole.only(MARKS)(fed(SENTENCES[0]))[0]
    found = reader.marks(QUESTION, SENTENCES[0])
    assert found.shape == marks.shape
    assert np.abs(found - marks).max() < 0.1 * np.ptp(marks)


@pytest.mark.model
def test_a_network_that_looks_at_distances_is_packed_with_its_tokenizer(tmp_path: Path) -> None:
    from transformers import MPNetConfig, MPNetModel

    model, out = tmp_path / "model", tmp_path / "out"
    small = MPNetConfig(
        vocab_size=30527, hidden_size=48, intermediate_size=96, num_attention_heads=4, num_hidden_layers=4,
        initializer_range=0.3,
    )  # fmt: skip
    MPNetModel(small, add_pooling_layer=False).save_pretrained(model)
    shutil.copyfile(PACKAGED_READER / CLOSE / TOKENIZER, model / TOKENIZER)
    network = _telling_apart(model).thinned((0, 3))
    assert len(network.transformer.encoder.layer) == 2
    pack(network, out, PAIRS)
    pieces, reader = Pieces(model), GraphReader(out)
    with torch.no_grad():
        wanted = [network.read([pieces.pair(*pair, None, is_right=True)])[0].item() for pair in PAIRS]
    assert np.abs(reader.scores(QUESTION, SENTENCES) - wanted).max() < 0.1 * np.ptp(wanted)
    assert reader.closer is None


def _telling_apart(folder: Path | None = None) -> Network:
    """Return a network whose scores of the first two sentences are ten apart."""
    torch.manual_seed(7)
    network = Network(folder).eval()
    pieces = Pieces(folder)
    with torch.no_grad():
        read = [padded([pieces.pair(QUESTION, s, None, is_right=True)]) for s in SENTENCES[:2]]
        first, other = (states_of(network.transformer, **tensors)[0, 0] for tensors in read)
        apart = first - other
        network.score.weight[0] = 10 * apart / apart.square().sum()
    return network
