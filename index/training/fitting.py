"""Readings of question sets → the weights of a sentence's features, and of what speaks for confidence.

The reader has seen half of each set's questions; of the other half, one half fits here and one half
only measures. Every set counts the same. A question's loss is a softmax over its best sentences and
"none of these"; confidence is a logistic regression on "the first quote is right", which has also
seen each set's questions asked of another set's library, where nothing answers them.
"""

import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch

from index.answering.confidence import reasons_for
from index.answering.features import Reading
from index.answering.fitted import Fitted
from index.answering.ranking import weighed
from index.answering.reranking import READ, readable, with_score
from index.engine import NewsIndex
from index.evaluation.halves import is_learnt_from
from index.evaluation.scoring import is_right
from index.evaluation.sets import read_questions
from index.settings import IndexSettings
from index.training.groups import COLLECTION

Rows = npt.NDArray[np.float64]
Right = npt.NDArray[np.bool_]
READ_NAMES = (
    "bias", "reader", "first", "share", "coverage", "own", "pairs", "nearness", "fits", "counts", "heading", "caption",
    "stated", "act", "cue", "direct", "named", "speaker",
)  # fmt: skip
KNOWN_NAMES = tuple(n for n in READ_NAMES if n != "reader")
PLAIN_NAMES = tuple(n for n in READ_NAMES if n not in ("reader", "first", "own"))
PLAIN_REASONS = ("bias", "answers", "coverage", "nearness", "lead", "stated")
READ_REASONS = (*PLAIN_REASONS, "reader")
MOST, FOREIGN = 700, 60
L2 = 2e-3
HELD = 2e-2
"""How firmly a weight of `MEANT` is held; the sets have few questions that ask for an act among rival statements."""
MEANT = {"act": 1.2, "cue": 0.6, "direct": 0.35, "named": 0.35, "speaker": 1.7}
"""What these are meant to count: who denied it is answered by a denial, what X said by X."""


@dataclass(frozen=True, slots=True)
class Case:
    """One question's sentences as read, which of them are right, and whether it fits or measures."""

    readings: tuple[Reading, ...]
    right: Right
    answerable: bool
    fits: bool

    def weighed(self, fitted: Fitted) -> "Case":
        """Return the case with its sentences in the order that the weights give them."""
        order = {id(r.features): r for r in weighed(self.readings, fitted)}
        place = {id(r.features): n for n, r in enumerate(self.readings)}
        right = np.array([self.right[place[key]] for key in order])
        return replace(self, readings=tuple(order.values()), right=right)


def cases_of(name: str, folder: Path, libraries: Path, reader: str, *, library: str = "") -> list[Case]:
    """Return the cases of a set that the reader has not learnt from; with `library`, asked of another's."""
    settings = IndexSettings(library=libraries / (library or name), reader=reader)
    with NewsIndex.open(settings) as index:
        titles = {t.id: t.title for t in index.titles([COLLECTION])}
        unseen = (q for q in read_questions(folder / name / "questions.jsonl.gz") if not is_learnt_from(q, titles))
        found = (_case(index, q, foreign=bool(library)) for q in unseen)
        return list(islice((c for c in found if c is not None), FOREIGN if library else MOST))


def _case(index: NewsIndex, row: Mapping[str, Any], *, foreign: bool) -> Case | None:
    answerer = index.answerer(reads=False)
    question = answerer.question(row["question"], [COLLECTION], row.get("history") or ())
    readings = [] if question.is_empty else answerer.read(question, [COLLECTION])[0][:READ]
    if not readings:
        return None
    if index.reader is not None:
        scores = index.reader.scores(question.search, [readable(r.quote) for r in readings])
        readings = [with_score(r, float(s)) for r, s in zip(readings, scores, strict=True)]
    answerable = row["answerable"] and not foreign
    right = np.array([answerable and is_right(r.quote, row) for r in readings])
    fits = zlib.crc32(str(row.get("group", row["id"])).encode()) % 4 == 1
    return Case(tuple(readings), right, answerable, fits)


def fit_expected(sets: Mapping[str, Sequence[Case]]) -> dict[str, Any]:
    """Return the weights of what is known of a sentence that give what a reader will score it, and their spread.

    Least squares, every set counting the same.
    """
    fitting = [[r.features for c in cases if c.fits for r in c.readings] for cases in sets.values()]
    seen = [features for own in fitting for features in own]
    known = np.array([[f.get(name, 0.0) for name in KNOWN_NAMES] for f in seen])
    scores = np.array([f["reader"] for f in seen])
    shares = np.array([1 / len(own) / len(fitting) for own in fitting for _ in own])
    weights = np.linalg.lstsq(known * np.sqrt(shares)[:, None], scores * np.sqrt(shares), rcond=None)[0]
    spread = np.sqrt(shares @ np.square(scores - known @ weights))
    expected = {name: round(float(weight), 3) for name, weight in zip(KNOWN_NAMES, weights, strict=True)}
    return {"expected": expected, "spread": round(float(spread), 3)}


def fit(sets: Mapping[str, Sequence[Case]], names: Sequence[str]) -> dict[str, float]:
    """Return the weights of the features `names`; "none of these" is an answer of score 0."""
    meant = torch.tensor([MEANT.get(n, 0.0) for n in names], dtype=torch.float64)
    firmness = torch.tensor([HELD if n in MEANT else L2 for n in names], dtype=torch.float64)
    weights = meant.clone().requires_grad_()
    rows = {
        name: [(torch.tensor(_matrix(c, names)), torch.tensor(c.right)) for c in cases if c.fits]
        for name, cases in sets.items()
    }

    def loss() -> torch.Tensor:
        total = (firmness * (weights - meant) ** 2).sum()
        for own in filter(None, rows.values()):
            losses = [_group_loss(features @ weights, right) for features, right in own]
            total = total + torch.stack(losses).mean() / len(rows)
        return total

    _minimise(weights, loss)
    return {n: round(float(w), 3) for n, w in zip(names, weights.detach(), strict=True)}


def _matrix(case: Case, names: Sequence[str]) -> Rows:
    return np.array([[f.get(n, 0.0) for n in names] for r in case.readings for f in [r.features]])


def _group_loss(scores: torch.Tensor, right: torch.Tensor) -> torch.Tensor:
    null = torch.zeros(1, dtype=scores.dtype)
    good = scores[right] if right.any() else null
    return torch.logsumexp(torch.cat([null, scores]), 0) - torch.logsumexp(good, 0)


def _minimise(weights: torch.Tensor, loss: Callable[[], torch.Tensor]) -> None:
    optimiser = torch.optim.LBFGS([weights], max_iter=200, line_search_fn="strong_wolfe")

    def closure() -> torch.Tensor:
        optimiser.zero_grad()
        value = loss()
        value.backward()  # type: ignore[no-untyped-call]
        return value

    optimiser.step(closure)  # type: ignore[no-untyped-call]


def fit_confidence(sets: Mapping[str, Sequence[Case]], names: Sequence[str]) -> dict[str, float]:
    """Return the weights of the reasons `names` of weighed cases; none but the bias may speak against an answer."""
    cases = [(c, 1 / len(own)) for own in sets.values() for c in own if c.fits]
    x = torch.tensor([[reasons_for(c.readings)[n] for n in names] for c, _ in cases], dtype=torch.float64)
    y = torch.tensor([float(c.right[0]) for c, _ in cases], dtype=torch.float64)
    share = torch.tensor([w for _, w in cases], dtype=torch.float64)
    raw = torch.zeros(len(names), dtype=torch.float64, requires_grad=True)

    def signed() -> torch.Tensor:
        return torch.cat([raw[:1], torch.nn.functional.softplus(raw[1:])])

    def loss() -> torch.Tensor:
        every = torch.nn.functional.binary_cross_entropy_with_logits(x @ signed(), y, weight=share * len(cases))
        return every + 1e-4 * (raw**2).sum()

    _minimise(raw, loss)
    return {n: round(float(w), 3) for n, w in zip(names, signed().detach(), strict=True)}
