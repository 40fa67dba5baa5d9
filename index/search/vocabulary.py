"""How often terms occur: what each weighs among the passages of the collections asked, whatever others hold."""

from collections.abc import Mapping, Sequence

from index.store import Counts

MOST_COUNTED = 200_000
"""Terms whose counts are remembered until the library changes."""


class Vocabulary:
    """Counts of terms, remembered for as long as the library stays as it is."""

    def __init__(self, counts: Counts) -> None:
        self._counts = counts
        self._version: object = None
        self._sizes: Mapping[str, int] = {}
        self._known: dict[tuple[str, str], int] = {}

    def refresh(self, version: object) -> None:
        """Take the library at a version."""
        if version != self._version:
            self._known.clear()
            self._sizes, self._version = self._counts.sizes(), version

    def frequencies(self, terms: Sequence[str], collections: Sequence[str]) -> dict[str, int]:
        """Return in how many passages of these collections each stemmed term occurs."""
        if len(self._known) > MOST_COUNTED:
            self._known.clear()
        distinct = list(dict.fromkeys(terms))
        for collection in set(collections):
            new = [t for t in distinct if (collection, t) not in self._known]
            counted = self._counts.frequencies(collection, new)
            self._known.update({(collection, t): counted.get(t, 0) for t in new})
        return {t: sum(self._known[c, t] for c in set(collections)) for t in distinct}

    def passages(self, collections: Sequence[str]) -> int:
        """Return how many passages these collections hold."""
        return sum(self._sizes.get(c, 0) for c in set(collections))
