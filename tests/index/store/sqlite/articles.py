"""Articles put into a store by a test."""

from collections.abc import Callable

import numpy as np

from index import (
    Act,
    Article,
    Passage,
    Span,
    Speech,
    Statement,
)
from index.store import packing
from index.store.sqlite import Store

Maker = Callable[..., Article]


SAID = Statement((Span(5, 9),), (Span(10, 16),), Act.DENIES, Speech.INDIRECT, Span(0, 4), Span(0, 4))


def put(store: Store, article: Article, statements: tuple[Statement, ...] = ()) -> None:
    whole = Span(0, len(article.text))
    store.put(article, [Passage(whole, (whole,))], np.ones((1, 4), dtype=np.float32), statements)


def misdate(store: Store, published: str) -> None:
    """Write what an earlier release took for a date, with its sum."""
    select = f"select {packing.ARTICLE_COLUMNS} from article"
    values = list(store._db.execute(select).fetchall()[0])
    values[packing.PUBLISHED_AT : packing.PUBLISHED_AT + 2] = [published, "stated"]
    sum_ = packing._sum_of(values)
    store._db.execute("update article set published = ?, published_basis = 'stated', sha256 = ?", (published, sum_))
