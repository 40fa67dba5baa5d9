"""Looking things up in a library: quotes shown before, what stands around one, who said what."""

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, replace

from index.answering.events import without_copies
from index.answering.ranking import LONGEST_QUOTE
from index.records import Article, Excerpt, Quote, Reference, Statement
from index.store import StoredStatement, View
from index.text.analysis import Analyzer
from index.text.chunking import sentences_of
from index.text.datelines import after_agency
from index.text.names import are_one, parts_of_person
from index.text.words import content_words

MOST_BEARING = 500
"""Statements by whoever bears a surname, among which one person's are looked for."""
AROUND = 2
"""Sentences shown before and after a quote, where its context is asked for."""


@dataclass(frozen=True, slots=True)
class Context:
    """A quote with the sentences around it, in one article; either is None where the text begins or ends."""

    quote: Quote
    before: Excerpt | None
    after: Excerpt | None


class Lookup:
    """Reads a view for what is known by its place or its speaker; the caller holds a snapshot."""

    def __init__(self, view: View, analyzer: Analyzer) -> None:
        self._view = view
        self._analyzer = analyzer

    def article(self, id_: str, collections: Sequence[str]) -> Article | None:
        """Return the article with this id from the first of `collections` that has it."""
        number = self._view.number_of(collections, id_)
        return self._view.articles(collections, [number])[number] if number is not None else None

    def recalled(self, reference: Reference, collections: Set[str]) -> Quote | None:
        """Return a quote shown before, read again, marked where its article has changed since; None where it is gone.

        All of `collections` must exist.
        """
        places = [(reference.collection, reference.article), *reference.also_in]
        first, *copies = (self.article(id_, [c]) if c in collections else None for c, id_ in places)
        if first is None:
            return None
        also = tuple(a for a in copies if a is not None)
        now = _said_again(first, reference, also)
        if now is not None:
            return now
        earlier = self._view.revisions(reference.collection, reference.article)
        then = next((q for a in earlier if (q := _said_again(a, reference, also))), None)
        return replace(then, since_changed=True) if then else None

    def said_by(self, speaker: str, about: str, collections: Sequence[str], limit: int) -> list[Quote]:
        """Return what a speaker said about something, oldest first; without `about` on anything."""
        quotes = self._said(speaker, about, collections, limit)
        parts = parts_of_person(speaker)
        if len(parts) > 1:
            # An article may know them by their surname alone, or by more names than are asked for.
            bearing = self._said(parts[-1], about, collections, MOST_BEARING)
            both = {(q.article.key, q.span): q for q in (*quotes, *_by_person(parts, bearing))}
            quotes = list(both.values())[:limit]
        return sorted(without_copies(quotes), key=lambda q: (q.article.published or "9", q.article.id, q.span.start))

    def _said(self, speaker: str, about: str, collections: Sequence[str], limit: int) -> list[Quote]:
        """Return what whoever bears all words of a name said, the nearest `about` first."""
        words = self._analyzer.words
        asked = words(content_words(speaker)) or words(speaker)
        found = self._view.said.by(collections, asked, words(content_words(about)), limit)
        articles = self._view.articles(collections, sorted({s.article for s in found}))
        return [q for s in found if (q := whole_sentences(articles[s.article], s.statement)) is not None]

    def said_in(self, id_: str, collections: Sequence[str]) -> list[Quote]:
        """Return the statements of an article as quotes, in order, each stretch of text once."""
        number = self._view.number_of(collections, id_)
        if number is None:
            return []
        return quotes_of(self._view.articles(collections, [number])[number], self._view.said.of([number]))


def _by_person(asked: Sequence[str], bearing: Sequence[Quote]) -> list[Quote]:
    """Return the quotes by a person, of all by whoever bears that surname; by it alone where nobody else does."""
    known = [(parts_of_person(q.speaker or ""), q) for q in bearing]
    whole = [parts for parts, _ in known if len(parts) > 1 and parts[-1] == asked[-1]]
    is_only_one = all(are_one(asked, parts) for parts in whole)
    return [
        q for parts, q in known if (len(parts) > 1 and are_one(asked, parts)) or (is_only_one and parts == [asked[-1]])
    ]


def context_of(quote: Quote) -> Context:
    """Return a quote with the sentences around it."""
    sentences = sentences_of(quote.article)
    before = [s for s in sentences if s.end <= quote.span.start][-AROUND:]
    after = [s for s in sentences if s.start >= quote.span.end][:AROUND]
    first, last = (Excerpt(quote.article, spans[0].to(spans[-1])) if spans else None for spans in (before, after))
    return Context(quote, first, last)


def quotes_of(article: Article, stored: Iterable[StoredStatement]) -> list[Quote]:
    """Return an article's statements as quotes, in order, each stretch of text once."""
    said = sorted((s.statement for s in stored), key=lambda s: s.extent)
    quotes = [q for s in said if (q := whole_sentences(article, s)) is not None]
    return list({q.span: q for q in reversed(quotes)}.values())[::-1]


def whole_sentences(article: Article, statement: Statement) -> Quote | None:
    """Return the sentences that a statement stands in as a quote; None where they are too long for one."""
    here = [s for s in sentences_of(article) if s.meets(statement.extent)]
    span = after_agency(article.text, here[0].to(here[-1])) if here else statement.extent
    return Quote(article, span, 1.0, statement) if len(span) <= LONGEST_QUOTE else None


def _said_again(article: Article, reference: Reference, also: tuple[Article, ...]) -> Quote | None:
    """Return the quote that a reference names where this article still has those very words there."""
    quote = Quote(article, reference.span, 0.0, reference.statement, also)
    return quote if quote.reference.digest == reference.digest else None
