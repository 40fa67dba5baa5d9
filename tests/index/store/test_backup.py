"""Copies made while a library is added to: each opens whole; and put back, also in place of another."""

import stat
import threading
from collections.abc import Callable
from pathlib import Path

import apsw
import numpy as np
import pytest

from index import LibraryBusyError, LibraryError
from index.store.sqlite import FILE_NAME, back_up, problems, restore
from tests.index.stories import held, numbered, opened, story


@pytest.fixture
def library(tmp_path: Path) -> Path:
    with opened(tmp_path / "library", write=True) as index:
        index.add(story(n) for n in range(5))
    return tmp_path / "library"


@pytest.mark.promise
@pytest.mark.timeout(3600)
def test_every_copy_made_while_adding_is_whole(
    library: Path, tmp_path: Path, scale: Callable[[int, int], int], promised: Callable[[str], None]
) -> None:
    copies, stop, before = scale(15, 200), threading.Event(), 0
    added: list[int] = list(range(5))

    def add() -> None:
        with opened(library, write=True) as index:
            while not stop.is_set():
                index.add([story(len(added))])
                added.append(len(added))

    adding = threading.Thread(target=add)
    adding.start()
    try:
        for number in range(copies):
            there = len(added)
            back_up(library, tmp_path / f"copy-{number}")
            found = held(tmp_path / f"copy-{number}")
            assert numbered(range(there)) <= found == numbered(range(len(found)))
            before = max(before, len(found))
    finally:
        stop.set()
        adding.join()
    assert before > 5
    promised(f"{copies} of {copies} copies whole, made while {before} articles were added")


def test_a_copy_is_put_back_and_what_was_there_is_kept(library: Path, tmp_path: Path) -> None:
    assert back_up(library, tmp_path / "copy") == [FILE_NAME]
    with opened(library, write=True) as index:
        index.add([story(9)])
    before = restore(tmp_path / "copy", library)
    assert before is not None
    assert held(library) == numbered(range(5))
    assert held(before) == numbered([*range(5), 9])
    assert restore(tmp_path / "copy", tmp_path / "new") is None
    assert held(tmp_path / "new") == numbered(range(5))


def test_only_what_is_named_is_copied_beside_the_library_and_cleared(library: Path, tmp_path: Path) -> None:
    for name in ("choices.sqlite", "shown.sqlite"):
        with apsw.Connection(str(library / name)) as beside:
            beside.execute("create table t(a); insert into t values('kept'), ('forgotten-one')")
    named = {"choices.sqlite": "delete from t where a != 'kept'", "absent.sqlite": ""}
    assert back_up(library, tmp_path / "copy", named) == ["choices.sqlite", FILE_NAME]
    assert b"forgotten-one" not in (tmp_path / "copy" / "choices.sqlite").read_bytes()
    (tmp_path / "copy" / "shown.sqlite").write_bytes((library / "shown.sqlite").read_bytes())
    restore(tmp_path / "copy", tmp_path / "new", named)
    assert sorted(p.name for p in (tmp_path / "new").glob("*.sqlite")) == ["choices.sqlite", FILE_NAME]
    held_beside = apsw.Connection(str(tmp_path / "new" / "choices.sqlite")).execute("select a from t").fetchall()
    assert held_beside == [("kept",)]


def test_a_copy_is_its_owners_alone(library: Path, tmp_path: Path) -> None:
    back_up(library, tmp_path / "copy")
    assert stat.S_IMODE((tmp_path / "copy").stat().st_mode) == stat.S_IMODE(library.stat().st_mode) == 0o700


def test_a_damaged_copy_is_not_put_back(library: Path, tmp_path: Path) -> None:
    back_up(library, tmp_path / "copy")
    file = tmp_path / "copy" / FILE_NAME
    raw = bytearray(file.read_bytes())
    raw[5 * 4096 + 99] ^= 1
    file.write_bytes(raw)
    with pytest.raises(LibraryError, match="nothing was restored"):
        restore(tmp_path / "copy", library)
    assert held(library) == numbered(range(5))


def test_neither_replaces_what_is_in_use_or_there(library: Path, tmp_path: Path) -> None:
    back_up(library, tmp_path / "copy")
    with pytest.raises(LibraryError, match="is there already"):
        back_up(library, tmp_path / "copy")
    with pytest.raises(LibraryError, match="holds no library"):
        back_up(tmp_path / "nothing", tmp_path / "copy-2")
    with opened(library, write=True), pytest.raises(LibraryBusyError):
        restore(tmp_path / "copy", library)
    assert list(problems(library)) == []


def test_an_article_without_a_passage_is_whole(library: Path) -> None:
    with opened(library, write=True) as index:
        index._library.put(story(70), [], np.zeros((0, 64), dtype=np.float32), [])
    assert list(problems(library)) == []
