from pathlib import Path

import pytest

from index.training.groups import Group, Seen, read_groups, write_groups
from index.training.marking import NOT_HERE


def test_what_was_written_is_read_again(tmp_path: Path) -> None:
    groups = [
        Group("a", "g00", "who?", (Seen("Ida.", (0, 3)), Seen("She.", NOT_HERE)), (Seen("No.", told=-1.5),)),
        Group("a", "g01", "when?", (), ()),
    ]
    write_groups(groups, tmp_path / "a.jsonl")
    assert list(read_groups(tmp_path / "a.jsonl")) == groups


def test_mining_that_broke_off_leaves_no_file_that_looks_whole(tmp_path: Path) -> None:
    def broken() -> object:
        yield Group("a", "g00", "who?", (), ())
        raise OSError

    with pytest.raises(OSError):
        write_groups(broken(), tmp_path / "a.jsonl")  # type: ignore[arg-type]
    assert not (tmp_path / "a.jsonl").exists()
