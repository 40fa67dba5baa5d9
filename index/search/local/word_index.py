"""The word index of a grown collection: tantivy's BM25, which skips what cannot be among the best.

The only importer of tantivy. Like the vector index it is derived from the store; small collections are searched by
the store itself, where every passage that holds a word is scored.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

import tantivy

from index.store.search_words import PassageWords, StatementWords

NUMBER, WORDS, PUBLISHER, ACT, SPEAKER, CONTENT = "number", "words", "publisher", "act", "speaker", "content"
HEAP = 50_000_000
"""Bytes that may be gathered before a part of an index is written."""
LEAST_HEAP = 15_000_000
"""tantivy takes no less."""

Term = tuple[str, str]
"""A field, and a word that stands in it."""


class WordIndex:
    """Numbered rows, found by the stemmed words of their fields and by whole names."""

    def __init__(self, fields: Sequence[str], names: Sequence[str] = (), folder: Path | None = None) -> None:
        """Open the index in `folder`, made where there is none; without a folder it is held in memory.

        Raises:
            OSError: the folder cannot be used.
        """
        builder = tantivy.SchemaBuilder()
        builder.add_unsigned_field(NUMBER, stored=True)
        for field in fields:
            builder.add_text_field(field, tokenizer_name="whitespace", index_option="freq")
        for name in names:
            builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
        self._schema = builder.build()
        self._names = frozenset(names)
        self._heap = HEAP if folder else LEAST_HEAP
        try:
            self._index = tantivy.Index(self._schema, path=str(folder)) if folder else tantivy.Index(self._schema)
        # All that tantivy raises, a full disk's too, is of this kind.
        except ValueError as error:
            raise OSError(str(error)) from error
        self._index.config_reader(reload_policy="manual")
        self._searcher = self._index.searcher()

    def __len__(self) -> int:
        return int(self._searcher.num_docs)

    def add(self, rows: Iterable[tuple[int, Mapping[str, str]]]) -> None:
        """Hold rows: a number, and the words of each field, stemmed and between blanks.

        Raises:
            OSError: the folder cannot be written.
        """
        rows = iter(rows)
        first = next(rows, None)
        if first is None:
            return
        try:
            self._write(chain([first], rows))
        except ValueError as error:
            raise OSError(str(error)) from error

    def _write(self, rows: Iterable[tuple[int, Mapping[str, str]]]) -> None:
        writer = self._index.writer(heap_size=self._heap, num_threads=1)
        for number, words in rows:
            document = tantivy.Document()
            document.add_unsigned(NUMBER, number)
            for field, text in words.items():
                if text:
                    document.add_text(field, text)
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()
        self._searcher = self._index.searcher()

    def search(self, any_of: Sequence[Term], limit: int, all_of: Sequence[Term] = ()) -> list[tuple[int, float]]:
        """Return up to `limit` (number, BM25), best first, of rows with one of `any_of` at least, and all of `all_of`.

        Where `any_of` is empty only `all_of` counts.
        """
        if not (any_of or all_of) or limit < 1 or not len(self):
            return []
        clauses = [(tantivy.Occur.Must, self._term(term)) for term in dict.fromkeys(all_of)]
        if any_of:
            some = [(tantivy.Occur.Should, self._term(term)) for term in dict.fromkeys(any_of)]
            clauses.append((tantivy.Occur.Must, tantivy.Query.boolean_query(some)))
        hits = self._searcher.search(tantivy.Query.boolean_query(clauses), limit, count=False).hits
        found = [(int(self._searcher.doc(place)[NUMBER][0]), float(score)) for score, place in hits]
        return sorted(found, key=lambda pair: (-pair[1], pair[0]))

    def _term(self, term: Term) -> Any:  # noqa: ANN401 - its queries have no type of their own
        field, word = term
        query = tantivy.Query.term_query(self._schema, field, word, "basic" if field in self._names else "freq")
        return tantivy.Query.const_score_query(query, 0.0) if field in self._names else query


class GrownWords:
    """The words of a grown collection: of all that was there when the index was built, and of the newest beside it."""

    def __init__(self, passages: WordIndex, statements: WordIndex) -> None:
        """Take the indexes that `passage_index` and `statement_index` opened."""
        self._passages = (passages, passage_index())
        self._statements = (statements, statement_index())
        self._gone: set[int] = set()

    def __len__(self) -> int:
        """Return of how many passages words are held, those among them that went."""
        return sum(map(len, self._passages))

    def add(self, passages: Iterable[PassageWords], statements: Iterable[StatementWords]) -> None:
        """Hold the words of more passages and statements."""
        add_passages(self._passages[1], passages)
        add_statements(self._statements[1], statements)

    def remove(self, passages: Iterable[int]) -> None:
        """Find these passages no longer."""
        self._gone.update(passages)

    def passages_with(self, terms: Sequence[str], limit: int, publisher: str = "") -> list[tuple[int, float]]:
        """Return up to `limit` (passage number, BM25), best first, of one publisher if named."""
        named = [(PUBLISHER, publisher)] if publisher else []
        found = (
            self._found(self._passages, [(WORDS, t) for t in terms], limit + len(self._gone), named) if terms else []
        )
        return [(number, score) for number, score in found if number not in self._gone][:limit]

    def stating(self, act: str, terms: Sequence[str], limit: int) -> list[int]:
        """Return the numbers of up to `limit` statements that do `act` about `terms`, best first.

        Some may have gone.
        """
        about = [(field, t) for t in terms for field in (SPEAKER, CONTENT)]
        return [n for n, _ in self._found(self._statements, about, limit, [(ACT, act)])] if terms else []

    def said_by(self, speaker: Sequence[str], about: Sequence[str], limit: int) -> list[int]:
        """Return the numbers of up to `limit` statements by whom all terms of `speaker` name, about any of `about`.

        Some may have gone.
        """
        named = [(SPEAKER, t) for t in speaker]
        return [n for n, _ in self._found(self._statements, [(CONTENT, t) for t in about], limit, named)]

    def _found(
        self, indexes: Sequence[WordIndex], any_of: Sequence[Term], limit: int, all_of: Sequence[Term]
    ) -> list[tuple[int, float]]:
        found = [pair for index in indexes for pair in index.search(any_of, limit, all_of)]
        return sorted(found, key=lambda pair: (-pair[1], pair[0]))[:limit]


def passage_index(folder: Path | None = None) -> WordIndex:
    """Return an index of passages by their words; in memory without a folder."""
    return WordIndex([WORDS], [PUBLISHER], folder)


def statement_index(folder: Path | None = None) -> WordIndex:
    """Return an index of statements by their words; in memory without a folder."""
    return WordIndex([SPEAKER, CONTENT], [ACT], folder)


def add_passages(index: WordIndex, passages: Iterable[PassageWords]) -> None:
    """Hold passages, whose words are stemmed."""
    index.add((p.number, {WORDS: p.words, PUBLISHER: p.publisher}) for p in passages)


def add_statements(index: WordIndex, statements: Iterable[StatementWords]) -> None:
    """Hold statements, whose words are stemmed."""
    index.add((s.number, {ACT: s.act, SPEAKER: s.speaker, CONTENT: s.content}) for s in statements)
