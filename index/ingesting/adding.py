"""Articles → the store, a batch after another: new ones added, changed ones replaced, unchanged ones passed over."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from index.inference.embedders import Embedder
from index.ingesting.preparing import Prepared, batched, prepared
from index.records import MOST_NEW, AddReport, Article, Statement
from index.store import Library

BATCH_ARTICLES = 64

ReadStatements = Callable[[Sequence[Article]], list[list[Statement]]]
"""Returns each article's statements."""


def added(
    library: Library,
    articles: Iterable[Article],
    embedder: Embedder,
    read_statements: ReadStatements,
    report: AddReport,
) -> Iterator[None]:
    """Store articles, each in one transaction; yield after each batch, what has come of all standing in the report."""
    unstored: dict[tuple[str, str], str] = {}
    for batch in prepared(_fresh(library, articles, unstored, report), embedder, read_statements):
        _put(library, batch, report)
        for made in batch:
            unstored.pop(made.article.key, None)
        yield


def _fresh(
    library: Library, articles: Iterable[Article], unstored: dict[tuple[str, str], str], report: AddReport
) -> Iterator[list[Article]]:
    """Yield batches of the articles that are new or changed; `unstored` are the sums of those on their way."""
    for batch in batched(articles, BATCH_ARTICLES):
        fresh: dict[tuple[str, str], Article] = {}
        for article in batch:
            key, sum_ = article.key, library.sum_of(article)
            held = unstored.get(key) or library.content_sums(key[0], [key[1]]).get(key[1])
            report.unchanged += held == sum_
            report.replaced += held not in (None, sum_)
            report.added += held is None
            if held is None and len(report.new) < MOST_NEW:
                report.new = (*report.new, article.id)
            if held != sum_:
                fresh[key], unstored[key] = article, sum_
        yield list(fresh.values())


def made_anew(
    library: Library, embedder: Embedder, read_statements: ReadStatements, report: AddReport
) -> Iterator[None]:
    """Cut, embed and read every stored article again; yield after each batch."""
    everything = library.collections()
    numbers = batched(library.article_numbers(everything), BATCH_ARTICLES)
    stored = (list(library.articles(everything, batch).values()) for batch in numbers)
    for batch in prepared(stored, embedder, read_statements):
        report.replaced += len(batch)
        _put(library, batch, report)
        yield


def _put(library: Library, batch: Sequence[Prepared], report: AddReport) -> None:
    for made in batch:
        library.put(made.article, made.passages, made.vectors, made.statements)
        report.passages += len(made.passages)
        report.statements += len(made.statements)
