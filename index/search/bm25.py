"""BM25 by the house: the score of passages that an engine ranked, by counts that are the library's own.

What engines score differs by their partitions and by how they round lengths; what is counted here does not.
"""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

K1, B = 1.2, 0.75
"""BM25's usual constants (Robertson and Zaragoza, 2009); as in SQLite's FTS5."""
LEAST_RARITY = 1e-6
"""What a term weighs that more than half of the passages hold (https://sqlite.org/fts5.html, bm25)."""


@dataclass(frozen=True, slots=True)
class Counted:
    """What is known of the collections asked: their passages, the words of a passage on average, and of each term."""

    passages: int
    average: float
    holding: Mapping[str, int]
    """In how many passages a term occurs."""

    def rarity(self, term: str) -> float:
        """Return what a term weighs."""
        held = self.holding.get(term, 0)
        return max(math.log((self.passages - held + 0.5) / (held + 0.5)), LEAST_RARITY)

    def score(self, asked: Mapping[str, int], terms: Sequence[str]) -> float:
        """Return the score of a passage with these terms for those asked, each as often as it was asked for."""
        told = Counter(terms)
        longer = 1 - B + B * len(terms) / max(self.average, 1.0)
        return sum(
            times * self.rarity(term) * told[term] * (K1 + 1) / (told[term] + K1 * longer)
            for term, times in asked.items()
            if told[term]
        )
