"""Question → answer: candidates, sentences read, the best chosen, grouped by event; or a decline."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import partial

from index.answering.accounts import DISPUTING
from index.answering.choosing import choose
from index.answering.confidence import confidence_of, reasons_for
from index.answering.crediting import credited
from index.answering.events import cards_of, group_by_event, without_copies
from index.answering.features import AROUND, Feature, Reading, Sentence, TermWeights, is_timely
from index.answering.figures import has_none, with_figures
from index.answering.fitted import Fitted
from index.answering.ranking import in_order, rank
from index.answering.reranking import is_of_its_language, readable, reread
from index.answering.retriever import HITS, Retrieved, SentenceRetriever
from index.answering.short_answers import SURE, ShortAnswer, short_answer
from index.answering.suggestions import suggestions
from index.inference.embedders import Embedder
from index.inference.rerankers import Mark, Reader
from index.query.limits import NO_LIMITS, Limits
from index.query.questions import LONGEST, Asked, Question, read_question, wanted_counts
from index.query.talk import POINTING, Leaning, Talk
from index.records import Answer, Article, Hit, Quote, Reason, Span, Statement
from index.search.protocol import Search
from index.search.vocabulary import Vocabulary
from index.store import View
from index.text.analysis import Analyzer
from index.text.caveats import is_rated_false
from index.text.characters import encodable
from index.text.names import is_by

NEAREST = 10
NEAR_DENIER = 0.5
"""Of the best quote's chance to answer, that one of whoever says something has to stand before those who deny it."""
SENTENCE_IN_HIT = 1.0
"""Of the best sentence's score beside its passage's."""
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
        self.retriever = SentenceRetriever(view, search, vocabulary, analyzer, embedder)
        self._view = view
        self._analyzer = analyzer
        self._embedder = embedder
        self._reader = reader
        self._fitted = fitted
        self._least_confidence = least_confidence
        self._today = today
        self._marked: dict[tuple[str, tuple[str, str], Span], Mark | None] = {}

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
        asked, words = self.retriever.terms_of(question, collections)
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
            found: Sequence[Article] = self.retriever.sources(question, collections, NEWEST)
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
        return group_by_event(articles, self._analyzer.terms, self.retriever.weights(articles, collections))

    def read(self, question: Question, collections: Sequence[str]) -> Readings:
        """Return every candidate sentence as read, best first, with the best passages."""
        found = self.retriever.retrieved(question, collections)
        _, words = self.retriever.terms_of(question, collections)
        sentences = _admitted(question, found.sentences)
        if not sentences:
            question = question.of_any_time()
            sentences = _admitted(question, found.sentences)
        read_as, readings = _ranked(question, sentences, words)
        reader = self._reader_for(question)
        if reader is not None:
            readings = reread(read_as.search, readings, reader, self._fitted)
            closely = (r for r in readings if Feature.CLOSE in r.features)
            self._marked |= {_place(question, r.quote): r.mark for r in closely}
        readings = [credited(question, r) for r in _deniers_behind(question, _false_claims_last(readings))]
        return readings, _hits(found, readings)


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


def _deniers_behind(question: Question, readings: Sequence[Reading]) -> list[Reading]:
    """Return readings with those of the best that deny behind those that do not, where it is asked who says something.

    Who denies it does not say it; where nobody comes near who does, who denies stays first. What nobody is known to
    have said stays in its place.
    """
    if question.kind is not Asked.WHO_SAID or question.act in DISPUTING or not readings:
        return list(readings)
    least = NEAR_DENIER * readings[0].quote.score
    told = [n for n, r in enumerate(readings[:NEAREST]) if r.quote.statement and r.quote.score >= least]
    behind = sorted(told, key=lambda n: _denies(readings[n]))
    placed = {
        place: replace(readings[n], quote=replace(readings[n].quote, score=readings[place].quote.score))
        for place, n in zip(told, behind, strict=True)
    }
    return [placed.get(n, r) for n, r in enumerate(readings)]


def _denies(reading: Reading) -> bool:
    return reading.quote.statement is not None and reading.quote.statement.act in DISPUTING


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


def _hits(found: Retrieved, readings: Sequence[Reading]) -> tuple[Hit, ...]:
    """Return the ten best passages, each ranked with the best sentence read in it."""
    best: dict[tuple[str, str, Span], float] = {}
    for reading in readings:
        quote = reading.quote
        best.setdefault((quote.article.collection, quote.article.id, quote.span), quote.score)
    hits = []
    for candidate in found.candidates:
        stored = found.passages.get(candidate.passage)
        if stored is None or stored.article not in found.articles:
            continue
        article = found.articles[stored.article]
        read = max(
            (best.get((article.collection, article.id, s), 0.0) for s in stored.passage.sentences),
            default=0.0,
        )
        hits.append(Hit(article, stored.passage.span, candidate.score + SENTENCE_IN_HIT * read))
    return tuple(sorted(hits, key=lambda h: (-h.score, h.article.id, h.span.start))[:HITS])
