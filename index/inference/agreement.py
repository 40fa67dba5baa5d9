"""Whether what rounds otherwise may stand in for the reference: its vectors compared on the sample's paragraphs."""

import json
import logging
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

import numpy as np

from index.errors import ModelError
from index.inference.embedders import Embedder, embedder_of
from index.settings import Engine, IndexSettings

log = logging.getLogger(__name__)

PARAGRAPHS = Path(__file__).parents[1] / "sample" / "articles.jsonl"
QUESTIONS = (
    "who denied the strikes", "how many were killed", "when did the market burn", "what did the monitor say",
    "who promised to rebuild", "where did the jets come from", "was the bridge closed", "who accused the ministry",
    "what did the mayor warn of", "how many people were evacuated", "who blamed the government", "what was agreed",
)  # fmt: skip
LEAST_COSINE = 0.9995
NEAREST = 10
CLOSE = 0.002
"""Two paragraphs whose nearness to a question differs by less may change places."""


class Ledger(Protocol):
    """Where it is written down which engines agree."""

    @property
    def writes(self) -> bool:
        """Whether it can be written."""

    def agreed(self) -> Sequence[str]:
        """Return the engines that were found to agree."""

    def keep_agreed(self, engine: str) -> None:
        """Write one down."""


def agreed_embedder(settings: IndexSettings, ledger: Ledger) -> Embedder:
    """Return the embedder that the settings want, compared with the reference unless the ledger says it was.

    Raises:
        ModelError: it cannot be loaded, or was named and does not agree.
    """
    model, engine, threads = settings.model, settings.engine, settings.threads
    made = embedder_of(model, engine, threads, building=ledger.writes)
    known = f"{made.engine}, {made.key.sha256}"
    if not made.engine or known in ledger.agreed():
        return made
    reference = embedder_of(model, Engine.AUTO, threads)
    reason = disagreement(made.embed, reference.embed)
    if reason and engine is not Engine.AUTO:
        raise ModelError(f"{made.engine}: {reason}; set ONRECORD_ENGINE to auto")
    if reason:
        log.warning("%s is not used: %s", made.engine, reason)
        return reference
    if ledger.writes:
        ledger.keep_agreed(known)
    return made


def disagreement(embed: Callable[[Sequence[str]], np.ndarray], reference: Callable[[Sequence[str]], np.ndarray]) -> str:
    """Return how vectors differ from those of the reference beyond what may be; empty where they do not."""
    rows = PARAGRAPHS.read_text(encoding="utf-8").splitlines()
    paragraphs = [p for row in rows for p in json.loads(row)["text"].split("\n") if p.strip()]
    ours, theirs = (made([*QUESTIONS, *paragraphs]) for made in (embed, reference))
    cosine = float((ours * theirs).sum(axis=1).min())
    if not cosine >= LEAST_COSINE:
        return f"a vector is at a cosine of {cosine:.4f} from the reference, and {LEAST_COSINE} is the least"
    asked = len(QUESTIONS)
    own, true = (vectors[asked:] @ vectors[:asked].T for vectors in (ours, theirs))
    taken = np.take_along_axis(true, np.argsort(-own, axis=0)[:NEAREST], axis=0)
    tenth = np.sort(true, axis=0)[-NEAREST]
    differ = int((taken < tenth - CLOSE).any(axis=0).sum())
    return f"for {differ} of {asked} questions another paragraph is among the nearest {NEAREST}" if differ else ""
