from pathlib import Path
from typing import Any

import apsw
import numpy as np
import pytest

from index import (
    LibraryBusyError,
    LibraryDamagedError,
    LibraryError,
    LibraryNewerError,
    Passage,
    Span,
)
from index.store import packing
from index.store.sqlite import FILE_NAME, Store, opening
from tests.index.grown import ANALYZER
from tests.index.store.sqlite.articles import Maker, put


def test_file_that_is_no_library_is_refused(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_bytes(b"not a database at all, but long enough to look at" * 100)
    with pytest.raises(LibraryDamagedError, match="restore a backup"):
        Store(tmp_path)


def test_newer_library_is_refused(store: Store, tmp_path: Path) -> None:
    store.close()
    with apsw.Connection(str(tmp_path / FILE_NAME)) as db:
        db.pragma("user_version", 99)
    with pytest.raises(LibraryNewerError, match="update On Record"):
        Store(tmp_path)


def test_second_writer_is_refused_and_the_first_leaves_no_lock(store: Store, tmp_path: Path) -> None:
    with pytest.raises(LibraryBusyError):
        Store(tmp_path, write=True)
    store.close()
    Store(tmp_path, write=True).close()


def test_missing_library_names_the_command_that_makes_one(tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match="onrecord add"):
        Store(tmp_path / "nowhere")


def test_reader_cannot_write(store: Store, article: Maker, tmp_path: Path) -> None:
    put(store, article("Words."))
    reader = Store(tmp_path)
    with pytest.raises(LibraryError):
        reader.remove("default", "a")


def test_library_of_the_version_before_is_given_checksums_by_its_next_writer(
    tmp_path: Path, article: Maker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "SCHEMA", 2)
    monkeypatch.setattr(opening, "checksummed_files", lambda: "unix")
    monkeypatch.setattr(opening, "_checksum_bytes", lambda _: opening.CHECKSUM_BYTES)
    monkeypatch.setattr(opening, "CHECKSUM_BYTES", 0)
    before, made = Store(tmp_path, write=True), article("Nobody was hurt.")
    whole = Span(0, len(made.text))
    with before.snapshot():
        before._db.execute("insert into collection values('default')")
        columns = packing.ARTICLE_COLUMNS.removesuffix(", self_described, picture")
        values = packing.summed_values(made)[:-2]
        before._db.execute(f"insert into article({columns}) values({','.join('?' * len(values))})", values)
        before._insert_passage(1, made, Passage(whole, (whole,)), np.ones(4, dtype=np.float32))
    before.close()
    monkeypatch.undo()
    with pytest.raises(LibraryError, match="earlier version"):
        Store(tmp_path)
    Store(tmp_path, write=True).close()
    assert (tmp_path / FILE_NAME).read_bytes()[opening.RESERVED_AT] == opening.CHECKSUM_BYTES
    after = Store(tmp_path)
    [held] = after.articles(["default"], [1]).values()
    assert held.text == "Nobody was hurt."
    assert after.changes.sizes() == {"default": 1} == {"default": after.count(["default"])["passages"]}
    assert after.vocabulary.frequencies("default", ANALYZER.terms("Nobody was hurt")) == dict.fromkeys(
        ANALYZER.terms("Nobody was hurt"), 1
    )


@pytest.mark.parametrize("bug", [KeyError("feature"), TypeError("none"), ValueError("nonsense")])
def test_a_bug_of_whoever_reads_a_snapshot_stays_what_it_is(store: Store, article: Maker, bug: Exception) -> None:
    put(store, article("Veld denied it all."))
    with pytest.raises(type(bug)) as told, store.snapshot():
        store.article_numbers(["default"])
        raise bug
    assert told.value is bug
    with store.snapshot():
        assert store.article_numbers(["default"]) == [1]


def test_who_could_not_open_a_library_leaves_it_to_the_next(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_bytes(b"garbage" * 1000)
    with pytest.raises(LibraryDamagedError):
        Store(tmp_path, write=True)
    opening.locked(tmp_path).release()


def test_a_library_is_opened_as_safely_as_sqlite_can(store: Store) -> None:
    pragmas = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "trusted_schema": 0, "secure_delete": 1}
    assert {name: store._db.pragma(name) for name in pragmas} == pragmas
    reading = Store(store.path.parent)
    assert (reading._db.pragma("query_only"), store._db.pragma("query_only")) == (1, 0)
    reading.close()


@pytest.mark.parametrize(
    ("error", "extended", "told"),
    [(apsw.IOError, apsw.SQLITE_IOERR_DATA, "is damaged"), (apsw.IOError, apsw.SQLITE_IOERR_READ, "cannot be opened"),
     (apsw.CorruptError, 0, "is damaged"), (apsw.NotADBError, 0, "is damaged"), (apsw.FullError, 0, "cannot be opened"),
     (apsw.BusyError, 0, "is in use"), (apsw.ReadOnlyError, 0, "cannot be opened")],
)  # fmt: skip
def test_what_sqlite_ends_in_is_told_as_what_it_is(
    tmp_path: Path, error: type[apsw.Error], extended: int, told: str
) -> None:
    raised: Any = error("x")
    raised.extendedresult = extended
    with pytest.raises(LibraryError, match=told), opening.translated(tmp_path):
        raise raised


def test_a_library_that_could_not_be_opened_is_held_by_nobody(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_bytes(b"no library " * 1000)
    with pytest.raises(LibraryError) as refused:
        Store(tmp_path, write=True)
    (tmp_path / FILE_NAME).unlink()
    Store(tmp_path, write=True).close()
    # What was raised still holds on to the store that was half made, and so to its lock unless that was let go.
    assert refused.value.args
