import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from index.training.groups import Group, Seen
from index.training.learning import TOLD_SHARE, Course, Drawing, Drawn, Learning, learn
from index.training.network import Network, Pair, Pieces

RIGHT = Seen("Ida Holm denied it.", (0, 8))
WRONG = tuple(Seen(f"The match ended {n} to nil.") for n in range(9))
GROUP = Group("a", "g00", "who denied it", (RIGHT,), WRONG)
NOTHING = Group("a", "g00", "who denied the flood", (), WRONG)
COURSE = Course(passes=2, sentences=4, pace=1e-3)


def drawing() -> Drawing:
    return Drawing(COURSE, Pieces())


def test_right_sentences_come_first_and_the_hardest_wrong_ones_every_time() -> None:
    random.seed(1)
    drawn = drawing()([GROUP] * 20)["groups"]
    assert all(g.right == 1 and len(g.pairs) == COURSE.sentences for g in drawn)
    assert all(g.pairs[0].marks == (g.pairs[0].sentence[0], g.pairs[0].sentence[0] + 1) for g in drawn)
    assert {pair.marks for g in drawn for pair in g.pairs[1:]} == {(0, 0)}


def test_a_question_is_sometimes_seen_as_typed_in_haste() -> None:
    random.seed(1)
    drawn = drawing()([GROUP] * 60)["groups"]
    assert 1 < len({tuple(g.pairs[0].ids) for g in drawn}) < 40


class Scoring(Network):
    """A network that gives the scores it is told to, and marks nothing."""

    def __init__(self, scores: list[float]) -> None:
        torch.nn.Module.__init__(self)
        self.scores = torch.tensor(scores, requires_grad=True)

    def read(self, pairs: Sequence[Pair]) -> tuple[torch.Tensor, torch.Tensor]:
        return self.scores, torch.zeros(len(pairs), 12, 2)


def lost(scores: list[float], *groups: Drawn) -> float:
    """Return the loss of scores alone: marks of which none is known cost nothing."""
    unknown = [replace(g, pairs=[replace(p, marks=None) for p in g.pairs]) for g in groups]
    return float(Learning(Scoring(scores))(unknown)["loss"].item())


def test_right_above_wrong_and_wrong_below_none_of_these_cost_least() -> None:
    answered, nothing = drawing()([GROUP, NOTHING])["groups"]
    good = [5.0, *[-5.0] * 3]
    assert lost(good, answered) < lost([5.0, 4.0, -5.0, -5.0], answered) < lost([-5.0, *[5.0] * 3], answered)
    assert lost([-5.0] * len(nothing.pairs), nothing) < lost([1.0, *[-5.0] * (len(nothing.pairs) - 1)], nothing)


def test_a_teachers_scores_are_followed_where_every_sentence_has_one() -> None:
    answered = drawing()([GROUP])["groups"][0]
    told = replace(answered, told=[1.0, 2.0, -3.0, -3.0])
    unsure = [1.0, 2.0, -3.0, -3.0]
    sure = [5.0, -5.0, -5.0, -5.0]
    assert lost(sure, answered) < lost(unsure, answered)
    assert lost(unsure, told) < lost(sure, told)
    assert lost(sure, told) > (1 - TOLD_SHARE) * lost(sure, answered)
    half_told = Group("a", "g00", "who?", (replace(RIGHT, told=1.0),), WRONG)
    assert drawing()([half_told])["groups"][0].told is None


@pytest.mark.model
@pytest.mark.filterwarnings("ignore")
def test_a_network_learns_to_tell_right_from_wrong_and_goes_on_where_it_was_cut_off(tmp_path: Path) -> None:
    torch.manual_seed(3)
    network = Network()
    took = learn(network, [GROUP, NOTHING] * 16, tmp_path, COURSE, seed=3)
    pairs = drawing()([GROUP])["groups"][0].pairs
    with torch.no_grad():
        scores = network.eval().read(pairs)[0].tolist()
    assert scores[0] > 0 > max(scores[1:])
    assert took["resumed"] is False
    assert took["minutes"] >= 0
    assert took["peak memory MB"] > 100
