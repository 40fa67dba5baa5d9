"""Fits the weights of a sentence's features and of confidence on question sets, and prints them.

    python -m tests.bench.fit EVAL_FOLDER LIBRARIES_FOLDER SET...

Questions of each set are also asked of the next set's library, where nothing answers them, so that
confidence learns what a foreign question looks like.

Each SET is a folder of EVAL_FOLDER with questions.jsonl.gz, and a library of the same name under
LIBRARIES_FOLDER. Questions are split by group: an even checksum fits, an odd one checks. Every set
counts the same. A question's loss is the negative log share that its right sentences have of the
softmax over its best sixty; confidence is a logistic regression on "the first quote is right".
"""

import sys
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch

from index import IndexSettings, NewsIndex
from index.evaluation import is_right as right
from index.evaluation import read_questions
from index.questions import read_question
from index.reading import CONFIDENCE, WEIGHTS, reasons_for

BEST = 60
FOREIGN = 150
STEPS = 400
L2 = 1e-3


@dataclass
class Read:
    """One question's sentences as feature rows, which of them are right, and what confidence sees."""

    features: Any
    right: Any
    reasons: Any
    answerable: bool
    fits: bool


def collect(name: str, folder: Path, libraries: Path, most: int, library: str = "") -> list[Read]:
    rows = []
    home = library or name
    with NewsIndex.open(IndexSettings(library=libraries / home)) as index:
        for row in read_questions(folder / name / "questions.jsonl.gz"):
            if len(rows) >= most:
                break
            question = read_question(row["question"], row.get("history") or ())
            if question.is_empty:
                continue
            readings = index.read(question, ["default"])[0][:BEST]
            if not readings:
                continue
            features = np.array([[r.features[n] for n in WEIGHTS] for r in readings])
            answerable = row["answerable"] and home == name
            labels = np.array([answerable and right(r.quote, row) for r in readings])
            reasons = np.array([reasons_for(readings)[n] for n in CONFIDENCE])
            fits = zlib.crc32(str(row.get("group", row["id"])).encode()) % 2 == 0
            rows.append(Read(features, labels, reasons, answerable, fits))
    return rows


def fit_weights(sets: dict[str, list[Read]]) -> Any:
    weights = torch.tensor([WEIGHTS[n] * 8 for n in WEIGHTS], dtype=torch.float64, requires_grad=True)
    start = weights.detach().clone()
    optimiser = torch.optim.Adam([weights], lr=0.05)
    usable = {
        name: [(torch.tensor(r.features), torch.tensor(r.right)) for r in rows if r.fits and r.right.any()]
        for name, rows in sets.items()
    }
    for _ in range(STEPS):
        optimiser.zero_grad()
        loss = L2 * ((weights - start) ** 2).sum()
        for rows in usable.values():
            losses = [-(torch.logsumexp(s[ok], 0) - torch.logsumexp(s, 0)) for f, ok in rows for s in [f @ weights]]
            loss = loss + torch.stack(losses).mean() / len(usable)
        loss.backward()
        optimiser.step()
    return weights.detach().numpy()


def first_right(rows: list[Read], weights: Any) -> float:
    asked = [r for r in rows if not r.fits and r.answerable]
    return float(np.mean([bool(r.right[int(np.argmax(r.features @ weights))]) for r in asked] or [0.0]))


MOST = 600


def main(folder: str, libraries: str, *names: str) -> None:
    sets = {n: collect(n, Path(folder), Path(libraries), MOST) for n in names}
    old = np.array(list(WEIGHTS.values()))
    new = fit_weights(sets)
    new = new / new[list(WEIGHTS).index("share")]
    print({n: round(float(w), 3) for n, w in zip(WEIGHTS, new, strict=True)})
    for name, rows in sets.items():
        print(f"{name}: quote@1 on the half not fitted {first_right(rows, old):.3f} -> {first_right(rows, new):.3f}")
    for name, other in zip(names, (*names[1:], names[0]), strict=True):
        sets[f"{name} asked of {other}"] = collect(name, Path(folder), Path(libraries), FOREIGN, other)
    fit_confidence(sets)


def fit_confidence(sets: dict[str, list[Read]]) -> None:
    """Fit what speaks for the first quote; no reason may speak against it, so weights but the bias stay above 0."""
    from sklearn.metrics import roc_auc_score

    pairs = [(r, 1 / len(rows)) for rows in sets.values() for r in rows]
    x = torch.tensor(np.array([r.reasons for r, _ in pairs]))
    y = torch.tensor([float(r.right[0]) for r, _ in pairs], dtype=torch.float64)
    share = torch.tensor([w for _, w in pairs], dtype=torch.float64)
    fits = torch.tensor([r.fits for r, _ in pairs])
    raw = torch.zeros(x.shape[1], dtype=torch.float64, requires_grad=True)
    optimiser = torch.optim.Adam([raw], lr=0.05)
    for _ in range(2000):
        optimiser.zero_grad()
        loss = torch.nn.functional.binary_cross_entropy_with_logits(
            x[fits] @ _signed(raw), y[fits], weight=share[fits] * int(fits.sum())
        )
        loss.backward()
        optimiser.step()
    weights = _signed(raw).detach()
    print({n: round(float(v), 2) for n, v in zip(CONFIDENCE, weights, strict=True)})
    chance, right_ = torch.sigmoid(x[~fits] @ weights).numpy(), y[~fits].numpy()
    print(f"first quote right, on the half not fitted: auroc {roc_auc_score(right_, chance):.3f}")
    for low in np.arange(0, 1, 0.2):
        inside = (chance >= low) & (chance < low + 0.2)
        print(f"  said {low:.1f}-{low + 0.2:.1f}: right {right_[inside].mean():.2f} of {inside.sum()}")
    for name, rows in sets.items():
        said = [(float(torch.sigmoid(torch.tensor(r.reasons) @ weights)), r) for r in rows if r.fits]
        best = {t: np.mean([(r.right[0] if c >= t else not r.answerable) for c, r in said]) for t in THRESHOLDS}
        print(f"{name}: right when declining below", {t: round(float(v), 3) for t, v in best.items()})


THRESHOLDS = (0.0, 0.2, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6)


def _signed(raw: torch.Tensor) -> torch.Tensor:
    return torch.cat([raw[:1], torch.nn.functional.softplus(raw[1:])])


if __name__ == "__main__":
    main(*sys.argv[1:])
