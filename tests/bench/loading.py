"""A database filled as restoring a backup fills it, by COPY: made articles with all that `put` would write of them."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np
import psycopg

from index import Database
from index.store.packing import ARTICLE_COLUMNS, dumped, statement_values, summed_values
from index.store.postgres import vector_text
from index.store.postgres.vocabulary import PASSAGES, WORDS
from index.store.search_words import statement_words
from index.text.analysis import Analyzer
from index.text.folding import searchable
from index.text.near_copies import Signature
from tests.bench.million import Made

COLUMNS = {
    "article": f"number, {ARTICLE_COLUMNS}",
    "passage": 'number, article, collection, start, "end", sentences, kind, vector',
    "near": "number, collection, vector",
    "worded": "number, collection, publisher, terms",
    "statement": 'number, article, collection, start, "end", act, speech, source, name, role, relay, cue, content',
    "told": "number, collection, act, speaker, content, said",
    "signature": "article, collection, hashes",
    "band": "key, collection, article",
    "change": "collection, article, went",
}
NUMBERED = ("article", "passage", "statement")
Rows = dict[str, list[Sequence[Any]]]


class Loader:
    """Fills an empty library, of which nobody else writes meanwhile; no article is looked for among the others."""

    def __init__(self, owned: Database, analyzer: Analyzer) -> None:
        """Fill the library that its owner reaches at `owned`."""
        self._url = owned.url
        self._analyzer = analyzer
        self._last: Counter[str] = Counter()

    def load(self, articles: Iterable[Made]) -> None:
        """Store articles."""
        counted: Counter[tuple[str, str]] = Counter()
        rows: Rows = {table: [] for table in COLUMNS}
        for made in articles:
            for table, row in self._rows(made, counted):
                rows[table].append(row)
        with psycopg.connect(self._url, options="-c search_path=library,public") as db:
            self._copy(db, rows, counted)

    def _copy(self, db: psycopg.Connection[Any], rows: Rows, counted: Counter[tuple[str, str]]) -> None:
        with db.cursor() as cursor:
            cursor.executemany(
                "insert into collection values(%s) on conflict do nothing", sorted({(name,) for name, _ in counted})
            )
            for table, columns in COLUMNS.items():
                with cursor.copy(f"copy {table}({columns}) from stdin".encode()) as copy:
                    for row in rows[table]:
                        copy.write_row(row)
            with cursor.copy(b"copy term_change from stdin") as copy:
                for (collection, term), passages in counted.items():
                    copy.write_row((collection, term, passages))
            for table in NUMBERED:
                cursor.execute(f"select setval('{table}_number', %s)".encode(), (max(self._last[table], 1),))

    def _number(self, table: str) -> int:
        self._last[table] += 1
        return self._last[table]

    def _rows(self, made: Made, counted: Counter[tuple[str, str]]) -> Iterator[tuple[str, Sequence[Any]]]:
        """Yield each row that belongs to an article, with its table, and count its terms."""
        article, number = made.article, self._number("article")
        own = article.collection
        yield "article", (number, *summed_values(article))
        yield "change", (own, number, False)
        if signature := Signature.of(article):
            yield "signature", (number, own, signature.packed)
            yield from (("band", (key, own, number)) for key in signature.bands)
        titled = self._analyzer.terms(article.title)
        for passage, vector in zip(made.passages, made.vectors, strict=True):
            n, blob = self._number("passage"), np.asarray(vector, dtype="<f4").tobytes()
            terms = [*titled, *self._analyzer.terms(searchable(passage.span.of(article.text)))]
            counted.update((own, term) for term in set(terms))
            counted.update({(own, PASSAGES): 1, (own, WORDS): len(terms)})
            span = passage.span
            yield "passage", (n, number, own, span.start, span.end, dumped(passage.sentences), str(passage.kind), blob)
            yield "near", (n, own, vector_text(vector))
            yield "worded", (n, own, article.publisher, " ".join(terms))
        for statement in made.statements:
            n = self._number("statement")
            yield "statement", (n, number, own, *statement_values(statement))
            told = statement_words(n, article.text, statement)
            who, what = self._analyzer.terms(told.speaker), self._analyzer.terms(told.content)
            yield "told", (n, own, told.act, who, what, " ".join([*who, *what]))
