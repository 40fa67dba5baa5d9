"""What of given articles speaks of a topic: which passages, and which of what is said in them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from index.answering.features import TermWeights
from index.answering.topics import SPEAKS_OF, names_half
from index.inference.embedders import Embedder
from index.lookup import quotes_of
from index.records import Article, Quote, Span, Vectors
from index.search.vocabulary import Vocabulary
from index.store import View
from index.text.analysis import Analyzer
from index.text.words import content_words

MOST_REMEMBERED = 10_000
"""Topics whose vectors are held in memory, 1.5 kB each."""


class Topics:
    """What topics mean and which terms they have, remembered: some are asked again and again."""

    def __init__(self, analyzer: Analyzer) -> None:
        self._analyzer = analyzer
        self._known: dict[str, tuple[Vectors, Sequence[str]]] = {}

    def of(self, topics: Iterable[str], embedder: Embedder) -> Mapping[str, tuple[Vectors, Sequence[str]]]:
        """Return the unit vector and the terms of each topic."""
        asked = list(dict.fromkeys(topics))
        new = [t for t in asked if t not in self._known]
        if len(self._known) + len(new) > MOST_REMEMBERED:
            self._known.clear()
            new = asked
        if new:
            terms = [self._analyzer.terms(content_words(t) or t) for t in new]
            self._known.update(zip(new, zip(embedder.embed(new), terms, strict=True), strict=True))
        return {t: self._known[t] for t in asked}


@dataclass(frozen=True, slots=True)
class PassageTerms:
    """A passage by its number and place, with its terms and those of its article's title."""

    number: int
    span: Span
    terms: Set[str]


class ReadArticle:
    """An article of a view with what several topics want to know of it, each worked out when first asked for."""

    def __init__(self, view: View, analyzer: Analyzer, number: int, article: Article) -> None:
        self.article = article
        self._view = view
        self._analyzer = analyzer
        self._number = number

    @cached_property
    def passages(self) -> Sequence[PassageTerms]:
        """Its passages, in order."""
        spans = ((p.number, p.passage.span) for p in self._view.passages_of(self._number))
        return [PassageTerms(number, span, self.terms_of(span)) for number, span in spans]

    @cached_property
    def quotes(self) -> Sequence[tuple[Quote, Set[str]]]:
        """What is said in it, in order, each with its terms and those of the title."""
        said = quotes_of(self.article, self._view.said.of([self._number]))
        return [(q, self.terms_of(q.span)) for q in said]

    def terms_of(self, span: Span) -> Set[str]:
        """Return the terms of a stretch of its text and of its title."""
        return frozenset(self._analyzer.terms(f"{self.article.title} {span.of(self.article.text)}"))


@dataclass(frozen=True, slots=True)
class Spoken:
    """What a topic's words weigh, and the passages that speak of it, by their numbers."""

    weights: Mapping[str, float]
    passages: Set[int]

    def is_in(self, article: ReadArticle) -> bool:
        """Tell whether an article speaks of the topic anywhere."""
        return any(p.number in self.passages for p in article.passages)

    def holds(self, article: ReadArticle, span: Span, terms: Set[str]) -> bool:
        """Tell whether a stretch of an article's text, which has these terms, speaks of the topic."""
        here = (p.number for p in article.passages if p.span.meets(span))
        return names_half(self.weights, terms) or any(number in self.passages for number in here)


class OnTopic:
    """Compares articles of one view of a library with topics."""

    def __init__(
        self, view: View, vocabulary: Vocabulary, analyzer: Analyzer, embedder: Embedder, topics: Topics
    ) -> None:
        self._view = view
        self._vocabulary = vocabulary
        self._analyzer = analyzer
        self._embedder = embedder
        self._topics = topics

    def articles(self, numbers: Sequence[int], collections: Sequence[str]) -> list[ReadArticle]:
        """Return those of the numbered articles that belong to `collections`, in the order of the numbers."""
        held = self._view.articles(collections, numbers)
        return [ReadArticle(self._view, self._analyzer, n, held[n]) for n in numbers if n in held]

    def spoken_of(
        self, topics: Iterable[str], articles: Sequence[ReadArticle], collections: Sequence[str]
    ) -> dict[str, Spoken]:
        """Return, for each topic, in which passages of these articles it is spoken of, and what its words weigh."""
        known = self._topics.of(topics, self._embedder)
        terms = {term for _, own in known.values() for term in own}
        frequencies = self._vocabulary.frequencies(sorted(terms), collections)
        weights = TermWeights(self._analyzer.terms, frequencies, self._vocabulary.passages(collections))
        passages = [p for one in articles for p in one.passages]
        every = frozenset().union(*(p.terms for p in passages))
        found: dict[str, Spoken] = {}
        nearby = self._near([vector for vector, _ in known.values()], passages)
        for (topic, (_, own)), near in zip(known.items(), nearby, strict=True):
            asked = weights.weighed(own)
            # What all passages together lack half of, each of them does.
            if names_half(asked, every):
                near |= {p.number for p in passages if names_half(asked, p.terms)}
            found[topic] = Spoken(asked, near)
        return found

    def _near(self, topics: Sequence[Vectors], passages: Sequence[PassageTerms]) -> Iterator[set[int]]:
        """Yield, for each topic, the passages that are near in meaning."""
        numbers, vectors = self._view.vectors_of([p.number for p in passages])
        if not numbers:
            yield from (set() for _ in topics)
            return
        held = np.asarray(numbers)
        for one in topics:
            yield set(held[vectors @ one >= SPEAKS_OF].tolist())
