"""The vector index: FAISS behind a seam of three members. The only importer of faiss.

It is derived from the store and can be thrown away at any time; nothing is ever saved from it.
"""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt

Matrix = npt.NDArray[np.float32]


class VectorIndex(Protocol):
    """Exact or approximate nearest neighbours by inner product of unit vectors."""

    def __len__(self) -> int:
        """Return how many vectors are held."""

    def add(self, ids: Sequence[int], vectors: Matrix) -> None:
        """Hold `vectors`, shape (len(ids), dimension), under their ids."""

    def search(self, vector: Matrix, limit: int) -> list[tuple[int, float]]:
        """Return up to `limit` (id, inner product), nearest first, ties by id."""

    def score(self, vector: Matrix, ids: Sequence[int]) -> dict[int, float]:
        """Return the inner product of `vector` with each held id among `ids`."""


class FlatVectors:
    """Every vector compared, through FAISS: exact, and fast up to some 300,000 passages."""

    def __init__(self, dimension: int) -> None:
        import faiss

        self._index = faiss.IndexFlatIP(dimension)
        self._ids: list[int] = []
        self._places: dict[int, int] = {}

    def __len__(self) -> int:
        return len(self._ids)

    def add(self, ids: Sequence[int], vectors: Matrix) -> None:
        """Hold `vectors`, shape (len(ids), dimension), under their ids."""
        if len(ids):
            self._places.update((id_, len(self._ids) + place) for place, id_ in enumerate(ids))
            self._ids.extend(ids)
            self._index.add(np.ascontiguousarray(vectors, dtype=np.float32))

    def search(self, vector: Matrix, limit: int) -> list[tuple[int, float]]:
        """Return up to `limit` (id, inner product), nearest first, ties by id."""
        if not self._ids:
            return []
        scores, places = self._index.search(vector.reshape(1, -1), min(limit, len(self._ids)))
        found = [(self._ids[p], float(s)) for p, s in zip(places[0], scores[0], strict=True) if p >= 0]
        return sorted(found, key=lambda pair: (-pair[1], pair[0]))

    def score(self, vector: Matrix, ids: Sequence[int]) -> dict[int, float]:
        """Return the inner product of `vector` with each held id among `ids`."""
        held = [i for i in ids if i in self._places]
        if not held:
            return {}
        rows = self._index.reconstruct_batch(np.array([self._places[i] for i in held], dtype=np.int64))
        return dict(zip(held, (rows @ vector.reshape(-1)).tolist(), strict=True))
