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
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from transformers import Trainer, TrainingArguments
from transformers.trainer_utils import get_last_checkpoint

from index.training.careless import careless
from index.training.groups import Group, Seen
from index.training.network import Network, Pair, Pieces

GROUPS = 8
"""Groups of a step."""
HARDEST, MOST_RIGHT = 3, 2
"""Wrong sentences, ranked first, that are seen each time; right ones that are. The others are drawn."""
ABSENT_SHARE = 0.3
"""What "seen without its right sentences" counts beside "seen with them"."""
MARKS_SHARE, UNMARKED_SHARE = 0.25, 0.1
"""What the marks of right sentences count beside the scores, and "not in here" of wrong ones."""
CARELESS = 0.15
"""Share of questions that are seen as typed in haste."""
HEADS_PACE = 10
"""How much faster the heads learn, which start from nothing."""
OUTSIDE = -1e4
"""What a piece counts that is not of the sentence."""


@dataclass(frozen=True, slots=True)
class Course:
    """How one stage of learning goes: passes over all groups, sentences of a group seen at a time, and the pace."""

    passes: int
    sentences: int
    pace: float


FIRST = Course(passes=1, sentences=8, pace=8e-5)
THEN = Course(passes=2, sentences=10, pace=5e-5)


class Learning(torch.nn.Module):
    """A network with its loss, as the trainer wants it."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, groups: Sequence[tuple[Sequence[Pair], int]]) -> dict[str, torch.Tensor]:
        """Return the mean loss of groups: the pairs of each, the right ones first, and how many are right."""
        read = self.network.read([pair for pairs, _ in groups for pair in pairs])
        losses, start = [], 0
        for pairs, right in groups:
            own = read[start : start + len(pairs)]
            start += len(pairs)
            losses.append(_score_loss(torch.stack([score for score, _ in own]), right) + _marks_loss(own, pairs, right))
        return {"loss": torch.stack(losses).mean()}


def _score_loss(scores: torch.Tensor, right: int) -> torch.Tensor:
    null = torch.zeros(1)
    without = torch.logsumexp(torch.cat([null, scores[right:]]), 0)
    if not right:
        return without
    found = torch.logsumexp(torch.cat([null, scores]), 0) - torch.logsumexp(scores[:right], 0)
    return found + ABSENT_SHARE * without


def _marks_loss(read: Sequence[tuple[torch.Tensor, torch.Tensor]], pairs: Sequence[Pair], right: int) -> torch.Tensor:
    total = torch.zeros(())
    for n, ((_, marks), pair) in enumerate(zip(read, pairs, strict=True)):
        if pair.marks is not None:
            share = MARKS_SHARE / right if n < right else UNMARKED_SHARE / (len(pairs) - right)
            wanted = torch.tensor(pair.marks)
            total = total + share * torch.nn.functional.cross_entropy(within(marks, pair.sentence).T, wanted)
    return total


def within(marks: torch.Tensor, sentence: tuple[int, int]) -> torch.Tensor:
    """Return the marks of a pair's pieces, shape (pieces, 2), with those out of play that are not the sentence's."""
    outside = torch.ones(len(marks), dtype=torch.bool)
    outside[0] = False
    outside[slice(*sentence)] = False
    return marks.masked_fill(outside[:, None], OUTSIDE)


class Drawing:
    """Draws what is seen of each group, anew each time; the trainer's collator."""

    def __init__(self, course: Course) -> None:
        self._course = course
        self._pieces = Pieces()

    def __call__(self, groups: Sequence[Group]) -> dict[str, Any]:
        """Return what `Learning` takes."""
        return {"groups": [self._drawn(group) for group in groups]}

    def _drawn(self, group: Group) -> tuple[list[Pair], int]:
        # The trainer keeps the state of this source of chance with its checkpoints.
        chance: Any = random
        asked = careless(group.question, chance) if chance.random() < CARELESS else group.question
        right = chance.sample(group.right, min(MOST_RIGHT, len(group.right)))
        others, left = group.wrong[HARDEST:], self._course.sentences - len(right) - HARDEST
        wrong = [*group.wrong[:HARDEST], *chance.sample(others, max(min(left, len(others)), 0))]
        return [self._pair(asked, s, True) for s in right] + [self._pair(asked, s, False) for s in wrong], len(right)

    def _pair(self, asked: str, seen: Seen, is_right: bool) -> Pair:
        return self._pieces.pair(asked, seen.text, seen.marks, is_right=is_right)


def learn(network: Network, groups: Sequence[Group], folder: Path, course: Course, seed: int) -> dict[str, Any]:
    """Teach a network in place; return what it took. What was cut off goes on from its last checkpoint in `folder`."""
    begun = time.monotonic()
    learning = Learning(network)
    trainer = Trainer(
        model=learning, args=_arguments(folder, course, seed), data_collator=Drawing(course),
        train_dataset=[g for g in groups if g.right or g.wrong],
        optimizers=(_optimizer(learning, course), None),
    )  # fmt: skip
    last = get_last_checkpoint(str(folder)) if folder.is_dir() else None  # type: ignore[no-untyped-call]
    trainer.train(resume_from_checkpoint=last)
    return {
        "groups": len(groups), "minutes": round((time.monotonic() - begun) / 60, 1), "resumed": last is not None,
        "processor": platform.processor() or platform.machine(), "threads": torch.get_num_threads(),
        "peak memory MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }  # fmt: skip


def _optimizer(learning: Learning, course: Course) -> torch.optim.Optimizer:
    named = [(name, weights) for name, weights in learning.named_parameters() if weights.requires_grad]
    body = [weights for name, weights in named if "transformer" in name]
    heads = [weights for name, weights in named if "transformer" not in name]
    paces = ({"params": body, "lr": course.pace}, {"params": heads, "lr": course.pace * HEADS_PACE})
    return torch.optim.AdamW(paces, weight_decay=0.01, fused=True)


def _arguments(folder: Path, course: Course, seed: int) -> TrainingArguments:
    options: dict[str, Any] = {
        "num_train_epochs": course.passes, "per_device_train_batch_size": GROUPS, "learning_rate": course.pace,
        "warmup_steps": 0.08, "lr_scheduler_type": "linear", "bf16": True, "use_cpu": True, "seed": seed,
        "logging_steps": 50, "save_strategy": "steps", "save_steps": 300, "save_total_limit": 1, "report_to": "none",
        "dataloader_pin_memory": False, "disable_tqdm": True, "remove_unused_columns": False,
    }  # fmt: skip
    return TrainingArguments(output_dir=str(folder), **options)
