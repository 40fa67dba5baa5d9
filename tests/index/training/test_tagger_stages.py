from collections.abc import Iterator
from pathlib import Path

import pytest
from tokenizers import Tokenizer

from index.evaluation.halves import MEASURED_PART
from index.inference.embedders import packaged_folder
from index.training import tagger_stages
from index.training.learning import Course
from index.training.tagger_stages import TAGGER, TOLD, around, learn_tagger, shown_windows
from index.training.tagging import Annotated, Attribution, Example, TagNetwork, examples

TEXT = "Mark Hill said the dam would hold."
SAID = Attribution({"source": [(0, 9)], "cue": [(10, 14)], "content": [(15, 33)]})
SHORT = Course(passes=1, pace=1e-4, groups=2)

pytestmark = [pytest.mark.model, pytest.mark.filterwarnings("ignore")]


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Put two articles in place of the sets, one of them to measure on; return the texts that windows are made of."""
    found: list[str] = []
    articles = [Annotated(TEXT, [SAID], 0), Annotated("Nobody measured here.", [], MEASURED_PART)]
    monkeypatch.setattr(tagger_stages, "annotated", lambda _: articles)
    monkeypatch.setattr(tagger_stages, "unannotated", lambda _: ["John Reed said it would not."])

    def watched(article: Annotated, pieces: Tokenizer) -> Iterator[Example]:
        found.append(article.text)
        yield from examples(article, pieces)

    monkeypatch.setattr(tagger_stages, "examples", watched)
    for name in ("ALONE", "FIRST", "THEN", "OF_TEACHER"):
        monkeypatch.setattr(tagger_stages, name, SHORT)
    return found


def test_nothing_is_learnt_from_what_only_measures(seen: list[str], tmp_path: Path) -> None:
    learn_tagger(tmp_path, tmp_path, None, 7)
    assert set(seen) == {TEXT}
    assert TagNetwork.load(tmp_path / TAGGER).far.shape[0] == 3


def test_with_a_teacher_its_telling_is_learnt_from_first(seen: list[str], tmp_path: Path) -> None:
    learn_tagger(tmp_path, tmp_path, packaged_folder(), 7)
    assert {"John Reed said it would not.", TEXT} == set(seen)
    assert (tmp_path / TOLD / "card.json").is_file()
    assert (tmp_path / TAGGER / "card.json").is_file()


def test_windows_to_measure_scales_by_are_of_what_is_learnt_from(seen: list[str], tmp_path: Path) -> None:
    [window] = shown_windows(tmp_path)
    assert window["input_ids"][0, 0] == around(tagger_stages._pieces())[0]
    assert set(seen) == {TEXT}
