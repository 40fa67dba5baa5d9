"""What has come in since a mark, and the words in it that are watched for."""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass

from index.answering.events import without_copies
from index.answering.features import TermWeights
from index.answering.topics import SPEAKS_OF, names_half
from index.inference.embedders import Embedder
from index.lookup import quotes_of
from index.records import Article, Quote, Vectors
from index.search.protocol import Search, Within
from index.search.vocabulary import Vocabulary
from index.store import StoredPassage, View
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


class TopicVectors:
    """What topics mean, remembered: they are asked again at every look."""

    def __init__(self) -> None:
        self._known: dict[str, Vectors] = {}

    def of(self, topics: Iterable[str], embedder: Embedder) -> Mapping[str, Vectors]:
        """Return the unit vector of each topic."""
        asked = list(dict.fromkeys(topics))
        new = [t for t in asked if t not in self._known]
        if len(self._known) + len(new) > MOST_REMEMBERED:
            self._known.clear()
            new = asked
        if new:
            self._known.update(zip(new, embedder.embed(new), strict=True))
        return {t: self._known[t] for t in asked}


class Watching:
    """Looks at what came into one view of a library; made anew for each look."""

    def __init__(
        self,
        view: View,
        search: Search,
        vocabulary: Vocabulary,
        analyzer: Analyzer,
        embedder: Embedder,
        vectors: TopicVectors,
    ) -> None:
        self._view = view
        self._search = search
        self._vocabulary = vocabulary
        self._analyzer = analyzer
        self._embedder = embedder
        self._vectors = vectors

    def arrivals(self, watches: Sequence[Watch], collections: Sequence[str], mark: str) -> Arrivals:
        """Return what came into `collections` since a mark, for each watch."""
        numbers, mark = self._view.since(collections, mark, MOST_ARRIVALS)
        articles = self._view.articles(collections, numbers)
        come = [Come(self._view, self._analyzer, n, articles[n]) for n in numbers if n in articles]
        if not come:
            return Arrivals(mark, ((),) * len(watches))
        vectors = self._vectors.of((w.topic for w in watches if w.topic), self._embedder)
        within = Within.of(collections)
        seen = (self._seen(w, come, self._topic(w, vectors, within)) for w in watches)
        return Arrivals(mark, tuple(seen))

    def _topic(self, watch: Watch, vectors: Mapping[str, Vectors], within: Within) -> "Topic | None":
        if not watch.topic:
            return None
        terms = self._analyzer.terms(content_words(watch.topic) or watch.topic)
        known = self._vocabulary.frequencies(terms, within.collections)
        weights = TermWeights(self._analyzer.terms, known, self._vocabulary.passages(within.collections))
        return Topic(weights.weighed(terms), vectors[watch.topic], self._search, within)

    def _seen(self, watch: Watch, come: Sequence["Come"], topic: "Topic | None") -> tuple[Arrival, ...]:
        found = [a for one in come if (a := _arrival(watch, one, topic)) is not None]
        told = {(q.article.key, q.span): q for q in without_copies([q for a in found for q in a.quotes])}
        mine = ([told.get((q.article.key, q.span)) for q in a.quotes] for a in found)
        return tuple(Arrival(a.article, tuple(filter(None, quotes))) for a, quotes in zip(found, mine, strict=True))


class Come:
    """An article that came in, with what several watches want to know of it, each worked out when first asked for."""

    def __init__(self, view: View, analyzer: Analyzer, number: int, article: Article) -> None:
        self.article = article
        self._view = view
        self._analyzer = analyzer
        self._number = number
        self._terms: set[str] | None = None
        self._quotes: list[tuple[Quote, frozenset[str]]] | None = None
        self._passages: list[StoredPassage] | None = None

    @property
    def terms(self) -> Set[str]:
        """The terms of its title and text."""
        if self._terms is None:
            self._terms = set(self._analyzer.terms(f"{self.article.title} {self.article.text}"))
        return self._terms

    @property
    def passages(self) -> Sequence[StoredPassage]:
        """Its passages, in order."""
        if self._passages is None:
            self._passages = self._view.passages_of(self._number)
        return self._passages

    @property
    def quotes(self) -> Sequence[tuple[Quote, frozenset[str]]]:
        """What is said in it, in order, each with its terms and those of the title."""
        if self._quotes is None:
            said = quotes_of(self.article, self._view.said.of([self._number]))
            self._quotes = [(q, frozenset(self._analyzer.terms(f"{self.article.title} {q.text}"))) for q in said]
        return self._quotes


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic: what its words weigh, what it means, and what compares that with passages."""

    weights: Mapping[str, float]
    vector: Vectors
    search: Search
    within: Within

    def near(self, come: Come) -> list[StoredPassage]:
        """Return the passages of an article that are near in meaning."""
        cosines = self.search.nearness(self.vector, [p.number for p in come.passages], self.within)
        return [p for p in come.passages if cosines.get(p.number, 0.0) >= SPEAKS_OF]


def _arrival(watch: Watch, come: Come, topic: Topic | None) -> Arrival | None:
    """Return an article as an arrival where what is watched for is in it."""
    near = topic.near(come) if topic is not None else []
    if topic is not None and not near and not names_half(topic.weights, come.terms):
        return None
    quotes = tuple(q for q, terms in come.quotes if topic is None or _is_on(topic, q, terms, near))
    if watch.speaker:
        quotes = tuple(q for q in quotes if is_by(watch.speaker, q))
    return Arrival(come.article, quotes) if quotes or not watch.speaker else None


def _is_on(topic: Topic, quote: Quote, terms: Set[str], near: Sequence[StoredPassage]) -> bool:
    """Tell whether a quote speaks of a topic: its passage is near, or it has half of the topic's words."""
    return names_half(topic.weights, terms) or any(p.passage.span.meets(quote.span) for p in near)
