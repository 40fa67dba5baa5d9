import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import apsw
import numpy as np
import pytest

from index import (
    Act,
    Article,
    BlockKind,
    DateBasis,
    LibraryBusyError,
    LibraryDamagedError,
    LibraryError,
    LibraryNewerError,
    Passage,
    Span,
    Speech,
    Statement,
    UnknownCollectionError,
)
from index.store import FILE_NAME, Store, problems
from index.store.sqlite import opening, packing
from tests.index.grown import ANALYZER

Maker = Callable[..., Article]
SAID = Statement((Span(5, 9),), (Span(10, 16),), Act.DENIES, Speech.INDIRECT, Span(0, 4), Span(0, 4))


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path, write=True)


def put(store: Store, article: Article, statements: tuple[Statement, ...] = ()) -> None:
    whole = Span(0, len(article.text))
    store.put(article, [Passage(whole, (whole,))], np.ones((1, 4), dtype=np.float32), statements)


def test_article_comes_back_as_it_went_in(store: Store, article: Maker) -> None:
    made = article("Veld denied it all.", title="T", publisher="P", url="https://x.example", published="2024-01-02")
    put(store, made, (SAID,))
    [number] = store.article_numbers(["default"])
    assert store.articles(["default"], [number])[number] == made
    assert [s.statement for s in store.said.of([number])] == [SAID]


@pytest.mark.parametrize("text", ["\x00 nul", "emoji 👩‍👩‍👧‍👦 e\u0301", "عربي שלום", "a\r\nb\u00a0c\u2028d"])
def test_any_text_keeps_every_character(store: Store, article: Maker, text: str) -> None:
    put(store, article(text))
    [number] = store.article_numbers(["default"])
    assert store.articles(["default"], [number])[number].text == text


def test_article_of_another_collection_cannot_be_read(store: Store, article: Maker) -> None:
    put(store, article("Secret words.", collection="theirs"))
    [number] = store.article_numbers(["theirs"])
    assert store.articles(["mine"], [number]) == {}
    assert store.passages(["mine"], [1]) == {}
    assert store.passages_with(["mine"], ["secret"], 5) == []
    assert store.passages_with(["theirs"], ["secret"], 5) != []
    assert store.titles(["mine"]) == []


def test_putting_again_replaces_all_that_belongs_to_the_article(store: Store, article: Maker) -> None:
    put(store, article("Old words here."), (SAID,))
    put(store, article("New words there."))
    assert store.count(["default"]) == {"articles": 1, "passages": 1, "statements": 0}
    assert store.passages_with(["default"], ["old"], 5) == []
    assert len(store.passages_with(["default"], ["new"], 5)) == 1


def test_failing_half_way_leaves_nothing(store: Store, article: Maker) -> None:
    made = article("Some words.")
    whole = Span(0, 11)
    with pytest.raises(ValueError, match="2 passages and 1 vectors"):
        store.put(made, [Passage(whole, (whole,))] * 2, np.ones((1, 4), dtype=np.float32), ())
    assert store.count(["default"]) == {"articles": 0, "passages": 0, "statements": 0}


def test_removed_article_is_gone_from_the_word_index(store: Store, article: Maker) -> None:
    put(store, article("Strikes hit."), (SAID,))
    assert store.remove("default", ["a"]).articles
    assert not store.remove("default", ["a"]).articles
    assert store.passages_with(["default"], ANALYZER.words("strikes"), 5) == []


def test_words_are_compared_without_case_accents_and_endings(store: Store, article: Maker) -> None:
    put(store, article("The cafés denied airing it."))
    assert len(store.passages_with(["default"], ANALYZER.words("Denies CAFE"), 5)) == 1


@pytest.mark.parametrize("word", ["defense", "university", "agreed", "increased", "house", "rents"])
def test_word_is_found_whatever_its_ending(store: Store, article: Maker, word: str) -> None:
    put(store, article("The Defense University agreed to increased house rents."))
    assert len(store.passages_with(["default"], ANALYZER.words(word), 5)) == 1


def test_first_of_the_collections_named_comes_first(store: Store, article: Maker) -> None:
    put(store, article("Public.", collection="default"))
    put(store, article("Own.", collection="guild-1"))
    number = store.number_of(["guild-1", "default"], "a")
    assert number is not None
    assert store.articles(["guild-1", "default"], [number])[number].text == "Own."


def test_row_that_holds_nonsense_is_damage(store: Store, article: Maker, tmp_path: Path) -> None:
    put(store, article("Words."))
    store.close()
    with apsw.Connection(str(tmp_path / FILE_NAME)) as db:
        db.execute("update passage set sentences = 'x'")
    with pytest.raises(LibraryDamagedError):
        Store(tmp_path).passages(["default"], [1])


def test_passages_stating_an_act_are_found_by_act_and_topic(store: Store, article: Maker) -> None:
    put(store, article("Veld deny strike"), (SAID,))
    assert store.said.passages_stating(["default"], Act.DENIES, ANALYZER.words("strikes"), 5) == [1]
    assert store.said.passages_stating(["default"], Act.ACCUSES, ANALYZER.words("strikes"), 5) == []
    assert store.said.passages_stating(["other"], Act.DENIES, ANALYZER.words("strikes"), 5) == []


def test_question_words_are_no_query_language(store: Store, article: Maker) -> None:
    put(store, article("Plain words."))
    assert store.passages_with(["default"], ['" OR body:*', "NEAR(", "plain"], 5) != []


def test_changed_bytes_of_an_article_are_noticed(store: Store, article: Maker, tmp_path: Path) -> None:
    put(store, article("Nobody was hurt."))
    store.close()
    with apsw.Connection(str(tmp_path / FILE_NAME)) as db:
        db.execute("update article set text = replace(text, 'Nobody', 'Many')")
    with pytest.raises(LibraryDamagedError):
        Store(tmp_path).articles(["default"], [1])


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


def test_unknown_collection_is_named_with_those_there_are(store: Store, article: Maker) -> None:
    put(store, article("Words."))
    with pytest.raises(UnknownCollectionError, match=r"'other'.*default"):
        store.check_collections(["default", "other"])


def test_reader_cannot_write(store: Store, article: Maker, tmp_path: Path) -> None:
    put(store, article("Words."))
    reader = Store(tmp_path)
    with pytest.raises(LibraryError):
        reader.remove("default", "a")


def test_blocks_are_kept(store: Store, article: Maker) -> None:
    made = article("Title here now\n\nA longer body sentence follows it.\n\nSHARE THIS ARTICLE")
    put(store, made)
    assert store.articles(["default"], [1])[1].blocks == made.blocks
    assert json.dumps([b.kind for b in made.blocks]) == '["heading", "body", "furniture"]'


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
        columns, values = packing.ARTICLE_COLUMNS.removesuffix(", self_described"), packing.summed_values(made)[:-1]
        before._db.execute(f"insert into article({columns}) values({','.join('?' * len(values))})", values)
        before._insert_passage(1, made, Passage(whole, (whole,)), np.ones(4))
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


def test_what_was_removed_is_in_no_file_while_the_library_is_open(store: Store, article: Maker, tmp_path: Path) -> None:
    put(store, article("The heron of Anse was seen.", id="a"))
    put(store, article("Nobody was hurt.", id="b"))
    store.remove("default", ["a"])
    store.shred()
    assert all(b"heron of Anse" not in path.read_bytes() for path in tmp_path.iterdir())


@pytest.mark.parametrize("bug", [KeyError("feature"), TypeError("none"), ValueError("nonsense")])
def test_a_bug_of_whoever_reads_a_snapshot_stays_what_it_is(store: Store, article: Maker, bug: Exception) -> None:
    put(store, article("Veld denied it all."))
    with pytest.raises(type(bug)) as told, store.snapshot():
        store.article_numbers(["default"])
        raise bug
    assert told.value is bug
    with store.snapshot():
        assert store.article_numbers(["default"]) == [1]


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


def misdate(store: Store, published: str) -> None:
    """Write what an earlier release took for a date, with its sum."""
    select = f"select {packing.ARTICLE_COLUMNS} from article"
    values = list(store._db.execute(select).fetchall()[0])
    values[packing.PUBLISHED_AT : packing.PUBLISHED_AT + 2] = [published, "stated"]
    sum_ = packing._sum_of(values)
    store._db.execute("update article set published = ?, published_basis = 'stated', sha256 = ?", (published, sum_))


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


def test_a_name_of_half_characters_is_nowhere(store: Store, article: Maker) -> None:
    put(store, article("Veld denied it all."))
    assert store.number_of(["default"], "\udcff") is None
    assert store.id_called("\udcff", ["default"]) is None
    assert store.passages_where(["default"], "\udcff", "", "", 5) == []


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
    raised = error("x")
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
