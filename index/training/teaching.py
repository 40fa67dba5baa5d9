"""A larger network as teacher: what it scores the sentences of groups, and where it finds the answer in right ones.

A small network learns more from a large one's scores than from what is right alone (Hinton et al., 2015,
https://arxiv.org/abs/1503.02531; of rankers, Hofstätter et al., 2020, https://arxiv.org/abs/2010.02666). Of news, each
part is told by a teacher that has learnt from the other parts only: of what it knows by heart it would be too sure.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import torch
from torch.utils.data import DataLoader

from index.evaluation.halves import part_of
from index.inference.rerankers import likeliest
from index.training.groups import Group, Seen, write_groups
from index.training.learning import WORKERS, Course, learnt
from index.training.network import Network, Pair, Pieces

FIRST = Course(passes=1, sentences=12, pace=3e-5, groups=16)
THEN = Course(passes=2, sentences=10, pace=2e-5, groups=16)
TEACHER = "teacher"
AT_A_TIME = 48
"""Groups that are told at a time."""
SURE = 0.5
"""Chance from which a teacher's marks stand for those that are not known."""


def taught(teacher: Path, work: Path, before: Sequence[Group], news: Sequence[Group], seed: int) -> tuple[Path, Path]:
    """Return files of the groups with what a teacher tells of them; it starts from the model in folder `teacher`."""
    told = work / "told-before.jsonl", work / "told-news.jsonl"
    first = learnt(Network(teacher), work / TEACHER, before, FIRST, seed)
    if not told[0].is_file():
        write_groups(tell(first, before), told[0])
    if not told[1].is_file():
        write_groups(_told_in_turn(teacher, work, news, seed), told[1])
    return told


def _told_in_turn(teacher: Path, work: Path, news: Sequence[Group], seed: int) -> Iterator[Group]:
    for part in sorted({part_of(g.about) for g in news}):
        others = [g for g in news if part_of(g.about) != part]
        network = Network.load(work / TEACHER, teacher)
        yield from tell(
            learnt(network, work / f"teacher-{part}", others, THEN, seed),
            [g for g in news if part_of(g.about) == part],
        )


def tell(network: Network, groups: Sequence[Group]) -> Iterator[Group]:
    """Yield groups with the network's score of each sentence, and its marks in right ones where none are known."""
    by_card = torch.cuda.is_available()
    network.eval().to("cuda" if by_card else "cpu")
    for own, pairs in _cut(groups, network.folder):
        with torch.no_grad(), torch.autocast("cuda" if by_card else "cpu", dtype=torch.bfloat16):
            scores, marks = (seen.cpu() for seen in network.read(pairs))
        told = iter(zip(pairs, scores.tolist(), marks, strict=True))
        for group in own:
            right = tuple(_told(s, *next(told)) for s in group.right)
            yield replace(group, right=right, wrong=tuple(_told(s, *next(told)) for s in group.wrong))


def _cut(groups: Sequence[Group], folder: Path | None) -> Iterable[tuple[Sequence[Group], Sequence[Pair]]]:
    """Return some groups at a time with their sentences in word pieces, cut beforehand by others where a card reads."""
    pieces = Pieces(folder)

    def cut(own: Sequence[Group]) -> tuple[Sequence[Group], Sequence[Pair]]:
        seen = ((g, s) for g in own for s in (*g.right, *g.wrong))
        return own, [pieces.pair(g.question, s.text, s.marks, is_right=s in g.right) for g, s in seen]

    workers = WORKERS if torch.cuda.is_available() else 0
    return DataLoader(list(groups), AT_A_TIME, num_workers=workers, collate_fn=cut)  # type: ignore[arg-type]


def _told(seen: Seen, pair: Pair, score: float, marks: torch.Tensor) -> Seen:
    told = replace(seen, told=round(score, 3))
    if seen.marks is not None or pair.marks is not None or not len(pair.places):
        return told
    first, beyond = pair.sentence
    found = likeliest(marks[[0, *range(first, beyond)]].numpy())
    if found is None or found[2] < SURE:
        return told
    return replace(told, marks=(int(pair.places[found[0]][0]), int(pair.places[found[1]][1])))
