"""What is kept outlives a restart, wherever it is kept."""

from dataclasses import replace

import pytest

from bot.kept.guilds import GuildSettings
from bot.kept.opening import opened_kept
from index import Database, LibraryError, LibraryNewerError, LibraryUnreachableError, Place
from tests.bot.kept.test_guilds import CHOSEN
from tests.bot.kept.test_shown import ANSWER
from tests.bot.kept.test_watches import HERE, PLACE
from tests.postgres_server import Databases, free_port


async def test_all_of_it_is_found_again_after_a_restart(place: Place) -> None:
    async with opened_kept(place) as first:
        await first.guilds.choose(1, CHOSEN)
        key = await first.shown.keep(ANSWER)
        number = await first.watches.add(replace(HERE, first=PLACE))
    async with opened_kept(place) as again:
        assert again.guilds.settings(1) == CHOSEN
        assert again.guilds.settings(2) == again.guilds.settings(None) == GuildSettings()
        assert await again.shown.find(key, 1, 2) == ANSWER
        assert await again.watches.of(1, 0) == [replace(HERE, number=number, first=PLACE)]


async def test_tables_of_another_release_are_told_of_with_what_to_do(database: Database, databases: Databases) -> None:
    name = database.url.rpartition("/")[2]
    for change, kind, words in [
        ("insert into bot.version values(999)", LibraryNewerError, "update On Record"),
        ("delete from bot.version", LibraryError, "run: onrecord upgrade"),
        ("drop schema bot cascade", LibraryError, "run: onrecord upgrade"),
    ]:
        databases.run(name, change)
        with pytest.raises(kind, match=words):
            async with opened_kept(database):
                pass


async def test_a_server_that_does_not_answer_is_told_of_without_its_password() -> None:
    nowhere = Database(f"postgresql://who:secret@127.0.0.1:{free_port()}/library")
    with pytest.raises(LibraryUnreachableError, match="cannot be reached") as told:
        async with opened_kept(nowhere):
            pass
    assert "secret" not in str(told.value)
