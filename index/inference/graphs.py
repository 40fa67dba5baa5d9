"""What runs graphs without torch: onnxruntime, and openvino where it is installed; the only importer of both."""

import logging
import os
import re
import sys
import threading
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from index.errors import ModelError

log = logging.getLogger(__name__)

Matrix = npt.NDArray[np.float32]
Inputs = dict[str, Any]
Run = Callable[[Inputs], Matrix]
"""Takes a graph's inputs by name and returns its first output; may be called by several threads at once."""

Item = TypeVar("Item")

NO_MEMORY = re.compile(r"alloc|out of memory", re.IGNORECASE)
"""What is in the errors of onnxruntime, openvino and torch when there is no memory left."""
STANDING_BACK = 4
"""How far the threads that run graphs stand back behind those of Python, which hand them their work."""
SHAPES = 100
"""Shapes of inputs for which openvino keeps what it has compiled; by itself it keeps 5,000, and grows until then."""
UNWANTED = ["SkipLayerNormFusion"]
"""onnxruntime's fused operator takes six times as long as the addition and the layer norm that it stands for (1.32)."""


@contextmanager
def loading(folder: Path, *more: type[Exception]) -> Iterator[None]:
    """Turn what the libraries raise on loading a model into one line that names its folder."""
    try:
        yield
    except (OSError, ValueError, KeyError, RuntimeError, *more) as error:  # type: ignore[misc]
        reason = str(error).splitlines()[0]
        raise ModelError(f"{folder}: cannot be loaded as a model ({reason})") from error


class Graph:
    """A graph and its tokenizer. Texts of one length go through together, so nothing is spent on padding."""

    def __init__(self, folder: Path, run: Run, tokenizer: Path, longest: int, threads: int) -> None:
        """Load the tokenizer of the graph of `folder` that `run` runs; texts are cut at `longest` word pieces.

        Raises:
            ModelError: it cannot be loaded.
        """
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
        from tokenizers import Tokenizer

        # The library's errors have no base of their own.
        with loading(folder, Exception):
            self.tokenizer = Tokenizer.from_file(str(tokenizer))
        self.tokenizer.no_padding()
        self.tokenizer.enable_truncation(longest)
        self._run = run
        self._threads = ThreadPoolExecutor(threads, "graph", stand_back)

    def run(self, texts: Sequence[Any], fed: Callable[[Sequence[Any]], Inputs], size: int, together: int = 1) -> Matrix:
        """Return the graph's first output for each text or pair: shape (len(texts), size).

        Up to `together` of them go through at once where they have the same number of word pieces; `fed`
        makes the graph's inputs, by name, of what the tokenizer returns for these.
        """

        def through(places: Sequence[int]) -> Matrix:
            inputs = {name: np.asarray(rows, np.int64) for name, rows in fed([encoded[n] for n in places]).items()}
            return self._run(inputs)

        encoded = self.tokenizer.encode_batch(list(texts))
        found = np.zeros((len(encoded), size), dtype=np.float32)
        groups = list(_of_one_length([len(e.ids) for e in encoded], together))
        for places, rows in zip(groups, self._threads.map(partial(in_memory, through), groups), strict=True):
            found[places] = rows
        return found

    def each(self, texts: Sequence[Any], through: Callable[[Any], Item]) -> list[Item]:
        """Return what `through` makes of each text or pair as the tokenizer returns it, several at once, in order."""
        return list(self._threads.map(through, self.tokenizer.encode_batch(list(texts))))


def stand_back() -> None:
    """Let this thread give way to the others of its process; only Linux can."""
    if sys.platform == "linux":
        nice = os.getpriority(os.PRIO_PROCESS, 0)
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), nice + STANDING_BACK)


def in_memory(through: Callable[[Sequence[Item]], Matrix], items: Sequence[Item]) -> Matrix:
    """Return what comes of all items, put through in as many parts as memory makes necessary.

    Raises:
        ModelError: there is no room for a single one.
    """
    try:
        return through(items)
    # What runs models says that it has no memory in errors of no common kind.
    except Exception as error:
        if not (isinstance(error, MemoryError) or NO_MEMORY.search(str(error))):
            raise
        if len(items) == 1:
            raise ModelError(
                "there is not enough memory to embed a single passage; free some, or add less at once"
            ) from error
    log.warning("memory is short: %d passages are embedded in two halves", len(items))
    middle = len(items) // 2
    return np.concatenate([in_memory(through, items[:middle]), in_memory(through, items[middle:])])


def onnx_run(folder: Path, model: bytes, inputs: Collection[str], weights: Mapping[str, Matrix] | None = None) -> Run:
    """Return what runs a graph of these `inputs` by onnxruntime, one thread to a call.

    `weights` are what `model` says lies elsewhere.

    Raises:
        ModelError: the graph of `folder` cannot be loaded, or takes other inputs.
    """
    session = OnnxSession(folder, model, inputs, weights)
    return session.only(session.outputs[0])


class OnnxSession:
    """What runs a graph by onnxruntime for such of its outputs as are wanted; nothing else is worked out then."""

    def __init__(
        self, folder: Path, model: bytes, inputs: Collection[str], weights: Mapping[str, Matrix] | None = None
    ) -> None:
        """Load a graph of these `inputs`, as `onnx_run` does.

        Raises:
            ModelError: the graph of `folder` cannot be loaded, or takes other inputs.
        """
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        held = {name: onnxruntime.OrtValue.ortvalue_from_numpy(matrix) for name, matrix in (weights or {}).items()}
        with loading(folder, Exception):
            options.add_external_initializers(list(held), list(held.values()))
            self._session = onnxruntime.InferenceSession(
                model, options, providers=["CPUExecutionProvider"], disabled_optimizers=UNWANTED
            )
        taken = [given.name for given in self._session.get_inputs()]
        if set(taken) != set(inputs):
            raise ModelError(f"{folder}: its graph takes {', '.join(taken)} and not {', '.join(inputs)}; make it anew")
        self._only = onnxruntime.RunOptions()
        self._only.only_execute_path_to_fetches = True
        self.outputs: list[str] = [output.name for output in self._session.get_outputs()]

    def run(self, outputs: Sequence[str], inputs: Inputs) -> list[Matrix]:
        """Return these outputs of a graph; may be called by several threads at once."""
        return [np.asarray(m, dtype=np.float32) for m in self._session.run(list(outputs), inputs, self._only)]

    def only(self, output: str) -> Run:
        """Return what runs the graph for one output."""
        return lambda inputs: self.run([output], inputs)[0]


class Halves:
    """openvino, which multiplies in bf16 where the processor can: half the bytes of fp32, some three times as fast."""

    def __init__(self) -> None:
        """Load it.

        Raises:
            ModelError: it is not installed.
        """
        try:
            import openvino
        except ImportError:
            raise ModelError(
                "openvino is not installed; install On Record with its extra, onrecord[openvino], "
                "or set ONRECORD_ENGINE to auto"
            ) from None
        # Its bindings set themselves up at the first tensor. Two threads that are both there first wait for each other,
        # one with a lock of theirs and one with Python's, so that no thread of the process goes on, ever.
        np.asarray(openvino.Tensor(np.zeros(1, np.float32)).data)
        self._core = openvino.Core()
        name = self._core.get_property("CPU", "FULL_DEVICE_NAME")
        self.name = f"openvino {openvino.get_version()} on {name}"
        self.are_fast = "BF16" in self._core.get_property("CPU", "OPTIMIZATION_CAPABILITIES")

    def run(self, folder: Path, model: bytes, streams: int, threads: int) -> Run:
        """Return what runs a whole graph: `streams` calls at once, that share `threads`.

        Raises:
            ModelError: the graph of `folder` cannot be loaded.
        """
        hints = {
            "INFERENCE_PRECISION_HINT": "bf16" if self.are_fast else "f32", "NUM_STREAMS": streams,
            "INFERENCE_NUM_THREADS": threads, "CPU_RUNTIME_CACHE_CAPACITY": SHAPES,
        }  # fmt: skip
        with loading(folder, Exception):
            compiled = self._core.compile_model(self._core.read_model(model, b""), "CPU", hints)
        own = threading.local()

        def run(inputs: Inputs) -> Matrix:
            if not hasattr(own, "request"):
                own.request = compiled.create_infer_request()
            return np.array(own.request.infer(inputs)[0], dtype=np.float32)

        return run


def _of_one_length(lengths: Sequence[int], together: int) -> Iterator[list[int]]:
    """Yield places of equal lengths, the longest first, so that no thread is left alone with one at the end."""
    order = sorted(range(len(lengths)), key=lambda n: -lengths[n])
    for _, places in groupby(order, key=lambda n: lengths[n]):
        left = list(places)
        yield from (left[n : n + together] for n in range(0, len(left), together))
