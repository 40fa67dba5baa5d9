"""Candidate sentences → readings, best first: ranked by their features, without a reranker."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from index.answering.features import (
    Feature,
    Reading,
    Sentence,
    TermWeights,
    kind_of,
    matching,
    pairs_of,
    statement_for,
    wanted_by,
)
from index.answering.fitted import Fitted, logistic, weighed_sum
from index.answering.stuffing import tells
from index.query.questions import Question
from index.records import Quote
from index.text.datelines import after_agency
from index.text.words import content_words

LONGEST_QUOTE = 1500
"""Characters; a longer sentence is no quote that a person could take in."""


def rank(question: Question, sentences: Sequence[Sentence], words: TermWeights) -> list[Reading]:
    """Return a reading of each sentence, best first; ties by place."""
    # The act is a feature of its own: its verb must not let a denial of anything answer for the topic.
    asked = words.weighed(words.terms(question.topic or question.search))
    pairs = pairs_of(words.terms(question.search))
    wanted = wanted_by(question)
    known = frozenset(words.terms(f"{question.search} {question.topic}"))
    read = [
        (s, words.terms(text))
        for s in sentences
        if len(s.span) <= LONGEST_QUOTE
        and tells(
            known, text := s.span.of(s.article.text), words.terms(content_words(text)),
            is_said=bool(s.statements),
        )
    ]  # fmt: skip
    average = sum(len(terms) for _, terms in read) / max(len(read), 1) or 1.0
    titles = {s.article.title: set(words.terms(s.article.title)) for s, _ in read}
    readings = []
    for sentence, terms in read:
        title = titles[sentence.article.title]
        statement, said = statement_for(question, sentence, words, asked, {*terms, *title})
        paired = len(pairs & pairs_of(terms)) / (len(pairs) or 1)
        features = {
            Feature.BIAS: 1.0,
            Feature.PAIRS: paired,
            **matching(asked, terms, title, average),
            **kind_of(question, sentence, wanted),
            **said,
        }
        span = after_agency(sentence.article.text, sentence.span)
        quote = Quote(sentence.article, span, 0.0, statement)
        readings.append(Reading(quote, features, statements=sentence.statements))
    return weighed(readings, Fitted.of(None).weights)


def in_order(readings: Iterable[Reading]) -> list[Reading]:
    """Return readings best first; ties by place."""
    return sorted(readings, key=lambda r: (-r.quote.score, r.quote.article.id, r.quote.span.start))


def weighed(readings: Iterable[Reading], weights: Mapping[str, float]) -> list[Reading]:
    """Return readings with the chance that each answers, 0 to 1, as their score; best first."""
    return in_order(scored(r, logistic(weighed_sum(weights, r.features))) for r in readings)


def scored(reading: Reading, score: float) -> Reading:
    """Return a reading with another score."""
    return replace(reading, quote=replace(reading.quote, score=score))
