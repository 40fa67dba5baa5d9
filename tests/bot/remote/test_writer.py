"""Changes that wait in a table: done once, by another where a worker is gone, one of a server at a time, set aside."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager

import pytest

from bot.desk.writer import Adding, Progress
from bot.failures import Failure
from bot.kept.postgres import library_changes
from bot.kept.postgres.library_changes import LibraryChanges, State
from bot.kept.postgres.tables import Tables
from bot.remote import ingesting
from bot.remote import writer as module
from bot.remote.ingesting import take_turns
from bot.remote.writer import RemoteWriter, packed, unpacked
from index import Database, IndexSettings, Tried

Work = Callable[[Sequence[str], Progress], "asyncio.Future[Adding] | Adding"]


@pytest.fixture(autouse=True)
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let what is long in life be short here."""
    monkeypatch.setattr(module, "LOOK_EVERY", 0.02)
    monkeypatch.setattr(ingesting, "LOOK_EVERY", 0.05)
    monkeypatch.setattr(ingesting, "TELL_EVERY", 0.1)
    monkeypatch.setattr(library_changes, "SILENT", 0.6)


@pytest.fixture
async def changes(database: Database) -> AsyncIterator[LibraryChanges]:
    async with Tables(database) as tables:
        yield LibraryChanges(tables)


class Doing:
    """Stands in for the process that changes a library: what it does is the test's."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self.running: set[str] = set()
        self.together = 0
        self.lasts = 0.0
        self.fails = ""

    async def changed(self, words: Sequence[str], progress: Progress, *, whose: str) -> Adding:
        assert whose not in self.running
        self.running.add(whose)
        self.together = max(self.together, len(self.running))
        try:
            progress(Adding(added=1))
            await asyncio.sleep(self.lasts)
            if self.fails:
                raise Failure(self.fails)
            self.done.append(words[-1])
            return Adding(2, 1, 0, ("a",), [("x", "was not found")], Tried("F", ("t",)), True)
        finally:
            self.running.discard(whose)


@asynccontextmanager
async def working(changes: LibraryChanges, doing: Doing, count: int = 1) -> AsyncIterator[list["asyncio.Task[None]"]]:
    stop = asyncio.Event()
    tasks = [asyncio.create_task(take_turns(changes, doing, stop)) for _ in range(count)]  # type: ignore[arg-type]
    async with AsyncExitStack() as ending:
        ending.callback(stop.set)
        try:
            yield tasks
        finally:
            stop.set()
            await asyncio.gather(*tasks, return_exceptions=True)


@pytest.fixture
def writer(changes: LibraryChanges, database: Database) -> RemoteWriter:
    return RemoteWriter(IndexSettings(library=database), changes)


def test_what_has_come_of_a_change_comes_back_as_it_was() -> None:
    for came in (Adding(), Adding(2, 1, 3, ("a", "b"), [("x", "y")], Tried("F", ("t", "u")), True)):
        assert unpacked(packed(came)) == came


async def test_a_change_is_done_elsewhere_and_told_of_meanwhile(writer: RemoteWriter, changes: LibraryChanges) -> None:
    doing, told = Doing(), list[int]()
    doing.lasts = 0.4
    async with working(changes, doing):
        found = await writer.add(["https://a.example"], "guild-1", lambda so_far: told.append(so_far.added))
    assert (found.added, found.new, found.skipped, found.is_done) == (2, ("a",), [("x", "was not found")], True)
    assert told[0] == 1 and doing.done == ["https://a.example"]


async def test_why_one_failed_is_told_to_whoever_asked(writer: RemoteWriter, changes: LibraryChanges) -> None:
    doing = Doing()
    doing.fails = "change"
    async with working(changes, doing):
        with pytest.raises(Failure) as caught:
            await writer.remove(["x"], "guild-1")
    assert caught.value.key == "change"


async def test_many_workers_do_each_change_once_and_one_of_a_server_at_a_time(
    writer: RemoteWriter, changes: LibraryChanges
) -> None:
    doing = Doing()
    doing.lasts = 0.02
    async with working(changes, doing, 4):
        asked = [writer.remove([f"{n}"], f"guild-{n % 5}") for n in range(30)]
        await asyncio.gather(*asked)
    assert sorted(map(int, doing.done)) == list(range(30))
    assert doing.together > 1


async def test_what_a_lost_worker_had_in_hand_is_done_by_another(writer: RemoteWriter, changes: LibraryChanges) -> None:
    lost, other = Doing(), Doing()
    lost.lasts = 60.0
    async with working(changes, lost) as tasks:
        asked = asyncio.create_task(writer.remove(["x"], "guild-1"))
        await asyncio.sleep(0.3)
        assert lost.running
        tasks[0].cancel()
        async with working(changes, other):
            assert (await asked).is_done
    assert (lost.done, other.done) == ([], ["x"])


async def test_a_change_over_which_two_workers_are_lost_is_set_aside(
    writer: RemoteWriter, changes: LibraryChanges
) -> None:
    asked = asyncio.create_task(writer.remove(["poison"], "guild-1"))
    for n in range(2):
        await asyncio.sleep(0.8)
        assert await changes.take(f"worker {n}") is not None
    await asyncio.sleep(0.8)
    assert await changes.take("worker 3") is None
    with pytest.raises(Failure) as caught:
        await asked
    assert caught.value.key == "died"
    assert (await changes.look(1)).state is State.ASIDE


async def test_more_than_may_wait_are_turned_away(
    writer: RemoteWriter, changes: LibraryChanges, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST_WAITING", 1)
    await changes.put(["remove", "--", "x"], "guild-2")
    with pytest.raises(Failure) as caught:
        await writer.remove(["y"], "guild-1")
    assert caught.value.key == "being-changed"


async def test_what_ended_is_forgotten_after_a_week(changes: LibraryChanges, database: Database) -> None:
    number = await changes.put(["remove"], "guild-1")
    taken = await changes.take("w")
    assert taken is not None
    await changes.end(number, "w", packed(Adding(is_done=True)))
    await changes.purge()
    assert (await changes.look(number)).state is State.DONE
    await changes._tables.run("update library_change set seen = now() - interval '8 days'")
    await changes.purge()
    assert await changes._tables.rows("select 1 from library_change") == []
