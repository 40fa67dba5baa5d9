"""How likely the first quote answers."""

from collections.abc import Sequence

from index.answering.features import Feature, Reading
from index.answering.fitted import Fitted, logistic
from index.query.questions import Asked, Question
from index.records import Act


def reasons_for(readings: Sequence[Reading]) -> dict[str, float]:
    """Return what confidence is a function of, each about 0 to 1."""
    best = readings[0]
    other = next((r for r in readings if r.quote.article is not best.quote.article), None)
    return {
        "bias": 1.0,
        "answers": best.quote.score,
        "reader": best.features.get(Feature.READER, 0.0),
        "coverage": best.features[Feature.COVERAGE],
        "nearness": max(r.features[Feature.NEARNESS] for r in readings),
        "lead": best.quote.score - other.quote.score if other else 0.0,
        "stated": max(best.features[Feature.STATED], best.features[Feature.COUNTS]),
    }


def chance_of(readings: Sequence[Reading], fitted: Fitted) -> float:
    """Return the confidence in the first quote that its reasons give, before any cap for the kind of question."""
    reasons = reasons_for(readings)
    return logistic(sum(weight * reasons[name] for name, weight in fitted.confidence.items()))


UNSTATED = 0.3
"""Confidence at most, where a question asks who denied, accused or promised and nobody in sight did."""


def confidence_of(question: Question, readings: Sequence[Reading], fitted: Fitted) -> float:
    """Return how likely the first quote answers, between 0 and 1."""
    if not readings:
        return 0.0
    chance = chance_of(readings, fitted)
    wants_act = question.kind is Asked.WHO_SAID and question.act is not Act.SAYS
    return min(chance, UNSTATED) if wants_act and not readings[0].states else chance
