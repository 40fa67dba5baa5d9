"""How likely the first quote answers."""

from collections.abc import Collection, Mapping, Sequence

from index.answering.features import Feature, Reading, TermWeights
from index.answering.fitted import Fitted, logistic, weighed_sum
from index.inference.rerankers import Mark
from index.query.questions import Asked, Question
from index.records import Act

Terms = Collection[str]


def reasons_for(
    question: Question, readings: Sequence[Reading], asked: Terms, words: TermWeights, mark: Mark | None
) -> dict[str, float]:
    """Return what confidence in the first of readings is a function of, each about 0 to 1.

    `asked` are the question's terms, and `mark` what a reader marks in the first sentence.
    """
    best = readings[0]
    reader = best.features.get(Feature.READER, 0.0)
    other = next((r for r in readings if r.quote.article is not best.quote.article), None)
    told = words.told_in(best.quote.article)
    weights = words.weighed(asked)
    missing = [weight for term, weight in weights.items() if term not in told]
    return {
        "bias": 1.0,
        "answers": best.quote.score,
        "reader": reader,
        "close": best.features.get(Feature.CLOSE, reader),
        "coverage": best.features[Feature.COVERAGE],
        "nearness": max(r.features[Feature.NEARNESS] for r in readings),
        "lead": best.quote.score - other.quote.score if other else 0.0,
        "stated": max(best.features[Feature.STATED], best.features[Feature.COUNTS]),
        "told": 1 - sum(missing) / (sum(weights.values()) or 1.0),
        "rarest told": 1 - max(missing, default=0.0) / (max(weights.values(), default=0.0) or 1.0),
        "marked": mark.chance if mark else 0.0,
        "timely": best.features[Feature.TIMELY] if question.period and not question.period.is_wish else 1.0,
    }


def chance_of(reasons: Mapping[str, float], fitted: Fitted) -> float:
    """Return the confidence that reasons give, before any cap for the kind of question."""
    return logistic(weighed_sum(fitted.confidence, reasons))


UNSTATED = 0.3
"""Confidence at most, where a question asks who denied, accused or promised and nobody in sight did."""


def confidence_of(
    question: Question, readings: Sequence[Reading], reasons: Mapping[str, float], fitted: Fitted
) -> float:
    """Return how likely the first quote answers, between 0 and 1."""
    chance = chance_of(reasons, fitted)
    wants_act = question.kind is Asked.WHO_SAID and question.act is not Act.SAYS
    return min(chance, UNSTATED) if wants_act and not readings[0].states else chance
