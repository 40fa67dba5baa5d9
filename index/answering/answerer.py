"""Question → answer: candidates, sentences read, the best chosen, grouped by event; or a decline."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial

from index.answering.choosing import choose
from index.answering.confidence import confidence_of, reasons_for
from index.answering.events import cards_of, group_by_event, without_copies
from index.answering.features import AROUND, Feature, Reading, Sentence, TermWeights, is_timely
from index.answering.figures import has_none, with_figures
from index.answering.fitted import Fitted
from index.answering.ranking import in_order, rank
from index.answering.reranking import is_of_its_language, readable, reread
from index.answering.short_answers import SURE, ShortAnswer, short_answer
from index.answering.suggestions import suggestions
from index.answering.topics import SPEAKS_OF, names_half
from index.inference.embedders import Embedder
from index.inference.rerankers import Mark, Reader
from index.query.limits import NO_LIMITS, Limits
from index.query.questions import LONGEST, Asked, Question, read_question, wanted_counts
from index.query.talk import POINTING, Leaning, Talk
from index.records import Answer, Article, Hit, Quote, Reason, Span, Statement, Vectors
from index.search import retrieval
from index.search.protocol import Search, Within
from index.search.retrieval import Candidate
from index.search.vocabulary import Vocabulary
from index.store import StoredPassage, View, by_article
from index.text.analysis import Analyzer
from index.text.caveats import is_rated_false
from index.text.characters import encodable
from index.text.names import is_by
from index.text.words import content_words

CANDIDATES = 40
HITS = 10
NEAREST = 10
SENTENCE_IN_HIT = 1.0
"""Of the best sentence's score beside its passage's."""
SOURCE_FLOOR = 0.5
"""Of the best candidate's score, below which an article does not speak of a topic."""
ON_TOPIC = 0.5
"""Weight of the topic's words that a sentence itself holds from which it takes a position on it."""
OF_THE_MATTER = 0.6
"""Of the words of the question that the article most about it has, how many others must have to be asked for figures.
Of newsroom's 26 such questions that taught the reader .692 have a right quote first with .4 to .75; with any event's
figures .462. Of the 11 that did not, .636 each time."""
LOOKED_AT = 30
"""Sentences, the best first, among which those stand that take another position than a quote."""
FEW = 4
"""Events that an open question may be answered for side by side; of more, one must be chosen."""
NEWEST, MOST_EVENTS = 60, 8
"""Articles looked at, and events offered, where a question does not say what it is about."""
Readings = tuple[list[Reading], tuple[Hit, ...]]
"""Every candidate sentence as read, best first, with the best passages."""


class Answerer:
    """Answers questions from one view of a library; made anew for each."""

    def __init__(
        self,
        view: View,
        search: Search,
        vocabulary: Vocabulary,
        analyzer: Analyzer,
        embedder: Embedder,
        reader: Reader | None,
        fitted: Fitted,
        *,
        least_confidence: float,
        today: date,
    ) -> None:
        self._view = view
        self._search = search
        self._vocabulary = vocabulary
        self._analyzer = analyzer
        self._embedder = embedder
        self._reader = reader
        self._fitted = fitted
        self._least_confidence = least_confidence
        self._today = today
        self._marked: dict[tuple[str, tuple[str, str], Span], Mark | None] = {}
        self._asked: dict[tuple[Question, tuple[str, ...]], tuple[Sequence[str], TermWeights]] = {}

    def warm_up(self) -> None:
        """Use the models once, so that the first question does not wait for them."""
        self._embedder.embed(["warm-up"])
        if self._reader is not None:
            self._reader.scores("warm-up", ["warm-up"])
            self._reader.mark("warm-up", "warm-up", 1)
            if self._reader.closer is not None:
                self._reader.closer.read("warm-up", ["warm-up"], [1])

    def answer(
        self,
        text: str,
        collections: Sequence[str],
        history: Talk = (),
        limits: Limits = NO_LIMITS,
    ) -> Answer:
        """Return the answer to a question, or that it is declined."""
        text = encodable(text)
        if len(text) > LONGEST:
            return Answer(text[:LONGEST], 0.0, Reason.TOO_LONG)
        question = self.question(text, collections, history, limits)
        if question.is_empty:
            return Answer(text, 0.0, Reason.EMPTY)
        if question.asks_newest:
            newest = self._newest(question, collections)
            return Answer(question.text, 0.0, Reason.NEWEST if newest else Reason.NOTHING, choices=newest)
        if question.is_open and not question.asks_for_something:
            newest = self._newest_events(question, collections)
            if len(newest) > 1:
                return Answer(question.text, 0.0, Reason.WHICH, choices=newest[:MOST_EVENTS])
        answer = self._answered(question, collections)
        if question.leaning is Leaning.MAY:
            alone = self._answered(self.question(text, collections, (), limits), collections)
            answer = alone if alone.confidence >= answer.confidence else answer
        if question.is_open and question.asks_for_something and len(answer.cards) > FEW:
            told = tuple(card.articles[0] for card in answer.cards)
            return Answer(question.text, 0.0, Reason.WHICH, choices=told[:MOST_EVENTS])
        return answer

    def question(
        self,
        text: str,
        collections: Sequence[str],
        history: Talk = (),
        limits: Limits = NO_LIMITS,
    ) -> Question:
        """Return a question as read, with the publishers it may name."""
        talk = [{key: encodable(str(value or "")) for key, value in turn.items()} for turn in history]
        publishers = self._view.publishers(collections)
        read = read_question(encodable(text), talk, today=self._today, publishers=publishers)
        publisher, speaker = limits.publisher or read.publisher, limits.speaker or read.speaker
        return replace(read, publisher=publisher, speaker=speaker, limits=limits)

    def _answered(self, question: Question, collections: Sequence[str]) -> Answer:
        readings, hits = self.read(question, collections)
        if not readings:
            nothing = Reason.NOT_ADMITTED if question.is_limited else Reason.NOTHING
            return Answer(question.text, 0.0, nothing, hits=hits)
        if wanted_counts(question.text):
            readings = self._of_the_matter(question, readings)
        reasons = self.reasons(question, readings, collections)
        fitted = self._fitted if self._reader_for(question) else Fitted.of(None)
        confidence = confidence_of(question, readings, reasons, fitted)
        if confidence < self._least_confidence:
            nearest = without_copies([r.quote for r in readings[:NEAREST]])
            reason = Reason.LANGUAGE if self._is_foreign(question, hits) else Reason.WEAK
            unsaid = _unsaid(question, nearest)
            return Answer(question.text, confidence, reason, hits=hits, nearest=nearest, unsaid=unsaid)
        chosen = choose(question, readings)
        told = list({q.article.key: q.article for q in chosen}.values())
        groups = self.events(told, collections)
        on_topic = [r.quote for r in readings[:LOOKED_AT] if r.features[Feature.OWN] >= ON_TOPIC]
        cards = cards_of(question, chosen, on_topic, groups)
        cards = with_figures(question, cards, partial(self._mark, question))
        short = self.short_answer(question, cards[0].quotes[0], confidence)
        is_sure = short is not None and short.chance(self._fitted) >= SURE
        shorts = (short.excerpt,) if short is not None and is_sure else ()
        shown = [q for card in cards for q in card.quotes]
        return Answer(
            question.text, confidence, Reason.ANSWERED, cards=cards, short_answers=shorts, hits=hits,
            untimely=_untimely(question, shown), unsaid=_unsaid(question, shown),
            uncounted=question.counting if has_none(question, cards, partial(self._mark, question)) else "",
            about=cards[0].event if question.leaning else "",
            suggestions=suggestions(question, cards, self._said_in(cards[0].articles)),
        )  # fmt: skip

    def answer_of(self, question: Question, quotes: Sequence[Quote], collections: Sequence[str]) -> Answer:
        """Return an answer of quotes that are known to hold the very words asked for."""
        told = list({q.article.key: q.article for q in quotes}.values())
        cards = cards_of(question, quotes, quotes, self.events(told, collections))
        return Answer(question.text, 1.0, Reason.ANSWERED, cards=cards)

    def _said_in(self, articles: Sequence[Article]) -> list[Statement]:
        numbers = (self._view.number_of([a.collection], a.id) for a in articles)
        return [s.statement for s in self._view.said.of([n for n in numbers if n is not None])]

    def _of_the_matter(self, question: Question, readings: Sequence[Reading]) -> list[Reading]:
        """Return what stands in articles that speak of what a figure is asked about: any dead are dead.

        An article speaks of it as far as it has the question's words, beside the one that has most.
        """
        asked = set(self._analyzer.terms(question.topic))
        articles = {r.quote.article.key: r.quote.article for r in readings}
        held = {key: len(asked & set(self._analyzer.terms(f"{a.title} {a.text}"))) for key, a in articles.items()}
        least = OF_THE_MATTER * max(held.values())
        return [r for r in readings if held[r.quote.article.key] >= least]

    def reasons(self, question: Question, readings: Sequence[Reading], collections: Sequence[str]) -> dict[str, float]:
        """Return what confidence in the first of readings is a function of."""
        asked, words = self._terms_of(question, collections)
        return reasons_for(question, readings, asked, words, self._mark(question, readings[0].quote))

    def short_answer(self, question: Question, quote: Quote, confidence: float) -> ShortAnswer | None:
        """Return the few words of a quote that answer by themselves, or None."""
        return short_answer(question, quote, self._mark(question, quote), confidence)

    def _mark(self, question: Question, quote: Quote) -> Mark | None:
        """Return what the reader marks in a quote, which confidence and the short answer both want to know."""
        place = _place(question, quote)
        if place not in self._marked:
            reader = self._reader_for(question)
            marking = reader.closer or reader if reader else None
            self._marked[place] = marking.mark(question.search, readable(quote), len(quote.text)) if marking else None
        return self._marked[place]

    def _reader_for(self, question: Question) -> Reader | None:
        """Return the reader, or None where there is none or it knows nothing of the question's language."""
        return self._reader if self._reader and is_of_its_language(question.search, self._reader) else None

    def _is_foreign(self, question: Question, hits: Sequence[Hit]) -> bool:
        """Tell whether a question is in another language than the articles nearest to it, as far as a reader knows."""
        reader = self._reader
        if reader is None or self._reader_for(question) is not None or not hits:
            return False
        return all(is_of_its_language(h.span.of(h.article.text), reader) for h in hits)

    def _newest(self, question: Question, collections: Sequence[str]) -> tuple[Article, ...]:
        """Return the newest articles on a topic, or of each of the newest events, by their day; the undated last."""
        if question.topic:
            found: Sequence[Article] = self.sources(question, collections, NEWEST)
        else:
            found = self._newest_events(question, collections)
        return tuple(sorted(found, key=lambda a: a.day or "", reverse=True)[:MOST_EVENTS])

    def _newest_events(self, question: Question, collections: Sequence[str]) -> tuple[Article, ...]:
        """Return an article of each of the newest events, for a question that says nothing of any."""
        numbers = self._view.newest(collections, NEWEST)
        held = self._view.articles(collections, numbers)
        articles = [held[n] for n in numbers if n in held and question.admits(held[n], held[n].text)]
        groups = self.events(articles, collections)
        return tuple(group[0] for group in groups)

    def events(self, articles: Sequence[Article], collections: Sequence[str]) -> list[tuple[Article, ...]]:
        """Return articles in groups that tell one event each."""
        return group_by_event(articles, self._analyzer.terms, self._weights(articles, collections))

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

    def read(self, question: Question, collections: Sequence[str]) -> Readings:
        """Return every candidate sentence as read, best first, with the best passages."""
        candidates = self.candidates(question, collections)
        passages = self._view.passages(collections, [c.passage for c in candidates])
        articles = self._told(candidates, passages, collections)
        _, words = self._terms_of(question, collections)
        every = list(self._sentences(question.limits, candidates, passages, articles))
        sentences = _admitted(question, every)
        if not sentences:
            question = question.of_any_time()
            sentences = _admitted(question, every)
        read_as, readings = _ranked(question, sentences, words)
        reader = self._reader_for(question)
        if reader is not None:
            readings = reread(read_as.search, readings, reader, self._fitted)
            closely = (r for r in readings if Feature.CLOSE in r.features)
            self._marked |= {_place(question, r.quote): r.mark for r in closely}
        readings = _false_claims_last(readings)
        return readings, _hits(candidates, passages, articles, readings)

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

    def _terms_of(self, question: Question, collections: Sequence[str]) -> tuple[Sequence[str], TermWeights]:
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

    def _weights(self, articles: Sequence[Article], collections: Sequence[str]) -> Callable[[str], float]:
        """Return how much each term of these articles weighs among all that the collections hold."""
        terms = {t for a in articles for t in self._analyzer.terms(f"{a.title} {a.text}")}
        return self._words(sorted(terms), collections).weight

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


def _place(question: Question, quote: Quote) -> tuple[str, tuple[str, str], Span]:
    return question.search, quote.article.key, quote.span


def _ranked(question: Question, sentences: Sequence[Sentence], words: TermWeights) -> tuple[Question, list[Reading]]:
    """Return the question that a reader is to be asked, and the sentences as ranked without one, best first.

    What is known to be of the time that the question names need not name it.
    """
    period = question.period
    dated = [s for s in sentences if period.dates(s.article)] if period else []
    if period is None or period.is_wish or not dated:
        return question, rank(question, sentences, words)
    timeless, others = question.timeless(), [s for s in sentences if not period.dates(s.article)]
    return timeless, in_order([*rank(timeless, dated, words), *rank(question, others, words)])


def _admitted(question: Question, sentences: Sequence[Sentence]) -> list[Sentence]:
    """Return the sentences that may answer, by their publisher, time and speaker."""
    return [
        s
        for s in sentences
        if question.admits(s.article, s.span.widened(AROUND).of(s.article.text))
        and (not question.limits.speaker or s.statements)
    ]


def _false_claims_last(readings: Sequence[Reading]) -> list[Reading]:
    """Return readings with those of the best that a fact check rates false behind all others: none is an answer."""
    head = readings[:NEAREST]
    false = {id(r) for r in head if is_rated_false(r.quote.article, r.quote.span)}
    last = [replace(r, quote=replace(r.quote, score=0.0)) for r in head if id(r) in false]
    return [*(r for r in readings if id(r) not in false), *last]


def _untimely(question: Question, quotes: Sequence[Quote]) -> str:
    """Return the time asked for, in the question's words, where none of the quotes is known to be of it."""
    if question.period is None or any(is_timely(question, q.article, q.span) for q in quotes):
        return ""
    return question.period.words


def _unsaid(question: Question, quotes: Sequence[Quote]) -> str:
    """Return whose words are asked for, in the question's words, where none of the quotes is known to be by them."""
    speaker = question.speaker or ""
    is_asked = question.act is not None and question.kind in (Asked.WHAT_SAID, Asked.YES_NO)
    is_somebody = bool(speaker) and speaker.casefold() not in POINTING
    return "" if not is_asked or not is_somebody or any(is_by(speaker, q) for q in quotes) else speaker


def _hits(
    candidates: Sequence[Candidate],
    passages: Mapping[int, StoredPassage],
    articles: Mapping[int, Article],
    readings: Sequence[Reading],
) -> tuple[Hit, ...]:
    """Return the ten best passages, each ranked with the best sentence read in it."""
    best: dict[tuple[str, str, Span], float] = {}
    for reading in readings:
        quote = reading.quote
        best.setdefault((quote.article.collection, quote.article.id, quote.span), quote.score)
    hits = []
    for candidate in candidates:
        stored = passages.get(candidate.passage)
        if stored is None or stored.article not in articles:
            continue
        article = articles[stored.article]
        read = max(
            (best.get((article.collection, article.id, s), 0.0) for s in stored.passage.sentences),
            default=0.0,
        )
        hits.append(Hit(article, stored.passage.span, candidate.score + SENTENCE_IN_HIT * read))
    return tuple(sorted(hits, key=lambda h: (-h.score, h.article.id, h.span.start))[:HITS])
