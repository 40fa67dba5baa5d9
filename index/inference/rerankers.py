"""Question and sentences → scores, and the words that answer marked."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from index.inference.embedders import checked_session, checked_weights, packaged_folder, prepare_torch
from index.inference.graphs import Graph, Inputs, loading

Scores = npt.NDArray[np.float32]

PACKAGED_READER = Path(__file__).parents[1] / "models" / "reader"
READER_SHA256 = "742f27ab842d48a04e44f14a8fb43811dbc5572fb839fc2861a35e1f042dc08d"
"""The packaged reader's graph and that of the closer one beside it, as `index.training` made them."""
GRAPH = "reader.onnx"
CLOSE = "close"
"""The folder beside a reader's graph in which that of a closer one lies, with its own tokenizer."""
TOKENIZER = "tokenizer.json"
INPUTS = ("input_ids", "token_type_ids")
SCORE, MARKS = "score", "marks"
"""What the graph gives: one number a pair, and two for each of its pieces, as first and as last of the answer."""
LONGEST_PAIR = 160
"""Word pieces of a question, a sentence and what is told of it together; the reader was trained with as many."""
LONGEST_MARK = 24
"""Word pieces of an answer at most."""
PAIR_BATCH = 16
"""Pairs of about one length that are read together, where a model is read by torch."""


@dataclass(frozen=True, slots=True)
class Mark:
    """The characters of a text that answer, half-open, and how likely these do, given that the sentence does."""

    start: int
    end: int
    chance: float


@dataclass(frozen=True, slots=True)
class Read:
    """What a closer reader makes of a sentence: how well it answers, and which of its words do."""

    score: float
    mark: Mark | None


class CloserReader(Protocol):
    """Reads a few sentences again, better than a reader and more slowly; two threads may ask it at once."""

    def read(self, question: str, texts: Sequence[str], lengths: Sequence[int]) -> list[Read]:
        """Return for each text how well it answers, and which of its first `lengths` characters do."""

    def mark(self, question: str, text: str, length: int) -> Mark | None:
        """Return the words that answer among the first `length` characters of a text; None where it marks none."""


class Reader(Protocol):
    """Says how well a sentence answers a question, and which of its words do; two threads may ask it at once."""

    @property
    def closer(self) -> CloserReader | None:
        """A slower and better one, to read the best again; None where there is none."""

    def pieces(self, text: str) -> int:
        """Return into how many word pieces a text falls: many a word where its language is not the reader's."""

    def scores(self, question: str, sentences: Sequence[str]) -> Scores:
        """Return one score a sentence: shape (len(sentences),); above 0 it rather answers than not."""

    def mark(self, question: str, text: str, length: int) -> Mark | None:
        """Return the words that answer among the first `length` characters of a text; None where it marks none."""


class GraphReader:
    """A transformer fine-tuned (index/models/reader/README.md), as a graph with eight-bit weights.

    One sentence goes through at a time, a thread each: the scales of its activations are then its own, so
    that its score hangs on no other sentence, and nothing is spent on padding.
    """

    def __init__(self, folder: Path, threads: int = 2, expected: str | None = None) -> None:
        """Load the graph with its own tokenizer, or with the packaged MiniLM's, and a closer one that lies beside it.

        Raises:
            ModelError: a graph is missing, takes other inputs, or both together have another sum than `expected`.
        """
        self._session = checked_session(folder, GRAPH, expected, INPUTS, (SCORE, MARKS))
        own = folder / TOKENIZER
        tokenizer = own if own.is_file() else packaged_folder() / TOKENIZER
        self._graph = Graph(folder, self._session.only(SCORE), tokenizer, LONGEST_PAIR, threads)
        close = folder / CLOSE
        self._closer = GraphReader(close, threads) if (close / GRAPH).is_file() else None

    @property
    def closer(self) -> "GraphReader | None":
        """The one that reads the best again."""
        return self._closer

    def scores(self, question: str, sentences: Sequence[str]) -> Scores:
        """Return one score a sentence: shape (len(sentences),); above 0 it rather answers than not."""
        return self._graph.run([(question, s) for s in sentences], _fed, 1)[:, 0]

    def pieces(self, text: str) -> int:
        """Return into how many word pieces a text falls."""
        return len(self._graph.tokenizer.encode(text, add_special_tokens=False).ids)

    def mark(self, question: str, text: str, length: int) -> Mark | None:
        """Return the words that answer among the first `length` characters of a text, None where none does.

        The likeliest first and last piece, which may not lie further apart than `LONGEST_MARK`; the piece before them
        all stands for "none here".
        """
        encoded = self._graph.tokenizer.encode(question, text)
        return _mark_in(encoded, self._run((MARKS,), encoded)[0][0], length)

    def read(self, question: str, texts: Sequence[str], lengths: Sequence[int]) -> list[Read]:
        """Return for each text how well it answers, and which of its first `lengths` characters do."""

        def through(encoded: Any) -> tuple[Any, float, Scores]:  # noqa: ANN401 - tokenizers is untyped
            score, marks = self._run((SCORE, MARKS), encoded)
            return encoded, float(score[0]), marks[0]

        read = self._graph.each([(question, text) for text in texts], through)
        return [Read(s, _mark_in(encoded, m, n)) for (encoded, s, m), n in zip(read, lengths, strict=True)]

    def marks(self, question: str, text: str) -> Scores:
        """Return what each piece of a pair counts as first and as last of the answer: shape (pieces, 2)."""
        marks: Scores = self._run((MARKS,), self._graph.tokenizer.encode(question, text))[0][0]
        return marks

    def _run(self, outputs: Sequence[str], encoded: Any) -> list[Scores]:  # noqa: ANN401 - tokenizers is untyped
        fed = {name: np.asarray(rows, np.int64) for name, rows in _fed([encoded]).items()}
        return self._session.run(outputs, fed)


def _mark_in(encoded: Any, marks: Scores, length: int) -> Mark | None:  # noqa: ANN401 - tokenizers is untyped
    own = [n for n, of in enumerate(encoded.sequence_ids) if of == 1 and encoded.offsets[n][1] <= length]
    found = likeliest(marks[[0, *own]]) if own else None
    if found is None:
        return None
    first, last, chance = found
    return Mark(encoded.offsets[own[first]][0], encoded.offsets[own[last]][1], chance)


def likeliest(marks: Scores) -> tuple[int, int, float] | None:
    """Return the likeliest first and last piece and their chance; None where "none here", in front, is likelier."""
    chances = np.exp(marks - marks.max(0))
    first, last = (chances / chances.sum(0)).T
    together = np.triu(np.outer(first[1:], last[1:]))
    together -= np.triu(together, LONGEST_MARK)
    place = int(together.argmax())
    here, there = divmod(place, len(together))
    if together[here, there] <= first[0] * last[0]:
        return None
    return here, there, float(together[here, there])


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

    @property
    def closer(self) -> None:
        """None: a model by itself has none beside it."""
        return None

    def scores(self, question: str, sentences: Sequence[str]) -> Scores:
        """Return one score a sentence: shape (len(sentences),); above 0 it rather answers than not."""
        if not sentences:
            return np.zeros(0, dtype=np.float32)
        pairs = [(question, s) for s in sentences]
        with self._one_at_a_time:
            scores = self._model.predict(pairs, batch_size=PAIR_BATCH, show_progress_bar=False)
        return np.asarray(scores, dtype=np.float32)

    def pieces(self, text: str) -> int:
        """Return into how many word pieces a text falls."""
        return len(self._model.tokenizer.tokenize(text))

    def mark(self, question: str, text: str, length: int) -> Mark | None:
        """Return None: a model of one output marks nothing."""
        return None


def reader_of(named: str, threads: int = 2) -> Reader:
    """Return the packaged reader, or the one in the folder `named`: a graph as `index.training` makes it, or a model.

    Raises:
        ModelError: the folder is missing, holds code or no weights, or is no model of one output.
    """
    if not named:
        return GraphReader(PACKAGED_READER, threads, READER_SHA256)
    folder = Path(named)
    return GraphReader(folder, threads) if (folder / GRAPH).is_file() else CrossEncoderReader(folder, threads)
