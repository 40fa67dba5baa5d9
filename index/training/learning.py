"""Groups → a reader: MiniLM with two heads, fine-tuned to score a sentence against a question and to mark in it.

The loss of the score is a softmax over a question's sentences and one option more, "none of these", whose score is
always 0: so one number both ranks sentences and says whether any of them answers. Every answerable question is also
seen without its right sentences, where "none of these" is the answer. That of the marks is a softmax over a sentence's
pieces for the first of the answer, and one for the last; the piece before them all stands for "not in here" (SQuAD 2's
way: Devlin et al., 2019, https://arxiv.org/abs/1810.04805, section 4.3).
"""

import platform
import random
import resource
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from transformers import Trainer, TrainingArguments
from transformers.trainer_utils import get_last_checkpoint

from index.training.careless import careless
from index.training.groups import Group, Seen
from index.training.network import OUTSIDE, Network, Pair, Pieces

HARDEST, MOST_RIGHT = 3, 2
"""Wrong sentences, ranked first, that are seen each time; right ones that are. The others are drawn."""
ABSENT_SHARE = 0.3
"""What "seen without its right sentences" counts beside "seen with them"."""
MARKS_SHARE, UNMARKED_SHARE = 0.25, 0.1
"""What the marks of right sentences count beside the scores, and "not in here" of wrong ones."""
WORKERS = 14
"""Processes that draw groups and cut them into pieces for a graphics card."""
KEPT_AFTER, KEPT_AFTER_BY_A_CARD = 300, 3_000
"""Steps after which a checkpoint is kept: some four minutes on two cores, two on a graphics card."""
CARELESS = 0.15
"""Share of questions that are seen as typed in haste."""
HEADS_PACE = 10
"""How much faster the heads learn, which start from nothing."""
TOLD_SHARE = 0.6
"""What a teacher's scores count beside what is known to be right."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """What is seen of a group: pairs, the first `right` of them right, and what a teacher scores each, if one was."""

    pairs: Sequence[Pair]
    right: int
    told: Sequence[float] | None


@dataclass(frozen=True, slots=True)
class Course:
    """How one stage of learning goes: passes over all groups, the pace, and groups of a step.

    `sentences` of a group are seen at a time, where that is what groups are of.
    """

    passes: int
    pace: float
    groups: int = 8
    sentences: int = 0


class Learning(torch.nn.Module):
    """A network with its loss, as the trainer wants it."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, groups: Sequence[Drawn]) -> dict[str, torch.Tensor]:
        """Return the mean loss of groups as they were drawn."""
        scores, marks = self.network.read([pair for group in groups for pair in group.pairs])
        return {"loss": (_score_loss(scores, groups) + _marks_loss(marks, groups)) / len(groups)}


def _score_loss(scores: torch.Tensor, groups: Sequence[Drawn]) -> torch.Tensor:
    """Return the loss of the scores, summed over groups: in part, where a teacher was asked, how far they are from its.

    Only the sum of what right sentences get counts as known: which of them is best is for them, or a teacher, to say.
    """
    table = _table(scores, groups)
    right = torch.zeros_like(table, dtype=torch.bool)
    for n, group in enumerate(groups):
        right[n, 1 : 1 + group.right] = True
    without = table.masked_fill(right, -torch.inf).logsumexp(1)
    found = table.logsumexp(1) - table.masked_fill(~right, OUTSIDE).logsumexp(1)
    known = torch.where(right.any(1), found + ABSENT_SHARE * without, without)
    if any(group.told is None for group in groups):
        return known.sum()
    told = _table(torch.tensor([t for group in groups for t in group.told or ()], device=scores.device), groups)
    followed = -(told.softmax(1) * table.log_softmax(1).masked_fill(table == -torch.inf, 0)).sum(1)
    return ((1 - TOLD_SHARE) * known + TOLD_SHARE * followed).sum()


def _table(scores: torch.Tensor, groups: Sequence[Drawn]) -> torch.Tensor:
    """Return the scores of each group after that of "none of these", 0: shape (groups, 1 + most), -inf where none."""
    sizes = [len(group.pairs) for group in groups]
    own = torch.split(scores, sizes)
    rows = torch.nn.utils.rnn.pad_sequence(list(own), batch_first=True, padding_value=-torch.inf)
    return torch.nn.functional.pad(rows, (1, 0))


def _marks_loss(marks: torch.Tensor, groups: Sequence[Drawn]) -> torch.Tensor:
    shares, wanted = list[float](), list[tuple[int, int]]()
    for group in groups:
        for n, pair in enumerate(group.pairs):
            share = MARKS_SHARE / group.right if n < group.right else UNMARKED_SHARE / (len(group.pairs) - group.right)
            shares.append(share if pair.marks is not None else 0.0)
            wanted.append(pair.marks or (0, 0))
    missed = torch.nn.functional.cross_entropy(marks, torch.tensor(wanted, device=marks.device), reduction="none")
    return (missed.sum(1) * torch.tensor(shares, device=marks.device)).sum()


class Drawing:
    """Draws what is seen of each group, anew each time; the trainer's collator."""

    def __init__(self, course: Course, pieces: Pieces) -> None:
        self._course = course
        self._pieces = pieces

    def __call__(self, groups: Sequence[Group]) -> dict[str, Any]:
        """Return what `Learning` takes."""
        return {"groups": [self._drawn(group) for group in groups]}

    def _drawn(self, group: Group) -> Drawn:
        # The trainer keeps the state of this source of chance with its checkpoints.
        chance: Any = random
        asked = careless(group.question, chance) if chance.random() < CARELESS else group.question
        right = chance.sample(group.right, min(MOST_RIGHT, len(group.right)))
        others, left = group.wrong[HARDEST:], self._course.sentences - len(right) - HARDEST
        wrong = [*group.wrong[:HARDEST], *chance.sample(others, max(min(left, len(others)), 0))]
        pairs = [self._pair(asked, s, n < len(right)) for n, s in enumerate((*right, *wrong))]
        told = [s.told for s in (*right, *wrong) if s.told is not None]
        return Drawn(pairs, len(right), told if len(told) == len(pairs) else None)

    def _pair(self, asked: str, seen: Seen, is_right: bool) -> Pair:
        return self._pieces.pair(asked, seen.text, seen.marks, is_right=is_right)


def learn(network: Network, groups: Sequence[Group], folder: Path, course: Course, seed: int) -> dict[str, Any]:
    """Teach a network in place; return what it took. What was cut off goes on from its last checkpoint in `folder`."""
    seen = [g for g in groups if g.right or g.wrong]
    return trained(Learning(network), seen, Drawing(course, Pieces(network.folder)), folder, course, seed)


def learnt(network: Network, folder: Path, groups: Sequence[Group], course: Course, seed: int) -> Network:
    """Return a network with what was kept of it in `folder`; where nothing is yet, taught first, and kept."""
    if not (folder / "card.json").is_file():
        network.save(folder, learn(network, groups, folder / "checkpoints", course, seed))
    return network.loaded(folder)


def trained(
    learning: torch.nn.Module, seen: Sequence[Any], drawn: Callable[[Sequence[Any]], dict[str, Any]], folder: Path,
    course: Course, seed: int,
) -> dict[str, Any]:  # fmt: skip
    """Teach what has a transformer and a loss, by what is `drawn` of what is to be `seen`; return what it took."""
    begun = time.monotonic()
    trainer = Trainer(
        model=learning, args=_arguments(folder, course, seed), data_collator=drawn, train_dataset=list(seen),
        optimizers=(_optimizer(learning, course), None),
    )  # fmt: skip
    last = get_last_checkpoint(str(folder)) if folder.is_dir() else None  # type: ignore[no-untyped-call]
    trainer.train(resume_from_checkpoint=last)
    return {
        "groups": len(seen), "minutes": round((time.monotonic() - begun) / 60, 1), "resumed": last is not None,
        "processor": _processor(), "threads": torch.get_num_threads(),
        "peak memory MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }  # fmt: skip


def _processor() -> str:
    return torch.cuda.get_device_name() if torch.cuda.is_available() else platform.processor() or platform.machine()


def _optimizer(learning: torch.nn.Module, course: Course) -> torch.optim.Optimizer:
    named = [(name, weights) for name, weights in learning.named_parameters() if weights.requires_grad]
    body = [weights for name, weights in named if "transformer" in name]
    heads = [weights for name, weights in named if "transformer" not in name]
    paces = ({"params": body, "lr": course.pace}, {"params": heads, "lr": course.pace * HEADS_PACE})
    return torch.optim.AdamW(paces, weight_decay=0.01, fused=True)


def _arguments(folder: Path, course: Course, seed: int) -> TrainingArguments:
    by_card = torch.cuda.is_available()
    options: dict[str, Any] = {
        "num_train_epochs": course.passes, "per_device_train_batch_size": course.groups, "learning_rate": course.pace,
        "warmup_steps": 0.08, "lr_scheduler_type": "linear", "bf16": True, "use_cpu": not by_card, "seed": seed,
        "logging_steps": 50, "save_strategy": "steps", "save_steps": KEPT_AFTER_BY_A_CARD if by_card else KEPT_AFTER,
        "save_total_limit": 1, "report_to": "none", "dataloader_num_workers": WORKERS if by_card else 0,
        "dataloader_pin_memory": False, "disable_tqdm": True, "remove_unused_columns": False,
    }  # fmt: skip
    return TrainingArguments(output_dir=str(folder), **options)
