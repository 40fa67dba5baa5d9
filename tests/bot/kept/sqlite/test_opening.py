from pathlib import Path

import pytest

from bot.kept.sqlite.opening import opened
from index import LibraryError

TABLES = "create table one(number integer primary key) strict;"


def test_a_file_is_made_once_and_opened_again_as_it_stands(tmp_path: Path) -> None:
    first = opened(tmp_path / "f.sqlite", TABLES)
    first.execute("insert into one values(5)")
    first.close()
    again = opened(tmp_path / "f.sqlite", TABLES)
    assert again.execute("select number from one").fetchall() == [(5,)]
    again.close()


def test_a_folder_that_is_missing_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match="cannot be opened"):
        opened(tmp_path / "nowhere" / "f.sqlite", TABLES)


def test_a_file_of_a_newer_release_is_left_alone(tmp_path: Path) -> None:
    opened(tmp_path / "f.sqlite", TABLES, [""]).close()
    with pytest.raises(LibraryError, match="newer release"):
        opened(tmp_path / "f.sqlite", TABLES)


def test_a_file_of_an_earlier_release_is_changed_step_by_step_and_once(tmp_path: Path) -> None:
    opened(tmp_path / "f.sqlite", TABLES).close()
    steps = ["alter table one add column two text", "alter table one add column three text"]
    for upgrades in (steps[:1], steps, steps):
        file = opened(tmp_path / "f.sqlite", TABLES, upgrades)
        columns = [name for _, name, *_ in file.execute("pragma table_info(one)")]
        assert columns == ["number", "two", "three"][: 1 + len(upgrades)]
        file.close()
