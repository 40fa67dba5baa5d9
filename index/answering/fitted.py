"""What each feature of a sentence counts: fitted by `index.training`, read from the files that it packs."""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cache
from pathlib import Path

from index.errors import ModelError

MODELS = Path(__file__).parents[1] / "models"
FITTED = "fitted.json"


@dataclass(frozen=True, slots=True)
class Fitted:
    """What each feature of a sentence, and each reason for confidence, counts; fitted by `index.training`.

    `expected` weighs what is known of a sentence to what a reader will score it, and `spread` is how far, in standard
    deviations, it then scores from that; both in the size of the other features. Without them all is read. `short` is
    what each reason for a short answer counts; without it none is given. `close` is what each feature counts where a
    closer reader has scored the best again.
    """

    weights: Mapping[str, float]
    confidence: Mapping[str, float]
    expected: Mapping[str, float] = field(default_factory=dict)
    spread: float = math.inf
    short: Mapping[str, float] = field(default_factory=dict)
    close: Mapping[str, float] = field(default_factory=dict)

    @classmethod
    def of(cls, folder: Path | None) -> "Fitted":
        """Return what was fitted for the reader in `folder`, for the packaged one if that has none; None for none."""
        if folder is None:
            return _fitted(MODELS / "plain.json")
        own = folder / FITTED
        # What is expected of the packaged reader is not what another scores.
        if own.is_file():
            return _fitted(own)
        return replace(_fitted(MODELS / "reader" / FITTED), expected={}, short={}, close={})


@cache
def _fitted(path: Path) -> Fitted:
    try:
        held = json.loads(path.read_text(encoding="utf-8"))
        return Fitted(**{part.name: held[part.name] for part in fields(Fitted) if part.name in held})
    except (OSError, ValueError, TypeError) as error:
        raise ModelError(f"{path}: holds no fitted weights; make them with: python -m index.training") from error


def weighed_sum(weights: Mapping[str, float], features: Mapping[str, float]) -> float:
    """Return what features come to, each by its weight."""
    return sum(weight * features[name] for name, weight in weights.items())


def logistic(logit: float) -> float:
    """Return the chance that a sum of weighed features stands for."""
    return 1 / (1 + math.exp(-logit))


def logit(chance: float) -> float:
    """Return the sum that a chance stands for; of none and of certainty that of one in a thousand."""
    bounded = min(max(chance, 1e-3), 1 - 1e-3)
    return math.log(bounded / (1 - bounded))
