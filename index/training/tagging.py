"""Annotated articles → a tagger: a transformer with heads for cues, and for what each word is to a cue.

The loss is the cross-entropy of each piece as the beginning of a cue, and of each as part of the source, the content
and the cue of each attribution, summed over a window. What a larger network tells of articles that nobody annotated is
learnt from in the same way, its chances being what is wanted.
"""

import gzip
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file
from tokenizers import Tokenizer
from torch.nn.functional import binary_cross_entropy_with_logits, pad

from index.evaluation.halves import MEASURED_PART, part_of
from index.inference.taggers import FARTHEST, LEAST, LINK_SIZE, LINKS, windows
from index.training.network import WEIGHTS, freeze_words, states_of, transformer_of

AS_BEGIN, AS_LINK = 1 / 6, 1 / 60
"""What a piece counts in the loss as the beginning of a cue, and as part of an attribution, of which there are more."""
UNLIKELY = 0.02
"""Chance of a cue up to which a teacher's is taken for none."""
Place = tuple[int, int]
Around = tuple[int, int, int]
"""What stands before a window's pieces, after them, and where there are none: numbers of a vocabulary."""


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who says what, as annotated: the places of its parts in the text, by `LINKS`."""

    places: Mapping[str, Sequence[Place]]


@dataclass(frozen=True, slots=True)
class Annotated:
    """An article's text and the attributions in it; `part` is that of its group in the news set."""

    text: str
    attributions: Sequence[Attribution]
    part: int


@dataclass(frozen=True, slots=True)
class Example:
    """A window of pieces: their numbers, as which of them begin cues, and what each is to each cue.

    `links` has the shape (cues, kinds, pieces).
    """

    ids: torch.Tensor
    begins: torch.Tensor
    heads: Sequence[int]
    links: torch.Tensor


def unannotated(evaluation: Path) -> list[str]:
    """Return the texts of newsroom's other articles, but for those of groups that only measure."""
    parts = _parts(evaluation)
    known = {row["id"] for row in _rows(evaluation / "polnear" / "corpus.jsonl.gz")}
    rows = _rows(evaluation / "newsroom" / "corpus.jsonl.gz")
    return [row["text"] for row in rows if row["id"] not in known and MEASURED_PART not in parts[row["id"]]]


def annotated(evaluation: Path) -> list[Annotated]:
    """Return the annotated articles of the set polnear, each with the part of its group among newsroom's."""
    parts = _parts(evaluation)
    found = defaultdict[str, list[Attribution]](list)
    for row in _rows(evaluation / "polnear" / "attributions.jsonl.gz"):
        found[row["doc_id"]].append(Attribution({of: [(p[0], p[1]) for p in row[of]] for of in LINKS}))
    return [
        Annotated(row["text"], found[row["id"]], _part(parts[row["id"]], row["id"]))
        for row in _rows(evaluation / "polnear" / "corpus.jsonl.gz")
    ]


def _parts(evaluation: Path) -> dict[str, set[int]]:
    """Return the parts of the groups that ask about each of newsroom's articles."""
    found = defaultdict[str, set[int]](set)
    for row in _rows(evaluation / "newsroom" / "questions.jsonl.gz"):
        for evidence in row.get("evidence") or ():
            found[evidence["doc_id"]].add(part_of(str(row["group"])))
    return found


def _part(parts: set[int], doc: str) -> int:
    if MEASURED_PART in parts:
        return MEASURED_PART
    return min(parts) if parts else part_of(doc)


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def examples(article: Annotated, tokenizer: Tokenizer) -> Iterator[Example]:
    """Yield the windows of an article; cues that begin at one piece count as one."""
    encoded = tokenizer.encode(article.text, add_special_tokens=False)
    wanted = torch.zeros(len(article.attributions), len(LINKS), len(encoded.ids))
    for n, attribution in enumerate(article.attributions):
        for k, kind in enumerate(LINKS):
            for first, last in attribution.places[kind]:
                here = [t for t, (a, b) in enumerate(encoded.offsets) if a < last and b > first]
                wanted[n, k, here] = 1
    links = _by_head(wanted)
    ids = torch.tensor(encoded.ids)
    for window in windows(len(encoded.ids)):
        own = [head for head in links if window.start <= head < window.end]
        begins = torch.zeros(window.end - window.start)
        begins[[head - window.start for head in own]] = 1
        inside = [links[head][:, window.start : window.end] for head in own]
        yield Example(
            ids[window.start : window.end], begins, [head - window.start for head in own],
            torch.stack(inside) if inside else torch.zeros(0, len(LINKS), len(begins)),
        )  # fmt: skip


def _by_head(wanted: torch.Tensor) -> dict[int, torch.Tensor]:
    found = dict[int, torch.Tensor]()
    for row in wanted:
        if row[LINKS.index("cue")].any():
            head = int(row[LINKS.index("cue")].argmax())
            found[head] = torch.maximum(row, found[head]) if head in found else row
    return found


class TagNetwork(torch.nn.Module):
    """A transformer with one head for where cues begin, and two by which pieces ask and answer as parts of a link."""

    def __init__(self, folder: Path | None = None) -> None:
        """Start from the model in `folder`, or from the packaged MiniLM; heads at random."""
        super().__init__()
        self.transformer = transformer_of(folder)
        size = self.transformer.config.hidden_size
        self.begin = torch.nn.Linear(size, 1)
        self.asks, self.keys = (
            torch.nn.Sequential(
                torch.nn.Linear(size, size), torch.nn.GELU(), torch.nn.Dropout(0.1),
                torch.nn.Linear(size, len(LINKS) * LINK_SIZE),
            ) for _ in range(2)
        )  # fmt: skip
        self.far = torch.nn.Parameter(torch.zeros(len(LINKS), 2 * FARTHEST + 1))
        freeze_words(self)

    def forward(
        self, input_ids: torch.Tensor, attention_mask: torch.Tensor, token_type_ids: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Return what is known of each piece, (windows, pieces, numbers), and of distances, (kinds, distances)."""
        seen = states_of(self.transformer, input_ids, attention_mask, token_type_ids)
        return torch.cat([self.begin(seen), self.asks(seen), self.keys(seen)], -1), self.far

    def links(self, states: torch.Tensor, heads: torch.Tensor) -> torch.Tensor:
        """Return how likely each piece of one window is each kind of link to each head: (heads, kinds, pieces)."""
        asks, keys = (half.view(len(states), len(LINKS), LINK_SIZE) for half in states[:, 1:].chunk(2, -1))
        fits = torch.einsum("hkd,tkd->hkt", asks[heads], keys) / LINK_SIZE**0.5
        apart = (torch.arange(len(states), device=heads.device) - heads[:, None]).clamp(-FARTHEST, FARTHEST) + FARTHEST
        likely: torch.Tensor = fits + self.far[:, apart].transpose(0, 1)
        return likely

    @classmethod
    def load(cls, kept: Path, folder: Path | None = None) -> "TagNetwork":
        """Return a network as it was saved in `kept`, which had started from the model in `folder`."""
        network = cls(folder)
        network.load_state_dict(load_file(kept / WEIGHTS))
        return network


class LearningToTag(torch.nn.Module):
    """A network with its loss, as the trainer wants it."""

    def __init__(self, network: TagNetwork, around: Around) -> None:
        super().__init__()
        self.network = network
        self._around = around

    def forward(self, windows: Sequence[Example]) -> dict[str, torch.Tensor]:
        """Return the mean loss of windows."""
        device = self.network.far.device
        states = self.network(**{name: fed.to(device) for name, fed in fed_of(windows, self._around).items()})[0]
        losses = [self._loss(s[1 : 1 + len(w.ids)].float(), w, device) for s, w in zip(states, windows, strict=True)]
        return {"loss": torch.stack(losses).mean()}

    def _loss(self, states: torch.Tensor, window: Example, device: torch.device) -> torch.Tensor:
        begins = binary_cross_entropy_with_logits(states[:, 0], window.begins.to(device), reduction="sum")
        if not window.heads:
            return AS_BEGIN * begins
        links = self.network.links(states, torch.tensor(window.heads, device=device))
        missed = binary_cross_entropy_with_logits(links, window.links.to(device), reduction="sum")
        return AS_BEGIN * begins + AS_LINK * missed


def told_of(network: TagNetwork, states: torch.Tensor, ids: torch.Tensor) -> Example:
    """Return a window as a network tags it by its states, with its chances for what is wanted."""
    begins = states[:, 0].sigmoid()
    heads = (begins >= LEAST).nonzero()[:, 0]
    links = network.links(states, heads).sigmoid()
    return Example(ids, (begins * (begins > UNLIKELY)).cpu(), heads.tolist(), links.detach().cpu())


def fed_of(windows: Sequence[Example], around: Around) -> dict[str, torch.Tensor]:
    """Return windows as the tensors that a transformer takes, shape (windows, pieces of the longest and two)."""
    first, last, nothing = around
    rows = [torch.cat([torch.tensor([first]), w.ids, torch.tensor([last])]) for w in windows]
    longest = max(map(len, rows))
    ids = torch.stack([pad(row, (0, longest - len(row)), value=nothing) for row in rows])
    mask = torch.stack([pad(torch.ones_like(row), (0, longest - len(row))) for row in rows])
    return {"input_ids": ids, "attention_mask": mask, "token_type_ids": torch.zeros_like(ids)}
