from pathlib import Path

import numpy as np
import onnx
import pytest
import torch

from index.inference.graphs import onnx_runs
from index.inference.rerankers import GRAPH, MARKS, SCORE, GraphReader
from index.training import packing
from index.training.network import Network, Pieces, padded
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
    whole = onnx_runs(tmp_path, (tmp_path / GRAPH).read_bytes(), EXPORTED)
    onnx.save(lean(onnx.load(tmp_path / GRAPH)), tmp_path / GRAPH)
    wanted = [whole[SCORE](fed(s))[0] for s in SENTENCES]
    reader = GraphReader(tmp_path)
    assert wanted[0] - wanted[1] > 5
    assert np.abs(reader.scores(QUESTION, SENTENCES) - wanted).max() < 0.1 * np.ptp(wanted)
    marks = whole[MARKS](fed(SENTENCES[0]))[0]
    found = reader.marks(QUESTION, SENTENCES[0])
    assert found.shape == marks.shape
    assert np.abs(found - marks).max() < 0.1 * np.ptp(marks)


def _telling_apart() -> Network:
    """Return a network whose scores of the first two sentences are ten apart."""
    torch.manual_seed(7)
    network = Network().eval()
    pieces = Pieces()
    with torch.no_grad():
        read = [padded([pieces.pair(QUESTION, s, None, is_right=True)]) for s in SENTENCES[:2]]
        first, other = (network.transformer(**tensors).last_hidden_state[0, 0] for tensors in read)
        apart = first - other
        network.score.weight[0] = 10 * apart / apart.square().sum()
    return network
