"""Candidates → quotes, short answers, confidence, or a decline.

A first reading, without a model of its own: sentences of the candidate passages are scored by BM25
with the title's words added, by how near their passage is to the question, and by the statement they
hold. Quotes are whole sentences; confidence is a logistic function of a few plain features.
"""

import math
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from index.cues import lemma_of
from index.events import counted, wanted_counts
from index.questions import Asked, Question, content_words
from index.records import Act, Article, BlockKind, EventCard, Excerpt, Quote, Span, Speech, Statement

K1, B = 1.2, 0.75
"""BM25's usual constants (Robertson and Zaragoza, 2009)."""
TITLE_SHARE = 0.35
"""What a term counts that stands in the title only, beside one in the sentence."""
DENSE_WEIGHT = 0.35
"""Of the passage's cosine, beside the sentence's share of the attainable BM25."""
KIND_WEIGHTS = {BlockKind.BODY: 0.0, BlockKind.HEADING: -0.04, BlockKind.CAPTION: -0.2}
STATEMENT_WEIGHT, ACT_WEIGHT, CUE_WEIGHT, DIRECT_WEIGHT, NAMED_WEIGHT = 0.25, 0.35, 0.1, 0.1, 0.1
KIND_OF_ANSWER_WEIGHT = 0.12
LONGEST_QUOTE = 1500
"""Characters; a longer sentence is no quote that a person could take in."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence that may be quoted, with what is known of its passage and the statements in it."""

    article: Article
    span: Span
    nearness: float
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """How the library counts words: terms of a text, and in how many passages each occurs."""

    terms: Callable[[str], Sequence[str]]
    frequencies: Mapping[str, int]
    passages: int

    def weight(self, term: str) -> float:
        """Return the inverse document frequency of a term, never negative."""
        n = self.frequencies.get(term, 0)
        return math.log(1 + (self.passages - n + 0.5) / (n + 0.5))


@dataclass(frozen=True, slots=True)
class Reading:
    """A sentence read against a question: the quote, and what speaks for it."""

    quote: Quote
    share: float
    coverage: float
    nearness: float
    states: bool


def rank(question: Question, sentences: Sequence[Sentence], words: Words) -> list[Reading]:
    """Return a reading of each sentence, best first; ties by place."""
    asked = Counter(words.terms(content_words(question.search)))
    mass = sum(words.weight(t) for t in asked) or 1.0
    read = [(s, Counter(words.terms(s.span.of(s.article.text)))) for s in sentences if len(s.span) <= LONGEST_QUOTE]
    average = sum(sum(c.values()) for _, c in read) / max(len(read), 1) or 1.0
    titles = {s.article.title: set(words.terms(s.article.title)) for s, _ in read}
    readings = []
    for sentence, counts in read:
        title = titles[sentence.article.title]
        share = _bm25(asked, counts, title, words, average) / (mass * (K1 + 1))
        coverage = sum(words.weight(t) for t in asked if t in counts or t in title) / mass
        statement, bonus = _statement_for(question, sentence, words)
        kind = sentence.article.kind_at(sentence.span)
        score = share + DENSE_WEIGHT * sentence.nearness + bonus + KIND_WEIGHTS.get(kind, 0.0)
        quote = Quote(sentence.article, sentence.span, score + _fits(question, sentence), statement)
        states = statement is not None and statement.act is question.act
        readings.append(Reading(quote, share, coverage, sentence.nearness, states))
    return sorted(readings, key=lambda r: (-r.quote.score, r.quote.article.id, r.quote.span.start))


def _bm25(asked: Mapping[str, int], counts: Counter[str], title: set[str], words: Words, average: float) -> float:
    length = K1 * (1 - B + B * sum(counts.values()) / average)
    total = 0.0
    for term in asked:
        frequency = counts[term] + (TITLE_SHARE if term in title else 0.0)
        total += words.weight(term) * frequency * (K1 + 1) / (frequency + length) if frequency else 0.0
    return total


def _statement_for(
    question: Question, sentence: Sentence, words: Words
) -> tuple[Statement | None, float]:
    """Return the statement that the sentence answers by, and what it adds to the score."""
    if not sentence.statements:
        return None, 0.0
    text = sentence.article.text
    scored = [(_statement_score(question, s, text, words), s) for s in sentence.statements]
    best, statement = max(scored, key=lambda pair: (pair[0], _covered(pair[1], sentence.span)))
    if question.act is None:
        return max(sentence.statements, key=lambda s: _covered(s, sentence.span)), 0.0
    around = {*words.terms(sentence.span.of(text)), *words.terms(sentence.article.title)}
    said = [s for st in sentence.statements for s in (*st.content, st.name, st.role) if s is not None]
    around.update(t for span in said for t in words.terms(span.of(text)))
    topic = set(words.terms(question.topic))
    mass = sum(words.weight(t) for t in topic) or 1.0
    return statement, best * sum(words.weight(t) for t in topic if t in around) / mass


def _statement_score(question: Question, statement: Statement, text: str, words: Words) -> float:
    score = STATEMENT_WEIGHT
    if question.act is statement.act:
        score += ACT_WEIGHT
    if any(lemma_of(w) == question.cue for c in statement.cue for w in c.of(text).split()):
        score += CUE_WEIGHT
    score += DIRECT_WEIGHT * (statement.speech is Speech.DIRECT) + NAMED_WEIGHT * (statement.name is not None)
    if question.speaker:
        score += _speaker_score(question.speaker, statement, text, words)
    return score


def _speaker_score(speaker: str, statement: Statement, text: str, words: Words) -> float:
    named = {t for s in (statement.name, statement.source, statement.role) if s for t in words.terms(s.of(text))}
    asked = words.terms(speaker)
    return ACT_WEIGHT if asked and all(t in named for t in asked[-1:]) else -STATEMENT_WEIGHT


def _covered(statement: Statement, span: Span) -> int:
    return sum(max(0, min(c.end, span.end) - max(c.start, span.start)) for c in statement.content)


FITTING = {
    Asked.WHEN: re.compile(
        r"\b(?:1[0-9]{3}|20[0-9]{2}|(?:mon|tues|wednes|thurs|fri|satur|sun)day|yesterday|today|century"
        r"|(?:jan|febr)uary|march|april|june|july|august|(?:sept|nov|dec)ember|october|\d{1,2}(?::\d\d)?\s?[ap]\.?m)\b",
        re.I,
    ),
    Asked.HOW_MANY: re.compile(r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|dozens?|hundreds?|thousands?)\b", re.I),
    Asked.WHO: re.compile(r"(?<=\s)[A-Z][a-z]+"),
    Asked.WHERE: re.compile(r"\b(?:in|at|near|from|to|of)\s+(?:the\s+)?[A-Z]"),
    Asked.WHY: re.compile(r"\b(?:because|due to|in order|so that|since|as a result|to (?:avoid|prevent|protect))\b", re.I),
}  # fmt: skip


def _fits(question: Question, sentence: Sentence) -> float:
    """Return a bonus where the sentence holds the kind of thing that is asked for."""
    text = sentence.span.of(sentence.article.text)
    wanted = wanted_counts(question.text) if question.kind is Asked.HOW_MANY else frozenset()
    if wanted:
        return 2 * KIND_OF_ANSWER_WEIGHT * any(c.matter in wanted for c in counted(text))
    pattern = FITTING.get(question.kind)
    return KIND_OF_ANSWER_WEIGHT if pattern and pattern.search(text) else 0.0


# --- confidence

CONFIDENCE = {"bias": -4.0, "share": 3.0, "coverage": 3.0, "nearness": 3.0, "lead": 1.0, "states": 1.0}


def features_of(question: Question, readings: Sequence[Reading]) -> dict[str, float]:
    """Return what confidence is a function of, each about 0 to 1."""
    best = readings[0]
    second = next((r for r in readings if r.quote.article is not best.quote.article), None)
    return {
        "bias": 1.0,
        "share": best.share,
        "coverage": best.coverage,
        "nearness": max(r.nearness for r in readings),
        "lead": best.quote.score - second.quote.score if second else 0.0,
        "states": float(best.states),
    }


def confidence_of(question: Question, readings: Sequence[Reading]) -> float:
    """Return how likely the first quote answers, between 0 and 1."""
    if not readings:
        return 0.0
    features = features_of(question, readings)
    return 1 / (1 + math.exp(-sum(CONFIDENCE[name] * value for name, value in features.items())))


# --- what is shown

MOST_QUOTES = 10
LEAST_OF_BEST = 0.35
"""Of the best quote's score, below which a quote is not shown."""


def choose(question: Question, readings: Sequence[Reading]) -> list[Quote]:
    """Return the quotes to show: where one states the act asked for, only those that do."""
    kept = list(readings)
    if readings[0].states and question.act is not Act.SAYS:
        kept = [r for r in readings if r.states]
    wanted = wanted_counts(question.text) if question.kind is Asked.HOW_MANY else frozenset()
    if wanted:
        kept = [r for r in readings if any(c.matter in wanted for c in counted(r.quote.text))] or kept
    floor = LEAST_OF_BEST * readings[0].quote.score
    return [r.quote for r in kept if r.quote.score >= floor][:MOST_QUOTES]


def short_answers(question: Question, cards: Sequence[EventCard]) -> tuple[Excerpt, ...]:
    """Return the few words of the articles that answer by themselves, the best event's first."""
    if question.kind is Asked.HOW_MANY:
        found = [a.figure for c in cards for a in c.accounts]
    elif question.kind is Asked.WHO_SAID:
        found = [
            Excerpt(q.article, q.statement.name)
            for c in cards
            for q in c.quotes
            if q.statement is not None and q.statement.name is not None
        ]
    else:
        return ()
    return tuple({e.text: e for e in reversed(found) if e is not None}.values())[::-1]
