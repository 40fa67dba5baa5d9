"""The real bot, run by the real discord.py against an in-process Discord; only the process border is left out."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from pathlib import Path

import pytest
import pytest_asyncio
from simcord import Env

from bot.adding import Adding, Progress
from bot.client import NewsBot, Parts
from bot.failures import Failure
from bot.guilds import Guilds
from bot.names import Names, names_of
from bot.settings import BotSettings
from bot.shown import ShownAnswers
from bot.worker import Listed
from index import (
    NO_LIMITS,
    Answer,
    Article,
    Context,
    Followed,
    Limits,
    NewsIndex,
    OnRecordError,
    Passage,
    Problem,
    Quote,
    Reference,
    Verification,
    read_articles,
)
from index.sources import Bounds, Fetcher, Filing, gathering
from index.sources.documents import Arrived
from index.sources.formats import Parsed, read
from index.sources.parsing import Parsers
from tests.bot.openapi import faults_of
from tests.discord_server.driving import Bot, Stand


class InlineWorker:
    """The worker's verbs in the test's own process."""

    def __init__(self, index: NewsIndex) -> None:
        self.index = index
        self.fails: OnRecordError | None = None
        self.restarts = self.pending = 0
        self.is_warm = True
        self.asked: list[tuple[str, tuple[str, ...], list[Mapping[str, str]]]] = []

    def readable(self, collections: Sequence[str]) -> list[str]:
        if self.fails:
            raise self.fails
        return [c for c in collections if c in self.index.collections()]

    async def ask(
        self,
        question: str,
        collections: Sequence[str],
        history: Sequence[Mapping[str, str]] = (),
        limits: Limits = NO_LIMITS,
    ) -> Answer:
        self.asked.append((question, tuple(collections), list(history)))
        return self.index.ask(question, self.readable(collections), history, limits)

    async def names(self, collection: str) -> Names:
        readable = self.readable([collection])
        return names_of(self.index.titles(readable), self.index.speakers(readable))

    async def listed(self, collection: str, most: int) -> Listed:
        readable = self.readable([collection])
        return Listed(self.index.count(readable)["articles"], tuple(self.index.titles(readable, most)))

    async def source(self, named: str, collections: Sequence[str]) -> tuple[Article, list[Passage]] | None:
        id_ = self.index.id_called(named, self.readable(collections))
        return self.index.source(id_, self.readable(collections)) if id_ else None

    async def said_in(self, named: str, collections: Sequence[str]) -> tuple[Article, list[Quote]] | None:
        found = await self.source(named, collections)
        return (found[0], self.index.said_in(found[0].id, [found[0].collection])) if found else None

    async def sources(self, topic: str, collections: Sequence[str], limits: Limits = NO_LIMITS) -> list[Article]:
        return self.index.sources(topic, self.readable(collections), limits=limits)

    async def said_by(self, speaker: str, about: str, collections: Sequence[str]) -> list[Quote]:
        return self.index.said_by(speaker, about, self.readable(collections))

    async def verify(self, text: str, collections: Sequence[str], speaker: str = "") -> Verification:
        return self.index.verify(text, self.readable(collections), speaker)

    async def recall(self, references: Sequence[Reference], collections: Sequence[str]) -> list[Quote | None]:
        return self.index.recall(references, self.readable(collections))

    async def context(self, reference: Reference, collections: Sequence[str]) -> Context | None:
        return self.index.context(reference, self.readable(collections))

    async def count(self, collections: Sequence[str]) -> dict[str, int]:
        return self.index.count(self.readable(collections))

    async def followed(self, collections: Sequence[str]) -> list[Followed]:
        return self.index.followed(collections)


class InlineParsers(Parsers):
    """Parses in the test's own process: waiting for another never ends where the clock is simulated."""

    def begin(self, arrived: Arrived, filing: Filing) -> Future[Parsed]:
        self._begun += 1
        future: Future[Parsed] = Future()
        future.set_result(read(arrived, filing, Path(self._folder.name) / str(self._begun)))
        return future


class InlineAdder:
    """Adding and removing in the test's own process, into the library that the worker reads."""

    def __init__(self, index: NewsIndex) -> None:
        self.index = index
        self.asked: list[tuple[list[str], str, bool]] = []
        self.allow: frozenset[str] = frozenset()
        self.polled: list[list[str]] = []

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

    def is_changing(self, collection: str) -> bool:
        return False

    async def follow(self, url: str, collection: str) -> None:
        self.index.follow(Followed(url, collection))

    async def unfollow(self, url: str, collection: str) -> None:
        self.index.unfollow(url, collection)

    async def poll(self, collections: Sequence[str]) -> None:
        self.polled.append(list(collections))


@pytest.fixture
def worker(sample_index: NewsIndex) -> InlineWorker:
    return InlineWorker(sample_index)


@pytest.fixture
def adder(worker: InlineWorker, monkeypatch: pytest.MonkeyPatch) -> InlineAdder:
    monkeypatch.setattr(gathering, "Parsers", InlineParsers)
    return InlineAdder(worker.index)


@pytest.fixture
def shown(tmp_path: Path) -> Iterator[ShownAnswers]:
    kept = ShownAnswers(tmp_path / "shown.sqlite")
    yield kept
    kept.close()


@pytest.fixture
def guilds(tmp_path: Path) -> Iterator[Guilds]:
    kept = Guilds(tmp_path / "guilds.sqlite")
    yield kept
    kept.close()


@pytest.fixture
def parts(worker: InlineWorker, shown: ShownAnswers, guilds: Guilds, adder: InlineAdder) -> Parts:
    return Parts(worker, shown, guilds, adder)  # type: ignore[arg-type]


@pytest_asyncio.fixture
async def simcord_bot(parts: Parts) -> AsyncIterator[NewsBot]:
    bot = NewsBot(BotSettings(), parts)
    yield bot
    await bot.close()


@pytest_asyncio.fixture
async def simcord_env(simcord_bot: NewsBot, request: pytest.FixtureRequest) -> AsyncIterator[Env]:
    """The simulated Discord; when the journey ends, nothing but refusals was raised, and all that was sent is valid."""
    marker = request.node.get_closest_marker("simcord")
    env = Env(simcord_bot, **(marker.kwargs if marker else {}))
    await env.start()
    try:
        yield env
    finally:
        await env.shutdown()
    expected = request.node.get_closest_marker("breaks") is not None
    raised = [getattr(error, "original", error) for error in env.errors]
    requests = list(env.http_requests)
    assert expected or all(isinstance(error, Failure) for error in raised), raised
    assert faults_of(requests)[1] == []


@pytest_asyncio.fixture(loop_scope="module")
async def stand(both: tuple[Stand, Bot]) -> AsyncIterator[Stand]:
    """The stand-in that a file's own fixture `both` runs, with nothing asked of it yet."""
    stand, _ = both
    await stand.tell("clear")
    yield stand


@pytest.fixture
def bot(both: tuple[Stand, Bot]) -> Bot:
    return both[1]
