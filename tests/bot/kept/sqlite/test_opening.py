from pathlib import Path

import pytest

from bot.kept.sqlite.opening import opened
from index import LibraryError

TABLES = "create table one(number integer primary key) strict;"


def test_a_file_is_made_once_and_opened_again_as_it_stands(tmp_path: Path) -> None:
    first = opened(tmp_path / "f.sqlite", TABLES, 1)
    first.execute("insert into one values(5)")
    first.close()
    again = opened(tmp_path / "f.sqlite", TABLES, 1)
    assert again.execute("select number from one").fetchall() == [(5,)]
    again.close()


def test_a_folder_that_is_missing_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match="cannot be opened"):
        opened(tmp_path / "nowhere" / "f.sqlite", TABLES, 1)


def test_a_file_of_a_newer_release_is_left_alone(tmp_path: Path) -> None:
    opened(tmp_path / "f.sqlite", TABLES, 2).close()
    with pytest.raises(LibraryError, match="newer release"):
        opened(tmp_path / "f.sqlite", TABLES, 1)
