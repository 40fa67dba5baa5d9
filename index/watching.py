"""What has come in since a mark, and the words in it that are watched for."""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from index.answering.events import without_copies
from index.answering.features import TermWeights
from index.answering.topics import SPEAKS_OF, names_half
from index.inference.embedders import Embedder
from index.lookup import quotes_of
from index.records import Article, Quote, Span, Vectors
from index.search.vocabulary import Vocabulary
from index.store import View
from index.text.analysis import Analyzer
from index.text.names import is_by
from index.text.words import content_words

MOST_ARRIVALS = 100
"""Articles looked at in one look; what came beside them is looked at in the next."""
MOST_REMEMBERED = 10_000
"""Topics whose vectors are held in memory, 1.5 kB each."""


@dataclass(frozen=True, slots=True)
class Watch:
    """What is watched for: words on a topic, words by a speaker, both, or, where neither is named, any article."""

    topic: str = ""
    speaker: str = ""


@dataclass(frozen=True, slots=True)
class Arrival:
    """An article that came in, and the quotes in it that are watched for, in the order of its text.

    An article that speaks of the topic may quote nobody on it; where a speaker is watched, one without quotes is none.
    """

    article: Article
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Arrivals:
    """What came in for each watch, in the order that it came, and the mark to ask with next."""

    mark: str
    seen: tuple[tuple[Arrival, ...], ...]


class Topics:
    """What topics mean and which terms they have, remembered: they are asked again at every look."""

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


class Watching:
    """Looks at what came into one view of a library; made anew for each look."""

    def __init__(
        self,
        view: View,
        vocabulary: Vocabulary,
        analyzer: Analyzer,
        embedder: Embedder,
        topics: Topics,
    ) -> None:
        self._view = view
        self._vocabulary = vocabulary
        self._analyzer = analyzer
        self._embedder = embedder
        self._topics = topics

    def arrivals(self, watches: Sequence[Watch], collections: Sequence[str], mark: str) -> Arrivals:
        """Return what came into `collections` since a mark, for each watch."""
        numbers, mark = self._view.since(collections, mark, MOST_ARRIVALS)
        articles = self._view.articles(collections, numbers)
        come = [Come(self._view, self._analyzer, n, articles[n]) for n in numbers if n in articles]
        if not come:
            return Arrivals(mark, ((),) * len(watches))
        spoken = self._spoken_of(dict.fromkeys(w.topic for w in watches if w.topic), come, collections)
        return Arrivals(mark, tuple(_seen(w, come, spoken.get(w.topic)) for w in watches))

    def _spoken_of(
        self, topics: Iterable[str], come: Sequence["Come"], collections: Sequence[str]
    ) -> dict[str, "Spoken"]:
        """Return, for each topic, in which passages of what came it is spoken of, and what its words weigh."""
        known = self._topics.of(topics, self._embedder)
        terms = {term for _, own in known.values() for term in own}
        frequencies = self._vocabulary.frequencies(sorted(terms), collections)
        weights = TermWeights(self._analyzer.terms, frequencies, self._vocabulary.passages(collections))
        passages = [p for one in come for p in one.passages]
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

    def _near(self, topics: Sequence[Vectors], passages: Sequence["ComePassage"]) -> Iterator[set[int]]:
        """Yield, for each topic, the passages that are near in meaning."""
        numbers, vectors = self._view.vectors_of([p.number for p in passages])
        if not numbers:
            yield from (set() for _ in topics)
            return
        held = np.asarray(numbers)
        for one in topics:
            yield set(held[vectors @ one >= SPEAKS_OF].tolist())


@dataclass(frozen=True, slots=True)
class Spoken:
    """What a topic's words weigh, and the passages that speak of it."""

    weights: Mapping[str, float]
    passages: Set[int]

    def holds(self, quote: Quote, terms: Set[str], passages: Sequence["ComePassage"]) -> bool:
        """Tell whether a quote of an article that speaks of the topic does so, too."""
        here = (p.number for p in passages if p.span.meets(quote.span))
        return names_half(self.weights, terms) or any(number in self.passages for number in here)


@dataclass(frozen=True, slots=True)
class ComePassage:
    """A passage of what came in, with its terms and those of its article's title."""

    number: int
    span: Span
    terms: Set[str]


class Come:
    """An article that came in, with what several watches want to know of it, each worked out when first asked for."""

    def __init__(self, view: View, analyzer: Analyzer, number: int, article: Article) -> None:
        self.article = article
        self._view = view
        self._analyzer = analyzer
        self._number = number

    @cached_property
    def passages(self) -> Sequence[ComePassage]:
        """Its passages, in order."""
        spans = ((p.number, p.passage.span) for p in self._view.passages_of(self._number))
        return [ComePassage(number, span, self._terms(span)) for number, span in spans]

    @cached_property
    def quotes(self) -> Sequence[tuple[Quote, Set[str]]]:
        """What is said in it, in order, each with its terms and those of the title."""
        said = quotes_of(self.article, self._view.said.of([self._number]))
        return [(q, self._terms(q.span)) for q in said]

    def _terms(self, span: Span) -> Set[str]:
        return frozenset(self._analyzer.terms(f"{self.article.title} {span.of(self.article.text)}"))


def _seen(watch: Watch, come: Sequence[Come], topic: Spoken | None) -> tuple[Arrival, ...]:
    """Return what came in for a watch; what copies say again is told of the first of them."""
    found = [a for one in come if (a := _arrival(watch, one, topic)) is not None]
    told = {(q.article.key, q.span): q for q in without_copies([q for a in found for q in a.quotes])}
    mine = ([told.get((q.article.key, q.span)) for q in a.quotes] for a in found)
    return tuple(Arrival(a.article, tuple(filter(None, quotes))) for a, quotes in zip(found, mine, strict=True))


def _arrival(watch: Watch, come: Come, topic: Spoken | None) -> Arrival | None:
    """Return an article as an arrival where what is watched for is in it."""
    if topic is not None and not any(p.number in topic.passages for p in come.passages):
        return None
    quotes = tuple(q for q, terms in come.quotes if topic is None or topic.holds(q, terms, come.passages))
    if watch.speaker:
        quotes = tuple(q for q in quotes if is_by(watch.speaker, q))
    return Arrival(come.article, quotes) if quotes or not watch.speaker else None
