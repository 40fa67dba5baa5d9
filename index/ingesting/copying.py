"""A library → another, whatever each is kept in: articles with all that belongs to them, revisions and feeds."""

from collections.abc import Iterator

import numpy as np

from index.errors import LibraryError, ModelMismatchError
from index.ingesting.adding import BATCH_ARTICLES
from index.ingesting.preparing import batched
from index.records import AddReport, Article, Passage, Statement, Vectors
from index.store import Library


def copied(source: Library, target: Library, report: AddReport) -> Iterator[None]:
    """Copy what `target` lacks, an article a transaction; yield after each, what has come of all being in the report.

    One that was cut off goes on where it was.

    Raises:
        ModelMismatchError: the two were built with different models.
    """
    _agree(source, target)
    for collection, numbers in _batches(source):
        articles = source.articles([collection], numbers)
        held = target.content_sums(collection, [a.id for a in articles.values()])
        for number, article in articles.items():
            if held.get(article.id) == source.sum_of(article):
                report.unchanged += 1
            else:
                report.passages += _copy(source, target, number, article)
                report.added += 1
            yield
    for feed in source.feeds.all(source.collections()):
        target.feeds.put(feed)
        target.feeds.keep_entries(feed, sorted(source.feeds.entries(feed)))


def _agree(source: Library, target: Library) -> None:
    mine = source.manifest()
    if mine is None:
        raise LibraryError(f"{source.where}: is empty; there is nothing to copy")
    theirs = target.adopt(mine)
    if theirs != mine:
        raise ModelMismatchError(f"{target.where}: was built with another model; copy into an empty library")


def _batches(library: Library) -> Iterator[tuple[str, list[int]]]:
    for collection in library.collections():
        for numbers in batched(library.article_numbers([collection]), BATCH_ARTICLES):
            yield collection, numbers


def _copy(source: Library, target: Library, number: int, article: Article) -> int:
    """Copy an article; return how many passages it has."""
    passages = _passages(source, number)
    vectors = _vectors(source, number)
    # Each wording takes the place of the one before, which is kept as it was when it was replaced.
    target.remove(article.collection, [article.id])
    for earlier in reversed(source.revisions(article.collection, article.id)):
        target.put(earlier, (), vectors[:0], ())
    target.put(article, passages, vectors, _said(source, number))
    return len(passages)


def _passages(library: Library, number: int) -> list[Passage]:
    return [p.passage for p in library.passages_of(number)]


def _said(library: Library, number: int) -> list[Statement]:
    return [s.statement for s in library.said.of([number])]


def _vectors(library: Library, number: int) -> Vectors:
    """Return the vectors of an article's passages, in the order of these."""
    wanted = [p.number for p in library.passages_of(number)]
    numbers, vectors = library.vectors_of(wanted)
    place = {number: at for at, number in enumerate(numbers)}
    return vectors[[place[n] for n in wanted]] if wanted else vectors


def differences(source: Library, target: Library) -> Iterator[str]:
    """Yield a line for each article that a copy does not hold just so, and for what else differs."""
    everything = source.collections()
    if source.count(everything) != target.count(target.collections()):
        yield f"{source.count(everything)} are held, and {target.count(target.collections())} in the copy"
    for collection, numbers in _batches(source):
        for number, article in source.articles([collection], numbers).items():
            if not _is_alike(source, target, number, article):
                yield f"article {article.id!r} of {collection!r} differs"
    for feed in source.feeds.all(everything):
        if feed not in target.feeds.all([feed.collection]):
            yield f"feed {feed.url} of {feed.collection!r} differs"


def _is_alike(source: Library, target: Library, number: int, article: Article) -> bool:
    own = [article.collection]
    there = target.number_of(own, article.id)
    if there is None or target.articles(own, [there]).get(there) != article:
        return False
    return (
        _passages(source, number) == _passages(target, there)
        and source.revisions(article.collection, article.id) == target.revisions(article.collection, article.id)
        and _said(source, number) == _said(target, there)
        and np.array_equal(_vectors(source, number), _vectors(target, there))
    )
