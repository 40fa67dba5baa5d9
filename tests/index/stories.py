"""Short articles by number for libraries that are broken on purpose, and what must hold of such a library."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from index import Article, DateBasis, IndexSettings, NewsIndex
from index.sources.formats.layout import mark_blocks
from index.store.sqlite import problems
from tests.conftest import NoStatements, WordEmbedder

SENTENCES = 6


def story(number: int, version: int = 0, collection: str = "default") -> Article:
    text = "".join(
        f"Town {number} flooded on day {day} of version {version}. The mayor of town {number} spoke of {day} streets.\n"
        for day in range(SENTENCES // 2)
    )
    return Article(
        str(number), collection, text, mark_blocks(text, ""), f"Story {number}", published_basis=DateBasis.UNKNOWN
    )


@contextmanager
def opened(library: Path, *, write: bool = False) -> Iterator[NewsIndex]:
    settings = IndexSettings(library=library, reader="none", least_confidence=0.0)
    with NewsIndex.open(settings, write=write, embedder=WordEmbedder(), statement_source=NoStatements()) as index:
        yield index


def held(library: Path) -> set[str]:
    """Return the ids of a library's articles, once each was found whole: text, passages, vectors and words."""
    assert list(problems(library)) == []
    with opened(library) as index:
        titles = index.titles(["default"]) if index.collections() else []
        for title in titles:
            found = index.source(title.id, ["default"])
            assert found is not None
            assert sum(len(p.sentences) for p in found[1]) == SENTENCES
        ids = {t.id for t in titles}
        assert len(ids) == len(titles)
        return ids


def numbered(ids: Iterable[int]) -> set[str]:
    return set(map(str, ids))
