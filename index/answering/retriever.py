"""Question → the sentences that may answer it, and the articles that speak of it: whatever is found without reading."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from index.answering.features import Sentence, TermWeights
from index.answering.topics import SPEAKS_OF, names_half
from index.inference.embedders import Embedder
from index.query.limits import Limits
from index.query.questions import Asked, Question, wanted_counts
from index.records import Article, Quote, Vectors
from index.search import retrieval
from index.search.protocol import Search, Within
from index.search.retrieval import Candidate
from index.search.vocabulary import Vocabulary
from index.store import StoredPassage, View, by_article
from index.text.analysis import Analyzer
from index.text.words import content_words

CANDIDATES = 40
HITS = 10
SOURCE_FLOOR = 0.5
"""Of the best candidate's score, below which an article does not speak of a topic."""


@dataclass(frozen=True, slots=True)
class Retrieved:
    """What was found for a question: passages by number, the best candidate first, and the sentences in them."""

    candidates: Sequence[Candidate]
    passages: Mapping[int, StoredPassage]
    articles: Mapping[int, Article]
    sentences: Sequence[Sentence]


class SentenceRetriever:
    """Finds what may answer a question in one view of a library."""

    def __init__(
        self, view: View, search: Search, vocabulary: Vocabulary, analyzer: Analyzer, embedder: Embedder
    ) -> None:
        self._view = view
        self._search = search
        self._vocabulary = vocabulary
        self._analyzer = analyzer
        self._embedder = embedder
        self._asked: dict[tuple[Question, tuple[str, ...]], tuple[Sequence[str], TermWeights]] = {}

    def retrieved(self, question: Question, collections: Sequence[str]) -> Retrieved:
        """Return the passages that may answer, with every sentence in them that the question's limits allow."""
        candidates = self.candidates(question, collections)
        passages = self._view.passages(collections, [c.passage for c in candidates])
        articles = self._told(candidates, passages, collections)
        sentences = list(self._sentences(question.limits, candidates, passages, articles))
        return Retrieved(candidates, passages, articles, sentences)

    def candidates(self, question: Question, collections: Sequence[str]) -> list[Candidate]:
        """Return the passages that may answer, the best first, those that are found by what is stated in them last."""
        vector: Vectors = self._embedder.embed([question.search])[0]
        words = self._analyzer.words(content_words(question.search))
        within = Within.of(collections, replace(question.limits, publisher=question.publisher))
        found = retrieval.candidates(self._search, vector, words, within, CANDIDATES)
        if question.period is not None:
            words = self._analyzer.words(content_words(question.timeless().search))
            days = replace(within, since=question.period.first, until=question.period.latest)
            dated = retrieval.candidates(self._search, vector, words, days, CANDIDATES)
            found = list({c.passage: c for c in (*found, *dated)}.values())
        everywhere, more = Within.of(collections), list[int]()
        if question.limits.speaker or question.counts_by_somebody:
            speaker = self._analyzer.words(question.speaker or "")
            more = self._search.said_by(speaker, self._analyzer.words(question.topic), everywhere, CANDIDATES)
        if question.act is not None:
            topic = self._analyzer.words(question.topic)
            more += self._search.stating(question.act, topic, everywhere, CANDIDATES)
        if question.kind is Asked.HOW_MANY and wanted_counts(question.text):
            told = self._view.passages(collections, [c.passage for c in found[:HITS]])
            more += [p.number for a in {t.article for t in told.values()} for p in self._view.passages_of(a)]
        return found + retrieval.scored(self._search, vector, more, everywhere, {c.passage for c in found})

    def _sentences(
        self,
        limits: Limits,
        candidates: Sequence[Candidate],
        passages: Mapping[int, StoredPassage],
        articles: Mapping[int, Article],
    ) -> Iterator[Sentence]:
        said = by_article(self._view.said.in_passages([c.passage for c in candidates if c.passage in passages]))
        for candidate in candidates:
            stored_passage = passages.get(candidate.passage)
            if stored_passage is None or stored_passage.article not in articles:
                continue
            article = articles[stored_passage.article]
            own = [s for s in said.get(stored_passage.article, []) if limits.allow(Quote(article, s.extent, 0.0, s))]
            for span in stored_passage.passage.sentences:
                here = tuple(s for s in own if any(part.meets(span) for part in (*s.content, *s.cue)))
                yield Sentence(article, span, candidate.dense, here)

    def _told(
        self, candidates: Sequence[Candidate], passages: Mapping[int, StoredPassage], collections: Sequence[str]
    ) -> dict[int, Article]:
        """Return the articles that the passages stand in, by number, that of the best candidate first."""
        numbers = list(dict.fromkeys(passages[c.passage].article for c in candidates if c.passage in passages))
        held = self._view.articles(collections, numbers)
        return {n: held[n] for n in numbers if n in held}

    def sources(self, question: Question, collections: Sequence[str], limit: int) -> list[Article]:
        """Return the articles that speak of a topic, the best first."""
        candidates = self.candidates(question, collections)
        floor = SOURCE_FLOOR * max((c.score for c in candidates), default=0.0)
        passages = self._view.passages(collections, [c.passage for c in candidates if c.score >= floor])
        told = self._told(candidates, passages, collections)
        near = {passages[c.passage].article for c in candidates if c.passage in passages and c.dense >= SPEAKS_OF}
        topic = self._analyzer.terms(content_words(question.search))
        words = self._words(topic, collections)
        asked = words.weighed(topic)
        speaking = [a for n, a in told.items() if n in near or names_half(asked, words.told_in(a))]
        return [a for a in speaking if question.admits(a, a.text)][:limit]

    def partly(self, question: Question, collections: Sequence[str], limit: int) -> list[Article]:
        """Return the articles that have a word of a topic in their title, the best first."""
        candidates = self.candidates(question, collections)
        told = self._told(candidates, self._view.passages(collections, [c.passage for c in candidates]), collections)
        topic = set(self._analyzer.terms(content_words(question.search)))
        named = (a for a in told.values() if topic & set(self._analyzer.terms(a.title)))
        return [a for a in named if question.admits(a, a.text)][:limit]

    def terms_of(self, question: Question, collections: Sequence[str]) -> tuple[Sequence[str], TermWeights]:
        """Return a question's terms, and how these count, which ranking and confidence both want to know."""
        key = question, tuple(collections)
        if key not in self._asked:
            terms = self._analyzer.terms(f"{question.search} {question.topic}")
            self._asked[key] = terms, self._words(terms, collections)
        return self._asked[key]

    def _words(self, terms: Sequence[str], collections: Sequence[str]) -> TermWeights:
        """Return how these terms count among all that the collections hold."""
        known = self._vocabulary.frequencies(terms, collections)
        return TermWeights(self._analyzer.terms, known, self._vocabulary.passages(collections))

    def weights(self, articles: Sequence[Article], collections: Sequence[str]) -> Callable[[str], float]:
        """Return how much each term of these articles weighs among all that the collections hold."""
        terms = {t for a in articles for t in self._analyzer.terms(f"{a.title} {a.text}")}
        return self._words(sorted(terms), collections).weight
