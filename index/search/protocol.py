"""What an engine is asked that finds candidates: the seam behind which FAISS, tantivy and FTS5 stand, or others."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, Protocol

from index.query.limits import Limits
from index.records import Act, Vectors


class OutOfStepError(Exception):
    """What candidates are found by gave way to another since the library was looked at; look at it anew."""


@dataclass(frozen=True, slots=True)
class Within:
    """Where candidates must come from; what is empty limits nothing but `collections`, which always do."""

    collections: tuple[str, ...]
    publisher: str = ""
    since: date | None = None
    until: date | None = None

    @classmethod
    def of(cls, collections: Sequence[str], limits: Limits | None = None) -> "Within":
        """Return the collections, and what else limits say of articles."""
        if limits is None:
            return cls(tuple(collections))
        return cls(tuple(collections), limits.publisher, limits.since, limits.until)

    @property
    def is_narrow(self) -> bool:
        """Whether more than the collections limits it."""
        return bool(self.publisher or self.since or self.until)


class Found(NamedTuple):
    """A passage by its number, and what it scores; the higher the better."""

    passage: int
    score: float


class Search(Protocol):
    """One engine as it stands beside one state of the library.

    Of what it finds all stands in the collections asked. What has just gone may be among it, and is never quoted, since
    each passage is read again from the library.
    """

    def near(self, vector: Vectors, within: Within, limit: int) -> list[Found]:
        """Return passages by cosine to `vector`, nearest first, up to `limit` of each collection."""

    def worded(self, words: Sequence[str], within: Within, limit: int) -> list[Found]:
        """Return up to `limit` passages with any of `words` in title or text, by BM25, best first, ties by number."""

    def nearness(self, vector: Vectors, passages: Sequence[int], within: Within) -> dict[int, float]:
        """Return the cosine to `vector` of those of `passages` that are held in the collections."""

    def stating(self, act: Act, words: Sequence[str], within: Within, limit: int) -> list[int]:
        """Return passages that hold a statement that does `act` about any of `words`, best first."""

    def said_by(self, speaker: Sequence[str], about: Sequence[str], within: Within, limit: int) -> list[int]:
        """Return passages with statements by whom all words of `speaker` name, the nearest `about` first."""


class Candidates(Protocol):
    """What finds candidates, kept in step with a library."""

    def beside(self, *, in_memory: bool) -> Search:
        """Come in step with the library as it is looked at, and return what searches it.

        Raises:
            OutOfStepError: something gave way meanwhile, and is not to be held `in_memory` in its place.
        """

    @property
    def version(self) -> object:
        """How the library stood at the last `beside`; equal where nothing has come, gone or been built since."""

    def keep_up(self, *, adding: bool = False) -> None:
        """Build what the library has outgrown; `adding` where more will come at once."""

    def finish_removals(self) -> None:
        """Do what a removal has to wait for, so that nothing of what was removed remains in a library's own files."""

    def forget_all(self) -> None:
        """Let go of all that was built, as where every passage is made anew."""

    def close(self) -> None:
        """Let go of what it holds beside the library."""
