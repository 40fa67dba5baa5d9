import asyncio
import time

import pytest

from bot.kept.leading import Alone
from bot.kept.postgres import leading
from bot.kept.postgres.leading import Locks
from index import Database, LibraryUnreachableError
from tests.postgres_server import Databases


async def test_one_of_several_leads_until_it_ends_and_then_another(database: Database) -> None:
    async with Locks(database) as second:
        async with Locks(database) as first:
            assert [await first.leads(), await second.leads(), await first.leads()] == [True, False, True]
        assert await second.leads()


async def test_who_lost_its_connection_leads_no_more_before_it_has_asked_again(
    database: Database, databases: Databases
) -> None:
    async with Locks(database) as first, Locks(database) as second:
        assert await first.leads()
        databases.run(
            "postgres", f"select pg_terminate_backend(pid) from pg_stat_activity where datname = '{_name(database)}'"
        )
        with pytest.raises(LibraryUnreachableError):
            await first.leads()
        assert await second.leads()
        assert not await first.leads()


async def test_one_at_a_time_identifies_in_a_bucket_and_others_do_not_wait(database: Database) -> None:
    async with Locks(database) as first, Locks(database) as second:
        begun = time.monotonic()
        async with first.identifying(0):
            async with second.identifying(1):
                pass
            assert time.monotonic() - begun < 1
            waiting = asyncio.create_task(_identified(second, 0))
            await asyncio.sleep(0.3)
            assert not waiting.done()
        await asyncio.wait_for(waiting, 2)


async def test_servers_are_told_of_by_all_gateways_until_one_has_left_them_or_nobody_tells(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with Locks(database) as first, Locks(database) as second:
        await first.serves([1, 2])
        await second.serves([2, 3])
        await second.serves([])
        assert await first.served() == {1, 2, 3}
        await second.leaves(3)
        assert await first.served() == {1, 2}
        monkeypatch.setattr(leading, "OF_LATE", 0.3)
        await asyncio.sleep(0.4)
        await second.serves([2])
        assert await first.served() == {2}


async def _identified(locks: Locks, bucket: int) -> None:
    async with locks.identifying(bucket):
        pass


async def test_who_is_alone_leads_and_waits_for_nobody() -> None:
    alone = Alone()
    assert await alone.leads()
    async with alone.identifying(0), alone.identifying(0):
        pass
    await alone.serves([1, 2])
    await alone.leaves(1)
    assert await alone.served() == {2}


def _name(database: Database) -> str:
    return database.url.rpartition("/")[2]
