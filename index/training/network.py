"""A reader as it is learnt: a transformer with two heads, to score a sentence and to mark in it."""

import copy
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer
from transformers import AutoModel

from index.answering.reranking import BAR
from index.inference.embedders import packaged_folder
from index.inference.rerankers import LONGEST_PAIR

WEIGHTS = "weights.safetensors"
FROZEN = "transformer.embeddings."
"""Layers left as they are: the words' meanings come from far more text than there is here, and learning is faster."""
MINI_BATCH, MINI_BATCH_OF_A_CARD = 32, 128
"""Pairs of about one length that go through together, on a processor and on a graphics card."""
OUTSIDE = -1e4
"""What a piece counts that is not of the sentence."""

Numbers = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Pair:
    """A question and a sentence in word pieces: their numbers, which of the two each is of, and the sentence's own.

    `sentence` is half-open; a reader's marks lie in it. `places` are its pieces' characters, shape (pieces, 2). `marks`
    are the first and last piece of the answer, the piece 0 for "none here", or None where it is not known. Arrays, and
    not lists, for they are made by one process and read by another.
    """

    ids: Numbers
    types: Numbers
    sentence: tuple[int, int]
    places: Numbers
    marks: tuple[int, int] | None


class Pieces:
    """Cuts a question and a sentence into word pieces, as the packaged graph does."""

    def __init__(self, folder: Path | None = None) -> None:
        """Load the tokenizer of a model's folder, the packaged MiniLM's where none is given."""
        self._tokenizer = Tokenizer.from_file(str((folder or packaged_folder()) / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(LONGEST_PAIR)

    def pair(self, question: str, text: str, marks: tuple[int, int] | None, *, is_right: bool) -> Pair:
        """Return a pair; a wrong sentence has no answer in it, a right one may where that is not known."""
        encoded = self._tokenizer.encode(question, text)
        whole = text.find(BAR) if BAR in text else len(text)
        places = [
            (n, span) for n, (span, of) in enumerate(zip(encoded.offsets, encoded.sequence_ids, strict=True))
            if of == 1 and span[1] <= whole
        ]  # fmt: skip
        here = [n for n, (a, b) in places if marks and a < marks[1] and b > marks[0]]
        first, beyond = (places[0][0], places[-1][0] + 1) if places else (0, 0)
        found = (here[0], here[-1]) if here else (0, 0)
        is_known = marks is not None or not is_right
        characters = np.array([span for _, span in places], np.int32).reshape(-1, 2)
        ids, types = (np.array(numbers, np.int32) for numbers in (encoded.ids, encoded.type_ids))
        return Pair(ids, types, (first, beyond), characters, found if is_known else None)


def states_of(
    transformer: Any,  # noqa: ANN401 - transformers names one type a model
    input_ids: torch.Tensor,
    attention_mask: torch.Tensor,
    token_type_ids: torch.Tensor,
) -> torch.Tensor:
    """Return the last states of each piece, (windows, pieces, numbers); only BERT tells sentences by their types."""
    types = (token_type_ids,) if transformer.config.model_type == "bert" else ()
    states: torch.Tensor = transformer(input_ids, attention_mask, *types).last_hidden_state
    return states


class Network(torch.nn.Module):
    """A transformer with a score from its first piece, and each piece as the answer's first or last."""

    def __init__(self, folder: Path | None = None, layers: Sequence[int] = ()) -> None:
        """Start from the model in `folder`, or from the packaged MiniLM, of its layers from `layers`; heads at random.

        There is no dropout: it costs a third of the time, and a pair is seen few times.
        """
        super().__init__()
        self.folder = folder
        self.transformer = transformer_of(folder, hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0)
        if layers:
            self._keep(layers)
        self.score = torch.nn.Linear(self.transformer.config.hidden_size, 1)
        self.mark = torch.nn.Linear(self.transformer.config.hidden_size, 2)
        freeze_words(self)

    def forward(
        self, input_ids: torch.Tensor, attention_mask: torch.Tensor, token_type_ids: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Return a score a pair, shape (pairs,), and what each piece counts as first and last, (pairs, pieces, 2)."""
        seen = states_of(self.transformer, input_ids, attention_mask, token_type_ids)
        return self.score(seen[:, 0]).squeeze(-1), self.mark(seen)

    def read(self, pairs: Sequence[Pair]) -> tuple[torch.Tensor, torch.Tensor]:
        """Return the score of each pair, shape (pairs,), and what each piece counts, (pairs, most pieces, 2).

        What is not of a pair's sentence counts `OUTSIDE`, but for its first piece, which stands for "none here".
        """
        device = self.score.weight.device
        order = sorted(range(len(pairs)), key=lambda n: len(pairs[n].ids))
        most = len(pairs[order[-1]].ids)
        scores, marks = list[torch.Tensor](), list[torch.Tensor]()
        together = MINI_BATCH_OF_A_CARD if device.type == "cuda" else MINI_BATCH
        for start in range(0, len(order), together):
            own = [pairs[n] for n in order[start : start + together]]
            score, mark = self(**{name: fed.to(device) for name, fed in padded(own).items()})
            scores.append(score.float())
            marks.append(torch.nn.functional.pad(mark.float(), (0, 0, 0, most - mark.shape[1])))
        back = torch.tensor(sorted(range(len(order)), key=order.__getitem__), device=device)
        outside = _outside(pairs, most).to(device)
        return torch.cat(scores)[back], torch.cat(marks)[back].masked_fill(outside[:, :, None], OUTSIDE)

    def save(self, folder: Path, card: Mapping[str, Any]) -> None:
        """Write the weights, and what is to be told of how they were made."""
        saved(self, folder, card)

    @classmethod
    def load(cls, kept: Path, folder: Path | None = None, layers: Sequence[int] = ()) -> "Network":
        """Return a network as it was saved in `kept`, which had started from `layers` of the model in `folder`."""
        return cls(folder, layers).loaded(kept)

    def loaded(self, kept: Path) -> "Network":
        """Return this network with the weights that were saved in `kept`."""
        self.load_state_dict(load_file(kept / WEIGHTS))
        return self

    def _keep(self, layers: Sequence[int]) -> None:
        encoder = self.transformer.encoder
        encoder.layer = torch.nn.ModuleList(encoder.layer[n] for n in layers)
        self.transformer.config.num_hidden_layers = len(layers)

    def thinned(self, layers: Sequence[int]) -> "Network":
        """Return a smaller network that starts with some of this one's layers, and its heads."""
        network = copy.deepcopy(self)
        network._keep(layers)
        return network


def transformer_of(folder: Path | None, **options: float) -> Any:  # noqa: ANN401 - transformers names no type
    """Return the transformer of the model in `folder`, or of the packaged MiniLM; `options` are its configuration's."""
    return AutoModel.from_pretrained(
        str(folder or packaged_folder()), add_pooling_layer=False, attn_implementation="eager", local_files_only=True,
        **options,
    )  # fmt: skip


def freeze_words(network: torch.nn.Module) -> None:
    """Leave the embeddings of words as they are while a network learns."""
    for name, weights in network.named_parameters():
        weights.requires_grad_(not name.startswith(FROZEN))


def saved(network: torch.nn.Module, folder: Path, card: Mapping[str, Any]) -> None:
    """Write a network's weights into `folder`, and what is to be told of how they were made."""
    folder.mkdir(parents=True, exist_ok=True)
    save_file({name: w.contiguous() for name, w in network.state_dict().items()}, folder / WEIGHTS)
    (folder / "card.json").write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")


def _outside(pairs: Sequence[Pair], most: int) -> torch.Tensor:
    outside = torch.ones((len(pairs), most), dtype=torch.bool)
    outside[:, 0] = False
    for n, pair in enumerate(pairs):
        outside[n, slice(*pair.sentence)] = False
    return outside


def padded(pairs: Sequence[Pair]) -> dict[str, torch.Tensor]:
    """Return pairs as the tensors that a transformer takes, shape (pairs, pieces of the longest)."""
    longest = max(len(p.ids) for p in pairs)

    def filled(rows: Iterable[Numbers]) -> torch.Tensor:
        table = np.zeros((len(pairs), longest), np.int64)
        for place, row in zip(table, rows, strict=True):
            place[: len(row)] = row
        return torch.from_numpy(table)

    return {
        "input_ids": filled(p.ids for p in pairs),
        "attention_mask": filled(np.ones_like(p.ids) for p in pairs),
        "token_type_ids": filled(p.types for p in pairs),
    }
