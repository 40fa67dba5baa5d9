import json
from dataclasses import replace
from pathlib import Path

import apsw
import pytest

from index import (
    Act,
    BlockKind,
    DateBasis,
    LibraryDamagedError,
    Speech,
)
from index.store import packing
from index.store.sqlite import FILE_NAME, Store, problems
from tests.index.store.sqlite.articles import SAID, Maker, misdate, put


def test_row_that_holds_nonsense_is_damage(store: Store, article: Maker, tmp_path: Path) -> None:
    put(store, article("Words."))
    store.close()
    with apsw.Connection(str(tmp_path / FILE_NAME)) as db:
        db.execute("update passage set sentences = 'x'")
    with pytest.raises(LibraryDamagedError):
        Store(tmp_path).passages(["default"], [1])


def test_changed_bytes_of_an_article_are_noticed(store: Store, article: Maker, tmp_path: Path) -> None:
    put(store, article("Nobody was hurt."))
    store.close()
    with apsw.Connection(str(tmp_path / FILE_NAME)) as db:
        db.execute("update article set text = replace(text, 'Nobody', 'Many')")
    with pytest.raises(LibraryDamagedError):
        Store(tmp_path).articles(["default"], [1])


def test_blocks_are_kept(store: Store, article: Maker) -> None:
    made = article("Title here now\n\nA longer body sentence follows it.\n\nSHARE THIS ARTICLE")
    put(store, made)
    assert store.articles(["default"], [1])[1].blocks == made.blocks
    assert json.dumps([b.kind for b in made.blocks]) == '["heading", "body", "furniture"]'


def test_rows_that_hold_nonsense_are_told_as_damage(store: Store, article: Maker) -> None:
    put(store, article("Veld denied it all."), (SAID,))
    store._db.execute("update statement set cue = 'nonsense'")
    store._db.execute("update passage set sentences = '[[4, 1]]'")
    with pytest.raises(LibraryDamagedError):
        store.said.of([1])
    with pytest.raises(LibraryDamagedError):
        store.passages(["default"], [1])
    with pytest.raises(LibraryDamagedError):
        list(store.changes.statement_words("default", 0))


@pytest.mark.parametrize("published", ["0000-00-00T00:00:00", "2024-13-45T10:00", "Sun, 03 Sep 2023 10:00:00 GMT"])
def test_a_date_that_an_earlier_release_stored_and_is_none_reads_as_not_stated(
    store: Store, article: Maker, published: str
) -> None:
    put(store, article("Veld denied it all."))
    misdate(store, published)
    held = store.articles(["default"], [1])[1]
    assert (held.published, held.published_basis) == (None, DateBasis.UNKNOWN)
    assert [on for *_, on in store.titles(["default"])] == [None]
    assert [line for line in problems(store.path.parent) if "publication date" in line] == [
        f"article 'a' of 'default': its publication date {published!r} is none and reads as not stated; "
        "run: onrecord rebuild"
    ]
    put(store, held)
    assert not [line for line in problems(store.path.parent) if "publication date" in line]
    assert store.revisions("default", "a") == []


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [("statement", "act", "retracts"), ("statement", "speech", "sung"), ("passage", "kind", "verse")],
)
def test_kinds_that_a_later_release_wrote_are_read_as_the_plainest(
    store: Store, article: Maker, table: str, column: str, value: str
) -> None:
    put(store, article("Veld denied it all."), (SAID,))
    store._db.execute(f"update {table} set {column} = ?", (value,))
    [number] = store.article_numbers(["default"])
    [said] = [s.statement for s in store.said.of([number])]
    [held] = store.passages_of(number)
    assert said.act is (Act.SAYS if column == "act" else Act.DENIES)
    assert said.speech is Speech.INDIRECT
    assert held.passage.kind is BlockKind.BODY


def test_a_date_known_as_only_a_later_release_knows_it_is_not_stated(store: Store, article: Maker) -> None:
    made = article("Veld denied it all.", published="2024-01-02", published_basis=DateBasis.STATED)
    later = packing.summed_values(replace(made, published_basis="carved in stone"))  # type: ignore[arg-type]
    read = packing.article_of(later, store.path)
    assert (read.published, read.published_basis) == (None, DateBasis.UNKNOWN)
