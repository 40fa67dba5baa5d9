import random
from pathlib import Path

import pytest
import torch

from index.training.groups import Group, Seen
from index.training.learning import Course, Drawing, learn, within
from index.training.network import Network, Pieces

RIGHT = Seen("Ida Holm denied it.", (0, 8))
WRONG = tuple(Seen(f"The match ended {n} to nil.") for n in range(9))
GROUP = Group("a", "g00", "who denied it", (RIGHT,), WRONG)
NOTHING = Group("a", "g00", "who denied the flood", (), WRONG)
COURSE = Course(passes=2, sentences=4, pace=1e-3)


def test_right_sentences_come_first_and_the_hardest_wrong_ones_every_time() -> None:
    random.seed(1)
    drawn = Drawing(COURSE)([GROUP] * 20)["groups"]
    hardest = {len(Pieces().pair("", s.text, None, is_right=False).ids) for s in WRONG[:3]}
    assert hardest
    assert all(right == 1 and len(pairs) == COURSE.sentences for pairs, right in drawn)
    assert all(pairs[0].marks == (pairs[0].sentence[0], pairs[0].sentence[0] + 1) for pairs, _ in drawn)
    assert {pair.marks for pairs, _ in drawn for pair in pairs[1:]} == {(0, 0)}


def test_a_question_is_sometimes_seen_as_typed_in_haste() -> None:
    random.seed(1)
    drawn = Drawing(COURSE)([GROUP] * 60)["groups"]
    assert 1 < len({tuple(pairs[0].ids) for pairs, _ in drawn}) < 40


def test_marks_out_of_the_sentence_are_out_of_play() -> None:
    kept = within(torch.zeros(8, 2), (3, 5))[:, 0]
    assert (kept == 0).tolist() == [True, False, False, True, True, False, False, False]


@pytest.mark.model
@pytest.mark.filterwarnings("ignore")
def test_a_network_learns_to_tell_right_from_wrong_and_goes_on_where_it_was_cut_off(tmp_path: Path) -> None:
    torch.manual_seed(3)
    network = Network()
    took = learn(network, [GROUP, NOTHING] * 16, tmp_path, COURSE, seed=3)
    pairs = Drawing(COURSE)([GROUP])["groups"][0][0]
    with torch.no_grad():
        scores = [score.item() for score, _ in network.eval().read(pairs)]
    assert scores[0] > 0 > max(scores[1:])
    assert took["resumed"] is False
    assert took["minutes"] >= 0
    assert took["peak memory MB"] > 100
