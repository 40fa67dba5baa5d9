"""The real bot, run by the real discord.py against an in-process Discord; only the process border is left out."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from pathlib import Path

import pytest
import pytest_asyncio

from bot.adding import Adding, Progress
from bot.client import NewsBot
from bot.settings import BotSettings
from bot.shown import ShownAnswers
from index import (
    Answer,
    Article,
    IndexSettings,
    NewsIndex,
    OnRecordError,
    Passage,
    Problem,
    Quote,
    Reference,
    Title,
    Verification,
    read_articles,
)
from index.sources import Bounds, Fetcher


class InlineWorker:
    """The worker's verbs in the test's own process."""

    def __init__(self, index: NewsIndex) -> None:
        self.index = index
        self.fails: OnRecordError | None = None
        self.asked: list[tuple[str, tuple[str, ...], list[Mapping[str, str]]]] = []

    def readable(self, collections: Sequence[str]) -> list[str]:
        if self.fails:
            raise self.fails
        return [c for c in collections if c in self.index.collections()]

    async def ask(self, question: str, collections: Sequence[str], history: Sequence[Mapping[str, str]] = ()) -> Answer:
        self.asked.append((question, tuple(collections), list(history)))
        return self.index.ask(question, self.readable(collections), history)

    async def titles(self, collections: Sequence[str]) -> list[Title]:
        return self.index.titles(self.readable(collections))

    async def source(self, id_: str, collections: Sequence[str]) -> tuple[Article, list[Passage]] | None:
        return self.index.source(id_, self.readable(collections))

    async def sources(self, topic: str, collections: Sequence[str]) -> list[Article]:
        return self.index.sources(topic, self.readable(collections))

    async def said_by(self, speaker: str, about: str, collections: Sequence[str]) -> list[Quote]:
        return self.index.said_by(speaker, about, self.readable(collections))

    async def verify(self, text: str, collections: Sequence[str], speaker: str = "") -> Verification:
        return self.index.verify(text, self.readable(collections), speaker)

    async def recall(self, references: Sequence[Reference], collections: Sequence[str]) -> list[Quote | None]:
        return self.index.recall(references, self.readable(collections))


class InlineAdder:
    """Adding and removing in the test's own process, into the library that the worker reads."""

    def __init__(self, index: NewsIndex) -> None:
        self.index = index
        self.asked: list[tuple[list[str], str, bool]] = []
        self.allow: frozenset[str] = frozenset()

    async def add(
        self, sources: Sequence[str], collection: str, progress: Progress, *, attachments: bool = False
    ) -> Adding:
        self.asked.append((list(sources), collection, attachments))
        adding = Adding()

        def skip(problem: Problem) -> None:
            adding.skipped.append((problem.where, problem.why))

        # Fetching runs a loop of its own, as it does in the adder's process.
        found = await asyncio.to_thread(self._read, sources, collection, skip)
        report = self.index.add(found)
        adding.added, adding.replaced, adding.unchanged = report.added, report.replaced, report.unchanged
        progress(adding)
        adding.is_done = True
        return adding

    def _read(self, sources: Sequence[str], collection: str, skip: Callable[[Problem], None]) -> list[Article]:
        with Fetcher(allow=self.allow, pace=0.0) as fetcher:
            bounds = Bounds(disk=False)
            return list(read_articles(sources, collection, "", skip, bounds=bounds, fetcher=fetcher))

    async def remove(self, ids: Sequence[str], collection: str) -> Adding:
        self.index.remove(collection, ids)
        return Adding(is_done=True)


@pytest.fixture(scope="session")
def sample_index(real_sample: IndexSettings) -> Iterator[NewsIndex]:
    with NewsIndex.open(real_sample) as index:
        yield index


@pytest.fixture
def worker(sample_index: NewsIndex) -> InlineWorker:
    return InlineWorker(sample_index)


@pytest.fixture
def adder(worker: InlineWorker) -> InlineAdder:
    return InlineAdder(worker.index)


@pytest.fixture
def shown(tmp_path: Path) -> Iterator[ShownAnswers]:
    kept = ShownAnswers(tmp_path / "shown.sqlite")
    yield kept
    kept.close()


@pytest_asyncio.fixture
async def simcord_bot(worker: InlineWorker, shown: ShownAnswers, adder: InlineAdder) -> AsyncIterator[NewsBot]:
    bot = NewsBot(BotSettings(), worker, shown, adder)  # type: ignore[arg-type]
    yield bot
    await bot.close()
