"""Question and sentences → scores."""

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from index.inference.embedders import checked_weights, packaged_folder, prepare_torch
from index.inference.graphs import Graph, Inputs, loading, onnx_run

Scores = npt.NDArray[np.float32]

PACKAGED_READER = Path(__file__).parents[1] / "models" / "reader"
READER_SHA256 = "90c3ec88be9a3e3df971d45ca11a3f6c11e8eeb2b7da4decd1df06fb914a5970"
"""The packaged reader's graph, as `index.training` made it."""
GRAPH = "reader.onnx"
INPUTS = ("input_ids", "token_type_ids")
LONGEST_PAIR = 160
"""Word pieces of a question, a sentence and its title together; the reader was trained with as many."""
PAIR_BATCH = 16
"""Pairs of about one length that are read together, where a model is read by torch."""


class Reader(Protocol):
    """Says how well a sentence answers a question; two threads may ask it at once."""

    def scores(self, question: str, sentences: Sequence[str]) -> Scores:
        """Return one score a sentence: shape (len(sentences),); above 0 it rather answers than not."""


class GraphReader:
    """MiniLM fine-tuned (index/models/reader/README.md), as a graph with eight-bit weights.

    One sentence goes through at a time, a thread each: the scales of its activations are then its own, so
    that its score hangs on no other sentence, and nothing is spent on padding.
    """

    def __init__(self, folder: Path, threads: int = 2, expected: str | None = None) -> None:
        """Load the graph, and the tokenizer of the packaged MiniLM.

        Raises:
            ModelError: the graph is missing, has another sum than `expected`, or takes other inputs.
        """
        checked_weights(folder, expected, suffix=".onnx")
        with loading(folder):
            model = (folder / GRAPH).read_bytes()
        run = onnx_run(folder, model, INPUTS)
        self._graph = Graph(folder, run, packaged_folder() / "tokenizer.json", LONGEST_PAIR, threads)

    def scores(self, question: str, sentences: Sequence[str]) -> Scores:
        """Return one score a sentence: shape (len(sentences),); above 0 it rather answers than not."""
        return self._graph.run([(question, s) for s in sentences], _fed, 1)[:, 0]


def _fed(pairs: Sequence[Any]) -> Inputs:
    return dict(zip(INPUTS, ([p.ids for p in pairs], [p.type_ids for p in pairs]), strict=True))


class CrossEncoderReader:
    """A sentence-transformers cross-encoder of one output from a folder."""

    def __init__(self, folder: Path, threads: int = 2) -> None:
        """Load the model.

        Raises:
            ModelError: the folder is missing, holds code or no weights, or is no model of one output.
        """
        checked_weights(folder, None)
        import torch
        from sentence_transformers import CrossEncoder

        prepare_torch(threads)
        with loading(folder):
            self._model = CrossEncoder(
                str(folder), num_labels=1, max_length=LONGEST_PAIR, device="cpu", local_files_only=True,
                trust_remote_code=False, activation_fn=torch.nn.Identity(),
            )  # fmt: skip
        # One call takes all threads, and its tokenizer may not be set from two.
        self._one_at_a_time = threading.Lock()

    def scores(self, question: str, sentences: Sequence[str]) -> Scores:
        """Return one score a sentence: shape (len(sentences),); above 0 it rather answers than not."""
        if not sentences:
            return np.zeros(0, dtype=np.float32)
        pairs = [(question, s) for s in sentences]
        with self._one_at_a_time:
            scores = self._model.predict(pairs, batch_size=PAIR_BATCH, show_progress_bar=False)
        return np.asarray(scores, dtype=np.float32)


def reader_of(named: str, threads: int = 2) -> Reader:
    """Return the packaged reader, or the one in the folder `named`: a graph as `index.training` makes it, or a model.

    Raises:
        ModelError: the folder is missing, holds code or no weights, or is no model of one output.
    """
    if not named:
        return GraphReader(PACKAGED_READER, threads, READER_SHA256)
    folder = Path(named)
    return GraphReader(folder, threads) if (folder / GRAPH).is_file() else CrossEncoderReader(folder, threads)
