"""What fitted weights reach on questions that neither taught the reader nor fitted the weights."""

from collections.abc import Sequence

import numpy as np
from sklearn.metrics import roc_auc_score

from index.answering.confidence import chance_of
from index.answering.fitted import Fitted
from index.answering.short_answers import SURE, ShortAnswer
from index.training.fitting import Case, Sets

THRESHOLDS = (0.0, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5)


def figures_of(sets: Sets, fitted: Fitted) -> dict[str, dict[str, float]]:
    """Return for each set of weighed cases: quote@1, quote@3, auroc, and the share of right doings by threshold."""
    return {name: _figures(cases, fitted) for name, cases in sets.items() if cases}


def _figures(cases: Sequence[Case], fitted: Fitted) -> dict[str, float]:
    asked = [c for c in cases if c.answerable]
    chances = np.array([chance_of(c.reasons or {}, fitted) for c in cases])
    first = np.array([bool(c.right[0]) for c in cases])
    answerable = np.array([c.answerable for c in cases])
    found = {"questions": float(len(cases))}
    if asked:
        found |= {f"quote@{k}": round(float(np.mean([c.right[:k].any() for c in asked])), 3) for k in (1, 3)}
    if 0 < len(asked) < len(cases):
        found["auroc"] = round(float(roc_auc_score(answerable, chances)), 3)
    if 0 < first.sum() < len(cases):
        found["auroc, right first"] = round(float(roc_auc_score(first, chances)), 3)
    for least, beyond in ((0.5, 0.6), (0.8, 1.01)):
        own = first[(chances >= least) & (chances < beyond)]
        found |= {f"right of those at {least}": round(float(own.mean()), 3)} if len(own) else {}
    for least in THRESHOLDS:
        done = np.where(chances >= least, first, ~answerable)
        found[f"right when declining below {least}"] = round(float(done.mean()), 3)
    return found


def short_figures(told: Sequence[tuple[ShortAnswer, bool]], fitted: Fitted) -> dict[str, float]:
    """Return how many short answers may stand in bold, and how many of those are right."""
    shown = [right for short, right in told if short.chance(fitted) >= SURE]
    return {"short answers": float(len(shown)), "right of them": round(float(np.mean(shown or [False])), 3)}
