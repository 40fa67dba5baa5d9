from pathlib import Path

import apsw
import pytest

from bot.kept.guilds import Did, GuildSettings
from bot.kept.sqlite.guilds import CLEARED, TABLES, GuildFile
from index import LibraryError
from tests.bot.kept.test_guilds import CHOSEN


async def test_questions_kept_are_deleted_from_the_file_when_no_longer_wanted(tmp_path: Path) -> None:
    kept = GuildFile(tmp_path / "g.sqlite")
    await kept.choose(1, CHOSEN)
    await kept.missed(1, "the-very-question")
    await kept.choose(1, GuildSettings())
    kept.close()
    assert b"the-very-question" not in (tmp_path / "g.sqlite").read_bytes()


def test_damaged_file_is_one_line_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "g.sqlite").write_bytes(b"garbage" * 1000)
    with pytest.raises(LibraryError, match="restore it, or move it away"):
        GuildFile(tmp_path / "g.sqlite")


async def test_file_of_an_earlier_release_is_brought_up_to_this_one(tmp_path: Path) -> None:
    earlier = apsw.Connection(str(tmp_path / "g.sqlite"))
    earlier.execute(TABLES.replace(",\n    collection text, article text", ""))
    earlier.execute("insert into gap(guild, question, made) values(1, 'who?', unixepoch())")
    earlier.pragma("user_version", 1)
    earlier.close()
    for _ in range(2):
        kept = GuildFile(tmp_path / "g.sqlite")
        assert [(g.question, g.nearest) for g in await kept.gaps(1)] == [("who?", None)]
        kept.close()


def test_file_of_a_newer_release_is_refused(tmp_path: Path) -> None:
    newer = apsw.Connection(str(tmp_path / "g.sqlite"))
    newer.pragma("user_version", 99)
    newer.close()
    with pytest.raises(LibraryError, match="newer release"):
        GuildFile(tmp_path / "g.sqlite")


async def test_a_copy_holds_no_question_and_nobody_who_changed_anything(tmp_path: Path) -> None:
    kept = GuildFile(tmp_path / "g.sqlite")
    await kept.choose(1, CHOSEN)
    await kept.missed(1, "the-very-question")
    await kept.changed(1, 424242, Did.ADDED, "a.pdf", 1)
    kept._db.execute(CLEARED)
    assert await kept.gaps(1) == []
    assert [(c.user, c.what) for c in await kept.changes(1)] == [(0, "a.pdf")]
    assert kept.settings(1) == CHOSEN


def test_choices_of_an_earlier_and_of_a_later_release_are_read(guilds: GuildFile) -> None:
    row = '{"channels": [1], "roles": [2], "collections": null, "language": "de", "unheard_of": [5]}'
    guilds._db.execute("insert into guild values(7, ?)", (row,))
    assert guilds.settings(7) == GuildSettings(channels=(1,), roles=(2,), language="de")
