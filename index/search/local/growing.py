"""Builds what collections have outgrown, and leaves out what was removed; the library goes on where that fails."""

import logging
from collections.abc import Callable
from pathlib import Path

from index.search.local import generations
from index.store.sqlite import Store
from index.text.analysis import Analyzer

log = logging.getLogger(__name__)


class Growth:
    """Keeps what is built of a library's collections of their size; for its one writer."""

    def __init__(self, store: Store, library: Path, analyzer: Analyzer, tell: Callable[[str], None]) -> None:
        """Build in `library`, and `tell` of what takes its time before it begins."""
        self._store = store
        self._library = library
        self._analyzer = analyzer
        self._tell = tell
        self._failed: set[str] = set()
        self._told: set[str] = set()

    def keep_up(self, *, adding: bool = False) -> None:
        """Build anew what is kept of collections that have outgrown it; who asks meanwhile has what there was.

        While `adding` goes on less is built. What could not be built is not tried again before the add has ended.
        """
        if not adding:
            self.finish_removals()
        for collection in generations.wanted(self._store, self._library, adding=adding):
            if collection not in self._failed and not self._build(collection):
                self._failed.add(collection)
        if not adding:
            self._failed.clear()

    def finish_removals(self) -> None:
        """Let nothing of what was removed remain in any file, whichever call removed it."""
        unfinished = self._store.changes.unfinished_removals()
        if not unfinished:
            return
        if self._store.changes.state().built:
            self._tell("clearing the files of what was removed")
        is_shredded = self._store.shred()
        for collection, gone in unfinished.items():
            if generations.holds_gone(self._store, self._library, collection, gone):
                self._leave_out(collection)
            if is_shredded:
                self._store.changes.removal_is_finished(collection)
        if not is_shredded:
            self._tell("the library is being read, so the bytes of what was removed are cleared by the next change")

    def _leave_out(self, collection: str) -> None:
        """Let what is built hold no words of what was removed: another takes its place, or none does."""
        is_large = self._store.changes.sizes().get(collection, 0) >= generations.LEAST
        if not (is_large and self._build(collection)):
            generations.forget(self._store, self._library, collection)

    def forget_all(self) -> None:
        """Let nothing remain that was built."""
        for collection, _ in self._store.changes.state().built:
            generations.forget(self._store, self._library, collection)

    def _build(self, collection: str) -> bool:
        """Build a generation; return whether it could be."""
        size = self._store.changes.sizes()[collection]
        self._tell(f"building the index of {size:,} passages in {collection!r}")
        try:
            generations.build(self._store, self._library, self._analyzer, collection)
        except (generations.GenerationError, MemoryError) as error:
            self._warn(f"{str(error) or 'memory is short'}; all is stored, and searched in memory, which is slower")
            return False
        return True

    def _warn(self, problem: str) -> None:
        if problem not in self._told:
            self._told.add(problem)
            log.warning("%s", problem)
