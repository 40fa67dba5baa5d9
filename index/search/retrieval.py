"""Question → candidate passages: dense and BM25, weighed; the one seam that finds candidates."""

from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass
from functools import partial

from index.query.limits import NO_LIMITS, Limits
from index.records import Act, Vectors
from index.search.local.derived import Derived
from index.search.local.word_index import GrownWords
from index.store import Store, act_word

DENSE_WEIGHT = 0.45
"""Of the cosine beside BM25 scaled to its best; chosen on the question sets. BM25 leads in news, and
equal-weight rank fusion was worse than BM25 alone on every set."""
DEPTH = 60
"""Candidates taken from each side before they are weighed."""
MORE = 4
"""Times as many statements that are asked for where too many of those told had gone."""
FEW = 2000
"""Passages that a limit may leave for all of them to be compared."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage that may hold the answer; `score` is what it is ranked by."""

    passage: int
    score: float
    dense: float


class Retriever:
    """Finds candidates in some collections by meaning, by words, and by who said something."""

    def __init__(self, store: Store, derived: Derived) -> None:
        """Search what is `derived` from the store, as it stands now."""
        self._store = store
        self._derived = derived
        self._vectors = derived.vectors

    def candidates(
        self, vector: Vectors, words: Sequence[str], collections: Sequence[str], limit: int, limits: Limits = NO_LIMITS
    ) -> list[Candidate]:
        """Return up to `limit` candidates for a question's vector and words, best first, ties by number.

        Where the limits' publisher and days leave few passages, all of these are compared and no others; else
        only those found by words are of that publisher.
        """
        within = self._within(collections, limits)
        by_words = dict(self.with_words(collections, words, DEPTH, limits.publisher))
        found_near = (self._vectors[c].search(vector, DEPTH, within) for c in collections if c in self._vectors)
        dense = {n: s for near in found_near for n, s in near}
        dense.update(self._nearness(vector, [n for n in by_words if n not in dense], collections))
        top = max(by_words.values(), default=0.0) or 1.0
        found = [
            Candidate(n, by_words.get(n, 0.0) / top + DENSE_WEIGHT * dense.get(n, 0.0), dense.get(n, 0.0))
            for n in {*by_words, *dense}
        ]
        return sorted(found, key=lambda c: (-c.score, c.passage))[:limit]

    def _within(self, collections: Sequence[str], limits: Limits) -> list[int] | None:
        """Return the passages that limits leave, where they are few."""
        since, until = (day.isoformat() if day else "" for day in (limits.since, limits.until))
        if not (limits.publisher or since or until):
            return None
        return self._store.passages_where(collections, limits.publisher, since, until, FEW)

    def with_words(
        self, collections: Sequence[str], words: Sequence[str], limit: int, publisher: str = ""
    ) -> list[tuple[int, float]]:
        """Return up to `limit` (passage number, BM25), best first, of one publisher if named."""
        small, grown = self._parted(collections)
        terms = self._terms(words) if grown else []
        found = self._store.passages_with(small, words, limit, publisher) if small else []
        found += [pair for index in grown for pair in index.passages_with(terms, limit, publisher)]
        return sorted(found, key=lambda pair: (-pair[1], pair[0]))[:limit]

    def frequencies(self, terms: Sequence[str], collections: Sequence[str]) -> dict[str, int]:
        """Return in how many passages of these collections each stemmed term occurs."""
        return self._derived.frequencies(terms, collections)

    def passages(self, collections: Sequence[str]) -> int:
        """Return how many passages the frequencies are of."""
        return self._derived.passages(collections)

    def stating(self, collections: Sequence[str], act: Act, words: Sequence[str], limit: int) -> list[int]:
        """Return passages that hold a statement that does `act` about `words`, best first."""
        small, grown = self._parted(collections)
        terms = self._terms(words) if grown else []
        found = self._store.said.passages_stating(small, act, words, limit) if small else []
        ways = [partial(index.stating, act_word(act), terms) for index in grown]
        told = [n for way in ways for n in self._held(way, limit)]
        return found + self._store.said.passages_for(collections, told)

    def by_speaker(
        self, collections: Sequence[str], speaker: Sequence[str], about: Sequence[str], limit: int
    ) -> list[int]:
        """Return passages with statements by whom all words of `speaker` name, the nearest `about` first."""
        small, grown = self._parted(collections)
        found = self._store.said.passages_by(small, speaker, about, limit) if small else []
        named, asked = (self._terms(words) if grown else [] for words in (speaker, about))
        ways = [partial(index.said_by, named, terms) for index in grown for terms in (asked, []) if named]
        told = [n for way in ways for n in self._held(way, limit)]
        return found + self._store.said.passages_for(collections, list(dict.fromkeys(told)))

    def _held(self, found: Callable[[int], list[int]], limit: int) -> list[int]:
        """Return up to `limit` of the statements that are `found`, best first, without those that went."""
        asked = limit
        while True:
            told = found(asked)
            held = self._store.said.held(told)
            if len(held) >= limit or len(told) < asked:
                return held[:limit]
            asked *= MORE

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

    def _parted(self, collections: Sequence[str]) -> tuple[list[str], list[GrownWords]]:
        """Return those of the collections whose words the store searches, and the word indexes of the others."""
        grown = self._derived.words
        return [c for c in collections if c not in grown], [grown[c] for c in collections if c in grown]

    def _terms(self, words: Sequence[str]) -> list[str]:
        return self._store.terms(" ".join(words))
