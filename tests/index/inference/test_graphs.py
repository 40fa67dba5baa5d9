import subprocess
import sys
from collections.abc import Callable, Sequence

import numpy as np
import pytest

from index import ModelError
from index.inference.graphs import Matrix, in_memory

ERRORS = (
    MemoryError(),
    RuntimeError("std::bad_alloc"),
    RuntimeError("Failed to allocate memory for requested buffer of size 40960"),
    RuntimeError("CUDA out of memory. Tried to allocate 20.00 MiB"),
)


def room_for(most: int, error: Exception, taken: list[int]) -> Callable[[Sequence[int]], Matrix]:
    def through(items: Sequence[int]) -> Matrix:
        if len(items) > most:
            raise error
        taken.append(len(items))
        return np.array([[i] for i in items], dtype=np.float32)

    return through


@pytest.mark.parametrize("error", ERRORS)
def test_what_memory_has_no_room_for_goes_through_in_parts(error: Exception) -> None:
    taken: list[int] = []
    assert in_memory(room_for(3, error, taken), range(10))[:, 0].tolist() == list(range(10))
    assert max(taken) <= 3


def test_no_room_for_a_single_one_is_one_line() -> None:
    with pytest.raises(ModelError, match="not enough memory to embed a single passage"):
        in_memory(room_for(0, MemoryError(), []), range(4))


def test_any_other_error_is_not_taken_for_a_want_of_memory() -> None:
    with pytest.raises(ValueError, match="wrong shape"):
        in_memory(room_for(1, ValueError("wrong shape"), []), range(4))


TWO_AT_FIRST = """
import threading, time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
import numpy as np
from onnx import TensorProto, helper
from index.inference.graphs import Halves

known = np.lib.NumpyVersion

def slowly(version):
    time.sleep(0.3)
    return known(version)

np.lib.NumpyVersion = slowly  # what the bindings ask numpy while they set themselves up
same = helper.make_node("Relu", ["x"], ["y"])
ends = [helper.make_tensor_value_info(name, TensorProto.FLOAT, [1, 4]) for name in "xy"]
graph = helper.make_model(helper.make_graph([same], "same", ends[:1], ends[1:]), ir_version=8,
                          opset_imports=[helper.make_opsetid("", 17)])
run = Halves().run(Path("same"), graph.SerializeToString(), 2, 2)
start = threading.Barrier(2)

def first(_):
    start.wait()
    return float(run({"x": np.ones((1, 4), np.float32)}).sum())

with ThreadPoolExecutor(2) as threads:
    print(list(threads.map(first, range(2))))
"""


def test_two_threads_may_both_run_the_first_of_openvino() -> None:
    pytest.importorskip("openvino")
    ended = subprocess.run([sys.executable, "-c", TWO_AT_FIRST], capture_output=True, text=True, timeout=60)
    assert ended.stdout == "[4.0, 4.0]\n", ended.stderr
