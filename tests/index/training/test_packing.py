from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest
import torch
from sentence_transformers import CrossEncoder

from index.inference.embedders import packaged_folder
from index.inference.graphs import onnx_run
from index.inference.rerankers import GRAPH, GraphReader
from index.training import packing
from index.training.packing import EXPORTED, pack

QUESTION = "who denied that the dam was unsafe"
SENTENCES = [
    "Governor Anton Veld denied that the dam had been unsafe. | Governor rejects report on dam",
    "The match was played on Sunday in front of 4,000 people. | Harbour United wins at home",
    "Unsafe.",
    "Engineers had warned of it for years, in reports that nobody read, and in letters to the ministry. " * 4,
]
PAIRS = [(QUESTION, s) for s in SENTENCES]

# The reranker is made by the exporter that the packaged one was made by, which torch wants to replace.
pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.mark.model
def test_work_left_out_for_one_pair_changes_scores_by_their_rounding_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = _telling_apart(*PAIRS[:2])
    lean = packing.for_one_pair
    monkeypatch.setattr(packing, "for_one_pair", lambda graph: graph)
    pack(model, tmp_path, PAIRS)
    whole = onnx_run(tmp_path, (tmp_path / GRAPH).read_bytes(), EXPORTED)
    onnx.save(lean(onnx.load(tmp_path / GRAPH)), tmp_path / GRAPH)
    tokenizer = model.tokenizer
    wanted = [whole(dict(tokenizer([q], [s], return_tensors="np")))[0, 0] for q, s in PAIRS]
    found = GraphReader(tmp_path).scores(QUESTION, SENTENCES)
    assert wanted[0] - wanted[1] > 5
    assert np.abs(found - wanted).max() < 0.1 * np.ptp(wanted)


def _telling_apart(one: tuple[str, str], other: tuple[str, str]) -> CrossEncoder:
    """Return a model whose scores of two pairs are ten apart."""
    model = CrossEncoder(str(packaged_folder()), num_labels=1, device="cpu", local_files_only=True)
    transformer: Any = model.model
    with torch.no_grad():
        pooled = [transformer.bert(**model.tokenizer(*pair, return_tensors="pt"))[1][0] for pair in (one, other)]
        apart = pooled[0] - pooled[1]
        transformer.classifier.weight[0] = 10 * apart / apart.square().sum()
    return model  # type: ignore[no-any-return]
