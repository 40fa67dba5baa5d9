"""Groups → a cross-encoder: the packaged MiniLM, fine-tuned to score a sentence against a question.

The loss is a softmax over a question's sentences and one option more, "none of these", whose score is
always 0: so one number both ranks sentences and says whether any of them answers. Every answerable
question is also seen without its right sentences, where "none of these" is the answer.
"""

import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import torch
from datasets import Dataset
from sentence_transformers import CrossEncoder
from sentence_transformers.cross_encoder import CrossEncoderTrainer, CrossEncoderTrainingArguments

from index.inference.embedders import packaged_folder
from index.inference.rerankers import LONGEST_PAIR
from index.training.groups import Group

WRONG = 3
"""Wrong sentences of a group that are seen at a time: the hardest, the others drawn."""
HARDEST = 1
MINI_BATCH = 24
"""Pairs of about one length that go through the model together."""
ABSENT_SHARE = 0.5
"""What "seen without its right sentences" counts beside "seen with them"."""
FROZEN = ".embeddings."
"""Layers left as they are, so that the reader shares them with the packaged MiniLM and stays small."""
REPEATS = {"pairs": 1, "squad-open": 1, "polnear": 1}
"""Times that a group is seen in a pass; what is named nowhere is scarce."""
SCARCE = 2


class NoneOfThese(torch.nn.Module):
    """Softmax over a group's sentences and a null option of score 0."""

    def __init__(self, model: CrossEncoder) -> None:
        super().__init__()
        self.model = model

    def forward(self, inputs: Sequence[Sequence[Any]], labels: Sequence[torch.Tensor], **_: object) -> torch.Tensor:
        """Return the mean loss over the groups of a batch: inputs (questions, sentences of each)."""
        questions, sentences = inputs
        pairs = [(q, s) for q, own in zip(questions, sentences, strict=True) for s in own]
        scores = torch.split(self._scores(pairs), [len(own) for own in sentences])
        return torch.stack([_loss(s, y > 0) for s, y in zip(scores, labels, strict=True)]).mean()

    def _scores(self, pairs: Sequence[tuple[str, str]]) -> torch.Tensor:
        order = sorted(range(len(pairs)), key=lambda i: len(pairs[i][0]) + len(pairs[i][1]))
        scores = []
        for start in range(0, len(order), MINI_BATCH):
            batch = self.model.preprocess([pairs[i] for i in order[start : start + MINI_BATCH]])
            scores.append(self.model(batch)["scores"].view(-1).float())
        return torch.cat(scores)[torch.argsort(torch.tensor(order))]

    def get_config_dict(self) -> dict[str, Any]:
        """Return what the trainer's model card names."""
        return {"null_option": 0.0}


def _loss(scores: torch.Tensor, right: torch.Tensor) -> torch.Tensor:
    null = torch.zeros(1)
    without = torch.logsumexp(torch.cat([null, scores[~right]]), 0)
    if not right.any():
        return without
    found = torch.logsumexp(torch.cat([null, scores]), 0) - torch.logsumexp(scores[right], 0)
    return found + ABSENT_SHARE * without


def rows_of(groups: Sequence[Group], passes: int, seed: int) -> Iterator[dict[str, Any]]:
    """Yield what is seen in each pass, in an order of its own and with other wrong sentences each time."""
    chance = random.Random(seed)
    for _ in range(passes):
        seen = [g for g in groups for _ in range(REPEATS.get(g.origin, SCARCE))]
        for group in chance.sample(seen, len(seen)):
            yield _row(group, chance)


def _row(group: Group, chance: random.Random) -> dict[str, Any]:
    others = group.wrong[HARDEST:]
    wrong = [*group.wrong[:HARDEST], *chance.sample(others, min(WRONG - HARDEST, len(others)))]
    right = [chance.choice(group.right)] if group.right else []
    return {"question": group.question, "sentences": [*right, *wrong], "label": [1] * len(right) + [0] * len(wrong)}


def learn(groups: Iterable[Group], out: Path, *, passes: int, seed: int) -> CrossEncoder:
    """Return the packaged model fine-tuned on `groups`; its progress is printed, its state kept under `out`."""
    model: CrossEncoder = CrossEncoder(
        str(packaged_folder()), num_labels=1, max_length=LONGEST_PAIR, device="cpu", local_files_only=True,
        activation_fn=torch.nn.Identity(),
    )  # fmt: skip
    for name, weights in model.named_parameters():
        weights.requires_grad_(FROZEN not in name)
    rows = Dataset.from_list([r for r in rows_of(list(groups), passes, seed) if r["sentences"]])
    trainer = CrossEncoderTrainer(model=model, args=_arguments(out, seed), train_dataset=rows, loss=NoneOfThese(model))
    trainer.train()
    return model


def _arguments(out: Path, seed: int) -> CrossEncoderTrainingArguments:
    options: Mapping[str, Any] = {
        "num_train_epochs": 1, "per_device_train_batch_size": 16, "learning_rate": 7e-5, "warmup_steps": 0.06,
        "lr_scheduler_type": "cosine", "weight_decay": 0.01, "bf16": True, "use_cpu": True, "seed": seed,
        "logging_steps": 50, "save_strategy": "steps", "save_steps": 400, "save_total_limit": 1, "report_to": "none",
        "dataloader_pin_memory": False, "optim": "adamw_torch_fused", "disable_tqdm": True,
    }  # fmt: skip
    return CrossEncoderTrainingArguments(output_dir=str(out), **options)
