import math
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from onnx import TensorProto
from onnx.helper import make_graph, make_model, make_node, make_opsetid, make_tensor_value_info
from sentence_transformers import CrossEncoder

from index import ModelError
from index.inference.embedders import packaged_folder
from index.inference.rerankers import (
    GRAPH,
    INPUTS,
    LONGEST_MARK,
    PACKAGED_READER,
    CrossEncoderReader,
    GraphReader,
    Scores,
    likeliest,
    reader_of,
)

DENIAL = "Governor Anton Veld denied that the dam had been unsafe."
RIGHT = f"{DENIAL} | Governor rejects report on dam | 2026-03-01 | Anton Veld | Rain fell for a week."
WRONG = "The match was played on Sunday in front of 4,000 people. | Harbour United wins at home |  |  | "


@pytest.mark.model
def test_packaged_reader_tells_an_answer_from_what_is_none() -> None:
    right, wrong = reader_of("").scores("who denied that the dam was unsafe", [RIGHT, WRONG])
    assert right > 0 > wrong


@pytest.mark.model
def test_a_closer_reader_lies_beside_the_packaged_one_and_tells_answers_too() -> None:
    closer = reader_of("").closer
    assert closer is not None
    question = "who denied that the dam was unsafe"
    right, wrong = closer.read(question, [RIGHT, WRONG], [len(DENIAL), len("The match was played")])
    assert right.score > 0 > wrong.score
    assert right.mark is not None
    assert "Veld" in DENIAL[right.mark.start : right.mark.end]
    assert right.mark == closer.mark(question, RIGHT, len(DENIAL))
    assert wrong.mark is None


@pytest.mark.model
def test_packaged_reader_marks_the_words_that_answer_and_none_where_none_does() -> None:
    reader = reader_of("")
    mark = reader.mark("who denied that the dam was unsafe", RIGHT, len(DENIAL))
    assert mark is not None
    assert "Veld" in DENIAL[mark.start : mark.end]
    assert 0.5 < mark.chance <= 1
    assert reader.mark("who denied that the dam was unsafe", WRONG, len("The match was played")) is None
    assert reader.mark("who denied it", "", 0) is None


MARKS = [[0.0, 0.0], [5.0, 0.0], [0.0, 0.0], [0.0, 5.0], [0.0, 0.0]]


def test_the_likeliest_first_and_last_piece_are_marked_in_their_order() -> None:
    first, last, chance = likeliest(np.array(MARKS, np.float32)) or (-1, -1, 0.0)
    assert (first, last) == (0, 2)
    assert chance == pytest.approx((math.exp(5) / (math.exp(5) + 4)) ** 2)
    turned = likeliest(np.array(MARKS, np.float32)[:, ::-1])
    assert turned is not None
    assert turned[0] <= turned[1]


def test_nothing_is_marked_where_none_here_is_likelier() -> None:
    assert likeliest(np.array([[6.0, 6.0], *MARKS[1:]], np.float32)) is None


@given(arrays(np.float32, st.tuples(st.integers(2, 60), st.just(2)), elements=st.floats(-30, 30, width=32)))
def test_a_mark_is_never_longer_than_an_answer_may_be(marks: Scores) -> None:
    found = likeliest(marks)
    if found is not None:
        first, last, chance = found
        assert 0 <= first <= last < min(first + LONGEST_MARK, len(marks) - 1)
        assert 0 < chance <= 1 + 1e-6


@pytest.mark.model
def test_a_sentence_scores_the_same_whatever_is_read_beside_it() -> None:
    reader = reader_of("")
    question = "who denied that the dam was unsafe"
    alone = [reader.scores(question, [s])[0] for s in (RIGHT, WRONG, RIGHT * 20)]
    assert reader.scores(question, [RIGHT, WRONG, RIGHT * 20]).tolist() == alone
    assert reader.scores(question, []).shape == (0,)


def test_a_graph_that_is_not_the_one_expected_is_refused(tmp_path: Path) -> None:
    (tmp_path / GRAPH).write_bytes(b"another graph")
    with pytest.raises(ModelError, match="not the published ones"):
        GraphReader(tmp_path, expected="0" * 64)


def test_a_damaged_graph_is_one_line(tmp_path: Path) -> None:
    (tmp_path / GRAPH).write_bytes((PACKAGED_READER / GRAPH).read_bytes()[:10_000])
    with pytest.raises(ModelError, match="cannot be loaded as a model"):
        reader_of(str(tmp_path))


def test_a_graph_that_takes_a_mask_is_told_at_once(tmp_path: Path) -> None:
    ends = [make_tensor_value_info(name, TensorProto.FLOAT, [1, None]) for name in (*INPUTS, "attention_mask", "sum")]
    graph = make_graph([make_node("Sum", [end.name for end in ends[:3]], ["sum"])], "sum", ends[:3], ends[3:])
    model = make_model(graph, ir_version=9, opset_imports=[make_opsetid("", 17)])
    (tmp_path / GRAPH).write_bytes(model.SerializeToString())
    with pytest.raises(ModelError, match="takes input_ids, token_type_ids, attention_mask and not"):
        GraphReader(tmp_path)


def test_a_folder_without_a_model_says_what_it_lacks(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="holds no model weights"):
        reader_of(str(tmp_path))


@pytest.mark.model
def test_two_threads_may_ask_a_reader_of_torch_at_once(tmp_path: Path) -> None:
    CrossEncoder(str(packaged_folder()), num_labels=1, device="cpu", local_files_only=True).save_pretrained(tmp_path)
    reader = CrossEncoderReader(tmp_path)
    batches = [[RIGHT * (n % 3 + 1), WRONG] for n in range(24)]
    alone = [reader.scores("who denied it", batch).tolist() for batch in batches[:3]]
    with ThreadPoolExecutor(2) as threads:
        found = list(threads.map(lambda batch: reader.scores("who denied it", batch).tolist(), batches))
    assert found == [alone[n % 3] for n in range(24)]
    assert reader.mark("who denied it", RIGHT, 20) is None
