"""Readings of question sets → what features of a sentence count, and reasons for confidence and short answers.

Fitted on half of the questions that the reader has not learnt from; the other half measures. Newsroom counts most. A
question's loss is a softmax over its best sentences and "none of these"; confidence and the chance of a short answer
are logistic regressions on "the first quote is right" and "these words are".
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import torch

from index.answering.answerer import Answerer
from index.answering.confidence import chance_of
from index.answering.features import Reading
from index.answering.fitted import Fitted
from index.answering.ranking import weighed
from index.answering.reranking import CLOSELY_READ, before_all, closely, readable, with_score
from index.answering.short_answers import ShortAnswer
from index.evaluation.newsroom import is_short_right
from index.evaluation.scoring import is_right
from index.inference.rerankers import CloserReader, Reader
from index.query.questions import Question
from index.training.mining import COLLECTION

Rows = npt.NDArray[np.float64]
Right = npt.NDArray[np.bool_]
READ_NAMES = (
    "bias", "reader", "first", "share", "coverage", "own", "pairs", "nearness", "fits", "counts", "heading", "caption",
    "timely", "stated", "act", "cue", "direct", "named", "speaker",
)  # fmt: skip
CLOSE_NAMES = (*READ_NAMES, "close")
KNOWN_NAMES = tuple(n for n in READ_NAMES if n != "reader")
PLAIN_NAMES = tuple(n for n in READ_NAMES if n not in ("reader", "first", "own"))
PLAIN_REASONS = ("bias", "answers", "coverage", "nearness", "lead", "stated", "told", "rarest told", "timely")
READ_REASONS = (*PLAIN_REASONS, "reader", "marked")
CLOSE_REASONS = (*READ_REASONS, "close")
FITTED_ON = 30
"""Sentences of a question that are read to fit on: more than an answer reads, so that what it leaves out is known."""
L2 = 2e-3
HELD = 2e-2
"""How firmly a weight of `MEANT` is held; the sets have few questions that ask for an act among rival statements."""
MEANT = {"timely": 0.8, "act": 1.2, "cue": 0.6, "direct": 0.35, "named": 0.35, "speaker": 1.7}
"""What these are meant to count: who denied it is answered by a denial, what X said by X, "last week" by its news."""
SHARES: Mapping[str, float] = {"newsroom": 6.0}
"""What a set counts, beside 1."""


@dataclass(frozen=True, slots=True)
class Case:
    """One question's sentences as read, and which of them are right; with what only the best of them tells."""

    about: str
    row: Mapping[str, Any]
    question: Question
    readings: tuple[Reading, ...]
    right: Right
    answerable: bool
    reasons: Mapping[str, float] | None = None

    def weighed(self, weights: Mapping[str, float]) -> "Case":
        """Return the case with its sentences in the order that the weights give them."""
        return self._in_order(weighed(self.readings, weights))

    def closely_weighed(self, weights: Mapping[str, float]) -> "Case":
        """Return the case with those sentences in another order that a closer reader has read."""
        best, others = self.readings[:CLOSELY_READ], self.readings[CLOSELY_READ:]
        return self._in_order(before_all(best, others, weights))

    def _in_order(self, readings: Sequence[Reading]) -> "Case":
        place = {id(r.features): n for n, r in enumerate(self.readings)}
        right = np.array([self.right[place[id(r.features)]] for r in readings])
        return replace(self, readings=tuple(readings), right=right)

    def best(self) -> "Case":
        """Return the case with those sentences alone that a closer reader is given."""
        return replace(self, readings=self.readings[:CLOSELY_READ], right=self.right[:CLOSELY_READ])

    def read_closely(self, reader: CloserReader) -> "Case":
        """Return the case with what a closer reader scores the best of its sentences among their features."""
        read = closely(self.question.search, self.readings[:CLOSELY_READ], reader)
        return replace(self, readings=(*read, *self.readings[CLOSELY_READ:]))

    def reasoned(self, answerer: Answerer) -> "Case":
        """Return the case with the reasons for confidence in its first sentence."""
        return replace(self, reasons=answerer.reasons(self.question, self.readings, [COLLECTION]))


Sets = Mapping[str, Sequence[Case]]


def case_of(
    answerer: Answerer, reader: Reader | None, about: str, row: Mapping[str, Any], *, foreign: bool
) -> Case | None:
    """Return a question as read by a library, by `answerer` without a reader and then by `reader`, or None if by none.

    Nothing answers what is `foreign` to the library.
    """
    question = answerer.question(row["question"], [COLLECTION], row.get("history") or ())
    readings = [] if question.is_empty else answerer.read(question, [COLLECTION])[0][:FITTED_ON]
    if not readings:
        return None
    if reader is not None:
        scores = reader.scores(question.search, [readable(r.quote) for r in readings])
        readings = [with_score(r, float(s)) for r, s in zip(readings, scores, strict=True)]
    answerable = bool(row["answerable"]) and not foreign
    right = np.array([answerable and is_right(r.quote, row) for r in readings])
    return Case(about, row, question, tuple(readings), right, answerable)


def _share(sets: Sets, name: str) -> float:
    return SHARES.get(name, 1.0) / sum(SHARES.get(n, 1.0) for n in sets) / max(len(sets[name]), 1)


def fit_expected(sets: Sets) -> dict[str, Any]:
    """Return the weights of what is known of a sentence that give what a reader will score it, and their spread.

    Least squares, every set with its share.
    """
    seen = [(r.features, _share(sets, n) / len(c.readings)) for n, own in sets.items() for c in own for r in c.readings]
    known = np.array([[f.get(name, 0.0) for name in KNOWN_NAMES] for f, _ in seen])
    scores = np.array([f["reader"] for f, _ in seen])
    shares = np.array([share for _, share in seen])
    weights = np.linalg.lstsq(known * np.sqrt(shares)[:, None], scores * np.sqrt(shares), rcond=None)[0]
    spread = np.sqrt(shares @ np.square(scores - known @ weights) / shares.sum())
    expected = {name: round(float(weight), 3) for name, weight in zip(KNOWN_NAMES, weights, strict=True)}
    return {"expected": expected, "spread": round(float(spread), 3)}


def fit(sets: Sets, names: Sequence[str]) -> dict[str, float]:
    """Return the weights of the features `names`; "none of these" is an answer of score 0."""
    meant = torch.tensor([MEANT.get(n, 0.0) for n in names], dtype=torch.float64)
    firmness = torch.tensor([HELD if n in MEANT else L2 for n in names], dtype=torch.float64)
    weights = meant.clone().requires_grad_()
    most = max(len(c.readings) for own in sets.values() for c in own)
    cases = [(c, _share(sets, name)) for name, own in sets.items() for c in own]
    features = torch.tensor(np.array([_matrix(c, names, most) for c, _ in cases]))
    right = torch.tensor(np.array([_filled(c.right, most) for c, _ in cases]))
    there = torch.tensor(np.array([_filled(np.ones(len(c.readings), np.bool_), most) for c, _ in cases]))
    shares = torch.tensor([share for _, share in cases], dtype=torch.float64)

    def loss() -> torch.Tensor:
        scores = (features @ weights).masked_fill(~there, -torch.inf)
        every = torch.logsumexp(torch.nn.functional.pad(scores, (1, 0)), 1)
        good = torch.where(right.any(1), torch.logsumexp(scores.masked_fill(~right, -1e9), 1), torch.zeros(()))
        return (shares * (every - good)).sum() + (firmness * (weights - meant) ** 2).sum()

    _minimise(weights, loss)
    return {n: round(float(w), 3) for n, w in zip(names, weights.detach(), strict=True)}


def _matrix(case: Case, names: Sequence[str], most: int) -> Rows:
    rows = np.zeros((most, len(names)))
    rows[: len(case.readings)] = [[r.features.get(n, 0.0) for n in names] for r in case.readings]
    return rows


def _filled(marks: Right, most: int) -> Right:
    return np.pad(marks, (0, most - len(marks)))


def _minimise(weights: torch.Tensor, loss: Callable[[], torch.Tensor]) -> None:
    optimiser = torch.optim.LBFGS([weights], max_iter=200, line_search_fn="strong_wolfe")

    def closure() -> torch.Tensor:
        optimiser.zero_grad()
        value = loss()
        value.backward()  # type: ignore[no-untyped-call]
        return value

    optimiser.step(closure)  # type: ignore[no-untyped-call]


def fit_confidence(sets: Sets, names: Sequence[str]) -> dict[str, float]:
    """Return the weights of the reasons `names` of weighed cases; none but the bias may speak against an answer."""
    told = [(c.reasons or {}, bool(c.right[0]), _share(sets, name)) for name, own in sets.items() for c in own]
    return logistic_weights(told, names, only_for=True)


def fit_short(told: Sequence[tuple[ShortAnswer, bool]]) -> dict[str, float]:
    """Return the weights of the reasons for short answers, of which it is known whether they are right."""
    names = sorted({name for short, _ in told for name in short.reasons})
    return logistic_weights([(s.reasons, right, 1 / len(told)) for s, right in told], names, only_for=False)


def logistic_weights(
    told: Sequence[tuple[Mapping[str, float], bool, float]], names: Sequence[str], *, only_for: bool
) -> dict[str, float]:
    """Return the weights of reasons in a logistic regression; told are reasons, what came of it, and what that counts.

    With `only_for` none but the first may speak against it.
    """
    x = torch.tensor([[reasons[n] for n in names] for reasons, _, _ in told], dtype=torch.float64)
    y = torch.tensor([float(right) for _, right, _ in told], dtype=torch.float64)
    share = torch.tensor([s for _, _, s in told], dtype=torch.float64)
    raw = torch.zeros(len(names), dtype=torch.float64, requires_grad=True)

    def signed() -> torch.Tensor:
        return torch.cat([raw[:1], torch.nn.functional.softplus(raw[1:])]) if only_for else raw

    def loss() -> torch.Tensor:
        every = torch.nn.functional.binary_cross_entropy_with_logits(x @ signed(), y, weight=share / share.sum())
        return every * len(told) + 1e-4 * (raw**2).sum()

    _minimise(raw, loss)
    return {n: round(float(w), 3) for n, w in zip(names, signed().detach(), strict=True)}


def shorts_of(
    answerer: Answerer, cases: Sequence[Case], fitted: Fitted, least: float
) -> list[tuple[ShortAnswer, bool]]:
    """Return the short answers of the cases that would be answered, and whether each is right."""
    found = []
    for case in cases:
        chance = chance_of(case.reasons or {}, fitted)
        short = answerer.short_answer(case.question, case.readings[0].quote, chance) if chance >= least else None
        if short is not None:
            found.append((short, case.answerable and is_short_right(short.excerpt.text, case.row["answers"])))
    return found
