"""Search in Qdrant: by meaning and by words there, the rest in the database, each hit scored by the house."""

from collections import Counter
from collections.abc import Sequence

from index.records import Act, Vectors
from index.search.postgres.search import DEEPER, PostgresSearch
from index.search.protocol import Found, Within
from index.search.qdrant.points import Points
from index.store.postgres import PostgresLibrary
from index.text.analysis import Analyzer

TERMS = "select number, terms from worded where number = any(%s) and collection = any(%s)"


class QdrantSearch:
    """Searches a library by what Qdrant holds of it."""

    def __init__(self, points: Points, inner: PostgresSearch, library: PostgresLibrary, analyzer: Analyzer) -> None:
        self._points = points
        self._inner = inner
        self._library = library
        self._analyzer = analyzer

    def near(self, vector: Vectors, within: Within, limit: int) -> list[Found]:
        """Return passages by cosine to `vector`, nearest first, up to `limit` of each collection, all within limits."""
        return sorted(self._points.near(vector, within, limit), key=_best_first)

    def worded(self, words: Sequence[str], within: Within, limit: int) -> list[Found]:
        """Return up to `limit` passages with any of `words`, by BM25, best first, all within limits."""
        asked = Counter(term for word in dict.fromkeys(words) for term in self._analyzer.terms(word))
        if not asked:
            return []
        counted = self._inner.counted(list(asked), within.collections)
        weights = {term: times * counted.rarity(term) for term, times in asked.items()}
        numbers = [n for n, _ in self._points.worded(weights, within, limit * DEEPER)]
        rows = self._library.db.rows(TERMS, (numbers, list(within.collections)), within.collections)
        found = (Found(number, counted.score(asked, terms.split())) for number, terms in rows)
        return sorted((f for f in found if f.score > 0), key=_best_first)[:limit]

    def nearness(self, vector: Vectors, passages: Sequence[int], within: Within) -> dict[int, float]:
        """Return the cosine to `vector` of those of `passages` that are held in the collections."""
        return dict(self._points.nearness(vector, passages, within)) if passages else {}

    def stating(self, act: Act, words: Sequence[str], within: Within, limit: int) -> list[int]:
        """Return passages that hold a statement that does `act` about any of `words`, best first."""
        return self._inner.stating(act, words, within, limit)

    def said_by(self, speaker: Sequence[str], about: Sequence[str], within: Within, limit: int) -> list[int]:
        """Return passages with statements by whom all words of `speaker` name, the nearest `about` first."""
        return self._inner.said_by(speaker, about, within, limit)


def _best_first(found: Found) -> tuple[float, int]:
    return -found.score, found.passage
