from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from index.evaluation.halves import part_of
from index.inference.embedders import packaged_folder
from index.training import learning, stages, teaching
from index.training.groups import Group, Seen, read_groups
from index.training.learning import Course, learn
from index.training.network import Network, Pair
from index.training.stages import BEFORE, BOTH, CLOSE_BOTH, NEWS, learn_stages
from index.training.teaching import tell

SAID = Seen("Ida Holm denied it. | Holm speaks |  |  | ", (0, 8))
UNMARKED = Seen("It was Ida Holm who denied it. | Holm speaks |  |  | ")
WRONG = tuple(Seen(f"The match ended {n} to nil. | Harbour wins |  |  | ") for n in range(4))
QUICK = Course(passes=1, sentences=4, pace=1e-3, groups=4)

pytestmark = [pytest.mark.model, pytest.mark.filterwarnings("ignore")]


def group(about: str, *right: Seen) -> Group:
    return Group("newsroom", about, "who denied it", right, WRONG)


class Certain(Network):
    """A network that marks the second and third piece of every sentence, and scores each by its length."""

    def read(self, pairs: Sequence[Pair]) -> tuple[torch.Tensor, torch.Tensor]:
        marks = torch.full((len(pairs), 40, 2), -9.0)
        for n, pair in enumerate(pairs):
            marks[n, pair.sentence[0] + 1, 0] = marks[n, pair.sentence[0] + 2, 1] = 9.0
        return torch.tensor([float(len(p.ids)) for p in pairs]), marks


def test_every_sentence_is_told_and_right_ones_whose_answer_is_not_known_are_marked() -> None:
    [told] = tell(Certain(), [group("g00", SAID, UNMARKED)])
    assert all(s.told is not None for s in (*told.right, *told.wrong))
    assert told.right[0].marks == SAID.marks
    assert [s.text[slice(*s.marks)] for s in told.right[1:] if s.marks] == ["was Ida"]
    assert all(s.marks is None for s in told.wrong)


def test_news_are_told_by_who_has_not_learnt_from_them_and_networks_go_on_from_one_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for course in ("FIRST", "THEN"):
        monkeypatch.setattr(teaching, course, QUICK)
    for courses in ("TOLD", "CLOSELY"):
        monkeypatch.setattr(stages, courses, dict.fromkeys((BEFORE, NEWS, BOTH), QUICK))
    monkeypatch.setattr(stages, "CLOSE_LAYERS", (0, 3))
    news = [group(about, SAID) for about in ("g00", "g01", "g02", "g04")]
    learnt: dict[str, list[str]] = {}

    def learn_and_note(network: Network, groups: list[Group], folder: Path, course: Course, seed: int) -> object:
        learnt[folder.parent.name] = sorted({g.about for g in groups})
        return learn(network, groups, folder, course, seed)

    monkeypatch.setattr(learning, "learn", learn_and_note)
    typed = replace(group("Holm", SAID), origin="clapnq")
    learn_stages(tmp_path, [typed, typed], news, packaged_folder(), seed=3)
    told = list(read_groups(tmp_path / "told-news.jsonl"))
    assert {g.about for g in told} == {g.about for g in news}
    assert all(part_of(about) != n for n in (0, 1, 2) for about in learnt[f"teacher-{n}"])
    assert learnt[NEWS] == ["g00", "g02", "g04"]
    assert learnt[BOTH] == ["Holm", "g00", "g02"]
    assert all((tmp_path / name / "card.json").is_file() for name in (BEFORE, NEWS, BOTH))
    assert [learnt[f"close-{name}"] for name in (NEWS, BOTH)] == [learnt[NEWS], learnt[BOTH]]
    close = Network.load(tmp_path / CLOSE_BOTH, packaged_folder(), (0, 3))
    assert len(close.transformer.encoder.layer) == 2
