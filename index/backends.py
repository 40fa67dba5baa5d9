"""What holds the library that the settings name, and what searches it: a file in a folder, or a PostgreSQL database.

What a database takes is imported where one is named: whoever has a folder need not install it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from index.errors import SettingsError
from index.search.local import LocalCandidates
from index.search.protocol import Candidates
from index.settings import Database, Place
from index.store import Library
from index.store.sqlite import Fts5Analyzer, Store
from index.store.sqlite import problems as problems_of_file
from index.text.analysis import Analyzer

Tell = Callable[[str], None]


class Backend(NamedTuple):
    """A library that is open, what finds candidates in it, and what cuts the words for both."""

    library: Library
    candidates: Candidates
    analyzer: Analyzer

    def close(self) -> None:
        """Let go of both."""
        self.candidates.close()
        self.library.close()


def backend_of(place: Place, *, write: bool, tell: Tell, wait: float = 0.0) -> Backend:
    """Open the library at a place, for a folder's writer after waiting as long; `tell` of what takes its time.

    Raises:
        LibraryError: it is missing, damaged, newer, or cannot be reached, or another process is writing.
        SettingsError: what a database takes is not installed.
    """
    analyzer = Fts5Analyzer()
    if isinstance(place, Database):
        _check_installed(place)
        from index.search.postgres import PostgresCandidates
        from index.store.postgres import PostgresLibrary

        library = PostgresLibrary(place, analyzer, write=write)
        if place.qdrant:
            from index.search.qdrant import QdrantCandidates

            return Backend(library, QdrantCandidates(library, place, analyzer, tell), analyzer)
        return Backend(library, PostgresCandidates(library, analyzer, tell), analyzer)
    store = Store(place, write=write, wait=wait)
    return Backend(store, LocalCandidates(store, place, analyzer, tell), analyzer)


def upgraded(place: Place, roles: Sequence[str], tell: Tell, beside: Mapping[str, Path] | None = None) -> int:
    """Bring a library's tables to this release's version, and build what has been outgrown; return the steps it took.

    `roles` of a database may then use it. `beside` are further tables that are kept there: the name each lot stands
    under, and the folder of the numbered files that make it.

    Raises:
        LibraryError: it is newer, or this process may not, or another is writing.
        SettingsError: roles are named for a library in a folder.
    """
    steps = 0
    if isinstance(place, Database):
        _check_installed(place)
        from index.store.postgres import Schema, upgrade

        steps = upgrade(place, roles, [Schema(*one) for one in (beside or {}).items()])
    elif roles:
        raise SettingsError(f"{place}: is a folder, which has no roles; leave --grant out")
    if isinstance(place, Database) and place.qdrant:
        from index.search.qdrant import begin_again_if_short

        begin_again_if_short(place)
    with closing(backend_of(place, write=True, tell=tell)) as backend:
        backend.candidates.keep_up()
    return steps


def erase(place: Place, tell: Tell) -> None:
    """Let nothing of what was removed remain in a library's bytes.

    Raises:
        LibraryError: this process may not, or another is writing.
    """
    if isinstance(place, Database):
        _check_installed(place)
        from index.store.postgres import erase as erase_tables

        erase_tables(place)
        return
    with closing(backend_of(place, write=True, tell=tell)) as backend:
        backend.candidates.finish_removals()


def problems_of(place: Place) -> Iterator[str]:
    """Return a line for each thing that is wrong with a library; a whole one has none.

    Raises:
        LibraryError: there is none, or it cannot be opened.
    """
    if isinstance(place, Database):
        _check_installed(place)
        from index.store.postgres import problems

        return problems(place)
    return problems_of_file(place)


def servers_of(place: Place) -> Iterator[str]:
    """Yield a line for each server that holds a library, once what it holds was found there; none for a folder.

    Raises:
        LibraryError: one does not answer, would answer wrongly, or does not find what it holds.
    """
    if isinstance(place, Database):
        _check_installed(place)
        from index.store.postgres import states

        yield from states(place)
        if place.qdrant:
            from index.search.qdrant import state

            yield state(place)


def _check_installed(place: Database) -> None:
    needed = {"psycopg": "postgres", **({"qdrant_client": "qdrant"} if place.qdrant else {})}
    for module, extra in needed.items():
        if find_spec(module) is None:
            raise SettingsError(f"{place}: takes more than is installed; run: pip install 'onrecord[{extra}]'")
