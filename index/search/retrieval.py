"""Question → candidate passages: what is found by meaning and what by words, weighed."""

from collections.abc import Sequence, Set
from dataclasses import dataclass

from index.records import Vectors
from index.search.protocol import Search, Within

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


def candidates(search: Search, vector: Vectors, words: Sequence[str], within: Within, limit: int) -> list[Candidate]:
    """Return up to `limit` candidates for a question's vector and words, best first, ties by number."""
    by_words = dict(search.worded(words, within, DEPTH))
    dense = dict(search.near(vector, within, DEPTH))
    dense.update(search.nearness(vector, [n for n in by_words if n not in dense], within))
    top = max(by_words.values(), default=0.0) or 1.0
    found = [
        Candidate(n, by_words.get(n, 0.0) / top + DENSE_WEIGHT * dense.get(n, 0.0), dense.get(n, 0.0))
        for n in {*by_words, *dense}
    ]
    return sorted(found, key=lambda c: (-c.score, c.passage))[:limit]


def scored(
    search: Search, vector: Vectors, passages: Sequence[int], within: Within, known: Set[int]
) -> list[Candidate]:
    """Return candidates for passages found by other means, without those already `known`."""
    fresh = [n for n in dict.fromkeys(passages) if n not in known]
    nearness = search.nearness(vector, fresh, within)
    return [Candidate(n, DENSE_WEIGHT * nearness[n], nearness[n]) for n in fresh if n in nearness]
