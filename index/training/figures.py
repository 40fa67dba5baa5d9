"""What fitted weights reach on the questions that neither taught the reader nor fitted the weights."""

from collections.abc import Mapping, Sequence

import numpy as np
from sklearn.metrics import roc_auc_score

from index.answering.confidence import chance_of
from index.answering.fitted import Fitted
from index.training.fitting import Case

THRESHOLDS = (0.0, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6)


def figures_of(sets: Mapping[str, Sequence[Case]], fitted: Fitted) -> dict[str, dict[str, float]]:
    """Return for each set of weighed cases: quote@1, quote@3, auroc, and the share of right doings by threshold."""
    return {name: _figures([c for c in cases if not c.fits], fitted) for name, cases in sets.items()}


def _figures(cases: Sequence[Case], fitted: Fitted) -> dict[str, float]:
    asked = [c for c in cases if c.answerable]
    chances = [chance_of(c.readings, fitted) for c in cases]
    found = {"questions": float(len(cases))}
    if asked:
        found |= {f"quote@{k}": round(float(np.mean([c.right[:k].any() for c in asked])), 3) for k in (1, 3)}
    if 0 < len(asked) < len(cases):
        found["auroc"] = round(float(roc_auc_score([c.answerable for c in cases], chances)), 3)
    for least in THRESHOLDS:
        done = [(c.right[0] if p >= least else not c.answerable) for c, p in zip(cases, chances, strict=True)]
        found[f"right when declining below {least}"] = round(float(np.mean(done)), 3) if done else 0.0
    return found
