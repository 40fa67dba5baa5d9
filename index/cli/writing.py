"""Writing in turns: the library is held for as long as a batch takes, and its models are loaded once.

Whoever gathers from the network does so without the library's lock, so that several can at once.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from index.engine import NewsIndex
from index.inference.embedders import Embedder
from index.ingesting.preparing import StatementSource
from index.records import AddReport, Article
from index.settings import IndexSettings

BATCH_ARTICLES, BATCH_CHARACTERS = 64, 5_000_000
"""Articles, and characters of them, that are gathered before they are stored."""


class Writer:
    """Opens a library for one change after another, waiting `wait` seconds for whoever else is changing it."""

    def __init__(self, settings: IndexSettings, wait: float, tell: Callable[[str], None]) -> None:
        self._settings = settings
        self._wait = wait
        self._tell = tell
        self._embedder: Embedder | None = None
        self._statement_source: StatementSource | None = None

    @contextmanager
    def __call__(self) -> Iterator[NewsIndex]:
        """Hold the library.

        Raises:
            LibraryBusyError: another process held it for all the time that may be waited.
            LibraryError: it is damaged, newer, or cannot be written.
        """
        with NewsIndex.open(
            self._settings, write=True, wait=self._wait, tell=self._tell,
            embedder=self._embedder, statement_source=self._statement_source,
        ) as index:  # fmt: skip
            yield index
            self._embedder, self._statement_source = index.loaded

    def add(self, articles: Iterable[Article], progress: Callable[[AddReport], None]) -> AddReport:
        """Store articles as they are gathered, and return what came of all of them.

        Raises:
            LibraryError: as holding the library does.
            ModelMismatchError: the library was built with another model.
        """
        total = AddReport()
        for batch in _batches(articles):
            with self() as index:
                total += index.add(batch)
            progress(total)
        return total


def _batches(articles: Iterable[Article]) -> Iterator[list[Article]]:
    held: list[Article] = []
    for article in articles:
        held.append(article)
        if len(held) == BATCH_ARTICLES or sum(len(a.text) for a in held) >= BATCH_CHARACTERS:
            yield held
            held = []
    if held:
        yield held
