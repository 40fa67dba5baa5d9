"""Articles → the store, a batch after another: new ones added, changed ones replaced, unchanged ones passed over."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from index.inference.embedders import Embedder
from index.ingesting.preparing import Prepared, batched, prepared
from index.records import AddReport, Article, Statement
from index.store import Store, content_sum

BATCH_ARTICLES = 64

ReadStatements = Callable[[Sequence[Article]], list[list[Statement]]]
"""Returns each article's statements."""


def added(
    store: Store, articles: Iterable[Article], embedder: Embedder, read_statements: ReadStatements, report: AddReport
) -> Iterator[None]:
    """Store articles, each in one transaction; yield after each batch, what has come of all standing in the report."""
    unstored: dict[tuple[str, str], str] = {}
    for batch in prepared(_fresh(store, articles, unstored, report), embedder, read_statements):
        _put(store, batch, report)
        for made in batch:
            unstored.pop(made.article.key, None)
        yield


def _fresh(
    store: Store, articles: Iterable[Article], unstored: dict[tuple[str, str], str], report: AddReport
) -> Iterator[list[Article]]:
    """Yield batches of the articles that are new or changed; `unstored` are the sums of those on their way."""
    for batch in batched(articles, BATCH_ARTICLES):
        fresh: dict[tuple[str, str], Article] = {}
        for article in batch:
            key, sum_ = article.key, content_sum(article)
            held = unstored.get(key) or store.content_sums(key[0], [key[1]]).get(key[1])
            report.unchanged += held == sum_
            report.replaced += held not in (None, sum_)
            report.added += held is None
            if held != sum_:
                fresh[key], unstored[key] = article, sum_
        yield list(fresh.values())


def made_anew(store: Store, embedder: Embedder, read_statements: ReadStatements, report: AddReport) -> Iterator[None]:
    """Cut, embed and read every stored article again; yield after each batch."""
    everything = store.collections()
    numbers = batched(store.article_numbers(everything), BATCH_ARTICLES)
    stored = (list(store.articles(everything, batch).values()) for batch in numbers)
    for batch in prepared(stored, embedder, read_statements):
        report.replaced += len(batch)
        _put(store, batch, report)
        yield


def _put(store: Store, batch: Sequence[Prepared], report: AddReport) -> None:
    for made in batch:
        store.put(made.article, made.passages, made.vectors, made.statements)
        report.passages += len(made.passages)
        report.statements += len(made.statements)
