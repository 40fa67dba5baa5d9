"""Sentences and readings of them, made for a test."""

from collections.abc import Callable

from index import Act, Article, Quote, Span, Speech, Statement
from index.answering.features import Reading, Sentence, TermWeights
from index.answering.ranking import rank
from index.query.questions import read_question

Maker = Callable[..., Article]

WORDS = TermWeights(lambda text: [w.strip(".,?“”").casefold() for w in text.split()], {"the": 90, "strikes": 3}, 100)


def sentence(article: Article, *statements: Statement, nearness: float = 0.2) -> Sentence:
    return Sentence(article, Span(0, len(article.text)), nearness, statements)


def said(act: Act, text: str, speech: Speech = Speech.INDIRECT) -> Statement:
    return Statement((Span(5, 11),), (Span(12, len(text)),), act, speech, Span(0, 4), Span(0, 4))


def reading(quote: Quote, **features: float) -> Reading:
    return Reading(quote, {"act": 0.0, "speaker": 0.0, "fits": 0.0, **features})


def features_of(question: str, *sentences: Sentence) -> list[dict[str, float]]:
    ranked = rank(read_question(question), sentences, WORDS)
    by_id = {r.quote.article.id: dict(r.features) for r in ranked}
    return [by_id[s.article.id] for s in sentences]
