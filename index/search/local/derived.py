"""What candidates are found by, kept in step with the store: vectors, and the words of what has grown.

A collection of up to some 30,000 passages has all its vectors in memory, and its words are searched by the store,
or in memory too where others have grown; a grown one has a generation on disk, and its newest passages in memory.
"""

import logging
from pathlib import Path

from index.search.local import generations
from index.search.local.vectors import FlatVectors, VectorIndex
from index.search.local.word_index import GrownWords, passage_index, statement_index
from index.store.sqlite import State, Store
from index.text.analysis import Analyzer

log = logging.getLogger(__name__)


class Derived:
    """The vectors of every collection of a library, and the words of the grown ones."""

    def __init__(self, store: Store, library: Path, analyzer: Analyzer) -> None:
        self._store = store
        self._library = library
        self._analyzer = analyzer
        self.vectors: dict[str, VectorIndex] = {}
        self.words: dict[str, GrownWords] = {}
        self.state = State()
        """How the library stood when everything was last in step with it."""
        self._built: dict[str, str] = {}
        self._highest: dict[str, int] = {}
        self._told_of: dict[str, tuple[int, int]] = {}
        self._told: set[str] = set()

    def refresh(self, *, in_memory: bool = True) -> None:
        """Bring everything in step with the store; the caller holds a snapshot.

        What a generation that cannot be used stands for is held in memory.

        Raises:
            GenerationError: one cannot be used, and its passages are not to be held `in_memory`.
        """
        state = self._store.changes.state()
        if state == self.state:
            return
        try:
            self._follow_all(state, in_memory=in_memory)
        except BaseException:
            # Half of a step cannot be told from a whole one, so the next begins anew.
            self._clear()
            raise
        self.state = state

    def _follow_all(self, state: State, *, in_memory: bool) -> None:
        self._follow_gone()
        built, sizes = dict(state.built), self._store.changes.sizes()
        behind = self._store.changes.collections_after(self.state.highest) if self.state.highest else set(sizes)
        for collection, size in sizes.items():
            if self._built.get(collection, "") != built.get(collection, ""):
                self._take(collection, built.get(collection, ""), in_memory=in_memory)
                behind.add(collection)
            if size < generations.LEAST <= state.passages and collection not in self.words:
                # The store's own word search takes as long as the whole file is large.
                self.words[collection] = GrownWords(passage_index(), statement_index())
                behind.add(collection)
            if collection in behind:
                self._follow(collection, state)
            self._highest[collection] = state.highest

    def _clear(self) -> None:
        for held in (self.vectors, self.words, self._built, self._highest, self._told_of):
            held.clear()
        self.state = State()

    def _follow_gone(self) -> None:
        gone = self._store.changes.gone_after(self.state.gone)
        if gone is None:
            self._clear()
            return
        for collection, numbers in gone.items():
            if collection in self.vectors:
                self.vectors[collection].remove([n for n in numbers if n <= self._highest[collection]])
            if collection in self.words:
                self.words[collection].remove(numbers)

    def _take(self, collection: str, named: str, *, in_memory: bool) -> None:
        """Let a collection be searched by the generation that is named; in memory where none is or it is damaged.

        Raises:
            GenerationError: it cannot be used, and its passages are not to be held `in_memory`.
        """
        for held in (self.vectors, self.words, self._highest, self._told_of):
            held.pop(collection, None)
        self._built[collection] = named
        if not named:
            return
        try:
            generation, vectors, words = generations.opened(self._store, self._library, named)
        except generations.GenerationError as error:
            if not in_memory:
                raise
            self._tell(f"{error}; its passages are searched in memory until more are added")
            return
        gone = self._store.changes.gone_after(generation.gone)
        if gone is None:
            self._tell(
                f"too many passages went since the index of {collection!r} was built; "
                "they are searched in memory until more are added"
            )
            return
        lost = [n for n in gone.get(collection, []) if n <= generation.highest]
        vectors.remove(lost)
        words.remove(lost)
        self.vectors[collection], self.words[collection] = vectors, words
        self._highest[collection] = generation.highest
        self._told_of[collection] = (generation.highest, generation.highest_statement)

    def _follow(self, collection: str, state: State) -> None:
        """Hold what a collection got since it was looked at."""
        changes = self._store.changes
        for numbers, vectors in changes.vectors(collection, self._highest.get(collection, 0)):
            if collection not in self.vectors:
                self.vectors[collection] = FlatVectors(vectors.shape[1])
            self.vectors[collection].add(numbers, vectors)
        if collection in self.words:
            passage, statement = self._told_of.get(collection, (0, 0))
            self.words[collection].add(
                generations.stemmed_passages(self._analyzer, changes.passage_words(collection, passage)),
                generations.stemmed_statements(self._analyzer, changes.statement_words(collection, statement)),
            )
            self._told_of[collection] = (state.highest, changes.highest_statement())

    def _tell(self, problem: str) -> None:
        if problem not in self._told:
            self._told.add(problem)
            log.warning("%s", problem)
