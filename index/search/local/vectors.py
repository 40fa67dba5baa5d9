"""The vector index: FAISS behind a seam of five members. The only importer of faiss.

It is derived from the store and can be thrown away at any time.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

Matrix = npt.NDArray[np.float32]
Numbers = npt.NDArray[np.int64]
Stored = Callable[[Sequence[int]], tuple[list[int], Matrix]]
"""Returns those of numbered vectors that the store holds, with their numbers."""
Blocks = Callable[[], Iterator[tuple[list[int], Matrix]]]
"""Begins anew to yield all vectors of a collection, some at a time, with their numbers."""

RECALL = 0.997
"""Of the ten nearest by exact comparison, the share that lists must find before they are used."""
PROBED, NEAREST, FOUND = 100, 10, 60
"""Vectors that the recall is measured with; how many nearest are compared; how many are taken for them."""
ASKEW = 1.0
"""How far the vectors that recall is measured with lie from held ones, as a question lies from what answers it."""
TRAINED, ROUNDS = 40, 10
"""Vectors a list that the lists' centres are learnt from, and rounds of learning; FAISS asks for 39 at least."""


class VectorIndex(Protocol):
    """Exact or approximate nearest neighbours by inner product of unit vectors; scores are always exact."""

    def __len__(self) -> int:
        """Return how many vectors are held."""

    def add(self, ids: Sequence[int], vectors: Matrix) -> None:
        """Hold `vectors`, shape (len(ids), dimension), under their ids, which are higher than all before."""

    def remove(self, ids: Sequence[int]) -> None:
        """Hold those of `ids` that are held no longer."""

    def search(self, vector: Matrix, limit: int, within: Sequence[int] | None = None) -> list[tuple[int, float]]:
        """Return up to `limit` (id, inner product), nearest first, ties by id; of `within` only, where given."""

    def score(self, vector: Matrix, ids: Sequence[int]) -> dict[int, float]:
        """Return the inner product of `vector` with each held id among `ids`."""


class FlatVectors:
    """Every vector compared, through FAISS: exact, and fast up to some 30,000 passages."""

    def __init__(self, dimension: int) -> None:
        self._index = _faiss(threads=1).IndexFlatIP(dimension)
        self._ids: Numbers = np.zeros(0, dtype=np.int64)

    def __len__(self) -> int:
        return len(self._ids)

    def add(self, ids: Sequence[int], vectors: Matrix) -> None:
        """Hold `vectors`, shape (len(ids), dimension), under their ids, which are higher than all before."""
        if len(ids):
            self._ids = np.concatenate([self._ids, np.asarray(ids, dtype=np.int64)])
            self._index.add(np.ascontiguousarray(vectors, dtype=np.float32))

    def remove(self, ids: Sequence[int]) -> None:
        """Hold those of `ids` that are held no longer."""
        places = self._places(ids)
        if len(places):
            self._index.remove_ids(places)
            self._ids = np.delete(self._ids, places)

    def search(self, vector: Matrix, limit: int, within: Sequence[int] | None = None) -> list[tuple[int, float]]:
        """Return up to `limit` (id, inner product), nearest first, ties by id; of `within` only, where given."""
        if within is not None:
            return _nearest(self.score(vector, within), limit)
        if not len(self._ids):
            return []
        scores, places = self._index.search(vector.reshape(1, -1), min(limit, len(self._ids)))
        return _nearest(dict(zip(self._ids[places[0]].tolist(), scores[0].tolist(), strict=True)), limit)

    def score(self, vector: Matrix, ids: Sequence[int]) -> dict[int, float]:
        """Return the inner product of `vector` with each held id among `ids`."""
        places = self._places(ids)
        if not len(places):
            return {}
        rows = self._index.reconstruct_batch(places)
        return dict(zip(self._ids[places].tolist(), (rows @ vector.reshape(-1)).tolist(), strict=True))

    def _places(self, ids: Sequence[int]) -> Numbers:
        wanted = np.unique(np.asarray(ids, dtype=np.int64))
        places = np.minimum(np.searchsorted(self._ids, wanted), len(self._ids) - 1)
        return places[self._ids[places] == wanted] if len(self._ids) else places[:0]


class ListedVectors:
    """Vectors in lists by nearness, eight bits a number, mapped from a file; those in the nearest lists are compared.

    The scores are those of the stored vectors. Everything but the file's name and what went is left on disk.
    """

    def __init__(self, path: Path, probes: int, stored: Stored) -> None:
        """Map the file that `write_lists` wrote, which must be whole."""
        self._faiss = _faiss(threads=1)
        self._index = self._faiss.read_index(str(path), self._faiss.IO_FLAG_MMAP)
        self._probes = probes
        self._stored = stored
        self._gone: Numbers = np.zeros(0, dtype=np.int64)

    def __len__(self) -> int:
        return int(self._index.ntotal) - len(self._gone)

    def add(self, ids: Sequence[int], vectors: Matrix) -> None:
        """Refuse: the file is what it is, and what comes later is held elsewhere.

        Raises:
            TypeError: always, unless there is nothing to add.
        """
        if len(ids):
            raise TypeError("lists of vectors are written once")

    def remove(self, ids: Sequence[int]) -> None:
        """Find `ids` no longer; all of them must be in the file."""
        self._gone = np.union1d(self._gone, np.asarray(ids, dtype=np.int64))

    def search(self, vector: Matrix, limit: int, within: Sequence[int] | None = None) -> list[tuple[int, float]]:
        """Return up to `limit` (id, inner product), nearest first, ties by id; of `within` only, where given."""
        if within is not None:
            return _nearest(self.score(vector, within), limit)
        kept = self._faiss.IDSelectorNot(self._faiss.IDSelectorBatch(self._gone)) if len(self._gone) else None
        how = self._faiss.SearchParametersIVF(nprobe=self._probes, sel=kept)
        _, found = self._index.search(vector.reshape(1, -1), limit, params=how)
        return _nearest(self.score(vector, [n for n in found[0].tolist() if n >= 0]), limit)

    def score(self, vector: Matrix, ids: Sequence[int]) -> dict[int, float]:
        """Return the inner product of `vector` with each held id among `ids`."""
        wanted = np.setdiff1d(np.asarray(ids, dtype=np.int64), self._gone).tolist()
        held, rows = self._stored(wanted)
        return dict(zip(held, (rows @ vector.reshape(-1)).tolist(), strict=True)) if held else {}


class GrownVectors:
    """Lists of vectors for all but the newest, and every one of the newest compared."""

    def __init__(self, lists: ListedVectors, highest: int, dimension: int) -> None:
        """Let the ids up to `highest` be in the lists."""
        self._lists, self._newest, self._highest = lists, FlatVectors(dimension), highest

    def __len__(self) -> int:
        return len(self._lists) + len(self._newest)

    def add(self, ids: Sequence[int], vectors: Matrix) -> None:
        """Hold `vectors`, shape (len(ids), dimension), under their ids, which are higher than all before."""
        self._newest.add(ids, vectors)

    def remove(self, ids: Sequence[int]) -> None:
        """Hold those of `ids` that are held no longer."""
        self._lists.remove(self._listed(ids))
        self._newest.remove(ids)

    def search(self, vector: Matrix, limit: int, within: Sequence[int] | None = None) -> list[tuple[int, float]]:
        """Return up to `limit` (id, inner product), nearest first, ties by id; of `within` only, where given."""
        listed = None if within is None else self._listed(within)
        found = self._lists.search(vector, limit, listed) + self._newest.search(vector, limit, within)
        return _nearest(dict(found), limit)

    def score(self, vector: Matrix, ids: Sequence[int]) -> dict[int, float]:
        """Return the inner product of `vector` with each held id among `ids`."""
        return self._lists.score(vector, self._listed(ids)) | self._newest.score(vector, ids)

    def _listed(self, ids: Sequence[int]) -> list[int]:
        return [n for n in ids if n <= self._highest]


def _nearest(scores: dict[int, float], limit: int) -> list[tuple[int, float]]:
    return sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))[:limit]


def write_lists(path: Path, blocks: Blocks, count: int) -> int:
    """Write lists of a collection's `count` vectors; return in how many of them a search must look for `RECALL`.

    Inverted lists with a scalar quantiser (Jégou, Douze and Schmid, 2011; FAISS's IVF and SQ8).
    """
    faiss = _faiss(threads=os.cpu_count() or 1)
    lists = max(1, min(int(2 * np.sqrt(count)), count // TRAINED))
    sample = _sampled(blocks, count, lists * TRAINED)
    index = faiss.index_factory(sample.shape[1], f"IVF{lists},SQ8", faiss.METRIC_INNER_PRODUCT)
    index.cp.niter = ROUNDS
    index.train(sample)
    chance = np.random.default_rng(0)
    probed = sample[chance.permutation(len(sample))[:PROBED]]
    probed = probed + chance.normal(size=probed.shape) * (ASKEW / np.sqrt(probed.shape[1]))
    questions = np.asarray(probed / np.linalg.norm(probed, axis=1, keepdims=True), dtype=np.float32)
    nearest = _NearestOf(questions)
    for ids, vectors in blocks():
        index.add_with_ids(vectors, np.asarray(ids, dtype=np.int64))
        nearest.see(ids, vectors)
    faiss.write_index(index, str(path))
    probes = _probes_for(index, questions, nearest.ids)
    _faiss(threads=1)
    return probes


def _faiss(threads: int) -> Any:  # noqa: ANN401 - FAISS is untyped
    """Return FAISS, set to use so many threads: one for a question, as its others would only wait for one another."""
    import faiss

    faiss.omp_set_num_threads(threads)
    return faiss


def _sampled(blocks: Blocks, count: int, most: int) -> Matrix:
    every = max(1, count // most)
    return np.concatenate([vectors[::every] for _, vectors in blocks()])


class _NearestOf:
    """The ids nearest to some questions among all vectors seen."""

    def __init__(self, questions: Matrix) -> None:
        self._questions = questions
        self.ids: Numbers = np.zeros((len(questions), 0), dtype=np.int64)
        self._scores: Matrix = np.zeros((len(questions), 0), dtype=np.float32)

    def see(self, ids: Sequence[int], vectors: Matrix) -> None:
        scores = np.concatenate([self._scores, self._questions @ vectors.T], axis=1)
        known = np.concatenate([self.ids, np.tile(np.asarray(ids, dtype=np.int64), (len(self.ids), 1))], axis=1)
        best = np.argsort(-scores, axis=1)[:, :NEAREST]
        self._scores, self.ids = np.take_along_axis(scores, best, 1), np.take_along_axis(known, best, 1)


def _probes_for(index: Any, questions: Matrix, nearest: Numbers) -> int:  # noqa: ANN401 - FAISS is untyped
    probes = min(8, index.nlist)
    while probes < index.nlist:
        index.nprobe = probes
        _, found = index.search(questions, FOUND)
        if np.mean([np.isin(n, f).mean() for n, f in zip(nearest, found, strict=True)]) >= RECALL:
            break
        probes = min(2 * probes, index.nlist)
    return int(probes)
