import gzip
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pytest
import torch

from index.inference.embedders import packaged_folder
from index.inference.taggers import LINKS, STATES, GraphTagger, cutter
from index.training.packing import packed_tagger
from index.training.tagging import (
    Annotated,
    Attribution,
    Example,
    LearningToTag,
    TagNetwork,
    annotated,
    examples,
    fed_of,
    told_of,
    unannotated,
)  # fmt: skip

TEXT = "Rain fell. Mark Hill said the dam would hold. Nobody left."
AROUND = (101, 102, 0)

pytestmark = [pytest.mark.model, pytest.mark.filterwarnings("ignore")]


def place(words: str, text: str = TEXT) -> tuple[int, int]:
    return text.index(words), text.index(words) + len(words)


ATTRIBUTION = Attribution(
    {"source": [place("Mark Hill")], "content": [place("the dam would hold")], "cue": [place("said")]}
)


def example(text: str = TEXT) -> Example:
    [only] = examples(Annotated(text, [ATTRIBUTION], 0), cutter(packaged_folder()))
    return only


def test_a_window_says_what_each_piece_is_to_its_cue() -> None:
    pieces = cutter(packaged_folder()).encode(TEXT, add_special_tokens=False).tokens
    window = example()
    assert [pieces[head] for head in window.heads] == ["said"]
    assert window.begins.nonzero()[:, 0].tolist() == list(window.heads)
    own = {kind: [pieces[n] for n in row.nonzero()[:, 0]] for kind, row in zip(LINKS, window.links[0], strict=True)}
    assert own == {"source": ["mark", "hill"], "content": ["the", "dam", "would", "hold"], "cue": ["said"]}


def test_a_window_without_a_cue_has_no_links() -> None:
    [window] = examples(Annotated("Rain fell on the town.", [], 0), cutter(packaged_folder()))
    assert (list(window.heads), window.links.shape[0]) == ([], 0)


def test_what_is_seen_often_is_learnt_and_told() -> None:
    torch.manual_seed(1)
    network = TagNetwork()
    learning, window = LearningToTag(network, AROUND), example()
    made = torch.optim.AdamW([w for w in network.parameters() if w.requires_grad], lr=1e-3)
    losses = []
    for _ in range(25):
        loss = learning([window])["loss"]
        losses.append(float(loss.detach()))
        made.zero_grad()
        loss.backward()
        made.step()
    assert losses[-1] < losses[0] / 20
    with torch.no_grad():
        states = network.eval()(**fed_of([window], AROUND))[0][0, 1:-1]
    told = told_of(network, states, window.ids)
    assert list(told.heads) == list(window.heads)
    assert (told.links - window.links).abs().mean() < 0.1


def test_the_graph_marks_what_the_network_does(tmp_path: Path) -> None:
    torch.manual_seed(1)
    network = TagNetwork().eval()
    fed = fed_of([example()], AROUND)
    packed_tagger(network, tmp_path, [fed])
    with torch.no_grad():
        wanted = network(**fed)[0][0].numpy()
    graph = GraphTagger(tmp_path, expected=None)
    found = graph._states({name: fed[name].numpy() for name in ("input_ids", "token_type_ids")})[0]
    assert found.shape == wanted.shape, STATES
    assert np.abs(found - wanted).max() < 0.2 * np.ptp(wanted)


def rows(path: Path, found: Sequence[Mapping[str, object]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress("\n".join(json.dumps(row) for row in found).encode()))


def test_articles_of_groups_that_only_measure_are_known_for_it(tmp_path: Path) -> None:
    texts = [{"id": name, "text": f"{name} said so."} for name in ("a", "b", "c", "d")]
    rows(tmp_path / "polnear" / "corpus.jsonl.gz", texts[:2])
    rows(tmp_path / "polnear" / "attributions.jsonl.gz", [])
    rows(tmp_path / "newsroom" / "corpus.jsonl.gz", texts)
    asked = [("g03", "a"), ("g04", "b"), ("g07", "c"), ("g05", "d")]
    rows(
        tmp_path / "newsroom" / "questions.jsonl.gz",
        [{"group": group, "evidence": [{"doc_id": doc}]} for group, doc in asked],
    )
    assert [(a.text[0], a.part) for a in annotated(tmp_path)] == [("a", 3), ("b", 0)]
    assert unannotated(tmp_path) == ["d said so."]
