"""Libraries of short articles for tests of what is built of a grown collection."""

from pathlib import Path

from index import Article, NewsIndex, Passage, Span
from index.search.local import LocalCandidates
from index.search.local.derived import Derived
from index.search.local.generations import FOLDER
from index.search.local.search import LocalSearch
from index.search.protocol import Within
from index.search.vocabulary import Vocabulary
from index.store.sqlite import Fts5Analyzer, Store
from tests.conftest import WordEmbedder

EMBEDDER = WordEmbedder()
ANALYZER = Fts5Analyzer()


def put(store: Store, text: str, id_: str, collection: str = "default", publisher: str = "Anse Post") -> None:
    whole = Span(0, len(text))
    made = Article(id_, collection, text, (), "", publisher)
    store.put(made, [Passage(whole, (whole,))], EMBEDDER.embed([text]), ())


def filled(store: Store, count: int = 6, collection: str = "default") -> None:
    for n in range(count):
        put(store, f"The {n}th bridge of Brey is number{n} closed.", f"{collection}-{n}", collection)


def named(store: Store, collection: str = "default") -> str:
    return dict(store.changes.state().built)[collection]


def folder(store: Store) -> Path:
    return store.path.parent / FOLDER / named(store).split()[0]


def found(store: Store, words: str, derived: Derived | None = None, collection: str = "default") -> list[int]:
    search = searching(store, derived)
    return [n for n, _ in search.worded(ANALYZER.words(words), Within((collection,)), 99)]


def searching(store: Store, derived: Derived | None = None) -> LocalSearch:
    """Return what searches the store as it stands now."""
    derived = derived or Derived(store, store.path.parent, ANALYZER)
    derived.refresh()
    return LocalSearch(store, derived, ANALYZER)


def vocabulary(store: Store) -> Vocabulary:
    """Return the counts of terms in the store as it stands now."""
    counts = Vocabulary(store.vocabulary)
    counts.refresh(store.changes.state())
    return counts


def store_of(index: NewsIndex) -> Store:
    """Return the library file that an index works on."""
    assert isinstance(index._library, Store)
    return index._library


def derived_of(index: NewsIndex) -> Derived:
    """Return what is derived from the library file that an index works on."""
    assert isinstance(index._candidates, LocalCandidates)
    return index._candidates._derived
