"""Question → candidate passages: dense and BM25, weighed; the one seam that finds candidates."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from index.encoders import Vectors
from index.store import Store
from index.vectors import VectorIndex

DENSE_WEIGHT = 0.45
"""Of the cosine beside BM25 scaled to its best; chosen on the question sets. BM25 leads in news, and
equal-weight rank fusion was worse than BM25 alone on every set."""
DEPTH = 60
"""Candidates taken from each side before they are weighed."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage that may hold the answer; `score` is what it is ranked by."""

    passage: int
    score: float
    dense: float


class Retriever:
    """Finds candidates in some collections by meaning and by words."""

    def __init__(self, store: Store, vectors: Mapping[str, VectorIndex]) -> None:
        self._store = store
        self._vectors = vectors

    def candidates(
        self, vector: Vectors, words: Sequence[str], collections: Sequence[str], limit: int, publisher: str = ""
    ) -> list[Candidate]:
        """Return up to `limit` candidates for a question's vector and words, best first, ties by number.

        With `publisher`, those found by words are of that publisher only.
        """
        by_words = dict(self._store.passages_with(collections, words, DEPTH, publisher))
        dense = {n: s for c in collections if c in self._vectors for n, s in self._vectors[c].search(vector, DEPTH)}
        dense.update(self._nearness(vector, [n for n in by_words if n not in dense], collections))
        top = max(by_words.values(), default=0.0) or 1.0
        found = [
            Candidate(n, by_words.get(n, 0.0) / top + DENSE_WEIGHT * dense.get(n, 0.0), dense.get(n, 0.0))
            for n in {*by_words, *dense}
        ]
        return sorted(found, key=lambda c: (-c.score, c.passage))[:limit]

    def scored(
        self, vector: Vectors, passages: Sequence[int], collections: Sequence[str], known: Set[int]
    ) -> list[Candidate]:
        """Return candidates for passages found by other means, without those already `known`."""
        fresh = [n for n in dict.fromkeys(passages) if n not in known]
        nearness = self._nearness(vector, fresh, collections)
        return [Candidate(n, DENSE_WEIGHT * nearness[n], nearness[n]) for n in fresh if n in nearness]

    def _nearness(self, vector: Vectors, passages: Sequence[int], collections: Sequence[str]) -> dict[int, float]:
        held = [self._vectors[c] for c in collections if c in self._vectors]
        return {n: s for index in held for n, s in index.score(vector, passages).items()}
