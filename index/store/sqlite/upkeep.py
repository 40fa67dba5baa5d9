"""Keeping a library: what of it is damaged, a consistent copy of it, and that copy put back."""

import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import apsw
import numpy as np

from index.errors import LibraryDamagedError, LibraryError
from index.records import Span
from index.store.packing import ARTICLE_COLUMNS, PUBLISHED_AT, article_of, loaded, matrix, misdated
from index.store.sqlite.opening import FILE_NAME, checksummed_files, connected, existing, locked, translated

Cleared = Mapping[str, str]
"""Files beside a library that are worth a copy, by name, each with the SQL that clears the copy of what is not."""
NORM_OFF = 1e-3
"""How far from 1 a vector's length may be."""
WORDS_OF = {"passage_words": "passage", "statement_words": "statement"}


def problems(folder: Path) -> Iterator[str]:
    """Yield a line for each thing that is wrong with the library in `folder`; a whole one yields none.

    Every page is read, and every article, passage, vector and statement compared with what it must be.

    Raises:
        LibraryError: there is none, or it cannot be opened.
    """
    path = existing(folder)
    with translated(path), closing(connected(path, write=False)) as db:
        yield from _said_of(db, path, _problems_of_file)
        numbers: list[Any] = db.execute("select number, collection, id from article order by number").fetchall()
        for number, collection, id_ in numbers:
            named = f"article {id_!r} of {collection!r}"
            yield from (f"{named}: {line}" for line in _said_of(db, path, _problems_of_article, number))


def _said_of(db: apsw.Connection, path: Path, look: Callable[..., Iterator[str]], *more: int) -> Iterator[str]:
    """Yield what a look at a part of the file tells; one that meets damage tells that, and the next goes on."""
    try:
        with translated(path):
            yield from look(db, path, *more)
    except (LibraryDamagedError, ValueError, TypeError):
        yield "bytes have changed"


def _problems_of_file(db: apsw.Connection, _: Path) -> Iterator[str]:
    yield from (line for (line,) in db.execute("pragma integrity_check") if line != "ok")
    yield from (f"{table}: row {row} belongs to no {parent}" for table, row, parent, _ in _orphans(db))
    yield from _unlike_their_words(db)


def _orphans(db: apsw.Connection) -> list[tuple[str, int, str, int]]:
    return [(str(t), int(r or 0), str(p), int(k or 0)) for t, r, p, k in db.execute("pragma foreign_key_check")]


def _unlike_their_words(db: apsw.Connection) -> Iterator[str]:
    for words, table in WORDS_OF.items():
        query = f"""select count(*) from {table} t full join {words}_docsize d on d.id = t.number
            where d.id is null or t.number is null"""
        missing = db.execute(query).get
        if missing:
            yield f"{missing} {table}s and the index of their words differ; run: onrecord rebuild"


def _problems_of_article(db: apsw.Connection, path: Path, number: int) -> Iterator[str]:
    rows_of_one: list[Any] = db.execute(f"select {ARTICLE_COLUMNS} from article where number = ?", (number,)).fetchall()
    [values] = rows_of_one
    length = len(article_of(values, path).text)
    published = values[PUBLISHED_AT]
    if misdated(published):
        yield f"its publication date {published[:40]!r} is none and reads as not stated; run: onrecord rebuild"
    cut = 'select start, "end", sentences, vector from passage where article = ?'
    rows: list[Any] = db.execute(cut, (number,)).fetchall()
    spans = [s for start, end, sentences, _ in rows for s in (Span(start, end), *loaded(sentences))]
    said = "select cue, content, source, name, role, relay from statement where article = ?"
    stated: list[Any] = db.execute(said, (number,)).fetchall()
    spans += [s for row in stated for held in row if held for s in loaded(held)]
    if any(not 0 <= s.start < s.end <= length for s in spans):
        yield "a passage or statement lies outside its text"
    lengths = np.linalg.norm(matrix(path, [vector for *_, vector in rows]), axis=1) if rows else np.ones(0)
    if not np.allclose(lengths, 1.0, atol=NORM_OFF):
        yield "a vector is not of length 1; run: onrecord rebuild"


def back_up(folder: Path, to: Path, beside: Cleared | None = None) -> list[str]:
    """Copy a library into the new folder `to`, whatever is being added meanwhile; return the files copied.

    Of what lies `beside` it only what is named is copied.

    Raises:
        LibraryError: there is no library, `to` is there already, or it cannot be written.
    """
    if to.exists():
        raise LibraryError(f"{to}: is there already; name a folder that is not")
    existing(folder)
    partial = to.with_name(f"{to.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    with _writing(to):
        partial.mkdir(mode=0o700, parents=True)
    names = _named(folder, beside or {})
    _copy_all(folder, partial, names)
    with _writing(to):
        sync(partial)
        partial.rename(to)
        sync(to.parent)
    return list(names)


def restore(backup: Path, folder: Path, beside: Cleared | None = None) -> Path | None:
    """Put a copy made by `back_up` into `folder`; return where a library that was there lies now, or None.

    Of what lies `beside` it only what is named is put back.

    Raises:
        LibraryError: the copy is damaged or none, or the library is being written to.
    """
    wrong = next(problems(backup), None)
    if wrong:
        raise LibraryError(f"{backup}: is damaged ({wrong}); nothing was restored")
    partial = folder.with_name(f"{folder.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    with _writing(folder):
        partial.mkdir(mode=0o700, parents=True)
    _copy_all(backup, partial, _named(backup, beside or {}))
    before = None
    if folder.exists():
        # A whole folder gives way to a whole folder: no journal of the old can meet a file of the new.
        before = folder.with_name(f"{folder.name}.before-{datetime.now(UTC):%Y%m%dT%H%M%S.%f}")
        with locked(folder), _writing(folder):
            folder.rename(before)
    with _writing(folder):
        sync(partial)
        partial.rename(folder)
        sync(folder.parent)
    return before


def _named(folder: Path, beside: Cleared) -> dict[str, str]:
    """Return the files of a folder that are copied, in order, each with what is done to its copy."""
    wanted = {**beside, FILE_NAME: ""}
    return {name: wanted[name] for name in sorted(wanted) if (folder / name).is_file()}


def _copy_all(folder: Path, to: Path, names: Cleared) -> None:
    for name, clearing in names.items():
        with translated(folder / name):
            _copy(folder / name, to / name, clearing)


def _copy(path: Path, to: Path, clearing: str) -> None:
    """Copy one SQLite file as it stands at one moment, clear the copy, and see to it that it is on the disk."""
    with closing(apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READWRITE, vfs=checksummed_files())) as source:
        with closing(apsw.Connection(str(to), vfs=checksummed_files())) as copy:
            # Pages that come from the journal carry no sum yet: the copy must be a file with sums before they do.
            copy.reserve_bytes(reserve=source.reserve_bytes())
            copy.execute("create table made(first)")
            with copy.backup("main", source, "main") as copying:
                copying.step()
            copy.pragma("journal_mode", "delete")
            if clearing:
                copy.pragma("secure_delete", True)
                copy.execute(clearing)
                copy.execute("vacuum")
        sync(to)


def sync(path: Path) -> None:
    """See to it that a file, or the names in a folder, are on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _writing(to: Path) -> Iterator[None]:
    """Turn what the system says against writing into one line."""
    try:
        yield
    except OSError as error:
        raise LibraryError(f"{to}: cannot be written ({error.strerror}); check the disk and its rights") from error
