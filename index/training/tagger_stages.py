"""How the tagger is learnt: from annotated articles alone, or first from what a larger network tells of others, too.

The articles of every fourth group of news only measure (index/evaluation/halves.py): nothing learns from them, and no
teacher either.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer

from index.evaluation.halves import MEASURED_PART
from index.inference.embedders import packaged_folder
from index.inference.taggers import cutter
from index.training.learning import Course, trained
from index.training.network import saved
from index.training.tagging import (
    Annotated,
    Around,
    Example,
    LearningToTag,
    TagNetwork,
    annotated,
    examples,
    fed_of,
    told_of,
    unannotated,
)  # fmt: skip

TAGGER, TOLD, TEACHER = "tagger", "tagger-told", "tagger-teacher"
ALONE = Course(passes=20, pace=2e-4)
FIRST = Course(passes=10, pace=2e-4, groups=16)
THEN = Course(passes=5, pace=1.2e-4)
OF_TEACHER = Course(passes=6, pace=5e-5)
MOST_SHOWN = 60
TIMES = 2
"""How often an annotated article is seen beside one that a teacher told of."""


def learn_tagger(evaluation: Path, work: Path, teacher: Path | None, seed: int) -> None:
    """Learn a tagger in `work`, where none is there yet; with a teacher that starts from a model, if one is given."""
    articles = [a for a in annotated(evaluation) if a.part != MEASURED_PART]
    start: TagNetwork | None = None
    if teacher is not None:
        larger = _learnt(TagNetwork(teacher), work / TEACHER, _all(articles, teacher), OF_TEACHER, seed, teacher)
        told = list(_told(larger, unannotated(evaluation), teacher))
        start = _learnt(TagNetwork(), work / TOLD, [*_all(articles) * TIMES, *told], FIRST, seed)
    _learnt(start or TagNetwork(), work / TAGGER, _all(articles), ALONE if start is None else THEN, seed)


def shown_windows(evaluation: Path) -> list[dict[str, torch.Tensor]]:
    """Return some windows of what a tagger learns from, by which its graph's scales are measured."""
    pieces = _pieces()
    articles = (a for a in annotated(evaluation) if a.part != MEASURED_PART)
    windows = islice((example for article in articles for example in examples(article, pieces)), MOST_SHOWN)
    return [fed_of([window], around(pieces)) for window in windows]


def _learnt(
    network: TagNetwork, folder: Path, seen: Sequence[Example], course: Course, seed: int, model: Path | None = None
) -> TagNetwork:
    if not (folder / "card.json").is_file():
        learning = LearningToTag(network, around(_pieces(model)))
        saved(network, folder, trained(learning, seen, _together, folder / "checkpoints", course, seed))
    return TagNetwork.load(folder, model)


def _together(windows: Sequence[Example]) -> dict[str, Any]:
    return {"windows": windows}


def _all(articles: Iterable[Annotated], model: Path | None = None) -> list[Example]:
    pieces = _pieces(model)
    return [example for article in articles for example in examples(article, pieces)]


def _pieces(model: Path | None = None) -> Tokenizer:
    pieces: Tokenizer = cutter(model or packaged_folder())
    return pieces


def around(pieces: Tokenizer) -> Around:
    """Return what a vocabulary has for before and after a text, and for nothing."""
    first, last = pieces.encode("").ids
    return first, last, pieces.token_to_id("[PAD]") or pieces.token_to_id("<pad>") or 0


def _told(network: TagNetwork, texts: Iterable[str], model: Path) -> Iterator[Example]:
    """Yield windows of texts with what a network tells of them; its model has the pieces of the packaged one."""
    pieces = _pieces(model)
    ends = around(pieces)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    network.eval().to(device)
    for text in texts:
        blank = list(examples(Annotated(text, (), 0), pieces))
        for window, own in zip(blank, examples(Annotated(text, (), 0), _pieces()), strict=True):
            with torch.no_grad(), torch.autocast(device, dtype=torch.bfloat16):
                states = network(**{name: fed.to(device) for name, fed in fed_of([window], ends).items()})[0][0, 1:-1]
            yield told_of(network, states.float(), own.ids)
