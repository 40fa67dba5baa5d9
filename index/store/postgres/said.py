"""Who said what: the statements of a library in a database, found by article, passage, act, words and speaker."""

from collections.abc import Sequence
from typing import Any

from index.records import Act
from index.store.packing import decoding, statement_of
from index.store.postgres.connection import Connection
from index.store.postgres.vocabulary import VocabularyTable
from index.store.protocol import StoredStatement
from index.store.search_words import act_word
from index.text.analysis import Analyzer

COLUMNS = "s.number, s.article, s.act, s.speech, s.source, s.name, s.role, s.relay, s.cue, s.content"
STATING = """select number, said from told where collection = %(own)s and act = %(act)s
    order by said <@> to_bm25query(%(words)s, 'library.told_said') limit %(limit)s"""
NAMED = """select number from told where collection = any(%(within)s)
    and speaker @> %(speaker)s::text[] and (content && %(about)s::text[] or %(about)s::text[] = '{}')
    order by (select sum(weight) from unnest(%(about)s::text[], %(weights)s::float8[]) as asked(term, weight)
        where term = any(content)) desc nulls last, cardinality(content), number
    limit %(limit)s"""
"""Those of one speaker are few beside all that hold a common word, and may yet be thousands: each is weighed by the
terms that it holds, the shorter before the longer, since scoring it by the index takes a thousand times as long."""


class SaidTable:
    """The statements of one library."""

    def __init__(self, db: Connection, analyzer: Analyzer, vocabulary: VocabularyTable) -> None:
        self._db = db
        self._analyzer = analyzer
        self._vocabulary = vocabulary

    def of(self, articles: Sequence[int]) -> list[StoredStatement]:
        """Return the statements of these articles, in order."""
        return self._read("statement s where s.article = any(%s)", articles)

    def in_passages(self, passages: Sequence[int]) -> list[StoredStatement]:
        """Return the statements that reach into these passages, in order."""
        source = """statement s where exists (select 1 from passage p where p.number = any(%s)
            and p.article = s.article and p.start < s."end" and s.start < p."end")
            and s.article in (select article from passage where number = any(%s))"""
        return self._read(source, passages, twice=True)

    def _read(
        self, source: str, numbers: Sequence[int], within: Sequence[str] | None = None, *, twice: bool = False
    ) -> list[StoredStatement]:
        if not numbers:
            return []
        query = f"select {COLUMNS} from {source} order by s.article, s.start, s.number"
        rows = self._db.rows(query, [list(numbers)] * (1 + twice), within)
        with decoding(self._db.where):
            return [StoredStatement(article, statement_of(rest)) for _, article, *rest in rows]

    def by(
        self, collections: Sequence[str], speaker: Sequence[str], about: Sequence[str], limit: int
    ) -> list[StoredStatement]:
        """Return up to `limit` statements by whom all words of `speaker` name, about any of `about`."""
        named, asked = (self._analyzer.terms(" ".join(words)) for words in (speaker, about))
        found = self.numbers_by(collections, named, asked, limit)
        return self._read("statement s where s.number = any(%s)", found, collections)

    def numbers_by(
        self, collections: Sequence[str], speaker: Sequence[str], about: Sequence[str], limit: int
    ) -> list[int]:
        """Return the numbers of up to `limit` statements by whom all terms of `speaker` name, best about `about`."""
        if not speaker:
            return []
        asked = {
            "within": list(collections), "speaker": list(speaker), "about": list(about),
            "weights": self._vocabulary.weights(collections, about), "limit": limit,
        }  # fmt: skip
        return [n for (n,) in self._db.rows(NAMED, asked, collections)]

    def stating(self, collections: Sequence[str], act: Act, terms: Sequence[str], limit: int) -> list[int]:
        """Return the numbers of up to `limit` statements that do `act` about any of `terms`, best first."""
        if not terms:
            return []
        asked = {"act": act_word(act), "words": " ".join(terms), "limit": limit}
        rows = self._db.ranked(STATING, asked, collections)
        weights = dict(zip(terms, self._vocabulary.weights(collections, terms), strict=True))
        held = {n: sum(weights.get(term, 0.0) for term in set(said.split())) for n, said in rows}
        return sorted(filter(held.get, held), key=lambda n: (-held[n], n))[:limit]

    def passages_for(self, collections: Sequence[str], statements: Sequence[int]) -> list[int]:
        """Return the numbers of the passages that numbered statements reach into, in the order of the statements."""
        if not statements:
            return []
        query = """select p.number from unnest(%s::bigint[]) with ordinality as told(number, place)
            join statement s on s.number = told.number
            join passage p on p.article = s.article and p.start < s."end" and s.start < p."end"
            where s.collection = any(%s) order by told.place, p.number"""
        rows: list[Any] = self._db.rows(query, (list(statements), list(collections)), collections)
        return [n for (n,) in rows]
