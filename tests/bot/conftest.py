"""The real bot, run by the real discord.py against an in-process Discord; only the process border is left out."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from pathlib import Path
from typing import Any, ParamSpec, TypeVar, cast

import pytest
import pytest_asyncio
from simcord import Env

from bot.client import NewsBot
from bot.desk import jobs
from bot.desk.answering import Job
from bot.desk.desk import Parts
from bot.desk.writer import Adding, Progress
from bot.failures import Failure
from bot.kept.guilds import Guilds
from bot.kept.shown import ShownAnswers
from bot.kept.sqlite.guilds import GuildFile
from bot.kept.sqlite.shown import ShownFile
from bot.kept.sqlite.watches import WatchFile
from bot.kept.watches import Watches
from bot.settings import BotSettings
from index import Article, Followed, NewsIndex, Problem, Tried, read_articles
from index.errors import SourceError
from index.sources import Bounds, Fetcher, Filing, feed_reading, gathering, try_feed
from index.sources.documents import Arrived
from index.sources.formats.registry import Parsed, read
from index.sources.parsing import Parsers
from tests.bot.journeys import RAIN
from tests.bot.openapi import faults_of
from tests.discord_server.driving import Bot, Stand
from tests.index.sources.web import Web, running_web

P = ParamSpec("P")
Result = TypeVar("Result")


class InlineWorker:
    """Does the worker's jobs in the test's own process."""

    def __init__(self, index: NewsIndex) -> None:
        self.index = index
        self.fails: Exception | None = None
        self.restarts = self.pending = 0
        self.is_warm, self.lacking, self.done = True, "", dict[str, int]()
        self.processes = 1
        self.asked: list[tuple[str, tuple[str, ...], list[Mapping[str, str]]]] = []
        self.meanwhile: Callable[[], Awaitable[object]] | None = None
        """What happens while a question is on its way."""

    async def run(self, job: Job[P, Result], *args: P.args, **kwargs: P.kwargs) -> Result:
        if self.fails:
            raise self.fails
        if job is jobs.ask:
            question, collections, history, *_ = (*cast(tuple[Any, ...], args), ())
            self.asked.append((question, tuple(collections), list(history)))
            if self.meanwhile:
                await self.meanwhile()
        return job(self.index, *args, **kwargs)


class InlineParsers(Parsers):
    """Parses in the test's own process: waiting for another never ends where the clock is simulated."""

    def begin(self, arrived: Arrived, filing: Filing) -> Future[Parsed]:
        self._begun += 1
        future: Future[Parsed] = Future()
        future.set_result(read(arrived, filing, Path(self._folder.name) / str(self._begun)))
        return future


class InlineWriter:
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

        # Fetching runs a loop of its own, as it does in the writer's process.
        found = await asyncio.to_thread(self._read, sources, collection, skip)
        report = self.index.add(found)
        adding.added, adding.replaced, adding.unchanged = report.added, report.replaced, report.unchanged
        adding.new = report.new
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

    async def follow(self, url: str, collection: str) -> Tried:
        tried = await asyncio.to_thread(self._try, url)
        self.index.follow(Followed(url, collection, title=tried.title))
        return tried

    def _try(self, url: str) -> Tried:
        try:
            with Fetcher(allow=self.allow, pace=0.0) as fetcher:
                return try_feed(url, fetcher)
        except SourceError as error:
            raise Failure("unread-feed", why=error.why) from None

    async def unfollow(self, url: str, collection: str) -> None:
        self.index.unfollow(url, collection)

    async def poll(self, collections: Sequence[str]) -> None:
        self.polled.append(list(collections))


@pytest.fixture
def worker(sample_index: NewsIndex) -> InlineWorker:
    return InlineWorker(sample_index)


@pytest.fixture
def writer(worker: InlineWorker, monkeypatch: pytest.MonkeyPatch) -> InlineWriter:
    monkeypatch.setattr(gathering, "Parsers", InlineParsers)
    monkeypatch.setattr(feed_reading, "Parsers", InlineParsers)
    return InlineWriter(worker.index)


@pytest.fixture
def web(writer: InlineWriter) -> Iterator[Web]:
    with running_web() as running:
        writer.allow = running.allow
        yield running


@pytest.fixture
def rain(web: Web) -> str:
    """A page about rain, by its address."""
    web.pages["/rain.txt"] = (200, {"Content-Type": "text/plain"}, f"Rain in Brey\n\n{RAIN}".encode())
    return f"{web.root}/rain.txt"


@pytest.fixture
def shown(tmp_path: Path) -> Iterator[ShownAnswers]:
    kept = ShownFile(tmp_path / "shown.sqlite")
    yield kept
    kept.close()


@pytest.fixture
def guilds(tmp_path: Path) -> Iterator[Guilds]:
    kept = GuildFile(tmp_path / "guilds.sqlite")
    yield kept
    kept.close()


@pytest.fixture
def watches(tmp_path: Path) -> Iterator[Watches]:
    kept = WatchFile(tmp_path / "watches.sqlite")
    yield kept
    kept.close()


@pytest.fixture
def parts(worker: InlineWorker, shown: ShownAnswers, guilds: Guilds, watches: Watches, writer: InlineWriter) -> Parts:
    return Parts(worker, shown, guilds, watches, writer)  # type: ignore[arg-type]


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
