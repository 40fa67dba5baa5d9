"""A library and its search that are obviously right: everything in dictionaries, everything compared, nothing clever."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from index import Act, Article, Statement
from index.records import Vectors
from index.search.protocol import Found, Within
from index.text.analysis import Analyzer

K1, B = 1.2, 0.75
"""BM25's usual constants (Robertson and Zaragoza, 2009)."""


@dataclass(frozen=True, slots=True)
class Held:
    """An article of one passage: its number, the terms of its title and text, its vector and its statements."""

    number: int
    article: Article
    terms: tuple[str, ...]
    vector: Vectors
    statements: tuple[Statement, ...]


class BruteSearch:
    """Searches by comparing everything that stands in the collections asked."""

    def __init__(self, analyzer: Analyzer) -> None:
        self._analyzer = analyzer
        self._held: dict[tuple[str, str], Held] = {}
        self._last = 0

    def put(self, article: Article, vector: Vectors, statements: Sequence[Statement]) -> None:
        """Hold an article, in place of what was there."""
        self._last += 1
        terms = (*self._analyzer.terms(article.title), *self._analyzer.terms(article.text))
        held = Held(self._last, article, terms, vector, tuple(statements))
        self._held[article.collection, article.id] = held

    def remove(self, collection: str, id_: str) -> None:
        """Hold an article no longer."""
        self._held.pop((collection, id_), None)

    def called(self, number: int) -> tuple[str, str]:
        """Return the collection and id of the article whose passage has this number."""
        return next(key for key, held in self._held.items() if held.number == number)

    def _within(self, within: Within) -> list[Held]:
        return [
            h for h in self._held.values()
            if h.article.collection in within.collections and within.publisher in ("", h.article.publisher)
        ]  # fmt: skip

    def near(self, vector: Vectors, within: Within, limit: int) -> list[Found]:
        found = [Found(h.number, float(h.vector @ vector)) for h in self._within(within)]
        return sorted(found, key=lambda f: (-f.score, f.passage))[:limit]

    def nearness(self, vector: Vectors, passages: Sequence[int], within: Within) -> dict[int, float]:
        return {h.number: float(h.vector @ vector) for h in self._within(within) if h.number in passages}

    def worded(self, words: Sequence[str], within: Within, limit: int) -> list[Found]:
        wanted = set(self._analyzer.terms(" ".join(words)))
        everything = self._within(Within(within.collections))
        average = sum(len(h.terms) for h in everything) / max(len(everything), 1)
        found = [
            Found(h.number, score)
            for h in self._within(within)
            if (score := sum(self._bm25(t, h, everything, average) for t in wanted)) > 0
        ]
        return sorted(found, key=lambda f: (-f.score, f.passage))[:limit]

    @staticmethod
    def _bm25(term: str, held: Held, everything: Sequence[Held], average: float) -> float:
        frequency = Counter(held.terms)[term]
        if not frequency:
            return 0.0
        n = sum(term in h.terms for h in everything)
        rarity = max(math.log((len(everything) - n + 0.5) / (n + 0.5)), 1e-6)
        return rarity * frequency * (K1 + 1) / (frequency + K1 * (1 - B + B * len(held.terms) / average))

    def stating(self, act: Act, words: Sequence[str], within: Within, limit: int) -> list[int]:
        wanted = set(self._analyzer.terms(" ".join(words)))
        return [
            h.number for h in self._within(Within(within.collections))
            if any(s.act is act and wanted & {*self._content(h, s), *self._speaker(h, s)} for s in h.statements)
        ][:limit]  # fmt: skip

    def said_by(self, speaker: Sequence[str], about: Sequence[str], within: Within, limit: int) -> list[int]:
        named = set(self._analyzer.terms(" ".join(speaker)))
        return [
            h.number for h in self._within(Within(within.collections))
            if named and any(named <= set(self._speaker(h, s)) for s in h.statements)
        ][:limit]  # fmt: skip

    def _speaker(self, held: Held, said: Statement) -> list[str]:
        spans = [s for s in (said.name, said.source, said.role) if s]
        return self._analyzer.terms(" ".join(s.of(held.article.text) for s in spans))

    def _content(self, held: Held, said: Statement) -> list[str]:
        return self._analyzer.terms(" ".join(c.of(held.article.text) for c in said.content))


def unit(values: Sequence[float]) -> Vectors:
    """Return a vector of length one."""
    made = np.asarray(values, dtype=np.float32)
    return made / max(float(np.linalg.norm(made)), 1e-9)
