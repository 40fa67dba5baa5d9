"""The local engine: FAISS by meaning, FTS5 and tantivy by words, as one search beside the library file."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from index.records import Act, Vectors
from index.search.local.derived import Derived
from index.search.local.growing import Growth
from index.search.local.word_index import GrownWords
from index.search.protocol import Found, Within
from index.store.search_words import act_word
from index.store.sqlite import Store
from index.text.analysis import Analyzer

MORE = 4
"""Times as many statements that are asked for where too many of those told had gone."""
FEW = 2000
"""Passages that a limit may leave for all of them to be compared."""


class LocalCandidates:
    """Files and memory beside one library file, kept in step with it."""

    def __init__(self, store: Store, library: Path, analyzer: Analyzer, tell: Callable[[str], None]) -> None:
        """Build in the folder `library`, and `tell` of what takes its time before it begins."""
        self._store = store
        self._analyzer = analyzer
        self._derived = Derived(store, library, analyzer)
        self._growth = Growth(store, library, analyzer, tell)

    def beside(self, *, in_memory: bool) -> "LocalSearch":
        """Come in step with the library; the caller holds a snapshot.

        Raises:
            OutOfStepError: a generation gave way, and its passages are not to be held `in_memory`.
        """
        self._derived.refresh(in_memory=in_memory)
        return LocalSearch(self._store, self._derived, self._analyzer)

    @property
    def version(self) -> object:
        """How the library stood at the last `beside`."""
        return self._derived.state

    def keep_up(self, *, adding: bool = False) -> None:
        """Build what the library has outgrown; `adding` where more will come at once."""
        self._growth.keep_up(adding=adding)

    def finish_removals(self) -> None:
        """Let nothing of what was removed remain in any file."""
        self._growth.finish_removals()

    def close(self) -> None:
        """Hold nothing beside the library."""

    def forget_all(self) -> None:
        """Let go of all that was built, as where every passage is made anew."""
        self._growth.forget_all()


class LocalSearch:
    """Searches what is derived from a library file, as it stands now."""

    def __init__(self, store: Store, derived: Derived, analyzer: Analyzer) -> None:
        self._store = store
        self._derived = derived
        self._vectors = derived.vectors
        self._analyzer = analyzer

    def near(self, vector: Vectors, within: Within, limit: int) -> list[Found]:
        """Return passages by cosine to `vector`, nearest first, up to `limit` of each collection.

        Where a publisher and days leave few passages, all of these are compared and no others; where they leave many,
        others may be among what is found.
        """
        few = self._few(within)
        held = [self._vectors[c] for c in within.collections if c in self._vectors]
        found = [Found(n, score) for index in held for n, score in index.search(vector, limit, few)]
        return sorted(found, key=lambda f: (-f.score, f.passage))

    def _few(self, within: Within) -> list[int] | None:
        """Return the passages that limits leave, where they are few."""
        if not within.is_narrow:
            return None
        since, until = (day.isoformat() if day else "" for day in (within.since, within.until))
        return self._store.passages_where(within.collections, within.publisher, since, until, FEW)

    def worded(self, words: Sequence[str], within: Within, limit: int) -> list[Found]:
        """Return up to `limit` passages with any of `words`, by BM25, best first, of one publisher if named."""
        small, grown = self._parted(within)
        terms = self._terms(words) if grown else []
        found = self._store.passages_with(small, words, limit, within.publisher) if small else []
        found += [pair for index in grown for pair in index.passages_with(terms, limit, within.publisher)]
        return [Found(*pair) for pair in sorted(found, key=lambda pair: (-pair[1], pair[0]))[:limit]]

    def nearness(self, vector: Vectors, passages: Sequence[int], within: Within) -> dict[int, float]:
        """Return the cosine to `vector` of those of `passages` that are held in the collections."""
        held = [self._vectors[c] for c in within.collections if c in self._vectors]
        return {n: s for index in held for n, s in index.score(vector, passages).items()}

    def stating(self, act: Act, words: Sequence[str], within: Within, limit: int) -> list[int]:
        """Return passages that hold a statement that does `act` about any of `words`, best first."""
        small, grown = self._parted(within)
        terms = self._terms(words) if grown else []
        found = self._store.said.passages_stating(small, act, words, limit) if small else []
        ways = [partial(index.stating, act_word(act), terms) for index in grown]
        told = [n for way in ways for n in self._held(way, limit)]
        return found + self._store.said.passages_for(within.collections, told)

    def said_by(self, speaker: Sequence[str], about: Sequence[str], within: Within, limit: int) -> list[int]:
        """Return passages with statements by whom all words of `speaker` name, the nearest `about` first."""
        small, grown = self._parted(within)
        found = self._store.said.passages_by(small, speaker, about, limit) if small else []
        named, asked = (self._terms(words) if grown else [] for words in (speaker, about))
        ways = [partial(index.said_by, named, terms) for index in grown for terms in (asked, []) if named]
        told = [n for way in ways for n in self._held(way, limit)]
        return found + self._store.said.passages_for(within.collections, list(dict.fromkeys(told)))

    def _held(self, found: Callable[[int], list[int]], limit: int) -> list[int]:
        """Return up to `limit` of the statements that are `found`, best first, without those that went."""
        asked = limit
        while True:
            told = found(asked)
            held = self._store.said.held(told)
            if len(held) >= limit or len(told) < asked:
                return held[:limit]
            asked *= MORE

    def _parted(self, within: Within) -> tuple[list[str], list[GrownWords]]:
        """Return those of the collections whose words the store searches, and the word indexes of the others."""
        grown, collections = self._derived.words, within.collections
        return [c for c in collections if c not in grown], [grown[c] for c in collections if c in grown]

    def _terms(self, words: Sequence[str]) -> list[str]:
        return self._analyzer.terms(" ".join(words))
